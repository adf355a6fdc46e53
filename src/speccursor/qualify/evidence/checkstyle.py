"""Checkstyle's XML -> findings by file, as hadolint and ShellCheck write it.

The report is one ``<checkstyle>`` with a ``<file name>`` for every file that was looked at, which is empty where
nothing was found, and in it an ``<error line column severity message source>`` for each finding
(https://checkstyle.org/cmdline.html, ``-f xml``). Control characters, which XML 1.0 has no place for and a checker may
copy out of a file, are read as spaces.
"""

import io
from collections.abc import Mapping

from speccursor.qualify.evidence.documents import Nesting, by_name, excerpt, position, read_xml, whole
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Severity, UnreadableEvidence

_CONTROLS = bytes(number for number in range(32) if number not in b"\t\n\r")
_SPACES = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
_ROOT = "checkstyle"


def read_checkstyle(content: bytes, *, root: str, severities: Mapping[str, Severity]) -> dict[str, list[Finding]]:
    """Return for each file that the report names what was found in it. A source is a rule by its last part.

    Raises UnreadableEvidence, also for a severity that is not among `severities` and for elements in other places.
    """
    found: dict[str, list[Finding]] = {}
    place = Root(root)
    nesting = Nesting()
    path = ""

    def start(name: str, attributes: list[str]) -> None:
        nonlocal path
        within = "/".join(nesting.names)
        nesting.enter(name)
        told = by_name(attributes)
        if name == _ROOT and not within:
            return
        if name == "file" and within == _ROOT and told.get("name"):
            path = place.relative(told["name"])
            found.setdefault(path, [])
        elif name == "error" and within == f"{_ROOT}/file":
            found[path].append(_finding(path, told, severities))
        else:
            raise UnreadableEvidence(f"an element {name[:100]!r} that a report has no place for")

    read_xml(
        io.BytesIO(content.translate(_SPACES)),
        what="a report in Checkstyle's XML",
        start=start,
        end=lambda _: nesting.leave(),
        ready=lambda _: None,
    )
    return found


def _finding(path: str, told: Mapping[str, str], severities: Mapping[str, Severity]) -> Finding:
    severity = severities.get(told.get("severity", ""))
    if severity is None:
        raise UnreadableEvidence(f"the severity {told.get('severity', '')[:40]!r} is not known")
    rule = told.get("source", "").rpartition(".")[2]
    line, column = (position(whole(told.get(name))) for name in ("line", "column"))
    return Finding(path, line, column, rule, excerpt(told.get("message", "")), severity)
