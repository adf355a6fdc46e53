"""Istanbul's coverage-final.json -> Coverage (nyc, c8, Jest, Vitest).

Format: https://github.com/gotwarlost/istanbul/blob/master/coverage.json.md. As in istanbul-lib-coverage, a line
is that of a statement's start and counts as executed when any statement that starts in it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json
from speccursor.qualify.evidence.istanbul_hints import Hint, LeftOut, Path, Position, Region, left_out
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, UnreadableEvidence

_Line = Annotated[int, Meta(ge=0, le=LARGEST)]
_Hits = Annotated[int, Meta(ge=0)]


class _Point(Struct):
    line: _Line | None = None
    column: float | None = None  # not finite, and so null, for "to the end of the line"


class _Span(Struct):
    start: _Point
    end: _Point | None = None


class _Function(Struct):
    decl: _Span
    loc: _Span


class _Branch(Struct):
    locations: list[_Span]
    loc: _Span | None = None
    line: _Line | None = None
    type: str = ""


class _File(Struct, rename="camel"):
    path: str
    statement_map: dict[str, _Span]
    s: dict[str, _Hits]
    branch_map: dict[str, _Branch]
    b: dict[str, list[_Hits]]
    fn_map: dict[str, _Function] = {}


_IFS = ("if", "IfStatement")  # istanbul's word, and that of syntax trees (monocart)
_REPORT = msgspec.json.Decoder(dict[str, _File])


def read_istanbul(
    content: bytes, *, root: str, cwd: str = "", hints: Mapping[str, Sequence[Hint]] | None = None
) -> Coverage:
    """Read coverage-final.json. Raises UnreadableEvidence, also for a statement or branch without its count.

    `hints` are istanbul's comments by file, where the tool that measured does not know them; what they take out is
    told as excluded.
    """
    place = Root(root)
    report = from_json(_REPORT, content, "Istanbul's coverage-final.json")
    read: list[FileCoverage] = []
    for file in report.values():
        path = place.relative(file.path, cwd=cwd)
        read.append(_coverage(path, file, (hints or {}).get(path, ())))
    return Coverage(tuple(read))


def _coverage(path: str, file: _File, hints: Sequence[Hint]) -> FileCoverage:
    if file.statement_map.keys() != file.s.keys() or file.branch_map.keys() != file.b.keys():
        raise UnreadableEvidence(f"statements or branches of {path[:200]} and their counts disagree")
    out = _left_out(file, hints)
    seen: set[int] = set()
    executed: set[int] = set()
    excluded = {hint.line for hint in hints}
    for key, span in file.statement_map.items():
        line = span.start.line
        if line is None:
            raise UnreadableEvidence(f"a statement of {path[:200]} stands on no line")
        if out.holds(_region(span) or Region((line, 0), (line, 0))):
            excluded.add(max(line, 1))
            continue
        seen.add(max(line, 1))
        if file.s[key]:
            executed.add(max(line, 1))
    return FileCoverage(
        path=path,
        executed=tuple(sorted(executed)),
        missing=tuple(sorted(seen - executed)),
        excluded=tuple(sorted(excluded)),
        branches=_branches(path, file, out),
    )


def _left_out(file: _File, hints: Sequence[Hint]) -> LeftOut:
    if not hints:
        return LeftOut()
    spans = [*file.statement_map.values(), *(_Span(one.decl.start, one.loc.end) for one in file.fn_map.values())]
    regions = [region for span in spans if (region := _region(span))]
    return left_out(hints, regions, [path for branch in file.branch_map.values() for path in _paths(branch)])


def _paths(branch: _Branch) -> Iterator[Path]:
    origin = _position(branch.loc.start) if branch.loc else None
    for place, location in enumerate(branch.locations):
        region = _region(location)
        yield Path(origin or (region.start if region else (0, 0)), place, branch.type in _IFS, region)


def _region(span: _Span) -> Region | None:
    start, end = _position(span.start), _position(span.end)
    return Region(start, end) if start and end else None


def _position(point: _Point | None) -> Position | None:
    if point is None or point.line is None:
        return None
    return point.line, LARGEST if point.column is None else int(point.column)


def _branches(path: str, file: _File, out: LeftOut) -> Branches:
    covered = total = 0
    missing: set[int] = set()
    for key, branch in file.branch_map.items():
        counts = file.b[key]
        if len(counts) != len(branch.locations):
            raise UnreadableEvidence(f"a branch of {path[:200]} and its counts disagree")
        for hits, location, way in zip(counts, branch.locations, _paths(branch), strict=True):
            if out.takes(way):
                continue
            total += 1
            if hits:
                covered += 1
            else:
                missing.add(_line_of(branch, location))
    return Branches(covered, total, tuple(sorted(missing)))


def _line_of(branch: _Branch, location: _Span) -> int:
    """Return the line of a path not taken; an `else` that is not written has none, but its `if` has."""
    outer = branch.loc.start.line if branch.loc else None
    return max(location.start.line or outer or branch.line or 1, 1)
