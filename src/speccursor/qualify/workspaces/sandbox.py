"""The sandbox: runs one command isolated and bounded, and leaves no process behind.

Every process of the command can be found below one process that the engine starts: bubblewrap's, or the
warden's where there is no bubblewrap. While the command runs, that tree is looked at several times a
second; over a limit, all of it is ended. A cancelled task, an exception and a killed engine end it as
well. What the command prints goes through capped pipes, so it can't take back what it said.

Usage::

    isolation = await find_isolation()
    ended = await run(
        Command(argv=("/usr/bin/python3", "-m", "pytest"), cwd="/candidate", scratch=scratch, mounts=mounts),
        limits=Limits(wall_s=600.0),
        isolation=isolation,
    )
    outcome = ended.outcome(ok_exit_codes=frozenset({0, 1}), limit_s=600.0)
    output = scratch / "stdout"
"""

import asyncio
import contextlib
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import which
from typing import TypedDict

import msgspec

from speccursor.qualify.workspaces import warden
from speccursor.qualify.workspaces.command import MIB, SYSTEM_PATH, Command, Ended, Killed, Limits
from speccursor.qualify.workspaces.guard import guarded_group
from speccursor.qualify.workspaces.isolation import HOME, Isolation, wrap, write_identity
from speccursor.qualify.workspaces.pipes import Pipes
from speccursor.qualify.workspaces.processes import Process, send, tree

_CHUNK = 256 * 1024
_FIRST_LOOK_S = 0.02
_SLOWEST_LOOK_S = 0.25
_LAST_WORDS_S = 5.0


async def run(command: Command, *, limits: Limits, isolation: Isolation) -> Ended:
    """Run a command to its end or to its limits, whichever comes first.

    Creates ``stdout``, ``stderr``, ``home`` and ``tmp`` in the command's scratch folder. Whatever it
    leaves in its writable mounts stays there. Raises OSError when an output cannot be written (a full
    disk), and CancelledError when the task is cancelled; in both cases everything is ended first.
    """
    _furnish(command.scratch)
    with command.stdout.open("wb") as out, command.stderr.open("wb") as err, contextlib.ExitStack() as stack:
        running = _Running(command, limits=limits, isolation=isolation)
        stack.callback(running.pipes.close)
        stack.callback(running.end)
        running.pipes.listen(running.process, out, err)
        killed = await running.until_ended()
        running.end()
        await running.last_words()
    return running.account(killed)


def clean_environment(command: Command, isolation: Isolation) -> dict[str, str]:
    """Return the whole environment of a command: nothing of the engine's own, then what was asked."""
    wrapped = isolation.bubblewrap is not None
    return {
        "PATH": SYSTEM_PATH,
        "HOME": HOME if wrapped else str(command.scratch / "home"),
        "TMPDIR": "/tmp" if wrapped else str(command.scratch / "tmp"),  # noqa: S108  (the sandbox's own)
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "USER": "candidate",
        "LOGNAME": "candidate",
        **command.environment,
    }


def _furnish(scratch: Path) -> None:
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / "home").mkdir(exist_ok=True)
    (scratch / "tmp").mkdir(exist_ok=True)
    write_identity(scratch)


class _Status(TypedDict, total=False):
    """What bubblewrap writes on its status descriptor, one object a line (bwrap(1), --json-status-fd)."""

    child: int
    code: int


