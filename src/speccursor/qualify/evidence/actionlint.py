"""actionlint's findings (``actionlint -verbose -format '{{json .}}'``).

The array of errors is documented (https://github.com/rhysd/actionlint/blob/main/docs/usage.md#format). An empty one
does not say which files were looked at: that stands on standard error, as ``Found total N errors in T ms for FILE``.
Files are looked at side by side, and each line is written in two parts, so that a line may begin with another's
``verbose:``, or without its own.
One of the files is ours, with a defect: where that is not found, the project's configuration ignores everything.
"""

import re

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, lines_of, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence

CANARY = ".github/workflows/speccursor-canary.yml"
"""The workflow of our own, relative to the candidate's root."""


class _Error(Struct):
    message: str
    filepath: str
    line: int
    column: int
    kind: str


_ERRORS = msgspec.json.Decoder(list[_Error])
_LOOKED_AT = re.compile(r"(?:verbose: )*Found total (\d{1,9}) errors in \d{1,12} ms for (.+)")
_ALL = re.compile(r"(?:verbose: )*Found (\d{1,9}) errors in (\d{1,9}) files")
_SYNTAX = "syntax-check"


def read_actionlint(content: bytes, *, root: str, log: bytes) -> Findings:
    """Read the errors and the log of one run that stood in `root`. A workflow that is none is HIGH, all else MEDIUM.

    Raises UnreadableEvidence, also where the two disagree and where nothing is found in our own workflow.
    """
    place = Root(root)
    errors = from_json(_ERRORS, content, "actionlint's JSON")
    lines = lines_of(log, "actionlint's log")
    told = {place.relative(found[2]): int(found[1]) for line in lines if (found := _LOOKED_AT.fullmatch(line))}
    whole = [(int(found[1]), int(found[2])) for line in lines if (found := _ALL.fullmatch(line))]
    findings = [_finding(place, one) for one in errors]
    counts = dict.fromkeys(told, 0)
    for one in findings:
        counts[one.path] = counts.get(one.path, 0) + 1
    if counts != told or whole != [(len(findings), len(told))]:
        raise UnreadableEvidence("actionlint's errors and its log do not tell of the same run")
    if not told.pop(CANARY, 0):
        raise UnreadableEvidence("actionlint finds nothing in a workflow that is none: its findings are all ignored")
    return Findings(tuple(one for one in findings if one.path != CANARY), len(told))


def _finding(place: Root, one: _Error) -> Finding:
    refused = one.kind == _SYNTAX
    return Finding(
        place.relative(one.filepath),
        position(one.line),
        position(one.column),
        one.kind,
        excerpt(one.message),
        Severity.HIGH if refused else Severity.MEDIUM,
        refused=refused,
    )
