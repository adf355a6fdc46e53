"""Entries of a screen: each has its place, and its details stand only as far as there is room.

A group of entries gets what the groups before it left. Within a group details are dealt in turns, one to an entry, and
within a turn to one entry of each gate before a second of any: so one gate that fails everywhere hides no other. An
entry that has no room for a detail gets none of a later turn.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from speccursor.qualify.report.layout import Line, height

Item = TypeVar("Item")


class Detail(Struct, frozen=True, kw_only=True):
    """Lines that stand or fall together. `turn` counts from 0, the worthiest; `places`: how many of them they tell."""

    lines: tuple[Line, ...]
    turn: int
    places: int = 0


class Entry(Struct, frozen=True, kw_only=True):
    """A head that always stands, and details in the order in which they follow it.

    `gate` is the one that it is of. `places` is how many places of the candidate there are to tell in all.
    """

    head: tuple[Line, ...]
    details: tuple[Detail, ...] = ()
    gate: str = ""
    places: int = 0

    @property
    def lines(self) -> Iterator[Line]:
        """Everything of it, in order."""
        yield from self.head
        for detail in self.details:
            yield from detail.lines


def fitted(groups: Sequence[Sequence[Entry]], *, room: int, width: int) -> list[list[Entry]]:
    """Return the entries with those details alone that `room` rows, beside all heads, hold."""
    found = []
    for group in groups:
        kept: set[tuple[int, int]] = set()
        full: set[int] = set()
        for place, number in _dealt(group):
            rows = height(group[place].details[number].lines, width=width)
            if place in full or rows > room:
                full.add(place)
                continue
            room -= rows
            kept.add((place, number))
        found.append(
            [
                replace(entry, details=tuple(one for n, one in enumerate(entry.details) if (place, n) in kept))
                for place, entry in enumerate(group)
            ]
        )
    return found


def spread(items: Sequence[Item], count: int, *, gate: Callable[[Item], str]) -> list[Item]:
    """Return at most `count` of the items in their order, one of each gate before a second of any."""
    chosen = sorted(_places([gate(item) for item in items]), key=lambda pair: pair[0])[: max(count, 0)]
    return [items[place] for place in sorted(place for _, place in chosen)]


def _dealt(group: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return each detail as (entry, detail), in the order in which they are dealt."""
    order = [
        (detail.turn, nth, place, number)
        for nth, place in _places([entry.gate for entry in group])
        for number, detail in enumerate(group[place].details)
    ]
    return [(place, number) for *_, place, number in sorted(order)]


def _places(gates: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield for each place which of its gate it is, from 0, and the place."""
    seen: Counter[str] = Counter()
    for place, gate in enumerate(gates):
        yield seen[gate], place
        seen[gate] += 1
