"""Reads the text of Lean files, as far as it is believed: imports, options, and what a refused file declares.

What a file declares is otherwise taken from its ``.olean``. Comments (``--``, ``/- -/``, which nest) and strings are
blanked out first, so that words in them are nothing. Lexical structure:
https://lean-lang.org/doc/reference/latest/Source-Files-and-Modules/. A header is ``[module] [prelude] import*``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What can begin at a place, in the order in which it is tried. A quote behind a letter belongs to an identifier.
_PIECES = re.compile(
    r"""(?P<comment>--[^\n]*)
      | (?P<block>/-[-!]?)
      | (?P<name>«[^»\n]*»)
      | (?P<raw>(?<![\w'!?])r(?P<hashes>\#*)")
      | (?P<string>")
      | (?P<character>(?<![\w'!?])'(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)|[^\\'\n])')""",
    re.VERBOSE,
)
_NESTING = re.compile(r"/-|-/")
_ESCAPED = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)
_IMPORT = re.compile(r"\s*(?:public\s+)?(?:meta\s+)?import\s+(?:all\s+|runtime\s+)?")
_PART = r"(?:«[^»\n]+»|[^\W\d][\w'!?₀-₉]*)"
_NAME = re.compile(rf"{_PART}(?:\.{_PART})*")
_SPACE = re.compile(r"\s*")
_THEOREM = re.compile(rf"(?<![\w.'«])(?:theorem|lemma)\s+({_PART}(?:\.{_PART})*)")
_KERNEL_OPTION = re.compile(r"skipKernelTC|addDeclWithoutChecking|lean_add_decl_without_checking")


@dataclass(frozen=True)
class Header:
    """What a file begins with. `is_module`: it takes part in Lean's module system."""

    prelude: bool
    is_module: bool
    imports: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Place:
    """A word and the line that it stands in, from 1."""

    name: str
    line: int


def without_comments(text: str, *, keep_strings: bool = False) -> str:
    """Return the text with comments and, unless they are kept, strings blanked out; each line stays where it is."""
    kept: list[str] = []
    at = 0
    while (found := _PIECES.search(text, at)) is not None:
        kept.append(text[at : found.start()])
        end = _end_of(text, found)
        piece = text[found.start() : end]
        is_comment = found["comment"] is not None or found["block"] is not None
        stays = found["name"] is not None or (keep_strings and not is_comment)
        kept.append(piece if stays else "\n".join(" " * len(line) for line in piece.split("\n")))
        at = end
    kept.append(text[at:])
    return "".join(kept)


def _end_of(text: str, found: re.Match[str]) -> int:
    """Return where a comment, string, character or quoted name ends: at the end of the text where it is not closed."""
    if found["block"] is not None:
        return _end_of_block(text, found.end())
    if found["raw"] is not None:
        end = text.find('"' + found["hashes"], found.end())
        return len(text) if end < 0 else end + 1 + len(found["hashes"])
    if found["string"] is not None:
        closed = _ESCAPED.match(text, found.end())
        return len(text) if closed is None else closed.end()
    return found.end()


def _end_of_block(text: str, at: int) -> int:
    depth = 1
    while depth:
        found = _NESTING.search(text, at)
        if found is None:
            return len(text)
        depth += 1 if found[0] == "/-" else -1
        at = found.end()
    return at


def header_of(text: str) -> Header:
    """Read what a file begins with."""
    code = without_comments(text.removeprefix("\ufeff"))
    at = _skip(code, 0)
    is_module, at = _word(code, at, "module")
    prelude, at = _word(code, at, "prelude")
    imports = []
    while (found := _IMPORT.match(code, at)) is not None:
        name = _NAME.match(code, found.end())
        if name is None:
            break
        imports.append(parts_of(name[0]))
        at = _skip(code, name.end())
    return Header(prelude, is_module, tuple(imports))


def _skip(code: str, at: int) -> int:
    found = _SPACE.match(code, at)
    return at if found is None else found.end()


def _word(code: str, at: int, word: str) -> tuple[bool, int]:
    """Return whether a word stands at a place, and where the next one begins."""
    end = at + len(word)
    if not code.startswith(word, at) or (code[end : end + 1] and not code[end].isspace()):
        return False, at
    return True, _skip(code, end)


def parts_of(name: str) -> tuple[str, ...]:
    """Return the parts of a written name: ``A.«b c»`` is ``A`` and ``b c``."""
    return tuple(part.strip("«»") for part in re.findall(_PART, name))


def theorems_of(text: str) -> tuple[Place, ...]:
    """Return what a text seems to declare as a theorem: for a file that was refused, and so declares nothing.

    Namespaces are not followed, and macros not expanded.
    """
    code = without_comments(text)
    return tuple(Place(found[1], _line(code, found.start())) for found in _THEOREM.finditer(code))


def kernel_options(text: str) -> tuple[Place, ...]:
    """Return where a text names what keeps a declaration from the kernel: in code, or in a string."""
    code = without_comments(text, keep_strings=True)
    return tuple(Place(found[0], _line(code, found.start())) for found in _KERNEL_OPTION.finditer(code))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
