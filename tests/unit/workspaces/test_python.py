"""A Python component is prepared by the real uv, from packages made here: no registry is needed."""

import asyncio
import base64
import hashlib
import os
import sys
import textwrap
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.outcome import Crashed, Finished, TimedOut, Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment
from speccursor.qualify.workspaces import preparation
from speccursor.qualify.workspaces.command import Command, Limits
from speccursor.qualify.workspaces.environment import Prepared, attach
from speccursor.qualify.workspaces.identity import version_of
from speccursor.qualify.workspaces.interpreters import Interpreter
from speccursor.qualify.workspaces.isolation import Isolation, find_isolation
from speccursor.qualify.workspaces.places import Place, take_place
from speccursor.qualify.workspaces.python import prepare
from speccursor.qualify.workspaces.sandbox import run
from tests.unit.workspaces.making import candidate_of, write

NONE = Isolation(bubblewrap=None, reason="the test asks for none")
FOUND = asyncio.run(find_isolation())
NEEDS_BUBBLEWRAP = pytest.mark.skipif(FOUND.bubblewrap is None, reason=f"needs bubblewrap: {FOUND.reason}")
EITHER = [pytest.param(FOUND, marks=NEEDS_BUBBLEWRAP, id="bubblewrap"), pytest.param(NONE, id="none")]
OWN = Interpreter(
    path=Path(getattr(sys, "_base_executable", sys.executable)),
    version=".".join(map(str, sys.version_info[:3])),
    prefix=Path(sys.base_prefix),
)
BACKEND = """
import base64, hashlib, os, pathlib, zipfile
def _wheel(directory, files):
    name = "thing-1.0-py3-none-any.whl"
    meta = {"thing-1.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: thing\\nVersion: 1.0\\n"
                "Provides-Extra: test\\nRequires-Dist: dep; extra == 'test'\\n",
            "thing-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\n"
                "Root-Is-Purelib: true\\nTag: py3-none-any\\n"}
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        for path, text in {**files, **meta}.items():
            wheel.writestr(path, text)
        wheel.writestr("thing-1.0.dist-info/RECORD", "")
    return name
def build_editable(directory, settings=None, metadata=None):
    if os.path.exists("fail"):
        raise SystemExit("the build does not like this")
    pathlib.Path("src/thing/_version.py").write_text("version = '1.0'")
    return _wheel(directory, {"thing.pth": os.path.abspath("src")})
def get_requires_for_build_editable(settings=None):
    return []
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "thing"
version = "1.0"
[project.optional-dependencies]
test = ["dep"]
[tool.pytest.ini_options]
timeout = 5
"""


