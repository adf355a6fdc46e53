"""tombi's findings (``tombi -v lint --diagnostics-format json``).

The array of diagnostics says nothing of files in which nothing is found: those are on standard error of ``-v`` alone,
as ``linting... "FILE"``, also where another line says ``skip linting for "FILE"`` because a comment in it asks for that
(https://tombi-toml.github.io/tombi/docs/comment-directive).
"""

import re
from typing import Literal

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, lines_of, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence


class _Place(Struct):
    line: int
    column: int


class _Range(Struct):
    start: _Place


class _Diagnostic(Struct):
    path: str
    level: Literal["error", "warning"]
    code: str
    message: str
    range: _Range | None = None


_DIAGNOSTICS = msgspec.json.Decoder(list[_Diagnostic])
_SEVERITIES = {"error": Severity.MEDIUM, "warning": Severity.LOW}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LINTING = re.compile(r'\s*Debug: linting\.\.\. (".*")')
_SKIPPED = re.compile(r'\s*Info: skip linting for (".*") due to ')
_COUNTED = re.compile(r"(\d{1,9}) files? (linted successfully|failed to be linted|skipped)")
_BROKEN = "failed to parse config file"


def read_tombi(content: bytes, *, root: str, log: bytes, cwd: str = "") -> Findings:
    """Read the diagnostics and the log of one run that stood in `cwd`. An error is MEDIUM, a warning LOW.

    Raises UnreadableEvidence, also for a configuration that tombi could not read and did without.
    """
    lines = [_COLOUR.sub("", line) for line in lines_of(log, "tombi's log")]
    broken = next((line.strip() for line in lines if _BROKEN in line), "")
    if broken:
        raise UnreadableEvidence(f"tombi did without the project's configuration: {excerpt(broken)}")
    linted = _named(_LINTING, lines)
    counted = [found for line in lines if (found := _COUNTED.fullmatch(line))]
    if not counted or len(linted) != sum(int(found[1]) for found in counted if found[2] != "skipped"):
        raise UnreadableEvidence("tombi's log does not say how many files it linted, or not which")
    place = Root(root)
    findings = [_finding(place.relative(one.path, cwd=cwd), one) for one in _diagnostics(content)]
    return Findings(tuple(findings), len(linted - _named(_SKIPPED, lines)))


def _diagnostics(content: bytes) -> list[_Diagnostic]:
    return from_json(_DIAGNOSTICS, content, "tombi's JSON")


def _named(pattern: re.Pattern[str], lines: list[str]) -> set[str]:
    return {found[1] for line in lines if (found := pattern.match(line))}


def _finding(path: str, one: _Diagnostic) -> Finding:
    start = one.range.start if one.range is not None else None
    line, column = (None, None) if start is None else (position(start.line), position(start.column))
    return Finding(path, line, column, one.code, excerpt(one.message), _SEVERITIES[one.level])
