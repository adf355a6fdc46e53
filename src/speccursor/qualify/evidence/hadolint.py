"""hadolint's findings (``hadolint --format checkstyle --require-label speccursor-examined:text``).

Formats: https://github.com/hadolint/hadolint#cli. The report names every file that was given, also one in which there
is no instruction and of which hadolint has nothing to say. So each file is asked for a label that none has: DL3049 for
it, in the last build stage, is the mark that hadolint saw one. A file that does not parse has one error without a
rule, which is DL1000 in hadolint's other formats.
"""

from msgspec.structs import replace

from speccursor.qualify.evidence.checkstyle import read_checkstyle
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence

LABEL = "speccursor-examined"
"""The label that no image has."""

_MARK = ("DL3049", f"Label `{LABEL}` is missing.")
_UNPARSED = "DL1000"
_FAILING = frozenset({Severity.HIGH, Severity.MEDIUM})
_SEVERITIES = {
    "error": Severity.HIGH,
    "warning": Severity.MEDIUM,
    "info": Severity.MEDIUM,
    "style": Severity.LOW,
    "ignore": Severity.NOTE,
}


def read_hadolint(content: bytes, *, root: str) -> Findings:
    """Read a report. An error (also a file that does not parse) is HIGH, a warning or an info MEDIUM, style LOW.

    By default hadolint fails from ``info`` on. Raises UnreadableEvidence for a file of which nothing is said, and where
    nothing is found but what does not parse: hadolint's grammar lacks parts of Docker's, so that this decides nothing.
    """
    found: list[Finding] = []
    by_file = read_checkstyle(content, root=root, severities=_SEVERITIES)
    for path, findings in by_file.items():
        if not findings:
            raise UnreadableEvidence(
                f"hadolint saw no build stage in {path[:200]}: it holds no instruction, or DL3049, which would tell, "
                "is switched off"
            )
        found += [
            one if one.rule else replace(one, rule=_UNPARSED, message=one.message.strip())
            for one in findings
            if (one.rule, one.message) != _MARK
        ]
    unparsed = [one for one in found if one.rule == _UNPARSED]
    if unparsed and not any(one.rule != _UNPARSED and one.severity in _FAILING for one in found):
        raise UnreadableEvidence(
            f"hadolint could not parse {unparsed[0].message[:400]} (a heredoc that an instruction follows at once is "
            "right for Docker and more than hadolint reads: an empty line behind it helps)"
        )
    return Findings(tuple(found), len(by_file))
