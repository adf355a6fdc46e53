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
SLOW_TEST = """\
import time
from victim import double


def test_double() -> None:
    time.sleep(8)
    assert double(2) == 4
"""


def begun(folder: Path) -> subprocess.Popen[bytes]:
    """Start a qualification in a session of its own and return it when it has observed something."""
    argv = [sys.executable, "-m", "speccursor", "qualify", *ASKED, "--json", str(folder)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    for _ in range(1200):
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


def processes_of(session: int) -> list[str]:
    """Return the processes that are still in a session, or that still see the candidate's copy."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text()
            command = (status.parent / "cmdline").read_text()
        except OSError:
            continue
        if int(text.rpartition(")")[2].split()[3]) == session or "test_victim" in command:
            found.append(command)
    return found


def settled(session: int) -> list[str]:
    """Return what is left of a session once it has had a moment to end."""
    for _ in range(200):
        if not processes_of(session):
            return []
        time.sleep(0.05)
    return processes_of(session)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_a_run_that_is_ended_half_way_leaves_no_process_and_is_resumed(way: signal.Signals, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", SLOW_TEST)
    process = begun(folder)
    os.kill(process.pid, way)
    _, said = process.communicate(timeout=60)
    assert settled(process.pid) == []
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
