"""A machine with Python, git and make, and nothing else: what is missing is told by name, and the rest is judged."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.program import REPOSITORY, speccursor
from tests.e2e.test_hostile import GOOD_TEST, causes, project

pytestmark = [pytest.mark.e2e]

MISSING = {"bwrap", "node", "npm", "npx", "cargo", "rustc", "go", "lean", "lake", "java", "mvn", "apt-get"}


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment whose PATH leads to every program of this machine but those that a bare one has not."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for folder in os.get_exec_path():
        for name in os.listdir(folder) if Path(folder).is_dir() else []:  # noqa: PTH208  (names alone)
            if name not in MISSING and not (programs / name).is_symlink() and Path(folder, name).is_file():
                (programs / name).symlink_to(Path(folder, name).resolve())
    return {"PATH": str(programs)}


def test_doctor_names_what_a_bare_machine_lacks(bare: dict[str, str]) -> None:
    ran = speccursor("doctor", environment=bare)
    assert ran.code == 0
    for told in ("bubblewrap is not installed", "node is not on PATH", "npm is not on PATH", "cargo is not on PATH"):
        assert told in ran.out
    assert "without it" in ran.out


@pytest.mark.network
def test_without_isolation_components_wait_for_the_one_place_and_the_report_says_so(
    bare: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "c"
    for name in ("one", "two"):
        project(folder / name, GOOD_TEST.replace("victim", name))
        (folder / name / "src" / "victim").rename(folder / name / "src" / name)
        manifest = folder / name / "pyproject.toml"
        manifest.write_text(manifest.read_text().replace("victim", name))
    ran = speccursor("qualify", "--stage", "unit-tests", "--json", str(folder), environment=bare)
    assert ran.code == 0, ran.err
    assert causes(ran, "tests-pass") == {("passed", None)}
    assert len([ruling for ruling in ran.rulings() if ruling["id"] == "tests-pass"]) == 2
    assert ran.verdict["weakened"] == ["measured without isolation (none: bubblewrap is not installed)"]


# set-up


def set_up(folder: Path, *, python: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """Run the set-up script for an environment in a folder."""
    return subprocess.run(
        ["/bin/sh", "scripts/setup.sh", str(folder)],
        cwd=REPOSITORY,
        env={"PYTHON": str(python), "PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


def programs(folder: Path, *names: str) -> Path:
    """Make a folder with these programs of this machine and no other."""
    folder.mkdir()
    for name in names:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def interpreter(path: Path, *, refusing: str, saying: str = "") -> Path:
    """Write an interpreter that is this one, but refuses to run code that holds a word."""
    path.write_text(
        f'#!/bin/sh\ncase "$*" in\n*{refusing}*) echo "{saying}"; exit 1 ;;\nesac\nexec {sys.executable} "$@"\n'
    )
    path.chmod(0o755)
    return path


def test_setup_says_what_to_install_where_there_is_no_pip_and_no_archive(tmp_path: Path) -> None:
    python = interpreter(tmp_path / "python", refusing="ensurepip")
    path = programs(tmp_path / "programs", "mktemp", "rm", "mkdir", "awk", "find", "id")
    ran = set_up(tmp_path / "venv", python=python, path=path)
    assert ran.returncode == 1
    assert "this Python has no ensurepip" in ran.stderr
    assert "apt-get install python3-venv" in ran.stderr


def test_setup_refuses_a_python_that_is_too_old(tmp_path: Path) -> None:
    python = interpreter(tmp_path / "python", refusing="version_info")
    path = programs(tmp_path / "programs", "mktemp", "rm")
    ran = set_up(tmp_path / "venv", python=python, path=path)
    assert ran.returncode == 1
    assert "is too old; set PYTHON to a Python 3.11 or newer" in ran.stderr
    assert not (tmp_path / "venv").exists()
