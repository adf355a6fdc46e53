"""zizmor's findings (``zizmor --format sarif``), with the files that it audited.

The SARIF names no file in which nothing was found, and the exit code is 0 whatever was
(https://docs.zizmor.sh/usage/#exit-codes): what was audited stands on standard error, as ``completed FILE``.
"""

import re

from msgspec.structs import replace

from speccursor.qualify.evidence.documents import lines_of
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.evidence.sarif import read_sarif
from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence

_AUDITED = re.compile(r"\s*INFO audit: zizmor: \S{1,9} completed (.+)")


def read_zizmor(content: bytes, *, root: str, log: bytes) -> Findings:
    """Read the SARIF and the log of one run that stood in `root`. Raises UnreadableEvidence.

    What zizmor calls low or informational is MEDIUM here: outside of SARIF its exit code tells of these as well.
    """
    place = Root(root)
    audited = {place.relative(found[1]) for line in lines_of(log, "zizmor's log") if (found := _AUDITED.match(line))}
    read = read_sarif(content, root=root)
    if not audited or not audited.issuperset(one.path for one in read.findings):
        raise UnreadableEvidence("zizmor's log does not name the files that it audited")
    findings = tuple(
        replace(one, severity=Severity.MEDIUM) if one.severity in {Severity.LOW, Severity.NOTE} else one
        for one in read.findings
    )
    return Findings(findings, len(audited))
