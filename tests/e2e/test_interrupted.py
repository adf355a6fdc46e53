"""A run that is interrupted or killed: what it observed stays, no process stays, and it is resumed from there."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.program import speccursor
from tests.e2e.test_hostile import project

pytestmark = [pytest.mark.e2e, pytest.mark.network]

ASKED = ("--stage", "1-2")
_PATIENCE = 6000
"""Looks, of a twentieth of a second each and more."""
SLOW_TEST = """\
import time
from victim import double


def test_double() -> None:
    time.sleep(8)
    assert double(2) == 4
"""
# The run that is to be ended is started under this limit; no result depends on it, but the test can see it and wait.
MARK = 7777
MARKED = f"""\
import os, resource, sys
resource.setrlimit(resource.RLIMIT_MSGQUEUE, ({MARK}, {MARK}))
os.execv(sys.argv[1], sys.argv[1:])
"""
ENDLESS_TEST = f"""\
import resource
import time
from victim import double


def test_double() -> None:
    if resource.getrlimit(resource.RLIMIT_MSGQUEUE)[0] == {MARK}:
        time.sleep(3600)
    assert double(2) == 4
"""


def begun(folder: Path, scratch: Path) -> subprocess.Popen[bytes]:
    """Start a qualification in a session of its own and return it when it has observed something."""
    scratch.mkdir()
    argv = [sys.executable, "-m", "speccursor", "qualify", *ASKED, "--json", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "-c", MARKED, *argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(scratch)},
    )
    for _ in range(_PATIENCE):
        if any("ruff-check" in line for line in journal(folder)):
            return process
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"nothing was observed: {process.communicate()[1].decode()}")


def journal(folder: Path) -> list[str]:
    lines = [path.read_text().splitlines() for path in folder.glob(".speccursor/runs/*/journal.jsonl")]
    return lines[0][1:] if lines else []


def processes_of(scratch: Path) -> list[str]:
    """Return the processes that a run left: its scratch folder is named by them, or mounted where they live."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "cmdline").read_text() + (folder / "mountinfo").read_text()
        except OSError:
            continue
        if str(scratch) in told:
            found.append((folder / "cmdline").read_text())
    return found


def seen(scratch: Path) -> bool:
    """Whether a process of a run shows itself within a moment."""
    for _ in range(_PATIENCE):
        if processes_of(scratch):
            return True
        time.sleep(0.05)
    return False


def settled(scratch: Path) -> list[str]:
    """Return what is left of a run once it has had a moment to end."""
    for _ in range(_PATIENCE):
        if not processes_of(scratch):
            return []
        time.sleep(0.05)
    return processes_of(scratch)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_a_run_that_is_ended_half_way_leaves_no_process_and_is_resumed(way: signal.Signals, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", ENDLESS_TEST)
    scratch = tmp_path / "scratch"
    process = begun(folder, scratch)
    assert seen(scratch), "nothing of the run is seen at work, so that nothing could be seen to stay"
    os.kill(process.pid, way)
    _, said = process.communicate(timeout=300)
    assert settled(scratch) == []
    if way is signal.SIGINT:
        assert process.returncode == 3
        assert b"--resume" in said
    observed = journal(folder)
    assert observed
    assert not any("pytest" in json.loads(line)["owed"] for line in observed)

    resumed = speccursor("qualify", *ASKED, "--resume", "--no-cache", "--json", str(folder))
    (run,) = (folder / ".speccursor" / "runs").iterdir()
    assert resumed.verdict["run"] == run.name
    assert journal(folder)[: len(observed)] == observed
    assert [gate["status"] for gate in resumed.rulings() if gate["id"] == "tests-pass"] == ["passed"]


def test_two_runs_at_once_on_one_repository_do_not_meet(tmp_path: Path) -> None:
    folder = project(tmp_path / "c", SLOW_TEST)
    argv = [sys.executable, "-m", "speccursor", "qualify", *ASKED, "--json", str(folder)]
    both = [subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    verdicts = [json.loads(process.communicate(timeout=300)[0]) for process in both]
    assert len({verdict["run"] for verdict in verdicts}) == 2
    assert verdicts[0]["plan_digest"] == verdicts[1]["plan_digest"]
    assert verdicts[0]["status"] == verdicts[1]["status"]
