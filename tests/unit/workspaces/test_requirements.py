"""What a project's tests need is found where projects really write it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.workspaces.requirements import Wanted, poetry_requirement, read_wanted
from tests.unit.workspaces.making import write

PROJECT = '[project]\nname = "p"\n'


def wanted(folder: Path, files: dict[str, str], recipe: Recipe | None = None) -> Wanted:
    write(folder, files)
    return read_wanted(folder, recipe or Recipe())


def test_a_recipe_decides_over_everything_found(tmp_path: Path) -> None:
    found = wanted(
        tmp_path,
        {"pyproject.toml": PROJECT + "[dependency-groups]\ntest = []\n"},
        Recipe(extras=("e",), requirements=("r.txt",), packages=("x==1",)),
    )

    assert (found.extras, found.groups, found.files, found.packages) == (("e",), (), ("r.txt",), ("x==1",))
    assert "qualification.toml" in found.notes[0]


def test_groups_named_for_tests_come_first(tmp_path: Path) -> None:
    text = PROJECT + "[project.optional-dependencies]\ntest = []\n[dependency-groups]\ndev = []\nTests = []\n"
    found = wanted(tmp_path, {"pyproject.toml": text})

    assert (found.groups, found.extras, found.installable) == (("Tests",), (), True)


def test_extras_named_for_tests_come_before_groups_for_developers(tmp_path: Path) -> None:
    text = PROJECT + "[project.optional-dependencies]\ntesting = []\n[dependency-groups]\ndev = []\n"
    found = wanted(tmp_path, {"pyproject.toml": text})

    assert (found.groups, found.extras) == ((), ("testing",))


def test_extras_of_setup_cfg_count(tmp_path: Path) -> None:
    text = "[metadata]\nname = p\n[options]\npython_requires = >=3.9\n[options.extras_require]\ntest = x\n"
    found = wanted(tmp_path, {"setup.cfg": text})

    assert (found.extras, found.installable, found.requires_python) == (("test",), True, ">=3.9")


def test_requirements_files_for_tests_are_taken(tmp_path: Path) -> None:
    found = wanted(tmp_path, {"setup.py": "", "requirements/tests.txt": "", "requirements-dev.txt": ""})

    assert found.files == ("requirements/tests.txt",)


def test_groups_for_developers_come_before_their_requirements_files(tmp_path: Path) -> None:
    text = PROJECT + "[dependency-groups]\ndev = []\n"
    found = wanted(tmp_path, {"pyproject.toml": text, "requirements-dev.txt": ""})

    assert (found.groups, found.files) == (("dev",), ())


def test_requirements_files_for_developers_are_taken(tmp_path: Path) -> None:
    assert wanted(tmp_path, {"setup.py": "", "dev-requirements.txt": ""}).files == ("dev-requirements.txt",)


TOX = """
[testenv]
deps =
    pytest>=7
    -rrequirements/x.txt
    --requirement y.txt
    py39: old
    {[base]deps}
    ./local thing
    # a comment
