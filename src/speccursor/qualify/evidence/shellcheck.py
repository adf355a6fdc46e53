"""ShellCheck's findings (``shellcheck --format=checkstyle``).

The report names every file that was given, and so every file that was read: one that could not be is an ``<error>``
whose source is ``ShellCheck`` alone (https://github.com/koalaman/shellcheck/blob/master/shellcheck.1.md, "RETURN
VALUES"). One file is ours, with defects of many kinds: where ShellCheck finds none of them, whatever configures it
leaves it nothing to find.
"""

from msgspec.structs import replace

from speccursor.qualify.evidence.checkstyle import read_checkstyle
from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence

CANARY = "speccursor-canary.sh"
"""The name of our own script, which stands outside the candidate."""

_UNPARSED = frozenset({"SC1072", "SC1073"})
"""Where its parser gave up: https://www.shellcheck.net/wiki/SC1073"""

_SEVERITIES = {"error": Severity.HIGH, "warning": Severity.MEDIUM, "info": Severity.MEDIUM}


def read_shellcheck(content: bytes, *, root: str) -> Findings:
    """Read a report. An error is HIGH, everything else MEDIUM: ShellCheck's exit code makes no difference.

    Raises UnreadableEvidence, also for a file that was not read and where nothing is found in our own script.
    """
    by_file = read_checkstyle(content, root=root, severities=_SEVERITIES)
    ours = [path for path in by_file if path.startswith("/") and path.endswith(f"/{CANARY}")]
    if not ours:
        raise UnreadableEvidence("the report is not of a run of ours: it does not name our own script")
    if not by_file.pop(ours[0]):
        raise UnreadableEvidence("ShellCheck finds nothing in a script full of defects: its checks are disabled")
    unread = [path for path, findings in by_file.items() for one in findings if one.rule == "ShellCheck"]
    if unread:
        raise UnreadableEvidence(f"ShellCheck could not read {unread[0][:200]}")
    found = (replace(one, refused=one.rule in _UNPARSED) for findings in by_file.values() for one in findings)
    return Findings(tuple(found), len(by_file))
