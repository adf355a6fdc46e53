"""Istanbul's coverage-final.json -> Coverage (nyc, c8, Jest, Vitest).

Format: https://github.com/gotwarlost/istanbul/blob/master/coverage.json.md. As in istanbul-lib-coverage, a line
is that of a statement's start and counts as executed when any statement that starts in it was.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, UnreadableEvidence

_Line = Annotated[int, Meta(ge=0, le=LARGEST)]
_Hits = Annotated[int, Meta(ge=0)]


class _Point(Struct):
    line: _Line | None = None


class _Span(Struct):
    start: _Point


class _Branch(Struct):
    locations: list[_Span]
    loc: _Span | None = None
    line: _Line | None = None


class _File(Struct, rename="camel"):
    path: str
    statement_map: dict[str, _Span]
    s: dict[str, _Hits]
    branch_map: dict[str, _Branch]
    b: dict[str, list[_Hits]]


_REPORT = msgspec.json.Decoder(dict[str, _File])


def read_istanbul(content: bytes, *, root: str, cwd: str = "") -> Coverage:
    """Read coverage-final.json. Raises UnreadableEvidence, also for a statement or branch without its count."""
    place = Root(root)
    report = from_json(_REPORT, content, "Istanbul's coverage-final.json")
    return Coverage(tuple(_coverage(place.relative(file.path, cwd=cwd), file) for file in report.values()))


def _coverage(path: str, file: _File) -> FileCoverage:
    if file.statement_map.keys() != file.s.keys() or file.branch_map.keys() != file.b.keys():
        raise UnreadableEvidence(f"statements or branches of {path[:200]} and their counts disagree")
    seen: set[int] = set()
    executed: set[int] = set()
    for key, span in file.statement_map.items():
        line = span.start.line
        if line is None:
            raise UnreadableEvidence(f"a statement of {path[:200]} stands on no line")
        seen.add(max(line, 1))
        if file.s[key]:
            executed.add(max(line, 1))
    return FileCoverage(
        path=path,
        executed=tuple(sorted(executed)),
        missing=tuple(sorted(seen - executed)),
        branches=_branches(path, file),
    )


def _branches(path: str, file: _File) -> Branches:
    covered = total = 0
    missing: set[int] = set()
    for key, branch in file.branch_map.items():
        counts = file.b[key]
        if len(counts) != len(branch.locations):
            raise UnreadableEvidence(f"a branch of {path[:200]} and its counts disagree")
        total += len(counts)
        for hits, location in zip(counts, branch.locations, strict=True):
            if hits:
                covered += 1
            else:
                missing.add(_line_of(branch, location))
    return Branches(covered, total, tuple(sorted(missing)))


def _line_of(branch: _Branch, location: _Span) -> int:
    """Return the line of a path not taken; an `else` that is not written has none, but its `if` has."""
    outer = branch.loc.start.line if branch.loc else None
    return max(location.start.line or outer or branch.line or 1, 1)
