"""Reads what a compiled Lean file (``.olean``) declares: each constant, its kind, what it uses, and its lines.

The list of theorems is taken from here and not from the text: macros make theorems, sections and namespaces rename
them. Nothing of Lean runs, so nothing of the candidate does.

Layout: a header of 88 bytes (``src/library/module.cpp``: marker, version 2, flags, Lean version, commit, base
address), then objects as they lie in memory (``src/include/lean/lean.h``), pointers counting from the base address.
The first word behind the header, in older releases the last one, points to a ``ModuleData``
(``src/Lean/Environment.lean``). Constants are ``ConstantInfo`` (``src/Lean/Declaration.lean``), terms are ``Expr``
(``src/Lean/Expr.lean``). The same since Lean 4.12.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Name = tuple["str | int", ...]
"""A name by its parts; numbers stand in names that Lean makes for itself."""

KINDS = ("axiom", "definition", "theorem", "opaque", "quotient", "inductive", "constructor", "recursor")
"""What a constant is, in the order of the constructors of ``ConstantInfo``."""

_HEADER = 88
_VERSION = 2
_ARRAY, _STRING, _MPZ = 246, 249, 250
_LARGEST_CONSTRUCTOR = 244
_AXIOM, _DEFINITION, _THEOREM, _OPAQUE, _QUOTIENT, _INDUCTIVE, _CONSTRUCTOR, _RECURSOR = range(8)
_SORT, _CONST, _PROJ = 3, 4, 11
# The fields of each constructor of Expr that are terms themselves.
_TERMS = {5: (0, 1), 6: (1, 2), 7: (1, 2), 8: (1, 2, 3), 10: (1,), 11: (2,)}
DAMAGE = (struct.error, IndexError, UnicodeDecodeError, RecursionError)
"""What reading a damaged file may raise beside UnreadableOlean."""

_RANGES: Name = ("Lean", "declRangeExt")


class UnreadableOlean(ValueError):  # noqa: N818  (named for the thing)
    """Bytes that are not a whole ``.olean`` of a known layout."""


@dataclass(frozen=True)
class Constant:
    """One constant. `uses` are the constants in its type and its value; `unsafe` as its declaration says.

    `block` is what it is declared together with: an inductive type's own constructors and the types of its block, the
    type of a constructor, the types of a recursor.
    `place` is the object's distance from the base address, `line` where its declaration names it, from 1.
    """

    name: Name
    kind: str
    uses: frozenset[Name]
    unsafe: bool
    place: int
    line: int | None = None
    end_line: int | None = None
    block: frozenset[Name] = frozenset()


@dataclass(frozen=True)
class Olean:
    """What one compiled file declares. `entries` are the extensions' names with the names that each of them holds.

    `version` and `commit` are those of the Lean that wrote it; not every build knows its commit.
    """

    version: str
    commit: str
    root: int
    imports: tuple[Name, ...]
    constants: dict[Name, Constant]
    entries: dict[Name, int] = field(default_factory=dict)
    tagged: dict[Name, tuple[Name, ...]] = field(default_factory=dict)


def read_olean(path: Path) -> Olean:
    """Read a compiled file. Raises UnreadableOlean, also where it is not there."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableOlean(f"{path.name}: {error.strerror}") from None
    try:
        return _Reader(content).module()
    except DAMAGE as error:
        raise UnreadableOlean(f"{path.name} is not a whole .olean: {error}") from None


def shown(name: Name) -> str:
    """Write a name as Lean does: ``Foo.bar``, ``Foo.«a b»``."""
    return ".".join(str(part) if isinstance(part, int) or _is_plain(part) else f"«{part}»" for part in name)


def _is_plain(part: str) -> bool:
    return bool(part) and _begins(part[0]) and all(_begins(one) or one.isdigit() or one in "'!?" for one in part)


def _begins(one: str) -> bool:
    """Whether a character may begin an identifier, by ``isIdFirst`` of ``src/Init/Meta``, ASCII and common letters."""
    return one == "_" or (one.isascii() and one.isalpha()) or (one.isalpha() and one not in "λΠΣ" and one > "\u0370")


