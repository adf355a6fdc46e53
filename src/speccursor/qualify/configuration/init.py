"""The `qualification.toml` that ``speccursor init`` writes: everything that can be said, commented out.

The convention is sshd_config's: ``# prose`` is a comment, ``#key = value`` a setting with its default or
an example. As written the file says nothing and comes to the defaults; with the ``#`` of every setting
taken away it is still a valid file. Names in it come from a hostile tree: each is escaped, and one that
TOML cannot hold is told in prose only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from speccursor.qualify.configuration.keys import file_shape
from speccursor.qualify.configuration.names import COMPONENT
from speccursor.qualify.configuration.recipe import RUNNERS
from speccursor.qualify.configuration.shape import Day, Key, Many, Map, Shape, Table, dotted, printable, quoted
from speccursor.qualify.model.candidate import Candidate, Component, Language, Role
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.misuse import InvalidRequirement
from speccursor.qualify.model.requirement import parse_requirement

_WIDTH = 100
_OF_LINTED = frozenset({"timeout", "skip"})
_TESTED = frozenset({Language.PYTHON, Language.JAVASCRIPT, Language.RUST, Language.GO, Language.LEAN})
_LONGEST_FACT = 120


def commented(
    candidate: Candidate,
    *,
    gates: Mapping[str, Gate],
    versions: Mapping[str, Sequence[str]] | None = None,
    tools: Mapping[Language, Sequence[str]] | None = None,
) -> str:
    """Return a commented file for this candidate.

    `versions` are what was detected, by the dimensions of the matrix ("os", "python", "node", ...); `tools` the ids of
    what measures each language, so that no component is shown another one's.
    """
    shape = file_shape(gates=gates)
    keys = {key.name: key for key in shape.keys}
    lines = [
        *_prose(
            f"How SpecCursor qualifies {candidate.name}. Everything is optional. A line '#key = value' is a default "
            "or an example: take the '#' away to set it. Every key is described in docs/configuration.md."
        ),
        *_setting(keys["profile"]),
        *_setting(keys["exclude"]),
        *_matrix(keys["matrix"], versions or {}),
        *_stages(keys["stages"]),
        *_gates(keys["gates"], gates),
        *_components(keys["components"], candidate, tools or {}),
        *_budgets(keys["budgets"]),
        *_waiver(keys["waivers"], candidate),
    ]
    return "\n".join(lines) + "\n"


def _prose(text: str) -> Iterator[str]:
    for line in wrap(printable(text), _WIDTH, break_on_hyphens=False):
        yield f"# {line}"


def _heading(key: Key) -> Iterator[str]:
    yield ""
    yield from _prose(key.says)


def _setting(key: Key) -> Iterator[str]:
    yield from _heading(key)
    yield _line(key)


def _line(key: Key, value: object = None) -> str:
    return f"#{key.name} = {_toml(key.example if value is None else value, key.shape)}"


def _toml(value: object, shape: Shape | None = None) -> str:
    """Write a value of an example in TOML."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return value if isinstance(shape, Day) else quoted(value)
        case list() | tuple():
            return "[" + ", ".join(_toml(item) for item in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{dotted((name,))} = {_toml(item)}" for name, item in value.items()) + " }"
        case _:
            raise TypeError(value)


def _keys(shape: Shape) -> tuple[Key, ...]:
    """Return the keys of a table, or of the tables that a list or a map holds."""
    match shape:
        case Table():
            return shape.keys
        case Many() | Map():
            return _keys(shape.of)
        case _:
            return ()


def _matrix(matrix: Key, versions: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from _heading(matrix)
    yield "#[matrix]"
    for key in _keys(matrix.shape):
        text = key.shape.of if isinstance(key.shape, Many) else key.shape
        pattern = getattr(text, "pattern", "")
        found = [version for version in dict.fromkeys(versions.get(key.name, ())) if re.search(pattern, version)]
        if found:
            yield _line(key, found)


def _stages(stages: Key) -> Iterator[str]:
    yield from _heading(stages)
    for stage in _keys(stages.shape):
        yield f"#[stages.{stage.name}]"
        yield from (_line(key) for key in _keys(stage.shape))


def _gates(table: Key, gates: Mapping[str, Gate]) -> Iterator[str]:
    yield from _heading(table)
    for entry in _keys(table.shape):
        gate = gates[entry.name]
        yield ""
        yield from _prose(gate.question)
        if _has_threshold(gate):
            yield f"#[{dotted(('gates', gate.id))}]"
            yield from (_line(key) for key in _keys(entry.shape))


def _has_threshold(gate: Gate) -> bool:
    try:
        parse_requirement(gate.required, unit=gate.unit)
    except InvalidRequirement:
        return False
    return True


def _components(table: Key, candidate: Candidate, tools: Mapping[Language, Sequence[str]]) -> Iterator[str]:
    yield from _heading(table)
    seen: set[str] = set()
    for component in sorted(candidate.components, key=lambda component: component.id):
        yield ""
        yield from _prose(_described(component))
        if not _nameable(component.id):
            yield from _prose("Its path cannot be written here, so nothing can be set for it.")
            continue
        yield f"#[{dotted(('components', component.id))}]"
        if component.language not in seen:
            yield from _recipe(table.shape, component, tools.get(component.language, ()))
        seen.add(component.language)


def _nameable(name: str) -> bool:
    wrong = COMPONENT.objection(name) if COMPONENT.objection else None
    return name.isprintable() and not wrong


def _described(component: Component) -> str:
    manifest = f", of {component.manifest}" if component.manifest else ""
    counts = f"{len(component.paths(Role.SOURCE))} source and {len(component.paths(Role.TEST))} test files"
    facts = "; ".join(f"{name}: {fact[:_LONGEST_FACT]}" for name, fact in sorted(component.facts.items()))
    return f"{component.id}{manifest}: {counts}" + (f"; {facts}" if facts else "")


def _means_something(key: Key, language: Language) -> bool:
    if language not in _TESTED and key.name not in _OF_LINTED:
        return False
    return not key.languages or language in key.languages


def _recipe(shape: Shape, component: Component, tools: Sequence[str]) -> Iterator[str]:
    """Write every key that means something for the component's language, tables last."""
    keys = [key for key in _keys(shape) if _means_something(key, component.language)]
    for key in keys:
        if key.name == "runner":
            known = RUNNERS[component.language]
            fact = component.facts.get("runner", "")
            yield _line(key, fact if fact in known else known[0])
        elif not _keys(key.shape):
            yield _line(key)
    for key in keys:
        if _keys(key.shape):
            yield f"#[[{dotted(('components', component.id, key.name))}]]"
            for inner in _keys(key.shape):
                yield _line(inner, tools[0] if inner.name == "tool" and tools else None)


def _budgets(table: Key) -> Iterator[str]:
    yield from _heading(table)
    yield "#[budgets]"
    for key in _keys(table.shape):
        if isinstance(key.shape, Map):
            yield f"#{key.name} = {_toml(key.example)}"
        else:
            yield _line(key)


def _waiver(table: Key, candidate: Candidate) -> Iterator[str]:
    yield from _heading(table)
    yield "#[[waivers]]"
    names = sorted(str(component.id) for component in candidate.components if _nameable(component.id))
    for key in _keys(table.shape):
        yield _line(key, (names or ["*"])[0] if key.name == "component" else None)
