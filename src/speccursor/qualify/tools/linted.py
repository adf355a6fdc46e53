"""What the adapters of linters have in common: the files that they are given, and what is made of silence.

A linter that is given names gets them by a launcher (``assets/python/speccursor_listed.py``), so that no name of a file
is ever taken for a placeholder of the command line.
"""

import re

from speccursor.qualify.model.candidate import Component, Role
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.model.tool import Outputs
from speccursor.qualify.tools.asset import read_asset

LIST = "files.json"
LAUNCHER = "speccursor_listed.py"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_TELLING = re.compile(
    r"\b(?:\w*error|fatal|invalid|failed|failure|unable|cannot|could not|does not|refused|denied|unknown|not found)\b",
    re.IGNORECASE,
)
_NOISE = ("at ", "INFO", "Debug:", "File ", "Traceback", "^", "~")
_LINES = 4
_LONGEST = 500


def judged(component: Component, *suffixes: str) -> tuple[str, ...]:
    """Return every file with one of these endings that is not somebody's data, relative to the candidate's root.

    No ending at all: every such file.
    """
    paths = component.paths(Role.SOURCE, Role.TEST, Role.SUPPORT)
    return tuple(path for path in paths if not suffixes or path.endswith(suffixes))


def listing(*paths: str) -> dict[str, str]:
    """Return the inputs that start a linter on files: the launcher and its list.

    A name is written as the project's own patterns know it; only a leading dash, which would make it an option, is
    written otherwise.
    """
    names = [f"./{path}" if path.startswith("-") else path for path in paths]
    return {LAUNCHER: read_asset(f"python/{LAUNCHER}"), LIST: canonical_json(names).decode()}


def heard(outputs: Outputs, title: str, *, name: str = "stdout") -> bytes:
    """Return an output that is never empty. Raises UnreadableEvidence with what was said instead of it."""
    content = outputs.read(name) if name in outputs.names() else b""
    if not content.strip():
        raise UnreadableEvidence(f"{title} ended abnormally: {last_words(outputs)}")
    return content


def last_words(outputs: Outputs, *, name: str = "stderr") -> str:
    """Return what a tool said of its failure: from the first telling line of an output on, else its last lines."""
    text = _COLOUR.sub("", outputs.read(name).decode("utf-8", "replace"))
    lines = [line for line in map(str.strip, text.splitlines()) if line and not line.startswith(_NOISE)]
    telling = [number for number, line in enumerate(lines) if _TELLING.search(line)]
    start = telling[0] if telling else max(len(lines) - _LINES, 0)
    return " / ".join(lines[start : start + _LINES])[:_LONGEST] or "it said nothing"
