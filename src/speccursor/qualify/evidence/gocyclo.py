"""What ``gocyclo -over 0`` prints -> Functions.

Format: ``COMPLEXITY PACKAGE FUNCTION FILE:LINE:COLUMN``, the most complex first (https://github.com/fzipp/gocyclo).
A method is ``(*Type).Name``. Where a function ends, and how many parameters it has, is not told. A file that does
not parse stands on standard error.
"""

import re

from speccursor.qualify.evidence.documents import lines_of
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Function, Functions, UnreadableEvidence

_LINE = re.compile(r"(\d{1,9}) (\w+) (\([^)]*\)\.\w+|\w+) (.+):([1-9]\d{0,8}):(\d{1,9})")
_LONGEST = 500


def read_gocyclo(content: bytes, log: bytes, *, root: str, cwd: str = "") -> Functions:
    """Read the functions. Raises UnreadableEvidence, also where a file was not read."""
    errors = [line for line in lines_of(log, "gocyclo's log") if line.strip()]
    if errors:
        raise UnreadableEvidence(f"gocyclo could not read everything: {errors[0][:_LONGEST]}")
    place = Root(root)
    *lines, last = lines_of(content, "gocyclo's output")
    if last or not lines:
        raise UnreadableEvidence("gocyclo's output ends within a line" if last else "gocyclo tells of no function")
    return Functions(tuple(_function(line, place, cwd) for line in lines))


def _function(line: str, place: Root, cwd: str) -> Function:
    found = _LINE.fullmatch(line)
    if found is None:
        raise UnreadableEvidence(f"not a function of gocyclo's: {line[:_LONGEST]!r}")
    return Function(
        path=place.relative(found[4], cwd=cwd),
        line=int(found[5]),
        end_line=None,
        name=found[3],
        complexity=int(found[1]),
        lines=None,
        parameters=None,
    )
