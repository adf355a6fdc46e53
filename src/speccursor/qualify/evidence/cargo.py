"""Cargo's JSON messages -> Findings, and what its metadata says of where paths begin.

Format: https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages and, for rustc's own part,
https://doc.rust-lang.org/rustc/json.html. Paths in rustc's messages are relative to the workspace's root. A message
whose `code` is null and that has no place is rustc's summary ("2 warnings emitted") and no finding. A line that is no
JSON object is what a macro printed while it was expanded.
"""

import re
from typing import Literal

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, from_json_lines, lines_of, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Severity, UnreadableEvidence, in_order

_RUSTC = re.compile(r"E\d{4}")
"""Errors of the compiler itself: https://doc.rust-lang.org/error_codes/error-index.html"""

_COUNTED = {"error": Severity.HIGH, "warning": Severity.MEDIUM}


class Messages(Struct, frozen=True):
    """What cargo told: its findings, and whether the build came to a good end."""

    findings: tuple[Finding, ...]
    succeeded: bool


class _Span(Struct):
    file_name: str
    line_start: int
    column_start: int
    is_primary: bool


class _Code(Struct):
    code: str


class _Diagnostic(Struct):
    message: str
    level: str
    code: _Code | None
    spans: list[_Span]


class _Message(Struct):
    reason: str
    message: _Diagnostic | None = None
    success: bool | None = None


class _Metadata(Struct):
    workspace_root: str
    version: Literal[1]


_MESSAGES = msgspec.json.Decoder(_Message)
_METADATA = msgspec.json.Decoder(_Metadata)


def read_messages(content: bytes, *, root: str, metadata: bytes) -> Messages:
    """Read the messages of one build; a thing told of two targets counts once.

    Raises UnreadableEvidence, also where cargo did not say how the build ended.
    """
    place, cwd = Root(root), _workspace(metadata)
    found: dict[Finding, None] = {}
    succeeded: bool | None = None
    told = b"\n".join(line for line in content.split(b"\n") if line.startswith(b"{"))
    for message in from_json_lines(_MESSAGES, told, "cargo's messages"):
        if message.reason == "build-finished":
            succeeded = message.success
        if message.reason == "compiler-message" and message.message is not None:
            finding = _finding(message.message, place, cwd)
            if finding is not None:
                found[finding] = None
    if succeeded is None:
        raise UnreadableEvidence("cargo did not say how the build ended")
    return Messages(tuple(in_order(found)), succeeded)


def read_examined(content: bytes, *, root: str, metadata: bytes) -> frozenset[str]:
    """Read the sources that rustc's dependency files name; those outside the candidate are left out.

    Raises UnreadableEvidence.
    """
    place, cwd = Root(root), _workspace(metadata)
    lines = lines_of(content, "a list of sources")
    paths = (place.relative(line, cwd=cwd) for line in lines if line)
    return frozenset(path for path in paths if not path.startswith(("/", "..")))


def _workspace(metadata: bytes) -> str:
    return from_json(_METADATA, metadata, "cargo's metadata").workspace_root


def _finding(told: _Diagnostic, place: Root, cwd: str) -> Finding | None:
    severity = _COUNTED.get(told.level.partition(":")[0])
    if severity is None:
        return None
    primary = next((span for span in told.spans if span.is_primary), None)
    if primary is None and told.code is None and told.level != "error":
        return None
    if primary is None and told.message.startswith(("aborting due to", "could not compile")):
        return None
    if primary is not None and primary.line_start < 1:
        raise UnreadableEvidence(f"cargo's line {primary.line_start} is not one")
    return Finding(
        path=place.relative(primary.file_name, cwd=cwd) if primary else ".",
        line=position(primary.line_start) if primary else None,
        column=position(primary.column_start) if primary else None,
        rule=told.code.code if told.code else "rustc",
        message=excerpt(told.message),
        severity=severity,
        refused=_is_refused(told),
    )


def _is_refused(told: _Diagnostic) -> bool:
    """Whether the compiler itself does not accept the code: a lint has a name, and an error of syntax no code."""
    return told.level == "error" if told.code is None else _RUSTC.fullmatch(told.code.code) is not None
