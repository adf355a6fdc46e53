"""Suites that replace what their runner reported, and tools that end otherwise than they say: never a pass."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.program import speccursor
from tests.e2e.test_hostile import GOOD_TEST, causes, project, unit_tests

pytestmark = [pytest.mark.e2e]

# What a suite does with the report when pytest has written it: `report` is the file, `whole` what it holds.
LAST = """\
import atexit, os, pathlib, sys

report = pathlib.Path(next(word for word in sys.argv if "junitxml=" in word).partition("=")[2])

def lie():
    whole = report.read_bytes()
    {lie}

atexit.register(lie)
"""
ENTITIES = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 10))
BOMB = f"""\
<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">{ENTITIES}]>
<testsuites><testsuite name="x"><testcase name="t" classname="&e9;"/></testsuite></testsuites>
"""
FORGED = (
    '<testsuites><testsuite name="s" tests="1"><testcase classname="t" name="t" time="0"/></testsuite></testsuites>'
)
LIES = {
    "empty": "report.write_bytes(b'')",
    "cut short": "report.write_bytes(whole[: len(whole) // 2])",
    "in an encoding of its own": "report.write_bytes(whole.decode().encode('cp037'))",
    "an entity bomb": f"report.write_text({BOMB!r})",
    "100 MB of nothing": "report.write_bytes(b'<testsuites>' + b' ' * 100_000_000 + b'</testsuites>')",
    "another run's": f"report.write_text({FORGED!r})",
    "a link": "report.unlink(); report.symlink_to('/etc/passwd')",
    "a folder": "report.unlink(); report.mkdir()",
    "a pipe": "report.unlink(); os.mkfifo(report)",
    "beside a record of attempts that is none": "(report.parent / 'attempts.json').write_text('[')",
}


@pytest.mark.network
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_report_that_a_suite_replaced_is_not_believed(lie: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    (folder / "tests" / "conftest.py").write_text(LAST.format(lie=lie))
    ran = unit_tests(folder)
    assert ran.code == 3, ran.out
    ((status, cause),) = causes(ran, "tests-pass")
    assert (status, cause in {"unreadable", "errored", "stale", "empty", "missing"}) == ("inconclusive", True), cause
    assert all(ruling["reason"] for ruling in ran.rulings("inconclusive"))
    assert causes(ran, "line-coverage") != {("passed", None)}


ENDS = {
    "it aborts": ("os.abort()", "errored"),
    "it ends as if a test had failed": ("os._exit(1)", "errored"),
    "it ends with a code that pytest has for its own errors": ("os._exit(3)", "errored"),
    "it ends with a code that pytest has not": ("os._exit(77)", "errored"),
    "it is killed": ("os.kill(os.getpid(), 9)", "errored"),
}


@pytest.mark.network
@pytest.mark.parametrize(("end", "cause"), ENDS.values(), ids=ENDS)
def test_a_good_report_of_a_runner_that_crashed_after_it_is_not_believed(end: str, cause: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    (folder / "tests" / "conftest.py").write_text(f"import os\n\ndef pytest_unconfigure():\n    {end}\n")
    ran = unit_tests(folder)
    assert ran.code == 3, ran.out
    assert causes(ran, "tests-pass") == {("inconclusive", cause)}


@pytest.mark.network
@pytest.mark.parametrize("name", ["coverage.py", "pytest.py"])
def test_a_module_of_the_candidate_that_stands_in_for_the_runner_and_says_nothing_shows_nothing(
    name: str, tmp_path: Path
) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    (folder / name).write_text("raise SystemExit(0)\n")
    ran = unit_tests(folder)
    assert ran.code == 3, ran.out
    assert not any(ruling["status"] == "passed" for ruling in ran.rulings())


def test_a_tool_that_cannot_be_brought_is_named_in_an_inconclusive_verdict(tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    unreachable = {
        "SPECCURSOR_CACHE": str(tmp_path / "cache"),
        "UV_OFFLINE": "1",
        "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple",
    }
    ran = speccursor("qualify", "--stage", "static-analysis", "--json", str(folder), environment=unreachable)
    assert ran.code == 3
    assert {ruling["status"] for ruling in ran.rulings()} == {"inconclusive"}
    for gate, tool in (("lint-errors", "ruff"), ("type-errors", "mypy"), ("complexity", "lizard")):
        (reason,) = (ruling["reason"] for ruling in ran.rulings() if ruling["id"] == gate)
        assert tool in reason


# what is stored

TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "cut short": lambda whole: whole[: len(whole) // 2],
    "one bit changed": lambda whole: bytes([whole[0] ^ 1]) + whole[1:],
    "in another encoding": lambda whole: whole.decode().encode("utf-16"),
    "grown to 100 MB": lambda whole: whole + b" " * 100_000_000,
    "a bomb": lambda _: BOMB.encode(),
}


@pytest.mark.network
def test_stored_evidence_that_was_tampered_with_is_inconclusive_and_the_original_stands_when_it_is_back(
    tmp_path: Path,
) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    ran = unit_tests(folder)
    raw = [path for path in folder.glob(".speccursor/runs/*/raw/**/*") if path.is_file() and "unit-tests" in str(path)]
    reports = [path for path in raw if path.suffix != ".txt" and path.name in {"junit", "coverage", "attempts"}]
    assert len(reports) == 3
    for report in reports:
        whole = report.read_bytes()
        for way, tamper in TAMPERED.items() if report.name == "junit" else [("emptied", TAMPERED["emptied"])]:
            report.unlink()  # it is one file with the stored object, which must stay what it is
            report.write_bytes(tamper(whole))
            judged = speccursor("judge", "--json", cwd=folder)
            assert judged.code == 3, (report.name, way)
            assert not judged.rulings("passed", "failed"), (report.name, way)
        report.write_bytes(whole)
    judged = speccursor("judge", "--json", cwd=folder)
    assert (judged.code, judged.out) == (ran.code, ran.out)


@pytest.mark.network
def test_a_cached_result_whose_stored_output_was_changed_is_measured_again(tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    first = unit_tests(folder)
    for path in (folder / ".speccursor" / "objects").glob("*/*"):
        content = path.read_bytes()
        os.unlink(path)  # noqa: PTH108  (not through the run's own link to it)
        path.write_bytes(content.replace(b'tests="1"', b'tests="9"') + b" ")
    (folder / "src" / "victim" / "more.txt").write_text("another candidate, the same tests\n")
    again = unit_tests(folder)
    assert [(one["id"], one["status"], one["measured"]) for one in again.rulings()] == [
        (one["id"], one["status"], one["measured"]) for one in first.rulings()
    ]
    origins = [json.loads(line).get("envelope", {}).get("origin") for line in last_journal(folder)]
    assert origins == [None]


def last_journal(folder: Path) -> list[str]:
    run = max((folder / ".speccursor" / "runs").iterdir())
    return (run / "journal.jsonl").read_text().splitlines()[1:]
