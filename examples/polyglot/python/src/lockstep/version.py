"""Versions in the order of precedence of SemVer 2.0.0 (semver.org, sections 9 to 11).

Build metadata is kept and printed, and neither ordered nor compared: the order is
therefore total and antisymmetric, and equal versions are interchangeable.
"""

import re
from dataclasses import dataclass, field
from functools import total_ordering
from typing import Final, Self

LARGEST_NUMBER: Final = 2**53 - 1
"""The largest number every implementation can hold exactly, IEEE doubles included."""

_NUMBER = r"0|[1-9][0-9]*"
_IDENTIFIER = rf"(?:{_NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = re.compile(
    rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})"
    rf"(?:-({_IDENTIFIER}(?:\.{_IDENTIFIER})*))?"
    r"(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
)


class MalformedError(ValueError):
    """The text is not a version, or not a range of versions."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A point in the order of versions."""

    major: int = 0
    minor: int = 0
    patch: int = 0
    prerelease: tuple[int | str, ...] = ()
    build: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``major.minor.patch[-prerelease][+build]``, and nothing looser.

        Raises MalformedError, also for a number above LARGEST_NUMBER.
        """
        match = _VERSION.fullmatch(text)
        if match is None:
            message = f"not a version: {text!r}"
            raise MalformedError(message)
        major, minor, patch, prerelease, build = match.groups()
        return cls(
            read_number(major),
            read_number(minor),
            read_number(patch),
            tuple(_identifier(part) for part in prerelease.split("."))
            if prerelease
            else (),
            tuple(build.split(".")) if build else (),
        )

    def __str__(self) -> str:
        prerelease = ".".join(map(str, self.prerelease))
        build = ".".join(self.build)
        return (
            f"{self.major}.{self.minor}.{self.patch}"
            f"{prerelease and '-' + prerelease}{build and '+' + build}"
        )

    def __lt__(self, other: "Version") -> bool:
        return self._precedence() < other._precedence()

    @property
    def core(self) -> tuple[int, int, int]:
        """The three numbers: which release this is, or is a prerelease of."""
        return self.major, self.minor, self.patch

    def first_prerelease(self) -> "Version":
        """Return the lowest version that has the same core."""
        return Version(*self.core, prerelease=(0,))

    def successor(self) -> "Version":
        """Return the next version up: none lies between the two.

        The lowest identifier is 0, so 1.0.0-rc is followed by 1.0.0-rc.0, and
        1.0.0 by 1.0.1-0. Any bound can thus be written as a half-open one.
        """
        if self.prerelease:
            return Version(*self.core, prerelease=(*self.prerelease, 0))
        return Version(self.major, self.minor, self.patch + 1, prerelease=(0,))

    def _precedence(
        self,
    ) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
        """Sort key: a release above its prereleases, numbers below words."""
        identifiers = tuple(
            (False, part, "") if isinstance(part, int) else (True, 0, part)
            for part in self.prerelease
        )
        return self.core, not self.prerelease, identifiers


def read_number(digits: str) -> int:
    """Read a number of a version, refusing what a double cannot hold exactly."""
    number = int(digits)
    if number > LARGEST_NUMBER:
        message = f"number above {LARGEST_NUMBER}: {digits}"
        raise MalformedError(message)
    return number


def _identifier(text: str) -> int | str:
    return read_number(text) if text.isdigit() else text
