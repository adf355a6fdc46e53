"""Reads `qualification.toml` into a `Configuration`, or refuses it with every mistake at once.

Every file of a candidate is hostile input: its size and depth are bounded before it is parsed, and it is
not followed where it is a link. Parsing is the standard library's (TOML 1.0, https://toml.io/en/v1.0.0);
where a mistake stands is looked up only once there is one.
"""

import os
import re
import stat
import tomllib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path as FilePath
from typing import assert_never

import msgspec

from speccursor.qualify.configuration.keys import file_shape
from speccursor.qualify.configuration.shape import (
    Day,
    Flag,
    Key,
    Many,
    Map,
    Mistake,
    Path,
    Shape,
    Span,
    Table,
    Text,
    Threshold,
    Word,
    dotted,
)
from speccursor.qualify.configuration.values import BUDGETS, Configuration
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.misuse import InvalidConfiguration, InvalidRequirement
from speccursor.qualify.model.requirement import Requirement, parse_requirement

MOST_BYTES = 1_000_000
"""How large the file may be."""

LONGEST_KEY = 16
"""How many parts a dotted key may have."""

LONGEST_SPAN_S = 86_400.0
"""The longest timeout, a day."""

_SPAN = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) (s|min|h)")
_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}
_LONGEST_THRESHOLD = 100
_MOST_EXPLAINED = 200


def defaults() -> Configuration:
    """Return what holds where there is no file."""
    return Configuration()


def load(
    path: FilePath,
    *,
    gates: Mapping[str, Gate],
    tools: Collection[str] = (),
    components: Collection[str] | None = None,
) -> Configuration:
    """Read a file. See `parse`; raises InvalidConfiguration also where it cannot be read as a file."""
    content = _content(path)
    return parse(_decoded(content, path=str(path)), path=str(path), gates=gates, tools=tools, components=components)


def parse(
    text: str,
    *,
    path: str,
    gates: Mapping[str, Gate],
    tools: Collection[str] = (),
    components: Collection[str] | None = None,
) -> Configuration:
    """Read a text; `path` is its name in messages.

    `tools` are the tool ids that a skip may name (none: any), `components` the candidate's component ids
    (None: not known yet, any). Raises InvalidConfiguration, whose text tells every mistake with its line.
    """
    tree = _tree(text, path=path)
    shape = file_shape(gates=gates, tools=tools, components=components)
    reader = _Reader(shape)
    read = reader.read(shape, tree, ())
    if reader.mistakes:
        from speccursor.qualify.configuration.mistakes import refusal  # noqa: PLC0415  (only with a mistake)

        raise refusal(reader.mistakes, text=text, path=path)
    return msgspec.convert(_grouped(read), Configuration)


def _grouped(read: object) -> object:
    """Put the budgets that have names of ours together, apart from those by operation."""
    match read:
        case {"budgets": dict(budgets), **rest}:
            limits = {name: budget for name, budget in budgets.items() if name in BUDGETS}
            others = {name: budget for name, budget in budgets.items() if name not in BUDGETS}
            return {**rest, "budgets": {**others, "limits": limits}}
        case _:
            return read


