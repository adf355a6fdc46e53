from collections.abc import Callable
from pathlib import Path, PurePosixPath

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from speccursor.qualify.configuration.values import Configuration, GateSettings, Matrix
from speccursor.qualify.gates import GATES
from speccursor.qualify.model.baseline import Before, Released, Unreached, Unreleased
from speccursor.qualify.model.candidate import Candidate, Component, Language, Role, Source
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.plan import EVERY_COMPONENT, Plan, component_of, folder_of, release_of
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.model.verdict import Cause
from speccursor.qualify.plan import Declarations, Scope, compares, make_plan
from speccursor.qualify.plan.asking import UNKNOWN
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
    runners = next(ask.tools[Language.JAVASCRIPT] for ask in STAGES[StageId.UNIT_TESTS].asks if ask.tools)
    proofs = {name: f"scripts.test does not run {name}" for name in runners if name != "vitest"}
    proofs["tsc"] = "no TypeScript file and no tsconfig.json"
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


NOTHING_BEFORE = Unreleased(proof="the history of the candidate shows no earlier release")


def released(*components: Component, tag: str = "v1.2.0") -> Released:
    tree = msgspec.structs.replace(candidate(*components), revision="c0ffee", tree=digest_of_bytes(b"released"))
    return Released(tag=tag, commit="c0ffee", tree=(tree, Path("/baselines/c0ffee")))


def plan_of(
    *components: Component,
    scope: Scope | None = None,
    configuration: Configuration | None = None,
    before: Before = NOTHING_BEFORE,
) -> Plan:
    return make_plan(
        candidate(*components),
        configuration or Configuration(),
        declarations(),
        scope=scope or Scope(),
        engine="test",
        absent={Language.LEAN: "none of 3 files is Lean"},
        before=before,
    )


def asked_whole(*absent: str, scope: Scope | None = None, configuration: Configuration | None = None) -> list[str]:
    """Return the hints of the questions about the candidate as a whole."""
    plan = make_plan(
        msgspec.structs.replace(candidate(component(Language.PYTHON)), absent=absent),
        configuration or Configuration(),
        declarations(),
        scope=scope or Scope(),
        engine="test",
        before=NOTHING_BEFORE,
    )
    return [item.hint for item in plan.questions if item.gate == "candidate-complete" and item.cause is Cause.MISSING]


def test_what_is_declared_and_not_here_is_asked_for_and_nothing_answers() -> None:
    (hint,) = asked_whole("a", "b", "c", "d", "e", "f", "g")

    assert hint.startswith("not here: a, b, c, d, e and 2 more; ")
    assert asked_whole() == []
    assert asked_whole("a", scope=Scope(stages=(StageId.UNIT_TESTS,))) == []


def test_as_much_may_be_absent_as_the_configuration_says() -> None:
    settings = GateSettings(require=parse_requirement("<= 1 absent"))
    configuration = Configuration(gates={"candidate-complete": settings})

    assert asked_whole("a", configuration=configuration) == []
    assert len(asked_whole("a", "b", configuration=configuration)) == 1


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


@given(COMPONENTS, COMPONENTS)
def test_every_question_asks_only_of_what_is_owed_and_everything_owed_is_asked_of(
    components: list[Component], then: list[Component]
) -> None:
    plan = plan_of(*components, before=released(*then))
    owed = {item.id for item in plan.owed}
    asked = {identifier for question in plan.questions for identifier in question.owed}
    against = {identifier for question in plan.questions for identifier in question.against}
    assert asked | against == owed
    assert {release_of(identifier) for identifier in asked} <= {None}
    assert {release_of(identifier) for identifier in against} <= {"v1.2.0"}
    assert len(owed) == len(plan.owed)
    assert msgspec.json.decode(msgspec.json.encode(plan), type=Plan).digest == plan.digest


def test_nothing_found_at_all_is_asked_and_cannot_be_answered() -> None:
    plan = plan_of()
    static = [question for question in plan.questions if question.stage is StageId.STATIC_ANALYSIS]
    assert {question.gate for question in static} == {
        *("lint-errors", "format-errors", "unsafe-code", "type-errors", "complexity")
    }
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
    assert tests[0].cause is Cause.MISSING


