"""What ``rustfmt --check --files-with-diff --verbose`` prints -> Findings.

Standard output has a line ``Formatting PATH`` for each file that was looked at (a module again for each file that leads
to it), ``Spent ... secs`` at the end of each, the configuration that it uses, and the path alone of a file that is
formatted otherwise. A file that does not parse stands on standard error only, as rustc writes errors.
"""

import re

from speccursor.qualify.evidence.documents import lines_of
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence

_LOOKED_AT = "Formatting "
_SPENT = re.compile(r"Spent [\d.]+ secs in the parsing phase, and [\d.]+ secs in the formatting phase")
_USING = "Using rustfmt config file"
_MESSAGE = "is not formatted as rustfmt would"
_LONGEST = 500


def read_rustfmt(content: bytes, log: bytes, *, root: str) -> Findings:
    """Read the files that were looked at and those that differ. Raises UnreadableEvidence."""
    errors = [line for line in lines_of(log, "rustfmt's log") if line.startswith("error")]
    if errors:
        raise UnreadableEvidence(f"rustfmt could not read everything: {errors[0][:_LONGEST]}")
    place = Root(root)
    looked_at: set[str] = set()
    differing: set[str] = set()
    for line in filter(None, lines_of(content, "rustfmt's output")):
        if line.startswith(_LOOKED_AT):
            looked_at.add(place.relative(line.removeprefix(_LOOKED_AT)))
        elif not _SPENT.fullmatch(line) and not line.startswith(_USING):
            differing.add(place.relative(line))
    if not looked_at:
        raise UnreadableEvidence("rustfmt looked at no file")
    if differing - looked_at:
        raise UnreadableEvidence(f"rustfmt says what it did not before: {min(differing - looked_at)[:_LONGEST]!r}")
    return Findings(
        tuple(Finding(path, None, None, "format", _MESSAGE, Severity.MEDIUM, True) for path in sorted(differing)),  # noqa: FBT003  (fixable, the struct's last field)
        len(looked_at),
    )
