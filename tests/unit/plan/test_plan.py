from pathlib import PurePosixPath

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.configuration.values import Configuration, GateSettings, Matrix
from speccursor.qualify.gates import GATES
from speccursor.qualify.model.candidate import Candidate, Component, Language, Role, Source
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.plan import EVERY_COMPONENT, Plan, folder_of
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.plan import Declarations, Scope, make_plan
from speccursor.qualify.stages import PROVIDED, STAGES


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(argv=("true", component.id, str(options.examples)))


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    outputs.names()
    return ()


def tool(name: str, kind: Kind, *, proof: str = "") -> Tool:
    return Tool(
        id=name,
        title=name,
        languages=frozenset(Language),
        kinds=(kind,),
        provision=Pypi(name, "1"),
        invoke=_invoke,
        read=_read,
        reproduce=f"{name} .",
        applies=lambda _: proof,
    )


def declarations() -> Declarations:
    kinds = {ask.gate: GATES[ask.gate].kind for stage in STAGES.values() for ask in stage.asks}
    named = {
        name: kinds[ask.gate]
        for stage in STAGES.values()
        for ask in stage.asks
        for names in ask.tools.values()
        for name in names
    }
    proofs = {
        "jest": "scripts.test does not run jest",
        "node-test": "scripts.test does not run node --test",
        "mocha": "scripts.test does not run mocha",
        "tsc": "no TypeScript file and no tsconfig.json",
    }
    tools = {name: tool(name, kind or Kind.FINDINGS, proof=proofs.get(name, "")) for name, kind in named.items()}
    return Declarations(stages=STAGES, gates=GATES, tools=tools)


def component(language: Language, path: str = ".") -> Component:
    name = str(PurePosixPath(path) / "main")
    return Component(language=language, path=path, manifest=None, files={name: Role.SOURCE})


def candidate(*components: Component) -> Candidate:
    return Candidate(
        name="c",
        source=Source.FOLDER,
        revision=None,
        tree=digest_of_bytes(b"t"),
        dirty=False,
        files=(),
        components=components,
    )


def plan_of(*components: Component, scope: Scope | None = None, configuration: Configuration | None = None) -> Plan:
    return make_plan(
        candidate(*components),
        configuration or Configuration(),
        declarations(),
        scope=scope or Scope(),
        engine="test",
        absent={Language.LEAN: "none of 3 files is Lean"},
    )


PYTHON, SCRIPT = component(Language.PYTHON, "py"), component(Language.JAVASCRIPT, "js")

COMPONENTS = st.lists(
    st.builds(component, st.sampled_from(Language), st.sampled_from([".", "a", "a/b", "dir with space"])),
    max_size=4,
    unique_by=lambda item: item.id,
)


@given(COMPONENTS)
def test_every_stage_is_asked_or_says_why_not_for_every_component(components: list[Component]) -> None:
    plan = plan_of(*components)
    assert [stage.id for stage in plan.stages] == list(StageId)
    for stage in PROVIDED:
        answered = [question.component for question in plan.questions if question.stage is stage]
        excused = " ".join(item.what for item in plan.not_asked if item.stage is stage)
        assert answered or excused
        assert [item for item in components if item.id not in answered and item.id not in excused] == []


def test_a_stage_that_nothing_provides_stands_in_the_plan_with_all_its_gates_and_what_would() -> None:
    plan = plan_of(PYTHON)
    for stage in set(StageId) - set(PROVIDED):
        asked = [question for question in plan.questions if question.stage is stage]
        assert [question.gate for question in asked] == [ask.gate for ask in STAGES[stage].asks]
        assert all(question.owed == () and question.hint for question in asked)


@given(COMPONENTS)
def test_every_question_asks_only_of_what_is_owed_and_everything_owed_is_asked_of(components: list[Component]) -> None:
    plan = plan_of(*components)
    owed = {item.id for item in plan.owed}
    asked = {identifier for question in plan.questions for identifier in question.owed}
    assert asked == owed
    assert len(owed) == len(plan.owed)
    assert msgspec.json.decode(msgspec.json.encode(plan), type=Plan).digest == plan.digest


def test_nothing_found_at_all_is_asked_and_cannot_be_answered() -> None:
    plan = plan_of()
    static = [question for question in plan.questions if question.stage is StageId.STATIC_ANALYSIS]
    assert {question.gate for question in static} == {"lint-errors", "format-errors", "type-errors", "complexity"}
    assert all("nothing in a language" in question.hint for question in static)


def test_a_smaller_question_is_partial_and_a_list_of_all_twelve_stages_is_not() -> None:
    assert not plan_of(PYTHON).partial
    assert plan_of(PYTHON, scope=Scope(stages=(StageId.UNIT_TESTS,))).partial
    assert plan_of(PYTHON, scope=Scope(components=("python:*",))).partial
    assert not plan_of(PYTHON, scope=Scope(stages=tuple(StageId))).partial


def test_a_component_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Misuse, match="no component matches") as refused:
        plan_of(PYTHON, scope=Scope(components=("rust:*",)))
    assert "python:py" in refused.value.hint
    with pytest.raises(Misuse) as refused:
        plan_of(scope=Scope(components=("rust:*",)))
    assert "none" in refused.value.hint