def test_tools_that_do_not_fit_for_one_reason_are_told_together() -> None:
    declared = declarations()
    runners = ("jest", "vitest", "node-test", "mocha", "tape", "ava", "tap", "jasmine")
    same = {name: tool(name, Kind.TESTS, proof="no runner is named") for name in runners}
    plan = make_plan(
        candidate(component(Language.JAVASCRIPT)),
        Configuration(),
        Declarations(stages=STAGES, gates=GATES, tools={**declared.tools, **same}),
        scope=Scope(),
        engine="test",
    )
    (asked,) = [question for question in plan.questions if question.gate == "tests-pass"]
    assert asked.hint == f"no tool fits: {', '.join(runners)}: no runner is named"


def test_a_gate_that_does_not_arise_is_told_with_its_proof() -> None:
    told = {(item.what, item.proof) for item in plan_of(SCRIPT).not_asked}
    assert ("type-errors on javascript:js", "no TypeScript file and no tsconfig.json") in told
    assert (
        "format-errors on javascript:js",
        UNKNOWN,
    ) in told
    assert ("every gate on lean", "none of 3 files is Lean") in told


def test_of_documents_alone_no_test_and_no_property_is_asked_and_of_scripts_both_stay_open() -> None:
    documents = (Language.DOCKERFILE, Language.WORKFLOW, Language.YAML, Language.TOML, Language.MARKDOWN)
    plan = plan_of(*map(component, documents))
    later = [question for question in plan.questions if question.stage in PROVIDED[1:]]
    assert {question.gate for question in later} == {ask.gate for stage in PROVIDED[1:] for ask in STAGES[stage].asks}
    assert all("they are linted in stage 1" in question.proof and not question.owed for question in later)
    for tested in (Language.SHELL, Language.SQL):
        alone = plan_of(component(tested), component(Language.YAML))
        assert [question for question in alone.questions if question.stage in PROVIDED[1:]] == []


def test_a_gate_that_a_language_sets_aside_says_why_beside_other_languages() -> None:
    plan = plan_of(component(Language.LEAN, "proofs"), PYTHON)
    told = {item.what: item.proof for item in plan.not_asked}
    assert told["tests-pass on lean:proofs"].startswith("nothing of Lean is tested by running it")
    assert told["format-errors on lean:proofs"] == "Lean has no formatter that its users agree on"
    assert [question.component for question in plan.questions if question.gate == "tests-pass"] == [PYTHON.id]


def test_a_stage_that_no_language_of_the_candidate_knows_is_not_applicable_with_the_reason_and_not_silent() -> None:
    plan = plan_of(component(Language.LEAN), before=released(component(Language.LEAN)))
    asked = [question for question in plan.questions if question.stage is StageId.UNIT_TESTS]
    assert [question.gate for question in asked] == [ask.gate for ask in STAGES[StageId.UNIT_TESTS].asks]
    assert all(question.proof.startswith("nothing of Lean is tested by running it") for question in asked)
    assert not any(question.owed for question in asked)
    properties = [question for question in plan.questions if question.stage is StageId.PROPERTY_TESTS]
    assert [(question.gate, question.tool) for question in properties] == [("property-holds", "lean")]


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


@given(st.text(alphabet="ab /%2051", min_size=1, max_size=12), st.sampled_from(["v1.2.0", "1!2.0", "1.0 %20@a"]))
def test_an_owed_id_has_four_parts_or_five_and_gives_its_component_and_release_back(path: str, tag: str) -> None:
    python = component(Language.PYTHON, path)
    for owed in plan_of(python, before=released(python, tag=tag)).owed:
        assert len(owed.id.split(" ")) == (4 if owed.release is None else 5)
        assert (component_of(owed.id), folder_of(owed.id), release_of(owed.id)) == (python.id, path, owed.release)


def deltas(plan: Plan) -> dict[str, tuple[set[str], set[str]]]:
    """The comparisons of a plan, by component: what is compared with what."""
    asked = [question for question in plan.questions if question.gate == "coverage-delta"]
    return {item.component: (set(item.owed), set(item.against)) for item in asked}


