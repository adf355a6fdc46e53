"""yamllint's findings, as our driver writes them down (``tools/assets/python/speccursor_yamllint.py``).

yamllint's own output is text without a word on files in which it finds nothing, or that the project ignores. The
driver calls its API (https://yamllint.readthedocs.io/en/stable/development.html) and tells of every file: whether it is
ignored, how many rules are enabled for it, and its problems.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence


class _Problem(Struct):
    line: int
    column: int
    level: Literal["error", "warning"]
    rule: str | None
    description: str


class _File(Struct):
    path: str
    ignored: bool
    rules: int
    problems: list[_Problem]
    failed: str = ""


class _Report(Struct):
    schema: Literal["speccursor.yamllint/1"]
    version: str
    files: list[_File]


_REPORT = msgspec.json.Decoder(_Report)
_SEVERITIES = {"error": Severity.MEDIUM, "warning": Severity.LOW}
_SYNTAX = "syntax"


def read_yamllint(content: bytes, *, root: str, cwd: str = "") -> Findings:
    """Read the driver's report; `cwd` is the folder that its paths are relative to.

    An error is MEDIUM, a warning LOW, and YAML that does not parse HIGH. `examined` counts files that are not ignored
    and have a rule enabled. Raises UnreadableEvidence, also for a file that yamllint could not read.
    """
    report = from_json(_REPORT, content, "a report on yamllint")
    place = Root(root)
    findings: list[Finding] = []
    for file in report.files:
        if file.failed:
            raise UnreadableEvidence(f"yamllint could not read {file.path[:200]}: {excerpt(file.failed)}")
        path = place.relative(file.path, cwd=cwd)
        findings += [_finding(path, one) for one in file.problems]
    return Findings(tuple(findings), sum(file.rules > 0 and not file.ignored for file in report.files))


def _finding(path: str, one: _Problem) -> Finding:
    rule = one.rule or _SYNTAX
    severity = Severity.HIGH if rule == _SYNTAX else _SEVERITIES[one.level]
    line, column, refused = position(one.line), position(one.column), rule == _SYNTAX
    return Finding(path, line, column, rule, excerpt(one.description), severity, refused=refused)
