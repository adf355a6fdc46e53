"""Which components a change can reach, on candidates that are surveyed from folders."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from speccursor.qualify.configuration.reading import defaults
from speccursor.qualify.model.baseline import Earlier
from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause
from speccursor.qualify.pipeline import DECLARATIONS, ENGINE
from speccursor.qualify.plan import Scope, make_plan
from speccursor.qualify.plan.reach import Reach
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.tools import TOOLS
from tests.unit.survey.trees import write

FILES = {
    "package.json": '{"private": true, "workspaces": ["js/*"]}',
    "package-lock.json": "{}",
    "js/a/package.json": '{"name": "a", "dependencies": {"b": "1"}}',
    "js/a/index.js": "one",
    "js/a/more.js": "one",
    "js/b/package.json": '{"name": "b"}',
    "js/b/index.js": "one",
    "py/pyproject.toml": '[project]\nname = "p"\n',
    "py/p.py": "one",
    "py/data/cases.json": "one",
    "rs/Cargo.toml": '[workspace]\nmembers = ["*"]\n',
    "rs/x/Cargo.toml": '[package]\nname = "x"\n[dependencies]\ny = { path = "../y" }\n',
    "rs/x/src/lib.rs": "one",
    "rs/y/Cargo.toml": '[package]\nname = "y"\n',
    "rs/y/src/lib.rs": "one",
    "go/go.mod": "module example.org/g\n",
    "go/g.go": "one",
    "Dockerfile": "one",
    "run.sh": "one",
    "shared/vectors.json": "one",
    "qualification.toml": "",
}
EVERY = frozenset(
    {"javascript:js/a", "javascript:js/b", "python:py", "rust:rs/x", "rust:rs/y", "go:go", "dockerfile:.", "shell:."}
)
LINTED_ALONE = frozenset({"dockerfile:.", "shell:."})
NOT_BY_RECIPE = Recipe()


def surveyed(folder: Path, files: dict[str, str]) -> Candidate:
    folder.mkdir()
    return replace(survey(write(folder, files)), name="c")


def reach(tmp_path: Path, changed: dict[str, str | None], recipe: Recipe = NOT_BY_RECIPE) -> frozenset[str]:
    """Return what is reached when files got another content, or are there no more (None)."""
    then = surveyed(tmp_path / "then", FILES)
    now = surveyed(tmp_path / "now", {path: text for path, text in {**FILES, **changed}.items() if text is not None})
    earlier = Earlier(named="v1", commit="0" * 40, tree=then)
    found = Reach(candidate=now, earlier=earlier, tools=TOOLS, recipe=lambda _: recipe)
    return frozenset(one.id for one in found.of(now.components))


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        ("js/a/index.js", {"javascript:js/a"}),
        ("js/b/index.js", {"javascript:js/a", "javascript:js/b"}),
        ("package-lock.json", EVERY - LINTED_ALONE),
        ("js/b/package.json", {"javascript:js/a", "javascript:js/b"}),
        ("py/p.py", {"python:py"}),
        ("py/data/cases.json", EVERY - LINTED_ALONE),
        ("rs/x/src/lib.rs", {"rust:rs/x"}),
        ("rs/y/src/lib.rs", {"rust:rs/x", "rust:rs/y"}),
        ("rs/x/Cargo.toml", {"rust:rs/x", "rust:rs/y", "python:py"}),
        ("go/g.go", {"go:go"}),
        ("Dockerfile", {"dockerfile:."}),
        ("run.sh", EVERY - {"dockerfile:."}),
        ("shared/vectors.json", EVERY - LINTED_ALONE),
        ("qualification.toml", EVERY),
    ],
)
def test_a_change_reaches_what_reads_it_and_what_needs_that(path: str, reached: set[str], tmp_path: Path) -> None:
    text = FILES[path].replace("one", "two")
    text = text + "\n" if text == FILES[path] else text
    assert reach(tmp_path, {path: text}) == reached


def test_nothing_changed_reaches_nothing(tmp_path: Path) -> None:
    assert reach(tmp_path, {}) == frozenset()


def test_what_is_new_or_gone_reaches_as_what_is_changed_does(tmp_path: Path) -> None:
    assert reach(tmp_path, {"go/new.go": "two", "js/a/more.js": None}) == {"go:go", "javascript:js/a"}
    (tmp_path / "again").mkdir()
    assert reach(tmp_path / "again", {"shared/vectors.json": None}) == EVERY - LINTED_ALONE


def test_a_component_that_was_not_there_is_reached(tmp_path: Path) -> None:
    assert reach(tmp_path, {"js/c/package.json": '{"name": "c"}', "js/c/index.js": "one"}) >= {"javascript:js/c"}


def test_an_input_that_the_project_names_reaches_whoever_names_it(tmp_path: Path) -> None:
    found = reach(tmp_path, {"go/g.go": "two"}, Recipe(inputs=("../go/*.go",)))
    assert found >= {"go:go", "python:py"}


def test_where_the_folder_was_not_there_everything_is_reached(tmp_path: Path) -> None:
    now = surveyed(tmp_path / "now", FILES)
    found = Reach(
        candidate=now,
        earlier=Earlier(named="v1", commit="0" * 40, tree=None),
        tools=TOOLS,
        recipe=lambda _: Recipe(),
    )
    assert found.of(now.components) == now.components


# the plan


def planned(tmp_path: Path, changed: dict[str, str], scope: Scope) -> tuple[frozenset[str], list[str]]:
    """Return whose evidence is owed, and what is not asked for the reason that it did not change."""
    then = surveyed(tmp_path / "then", FILES)
    now = surveyed(tmp_path / "now", {**FILES, **changed})
    earlier = Earlier(named="main", commit="abcdef" + "0" * 34, tree=then)
    plan = make_plan(now, defaults(), DECLARATIONS, scope=scope, engine=ENGINE, earlier=earlier)
    assert plan.partial
    assert plan.limited
    aside = [item.what for item in plan.not_asked if "changed since main (abcdef000000)" in item.proof]
    return frozenset(owed.component for owed in plan.owed), aside


def test_what_no_change_reaches_is_told_and_nothing_is_owed_of_it(tmp_path: Path) -> None:
    owed, aside = planned(tmp_path, {"py/p.py": "two"}, Scope(since="main", stages=(StageId.STATIC_ANALYSIS,)))
    assert owed == {"python:py"}
    assert aside == [f"every gate on {one}" for one in sorted(EVERY - owed, key=aside_order)]


def aside_order(component: str) -> tuple[int, str]:
    order = ["python", "javascript", "rust", "go", "dockerfile", "shell"]
    return order.index(component.partition(":")[0]), component


def test_where_nothing_is_reached_no_gate_applies_and_none_passes(tmp_path: Path) -> None:
    then = surveyed(tmp_path / "then", FILES)
    plan = make_plan(
        then,
        defaults(),
        DECLARATIONS,
        scope=Scope(since="main"),
        engine=ENGINE,
        earlier=Earlier(named="main", commit="0" * 40, tree=then),
    )
    assert not plan.owed
    provided = [one for one in plan.questions if one.stage.number <= 3]
    assert {one.gate for one in provided} >= {"lint-errors", "tests-pass", "line-coverage", "property-holds"}
    assert all("changed since main" in one.proof for one in provided)
    later = [one for one in plan.questions if one.stage.number > 3]
    assert later
    assert all(not one.proof and one.cause is Cause.UNAVAILABLE for one in later)


def test_a_component_that_is_taken_for_something_else_is_reached_though_no_file_of_it_changed(tmp_path: Path) -> None:
    now = surveyed(tmp_path / "now", FILES)
    otherwise = tuple(replace(one, facts={**one.facts, "runner": "other"}) for one in now.components)
    earlier = Earlier(named="v1", commit="0" * 40, tree=replace(now, components=otherwise))
    found = Reach(candidate=now, earlier=earlier, tools=TOOLS, recipe=lambda _: Recipe())
    assert found.of(now.components) == now.components
