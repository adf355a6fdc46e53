import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from speccursor.qualify.execute.filling import UnknownPlace, fill
from speccursor.qualify.model.candidate import Candidate, Component, File, Language, Role, Source
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.sight import read_files, visible_files
from speccursor.qualify.model.tool import Tool
from tests.unit.plan.test_plan import tool as plain_tool

PYTHON = Component(
    language=Language.PYTHON,
    path="services/api",
    manifest="services/api/pyproject.toml",
    files={
        "services/api/pyproject.toml": Role.SUPPORT,
        "services/api/src/api.py": Role.SOURCE,
        "services/api/tests/test_api.py": Role.TEST,
        "services/api/tests/data/bad.py": Role.DATA,
        "services/api/README.md": Role.SUPPORT,
    },
)
SCRIPT = Component(
    language=Language.JAVASCRIPT,
    path="services/api/web",
    manifest=None,
    files={"services/api/web/index.js": Role.SOURCE, "services/api/web/build.py": Role.SUPPORT},
)
OTHER = Component(language=Language.GO, path="go", manifest=None, files={"go/main.go": Role.SOURCE})
LOOSE = ("pyproject.toml", "services/ruff.toml", "services/api/tests/ruff.toml", "vectors/cases.json", "tool.py")
CANDIDATE = Candidate(
    name="c",
    source=Source.FOLDER,
    revision=None,
    tree=digest_of_bytes(b""),
    dirty=False,
    files=tuple(
        File(path, 1, digest_of_bytes(path.encode()))
        for path in sorted((*PYTHON.files, *SCRIPT.files, *OTHER.files, *LOOSE))
    ),
    components=(PYTHON, SCRIPT, OTHER),
)


def seen(tool: Tool, component: Component = PYTHON, recipe: Recipe | None = None) -> set[str]:
    return {file.path for file in visible_files(tool, component, CANDIDATE, recipe or Recipe())}


def linter(*suffixes: str) -> Tool:
    fitting = plain_tool("linter", Kind.FINDINGS)
    return Tool(
        id=fitting.id,
        title=fitting.title,
        languages=fitting.languages,
        kinds=fitting.kinds,
        provision=fitting.provision,
        invoke=fitting.invoke,
        read=fitting.read,
        reproduce=fitting.reproduce,
        suffixes=suffixes,
    )


def test_a_tool_with_suffixes_sees_the_components_own_judged_files_and_the_configuration_above_them() -> None:
    assert seen(linter(".py", ".toml")) == {
        "services/api/pyproject.toml",
        "services/api/src/api.py",
        "services/api/tests/test_api.py",
        "services/api/tests/ruff.toml",
        "services/ruff.toml",
        "pyproject.toml",
        "tool.py",
    }


def test_any_other_tool_sees_its_components_folder_and_what_belongs_to_no_component() -> None:
    assert seen(plain_tool("tests", Kind.TESTS)) == {*PYTHON.files, *SCRIPT.files, *LOOSE}
    assert seen(plain_tool("tests", Kind.TESTS), OTHER) == {*OTHER.files, *LOOSE}


def documents(*components: Component) -> Candidate:
    """Return the candidate with scripts and documents among its components."""
    more = tuple(
        File(path, 1, digest_of_bytes(path.encode()))
        for component in components
        for path in component.files
        if path not in {file.path for file in CANDIDATE.files}
    )
    return replace(CANDIDATE, files=(*CANDIDATE.files, *more), components=(*CANDIDATE.components, *components))


def test_scripts_and_documents_may_configure_and_feed_what_they_do_not_belong_to() -> None:
    toml = Component(language=Language.TOML, path=".", manifest=None, files=dict.fromkeys(LOOSE[:3], Role.SUPPORT))
    scripts = Component(language=Language.SHELL, path=".", manifest=None, files={"ci/run": Role.SUPPORT})
    candidate = documents(toml, scripts)
    linted = {file.path for file in visible_files(linter(".py", ".toml"), PYTHON, candidate, Recipe())}
    assert linted == seen(linter(".py", ".toml"))
    tests = {file.path for file in visible_files(plain_tool("tests", Kind.TESTS), PYTHON, candidate, Recipe())}
    assert tests == {*seen(plain_tool("tests", Kind.TESTS)), "ci/run"}


def test_a_tool_that_sees_its_component_whole_needs_no_ending() -> None:
    files = {"ci/run": Role.SUPPORT, "a.sh": Role.SOURCE, "tests/data/b.sh": Role.DATA}
    scripts = Component(language=Language.SHELL, path=".", manifest=None, files=files)
    candidate = documents(scripts)
    shell = replace(linter(".toml"), whole=True)
    whole = {file.path for file in visible_files(shell, scripts, candidate, Recipe())}
    assert {file.path for file in visible_files(replace(shell, suffixes=()), scripts, candidate, Recipe())} == {
        "ci/run",
        "a.sh",
    }
    assert whole == {"ci/run", "a.sh", *(path for path in (*PYTHON.files, *LOOSE) if path.endswith(".toml"))} - {
        "services/api/pyproject.toml"
    }