def wheel(folder: Path, name: str, version: str = "1.0") -> None:
    folder.mkdir(exist_ok=True)
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    files = {
        f"{name.replace('-', '_')}.py": f"version = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text)}\n"
    with zipfile.ZipFile(folder / f"{info.removesuffix('.dist-info')}-py3-none-any.whl", "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, text)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name in ("dep", "pytest", "coverage", "pytest-timeout"):
        wheel(tmp_path / "links", name)
    write(
        tmp_path / "source",
        {"pyproject.toml": PYPROJECT, "backend.py": BACKEND, "src/thing/__init__.py": "", "src/thing/a.py": "x = 1\n"},
    )
    return tmp_path / "source"


def prepared(
    source: Path,
    isolation: Isolation,
    place: Place,
    *,
    recipe: Recipe | None = None,
    interpreter: Interpreter | str = OWN,
    tools: Sequence[FromEnvironment] = (FromEnvironment("pytest", "1.0", {"coverage": "1.0"}),),
    limits: Limits | None = None,
) -> Prepared:
    candidate = candidate_of(source)
    asked = recipe or Recipe()
    recipe = msgspec.structs.replace(asked, environment={"UV_OFFLINE": "1", **asked.environment})
    number = len(list(source.parent.glob("prepare-*")))
    return asyncio.run(
        prepare(
            candidate.components[0],
            candidate=candidate,
            source=source,
            place=place,
            recipe=recipe,
            interpreter=interpreter,
            tools=tools,
            cache=source.parent / "cache",
            isolation=isolation,
            scratch=source.parent / f"prepare-{number}",
            environment={**os.environ, "UV_FIND_LINKS": str(source.parent / "links")},
            limits=limits or Limits(wall_s=120.0),
        )
    )


def test_an_interpreter_that_lies_about_its_version_is_not_used(source: Path) -> None:
    lying = Interpreter(path=OWN.path, version="3.99.1", prefix=OWN.prefix)
    with take_place(NONE, cache=source.parent / "cache", project="p", scratch=source.parent / "s") as place:
        told = prepared(source, NONE, place, interpreter=lying)
    assert isinstance(told.outcome, Unavailable)
    assert told.outcome.reason == f"{OWN.path} says that it is Python 3.99.1, and uv finds {OWN.version}"
    assert told.environment is None


@pytest.mark.parametrize("isolation", EITHER)
def test_an_environment_serves_this_tree_and_a_later_one(isolation: Isolation, source: Path) -> None:
    root = source.parent
    script = (
        "import os, struct, thing.a, thing._version, dep, pytest_timeout, coverage; "
        "kept = open(dep.__cached__, 'rb').read(16); source = os.stat(dep.__file__); "
        "print(thing.a.x, thing.a.__file__, "
        "struct.unpack('<II', kept[8:]) == (int(source.st_mtime), source.st_size))"
    )
    printed = []
    versions: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    for turn in ("first", "later"):
        with take_place(isolation, cache=root / "cache", project="p", scratch=root / turn) as place:
            made = prepared(source, isolation, place)
            assert isinstance(made.outcome, Finished), made
            assert made.environment is not None
            assert made.cached is (turn == "later")
            write(
                place.folder, {"src/thing/__init__.py": "", "src/thing/a.py": (source / "src/thing/a.py").read_text()}
            )
            versions, notes = made.environment.versions, made.notes
            mounts = attach(made.environment, place=place)
            command = Command(
                argv=(made.environment.program("python"), "-c", script),
                cwd=place.seen,
                scratch=root / turn / "run",
                mounts=(place.mount(), *mounts),
                environment=made.environment.variables,
            )
            ended = asyncio.run(run(command, limits=Limits(wall_s=60.0), isolation=isolation))
            assert ended.exit_code == 0, command.stderr.read_text()
            printed.append(command.stdout.read_text().split()[0])
            assert command.stdout.read_text().split()[1:] == [
                place.seen_at("src/thing/a.py"),
                "True",
            ]  # what is compiled of dep is that of its source
        write(source, {"src/thing/a.py": "x = 2\n"})

    assert printed == ["1", "2"]
    assert versions == {
        "coverage": "1.0",
        "dep": "1.0",
        "pytest": "1.0",
        "pytest-timeout": "1.0",
        "thing": "1.0",
    }
    said = "\n".join(notes)
    for part in ("from the extra test", "it sets timeout", "the project brings no pytest, coverage", "_version.py"):
        assert part in said
    assert not (source / "src/thing/_version.py").exists()


@pytest.fixture
def place(source: Path) -> Place:
    folder = source.parent / "place"
    return Place(folder=folder, seen=str(folder))


def test_a_changed_manifest_makes_another_environment(source: Path, place: Place) -> None:
    first = prepared(source, NONE, place)
    write(source, {"pyproject.toml": PYPROJECT + "# changed\n"})
    second = prepared(source, NONE, place)

    assert first.digest != second.digest
    assert not second.cached


def test_half_an_environment_and_one_whose_parts_are_gone_are_made_again(source: Path, place: Place) -> None:
    first = prepared(source, NONE, place)
    assert first.environment is not None
    (Path(first.environment.folder) / "environment.json").unlink()
    assert not prepared(source, NONE, place).cached
    (Path(first.environment.programs)).rename(source.parent / "gone")
    assert not prepared(source, NONE, place).cached
    assert prepared(source, NONE, place).cached


def test_a_build_that_fails_is_told_by_its_last_lines(source: Path, place: Place) -> None:
    write(source, {"fail": ""})
    made = prepared(source, NONE, place)

    assert isinstance(made.outcome, Crashed)
    assert "the build does not like this" in made.outcome.reason
    assert made.environment is None
    assert made.log is not None
    assert "the build does not like this" in Path(made.log).read_text()
    assert not (place.folder / "src/thing/_version.py").exists()


def test_a_requirement_that_is_nowhere_is_told(source: Path, place: Place) -> None:
    made = prepared(source, NONE, place, recipe=Recipe(packages=("nowhere-to-be-found",)))

    assert isinstance(made.outcome, Crashed)
    assert "nowhere-to-be-found" in made.outcome.reason


def test_a_registry_that_cannot_be_reached_is_told(source: Path, place: Place) -> None:
    recipe = Recipe(
        packages=("nowhere",),
        environment={"UV_OFFLINE": "0", "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_HTTP_RETRIES": "0"},
    )
    made = prepared(source, NONE, place, recipe=recipe)

    assert isinstance(made.outcome, Unavailable)
    assert "registry" in made.outcome.hint


def test_no_interpreter_makes_the_component_unavailable(source: Path, place: Place) -> None:
    made = prepared(source, NONE, place, interpreter="Python 3.99 is not on this machine")

    assert isinstance(made.outcome, Unavailable)
    assert made.outcome.reason == "Python 3.99 is not on this machine"
    assert made.log is None


def test_a_preparation_has_its_time(source: Path, place: Place) -> None:
    recipe = Recipe(prepare=(("sleep", "60"),))
    made = prepared(source, NONE, place, recipe=recipe, limits=Limits(wall_s=5.0, grace_s=0.1))

    assert isinstance(made.outcome, TimedOut)


def test_a_tool_whose_pinned_version_does_not_fit_is_taken_in_another(source: Path, place: Place) -> None:
    made = prepared(source, NONE, place, tools=(FromEnvironment("coverage", "7.0"),))

    assert made.environment is not None
    assert made.environment.versions["coverage"] == "1.0"
    assert any("do not fit" in note for note in made.notes)


def test_a_tool_that_cannot_be_reached_is_told(source: Path, place: Place) -> None:
    recipe = Recipe(prepare=())
    tools = (FromEnvironment("nowhere", "7.0"),)
    made = prepared(source, NONE, place, recipe=recipe, tools=tools)

    assert isinstance(made.outcome, Crashed)


def test_a_project_that_brings_its_tools_keeps_them(source: Path, place: Place) -> None:
    made = prepared(source, NONE, place, recipe=Recipe(packages=("pytest", "coverage")))

    assert made.environment is not None
    assert not any("brings no" in note for note in made.notes)


def test_requirements_groups_and_commands_of_a_recipe_are_followed(source: Path, place: Place) -> None:
    text = PYPROJECT + '[dependency-groups]\nmine = ["dep"]\n'
    write(source, {"pyproject.toml": text, "r.txt": "pytest-timeout\n", "PKG-INFO": "Version: 3.1\n"})
    command = (sys.executable, "-c", "open('made-by-command', 'w').write('x' * 10); open('backend.py', 'a').write('#')")
    recipe = Recipe(groups=("mine",), requirements=("r.txt",), install=False, prepare=(command,))
    made = prepared(source, NONE, place, recipe=recipe, tools=())

    assert made.environment is not None
    assert set(made.environment.versions) == {"dep", "pytest-timeout"}
    assert (Path(made.environment.folder) / "built/made-by-command").is_file()
    assert any("rewrote or removed backend.py" in note for note in made.notes)
    assert not (place.folder / "made-by-command").exists()
    attach(made.environment, place=place)
    assert (place.folder / "made-by-command").is_file()


def test_a_version_from_version_control_is_given_to_the_build(source: Path, place: Place) -> None:
    show = "import os; print(sorted(name + '=' + value for name, value in os.environ.items() if 'SCM' in name))"
    text = PYPROJECT + "[tool.setuptools_scm]\n[tool.pdm-backend]\n"
    write(source, {"pyproject.toml": text})
    recipe = Recipe(version="7.8", prepare=((sys.executable, "-c", show),))
    made = prepared(source, NONE, place, recipe=recipe)

    assert made.log is not None
    said = Path(made.log).read_text()
    assert "['PDM_BUILD_SCM_VERSION=7.8', 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_THING=7.8']" in said
    assert any("built as version 7.8" in note for note in made.notes)


@pytest.mark.parametrize(
    ("tag", "version"),
    [("v1.2.3", "1.2.4"), ("thing-2.0", "2.1"), ("release", "0.0.0"), (None, "0.0.0"), ("v1.0rc1", "1.1")],
)
def test_the_version_is_the_next_after_the_newest_release(tag: str | None, version: str, source: Path) -> None:
    candidate: Candidate = candidate_of(source)
    released = (tag, "c") if tag else None

    assert version_of(msgspec.structs.replace(candidate, released=released), Recipe()) == version


def test_the_example_of_the_docstring_names_what_is_there() -> None:
    from speccursor.qualify.workspaces import python  # noqa: PLC0415  (its docstring is what is tested)

    usage = textwrap.dedent((python.__doc__ or "").partition("Usage::")[2])
    compile(f"async def example():\n{textwrap.indent(usage, '    ')}", "usage", "exec")


def test_two_tasks_that_want_one_environment_make_it_once(source: Path, place: Place) -> None:
    candidate = candidate_of(source)

    async def one(scratch: str) -> Prepared:
        return await prepare(
            candidate.components[0],
            candidate=candidate,
            source=source,
            place=Place(folder=source.parent / scratch / "place", seen=place.seen),
            recipe=Recipe(environment={"UV_OFFLINE": "1"}),
            interpreter=OWN,
            tools=(),
            cache=source.parent / "cache",
            isolation=NONE,
            scratch=source.parent / scratch,
            environment={"UV_FIND_LINKS": str(source.parent / "links")},
        )

    async def both() -> tuple[Prepared, Prepared]:
        first, second = await asyncio.gather(one("first"), one("second"))
        return first, second

    # The copies are not where they are seen, as under bubblewrap, so neither gets in the other's way.
    place.folder.mkdir()
    write(place.folder, {name: (source / name).read_text() for name in ("pyproject.toml", "backend.py")})
    write(place.folder, {"src/thing/__init__.py": ""})
    made = asyncio.run(both())

    assert sorted(one.cached for one in made) == [False, True]


def test_a_tree_that_a_build_fills_is_not_kept(source: Path, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "_LARGEST_BUILT", 5)
    made = prepared(source, NONE, place)

    assert made.environment is not None
    assert any("they are not kept" in note for note in made.notes)
    assert not (Path(made.environment.folder) / "built").exists()


POETRY_LOCK = """
[[package]]
name = "dep"
version = "1.0"
[[package]]
name = "pytest"
version = "0.9"
"""
UV_LOCK = """
version = 1
revision = 3
requires-python = ">=3.11"
[[package]]
name = "dep"
version = "1.0"
source = { registry = "links" }
wheels = [{ path = "dep-1.0-py3-none-any.whl" }]
[[package]]
name = "thing"
version = "1.0"
source = { editable = "." }
[package.optional-dependencies]
test = [{ name = "dep" }]
[package.metadata]
requires-dist = [{ name = "dep", marker = "extra == 'test'" }]
provides-extras = ["test"]
"""


@pytest.fixture
def newer(source: Path) -> Path:
    wheel(source.parent / "links", "dep", "2.0")
    wheel(source.parent / "links", "pytest", "0.9")
    return source


def test_without_a_lock_the_newest_versions_are_taken(newer: Path, place: Place) -> None:
    made = prepared(newer, NONE, place)

    assert made.environment is not None
    assert (made.environment.versions["dep"], made.environment.versions["pytest"]) == ("2.0", "1.0")


@pytest.mark.parametrize("isolation", EITHER)
def test_the_projects_own_lock_decides_versions_and_those_of_our_tools_too(isolation: Isolation, newer: Path) -> None:
    write(newer, {"poetry.lock": POETRY_LOCK})
    root = newer.parent
    with take_place(isolation, cache=root / "cache", project="p", scratch=root / "locked") as place:
        made = prepared(newer, isolation, place)

    assert made.environment is not None
    assert made.environment.versions["dep"] == "1.0"
    assert made.environment.versions["pytest"] == "0.9"
    assert made.environment.versions["coverage"] == "1.0"
    assert "versions are those that poetry.lock has: it pins 2 packages" in made.notes


def test_a_lock_of_uv_is_exported_by_uv(newer: Path, place: Place) -> None:
    write(newer, {"uv.lock": UV_LOCK})
    made = prepared(newer, NONE, place)

    assert made.environment is not None
    assert made.environment.versions["dep"] == "1.0"
    assert "versions are those that uv.lock has: it pins 1 packages" in made.notes


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("uv.lock", "= broken", "exporting the lock"),
        ("pdm.lock", "= broken", "Invalid"),
        ("poetry.lock", "", "pins no package"),
        ("poetry.lock", POETRY_LOCK.replace("1.0", "3.0"), "dep==3.0"),
    ],
)
def test_a_lock_that_cannot_be_followed_is_left_and_noted(
    name: str, text: str, reason: str, newer: Path, place: Place
) -> None:
    write(newer, {name: text})
    made = prepared(newer, NONE, place)

    assert made.environment is not None
    assert (made.environment.versions["dep"], made.environment.versions["pytest"]) == ("2.0", "1.0")
    (note,) = (note for note in made.notes if f"{name} is not followed" in note)
    assert reason in note


def test_a_lock_is_no_reason_to_ask_an_unreachable_registry_twice(newer: Path, place: Place) -> None:
    write(newer, {"poetry.lock": POETRY_LOCK})
    recipe = Recipe(
        packages=("nowhere",),
        environment={"UV_OFFLINE": "0", "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_HTTP_RETRIES": "0"},
    )
    made = prepared(newer, NONE, place, recipe=recipe)

    assert isinstance(made.outcome, Unavailable)
    assert made.log is not None
    assert Path(made.log).read_text().count("pip install") == 1


def test_a_changed_lock_makes_another_environment(newer: Path, place: Place) -> None:
    digests = set()
    for name in ("uv.lock", "pylock.toml", "poetry.lock", "pdm.lock"):
        write(newer, {name: POETRY_LOCK})
        digests.add(prepared(newer, NONE, place, interpreter="none").digest)

    assert len(digests) == 4
