"""Ranges of versions, as npm reads them (github.com/npm/node-semver, "Ranges").

A range is a union of half-open intervals. It differs from npm's in this: an empty
alternative is malformed, rather than a way to say ``*`` by accident; so is a version
with a leading ``v``; and ``>=0.0.0`` is a bound like any other, where npm reads ``*``
and then forgets the alternatives beside it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from typing import Final, NamedTuple, Self

from lockstep.version import MalformedError, Version, read_number

_NUMBER = r"(0|[1-9][0-9]*)"
_ANY = r"[xX*]"
_PARTIAL = re.compile(
    rf"{_ANY}(?:\.{_ANY}){{0,2}}"
    rf"|{_NUMBER}(?:\.{_ANY}){{0,2}}"
    rf"|{_NUMBER}\.{_NUMBER}(?:\.{_ANY})?"
)
_SPACE_AFTER_OPERATOR = re.compile(r"(?<=[<>=~^])\s+(?=[0-9xX*])")
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")

_LOWEST: Final = Version().first_prerelease()


@dataclass(frozen=True, slots=True)
class Interval:
    """The versions from ``floor`` up to, not including, ``ceiling`` (None: no end).

    A prerelease belongs only if the author named a prerelease of the same core.
    """

    floor: Version = _LOWEST
    ceiling: Version | None = None
    opened: frozenset[tuple[int, int, int]] = frozenset()

    def __contains__(self, version: Version) -> bool:
        return (
            self.floor <= version
            and (self.ceiling is None or version < self.ceiling)
            and (not version.prerelease or version.core in self.opened)
        )

    def __and__(self, other: "Interval") -> "Interval":
        ceilings = [c for c in (self.ceiling, other.ceiling) if c is not None]
        return Interval(
            max(self.floor, other.floor),
            min(ceilings, default=None),
            self.opened | other.opened,
        )


_NOTHING: Final = Interval(_LOWEST, _LOWEST)


@dataclass(frozen=True, slots=True)
class Range:
    """What a requirement allows, with the text its author wrote."""

    text: str
    intervals: tuple[Interval, ...] = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read alternatives joined by ``||``; raises MalformedError."""
        return cls(text, tuple(_alternative(part) for part in text.split("||")))

    def __str__(self) -> str:
        return self.text

    def __contains__(self, version: Version) -> bool:
        return any(version in interval for interval in self.intervals)


class _Operand(NamedTuple):
    """A version of which only the first ``numbers`` may be given, as in ``1.2``."""

    numbers: tuple[int, ...]
    floor: Version

    @classmethod
    def parse(cls, text: str) -> Self:
        if match := _PARTIAL.fullmatch(text):
            numbers = tuple(read_number(n) for n in match.groups() if n is not None)
            return cls(numbers, _release(numbers) if numbers else _LOWEST)
        version = Version.parse(text)
        return cls(version.core, version)

    @property
    def is_full(self) -> bool:
        return len(self.numbers) == len(self.floor.core)

    @property
    def opened(self) -> frozenset[tuple[int, int, int]]:
        is_named = self.is_full and self.floor.prerelease
        return frozenset({self.floor.core} if is_named else ())

    def same(self) -> Interval:
        """Return what agrees with every number given; if all are, that version."""
        if self.is_full:
            return Interval(self.floor, self.floor.successor(), self.opened)
        return self.keeping(len(self.numbers))

    def caret(self) -> Interval:
        """Keep the leftmost number that is not zero: ^0.2.3 is below 0.3.0."""
        zeros = next((i for i, n in enumerate(self.numbers) if n), len(self.numbers))
        return self.keeping(zeros + 1)

    def tilde(self) -> Interval:
        return self.keeping(2)

    def at_least(self) -> Interval:
        return Interval(self.floor, None, self.opened)

    def at_most(self) -> Interval:
        return Interval(_LOWEST, self.same().ceiling, self.opened)

    def above(self) -> Interval:
        floor = self.floor.successor() if self.is_full else _after(self.numbers)
        return _NOTHING if floor is None else Interval(floor, None, self.opened)

    def below(self) -> Interval:
        ceiling = self.floor if self.is_full else self.floor.first_prerelease()
        return Interval(_LOWEST, ceiling, self.opened)

    def keeping(self, count: int) -> Interval:
        """Return all from the floor on that has the same first ``count`` numbers."""
        end = _after(self.numbers[:count])
        return Interval(self.floor, end and end.first_prerelease(), self.opened)


_OPERATORS: Final[dict[str, Callable[[_Operand], Interval]]] = {
    "": _Operand.same,
    "=": _Operand.same,
    "^": _Operand.caret,
    "~": _Operand.tilde,
    ">=": _Operand.at_least,
    "<=": _Operand.at_most,
    ">": _Operand.above,
    "<": _Operand.below,
}


def _release(numbers: tuple[int, ...]) -> Version:
    major, minor, patch, *_ = (*numbers, 0, 0, 0)
    return Version(major, minor, patch)


def _after(numbers: tuple[int, ...]) -> Version | None:
    """Return the first release whose leading numbers exceed these; None if never."""
    return _release((*numbers[:-1], numbers[-1] + 1)) if numbers else None


def _comparator(text: str) -> Interval:
    operand = text.lstrip("^~<>=")
    operator = text.removesuffix(operand)
    if operator not in _OPERATORS:
        message = f"not an operator: {operator!r}"
        raise MalformedError(message)
    return _OPERATORS[operator](_Operand.parse(operand))


def _alternative(text: str) -> Interval:
    """Read ``low - high``, or comparators that must all hold."""
    if match := _HYPHEN.fullmatch(text.strip()):
        low, high = map(_Operand.parse, match.groups())
        return low.at_least() & high.at_most()
    comparators = _SPACE_AFTER_OPERATOR.sub("", text).split()
    if not comparators:
        message = "empty alternative in a range: write * for any version"
        raise MalformedError(message)
    return reduce(Interval.__and__, map(_comparator, comparators))
