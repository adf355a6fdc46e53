"""The JSON Schema of `qualification.toml`, for editors and checkers (JSON Schema 2020-12).

It stands in docs/schema/qualification.schema.json; with ``#:schema PATH`` on a file's first line, editors that
know TOML complete its keys from it. What a schema cannot say (a threshold's direction, a path that leads
out of the candidate) the reader alone checks: the schema admits all that the reader admits, and more.

https://json-schema.org/draft/2020-12/json-schema-core
"""

from collections.abc import Mapping
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

Schema = dict[str, object]


def schema(gates: Mapping[str, Gate]) -> Schema:
    """Return the schema of the whole file, for these gates."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:speccursor:qualification:1",
        "title": "qualification.toml",
        "description": "How SpecCursor qualifies this repository. Everything is optional.",
        **_of(file_shape(gates=gates)),
    }


def _of(shape: Shape) -> Schema:  # noqa: PLR0911  (one case a shape)
    match shape:
        case Text():
            return _text(shape)
        case Word():
            return {"type": "string", "enum": list(shape.choices)}
        case Flag():
            return {"type": "boolean"}
        case Day():
            return {"type": "string", "format": "date"}
        case Span():
            return {"type": "string", "pattern": r"^[0-9]{1,6}(\.[0-9]{1,3})? (s|min|h)$"}
        case Threshold():
            return {"type": "string", "pattern": r"^\s*(<=|>=|==|<|>)"}
        case Many():
            return {
                "type": "array",
                "items": _of(shape.of),
                **({} if shape.empty else {"minItems": 1}),
                **({"uniqueItems": True} if shape.unique else {}),
            }
        case Table():
            return _table(shape)
        case Map():
            return {
                "type": "object",
                "propertyNames": _text(shape.names),
                "additionalProperties": _of(shape.of),
            }
        case _:
            assert_never(shape)


def _text(shape: Text) -> Schema:
    return {
        "type": "string",
        **({} if shape.empty else {"minLength": 1}),
        **({"pattern": shape.pattern} if shape.pattern else {}),
    }


def _table(shape: Table) -> Schema:
    required = [key.name for key in shape.keys if key.required]
    return {
        "type": "object",
        "properties": {key.name: _key(key) for key in shape.keys},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _key(key: Key) -> Schema:
    default = f" Default: {key.default}." if key.default else ""
    return {"description": key.says + default, "examples": [key.example], **_of(key.shape)}
