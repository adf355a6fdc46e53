"""What ``gofmt -l`` prints: the files that it would lay out otherwise, a line each -> Findings.

It says nothing of a file that it agrees with, so one of those that it is given is ours and laid out wrong: where
that is not named, it looked at nothing. A file that does not parse stands on standard error
(https://pkg.go.dev/cmd/gofmt).
"""

from speccursor.qualify.evidence.documents import lines_of
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence

CANARY = "speccursor-canary.go"
"""The name of our own file, which stands outside the candidate."""

_MESSAGE = "is not formatted as gofmt would"
_LONGEST = 500


def read_gofmt(content: bytes, log: bytes, *, examined: int, root: str) -> Findings:
    """Read the files that differ, of so many that were given beside our own. Raises UnreadableEvidence."""
    errors = [line for line in lines_of(log, "gofmt's log") if line.strip()]
    if errors:
        raise UnreadableEvidence(f"gofmt could not read everything: {errors[0][:_LONGEST]}")
    named = [line for line in lines_of(content, "gofmt's output") if line]
    ours = {line for line in named if line.startswith("/") and line.endswith(f"/{CANARY}")}
    if not ours:
        raise UnreadableEvidence("gofmt agrees with a file that is laid out wrong: it looked at nothing")
    place = Root(root)
    differing = sorted({place.relative(line) for line in named if line not in ours})
    return Findings(
        tuple(Finding(path, None, None, "gofmt", _MESSAGE, Severity.MEDIUM, fixable=True) for path in differing),
        examined,
    )
