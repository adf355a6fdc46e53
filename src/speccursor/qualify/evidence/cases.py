"""The test cases of one report, kept in columns: some fifty bytes each, where objects would take four times that.

A suite has hundreds of thousands of cases and nearly all of them passed. A `TestCase` is made when somebody
looks at one; only the few that did not simply pass have more than their columns.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import isnan, nan
from typing import overload

from speccursor.qualify.model.evidence import TestCase, TestOutcome

_Told = tuple[TestOutcome, str, int]
_PASSED: _Told = (TestOutcome.PASSED, "", 1)


class Cases(Sequence[TestCase]):
    """Test cases in the order of their report; equal to any sequence of the same cases.

    A case's id is what its group's ids begin with and its own name. `_groups` holds (prefix, path), `_starts` the
    number of each group's first case, and the columns hold for each case: where its name ends among all `_names`
    (UTF-8), its duration in seconds (NaN: unknown) and its line (0: unknown). `_told` holds outcome, message and
    attempts where they are not those of a plain pass.
    """

    __slots__ = ("_ends", "_groups", "_lines", "_names", "_seconds", "_starts", "_told")

    def __init__(self) -> None:
        self._groups: list[tuple[str, str | None]] = []
        self._starts = array("Q")
        self._names = bytearray()
        self._ends = array("Q")
        self._seconds = array("d")
        self._lines = array("Q")
        self._told: dict[int, _Told] = {}

    # making

    def group(self, prefix: str, path: str | None) -> None:
        """Begin a group: the cases that follow stand in this file, and their ids begin so."""
        self._groups.append((prefix, path))
        self._starts.append(len(self._ends))

    def add(self, name: str, seconds: float | None, line: int | None) -> None:
        """Add a case of the last group that passed."""
        self._names += name.encode()
        self._ends.append(len(self._names))
        self._seconds.append(nan if seconds is None else seconds)
        self._lines.append(line or 0)

    def tell(self, outcome: TestOutcome, message: str, attempts: int) -> None:
        """Say of the last case that it did more than pass."""
        self._told[len(self._ends) - 1] = (outcome, message, attempts)

    # reading

    def __len__(self) -> int:
        """Return how many cases there are."""
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> TestCase: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[TestCase, ...]: ...
    def __getitem__(self, index: int | slice) -> TestCase | tuple[TestCase, ...]:
        """Return one case, or several."""
        if isinstance(index, slice):
            return tuple(self._case(place) for place in range(len(self))[index])
        return self._case(range(len(self))[index])

    def __iter__(self) -> Iterator[TestCase]:
        """Make each case in turn."""
        return map(self._case, range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether these are the same cases."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """Return the hash of the cases as a tuple."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Show the cases."""
        return repr(tuple(self))

    def _case(self, place: int) -> TestCase:
        prefix, path = self._groups[bisect_right(self._starts, place) - 1]
        name = self._names[self._ends[place - 1] if place else 0 : self._ends[place]].decode()
        outcome, message, attempts = self._told.get(place, _PASSED)
        seconds = self._seconds[place]
        return TestCase(
            id=prefix + name,
            outcome=outcome,
            seconds=None if isnan(seconds) else seconds,
            path=path,
            line=self._lines[place] or None,
            message=message,
            attempts=attempts,
        )
