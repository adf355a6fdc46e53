import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.configuration.init import _toml, commented
from speccursor.qualify.configuration.reading import defaults, parse
from speccursor.qualify.configuration.shape import dotted
from speccursor.qualify.configuration.values import BUDGETS, Matrix
from speccursor.qualify.gates import GATES
from speccursor.qualify.model.candidate import Candidate, Component, Language, Role, Source
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.stage import StageId
from tests.unit.configuration import samples

NAMED = st.sampled_from([".", "a", "services/api", "a b", 'q"\\', "é", "x\ny", "\udc80", "..", ""])
WORDS = st.sampled_from(["pytest", "x\n[matrix]", "vitest"]) | st.text(max_size=10)
COMPONENTS = st.builds(
    lambda language, path, word, fact: Component(
        language=language, path=path, manifest=word, files={}, facts={"runner": fact, word: fact} if fact else {}
    ),
    st.sampled_from(Language),
    NAMED | st.text(max_size=6),
    WORDS,
    WORDS,
)
VERSIONS = st.builds(
    lambda versions, names: dict.fromkeys(names, versions),
    st.lists(st.sampled_from(["3.11", "20", "debian-12", "not a version", "x\ny"]), max_size=3),
    st.sampled_from([("os", "python"), ("node", "zig"), ()]),
)


def _candidate(name: str, components: tuple[Component, ...]) -> Candidate:
    return Candidate(
        name=name,
        source=Source.FOLDER,
        revision=None,
        tree=digest_of_bytes(b""),
        dirty=False,
        files=(),
        components=components,
    )


CANDIDATES = st.builds(
    lambda name, components: _candidate(name, tuple({component.id: component for component in components}.values())),
    WORDS,
    st.lists(COMPONENTS, max_size=3),
)
FIXED = commented(_candidate("", ()), gates=samples.GATES).split("\n\n")
"""The parts of the file that do not depend on the candidate."""


def _taken(text: str) -> str:
    """Take the ``#`` of every setting away."""
    return re.sub(r"(?m)^#(?=\S)", "", text)


@given(CANDIDATES, VERSIONS)
def test_the_file_says_nothing_as_written_and_is_valid_with_every_setting_taken(
    candidate: Candidate, versions: dict[str, list[str]]
) -> None:
    text = commented(candidate, gates=samples.GATES, versions=versions)
    assert parse(text, path="q", gates=samples.GATES) == defaults()
    own = "\n\n".join(part for part in text.split("\n\n") if part not in FIXED)
    components = [component.id for component in candidate.components]
    taken = parse(_taken(own), path="q", gates=samples.GATES, components=components)
    assert set(taken.recipes) <= set(components)
    assert {f"#[{dotted(('components', name))}]" for name in taken.recipes} <= set(text.splitlines())


def test_every_setting_that_is_taken_comes_to_its_default() -> None:
    taken = parse(_taken(commented(_candidate("", ()), gates=GATES)), path="q", gates=GATES)
    assert set(taken.gates) == set(GATES)
    assert all(taken.required(gate) == defaults().required(gate) for gate in GATES.values())
    assert set(taken.stages) == set(StageId)
    assert all(taken.owner(stage) == defaults().owner(stage) for stage in StageId)
    assert set(taken.budgets.limits) == set(BUDGETS)
    assert all(taken.budgets.limit(name) == defaults().budgets.limit(name) for name in BUDGETS)


PYTHON = Component(
    language=Language.PYTHON,
    path=".",
    manifest="pyproject.toml",
    files={"src/a.py": Role.SOURCE, "tests/test_a.py": Role.TEST},
    facts={"runner": "unittest", "packages": "a"},
)


def test_what_the_survey_found_stands_in_the_file() -> None:
    go = Component(language=Language.GO, path="svc", manifest="svc/go.mod", files={})
    second = Component(language=Language.PYTHON, path="lib", manifest=None, files={})
    text = commented(
        _candidate("pair", (PYTHON, go, second)), gates=GATES, versions={"python": ["3.11", "3.11", "bad one"]}
    )
    assert "How SpecCursor qualifies pair." in text
    assert "# python:., of pyproject.toml: 1 source and 1 test files; packages: a; runner: unittest" in text
    assert '#runner = "unittest"' in text
    assert '#python = ["3.11"]\n' in text
    assert text.count("#extras") == 1
    taken = parse(_taken(text), path="q", gates=GATES)
    assert set(taken.recipes) == {"python:.", "python:lib", "go:svc"}
    assert taken.matrix == Matrix(python=("3.11",))


def test_every_gate_stands_there_with_its_question_and_its_default() -> None:
    text = commented(_candidate("none", ()), gates=GATES)
    for gate in GATES.values():
        assert f'# {gate.question}\n#[gates.{gate.id}]\n#require = "{gate.required}"\n' in text
    assert '#component = "*"' in text


def test_a_gate_without_a_threshold_is_told_and_not_offered() -> None:
    text = commented(_candidate("none", ()), gates=samples.GATES)
    assert "# Is signed as it should be?\n" in text
    assert "[gates.signed]" not in text


def test_a_component_that_toml_cannot_name_is_told_in_prose() -> None:
    odd = Component(language=Language.PYTHON, path="x\ny", manifest=None, files={})
    text = commented(_candidate("odd", (odd,)), gates={})
    assert "# python:x\\u000ay: 0 source and 0 test files\n# Its path cannot be written here" in text


def test_an_example_of_no_toml_type_is_a_bug() -> None:
    with pytest.raises(TypeError):
        _toml(object())


def test_a_component_is_shown_its_own_language_s_tool_and_only_what_means_something_for_it() -> None:
    dockerfile = Component(language=Language.DOCKERFILE, path=".", manifest="Dockerfile", files={}, facts={})
    rust = Component(language=Language.RUST, path="rs", manifest="rs/Cargo.toml", files={}, facts={})
    tools = {Language.DOCKERFILE: ["hadolint"], Language.RUST: ["clippy", "rustfmt"]}
    text = commented(_candidate("x", (dockerfile, rust)), gates=GATES, tools=tools)
    of_docker, of_rust = text.split("#[components.")[1:3]
    assert '#tool = "hadolint"' in of_docker
    assert "#timeout = " in of_docker
    assert not [key for key in ("tests", "sources", "install", "test_arguments") if f"#{key} = " in of_docker]
    assert '#tool = "clippy"' in of_rust
    assert "#test_arguments = " in of_rust
