import pytest

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.tool import Unprovided
from speccursor.qualify.stages.unit_tests import STAGE
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.tools.javascript_layout import files_of_tests, others, runner_of, sources, typed_sources
from tests.unit.tools.javascript_bench import component

WHOLE = component(
    source=("src/a.js", "src/b.mts", "src/types.d.ts", "src/page.html"),
    tests=("test/a.test.tsx", "test/types.d.ts", "test/data.json"),
    support=("rollup.config.mjs", "index.d.mts"),
    runner="vitest",
)


def test_declarations_are_no_source_that_runs_and_other_languages_are_not_named() -> None:
    assert sources(WHOLE) == ("src/a.js", "src/b.mts")
    assert others(WHOLE) == ("rollup.config.mjs", "test/a.test.tsx")
    assert files_of_tests(WHOLE) == ("test/a.test.tsx", "test/types.d.ts")
    assert typed_sources(WHOLE) == ("src/b.mts",)


def test_exactly_the_runner_that_the_survey_names_applies() -> None:
    told = {"jest": "jest", "vitest": "vitest", "node": "node-test", "mocha": "mocha", "tape": "tape"}
    runners = {**told, "ava": "ava", "tap": "tap", "jasmine": "jasmine"}
    for named in (*runners, "karma", ""):
        one = component(runner=named, path="packages/a")
        proofs = {tool: TOOLS[tool].applies(one) for tool in runners.values()}
        assert [tool for tool, proof in proofs.items() if not proof] == ([runners[named]] if named in runners else [])
        for proof in filter(None, proofs.values()):
            assert proof.startswith("packages/a/package.json names")
            assert (named or "no test runner") in proof
    assert runner_of(component()) == "none"


def test_where_no_runner_is_named_the_key_that_names_one_is() -> None:
    remedy = 'set runner = "jest|vitest|mocha|node:test|tape" under [components."javascript:a"] in qualification.toml'
    assert TOOLS["jest"].applies(component(path="a")).endswith(remedy)


@pytest.mark.parametrize("name", ["ava", "tap", "jasmine"])
def test_a_runner_without_an_adapter_is_unavailable_by_its_name(name: str) -> None:
    provision = TOOLS[name].provision
    assert isinstance(provision, Unprovided)
    assert f"npx {name}" in provision.hint
    asked = STAGE.asks[0].tools[Language.JAVASCRIPT]
    assert [tool for tool in asked if not TOOLS[tool].applies(component(runner=name))] == [name]


@pytest.mark.parametrize(
    ("what", "applies"),
    [
        (component(source=("a.ts",)), True),
        (component(source=("a.js",), tsconfig="tsconfig.json"), True),
        (component(source=("a.js", "a.d.ts"), tests=("test/a.ts",)), False),
    ],
)
def test_types_are_checked_where_something_typed_is_shipped_or_a_configuration_says_so(
    what: object, applies: bool
) -> None:
    proof = TOOLS["tsc"].applies(what)  # type: ignore[arg-type]  # a parametrised component
    assert (proof == "") is applies
    assert applies or "no file that javascript:. ships is TypeScript" in proof


def test_a_component_without_a_file_to_lint_proves_it() -> None:
    assert "no file of javascript:. is JavaScript" in TOOLS["eslint"].applies(component(source=("a.d.ts", "b.vue")))
    assert TOOLS["eslint"].applies(component(support=("a.config.js",))) == ""


def test_properties_need_fast_check_and_a_runner_that_can_be_observed() -> None:
    fast_check = TOOLS["fast-check"]
    assert fast_check.applies(component(runner="jest", fast_check="yes")) == ""
    assert fast_check.applies(component(runner="jest")) == "fast-check is no dependency of javascript:."
    assert "under the test runner ava" in fast_check.applies(component(runner="ava", fast_check="yes"))