def test_what_the_project_names_as_inputs_is_seen_as_well() -> None:
    recipe = Recipe(inputs=("../../go/*.go",))
    assert "go/main.go" in seen(plain_tool("tests", Kind.TESTS), recipe=recipe)


def test_placeholders_are_filled_and_every_other_brace_stays() -> None:
    assert fill("{root}/{x} {{ {out}", {"root": "/c", "out": "/o"}) == "/c/{x} {{ /o"


@given(st.sampled_from(["root", "component", "in", "out", "tool", "python", "node", "nonce"]))
def test_a_placeholder_without_a_value_is_refused_not_left_in_a_command_line(name: str) -> None:
    with pytest.raises(UnknownPlace, match=name):
        fill(f"{{{name}}}", {})


def crates() -> tuple[Component, Component, Candidate]:
    """Return two crates, one below the other's neighbour, and a candidate that holds them beside the rest."""
    one = Component(
        language=Language.RUST, path="one", manifest="one/Cargo.toml", files={"one/src/lib.rs": Role.SOURCE}
    )
    two = Component(
        language=Language.RUST, path="two", manifest="two/Cargo.toml", files={"two/src/lib.rs": Role.SOURCE}
    )
    return one, two, documents(one, two)


def test_crates_see_one_another_because_paths_and_workspaces_join_them() -> None:
    one, two, candidate = crates()
    tests = {file.path for file in visible_files(plain_tool("tests", Kind.TESTS), one, candidate, Recipe())}
    assert {*one.files, *two.files} <= tests
    assert "services/api/src/api.py" not in tests
    assert "go/main.go" not in tests


def workspace() -> tuple[Component, Component, Component, Candidate]:
    """Return two packages of a workspace, the first of which needs the second, and a third that needs neither."""
    needed, third = (
        Component(
            language=Language.JAVASCRIPT,
            path=path,
            manifest=f"{path}/package.json",
            files={
                f"{path}/package.json": Role.SUPPORT,
                f"{path}/index.js": Role.SOURCE,
                f"{path}/x.test.js": Role.TEST,
            },
        )
        for path in ("js/b", "js/c")
    )
    first = replace(needed, path="js/a", manifest=None, files={"js/a/index.js": Role.SOURCE}, needs=(needed.id,))
    return first, needed, third, documents(first, needed, third)


def test_what_a_component_needs_is_seen_and_its_other_neighbours_are_not() -> None:
    first, needed, third, candidate = workspace()
    tests = {file.path for file in visible_files(plain_tool("tests", Kind.TESTS), first, candidate, Recipe())}
    assert tests >= {*first.files, *needed.files}
    assert tests.isdisjoint(third.files)
    backwards = {file.path for file in visible_files(plain_tool("tests", Kind.TESTS), needed, candidate, Recipe())}
    assert backwards.isdisjoint(first.files)


def test_a_tool_that_follows_imports_sees_the_files_of_what_is_needed_and_a_linter_does_not() -> None:
    first, needed, _, candidate = workspace()
    checker = replace(linter(".js", ".json"), imports=True)
    checked = {file.path for file in visible_files(checker, first, candidate, Recipe())}
    linted = {file.path for file in visible_files(linter(".js", ".json"), first, candidate, Recipe())}
    assert checked == linted | needed.files.keys()
    assert linted.isdisjoint(needed.files)


def test_what_is_needed_and_stands_below_is_not_there_to_be_judged_twice() -> None:
    first, needed, third, _ = workspace()
    outer = replace(first, path="js")
    candidate = documents(outer, needed, third)
    checker = replace(linter(".js", ".json"), imports=True)
    assert {file.path for file in visible_files(checker, outer, candidate, Recipe())}.isdisjoint(needed.files)


def test_crates_that_stand_there_for_their_workspace_are_not_what_a_result_depends_on() -> None:
    one, two, candidate = crates()
    tests = plain_tool("tests", Kind.TESTS)
    assert set(two.files) <= {file.path for file in visible_files(tests, one, candidate, Recipe())}
    assert {file.path for file in read_files(tests, one, candidate, Recipe())}.isdisjoint(two.files)
    needing = replace(one, needs=(two.id,))
    assert set(two.files) <= {file.path for file in read_files(tests, needing, candidate, Recipe())}


def test_crates_are_seen_by_no_component_of_another_language() -> None:
    one, two, candidate = crates()
    tests = {file.path for file in visible_files(plain_tool("tests", Kind.TESTS), PYTHON, candidate, Recipe())}
    assert tests.isdisjoint({*one.files, *two.files})
