"""Commands that misbehave, run for real: whatever they do, they are bounded and nothing of them is left."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from speccursor.qualify.model.outcome import Crashed, Finished, TimedOut, Unavailable
from speccursor.qualify.workspaces import sandbox
from speccursor.qualify.workspaces.command import (
    MIB,
    Access,
    Command,
    Ended,
    Killed,
    Limits,
    Mount,
    mount_as_is,
)
from speccursor.qualify.workspaces.isolation import Isolation, find_isolation
from speccursor.qualify.workspaces.processes import tree
from speccursor.qualify.workspaces.sandbox import run
from tests.unit.endings import LONGER_S, comes_to_its_end, happens

NONE = Isolation(bubblewrap=None, reason="the test asks for none")
FOUND = asyncio.run(find_isolation())
NEEDS_BUBBLEWRAP = pytest.mark.skipif(FOUND.bubblewrap is None, reason=f"needs bubblewrap: {FOUND.reason}")
EITHER = [
    pytest.param(FOUND, marks=NEEDS_BUBBLEWRAP, id="bubblewrap"),
    pytest.param(NONE, id="none"),
]
SYSTEM_PYTHON = "/usr/bin/python3"
PYTHON = SYSTEM_PYTHON if Path(SYSTEM_PYTHON).exists() else sys.executable


def python(
    source: str,
    scratch: Path,
    *,
    arguments: tuple[str, ...] = (),
    mounts: tuple[Mount, ...] = (),
    network: bool = False,
) -> Command:
    return Command(
        argv=(PYTHON, "-c", textwrap.dedent(source), *arguments),
        cwd="/",
        scratch=scratch,
        mounts=(mount_as_is(Path(sys.base_prefix)), *mounts) if sys.executable == PYTHON else mounts,
        network=network,
    )


def ran(command: Command, isolation: Isolation, **limits: float) -> Ended:
    bounds = {"wall_s": 60.0, "grace_s": 1.0, **limits}
    return asyncio.run(run(command, limits=Limits(**bounds), isolation=isolation))  # type: ignore[arg-type]  # counts are whole floats


def marked(mark: str) -> list[int]:
    """Return the processes that have the mark in their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if mark.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


@pytest.fixture
def mark(tmp_path: Path) -> Iterator[str]:
    text = f"mark-of-{tmp_path.name}-{os.getpid()}"
    yield text
    left = marked(text)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


@pytest.mark.parametrize("isolation", EITHER)
def test_a_command_that_ends_by_itself_gives_its_exit_code_and_its_output(isolation: Isolation, tmp_path: Path) -> None:
    ended = ran(python("import sys; print('said'); print('warned', file=sys.stderr); sys.exit(3)", tmp_path), isolation)

    assert (ended.exit_code, ended.killed, ended.reason) == (3, None, "")
    assert (tmp_path / "stdout").read_text() == "said\n"
    assert (tmp_path / "stderr").read_text() == "warned\n"
    assert isinstance(ended.outcome(ok_exit_codes=frozenset({3}), limit_s=60.0), Finished)
    assert isinstance(ended.outcome(ok_exit_codes=frozenset({0}), limit_s=60.0), Crashed)


@pytest.mark.parametrize("isolation", EITHER)
def test_a_command_that_crashes_is_told_by_its_signal(isolation: Isolation, tmp_path: Path) -> None:
    ended = ran(python("import os; os.abort()", tmp_path), isolation)

    assert ended.exit_code == 128 + signal.SIGABRT
    outcome = ended.outcome(ok_exit_codes=frozenset({0}), limit_s=60.0)
    assert isinstance(outcome, Crashed)
    assert "signal 6" in outcome.reason


@NEEDS_BUBBLEWRAP
def test_a_program_that_is_not_there_is_unavailable_not_a_tool_that_found_something(tmp_path: Path) -> None:
    ended = ran(Command(argv=("/nowhere/tool",), cwd="/", scratch=tmp_path), FOUND)

    assert ended.exit_code is None
    assert isinstance(ended.outcome(ok_exit_codes=frozenset({0, 1}), limit_s=1.0), Unavailable)
    assert "/nowhere/tool" in ended.reason


@NEEDS_BUBBLEWRAP
def test_a_mount_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    missing = Mount(source=tmp_path / "missing", target="/candidate")
    ended = ran(python("pass", tmp_path, mounts=(missing,)), FOUND)

    assert isinstance(ended.outcome(ok_exit_codes=frozenset({0, 1}), limit_s=1.0), Unavailable)


def test_without_bubblewrap_a_program_that_is_not_there_has_the_shells_exit_code(tmp_path: Path) -> None:
    ended = ran(Command(argv=("/nowhere/tool",), cwd="/", scratch=tmp_path), NONE)

    assert ended.exit_code == 127
    assert "No such file" in (tmp_path / "stderr").read_text()


