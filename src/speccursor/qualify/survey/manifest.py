"""Manifests as they are found: read whole, bounded, and looked into without trusting their shape.

A malformed manifest is no reason to lose its component: what cannot be read is an empty table and a
`error` with file and line. TOML v1.0, JSON (RFC 8259; npm strips a byte order mark) and INI as
Python's configparser reads setup.cfg.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

LIMIT_BYTES = 8 << 20


class Table(Struct, frozen=True):
    """A table of a manifest. Every question has an answer: what has another shape is not there."""

    content: Mapping[str, object]

    def table(self, *keys: str) -> "Table":
        """Return the table under these keys, one inside the other; an empty one where there is none."""
        content: object = self.content
        for key in keys:
            content = content.get(key) if isinstance(content, dict) else None
        return Table(content if isinstance(content, dict) else {})

    def text(self, key: str) -> str | None:
        """Return a text value that is not empty."""
        value = self.content.get(key)
        return value if isinstance(value, str) and value else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list, or a single text as a list of one."""
        value = self.content.get(key)
        if isinstance(value, str):
            return (value,)
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return the tables of a list."""
        value = self.content.get(key)
        return tuple(Table(one) for one in value if isinstance(one, dict)) if isinstance(value, list) else ()

    def __bool__(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.content)

    def __contains__(self, key: object) -> bool:
        """Whether it has the key, whatever the value."""
        return key in self.content

    def __iter__(self) -> Iterator[str]:
        """Go over its keys."""
        return iter(self.content)


class Manifest(Struct, frozen=True):
    """A manifest: its path in the candidate, what it says, its text, and what is wrong with it ("")."""

    path: str
    table: Table
    text: str = ""
    error: str = ""


def read_text(path: str, content: bytes) -> Manifest:
    """Read a manifest that has no tables; what is not UTF-8 in it is replaced."""
    return Manifest(path, Table({}), content.decode("utf-8", "replace"))


def read_toml(path: str, content: bytes) -> Manifest:
    """Read a TOML manifest."""
    import tomllib  # noqa: PLC0415  (JavaScript candidates need none)

    text, error = _decode(path, content)
    if error:
        return Manifest(path, Table({}), text, error)
    try:
        return Manifest(path, Table(tomllib.loads(text)), text)
    except tomllib.TOMLDecodeError as wrong:
        return Manifest(path, Table({}), text, _toml_error(path, str(wrong), text))
    except RecursionError:
        return Manifest(path, Table({}), text, f"{path}: nested too deeply")


def read_json(path: str, content: bytes) -> Manifest:
    """Read a JSON manifest; anything but an object at its top is an error."""
    import json  # noqa: PLC0415  (Python candidates need none)

    text, error = _decode(path, content)
    if error:
        return Manifest(path, Table({}), text, error)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as wrong:
        return Manifest(path, Table({}), text, f"{path}:{wrong.lineno}: {wrong.msg}")
    except (RecursionError, ValueError):
        return Manifest(path, Table({}), text, f"{path}: nested too deeply, or a number too long")
    if not isinstance(value, dict):
        return Manifest(path, Table({}), text, f"{path}:1: holds no object")
    return Manifest(path, Table(value), text)


def read_ini(path: str, content: bytes) -> Manifest:
    """Read an INI file (setup.cfg, tox.ini, pytest.ini): sections of texts."""
    import configparser  # noqa: PLC0415  (few candidates need it)

    text, error = _decode(path, content)
    if error:
        return Manifest(path, Table({}), text, error)
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as wrong:
        line = getattr(wrong, "lineno", None) or next(iter(getattr(wrong, "errors", [(1, "")])), (1, ""))[0]
        return Manifest(path, Table({}), text, f"{path}:{line}: {str(wrong).splitlines()[0]}")
    return Manifest(path, Table({name: dict(parser[name]) for name in parser.sections()}), text)


def _decode(path: str, content: bytes) -> tuple[str, str]:
    if len(content) > LIMIT_BYTES:
        return "", f"{path}: larger than {LIMIT_BYTES} bytes, not read"
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        return "", f"{path}:{line}: not UTF-8 ({wrong.reason})"


def _toml_error(path: str, message: str, text: str) -> str:
    said, _, place = message.partition(" (at ")
    line = re.match(r"line (\d+)", place)
    return f"{path}:{line[1] if line else text.count(chr(10)) + 1}: {said}"
