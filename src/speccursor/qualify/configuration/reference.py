"""The table of every key, as it stands in docs/configuration.md."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from speccursor.qualify.configuration.keys import file_shape
from speccursor.qualify.configuration.shape import (
    Day,
    Flag,
    Key,
    Many,
    Map,
    Shape,
    Span,
    Table,
    Text,
    Threshold,
    Word,
)
from speccursor.qualify.model.gate import Gate

_STAND_INS = {"stages": "<stage>", "gates": "<gate>"}
"""Tables whose entries are all alike, so that one row stands for all of them."""


_FEW = 6
"""How many words are listed in a row."""


def reference(gates: Mapping[str, Gate]) -> str:
    """Return the Markdown table: key, type, default, what it is for."""
    rows = ["| key | value | default | what it is for |", "|---|---|---|---|"]
    for name, key in _rows(file_shape(gates=gates)):
        default = "required" if key.required else key.default
        cells = (f"`{name}`", _kind(key.shape), default, key.says)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _rows(shape: Shape, before: str = "") -> Iterator[tuple[str, Key]]:
    for key in _shown(shape, before):
        name = f"{before}.{key.name}" if before else key.name
        inner = _inner(key.shape)
        if inner is None:
            yield name, key
            continue
        yield from _rows(inner, f"{name}{_place(key.shape)}")


def _shown(shape: Shape, before: str) -> tuple[Key, ...]:
    """Return a table's keys; where they are all alike, the first with its default told in words."""
    keys = shape.keys if isinstance(shape, Table) else ()
    if before not in _STAND_INS or not keys:
        return keys
    only = keys[0].shape.keys[0] if isinstance(keys[0].shape, Table) else keys[0]
    default = "the seed's owner" if before == "stages" else "the gate's own threshold"
    general = Key(name=only.name, shape=only.shape, says=only.says, default=default, example=only.example)
    return (Key(name=_STAND_INS[before], shape=Table(keys=(general,)), says="", example={}),)


def _inner(shape: Shape) -> Shape | None:
    """Return the table that a key's rows are shown for in its stead."""
    match shape:
        case Table():
            return shape
        case Map(of=Table() as inner):
            return inner
        case Many(of=Table() as inner):
            return inner
        case _:
            return None


def _place(shape: Shape) -> str:
    match shape:
        case Map():
            return f".<{shape.thing}>"
        case Many():
            return "[]"
        case _:
            return ""


def _kind(shape: Shape) -> str:  # noqa: PLR0911  (one case a shape)
    match shape:
        case Text():
            return shape.says
        case Word():
            few = len(shape.choices) <= _FEW
            return ", ".join(f"`{choice}`" for choice in shape.choices) if few else f"a {shape.thing}"
        case Flag():
            return "true or false"
        case Day():
            return "a date, without quotes"
        case Span():
            return "a length of time: `10 min`"
        case Threshold():
            return "a requirement"
        case Many():
            return f"a list of: {_kind(shape.of)}"
        case Map():
            return f"a table by {shape.thing}: {_kind(shape.of)}"
        case Table():
            return "a table"
        case _:
            assert_never(shape)
