"""staticcheck's findings (``staticcheck -f json``).

Format: one JSON object a finding (https://staticcheck.dev/docs/running-staticcheck/cli/formatters/). It does not
tell what it looked at, so one package is ours, with defects of many kinds: where none of them is found, whatever
configures staticcheck leaves it nothing to find, or it looked at nothing. What does not compile is a finding of its
own.
"""

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json_lines, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence, in_order

CANARY = "speccursorcanary"
"""The folder of our own package, in the module's."""

_COMPILE = "compile"
_COMPILER = re.compile(r"^(.+?\.go):(\d{1,9}):(\d{1,9}): ", re.MULTILINE)
_LONGEST = 500
_Number = Annotated[int, Meta(ge=0, le=LARGEST)]


class _Place(Struct):
    file: str
    line: _Number
    column: _Number


class _Problem(Struct):
    code: str
    severity: Literal["error", "warning", "ignored"]
    location: _Place
    message: str


_PROBLEM = msgspec.json.Decoder(_Problem)
_SEVERITIES = {"error": Severity.MEDIUM, "warning": Severity.LOW, "ignored": Severity.NOTE}


def read_staticcheck(content: bytes, *, examined: int, root: str, cwd: str = "") -> Findings:
    """Read the findings; `examined` is the number of files in the packages that were named.

    Raises UnreadableEvidence, also where nothing is found in our own package.
    """
    place = Root(root)
    found = [_finding(one, place, cwd) for one in from_json_lines(_PROBLEM, content, "staticcheck's findings")]
    theirs = [one for one in found if f"/{CANARY}/" not in f"/{one.path}"]
    if len(theirs) == len(found) and not any(one.rule == _COMPILE for one in found):
        raise UnreadableEvidence("staticcheck finds nothing in a package full of defects: its checks are disabled")
    return Findings(tuple(in_order(theirs)), examined)


def _finding(one: _Problem, place: Root, cwd: str) -> Finding:
    path, line, column = _place(one)
    return Finding(
        place.relative(path, cwd=cwd) if path else cwd or ".",
        position(line),
        position(column),
        one.code,
        one.message[:_LONGEST],
        Severity.HIGH if one.code == _COMPILE else _SEVERITIES[one.severity],
        refused=one.code == _COMPILE,
    )


def _place(one: _Problem) -> tuple[str, int, int]:
    """Return where a finding is; what the compiler refuses has its place in its words alone."""
    said = _COMPILER.search(one.message) if not one.location.file else None
    if said is not None:
        return said[1], min(int(said[2]), LARGEST), min(int(said[3]), LARGEST)
    return one.location.file, one.location.line, one.location.column
