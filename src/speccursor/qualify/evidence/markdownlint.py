"""markdownlint's findings, as our driver writes them down (``tools/assets/js/run-markdownlint.mjs``).

markdownlint-cli2 tells of the files that it looked at in words that the project can switch off. The driver is its
output formatter, and hands it the file system: what it read is what it looked at
(https://github.com/DavidAnson/markdownlint-cli2#use, https://github.com/DavidAnson/markdownlint#result). A text of
ours is linted in the same run, with a defect for nearly every rule: where none is found, no rule is enabled.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence


class _Fix(Struct, rename="camel"):
    line_number: int | None = None


class _Result(Struct, rename="camel"):
    file_name: str
    line_number: int
    rule_names: list[str]
    rule_description: str
    error_detail: str | None = None
    error_context: str | None = None
    error_range: list[int] | None = None
    severity: Literal["error", "warning"] = "error"
    fix_info: _Fix | None = None


class _Report(Struct):
    schema: Literal["speccursor.markdownlint/1"]
    canary: int
    read: list[str]
    results: list[_Result]


_REPORT = msgspec.json.Decoder(_Report)
_SEVERITIES = {"error": Severity.MEDIUM, "warning": Severity.LOW}


def read_markdownlint(content: bytes, *, root: str, cwd: str = "") -> Findings:
    """Read the driver's report; `cwd` is the folder that its paths are relative to. An error is MEDIUM, a warning LOW.

    Raises UnreadableEvidence, also where nothing is found in our own text.
    """
    report = from_json(_REPORT, content, "a report on markdownlint")
    if report.read and not report.canary:
        raise UnreadableEvidence("markdownlint finds nothing in a text full of defects: its rules are disabled")
    place = Root(root)
    findings = [_finding(place.relative(one.file_name, cwd=cwd), one) for one in report.results]
    return Findings(tuple(findings), len(set(report.read)))


def _finding(path: str, one: _Result) -> Finding:
    message = ": ".join(text for text in (one.rule_description, one.error_detail, one.error_context) if text)
    column = position(one.error_range[0]) if one.error_range else None
    rule = one.rule_names[0] if one.rule_names else "markdownlint"
    fixable = one.fix_info is not None
    return Finding(path, position(one.line_number), column, rule, excerpt(message), _SEVERITIES[one.severity], fixable)