def test_only_the_components_in_scope_are_planned() -> None:
    plan = plan_of(PYTHON, SCRIPT, scope=Scope(components=("python:*",)))
    assert {item.component for item in plan.owed} == {PYTHON.id}
    assert [item.id for item in plan.components] == [PYTHON.id]


def test_coverage_is_asked_of_each_component_and_once_more_of_all() -> None:
    plan = plan_of(PYTHON, SCRIPT)
    lines = [question for question in plan.questions if question.gate == "line-coverage"]
    assert [question.component for question in lines] == [PYTHON.id, SCRIPT.id, EVERY_COMPONENT]
    assert set(lines[2].owed) == {*lines[0].owed, *lines[1].owed}
    assert EVERY_COMPONENT not in [q.component for q in plan_of(PYTHON).questions if q.gate == "line-coverage"]


def test_an_obligatory_gate_without_a_fitting_tool_stays_and_says_what_was_looked_for() -> None:
    declared = declarations()
    none = tool("vitest", Kind.TESTS, proof="scripts.test does not run vitest")
    plan = make_plan(
        candidate(component(Language.JAVASCRIPT)),
        Configuration(),
        Declarations(stages=STAGES, gates=GATES, tools={**declared.tools, "vitest": none}),
        scope=Scope(),
        engine="test",
    )
    tests = [question for question in plan.questions if question.gate == "tests-pass"]
    assert [question.owed for question in tests] == [()]
    assert "vitest: scripts.test does not run vitest" in tests[0].hint


def test_a_gate_that_does_not_arise_is_told_with_its_proof() -> None:
    told = {(item.what, item.proof) for item in plan_of(SCRIPT).not_asked}
    assert ("type-errors on javascript:js", "no TypeScript file and no tsconfig.json") in told
    assert ("format-errors on javascript:js", "format-errors is not known for javascript") in told
    assert ("every gate on lean", "none of 3 files is Lean") in told


def test_the_matrix_makes_a_cell_of_each_version_of_a_components_own_toolchain() -> None:
    configuration = Configuration(matrix=Matrix(os=("debian-12",), python=("3.11", "3.12"), node=("20",)))
    plan = plan_of(PYTHON, SCRIPT, component(Language.DOCKERFILE), configuration=configuration)
    cells = {(item.component, item.cell.name) for item in plan.owed}
    assert {cell for owner, cell in cells if owner == PYTHON.id} == {"debian-12,python-3.11", "debian-12,python-3.12"}
    assert {cell for owner, cell in cells if owner == SCRIPT.id} == {"debian-12,node-20"}
    assert {cell for owner, cell in cells if owner.startswith("dockerfile")} == {"debian-12"}


def test_settings_reach_the_questions_the_tools_and_the_recipes() -> None:
    configuration = Configuration(
        profile=Profile.STANDARD,
        gates={
            "complexity": GateSettings(require=parse_requirement("<= 10")),
            "property-holds": GateSettings(require=parse_requirement(">= 2000 examples")),
        },
        recipes={PYTHON.id: Recipe(timeout_s=30.0, test_arguments=("-x",))},
    )
    plan = plan_of(PYTHON, configuration=configuration)
    assert plan.profile is Profile.STANDARD
    assert [q.required for q in plan.questions if q.gate == "complexity"] == ["<= 10"]
    options = plan.options[PYTHON.id]
    assert (options.examples, options.timeout_s) == (2000, 30.0)
    assert options.test_arguments == ("-x",)
    assert plan.recipes[PYTHON.id].timeout_s == 30.0
    assert plan_of(PYTHON, scope=Scope(profile=Profile.RELEASE), configuration=configuration).profile is Profile.RELEASE


def test_the_command_that_reproduces_stands_in_the_components_folder() -> None:
    reproduce = {q.component: q.reproduce for q in plan_of(component(Language.PYTHON, "a b")).questions if q.owed}
    assert reproduce["python:a b"].startswith("cd 'a b' && ")  # type: ignore[index]  # ComponentId is a str
    assert all(not q.reproduce.startswith("cd") for q in plan_of(component(Language.PYTHON)).questions)


@given(st.text(alphabet="ab /%2051", min_size=1, max_size=12))
def test_an_owed_id_has_four_parts_and_gives_its_components_folder_back(path: str) -> None:
    for owed in plan_of(component(Language.PYTHON, path)).owed:
        assert len(owed.id.split(" ")) == 4
        assert folder_of(owed.id) == path


def test_a_candidate_with_an_earlier_release_owes_a_comparison_and_one_without_says_that_it_does_not_arise() -> None:
    told = [item for item in plan_of(PYTHON).not_asked if item.what == "coverage-delta"]
    assert [item.proof for item in told] == ["the history of the candidate shows no earlier release"]
    released = msgspec.structs.replace(candidate(PYTHON), released=("v1.2.0", "c0ffee"))
    plan = make_plan(released, Configuration(), declarations(), scope=Scope(), engine="test")
    (asked,) = [question for question in plan.questions if question.gate == "coverage-delta"]
    assert asked.owed == ()
    assert "v1.2.0" in asked.hint
