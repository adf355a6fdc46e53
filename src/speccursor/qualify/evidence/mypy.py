"""mypy's JSON lines -> Findings (``mypy --output json --linecount-report DIR``).

A clean run prints nothing at all, and so does a usage error or a run over no file. What mypy really
checked therefore comes from a second output: ``linecount.txt`` of ``--linecount-report``, one line a
checked source module and a total (https://mypy.readthedocs.io/en/stable/command_line.html#report-generation).
Followed imports and the standard library's stubs are not in it, and asking for it makes mypy check every
module again whatever its cache says.
"""

import re

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, lines_of, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence


class _Message(Struct):
    file: str
    line: int
    column: int
    message: str
    code: str | None
    severity: str
    hint: str | None = None


_MESSAGE = msgspec.json.Decoder(_Message)
# Annotated lines, lines, annotated functions, functions, module.
_MODULE = re.compile(r" *(\d{1,12}) +(\d{1,12}) +(\d{1,12}) +(\d{1,12}) (.+)")


def read_mypy(content: bytes, *, root: str, cwd: str = "", report: bytes | None = None) -> Findings:
    """Read mypy's messages and, where it stands, its line count report.

    `cwd` is the folder that mypy ran in. Notes alone are no findings. `examined` is None without
    `report`. Raises UnreadableEvidence: for a line that is not JSON (an internal error, a usage error),
    and for silence without a report.
    """
    place = Root(root)
    findings = []
    for line in lines_of(content, "mypy's JSON lines"):
        if not line.strip():
            continue
        one = from_json(_MESSAGE, line.encode(), "mypy's JSON lines")
        if one.severity == "note":
            continue
        if one.severity != "error":
            raise UnreadableEvidence(f"mypy's severity {one.severity[:40]!r} is not known")
        findings.append(
            Finding(
                place.relative(one.file, cwd=cwd),
                position(one.line),
                position(one.column + 1),
                one.code or "error",
                excerpt(one.message if one.hint is None else f"{one.message}\n{one.hint}"),
                Severity.HIGH if one.code == "syntax" else Severity.MEDIUM,
                refused=one.code == "syntax",
            )
        )
    if report is None and not findings:
        raise UnreadableEvidence("mypy printed nothing, and there is no report of what it checked")
    return Findings(tuple(findings), None if report is None else _examined(report))


def _examined(report: bytes) -> int:
    """Count the modules of a line count report; their lines must add up to its total."""
    lines = lines_of(report, "mypy's line count report")
    rows = [_MODULE.fullmatch(line) for line in lines if line.strip()]
    found = [row for row in rows if row is not None]
    whole = report.endswith(b"\n") and len(found) == len(rows)
    if not found or not whole or found[0][5] != "total":
        raise UnreadableEvidence("not mypy's line count report")
    if int(found[0][2]) != sum(int(row[2]) for row in found[1:]):
        raise UnreadableEvidence("the modules in mypy's line count report do not add up to its total")
    return len(found) - 1
