"""The conditions of gobco's ``-stats`` -> branches: both outcomes of each condition.

Format: a JSON list of ``{"Start": "PATH:LINE:COLUMN", "Code", "TrueCount", "FalseCount"}``
(https://github.com/rillig/gobco). A condition has two outcomes, and each that occurred is a branch that was taken.
"""

import re
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import from_json
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, UnreadableEvidence

_Count = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_START = re.compile(r"(.+):([1-9]\d{0,8}):([1-9]\d{0,8})", re.DOTALL)


class _Condition(Struct, rename="pascal"):
    start: str
    code: str
    true_count: _Count
    false_count: _Count


_CONDITIONS = msgspec.json.Decoder(list[_Condition])


def read_gobco(content: bytes, *, root: str) -> dict[str, Branches]:
    """Read the branches of every file that holds a condition. Raises UnreadableEvidence."""
    place = Root(root)
    conditions: dict[str, list[tuple[int, int]]] = {}
    for one in from_json(_CONDITIONS, content, "gobco's conditions"):
        start = _START.fullmatch(one.start)
        if start is None:
            raise UnreadableEvidence(f"gobco's condition begins nowhere: {one.start[:200]!r}")
        taken = (one.true_count > 0) + (one.false_count > 0)
        conditions.setdefault(place.relative(start[1]), []).append((int(start[2]), taken))
    return {path: _branches(told) for path, told in conditions.items()}


def _branches(conditions: list[tuple[int, int]]) -> Branches:
    missing = {line for line, taken in conditions if taken < 2}  # noqa: PLR2004  (a condition has two outcomes)
    return Branches(sum(taken for _, taken in conditions), 2 * len(conditions), tuple(sorted(missing)))