def _content(path: FilePath) -> bytes:
    name = str(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = "is a symbolic link" if path.is_symlink() else f"cannot be read: {error}"
        raise InvalidConfiguration(reason, path=name, hint="it must be a plain file") from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise InvalidConfiguration("is not a plain file", path=name, hint="it must be a plain file")
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(MOST_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(content) > MOST_BYTES:
        raise InvalidConfiguration(f"is larger than {MOST_BYTES} bytes", path=name, hint="it can be far shorter")
    return content


def _decoded(content: bytes, *, path: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidConfiguration(
            f"byte {error.start} (0x{content[error.start]:02x}) is not UTF-8",
            path=path,
            line=line,
            hint="save the file as UTF-8",
        ) from error


def _tree(text: str, *, path: str) -> dict[str, object]:
    if len(text) > MOST_BYTES:
        raise InvalidConfiguration(f"is larger than {MOST_BYTES} bytes", path=path, hint="it can be far shorter")
    _refuse_long_keys(text, path=path)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise InvalidConfiguration("is nested too deeply", path=path, hint="no setting nests that deep") from error
    except ValueError as error:  # TOMLDecodeError is one; int() raises a bare one for too many digits
        raise _not_toml(str(error), text=text, path=path) from error


def _not_toml(message: str, *, text: str, path: str) -> InvalidConfiguration:
    place = re.search(r" \((?:at line (\d+), column (\d+)|at end of document)\)$", message)
    if place is None:
        return InvalidConfiguration(f"is not TOML: {message}", path=path)
    line = int(place[1]) if place[1] else text.count("\n") + 1
    column = f", column {place[2]}" if place[2] else ", at the end of the file"
    return InvalidConfiguration(
        f"is not TOML: {message[: place.start()]}{column}",
        path=path,
        line=line,
        hint="the format is TOML 1.0: strings need quotes, tables stand in [brackets]",
    )


def _refuse_long_keys(text: str, *, path: str) -> None:
    if not any(line.count(".") >= LONGEST_KEY for line in text.split("\n")):
        return
    from speccursor.qualify.configuration.positions import longest_key  # noqa: PLC0415  (a rare case)

    parts, line = longest_key(text)
    if parts > LONGEST_KEY:
        raise InvalidConfiguration(
            f"a key of {parts} parts is nested too deeply", path=path, line=line, hint="no setting nests that deep"
        )


class _Reader:
    """Checks a parsed file against its shape; `mistakes` collects what is wrong with it."""

    def __init__(self, top: Table) -> None:
        self._top = top
        self.mistakes: list[Mistake] = []

    def read(self, shape: Shape, value: object, at: Path) -> object:  # noqa: PLR0911  (one case a shape)
        """Return the value as a plain one that converts to its type, or None with a mistake noted."""
        match shape:
            case Text():
                return self._text(shape, value, at)
            case Word():
                return self._word(shape, value, at)
            case Flag():
                return self._flag(value, at)
            case Day():
                return self._day(value, at)
            case Span():
                return self._span(value, at)
            case Threshold():
                return self._threshold(shape, value, at)
            case Many():
                return self._many(shape, value, at)
            case Table():
                return self._table(shape, value, at)
            case Map():
                return self._map(shape, value, at)
            case _:
                assert_never(shape)

    def _wrong(self, at: Path, message: str, hint: str = "") -> None:
        self.mistakes.append(Mistake(at, message, hint))

    def _expected(self, what: str, value: object, at: Path, hint: str = "") -> None:
        self._wrong(at, f"expected {what}, not {_kind(value)}", hint)

    def _objected(self, objection: tuple[str, str] | None, at: Path) -> bool:
        if objection:
            self._wrong(at, *objection)
        return objection is not None

    def _text(self, shape: Text, value: object, at: Path) -> str | None:
        if not isinstance(value, str):
            hint = "put it in quotes" if isinstance(value, int | float | date) else ""
            self._expected(shape.says, value, at, hint)
        elif not value.isprintable():
            self._wrong(at, "holds a line break or another character that cannot be printed")
        elif not shape.empty and not value.strip():
            self._wrong(at, f"is empty; expected {shape.says}")
        elif not re.search(shape.pattern, value):
            self._wrong(at, f"{value[:60]!r} is not {shape.says}")
        elif not self._objected(shape.objection(value) if shape.objection else None, at):
            return value
        return None

    def _word(self, shape: Word, value: object, at: Path) -> str | None:
        if not isinstance(value, str):
            self._expected(f"a {shape.thing}", value, at, f"known: {', '.join(shape.choices)}")
        elif value not in shape.choices:
            from speccursor.qualify.configuration.mistakes import unknown  # noqa: PLC0415  (only with a mistake)

            self._wrong(at, *unknown(shape.thing, value, shape.choices))
        elif not self._objected(shape.objection(value) if shape.objection else None, at):
            return value
        return None

    def _flag(self, value: object, at: Path) -> bool | None:
        if isinstance(value, bool):
            return value
        self._expected("true or false", value, at, "write it without quotes")
        return None

    def _day(self, value: object, at: Path) -> str | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        self._expected("a date such as 2027-01-31", value, at, "write it without quotes and without a time")
        return None

    def _span(self, value: object, at: Path) -> float | None:
        if not isinstance(value, str):
            self._expected("a length of time such as '10 min'", value, at, "give the unit: s, min or h")
            return None
        found = _SPAN.fullmatch(value)
        seconds = float(found[1]) * _SECONDS[found[2]] if found else 0.0
        if 0 < seconds <= LONGEST_SPAN_S:
            return seconds
        self._wrong(at, f"{value[:60]!r} is not a length of time", "write '30 s', '10 min' or '1.5 h', at most 24 h")
        return None

    def _threshold(self, shape: Threshold, value: object, at: Path) -> Requirement | None:
        try:
            default = parse_requirement(shape.default, unit=shape.unit)
        except InvalidRequirement:
            self._wrong(at, "this gate has no threshold that could be set", "leave it out")
            return None
        example = f"write it as {str(default)!r}"
        if not isinstance(value, str):
            self._expected("a requirement", value, at, example)
            return None
        try:
            return _asked(value, default)
        except InvalidRequirement as error:
            self._wrong(at, str(error), example)
            return None

    def _many(self, shape: Many, value: object, at: Path) -> list[object] | None:
        if not isinstance(value, list):
            wants = "a list of tables" if isinstance(shape.of, Table) else "a list"
            hint = f"write [{dotted(at)}] with two brackets" if wants != "a list" else "put it in [brackets]"
            self._expected(wants, value, at, hint)
            return None
        if not value and not shape.empty:
            self._wrong(at, "is an empty list, which says nothing", "leave the key out")
        read = [self.read(shape.of, item, (*at, place)) for place, item in enumerate(value)]
        if shape.unique:
            self._repeated(read, at)
        self._relative(shape.objections(read) if shape.objections else (), at)
        return read

    def _repeated(self, items: list[object], at: Path) -> None:
        seen: set[object] = set()
        for place, item in enumerate(items):
            if item is not None and item in seen:
                self._wrong((*at, place), f"{item!r} stands in the list twice", "leave one out")
            seen.add(item)

    def _relative(self, mistakes: object, at: Path) -> None:
        for mistake in mistakes if isinstance(mistakes, list | tuple) else ():
            self.mistakes.append(mistake._replace(at=(*at, *mistake.at)))

    def _table(self, shape: Table, value: object, at: Path) -> dict[str, object] | None:
        if not isinstance(value, dict):
            self._expected("a table", value, at, _as_table(shape, at))
            return None
        read: dict[str, object] = {}
        for name, inner in value.items():
            key = shape.key(name)
            if key is None:
                self._unknown_key(shape, name, at)
            else:
                read[key.field or key.name] = self.read(key.shape, inner, (*at, name))
        for key in shape.keys:
            if key.required and key.name not in value:
                self._wrong(at, f"{key.name!r} is missing", f"{key.says} For example {_written(key)}")
        self._relative(shape.objections(read) if shape.objections else (), at)
        return read

    def _unknown_key(self, shape: Table, name: str, at: Path) -> None:
        if len(self.mistakes) >= _MOST_EXPLAINED:
            self._wrong((*at, name), "there is no such key")
            return
        from speccursor.qualify.configuration.mistakes import unknown_key  # noqa: PLC0415  (only with a mistake)

        self._wrong((*at, name), *unknown_key(shape, name, self._top))

    def _map(self, shape: Map, value: object, at: Path) -> dict[str, object] | None:
        if not isinstance(value, dict):
            self._expected(f"a table of {shape.thing}s", value, at)
            return None
        read: dict[str, object] = {}
        for name, inner in value.items():
            self._text(shape.names, name, (*at, name))
            read[name] = entry = self.read(shape.of, inner, (*at, name))
            if shape.objections and isinstance(entry, dict):
                self._relative(shape.objections(name, entry), (*at, name))
        return read


def _asked(text: str, default: Requirement) -> Requirement:
    """Return a requirement that can stand in the default's place. Raises InvalidRequirement."""
    if len(text) > _LONGEST_THRESHOLD:
        raise InvalidRequirement("is too long for a requirement")
    asked = parse_requirement(text, unit=default.unit)
    if {asked.operator[0], default.operator[0]} == {"<", ">"}:
        raise InvalidRequirement(f"{text!r} turns the question round")
    return asked


def _kind(value: object) -> str:
    """Name a TOML type."""
    match value:
        case bool():
            return "a true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or time"


def _as_table(shape: Table, at: Path) -> str:
    first = f", then {_written(shape.keys[0])} below it" if shape.keys else ""
    return f"write [{dotted(at)}]{first}"


def _written(key: Key) -> str:
    return f"{key.name} = {key.example!r}"
