from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.needs import reached
from tests.unit.survey.trees import only, write

CODE = {"python": "src/m.py", "javascript": "index.js", "rust": "src/lib.rs", "go": "m.go", "lean": "M.lean"}


def needs(root: Path, language: str, manifests: dict[str, str], more: dict[str, str] | None = None) -> dict[str, str]:
    """Return folder -> the folders that its component needs, for components of one language with a source each."""
    files = {**manifests, **(more or {}), **{f"{Path(path).parent}/{CODE[language]}": "" for path in manifests}}
    candidate = survey(write(root, files))
    return {
        one.path: " ".join(needed.partition(":")[2] for needed in one.needs)
        for one in candidate.components
        if one.language == language
    }


def test_members_of_a_javascript_workspace_need_those_whose_packages_they_name(tmp_path: Path) -> None:
    manifests = {
        "package.json": '{"private": true, "workspaces": ["packages/*"]}',
        "packages/a/package.json": '{"name": "@m/a", "dependencies": {"@m/b": "workspace:^"}}',
        "packages/b/package.json": '{"name":"@m/b","devDependencies":{"c":"^1"}}',
        "packages/c/package.json": '{"name": "c"}',
        "packages/b-c/package.json": '{"name": "b-c", "dependencies": {"@m/b-c": "1", "bc": "1"}}',
    }
    found = needs(tmp_path, "javascript", manifests)
    assert found == {".": "", "packages/a": "packages/b packages/c", "packages/b": "packages/c"} | dict.fromkeys(
        ("packages/c", "packages/b-c"), ""
    )


def test_a_way_to_a_folder_is_a_name_for_it(tmp_path: Path) -> None:
    manifests = {
        "a/package.json": '{"name": "a", "dependencies": {"x": "file:../b"}}',
        "b/package.json": '{"name": "b"}',
        "c/package.json": '{"name": "c"}',
    }
    more = {"c/tsconfig.json": '{"references": [{"path": "../a"}]}'}
    assert needs(tmp_path, "javascript", manifests, more) == {"a": "b", "b": "", "c": "a b"}


def test_lake_packages_need_those_that_they_require_by_name_or_by_their_way(tmp_path: Path) -> None:
    manifests = {
        "a/lakefile.toml": 'name = "a"\n[[require]]\nname = "b"\npath = "../b"\n',
        "b/lakefile.lean": 'import Lake\nrequire c from ".." / "c"\n',
        "c/lakefile.toml": 'name = "c"\n',
        "d/lakefile.lean": "import Lake\n",
    }
    more = {"d/lake-manifest.json": '{"packages": [{"type": "path", "name": "b", "dir": "../b"}]}'}
    assert needs(tmp_path, "lean", manifests, more) == {"a": "b c", "b": "c", "c": "", "d": "b c"}


@pytest.mark.parametrize("written", ["m-core", "M_Core>=1", "m.core[extra]==1; python_version > '3'"])
def test_distributions_of_python_are_compared_as_pypi_does(written: str, tmp_path: Path) -> None:
    manifests = {
        "app/pyproject.toml": f'[project]\nname = "app"\ndependencies = ["{written}"]\n',
        "core/pyproject.toml": '[project]\nname = "m-core"\n',
        "other/pyproject.toml": '[project]\nname = "m-core-extra"\n',
    }
    assert needs(tmp_path, "python", manifests) == {"app": "core", "core": "", "other": ""}


def test_a_file_of_requirements_is_a_manifest_too(tmp_path: Path) -> None:
    manifests = {"app/pyproject.toml": '[project]\nname = "app"\n', "core/pyproject.toml": '[project]\nname = "core"\n'}
    more = {"app/requirements/test.txt": "-e ../core\n"}
    assert needs(tmp_path, "python", manifests, more) == {"app": "core", "core": ""}


def test_a_crate_is_known_by_what_its_workspace_calls_it(tmp_path: Path) -> None:
    member = '[package]\nname = "{}"\n[dependencies]\n{}\n'
    manifests = {
        "Cargo.toml": '[workspace]\nmembers = ["*"]\n[workspace.dependencies]\n'
        'inner = { path = "c", package = "deep-c" }\nb = { path = "b" }\n',
        "a/Cargo.toml": member.format("a", "b.workspace = true"),
        "b/Cargo.toml": member.format("b", "inner = { workspace = true }"),
        "c/Cargo.toml": member.format("deep-c", ""),
        "d/Cargo.toml": member.format("d", 'x = { path = "../c" }'),
    }
    found = needs(tmp_path, "rust", manifests)
    assert {one: found[one] for one in "abcd"} == {"a": "b c", "b": "c", "c": "", "d": "c"}


def test_modules_of_go_need_those_that_they_require(tmp_path: Path) -> None:
    manifests = {
        "a/go.mod": "module example.org/x/a\n\nrequire example.org/x/b v0.0.0\n\nreplace example.org/x/b => ../b\n",
        "b/go.mod": "module example.org/x/b\n",
        "c/go.mod": "module example.org/x/c // nothing of example.org/x/bb\n",
    }
    assert needs(tmp_path, "go", manifests) == {"a": "b", "b": "", "c": ""}


def test_those_that_need_one_another_do_not_need_themselves(tmp_path: Path) -> None:
    manifests = {
        "a/package.json": '{"name": "a", "dependencies": {"b": "1"}}',
        "b/package.json": '{"name": "b", "dependencies": {"a": "1"}}',
    }
    assert needs(tmp_path, "javascript", manifests) == {"a": "b", "b": "a"}


def test_languages_do_not_need_one_another(tmp_path: Path) -> None:
    files = {"p/pyproject.toml": '[project]\nname = "x"\n', "p/m.py": "", "j/package.json": '{"name": "x"}'}
    candidate = survey(write(tmp_path, {**files, "j/index.js": ""}))
    assert only(candidate, "python:p").needs == only(candidate, "javascript:j").needs == ()


NAMES = st.sampled_from([ComponentId(f"go:{name}") for name in "abcdef"])


@given(st.dictionaries(NAMES, st.sets(NAMES)))
def test_whoever_needs_a_component_needs_all_that_it_needs_and_nothing_else(
    graph: dict[ComponentId, set[ComponentId]],
) -> None:
    direct = {one: named & graph.keys() for one, named in graph.items()}
    found = {one: set(reached(one, direct)) for one in direct}
    for one, named in direct.items():
        assert found[one] == named.union(*(found[other] | {other} for other in named)) - {one}
        for needed in found[one] - named:
            assert any(needed in found[other] for other in named)
