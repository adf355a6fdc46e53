"""Where in a TOML text each value stands.

`tomllib` keeps no positions and tomlkit is slow to import and keeps none either, so a text that holds a
mistake is scanned again here. The text is known to be valid TOML 1.0, which keeps the scan short: it
needs to tell keys, brackets and strings apart, no more.
"""

import re
from collections.abc import Mapping

from speccursor.qualify.configuration.shape import Path

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+|\#[^\n]*)
      | (?P<newline>\n)
      | (?P<string>\"{3}(?:\\.?|[^\\])*?(?:\"{3,5}|\Z)
                  |'{3}.*?(?:'{3,5}|\Z)
                  |\"(?:\\[^\n]?|[^\"\\\n])*\"?
                  |'[^'\n]*'?)
      | (?P<mark>[\[\]{},=.])
      | (?P<bare>[^\s\[\]{},=."'\#]+|.)""",
    re.VERBOSE | re.DOTALL,
)

_Token = tuple[str, str, int]


def tokens(text: str) -> list[_Token]:
    """Return (kind, text, line) of everything but spaces and comments; kinds as in the pattern, lines from 1."""
    found: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            found.append((match.lastgroup or "", match[0], line))
        line += match[0].count("\n")
    return found


def longest_key(text: str) -> tuple[int, int]:
    """Return how many parts the longest dotted key has, and its line.

    It is asked before a text is parsed: tomllib takes time by the square of that number.
    """
    longest, where, dots, previous = 0, 1, 0, ""
    for kind, word, line in tokens(text):
        if word == "." and kind == "mark":
            dots += 1
        elif previous != ".":
            dots = 0
        if dots > longest:
            longest, where = dots, line
        previous = word if kind == "mark" else ""
    return longest + 1, where


def positions(text: str) -> Mapping[Path, int]:
    """Return the line of every key, table and list element of a valid TOML text, by its path."""
    return _Scan(tokens(text)).run()


class _Scan:
    """One walk over the tokens. `_open` holds the containers that are open: [path, next index or None]."""

    def __init__(self, found: list[_Token]) -> None:
        self._tokens = [*found, ("newline", "\n", found[-1][2] if found else 1)]
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._sizes: dict[Path, int] = {}
        self._table: Path = ()
        self._open: list[tuple[Path, int | None]] = []

    def run(self) -> Mapping[Path, int]:
        """Walk to the end."""
        while self._at < len(self._tokens):
            kind, word, _ = self._tokens[self._at]
            if kind == "newline":
                self._at += 1
            elif word == "[":
                self._header()
            else:
                self._setting(self._table)
        return self._lines

    def _header(self) -> None:
        many = self._tokens[self._at + 1][1] == "["
        line = self._tokens[self._at][2]
        self._at += 2 if many else 1
        parts = self._key()
        self._at += 2 if many else 1
        path: Path = ()
        for part in parts[:-1]:
            path = self._enter((*path, part), line)
        last = (*path, parts[-1])
        if many:
            self._lines.setdefault(last, line)
            self._sizes[last] = self._sizes.get(last, 0) + 1
        self._table = self._enter(last, line)

    def _enter(self, path: Path, line: int) -> Path:
        self._lines.setdefault(path, line)
        if path not in self._sizes:
            return path
        element = (*path, self._sizes[path] - 1)
        self._lines.setdefault(element, line)
        return element

    def _key(self) -> list[str]:
        """Read a dotted key up to its ``=`` or ``]``."""
        parts: list[str] = []
        while self._tokens[self._at][1] not in ("=", "]"):
            kind, word, _ = self._tokens[self._at]
            if kind == "string":
                parts.append(_unquoted(word))
            elif word != ".":
                parts.append(word)
            self._at += 1
        return parts

    def _setting(self, table: Path) -> None:
        """Read ``key = value``; a value that opens a container is read to its last bracket."""
        self._named(table)
        self._value()
        while self._open:
            self._inside()

    def _named(self, table: Path) -> None:
        line = self._tokens[self._at][2]
        path = table
        for part in self._key():
            path = (*path, part)
            self._lines.setdefault(path, line)
        self._at += 1
        self._path = path

    def _value(self) -> None:
        word = self._tokens[self._at][1]
        if word == "[":
            self._open.append((self._path, 0))
            self._at += 1
        elif word == "{":
            self._open.append((self._path, None))
            self._at += 1
        else:
            while self._tokens[self._at][1] not in (",", "]", "}", "\n"):
                self._at += 1

    def _inside(self) -> None:
        """Read one thing inside the innermost open container."""
        path, index = self._open[-1]
        kind, word, line = self._tokens[self._at]
        if word in ("]", "}"):
            self._open.pop()
            self._at += 1
        elif word == "," or kind == "newline":
            self._at += 1
        elif index is None:
            self._named(path)
            self._value()
        else:
            self._open[-1] = (path, index + 1)
            self._path = (*path, index)
            self._lines.setdefault(self._path, line)
            self._value()


def _unquoted(word: str) -> str:
    import tomllib  # noqa: PLC0415  (only on the way to an error)

    if "\\" not in word:
        return word[1:-1]
    found: object = tomllib.loads(f"key = {word}")["key"]
    return str(found)
