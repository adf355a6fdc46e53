"""ESLint's JSON -> Findings (``eslint -f json``).

Format: https://eslint.org/docs/latest/use/formatters/#json, an array of LintResult
(https://eslint.org/docs/latest/integrate/nodejs-api#-lintresult-type). A file that does not parse has one
``fatal`` message. A file that was named and is ignored has one warning that says so, and was not examined.
"""

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence


class _Fix(Struct):
    text: str


class _Message(Struct, rename="camel"):
    rule_id: str | None
    severity: int
    message: str
    line: int | None = None
    column: int | None = None
    fatal: bool | None = None
    fix: _Fix | None = None


class _Result(Struct, rename="camel"):
    file_path: str
    messages: list[_Message]
    error_count: int
    warning_count: int


_RESULTS = msgspec.json.Decoder(list[_Result])
_SEVERITY = {2: Severity.MEDIUM, 1: Severity.LOW}
# "File ignored because of a matching ignore pattern", "... by default", "... because outside of base path",
# "... because no matching configuration was supplied".
_IGNORED = "File ignored "


def read_eslint(content: bytes, *, root: str) -> Findings:
    """Read ESLint's results. An error is MEDIUM, a warning LOW, a file that does not parse HIGH.

    Raises UnreadableEvidence, also where a result's counts and its messages disagree.
    """
    place = Root(root)
    findings: list[Finding] = []
    examined = 0
    for result in from_json(_RESULTS, content, "ESLint's JSON"):
        if result.error_count + result.warning_count != len(result.messages):
            raise UnreadableEvidence(f"ESLint's counts and messages disagree for {result.file_path[:200]}")
        if any(map(_is_ignored, result.messages)):
            continue
        examined += 1
        path = place.relative(result.file_path)
        findings.extend(_finding(path, message) for message in result.messages)
    return Findings(tuple(findings), examined)


def _is_ignored(message: _Message) -> bool:
    return message.rule_id is None and not message.fatal and message.message.startswith(_IGNORED)


def _finding(path: str, message: _Message) -> Finding:
    severity = Severity.HIGH if message.fatal else _SEVERITY.get(message.severity)
    if severity is None:
        raise UnreadableEvidence(f"ESLint's severity {message.severity} is not known")
    # Without a rule and not fatal: unused directives and the like, which ESLint itself reports.
    rule = message.rule_id or ("parsing-error" if message.fatal else "eslint")
    line, column = position(message.line), position(message.column)
    fixable = message.fix is not None
    return Finding(path, line, column, rule, excerpt(message.message), severity, fixable, bool(message.fatal))
