"""gitignore patterns, as pathspec reads them (gitignore(5), "PATTERN FORMAT").

The patterns are the candidate's: a file of them is bounded, and so are the wildcards of one pattern,
since they become a regular expression whose cost can grow with the power of their number.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from speccursor.qualify.model.pathnames import publish

FILE_LIMIT_BYTES = 1 << 20
_WILDCARD_LIMIT = 3


class _Pattern(Protocol):
    include: bool | None

    def match_file(self, file: str) -> object:
        """Return a match, or None."""
        ...


class Rules(Struct, frozen=True):
    """The patterns of one file, for paths below `below` ("" or ending in a slash)."""

    below: str
    patterns: tuple[_Pattern, ...]

    def decide(self, path: str) -> bool | None:
        """Whether the path is ignored; None when no pattern speaks of it. The last that does decides."""
        relative = path[len(self.below) :]
        for pattern in reversed(self.patterns):
            if pattern.match_file(relative) is not None:
                return pattern.include
        return None


class Ignored(Struct, frozen=True):
    """All rules that reach a folder, outermost first; those deeper down outrank them."""

    rules: tuple[Rules, ...] = ()

    def within(self, below: str, rules: Rules | None) -> Ignored:
        """Return these rules with those of a folder further down."""
        return self if rules is None else Ignored((*self.rules, Rules(below, rules.patterns)))

    def covers(self, path: str) -> bool:
        """Whether a path (folders end in a slash) is ignored. Its parents are asked before it."""
        for rules in reversed(self.rules):
            decision = rules.decide(path)
            if decision is not None:
                return decision
        return False


def parse(lines: Sequence[str], below: str, notes: list[str], *, where: str) -> Rules:
    """Read patterns; those that would cost too much to match are not honoured, and noted."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  (slow, and most candidates need none)

    cheap = [line for line in lines if _is_cheap(line)]
    if len(cheap) < len(lines):
        notes.append(f"{where}: {len(lines) - len(cheap)} patterns with too many wildcards, not honoured")
    spec = GitIgnoreSpec.from_lines(cheap)
    return Rules(below, tuple(pattern for pattern in spec.patterns if pattern.include is not None))


def read_rules(place: str, below: str, notes: list[str]) -> Rules | None:
    """Read one ``.gitignore``; None when it is empty, special, unreadable or too large (noted)."""
    where = f"{publish(below)}.gitignore"
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        notes.append(f"{where}: cannot be read ({error.strerror}), not honoured")
        return None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > FILE_LIMIT_BYTES:
            notes.append(f"{where}: not a file of at most {FILE_LIMIT_BYTES} bytes, not honoured")
            return None
        text = file.read(FILE_LIMIT_BYTES).decode("utf-8", "surrogateescape")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return parse(lines, below, notes, where=where) if lines else None


def _is_cheap(pattern: str) -> bool:
    segments = pattern.strip("/").split("/")
    deep = sum(segment == "**" for segment in segments)
    return deep <= _WILDCARD_LIMIT and all(
        segment == "**" or segment.count("*") <= _WILDCARD_LIMIT for segment in segments
    )