def excused(plan: Plan) -> dict[str, str]:
    return {item.what: item.proof for item in plan.not_asked if item.what.startswith("coverage-delta")}


def test_a_candidate_without_an_earlier_release_says_that_nothing_is_compared() -> None:
    plan = plan_of(PYTHON)
    assert deltas(plan) == {}
    assert excused(plan) == {"coverage-delta": "the history of the candidate shows no earlier release"}
    assert plan.baseline is None


def test_a_release_that_cannot_be_had_leaves_every_language_open_and_says_how_to_have_it() -> None:
    gone = Unreached(reason="v1.2.0 is not here", hint="fetch it")
    plan = plan_of(PYTHON, SCRIPT, before=gone)
    asked = [question for question in plan.questions if question.gate == "coverage-delta"]
    assert [(item.component, item.owed, item.hint) for item in asked] == [
        ("python:*", (), "v1.2.0 is not here; fetch it"),
        ("javascript:*", (), "v1.2.0 is not here; fetch it"),
    ]
    assert plan.baseline is None


def test_a_plan_for_which_nobody_looked_for_a_release_leaves_the_comparison_open() -> None:
    plan = make_plan(candidate(PYTHON), Configuration(), declarations(), scope=Scope(), engine="test")
    (asked,) = [question for question in plan.questions if question.gate == "coverage-delta"]
    assert (asked.owed, asked.proof) == ((), "")
    assert "nobody looked" in asked.hint


def test_what_feeds_coverage_is_owed_of_the_release_on_its_own_components() -> None:
    moved = component(Language.PYTHON, "src")
    configuration = Configuration(recipes={moved.id: Recipe(timeout_s=7.0, sources=("lib",))})
    plan = plan_of(PYTHON, before=released(moved), configuration=configuration)
    theirs = [item for item in plan.owed if item.release is not None]
    assert [(item.tool, item.component, item.release) for item in theirs] == [("pytest", moved.id, "v1.2.0")]
    assert plan.baseline is not None
    assert (plan.baseline.release, plan.baseline.candidate.revision) == ("v1.2.0", "c0ffee")
    assert plan.baseline.recipes[moved.id].timeout_s == 7.0
    assert plan.baseline.options[moved.id].timeout_s == 7.0
    assert plan.baseline.components[0].facts["packages"] == "lib"
    mine = [item.id for item in plan.owed if item.tool == "pytest" and item.release is None]
    assert deltas(plan) == {"python:*": (set(mine), {theirs[0].id})}


def test_several_components_of_a_language_are_compared_together_and_several_languages_once_more() -> None:
    second = component(Language.PYTHON, "other")
    plan = plan_of(PYTHON, second, SCRIPT, before=released(PYTHON, SCRIPT))
    found = deltas(plan)
    assert list(found) == ["python:*", "javascript:*", EVERY_COMPONENT]
    assert {component_of(owed) for owed in found["python:*"][0]} == {PYTHON.id, second.id}  # type: ignore[arg-type]  # OwedId is a str
    assert {component_of(owed) for owed in found["python:*"][1]} == {PYTHON.id}  # type: ignore[arg-type]  # the same
    for side in (0, 1):
        assert found[EVERY_COMPONENT][side] == found["python:*"][side] | found["javascript:*"][side]


def test_a_language_that_the_release_did_not_hold_is_not_compared_and_owes_nothing_of_it() -> None:
    plan = plan_of(PYTHON, SCRIPT, before=released(PYTHON, component(Language.GO)))
    assert list(deltas(plan)) == ["python:*"]
    assert excused(plan) == {"coverage-delta on javascript": "v1.2.0 holds no javascript that is asked of"}
    assert {item.component for item in plan.owed if item.release} == {PYTHON.id}
    nothing = Released(tag="v1.2.0", commit="c0ffee", tree=None)
    assert list(excused(plan_of(PYTHON, before=nothing))) == ["coverage-delta on python"]
    docker = plan_of(component(Language.DOCKERFILE), before=released(PYTHON))
    assert excused(docker) == {
        "coverage-delta on dockerfile": (
            "Dockerfiles hold no code that a unit test could call: they are linted in stage 1"
        )
    }
    shell = plan_of(component(Language.SHELL), before=released(PYTHON))
    assert excused(shell) == {"coverage-delta on shell": UNKNOWN}


