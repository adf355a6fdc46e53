"""The small program that stands between the engine and a command; run as a script, never imported by it.

With ``exec`` it sets resource limits (getrlimit(2)) and becomes the command, which is bubblewrap. A guard stays
beside it that ends their process group when bubblewrap or the engine is gone: bubblewrap's own --die-with-parent does
not know of an engine that died before, nor of the child that waits while a sandbox is set up (pidfd_open(2)).
With ``reap`` it stays the parent of everything that the command starts, also of what daemonises
(PR_SET_CHILD_SUBREAPER, prctl(2)), and ends all of it when the command ends, when it is told to
(SIGTERM), or when the engine dies (PR_SET_PDEATHSIG). It imports little: it is paid for at each command.

Usage: ``warden.py exec|reap ENGINE_PID FILE_BYTES PROCESSES PROGRAM [ARGUMENT...]``; PROCESSES 0: no limit.
"""

import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_NOT_STARTED = 127
_WATCHED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


def main(arguments: list[str]) -> int:
    """Run the command line above and return the exit code; 128 + n for signal n."""
    mode, engine, file_bytes, processes = arguments[0], *map(int, arguments[1:4])
    program = arguments[4:]
    if mode == "exec":
        _guard(engine)
        _limit(file_bytes, processes)
        return _become(program)
    _adopt(engine)
    return _watch(program, file_bytes, processes)


def _limit(file_bytes: int, processes: int) -> None:
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, file_bytes)
    if processes:
        _lower(resource.RLIMIT_NPROC, processes)


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))


def _become(program: list[str]) -> int:
    try:
        os.execvp(program[0], program)  # noqa: S606  (this is the point of the program)
    except OSError as error:
        sys.stderr.write(f"{program[0]}: {error.strerror}\n")
    return _NOT_STARTED


def _guard(engine: int) -> None:
    """Leave the guard behind. This process must lead its group."""
    leader = os.getpid()
    watched = (os.pidfd_open(engine), os.pidfd_open(leader))
    if os.getppid() != engine or os.getpgrp() != leader:
        os._exit(_NOT_STARTED)
    if os.fork():
        for handle in watched:
            os.close(handle)
        return
    import select  # noqa: PLC0415  (the guard alone waits)

    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    os.closerange(0, watched[0])  # whoever reads the command's output waits for every writer
    os.closerange(watched[0] + 1, watched[1])
    os.closerange(watched[1] + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    poll = select.poll()
    for handle in watched:
        poll.register(handle, select.POLLIN)
    poll.poll()
    os.killpg(leader, signal.SIGKILL)


def _adopt(engine: int) -> None:
    import ctypes  # noqa: PLC0415  (not needed, and not paid for, in front of bubblewrap)

    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != engine:
        os._exit(_NOT_STARTED)


def _watch(program: list[str], file_bytes: int, processes: int) -> int:
    signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    child = os.fork()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
        os.setsid()
        _limit(file_bytes, processes)
        os._exit(_become(program))
    code: int | None = None
    while code is None and signal.sigwait(_WATCHED) == signal.SIGCHLD:
        code = _reap(child)
    _end_everything()
    return 128 + signal.SIGTERM if code is None else code


def _reap(child: int) -> int | None:
    code: int | None = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code
        if pid == 0:
            return code
        if pid == child:
            ended = os.waitstatus_to_exitcode(status)
            code = ended if ended >= 0 else 128 - ended


def _end_everything() -> None:
    """Kill until nothing descends from this process. What is stopped first cannot fork meanwhile."""
    while True:
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in _descendants(os.getpid()):
                try:
                    os.kill(pid, number)
                except OSError:
                    continue
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
        _reap(0)


def _descendants(root: int) -> list[int]:
    found: list[int] = []
    waiting = [root]
    while waiting:
        here = waiting.pop()
        try:
            for thread in os.listdir(f"/proc/{here}/task"):  # noqa: PTH208  (pathlib costs 5 ms to import)
                with open(f"/proc/{here}/task/{thread}/children", "rb") as file:  # noqa: PTH123  (the same)
                    below = [int(pid) for pid in file.read().split()]
                found += below
                waiting += below
        except OSError:
            continue
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
