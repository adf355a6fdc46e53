"""SQLFluff's findings (``sqlfluff lint --format json``).

Format: https://docs.sqlfluff.com/en/stable/production/cli_use.html, a list with one entry for every file that was
linted, also where nothing was found. What the project ignores is not in it. Neither is a file above the size that the
project allows (``large_file_skip_byte_limit``, 20,000 bytes by default): only the log tells of it. ``timings`` names
each rule that was run.
"""

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, lines_of, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence


class _Violation(Struct):
    start_line_no: int
    start_line_pos: int
    code: str
    description: str
    warning: bool = False
    fixes: list[msgspec.Raw] = []


class _File(Struct):
    filepath: str
    violations: list[_Violation]
    timings: dict[str, float]


_FILES = msgspec.json.Decoder(list[_File])
_PHASES = frozenset({"templating", "lexing", "parsing", "linting"})
_UNPARSED = frozenset({"PRS", "LXR", "TMP"})
_SKIPPED = "Skipping to avoid parser lock"


def read_sqlfluff(content: bytes, *, root: str, log: bytes = b"") -> Findings:
    """Read the list of files and the log of one run that stood in `root`.

    SQL that does not parse is HIGH, a rule that the project makes a warning LOW, all else MEDIUM. `examined` counts
    files on which at least one rule was run.

    Raises UnreadableEvidence, also for a file that was skipped because it is large.
    """
    skipped = [line.strip() for line in lines_of(log, "SQLFluff's log") if _SKIPPED in line]
    if skipped:
        raise UnreadableEvidence(f"SQLFluff skipped {len(skipped)} files: {excerpt(skipped[0])}")
    place = Root(root)
    files = from_json(_FILES, content, "SQLFluff's JSON")
    findings = [_finding(place.relative(file.filepath), violation) for file in files for violation in file.violations]
    return Findings(tuple(findings), sum(not _PHASES.issuperset(file.timings) for file in files))


def _finding(path: str, one: _Violation) -> Finding:
    severity = Severity.LOW if one.warning else Severity.HIGH if one.code in _UNPARSED else Severity.MEDIUM
    line, column = position(one.start_line_no), position(one.start_line_pos)
    refused = one.code in _UNPARSED
    return Finding(path, line, column, one.code, excerpt(one.description), severity, bool(one.fixes), refused)
