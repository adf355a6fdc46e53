"""Ruff's JSON -> Findings, of ``ruff check`` and of ``ruff format --check``.

Both write the same list with ``--output-format json`` (https://docs.astral.sh/ruff/settings/#output-format);
``ruff format`` does since 0.14 in preview and without it in later releases. An empty list says nothing
about how many files were looked at: that stands on standard error of ``--verbose`` alone, as ``Checked N
files`` or ``Formatted N files``.
"""

import re

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import LARGEST, excerpt, from_json, lines_of, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence


class _Place(Struct):
    row: int
    column: int


class _Fix(Struct):
    applicability: str


class _Diagnostic(Struct):
    filename: str
    message: str
    code: str | None
    location: _Place | None
    fix: _Fix | None = None


_DIAGNOSTICS = msgspec.json.Decoder(list[_Diagnostic])
_SYNTAX = "invalid-syntax"
_NOT_READ = frozenset({"E902", "io"})
_EXAMINED = {
    "check": re.compile(r"\[ruff::commands::check\]\[DEBUG\] Checked (\d{1,9}) files? in"),
    "format": re.compile(r"\[ruff::commands::format\]\[DEBUG\] Formatted (\d{1,9}) files? in"),
}
_NO_FILES = "No Python files found under the given path(s)"


def read_ruff_check(content: bytes, *, root: str, log: bytes | None = None) -> Findings:
    """Read ``ruff check --output-format json``. `log` is standard error of the same run with ``--verbose``.

    A file that does not parse is a finding of severity HIGH. Raises UnreadableEvidence, also for a
    path that Ruff could not read.
    """
    return _read(content, root, None if log is None else _examined(log, "check"))


def read_ruff_format(content: bytes, *, root: str, log: bytes | None = None) -> Findings:
    """Read ``ruff format --check --output-format json``: one finding a file, at its first changed line.

    `log` is standard error of the same run with ``--verbose``. Raises UnreadableEvidence.
    """
    findings = _read(content, root, None if log is None else _examined(log, "format"))
    first: dict[tuple[str, str], Finding] = {}
    for finding in findings.findings:
        first.setdefault((finding.path, finding.rule), finding)
    return Findings(tuple(first.values()), findings.examined)


def _read(content: bytes, root: str, examined: int | None) -> Findings:
    place = Root(root)
    findings = []
    for one in from_json(_DIAGNOSTICS, content, "Ruff's JSON"):
        rule = one.code or _SYNTAX  # before 0.12, a syntax error had no code
        if rule in _NOT_READ:
            raise UnreadableEvidence(f"Ruff could not read {one.filename}: {excerpt(one.message)}")
        findings.append(
            Finding(
                place.relative(one.filename),
                position(one.location.row) if one.location else None,
                position(one.location.column) if one.location else None,
                rule,
                excerpt(one.message),
                Severity.HIGH if rule == _SYNTAX else Severity.MEDIUM,
                one.fix is not None and one.fix.applicability == "safe",
                rule == _SYNTAX,
            )
        )
    return Findings(tuple(findings), examined)


def _examined(log: bytes, command: str) -> int:
    """Read the count off the log. None of the known words in it: unreadable, not zero."""
    lines = lines_of(log, "Ruff's log")
    told = [int(found[1]) for line in lines if (found := _EXAMINED[command].search(line))]
    if told:
        return min(max(told), LARGEST)
    if any(_NO_FILES in line for line in lines):
        return 0
    raise UnreadableEvidence("Ruff's log does not say how many files it looked at")
