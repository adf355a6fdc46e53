"""Hostile and broken candidates through the whole program: never a pass, always a cause, nothing of ours lost."""

import json
from pathlib import Path

import pytest

from tests.e2e.program import Ran, speccursor

pytestmark = [pytest.mark.e2e]

MANIFEST = """\
[project]
name = "victim"
version = "1"
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""
SOURCE = """\
def double(number: int) -> int:
    return number * 2
"""
GOOD_TEST = """\
from victim import double


def test_double() -> None:
    assert double(2) == 4
"""


def project(folder: Path, test: str, settings: str = "") -> Path:
    """Write a small package whose one test file is `test`."""
    (folder / "src" / "victim").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "pyproject.toml").write_text(MANIFEST)
    (folder / "src" / "victim" / "__init__.py").write_text(SOURCE)
    (folder / "tests" / "test_victim.py").write_text(test)
    if settings:
        (folder / "qualification.toml").write_text(settings)
    return folder


def causes(ran: Ran, gate: str) -> set[tuple[str, str | None]]:
    return {(ruling["status"], ruling["cause"]) for ruling in ran.rulings() if ruling["id"] == gate}


def unit_tests(folder: Path) -> Ran:
    return speccursor("qualify", "--stage", "unit-tests", "--json", str(folder))


@pytest.mark.network
def test_the_clean_control_passes(tmp_path: Path) -> None:
    ran = unit_tests(project(tmp_path / "c", GOOD_TEST))
    assert ran.code == 0, ran.err
    assert causes(ran, "tests-pass") == {("passed", None)}


HOSTILE = {
    "it kills its runner and exits with 0": """\
import os

def test_x():
    os._exit(0)
""",
    "it ends by a signal": """\
import os, signal

def test_x():
    os.kill(os.getpid(), signal.SIGSEGV)
""",
    "it deletes every report that is being written": """\
import atexit, os, sys

def wipe():
    for word in sys.argv:
        path = word.partition("=")[2]
        if path.endswith(".xml") and os.path.exists(path):
            os.unlink(path)

atexit.register(wipe)

def test_x():
    pass
""",
    "it cannot be imported": """\
import victim.nowhere

def test_x():
    pass
""",
    "it holds no test": "NOTHING = 1\n",
    "it skips everything": """\
import pytest

pytestmark = pytest.mark.skip(reason="later")

def test_x():
    pass
""",
}


@pytest.mark.network
@pytest.mark.parametrize("test", HOSTILE.values(), ids=HOSTILE)
def test_a_suite_that_shows_nothing_is_inconclusive(test: str, tmp_path: Path) -> None:
    ran = unit_tests(project(tmp_path / "c", test))
    assert ran.code == 3, ran.out
    ((status, cause),) = causes(ran, "tests-pass")
    assert (status, cause is not None) == ("inconclusive", True)
    assert not any(ruling["status"] == "passed" for ruling in ran.rulings() if ruling["id"] != "coverage-delta")


@pytest.mark.network
def test_a_suite_that_hangs_is_ended_at_its_limit(tmp_path: Path) -> None:
    hanging = "import time\n\n\ndef test_x() -> None:\n    time.sleep(3600)\n"
    settings = '[components."python:."]\ntimeout = "5 s"\n'
    ran = unit_tests(project(tmp_path / "c", hanging, settings))
    assert causes(ran, "tests-pass") == {("inconclusive", "timed_out")}


@pytest.mark.network
def test_a_suite_that_floods_its_output_is_ended_and_said_so(tmp_path: Path) -> None:
    flood = "import os\n\n\ndef test_x() -> None:\n    while True:\n        os.write(1, b'x' * 1_000_000)\n"
    settings = '[components."python:."]\ntest_arguments = ["--capture=no"]\n'
    ran = unit_tests(project(tmp_path / "c", flood, settings))
    assert causes(ran, "tests-pass") == {("inconclusive", "errored")}
    assert any("output" in ruling["reason"] for ruling in ran.rulings("inconclusive"))


@pytest.mark.network
def test_what_a_suite_writes_does_not_come_back(tmp_path: Path) -> None:
    writing = """\
import pathlib
from victim import double

def test_x():
    for place in (".", str(pathlib.Path.home())):
        (pathlib.Path(place) / "left-behind").write_text("x")
    assert double(1) == 2
"""
    folder = project(tmp_path / "c", writing)
    before = {path for path in folder.rglob("*") if ".speccursor" not in path.parts}
    ran = unit_tests(folder)
    assert causes(ran, "tests-pass") == {("passed", None)}
    assert {path for path in folder.rglob("*") if ".speccursor" not in path.parts} == before
    assert not (Path.home() / "left-behind").exists()


def test_an_empty_folder_is_refused_with_what_to_do(tmp_path: Path) -> None:
    ran = speccursor("qualify", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "holds no files" in ran.err


def test_a_folder_without_any_language_is_inconclusive_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello\n")
    ran = speccursor("qualify", "--json", str(tmp_path))
    assert ran.code == 3
    assert {stage["status"] for stage in ran.verdict["stages"]} == {"inconclusive"}


def test_a_malformed_configuration_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n")
    (tmp_path / "qualification.toml").write_text('profile = "quick"\n[gates.complexty]\nrequire = "<= 15"\n')
    ran = speccursor("plan", str(tmp_path))
    assert ran.code == 2
    assert "qualification.toml:2" in ran.err
    assert "complexity" in ran.err


def test_there_is_no_run_to_judge_where_none_was_made(tmp_path: Path) -> None:
    for command in ("judge", "report"):
        ran = speccursor(command, cwd=tmp_path)
        assert ran.code == 2
        assert "no run" in ran.err


def test_what_the_commands_print_as_json_is_json(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n")
    for arguments in (
        ("plan", "--json", "."),
        ("tools", "--json"),
        ("doctor", "--json"),
        ("runs", "--json"),
        ("explain", "--json"),
    ):
        ran = speccursor(*arguments, cwd=tmp_path)
        assert ran.code == 0, ran.err
        assert json.loads(ran.out) is not None


def test_init_writes_a_file_that_plan_reads_and_does_not_overwrite_it(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n")
    assert speccursor("init", cwd=tmp_path).code == 0
    assert speccursor("plan", cwd=tmp_path).code == 0
    again = speccursor("init", cwd=tmp_path)
    assert again.code == 2
    assert "--force" in again.err