def test_a_component_that_no_tool_fits_then_or_now_leaves_its_language_open() -> None:
    declared = declarations()

    def only(path: str) -> Declarations:
        picky = replace(tool("vitest", Kind.TESTS), applies=applies_to(path))
        return Declarations(stages=STAGES, gates=GATES, tools={**declared.tools, "vitest": picky})

    def applies_to(path: str) -> Callable[[Component], str]:
        return lambda item: "" if item.path == path else "does not run vitest"

    for fitting, told in (("js", "in v1.2.0 no tool fits javascript:old"), ("old", "no tool fits javascript:js")):
        plan = make_plan(
            candidate(SCRIPT),
            Configuration(),
            only(fitting),
            scope=Scope(),
            engine="test",
            before=released(component(Language.JAVASCRIPT, "old")),
        )
        (asked,) = [question for question in plan.questions if question.gate == "coverage-delta"]
        assert asked.owed == asked.against == ()
        assert asked.hint.startswith(told)
        assert asked.cause is Cause.MISSING
        assert "does not run vitest" in asked.hint
        assert plan.baseline is None


def test_a_smaller_scope_compares_only_what_it_names() -> None:
    before = released(PYTHON, SCRIPT)
    assert list(deltas(plan_of(PYTHON, SCRIPT, before=before, scope=Scope(components=("python:*",))))) == ["python:*"]
    second = component(Language.PYTHON, "other")
    one = plan_of(PYTHON, second, before=released(PYTHON, second), scope=Scope(components=(PYTHON.id,)))
    assert {item.component for item in one.owed if item.release} == {PYTHON.id}
    static = plan_of(PYTHON, before=before, scope=Scope(stages=(StageId.STATIC_ANALYSIS,)))
    assert (deltas(static), static.baseline, [item for item in static.owed if item.release]) == ({}, None, [])
    assert compares(Scope(), STAGES)
    assert compares(Scope(stages=(StageId.UNIT_TESTS,)), STAGES)
    assert not compares(Scope(stages=(StageId.STATIC_ANALYSIS, StageId.PROPERTY_TESTS)), STAGES)


def test_the_matrix_holds_for_the_release_too() -> None:
    plan = plan_of(PYTHON, before=released(PYTHON), configuration=Configuration(matrix=Matrix(python=("3.11", "3.12"))))
    (asked,) = [question for question in plan.questions if question.gate == "coverage-delta"]
    assert len(asked.owed) == len(asked.against) == 2


def test_the_parts_of_a_plan_hold_each_tree_alone() -> None:
    plan = plan_of(PYTHON, before=released(component(Language.PYTHON, "src")))
    mine, theirs = plan.part(None), plan.part("v1.2.0")
    assert {item.release for item in mine.owed} == {None}
    assert (mine.candidate, mine.components) == (plan.candidate, plan.components)
    assert {item.release for item in theirs.owed} == {"v1.2.0"}
    assert plan.baseline is not None
    assert (theirs.candidate, theirs.components) == (plan.baseline.candidate, plan.baseline.components)
    assert len(mine.owed) + len(theirs.owed) == len(plan.owed)
    with pytest.raises(KeyError, match="v9"):
        plan.part("v9")


def test_coverage_is_asked_once_more_of_a_language_with_several_components() -> None:
    second = component(Language.PYTHON, "other")
    one_language, two = plan_of(PYTHON, second), plan_of(PYTHON, second, SCRIPT)
    for gate in ("line-coverage", "branch-coverage"):
        assert [q.component for q in one_language.questions if q.gate == gate] == [PYTHON.id, second.id, "python:*"]
        asked = [q for q in two.questions if q.gate == gate]
        assert [q.component for q in asked] == [PYTHON.id, second.id, SCRIPT.id, "python:*", EVERY_COMPONENT]
        assert set(asked[3].owed) == {*asked[0].owed, *asked[1].owed}
        assert set(asked[4].owed) == {*asked[3].owed, *asked[2].owed}