@pytest.mark.parametrize("isolation", EITHER)
def test_a_command_that_hangs_and_ignores_sigterm_is_ended(isolation: Isolation, tmp_path: Path, mark: str) -> None:
    source = """
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("ready", flush=True)
        while True: time.sleep(60)
    """
    ended = ran(python(source, tmp_path, arguments=(mark,)), isolation, wall_s=0.5, grace_s=0.2)

    assert ended.killed is Killed.TIME
    assert isinstance(ended.outcome(ok_exit_codes=frozenset({0}), limit_s=0.5), TimedOut)


@pytest.mark.parametrize("isolation", EITHER)
def test_a_command_that_runs_out_of_time_may_say_its_last_words(
    isolation: Isolation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = """
        import signal, sys, time
        def say(number, frame):
            print("last words", flush=True)
            sys.exit(0)
        signal.signal(signal.SIGTERM, say)
        print("ready", flush=True)
        while True: time.sleep(60)
    """
    command = python(source, tmp_path)

    def leaping() -> float:
        """Tell the time: its time is over as soon as the command is ready, on a slow machine as on a fast one."""
        return time.monotonic() + (3600 if command.stdout.exists() and command.stdout.stat().st_size else 0)

    monkeypatch.setattr(sandbox, "time", SimpleNamespace(monotonic=leaping))
    ended = ran(command, isolation, wall_s=1800.0, grace_s=60.0)

    assert ended.killed is Killed.TIME
    assert (tmp_path / "stdout").read_text() == "ready\nlast words\n"


@pytest.mark.parametrize("isolation", EITHER)
def test_a_flood_of_output_is_cut_at_the_limit_and_said(isolation: Isolation, tmp_path: Path) -> None:
    source = "import sys\nfor _ in range(800): sys.stdout.write('x' * 65536)"
    ended = ran(python(source, tmp_path), isolation, output_bytes=2 * MIB)

    assert ended.killed is Killed.OUTPUT
    assert "2 MiB to its standard output" in ended.reason
    assert (tmp_path / "stdout").stat().st_size == 2 * MIB


@pytest.mark.parametrize("isolation", EITHER)
def test_a_flood_that_ends_with_a_good_exit_code_is_still_over_the_limit(isolation: Isolation, tmp_path: Path) -> None:
    ended = ran(python("import sys; sys.stderr.write('x' * 5000)", tmp_path), isolation, output_bytes=4999)

    assert ended.killed is Killed.OUTPUT
    assert "standard error" in ended.reason


@pytest.mark.parametrize("isolation", EITHER)
def test_fifty_megabytes_under_the_limit_arrive_whole(isolation: Isolation, tmp_path: Path) -> None:
    source = "import sys\nfor _ in range(800): sys.stdout.write('x' * 65536)"
    ended = ran(python(source, tmp_path), isolation, output_bytes=64 * MIB)

    assert ended.exit_code == 0
    assert (tmp_path / "stdout").stat().st_size == 800 * 65536


@pytest.mark.parametrize("isolation", EITHER)
def test_a_trickle_arrives_whole_and_in_order(isolation: Isolation, tmp_path: Path) -> None:
    source = """
        import sys, time
        for number in range(300):
            print(number, flush=True)
            time.sleep(0.001)
        sys.stderr.write("end")
    """
    ended = ran(python(source, tmp_path), isolation)

    assert ended.exit_code == 0
    assert (tmp_path / "stdout").read_text().split() == [str(number) for number in range(300)]
    assert (tmp_path / "stderr").read_text() == "end"


@pytest.mark.parametrize("isolation", EITHER)
def test_memory_is_bounded_over_the_whole_tree(isolation: Isolation, tmp_path: Path, mark: str) -> None:
    source = """
        import os, time
        for _ in range(3):
            if os.fork() == 0:
                held = b"x" * (60 << 20)
                time.sleep(60)
        time.sleep(60)
    """
    ended = ran(python(source, tmp_path, arguments=(mark,)), isolation, rss_bytes=150 * MIB)

    assert ended.killed is Killed.MEMORY
    assert ended.peak_rss_bytes is not None
    assert ended.peak_rss_bytes > 150 * MIB


@pytest.mark.parametrize("isolation", EITHER)
def test_a_fork_bomb_is_ended(isolation: Isolation, tmp_path: Path, mark: str) -> None:
    source = """
        import os, time
        for _ in range(7):  # at most 128 processes, in case nobody stops it
            try:
                os.fork()
            except OSError:
                pass
        time.sleep(60)
    """
    ended = ran(python(source, tmp_path, arguments=(mark,)), isolation, processes=40, wall_s=20.0)

    # The kernel may hold an ordinary user's processes at the limit (not root's, and not in every user namespace).
    held = isolation is NONE and os.getuid() != 0 and ended.killed is Killed.TIME
    assert held or (ended.killed is Killed.PROCESSES and "more than 40" in ended.reason)


@pytest.mark.parametrize("isolation", EITHER)
def test_a_daemon_ends_with_the_command_that_left_it(isolation: Isolation, tmp_path: Path, mark: str) -> None:
    source = """
        import os, time
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.write(writing, b"x")
                time.sleep(60)
            os._exit(0)
        os.read(reading, 1)
    """
    ended = ran(python(source, tmp_path, arguments=(mark,)), isolation)

    assert ended.exit_code == 0


@pytest.mark.parametrize("isolation", EITHER)
def test_cancelling_leaves_no_process(isolation: Isolation, tmp_path: Path, mark: str) -> None:
    source = """
        import os, time
        os.fork()
        os.setsid() if os.fork() == 0 else None
        print("ready", flush=True)
        time.sleep(60)
    """

    async def cancel_when_ready() -> None:
        command = python(source, tmp_path, arguments=(mark,))
        task = asyncio.create_task(run(command, limits=Limits(wall_s=60.0), isolation=isolation))
        while not command.stdout.exists() or not marked(mark):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel_when_ready())