extras = e1, e2
dependency_groups = g
[pytest]
addopts = -n2
"""


@pytest.mark.parametrize("where", ["tox.ini", "pyproject.toml"])
def test_tox_is_read(where: str, tmp_path: Path) -> None:
    text = TOX if where == "tox.ini" else f"[tool.tox]\nlegacy_tox_ini = '''{TOX}'''\n"
    found = wanted(tmp_path, {"setup.py": "", where: text})

    assert found.packages == ("pytest>=7",)
    assert found.files == ("requirements/x.txt", "y.txt")
    assert (found.extras, found.groups) == (("e1", "e2"), ("g",))
    said = "\n".join(found.notes)
    for part in ("py39", "{[base]deps}", "./local thing", "[testenv] of tox"):
        assert part in said


def test_tox_in_its_own_toml_is_read(tmp_path: Path) -> None:
    text = '[tool.tox.env_run_base]\ndeps = ["a", "-r b.txt"]\nextras = ["c"]\ndependency_groups = ["d"]\n'
    found = wanted(tmp_path, {"setup.py": "", "pyproject.toml": text})

    assert (found.packages, found.files, found.extras, found.groups) == (("a",), ("b.txt",), ("c",), ("d",))


def test_poetrys_groups_are_translated(tmp_path: Path) -> None:
    text = """
        [tool.poetry]
        name = "p"
        [tool.poetry.dev-dependencies]
        python = "^3.9"
        a = "^1.2"
        [tool.poetry.group.test.dependencies]
        b = { version = "~2.1", extras = ["x"], markers = "python_version < '4'" }
        c = { git = "somewhere" }
        [tool.poetry.group.docs.dependencies]
        d = "*"
    """
    found = wanted(tmp_path, {"pyproject.toml": text})

    assert found.packages == ("a>=1.2,<2", "b[x]>=2.1,<2.2 ; python_version < '4'")
    assert found.installable
    assert any("c in group test is not from the registry" in note for note in found.notes)


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("*", "n"),
        ("1.2", "n==1.2"),
        ("^0.3.1", "n>=0.3.1,<0.4"),
        ("^0.0.3", "n>=0.0.3,<0.0.4"),
        ("^0", "n>=0,<1"),
        ("~1", "n>=1,<2"),
        ("~=1.4", "n~=1.4"),
        (">=1,<3", "n>=1,<3"),
        ("^1 || ^2", "n>=1,<2"),
        ("^x", "n"),
        ("nonsense", "n"),
        ([{"version": "1"}], "n"),
        (7, None),
        ({"path": "../x"}, None),
    ],
)
def test_poetrys_constraints(constraint: object, expected: str | None) -> None:
    assert poetry_requirement("n", constraint) == expected


@given(st.one_of(st.text(max_size=12), st.text("^~<>=!*|,.0123456789ab ", max_size=12)))
def test_whatever_poetry_says_becomes_a_valid_requirement(constraint: str) -> None:
    said = poetry_requirement("name", constraint)

    assert said is not None
    assert Requirement(said).name == "name"


@pytest.mark.parametrize(
    ("files", "plugins"),
    [
        ({"pytest.ini": "[pytest]\naddopts = --cov=p --cov-report=xml -n auto\n"}, ("pytest-cov", "pytest-xdist")),
        ({".pytest.ini": "[pytest]\naddopts = -n4\n"}, ("pytest-xdist",)),
        ({"tox.ini": "[pytest]\ntimeout = 5\n"}, ("pytest-timeout",)),
        ({"setup.cfg": "[tool:pytest]\nasyncio_mode = auto\n"}, ("pytest-asyncio",)),
        (
            {"pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["--reruns", "2", "-q"]\n'},
            ("pytest-rerunfailures",),
        ),
        ({"pyproject.toml": '[tool.pytest]\nrequired_plugins = ["pytest-mock>=3"]\n'}, ("pytest-mock>=3",)),
        ({"pytest.ini": "[pytest]\naddopts = 'unclosed --cov\n"}, ("pytest-cov",)),
        ({"pytest.ini": "[pytest]\n", "tox.ini": "[pytest]\ntimeout = 5\n"}, ()),
        ({"pytest.ini": "[pytest]\nrequired_plugins = !!!\n"}, ()),
    ],
)
def test_the_plugins_that_the_pytest_configuration_asks_for(
    files: dict[str, str], plugins: tuple[str, ...], tmp_path: Path
) -> None:
    assert wanted(tmp_path, files).plugins == plugins


def test_requirements_alone_are_installed_where_there_is_no_manifest(tmp_path: Path) -> None:
    found = wanted(tmp_path, {"requirements.txt": "x", "a.py": ""})

    assert (found.installable, found.files) == (False, ("requirements.txt",))


def test_a_manifest_for_tools_only_is_not_installed(tmp_path: Path) -> None:
    assert not wanted(tmp_path, {"pyproject.toml": "[tool.ruff]\n"}).installable


def test_a_virtual_project_of_uv_and_one_that_asks_not_to_be_are_not_installed(tmp_path: Path) -> None:
    text = PROJECT + "[tool.uv]\npackage = false\n"

    assert not wanted(tmp_path, {"pyproject.toml": text}).installable
    assert not wanted(tmp_path, {"pyproject.toml": PROJECT}, Recipe(install=False)).installable


def test_the_python_that_it_requires_is_read(tmp_path: Path) -> None:
    text = PROJECT + 'requires-python = ">=3.12"\n'

    assert wanted(tmp_path, {"pyproject.toml": text}).requires_python == ">=3.12"


def test_a_manifest_nested_too_deeply_is_noted(tmp_path: Path) -> None:
    assert "pyproject.toml is nested too deeply" in wanted(tmp_path, {"pyproject.toml": "a = " + "[" * 2000}).notes


def test_files_that_cannot_be_read_are_noted(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_bytes(b"\xff\xfe\xff")
    found = wanted(tmp_path, {"pyproject.toml": "= broken", "setup.cfg": "broken", "tox.ini": "x" * (1 << 21)})

    said = "\n".join(found.notes)
    for part in ("pyproject.toml is not TOML", "setup.cfg is not an INI", "tox.ini is larger", "pytest.ini cannot"):
        assert part in said