class _Reader:
    """Walks the objects of one file. Objects are known by their distance from the base address."""

    def __init__(self, content: bytes) -> None:
        if content[:5] != b"olean" or len(content) < _HEADER + 8:
            raise UnreadableOlean("it does not begin like an .olean")
        if content[5] != _VERSION:
            raise UnreadableOlean(f"its layout is version {content[5]}, {_VERSION} is known")
        self.content = content
        self.base = self._word(80)
        self.version = content[7:40].rstrip(b"\0").decode()
        self.commit = content[40:80].rstrip(b"\0").decode()
        self._names: dict[int, Name] = {}
        self._used: dict[int, frozenset[Name]] = {}

    # memory

    def _word(self, at: int) -> int:
        return int(struct.unpack_from("<Q", self.content, at)[0])

    def _follow(self, pointer: int) -> int:
        """Return the distance that a pointer points to. Raises UnreadableOlean for a number, and for other files."""
        at = pointer - self.base
        if pointer & 1 or not _HEADER <= at < len(self.content):
            raise UnreadableOlean("a pointer leads out of the file")
        return at

    def _tag(self, at: int) -> int:
        return self.content[at + 7]

    def _field(self, at: int, number: int) -> int:
        """Return a constructor's field: a pointer, or a small number shifted left with 1 added."""
        if self._tag(at) > _LARGEST_CONSTRUCTOR or number >= self.content[at + 6]:
            raise UnreadableOlean("an object is not of the kind that stands there")
        return self._word(at + 8 + 8 * number)

    def _scalar(self, at: int, number: int) -> int:
        """Return a byte behind a constructor's fields."""
        return self.content[at + 8 + 8 * self.content[at + 6] + number]

    def _array(self, pointer: int) -> list[int]:
        at = self._follow(pointer)
        if self._tag(at) != _ARRAY:
            raise UnreadableOlean("an object is not an array")
        count = self._word(at + 8)
        if count > len(self.content) // 8:
            raise UnreadableOlean("an array is longer than the file")
        return [self._word(at + 24 + 8 * number) for number in range(count)]

    def _list(self, pointer: int) -> Iterator[int]:
        """Yield a list's members. It cannot be longer than the file has words."""
        for _ in range(len(self.content) // 8):
            if pointer & 1:
                return
            at = self._follow(pointer)
            yield self._field(at, 0)
            pointer = self._field(at, 1)
        raise UnreadableOlean("a list has no end")

    def _string(self, pointer: int) -> str:
        at = self._follow(pointer)
        if self._tag(at) != _STRING:
            raise UnreadableOlean("an object is not a string")
        size = self._word(at + 8)
        if not 1 <= size <= len(self.content) - at - 32:
            raise UnreadableOlean("a string is longer than the file")
        return self.content[at + 32 : at + 31 + size].decode()

    def _number(self, pointer: int) -> int:
        if not pointer & 1:
            raise UnreadableOlean("a number is larger than any that stands there")
        return pointer >> 1

    def _name(self, pointer: int) -> Name:
        """Read a name, from its last part to its first."""
        waiting: list[int] = []
        while not pointer & 1 and pointer not in self._names:
            waiting.append(pointer)
            if len(waiting) > len(self.content) // 8:
                raise UnreadableOlean("a name has no end")
            pointer = self._field(self._follow(pointer), 0)
        name = () if pointer & 1 else self._names[pointer]
        for place in reversed(waiting):
            at = self._follow(place)
            part = self._field(at, 1)
            name = (*name, self._string(part) if self._tag(at) == 1 else self._number(part))
            self._names[place] = name
        return name

    # the module

    def _root(self) -> int:
        """Return the module's data: named right behind the header, or at the file's end by older releases."""
        try:
            return self._follow(self._word(_HEADER))
        except UnreadableOlean:
            return self._follow(self._word(len(self.content) - 8))

    def module(self) -> Olean:
        root = self._root()
        imports, names, constants, _, entries = (self._field(root, number) for number in range(5))
        listed = [self._name(pointer) for pointer in self._array(names)]
        extensions = self._entries(entries)
        ranges = self._ranges(extensions)
        found = [self._constant(self._follow(pointer), ranges) for pointer in self._array(constants)]
        if [constant.name for constant in found] != listed or len(set(listed)) != len(listed):
            raise UnreadableOlean("the names that it lists are not those of its constants")
        return Olean(
            version=self.version,
            commit=self.commit,
            root=root,
            imports=tuple(self._name(self._field(self._follow(one), 0)) for one in self._array(imports)),
            constants={constant.name: constant for constant in found},
            entries={name: len(held) for name, held in extensions.items()},
            tagged={name: self._tagged(held) for name, held in extensions.items()},
        )

    def _entries(self, pointer: int) -> dict[Name, list[int]]:
        pairs = [self._follow(one) for one in self._array(pointer)]
        return {self._name(self._field(at, 0)): self._array(self._field(at, 1)) for at in pairs}

    def _tagged(self, held: list[int]) -> tuple[Name, ...]:
        """Return the names that an extension's entries begin with, where they are pairs with a name in front."""
        found = []
        for pointer in held:
            try:
                at = self._follow(pointer)
                found.append(self._name(pointer if self._is_name(at) else self._field(at, 0)))
            except (UnreadableOlean, struct.error, IndexError, UnicodeDecodeError):
                continue
        return tuple(found)

    def _is_name(self, at: int) -> bool:
        """Whether an object looks like a name: two fields and a hash, the second one a string."""
        if self._tag(at) not in (1, 2) or self.content[at + 6] != 2:  # noqa: PLR2004  (two fields)
            return False
        second = self._field(at, 1)
        return bool(second & 1) or self._tag(self._follow(second)) == _STRING

    def _ranges(self, extensions: dict[Name, list[int]]) -> dict[Name, tuple[int, int]]:
        """Return the lines of each written declaration's name and of its end (``Lean.DeclarationRanges``)."""
        found: dict[Name, tuple[int, int]] = {}
        for pointer in extensions.get(_RANGES, []):
            pair = self._follow(pointer)
            ranges = self._follow(self._field(pair, 1))
            whole, selection = (self._follow(self._field(ranges, number)) for number in (0, 1))
            places = (self._field(selection, 0), self._field(whole, 2))
            lines = [self._number(self._field(self._follow(place), 0)) for place in places]
            found[self._name(self._field(pair, 0))] = (lines[0], lines[1])
        return found

    def _constant(self, at: int, ranges: dict[Name, tuple[int, int]]) -> Constant:
        tag = self._tag(at)
        if tag >= len(KINDS):
            raise UnreadableOlean(f"a constant is of kind {tag}, which is not known")
        value = self._follow(self._field(at, 0))
        head = self._follow(self._field(value, 0))
        name = self._name(self._field(head, 0))
        terms = [self._field(head, 2)]
        uses: set[Name] = set()
        together: set[Name] = set()
        if tag in (_DEFINITION, _THEOREM, _OPAQUE):
            terms.append(self._field(value, 1))
        elif tag == _INDUCTIVE:
            for number in (3, 4):
                together.update(self._name(one) for one in self._list(self._field(value, number)))
        elif tag == _CONSTRUCTOR:
            together.add(self._name(self._field(value, 1)))
        elif tag == _RECURSOR:
            together.update(self._name(one) for one in self._list(self._field(value, 1)))
            terms += [self._field(self._follow(rule), 2) for rule in self._list(self._field(value, 6))]
        for term in terms:
            uses |= self._constants_of(term)
        line, end_line = ranges.get(name, (None, None))
        unsafe, block = self._unsafe(tag, value), frozenset(together)
        return Constant(name, KINDS[tag], frozenset(uses | block), unsafe, at, line, end_line, block)

    def _unsafe(self, tag: int, value: int) -> bool:
        """Whether a declaration is marked ``unsafe``; ``partial`` ones are not."""
        if tag == _DEFINITION:
            return self._scalar(value, 0) == 0
        places = {_AXIOM: 0, _OPAQUE: 0, _INDUCTIVE: 1, _CONSTRUCTOR: 0, _RECURSOR: 1}
        return tag in places and bool(self._scalar(value, places[tag]))

    def _constants_of(self, pointer: int) -> frozenset[Name]:
        """Return the constants in a term, each shared part of it visited once."""
        found: set[Name] = set()
        seen: set[int] = set()
        waiting = [pointer]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            at = self._follow(one)
            tag = self._tag(at)
            if tag == _CONST:
                found.add(self._name(self._field(at, 0)))
            elif tag > _PROJ:
                raise UnreadableOlean(f"a term is of kind {tag}, which is not known")
            if tag == _PROJ:
                found.add(self._name(self._field(at, 0)))
            waiting += [self._field(at, number) for number in _TERMS.get(tag, ())]
        return frozenset(found)
