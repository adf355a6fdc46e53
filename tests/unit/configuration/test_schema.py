import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from speccursor.qualify.configuration.keys import file_shape
from speccursor.qualify.configuration.reading import parse
from speccursor.qualify.configuration.reference import reference
from speccursor.qualify.configuration.schema import schema
from speccursor.qualify.gates import GATES
from tests.unit.configuration import samples

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "docs/schema/qualification.schema.json"
REFERENCE = ROOT / "docs/configuration.md"
START, END = "<!-- every key: begin -->\n", "<!-- every key: end -->\n"


def _published(path: Path, expected: str) -> str:
    """Return what a file says; with REWRITE=1 in the environment, bring it up to date first."""
    if os.environ.get("REWRITE") == "1":
        path.write_text(expected, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_the_published_schema_is_the_one_that_the_code_makes() -> None:
    expected = json.dumps(schema(GATES), indent=2, ensure_ascii=False) + "\n"
    assert _published(SCHEMA, expected) == expected, "run this test with REWRITE=1"


def test_the_reference_holds_the_table_that_the_code_makes() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    expected = f"{before}{START}{reference(GATES)}{END}{after}"
    assert _published(REFERENCE, expected) == expected, "run this test with REWRITE=1"


def test_the_example_of_the_reference_is_valid() -> None:
    text = REFERENCE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    found = parse(text, path="qualification.toml", gates=GATES)
    assert found.required(GATES["complexity"]).bound == 10
    assert len(found.waivers) == 1


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema(GATES))
    Draft202012Validator.check_schema(schema({}))


def _leaves(node: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], dict[str, object]]]:
    """Yield every place of a key in a JSON Schema, with what the schema says of it."""
    assert isinstance(node, dict)
    for name, inner in node.get("properties", {}).items():
        yield (*at, name), inner
        yield from _leaves(inner, (*at, name))
    if isinstance(node.get("items"), dict):
        yield from _leaves(node["items"], (*at, 0))
    if isinstance(node.get("additionalProperties"), dict):
        name = samples.EXAMPLE_NAMES[
            {"components": "component", "environment": "variable"}.get(str(at[-1]), "operation")
        ]
        yield from _leaves(node["additionalProperties"], (*at, name))


def test_parser_and_schema_know_the_same_keys() -> None:
    parsed = {at for at, _ in samples.every_key(file_shape(gates=GATES))}
    written = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert {at for at, _ in _leaves(written)} == parsed
    assert ("components", "python:.", "skip", 0, "tool") in parsed


def test_every_key_of_the_schema_is_described_with_an_example_that_it_admits() -> None:
    for at, said in _leaves(schema(samples.GATES)):
        assert said["description"], at
        examples = said["examples"]
        assert isinstance(examples, list)
        if at[:2] != ("gates", "signed"):
            Draft202012Validator(said).validate(examples[0])


def test_the_reference_tells_every_key_once() -> None:
    table = reference(samples.GATES)
    names = [line.split("`")[1] for line in table.splitlines()[2:]]
    assert len(set(names)) == len(names)
    last = {name.rsplit(".", 1)[-1] for name in names}
    for at, key in samples.every_key(file_shape(gates=samples.GATES)):
        if not any(
            len(other) > len(at) and other[: len(at)] == at
            for other, _ in samples.every_key(file_shape(gates=samples.GATES))
        ):
            assert key.name in last or at[0] in ("stages", "gates"), at


def test_the_reference_works_without_any_gate() -> None:
    assert "gates" not in reference({})


@pytest.mark.parametrize(
    "tree",
    [
        {"profil": "quick"},
        {"profile": "fast"},
        {"exclude": []},
        {"matrix": {"python": [3.11]}},
        {"matrix": {"python": ["3.11", "3.11"]}},
        {"gates": {"complexity": {"require": "15"}}},
        {"components": {"python": {}}},
        {"components": {"python:.": {"skip": [{"tool": "mypy"}]}}},
        {"waivers": [{"gate": "complexity"}]},
    ],
)
def test_the_schema_refuses_what_an_editor_can_see(tree: dict[str, object]) -> None:
    assert not Draft202012Validator(schema(samples.GATES)).is_valid(tree)
