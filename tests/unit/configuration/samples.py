"""Gates of the tests' own, one whole file, and a small writer of TOML."""

from collections.abc import Mapping
from datetime import date

from speccursor.qualify.configuration.reading import parse
from speccursor.qualify.configuration.shape import Key, Many, Map, Path, Shape, Table, dotted, quoted
from speccursor.qualify.configuration.values import Configuration
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.misuse import InvalidConfiguration

NAME = "qualification.toml"


def _gate(identifier: str, required: str, unit: str = "", *, waivable: bool = True) -> Gate:
    return Gate(
        id=identifier,
        question=f"Is {identifier} as it should be?",
        why="It matters.",
        remedy=f"Mend {identifier}.",
        required=required,
        unit=unit,
        waivable=waivable,
    )


GATES: Mapping[str, Gate] = {
    gate.id: gate
    for gate in (
        _gate("complexity", "<= 15"),
        _gate("line-coverage", ">= 95 %", "%"),
        _gate("vulnerabilities", "== 0", waivable=False),
        _gate("signed", "by the release key"),
    )
}

WHOLE = """\
profile = "standard"
exclude = ["examples/broken/**", "!examples/broken/keep"]

[matrix]
os = ["debian-12"]
node = ["20"]
python = ["3.11", "3.12"]

[stages.static-analysis]
owner = "Reviewers"

[gates.complexity]
require = "<= 18"
[gates.line-coverage]
require = ">= 97.5 %"

[components."python:services/api"]
extras = []
groups = ["test"]
requirements = ["requirements-test.txt"]
install = false
prepare = [
  ["python", "setup.py", "build_ext", "--inplace"],
  ["make"],
]
network = true
environment = { TZ = "UTC", PYTEST_ADDOPTS = "-x" }
sources = ["src"]
tests = ["tests", "../tests"]
test_arguments = ["-x"]
timeout = "1.5 min"
runner = "pytest"
inputs = ["../../vectors/**"]

[[components."python:services/api".skip]]
tool = "mypy"
reason = "generated stubs"

[components."javascript:."]
scripts = true

[budgets]
compute_monthly = "<= 6000 USD"
storage_monthly = "<= 100 USD"
[budgets.latency.verify]
p95 = "<= 8 s"
p99 = "<= 4 s"
[budgets.success]
verify = ">= 99 %"

[[waivers]]
gate = "complexity"
component = "python:services/api"
reason = "the parser is generated"
owner = "Reviewers"
expires = 2027-01-31
"""


def read(text: str, *, tools: tuple[str, ...] = (), components: tuple[str, ...] | None = None) -> Configuration:
    return parse(text, path=NAME, gates=GATES, tools=tools, components=components)


def refused(
    text: str, *, tools: tuple[str, ...] = (), components: tuple[str, ...] | None = None
) -> InvalidConfiguration:
    """Read a text that must be refused, and return the refusal."""
    try:
        read(text, tools=tools, components=components)
    except InvalidConfiguration as refusal:
        return refusal
    raise AssertionError(f"accepted: {text}")


def toml(value: object) -> str:
    """Write a value on one line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case int() | float() | date():
            return str(value)
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{dotted((name,))} = {toml(inner)}" for name, inner in value.items()) + "}"
        case _:
            raise TypeError(value)


def document(tree: Mapping[str, object]) -> str:
    """Write a file with one line for each key at its top."""
    return "".join(f"{dotted((name,))} = {toml(value)}\n" for name, value in tree.items())


def around(at: Path, value: object) -> dict[str, object]:
    """Return a tree that holds only this value; an index becomes a list of one."""
    for part in reversed(at):
        value = [value] if isinstance(part, int) else {part: value}
    assert isinstance(value, dict)
    return value


EXAMPLE_NAMES = {"component": "python:.", "operation": "verify", "variable": "TZ"}


def every_table(shape: Shape, at: Path = ()) -> list[tuple[Path, Table]]:
    """Return every table of a shape, with a place where it can stand in a file."""
    match shape:
        case Table():
            inner = [found for key in shape.keys for found in every_table(key.shape, (*at, key.name))]
            return [(at, shape), *inner]
        case Map():
            return every_table(shape.of, (*at, EXAMPLE_NAMES[shape.thing]))
        case Many():
            return every_table(shape.of, (*at, 0))
        case _:
            return []


def every_key(shape: Shape) -> list[tuple[Path, Key]]:
    """Return every key of a shape, with a place where it can stand in a file."""
    return [((*at, key.name), key) for at, table in every_table(shape) for key in table.keys]
