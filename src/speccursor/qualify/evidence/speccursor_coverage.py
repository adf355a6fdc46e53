"""``speccursor.coverage/1``, which our driver writes from what coverage.py counts -> Coverage.

::

    {"schema", "nonce", "version",
     "files": {path below the root: {"executed", "missing", "excluded": [line], "branches": [[line, exits, taken]]}}}

See ``tools/assets/python/speccursor_measure.py``, and
https://coverage.readthedocs.io/en/latest/api_coverage.html (``analysis2``, ``branch_stats``) for what each list holds.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, UnreadableEvidence

_Line = Annotated[int, Meta(ge=0, le=LARGEST)]  # some versions call an empty file's line 0
_Count = Annotated[int, Meta(ge=0, le=LARGEST)]


class _File(Struct):
    executed: list[_Line]
    missing: list[_Line]
    excluded: list[_Line]
    branches: list[tuple[_Line, _Count, _Count]]


class _Record(Struct):
    schema: Literal["speccursor.coverage/1"]
    nonce: str
    version: str
    files: dict[str, _File]


_RECORD = msgspec.json.Decoder(_Record)


def read_speccursor_coverage(content: bytes, *, root: str) -> tuple[Coverage, str]:
    """Read a record; returns what was covered, and the mark of the run. Raises UnreadableEvidence."""
    record = from_json(_RECORD, content, "a record of coverage")
    place = Root(root)
    return Coverage(tuple(_coverage(place.relative(path), file) for path, file in record.files.items())), record.nonce


def _coverage(path: str, file: _File) -> FileCoverage:
    told = [*file.executed, *file.missing]
    if len(set(told)) != len(told):
        raise UnreadableEvidence(f"a line of {path[:200]} is told twice")
    if len({line for line, _, _ in file.branches}) != len(file.branches):
        raise UnreadableEvidence(f"a branch of {path[:200]} is told twice")
    if any(taken > exits for _, exits, taken in file.branches):
        raise UnreadableEvidence(f"more exits of a branch of {path[:200]} were taken than it has")
    return FileCoverage(
        path=path,
        executed=_lines(file.executed),
        missing=_lines(file.missing),
        excluded=_lines(file.excluded),
        branches=Branches(
            sum(taken for _, _, taken in file.branches),
            sum(exits for _, exits, _ in file.branches),
            _lines([line for line, exits, taken in file.branches if taken < exits]),
        ),
    )


def _lines(lines: list[int]) -> tuple[int, ...]:
    return tuple(sorted({max(line, 1) for line in lines}))