@pytest.mark.parametrize("steps", range(4))
def test_a_cancellation_is_not_lost_where_something_happens_just_then(
    steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        command = Command(argv=("/bin/sleep", str(LONGER_S)), cwd="/", scratch=tmp_path / "scratch")
        task = asyncio.create_task(run(command, limits=Limits(wall_s=LONGER_S), isolation=NONE))
        loop = asyncio.get_running_loop()

        def cancel(after: int) -> None:
            loop.call_soon(cancel, after - 1) if after else task.cancel()

        def happens(running: sandbox._Running) -> None:
            loop.call_later(0.001, running._happened.set)
            loop.call_later(0.001, cancel, steps)

        monkeypatch.setattr(sandbox._Running, "_over", happens)
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scene())


@pytest.mark.parametrize("isolation", EITHER)
def test_killing_the_engine_leaves_no_process(isolation: Isolation, tmp_path: Path, mark: str) -> None:
    engine = f"""
import asyncio
from pathlib import Path
from speccursor.qualify.workspaces.command import Command, Limits
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.sandbox import run
isolation = Isolation(bubblewrap={isolation.bubblewrap!r}, reason="test")
source = "import os, time; os.fork() or os.setsid(); print('ready', flush=True); time.sleep({LONGER_S})"
command = Command(argv=({PYTHON!r}, "-c", source, {mark!r}), cwd="/", scratch=Path({str(tmp_path)!r}))
asyncio.run(run(command, limits=Limits(wall_s={LONGER_S}), isolation=isolation))
"""
    parent = subprocess.Popen((sys.executable, "-c", engine))
    stdout = tmp_path / "stdout"
    assert happens(lambda: (stdout.exists() and stdout.stat().st_size > 0) or parent.poll() is not None)
    children = tree(parent.pid)[1:]
    assert len(children) >= 3
    parent.kill()
    parent.wait()
    assert all(comes_to_its_end(one.pid) for one in children)
    assert all(comes_to_its_end(pid) for pid in marked(mark))


