"""What a measurement runs in, found out without starting anything."""

import os
import sys
from pathlib import Path
from platform import python_version

import msgspec
import pytest

from speccursor.qualify.execute.surroundings import digest_of_surroundings, pins_of
from speccursor.qualify.model.candidate import Candidate, Component, File, Language, Role, Source
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.machine import own_program
from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment, Invocation, Provision, Pypi, Tool

PYTHON = Component(language=Language.PYTHON, path=".", manifest="pyproject.toml", files={"a.py": Role.SOURCE})
CANDIDATE = Candidate(
    name="c",
    source=Source.FOLDER,
    revision=None,
    tree=digest_of("tree"),
    dirty=False,
    files=(),
    components=(PYTHON,),
)


def tool(name: str, provision: Provision, language: Language = Language.PYTHON, proof: str = "") -> Tool:
    return Tool(
        id=name,
        title=name,
        languages=frozenset({language}),
        kinds=(Kind.TESTS,),
        provision=provision,
        invoke=lambda *_: Invocation(argv=("true",)),
        read=lambda _: (),
        reproduce=name,
        applies=lambda _: proof,
    )


TOOLS = {
    "pytest": tool("pytest", FromEnvironment("pytest", "9")),
    "hypothesis": tool("hypothesis", FromEnvironment("hypothesis", "6")),
    "nose": tool("nose", FromEnvironment("nose", "1"), proof="no test of its own"),
    "jest": tool("jest", FromEnvironment("jest", "30"), Language.JAVASCRIPT),
    "ruff": tool("ruff", Pypi("ruff", "1")),
}


def beneath(component: Component = PYTHON, *, path: str = "/usr/bin:/bin", **toolchains: str) -> Digest:
    return digest_of_surroundings(
        component,
        Cell(toolchains=toolchains),
        candidate=CANDIDATE,
        recipe=Recipe(),
        tools=TOOLS,
        environment={"PATH": path},
    )


def of(language: Language, **facts: str) -> Component:
    return msgspec.structs.replace(PYTHON, language=language, facts=facts)


def test_every_tool_that_fits_a_component_is_pinned_in_its_environment_asked_for_or_not() -> None:
    assert [pin.package for pin in pins_of(PYTHON, TOOLS)] == ["hypothesis", "pytest"]
    assert [pin.package for pin in pins_of(of(Language.JAVASCRIPT), TOOLS)] == ["jest"]
    assert pins_of(of(Language.GO), TOOLS) == []


def test_the_engines_own_interpreter_is_named_outside_any_virtual_environment() -> None:
    assert Path(own_program()).is_file()
    assert Path(own_program()) == Path(own_program()).resolve()
    assert Path(sys.prefix) not in Path(own_program()).parents or sys.prefix == sys.base_prefix


def test_the_engines_own_version_is_one_answer_however_it_is_asked_for() -> None:
    own = python_version()
    answers = {
        beneath(),
        beneath(python=own),
        beneath(python=own.rpartition(".")[0]),
    }
    assert len(answers) == 1


@pytest.mark.parametrize("requires", [">=3", "no specifier", ""])
def test_a_requirement_that_the_engines_own_interpreter_meets_or_that_says_nothing_takes_it(
    requires: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asyncio.run", lambda _: pytest.fail("nothing may be started"))
    assert beneath(of(Language.PYTHON, requires_python=requires))


def test_another_interpreter_is_looked_for_and_its_absence_is_an_answer_of_its_own() -> None:
    unmet = beneath(of(Language.PYTHON, requires_python="<3"))
    absent = beneath(python="2.3")
    assert len({unmet, absent, beneath()}) == 3


def test_node_is_known_by_its_file_and_a_language_without_an_environment_has_no_surroundings(tmp_path: Path) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\n")
    node.chmod(0o755)
    component = of(Language.JAVASCRIPT)
    first = beneath(component, path=str(tmp_path))
    assert beneath(component, path=str(tmp_path)) == first
    os.utime(node, ns=(1, 1))  # another program of the same size
    assert beneath(component, path=str(tmp_path)) != first
    node.write_text("#!/bin/sh\nexit 1\n")
    os.utime(node, ns=(1, 1))
    assert beneath(component, path=str(tmp_path)) != first
    assert beneath(component, path=str(tmp_path / "nowhere")) != first
    assert beneath(of(Language.LEAN)) == beneath(of(Language.DOCKERFILE), path="")


def rust_home(folder: Path, version: str = "1.95.0") -> Path:
    """Make a home of rustup's with one toolchain, whose compiler says this version of itself."""
    program = folder / "toolchains" / f"{version}-here" / "bin" / "rustc"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho host: here\necho release: {version}\n")
    program.chmod(0o755)
    return program


CRATE = {"Cargo.toml": "manifest", "Cargo.lock": "lock", "src/lib.rs": "source", ".cargo/config.toml": "settings"}


def beneath_rust(
    home: Path, crate: dict[str, str] = CRATE, *, version: str = "", recipe: Recipe | None = None
) -> Digest:
    """Return what a crate runs in, by what its files hold."""
    files = tuple(File(name, 1, digest_of(held)) for name, held in sorted(crate.items()))
    component = Component(language=Language.RUST, path=".", manifest="Cargo.toml", files={"src/lib.rs": Role.SOURCE})
    return digest_of_surroundings(
        component,
        Cell(toolchains={"rust": version} if version else {}),
        candidate=msgspec.structs.replace(CANDIDATE, files=files),
        recipe=recipe or Recipe(),
        tools=TOOLS,
        environment={"RUSTUP_HOME": str(home)},
    )


def test_a_source_changes_nothing_of_what_a_crate_runs_in(tmp_path: Path) -> None:
    rust_home(tmp_path)
    assert beneath_rust(tmp_path, {**CRATE, "src/lib.rs": "another"}) == beneath_rust(tmp_path)


@pytest.mark.parametrize("name", ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"])
def test_a_manifest_a_lock_and_cargos_settings_change_what_a_crate_runs_in(name: str, tmp_path: Path) -> None:
    rust_home(tmp_path)
    assert beneath_rust(tmp_path, {**CRATE, name: "another"}) != beneath_rust(tmp_path)


def test_another_compiler_another_version_and_another_recipe_are_other_surroundings(tmp_path: Path) -> None:
    program = rust_home(tmp_path)
    first = beneath_rust(tmp_path)
    told = beneath_rust(tmp_path, recipe=Recipe(environment={"A": "b"}))
    absent = beneath_rust(tmp_path, version="1.80")
    os.utime(program, ns=(1, 1))
    assert len({first, told, absent, beneath_rust(tmp_path)}) == 4
