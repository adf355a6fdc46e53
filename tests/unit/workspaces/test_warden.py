"""The warden ends everything that its command started, and limits what it may use."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from speccursor.qualify.workspaces import warden
from speccursor.qualify.workspaces.processes import children, process, send, tree


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


def guarded(*program: str, engine: int | None = None) -> list[str]:
    """Return the command line that becomes a program beside a guard."""
    number = str(os.getpid() if engine is None else engine)
    return [sys.executable, "-I", "-S", warden.__file__, "exec", number, "1000000", "0", *program]


def waited_for(path: Path, started: subprocess.Popen[bytes]) -> int:
    while not path.exists() and started.poll() is None:
        os.sched_yield()
    return int(path.read_text())


def gone(pid: int) -> bool:
    """Whether a process is gone, after it had a moment to go."""
    for _ in range(200):
        if process(pid) is None:
            return True
        time.sleep(0.05)
    return False


CHILD_THAT_WAITS = "/bin/sleep 60 & echo $! > {0}/new; mv {0}/new {0}/pid; wait"


def test_what_waits_for_a_bubblewrap_that_was_killed_is_ended(tmp_path: Path) -> None:
    argv = guarded("sh", "-c", CHILD_THAT_WAITS.format(tmp_path))
    with subprocess.Popen(argv, start_new_session=True) as started:
        child = waited_for(tmp_path / "pid", started)
        started.kill()

    assert gone(child)


def test_a_command_does_not_outlive_its_engine_whenever_that_dies(tmp_path: Path) -> None:
    argv = guarded("sh", "-c", CHILD_THAT_WAITS.format(tmp_path), engine=0)
    script = (
        "import os, subprocess, sys, time\n"
        "argv = [word if word != '0' or at != 5 else str(os.getpid()) for at, word in enumerate(sys.argv[1:])]\n"
        "subprocess.Popen(argv, start_new_session=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen((sys.executable, "-c", script, *argv)) as engine:
        child = waited_for(tmp_path / "pid", engine)
        engine.kill()

    assert gone(child)


def test_a_guarded_command_is_not_started_for_another_engine_or_in_another_group() -> None:
    foreign = subprocess.run(guarded("sh", "-c", "exit 0", engine=1), start_new_session=True, timeout=60, check=False)
    grouped = subprocess.run(guarded("sh", "-c", "exit 0"), timeout=60, check=False)

    assert (foreign.returncode, grouped.returncode) == (127, 127)


def test_the_guard_holds_no_output_open_and_goes_with_the_command() -> None:
    with subprocess.Popen(
        guarded("sh", "-c", "echo $$; exit 7"), stdout=subprocess.PIPE, start_new_session=True
    ) as ran:
        out, _ = ran.communicate(timeout=60)

    assert (int(out), ran.returncode) == (ran.pid, 7)
    for _ in range(200):
        try:
            os.killpg(ran.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("the guard is still there")


def test_a_program_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert warden._become(["/nowhere/tool"]) == 127
    assert capsys.readouterr().err == "/nowhere/tool: No such file or directory\n"


def test_limits_are_lowered_and_never_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (5, 10 if kind == resource.RLIMIT_FSIZE else -1))
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)
    monkeypatch.setattr(os, "execvp", lambda *_: None)
    guarded: list[int] = []
    monkeypatch.setattr(warden, "_guard", guarded.append)
    assert warden.main(["exec", "1", "100", "20", "tool"]) == 127

    assert guarded == [1]
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