@pytest.mark.parametrize("isolation", EITHER)
def test_a_full_disk_is_an_error_and_leaves_no_process(isolation: Isolation, tmp_path: Path, mark: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    (tmp_path / "stdout").symlink_to("/dev/full")
    source = "import time; print('x' * 9000000, flush=True); time.sleep(60)"

    with pytest.raises(OSError, match="No space left") as refused:
        ran(python(source, tmp_path, arguments=(mark,)), isolation)
    assert refused.value.filename == str(tmp_path / "stdout")


@pytest.mark.parametrize("isolation", EITHER)
def test_a_file_cannot_grow_over_the_limit(isolation: Isolation, tmp_path: Path) -> None:
    source = """
        import os
        try:
            open(os.environ["TMPDIR"] + "/big", "wb").write(b"x" * 3000000)
        except OSError as error:
            print(error.strerror)
    """
    ended = ran(python(source, tmp_path), isolation, file_bytes=1000000)

    assert ended.exit_code == 0
    assert (tmp_path / "stdout").read_text() == "File too large\n"


@pytest.mark.parametrize("isolation", EITHER)
def test_the_environment_is_clean_and_home_is_its_own(
    isolation: Isolation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTED_TOKEN", "hunter2")
    source = """
        import os, pathlib
        print("PLANTED_TOKEN" in os.environ)
        (pathlib.Path.home() / "left").write_text("x")
    """
    ended = ran(python(source, tmp_path), isolation)

    assert ended.exit_code == 0
    assert (tmp_path / "stdout").read_text() == "False\n"
    assert (tmp_path / "home" / "left").read_text() == "x"
    assert not (Path.home() / "left").exists()


@NEEDS_BUBBLEWRAP
def test_under_bubblewrap_the_users_files_are_not_there_and_the_system_cannot_be_written(
    tmp_path: Path,
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    source = """
        import os, pathlib, sys
        for path in sys.argv[1:]:
            try:
                pathlib.Path(path).read_bytes() if os.path.isfile(path) else os.listdir(path)
                print("read", path)
            except OSError:
                pass
        for path in ("/x", "/usr/x", "/etc/x", "/candidate/x"):
            try:
                open(path, "w")
                print("wrote", path)
            except OSError:
                pass
        print(os.getuid(), os.uname().nodename)
    """
    read_only = tmp_path / "copy"
    read_only.mkdir()
    ended = ran(
        python(
            source,
            tmp_path / "scratch",
            arguments=(str(secret), str(Path.home()), str(Path.home() / ".ssh"), "/var/lib"),
            mounts=(Mount(source=read_only, target="/candidate"),),
        ),
        FOUND,
    )

    assert ended.exit_code == 0
    assert (tmp_path / "scratch" / "stdout").read_text() == "1000 candidate\n"


@NEEDS_BUBBLEWRAP
def test_under_bubblewrap_nothing_that_only_root_may_read_is_shown(tmp_path: Path) -> None:
    source = "print(len(open('/etc/shadow').read()) if __import__('os').path.exists('/etc/shadow') else 0)"
    ended = ran(python(source, tmp_path), FOUND)

    assert (ended.exit_code, (tmp_path / "stdout").read_text()) in [(0, "0\n"), (1, "")]


@NEEDS_BUBBLEWRAP
def test_under_bubblewrap_there_is_loopback_and_no_network(tmp_path: Path) -> None:
    source = """
        import socket
        server = socket.create_server(("127.0.0.1", 0))
        socket.create_connection(server.getsockname(), timeout=5).close()
        print("loopback", socket.gethostbyname(socket.gethostname()))
        try:
            socket.create_connection(("192.0.2.1", 80), timeout=5)
        except OSError as error:
            print(error.strerror)
    """
    ended = ran(python(source, tmp_path), FOUND)

    assert (tmp_path / "stdout").read_text() == "loopback 127.0.0.1\nNetwork is unreachable\n"
    assert ended.isolation == f"bubblewrap {FOUND.version}: no network, read-only root, private home"


@NEEDS_BUBBLEWRAP
def test_network_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    source = "print(open('/proc/net/dev').read(), end='')"
    ended = ran(python(source, tmp_path, network=True), FOUND)

    theirs, ours = (
        {line.split(":")[0] for line in path.read_text().splitlines()[2:]}
        for path in (tmp_path / "stdout", Path("/proc/net/dev"))
    )
    assert theirs == ours
    assert "network, read-only root" in ended.isolation


@NEEDS_BUBBLEWRAP
def test_a_writable_mount_keeps_what_is_written_and_a_memory_mount_does_not(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (kept / "cache").mkdir(parents=True)
    mounts = (
        Mount(source=kept, target="/candidate", access=Access.WRITE),
        Mount(source=kept / "cache", target="/candidate/cache", access=Access.MEMORY),
    )
    source = "[open(path, 'w') for path in ('/candidate/a', '/candidate/cache/b')]"
    ended = ran(python(source, tmp_path / "scratch", mounts=mounts), FOUND)

    assert ended.exit_code == 0
    assert sorted(path.name for path in kept.rglob("*")) == ["a", "cache"]


def test_without_bubblewrap_the_record_says_so(tmp_path: Path) -> None:
    ended = ran(python("pass", tmp_path), NONE)

    assert ended.isolation == "none: the test asks for none"


def test_a_working_folder_that_is_not_there_is_an_error_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ran(Command(argv=("true",), cwd=str(tmp_path / "missing"), scratch=tmp_path), NONE)


def test_an_ordinary_users_limit_leaves_room_for_what_runs_already(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = Path("/proc/self").stat().st_uid
    assert owner in set(sandbox._owners())
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert sandbox._process_limit(10) == 0
    monkeypatch.setattr(sandbox, "_owners", lambda: iter([7, 7, 8]))
    monkeypatch.setattr(os, "getuid", lambda: 7)
    assert sandbox._process_limit(10) == 12
