"""Shapes: what a value of `qualification.toml` may look like, as values.

The reader checks a file against a shape, and the JSON Schema, the reference and the starter are written
from the same one, so that none of them can know a key that the others do not.
"""

from __future__ import annotations  # the shapes hold one another

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

Path = tuple[str | int, ...]
"""Where a value stands: table keys and list indices from the top of the file."""

Values = Mapping[str, object]
"""The settings of a table that could be read, by field name."""


class Mistake(NamedTuple):
    """Something that cannot be meant: where, what, and what to write instead."""

    at: Path
    message: str
    hint: str = ""


class Text(Struct, frozen=True, kw_only=True):
    """A string of printable characters on one line.

    `pattern` must match all of it (ECMA-262 and Python read it alike); `says` describes it for people.
    `objection` says what is wrong with a string that matches, and hints, or None.
    """

    says: str = "text on one line"
    pattern: str = ""
    empty: bool = False
    objection: Callable[[str], tuple[str, str] | None] | None = None


class Word(Struct, frozen=True, kw_only=True):
    """One of some words; `thing` names what they are."""

    thing: str
    choices: tuple[str, ...]
    objection: Callable[[str], tuple[str, str] | None] | None = None


class Flag(Struct, frozen=True):
    """True or false."""


class Day(Struct, frozen=True):
    """A date without quotes; read as ISO 8601 text."""


class Span(Struct, frozen=True):
    """A length of time with its unit, such as ``10 min``; read as seconds."""


class Threshold(Struct, frozen=True):
    """A requirement in the unit and direction of its default. An empty default takes no requirement."""

    default: str
    unit: str


class Many(Struct, frozen=True, kw_only=True):
    """A list. `empty` says that it may be empty, `unique` that no value may stand twice."""

    of: Shape
    empty: bool = False
    unique: bool = True
    objections: Callable[[Sequence[object]], Sequence[Mistake]] | None = None


class Key(Struct, frozen=True, kw_only=True):
    """A key of a table: its name, what it is for, its default in words and an example that is valid.

    `field` is its name in the value that is made of it. `languages` are those of the components that it
    means anything for; none: all.
    """

    name: str
    shape: Shape
    says: str
    example: object
    default: str = ""
    field: str = ""
    required: bool = False
    languages: frozenset[str] = frozenset()


class Table(Struct, frozen=True, kw_only=True):
    """A table with known keys. `objections` judges them together; its paths are relative to the table."""

    keys: tuple[Key, ...]
    objections: Callable[[Values], Sequence[Mistake]] | None = None

    def key(self, name: str) -> Key | None:
        """Return the key of this name, or None."""
        return next((key for key in self.keys if key.name == name), None)


class Map(Struct, frozen=True, kw_only=True):
    """A table whose keys are names of somebody else's; `thing` says of what.

    `objections` judges a name and its value together; its paths are relative to the entry.
    """

    thing: str
    names: Text
    of: Shape
    objections: Callable[[str, Values], Sequence[Mistake]] | None = None


Shape = Text | Word | Flag | Day | Span | Threshold | Many | Table | Map


def dotted(at: Path) -> str:
    """Write a path as TOML does: ``components."python:.".prepare[0]``."""
    text = ""
    for part in at:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (part if _bare(part) else quoted(part))
    return text


def quoted(text: str) -> str:
    """Write a TOML basic string (TOML 1.0, "String"): every character that cannot be printed is escaped."""
    return '"' + printable(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def printable(text: str) -> str:
    """Write each character that cannot be printed as TOML escapes it; a lone surrogate likewise."""
    return text if text.isprintable() else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  (the basic plane's end)


def _bare(part: str) -> bool:
    return bool(part) and part.isascii() and part.replace("-", "a").replace("_", "a").isalnum()
