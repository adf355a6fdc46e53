"""Istanbul's comments (``istanbul ignore next``), for measurements by tools that do not know them.

Istanbul takes a hint's node out while it instruments (istanbul-lib-instrument, ``src/visitor.js``). Where another
tool measured, the same node is found by its place in coverage-final.json: the first to begin behind the comment, and of
those that begin there the longest. Positions are (line from 1, column from 0).
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

Position = tuple[int, int]
_EVERYTHING = (-1, -1)
_PATHS = {"if": 0, "else": 1}


class Hint(Struct, frozen=True, rename={"start": "from"}):
    """A comment on `line`; what it is of begins between `start`, where the comment ends, and `reach`."""

    kind: Literal["file", "if", "else", "next"]
    line: int
    start: Position
    reach: Position


class Region(Struct, frozen=True, order=True):
    """A part of a source file, from its first character to behind its last."""

    start: Position
    end: Position

    def holds(self, other: "Region") -> bool:
        """Whether another region lies in this one."""
        return self.start == _EVERYTHING or (self.start <= other.start and other.end <= self.end)


class Path(Struct, frozen=True):
    """One path of a branch that begins at `origin`; `region` is None where nothing is written for it."""

    origin: Position
    place: int
    is_if: bool
    region: Region | None


class LeftOut(Struct, frozen=True):
    """What hints take out: regions, and paths of an ``if`` by its begin and their place in it."""

    regions: tuple[Region, ...] = ()
    paths: frozenset[tuple[Position, int]] = frozenset()

    def holds(self, region: Region) -> bool:
        """Whether a region is taken out."""
        return any(one.holds(region) for one in self.regions)

    def takes(self, path: Path) -> bool:
        """Whether a path of a branch is taken out, by itself or with what it stands in."""
        if path.is_if and (path.origin, path.place) in self.paths:
            return True
        return self.holds(path.region or Region(path.origin, path.origin))


def left_out(hints: Sequence[Hint], regions: Sequence[Region], paths: Sequence[Path]) -> LeftOut:
    """Return what hints take out of a file that holds these statements and functions, and these branches."""
    found: list[Region] = []
    taken: set[tuple[Position, int]] = set()
    nodes = sorted((*regions, *(path.region for path in paths if path.region)), key=lambda one: (one.start, one.end))
    for hint in hints:
        if hint.kind == "file":
            found.append(Region(_EVERYTHING, _EVERYTHING))
        elif hint.kind == "next":
            begins = [node for node in nodes if hint.start <= node.start <= hint.reach]
            found += [node for node in begins if node.start == begins[0].start][-1:]
        else:
            for path in paths:
                if path.is_if and path.place == _PATHS[hint.kind] and hint.start <= path.origin <= hint.reach:
                    taken.add((path.origin, path.place))
                    found += [path.region] if path.region else []
    return LeftOut(tuple(found), frozenset(taken))
