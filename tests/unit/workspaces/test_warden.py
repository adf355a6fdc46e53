"""The warden ends everything that its command started, and limits what it may use."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from speccursor.qualify.workspaces import warden
from speccursor.qualify.workspaces.guard import guarded_group
from speccursor.qualify.workspaces.processes import children, process, send, tree
from tests.unit.endings import LONGER_S, comes_to_its_end


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(("/bin/sleep", "60")) as started:
        yield started
        started.kill()


def warded(*program: str, engine: int | None = None) -> subprocess.CompletedProcess[str]:
    number = str(os.getpid() if engine is None else engine)
    program = (sys.executable, "-m", warden.__name__, "reap", number, "1000000", "0", *program)
    return subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)


def test_the_exit_code_is_the_commands() -> None:
    assert warded("sh", "-c", "exit 7").returncode == 7
    assert warded("sh", "-c", "kill -9 $$").returncode == 137


def test_a_command_whose_engine_is_gone_is_not_started() -> None:
    assert warded("sh", "-c", "exit 0", engine=1).returncode == 127


def test_a_daemon_is_ended(tmp_path: Path) -> None:
    script = f"setsid sleep 60 & echo $! > {tmp_path}/pid"
    assert warded("sh", "-c", script).returncode == 0

    assert process(int((tmp_path / "pid").read_text())) is None


def test_being_told_to_end_ends_everything(tmp_path: Path) -> None:
    script = f"setsid /bin/sleep 60 & echo $! > {tmp_path}/new; mv {tmp_path}/new {tmp_path}/pid; wait"
    arguments = ("reap", str(os.getpid()), "1000000", "0", "sh", "-c", script)
    with subprocess.Popen((sys.executable, "-m", warden.__name__, *arguments)) as started:
        while not (tmp_path / "pid").exists() and started.poll() is None:
            os.sched_yield()
        started.terminate()
        assert started.wait(60) == 128 + signal.SIGTERM

    assert process(int((tmp_path / "pid").read_text())) is None


def waited_for(path: Path, started: subprocess.Popen[bytes]) -> int:
    while not path.exists() and started.poll() is None:
        os.sched_yield()
    return int(path.read_text())


CHILD_THAT_WAITS = f"/bin/sleep {LONGER_S} & echo $! > {{0}}/new; mv {{0}}/new {{0}}/pid; wait"

ENGINE = f"""
import subprocess, sys, time
from speccursor.qualify.workspaces.guard import guarded_group
subprocess.Popen(("sh", "-c", sys.argv[1]), process_group=guarded_group())
time.sleep({LONGER_S})
"""


def test_what_stands_in_the_guarded_group_does_not_outlive_its_engine(tmp_path: Path) -> None:
    with subprocess.Popen((sys.executable, "-c", ENGINE, CHILD_THAT_WAITS.format(tmp_path))) as engine:
        child = waited_for(tmp_path / "pid", engine)
        group = os.getpgid(child)
        assert group != os.getpgid(engine.pid)
        engine.kill()

    assert comes_to_its_end(child)
    assert comes_to_its_end(group)


@pytest.mark.parametrize("engine", [2**22 + 1, 1], ids=["gone", "not its parent"])
def test_a_guard_without_its_engine_ends_its_group_at_once(engine: int) -> None:
    argv = (sys.executable, "-I", "-S", warden.__file__, "guard", str(engine))
    ran = subprocess.run(argv, process_group=0, timeout=60, check=False)

    assert ran.returncode == -signal.SIGKILL


def test_a_guard_that_leads_no_group_ends_nobody() -> None:
    argv = (sys.executable, "-I", "-S", warden.__file__, "guard", str(os.getpid()))

    assert subprocess.run(argv, timeout=60, check=False).returncode == 127


def test_an_engine_has_one_guard_and_a_new_one_when_that_is_gone() -> None:
    first = guarded_group()
    assert guarded_group() == first
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)

    second = guarded_group()
    assert second != first
    assert os.getpgid(second) == second


def test_a_program_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert warden._become(["/nowhere/tool"]) == 127
    assert capsys.readouterr().err == "/nowhere/tool: No such file or directory\n"


def test_limits_are_lowered_and_never_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (5, 10 if kind == resource.RLIMIT_FSIZE else -1))
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)
    monkeypatch.setattr(os, "execvp", lambda *_: None)
    assert warden.main(["exec", "1", "100", "20", "tool"]) == 127

    assert asked == {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (10, 10),
        resource.RLIMIT_NPROC: (20, 20),
    }


def test_a_process_is_seen_with_its_memory_and_below_its_parent(sleeper: subprocess.Popen[bytes]) -> None:
    seen = process(sleeper.pid)

    assert seen is not None
    own = process(os.getpid())
    assert own is not None
    assert own.rss_bytes > 1_000_000
    assert sleeper.pid in children(os.getpid())
    assert sleeper.pid in warden._descendants(os.getpid())
    assert seen.pid in {one.pid for one in tree(os.getpid())}


def test_a_signal_goes_to_the_process_that_was_meant_only(sleeper: subprocess.Popen[bytes]) -> None:
    seen = process(sleeper.pid)
    assert seen is not None
    send(seen._replace(started=seen.started - 1), signal.SIGKILL)
    assert sleeper.poll() is None
    send(seen, signal.SIGKILL)

    assert sleeper.wait() == -signal.SIGKILL
    send(seen, signal.SIGKILL)


def test_there_is_nothing_to_see_of_a_process_that_is_gone(sleeper: subprocess.Popen[bytes]) -> None:
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
    assert process(sleeper.pid) is None
    sleeper.wait()

    assert process(sleeper.pid) is None
    assert children(sleeper.pid) == []
    assert warden._descendants(sleeper.pid) == []