class _Running:
    """A started command. `end` may be called at any time and any number of times."""

    def __init__(self, command: Command, *, limits: Limits, isolation: Isolation) -> None:
        self._limits = limits
        self._command = command
        self._isolation = isolation
        self._containers = 1 if isolation.bubblewrap is None else 2  # the warden; bubblewrap twice
        self._loop = asyncio.get_running_loop()
        self._happened = asyncio.Event()
        self.pipes = Pipes(self._happened.set, limit_bytes=limits.output_bytes)
        self._peak: int | None = None
        self._said = b""
        self._started = time.monotonic()
        self._status, theirs = os.pipe()
        try:
            self.process = self._start(theirs)
        except BaseException:
            os.close(self._status)
            raise
        finally:
            os.close(theirs)
        os.set_blocking(self._status, False)
        self._handle = os.pidfd_open(self.process.pid)
        self._init: int | None = None
        self._known: dict[int, Process] = {}
        self._ended = False
        self._seconds = 0.0
        self._loop.add_reader(self._handle, self._happened.set)
        self._loop.add_reader(self._status, self._read_status)

    def _start(self, status_fd: int) -> subprocess.Popen[bytes]:
        wrapped = self._isolation.bubblewrap is not None
        if wrapped:
            argv = (*_limited(self._limits.file_bytes), *wrap(self._isolation, self._command, status_fd=status_fd))
        else:
            processes = _process_limit(self._limits.processes)
            argv = (*_warden("reap", self._limits.file_bytes, processes), *self._command.argv)
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=None if wrapped else self._command.cwd,
            env=clean_environment(self._command, self._isolation),
            pass_fds=(status_fd,) if wrapped else (),
            start_new_session=not wrapped,
            process_group=guarded_group() if wrapped else None,
        )

    def _read_status(self) -> None:
        try:
            said = os.read(self._status, _CHUNK)
        except BlockingIOError:
            return
        self._said += said
        if not said:
            self._loop.remove_reader(self._status)
        child = self._status_now().get("child")
        if self._init is None and child is not None:
            with contextlib.suppress(OSError):
                self._init = os.pidfd_open(child)

    def _status_now(self) -> _Status:
        status = _Status()
        for line in self._said.splitlines():
            with contextlib.suppress(msgspec.MsgspecError):
                said = msgspec.json.decode(line, type=dict[str, int])
                if "child-pid" in said:
                    status["child"] = said["child-pid"]
                if "exit-code" in said:
                    status["code"] = said["exit-code"]
        return status

    async def until_ended(self) -> tuple[Killed, str] | None:
        """Wait for the end; return the limit that was reached, with its reason, if one was."""
        pause = _FIRST_LOOK_S
        while not _ready(self._handle):
            left = self._started + self._limits.wall_s - time.monotonic()
            await self._happens(min(pause, left))
            self._happened.clear()
            if self.pipes.broken is not None:
                raise self.pipes.broken
            over = self._over()
            if over is not None and not _ready(self._handle):
                if over[0] is Killed.TIME:
                    await self._ask_to_end()
                return over
            pause = min(pause * 2, _SLOWEST_LOOK_S)
        return (Killed.OUTPUT, self.pipes.flooded) if self.pipes.flooded else None

    async def _happens(self, within_s: float) -> None:
        """Wait until something happens, or for so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, within_s)):
                await self._happened.wait()

    def _over(self) -> tuple[Killed, str] | None:
        limits = self._limits
        if self.pipes.flooded:
            return Killed.OUTPUT, self.pipes.flooded
        if time.monotonic() - self._started >= limits.wall_s:
            return Killed.TIME, f"still running after {limits.wall_s:g} s"
        processes = tree(self.process.pid)
        self._known.update((one.pid, one) for one in processes)
        resident = sum(one.rss_bytes for one in processes)
        count = len(processes) - self._containers
        self._peak = max(self._peak or 0, resident)
        if resident > limits.rss_bytes:
            return Killed.MEMORY, f"held {resident / MIB:.0f} MiB, more than {limits.rss_bytes / MIB:g} MiB"
        if count > limits.processes:
            return Killed.PROCESSES, f"had {count} processes, more than {limits.processes}"
        return None

    async def _ask_to_end(self) -> None:
        """Send SIGTERM to the command's own processes, not to the one that contains them, and wait a little."""
        keep = {self.process.pid, self._status_now().get("child")}
        for one in tree(self.process.pid):
            if one.pid not in keep:
                send(one, signal.SIGTERM)
        until = time.monotonic() + self._limits.grace_s
        while not _ready(self._handle) and time.monotonic() < until:
            await self._happens(until - time.monotonic())
            self._happened.clear()

    def end(self) -> None:
        """End every process of the command, now, and wait until they are gone. Does not yield."""
        if self._ended:
            return
        self._ended = True
        self._loop.remove_reader(self._handle)
        self._read_status()
        self._known.update((one.pid, one) for one in tree(self.process.pid))
        if not _ready(self._handle):
            self._end_container()
        self.process.wait()
        self._seconds = time.monotonic() - self._started
        if self._init is not None:
            _ready(self._init, _LAST_WORDS_S)
            os.close(self._init)
        for one in self._known.values():
            send(one, signal.SIGKILL)
        os.close(self._handle)
        self._loop.remove_reader(self._status)
        self._read_status()
        os.close(self._status)

    def _end_container(self) -> None:
        """End what holds all the others: a process namespace with its first process, or the warden."""
        if self._isolation.bubblewrap is None:
            _signal(self._handle, signal.SIGTERM)
            _ready(self._handle, _LAST_WORDS_S)
        elif self._init is not None:
            _signal(self._init, signal.SIGKILL)
        else:
            self._end_setting_up()
        _signal(self._handle, signal.SIGKILL)

    def _end_setting_up(self) -> None:
        """End what bubblewrap has started before it said so. It is stopped first, so that nothing comes after."""
        _signal(self._handle, signal.SIGSTOP)
        while below := tree(self.process.pid)[1:]:
            for one in below:
                send(one, signal.SIGKILL)

    async def last_words(self) -> None:
        """Read what is still in the pipes; nobody is left to write to them."""
        until = time.monotonic() + _LAST_WORDS_S
        self.pipes.end()
        while self.pipes.open and time.monotonic() < until:
            self._happened.clear()
            await self._happens(_LAST_WORDS_S)
        if self.pipes.broken is not None:
            raise self.pipes.broken

    def account(self, killed: tuple[Killed, str] | None) -> Ended:
        """Say how it ended."""
        if killed is None and self.pipes.flooded:
            killed = Killed.OUTPUT, self.pipes.flooded
        code, reason = (None, killed[1]) if killed else self._exit_code()
        return Ended(
            exit_code=code,
            seconds=self._seconds,
            isolation=self._isolation.describe(network=self._command.network),
            killed=killed[0] if killed else None,
            reason=reason,
            peak_rss_bytes=self._peak,
        )

    def _exit_code(self) -> tuple[int | None, str]:
        if self._isolation.bubblewrap is None:
            return self.process.returncode, ""
        code = self._status_now().get("code")
        said = _last_line(self._command.stderr)
        if code is None or (code == 1 and said.startswith("bwrap: execvp ")):
            return None, f"the sandbox could not start it: {said}"
        return code, ""


def _limited(file_bytes: int) -> tuple[str, ...]:
    """Return how to start a program that may write no core and no larger file; prlimit(1) starts 30 ms sooner."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    bound = file_bytes if hard == resource.RLIM_INFINITY else min(file_bytes, hard)
    prlimit = _prlimit()
    return (prlimit, "--core=0", f"--fsize={bound}") if prlimit else _warden("exec", bound, 0)


@cache
def _prlimit() -> str | None:
    return which("prlimit", path=SYSTEM_PATH)


def _warden(mode: str, file_bytes: int, processes: int) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", warden.__file__, mode, *map(str, (os.getpid(), file_bytes, processes)))


def _signal(handle: int, number: signal.Signals) -> None:
    """Send a signal through a process descriptor; a process that is gone is left in peace."""
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, number)


def _ready(handle: int, seconds: float = 0.0) -> bool:
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _last_line(path: Path) -> str:
    lines = path.read_bytes()[-4096:].decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _process_limit(processes: int) -> int:
    """Return the RLIMIT_NPROC that leaves `processes` more; it counts the user's and never binds root."""
    user = os.getuid()
    return sum(1 for owner in _owners() if owner == user) + processes if user else 0


def _owners() -> Iterator[int]:
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                yield entry.stat().st_uid
