from pathlib import Path

import pytest

from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.lean import every_lean, find_lean


def lean(folder: Path, version: str, *, code: int = 0) -> Path:
    """Write a program that tells its version as Lean 4 does (there is no second Lean to be had)."""
    program = folder / "bin" / "lean"
    program.parent.mkdir(parents=True, exist_ok=True)
    said = f"Lean (version {version}, x86_64-unknown-linux-gnu, commit eb6cafb7290e, Release)"
    program.write_text(f"#!/bin/sh\necho '{said}'\nexit {code}\n")
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
