"""A JavaScript component is prepared by the manager that its lock names; a stand-in manager needs no registry."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which

import pytest

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.outcome import Crashed, Finished, Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment
from speccursor.qualify.workspaces.command import Access, Limits
from speccursor.qualify.workspaces.environment import Prepared, attach
from speccursor.qualify.workspaces.identity import manager_of
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.javascript import Toolchain, prepare
from speccursor.qualify.workspaces.places import Place
from tests.unit.workspaces.making import candidate_of, write

NONE = Isolation(bubblewrap=None, reason="the test asks for none")
# Stands for npm, pnpm and yarn: records its call, and "installs" what the file ``registry`` of the project lists.
MANAGER = """
import json, os, pathlib, sys
words = sys.argv[1:]
with open(os.environ["CALLS"], "a") as calls:
    calls.write(" ".join(words) + "\\n")
if words[1] == os.environ.get("FAILS"):
    sys.exit("npm error it does not fit" + os.environ.get("WHY", ""))
def put(name, version):
    folder = pathlib.Path("node_modules", name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": version}))
for line in pathlib.Path("registry").read_text().split():
    put(*line.rsplit("@", 1))
for word in words:
    if "@" in word[1:]:
        put(*word.rsplit("@", 1))
pathlib.Path("nested/deep/node_modules/x").mkdir(parents=True, exist_ok=True)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write(tmp_path, {"manager.py": MANAGER, "calls": ""})
    write(
        tmp_path / "source",
        {
            "js/package.json": '{"name": "p", "scripts": {"pretest": "tsc"}}',
            "js/package-lock.json": "{}",
            "js/registry": "left-pad@1.0.0 @scope/name@2.0.0",
        },
    )
    return tmp_path / "source"


def prepared(
    source: Path,
    *,
    recipe: Recipe | None = None,
    tools: Sequence[FromEnvironment] = (),
    without: str | None = None,
    mounted: bool = False,
    environment: dict[str, str] | None = None,
) -> Prepared:
    root = source.parent
    candidate = candidate_of(source, language=Language.JAVASCRIPT, path="js")
    managers = {name: (sys.executable, str(root / "manager.py"), name) for name in ("npm", "pnpm", "yarn")}
    toolchain = Toolchain(node="/usr/bin/node", version="20", managers=managers, reads=("/usr",))
    asked = recipe or Recipe()
    extra = {"CALLS": str(root / "calls"), **(environment or {})}
    return asyncio.run(
        prepare(
            candidate.components[0],
            candidate=candidate,
            source=source,
            place=place_of(source, mounted=mounted),
            recipe=Recipe(packages=asked.packages, prepare=asked.prepare, scripts=asked.scripts, environment=extra),
            toolchain=without or toolchain,
            tools=tools,
            cache=root / "cache",
            isolation=NONE,
            scratch=root / f"prepare-{len(list(root.glob('prepare-*')))}",
            environment=os.environ,
            limits=Limits(wall_s=60.0),
        )
    )


def place_of(source: Path, *, mounted: bool = False) -> Place:
    folder = source.parent / "place"
    return Place(folder=folder, seen="/candidate" if mounted else str(folder))


def calls(source: Path) -> list[str]:
    return (source.parent / "calls").read_text().splitlines()


def test_what_the_lock_says_is_installed_once_and_attached_to_every_copy(source: Path) -> None:
    made = prepared(source)

    assert isinstance(made.outcome, Finished), made
    assert made.environment is not None
    assert calls(source) == ["npm ci --no-audit --no-fund --loglevel=error --ignore-scripts"]
    assert made.environment.versions == {"left-pad": "1.0.0", "@scope/name": "2.0.0"}
    assert set(made.environment.overlays) == {"js/node_modules", "js/nested/deep/node_modules"}
    assert any("script pretest did not run" in note for note in made.notes)
    assert prepared(source).cached
    beside = source.parent / "reporters"
    write(beside, {"reporter.js": "x"})
    attach(made.environment, place=place_of(source), beside={"js/node_modules/.speccursor": beside})
    assert (place_of(source).folder / "js/node_modules/left-pad/package.json").is_file()
    assert (place_of(source).folder / "js/node_modules/.speccursor/reporter.js").is_file()


def test_under_bubblewrap_the_modules_are_mounted_and_runners_may_write_below_them(source: Path) -> None:
    made = prepared(source)
    assert made.environment is not None
    place = place_of(source, mounted=True)
    mounts = attach(made.environment, place=place, beside={"js/node_modules/.speccursor": source})

    targets = {mount.target: mount.access for mount in mounts}
    assert targets["/candidate/js/node_modules"] is Access.READ
    assert targets["/candidate/js/node_modules/.vite-temp"] is Access.MEMORY
    assert targets["/candidate/js/node_modules/.speccursor"] is Access.READ
    assert (place.folder / "js/node_modules").is_dir()


def test_without_a_lock_the_versions_are_those_of_the_day_and_that_is_noted(source: Path) -> None:
    (source / "js/package-lock.json").unlink()
    made = prepared(source)

    assert calls(source)[0].startswith("npm install --no-audit")
    assert any("no lock file" in note for note in made.notes)


def test_a_lock_that_does_not_fit_is_noted(source: Path) -> None:
    made = prepared(source, environment={"FAILS": "ci"})

    assert isinstance(made.outcome, Finished)
    assert [call.split()[1] for call in calls(source)] == ["ci", "install"]
    assert any("package-lock.json could not be followed" in note for note in made.notes)


def test_a_registry_that_cannot_be_reached_is_not_a_lock_that_does_not_fit(source: Path) -> None:
    made = prepared(source, environment={"FAILS": "ci", "WHY": " ENOTFOUND"})

    assert isinstance(made.outcome, Unavailable)
    assert len(calls(source)) == 1


def test_an_installation_that_fails_is_told(source: Path) -> None:
    (source / "js/package-lock.json").unlink()
    made = prepared(source, environment={"FAILS": "install"})

    assert isinstance(made.outcome, Crashed)
    assert "it does not fit" in made.outcome.reason


@pytest.mark.parametrize(
    ("vitest", "provider"),
    [("3.2.4", "@vitest/coverage-istanbul@3.2.4"), ("4.1.12", "@vitest/coverage-v8@4.1.12")],
)
def test_the_coverage_provider_is_put_beside_the_projects_vitest(vitest: str, provider: str, source: Path) -> None:
    write(source, {"js/registry": f"vitest@{vitest}"})
    made = prepared(source)

    assert calls(source)[1].endswith(f"--ignore-scripts {provider}")
    assert calls(source)[1].startswith("npm install --no-save")
    assert made.environment is not None
    assert made.environment.versions[provider.rpartition("@")[0]] == vitest


def test_a_project_with_a_coverage_provider_keeps_it(source: Path) -> None:
    write(source, {"js/registry": "vitest@4.0.0 @vitest/coverage-istanbul@4.0.0"})
    prepared(source)

    assert len(calls(source)) == 1


def test_tools_and_packages_that_are_not_there_are_added(source: Path) -> None:
    tools = (FromEnvironment("left-pad", "9.9.9", {"other": "1.2.3"}),)
    recipe = Recipe(packages=("more@1.0.0",), scripts=True, prepare=((sys.executable, "-c", "open('built','w')"),))
    made = prepared(source, tools=tools, recipe=recipe)

    assert calls(source)[1].endswith("--legacy-peer-deps other@1.2.3 more@1.0.0")
    assert made.environment is not None
    assert (Path(made.environment.folder) / "built/js/built").is_file()
    assert not any("did not run" in note for note in made.notes)


@pytest.mark.parametrize(
    ("lock", "manager"), [("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("npm-shrinkwrap.json", "npm")]
)
def test_the_lock_names_the_manager_also_from_the_root_of_a_workspace(lock: str, manager: str, source: Path) -> None:
    (source / "js/package-lock.json").unlink()
    write(source, {lock: "", "registry": "left-pad@1.0.0"})
    candidate = candidate_of(source, language=Language.JAVASCRIPT, path="js")

    assert manager_of(candidate.components[0], candidate) == (manager, ".")
    made = prepared(source)
    assert isinstance(made.outcome, Finished), made
    assert calls(source)[0].startswith(manager)


def test_a_manager_or_a_node_that_is_not_there_is_told(source: Path) -> None:
    assert isinstance(prepared(source, without="node is not on PATH").outcome, Unavailable)
    candidate = candidate_of(source, language=Language.JAVASCRIPT, path="js")
    made = asyncio.run(
        prepare(
            candidate.components[0],
            candidate=candidate,
            source=source,
            place=place_of(source),
            recipe=Recipe(),
            toolchain=Toolchain(node="/usr/bin/node", version="20", managers={}),
            tools=(),
            cache=source.parent / "cache",
            isolation=NONE,
            scratch=source.parent / "prepare",
            environment={},
        )
    )

    assert isinstance(made.outcome, Unavailable)
    assert "npm is not on this machine" in made.outcome.reason


def test_the_real_npm_installs_a_package_of_the_project_itself(tmp_path: Path) -> None:
    node, npm = which("node"), which("npm")
    if node is None or npm is None:
        pytest.skip("needs node and npm on PATH")
    source = tmp_path / "source"
    write(
        source,
        {
            "package.json": '{"name": "p", "workspaces": ["packages/*"], "dependencies": {"inner": "*"}}',
            "packages/inner/package.json": '{"name": "inner", "version": "1.2.3"}',
        },
    )
    candidate = candidate_of(source, language=Language.JAVASCRIPT)
    folder = tmp_path / "place"
    place = Place(folder=folder, seen=str(folder))
    reads = (str(Path(node).resolve().parent.parent), str(Path(npm).resolve().parent.parent))
    made = asyncio.run(
        prepare(
            candidate.components[0],
            candidate=candidate,
            source=source,
            place=place,
            recipe=Recipe(environment={"npm_config_offline": "true"}),
            toolchain=Toolchain(node=node, version="20", managers={"npm": (npm,)}, reads=reads),
            tools=(),
            cache=tmp_path / "cache",
            isolation=NONE,
            scratch=tmp_path / "prepare",
            environment={},
        )
    )

    assert isinstance(made.outcome, Finished), made
    assert made.environment is not None
    assert made.environment.versions == {"inner": "1.2.3"}
    attach(made.environment, place=place)
    assert (folder / "node_modules/inner").resolve() == (folder / "packages/inner").resolve()
