"""The small program that stands beside a command, or between it and the engine; run as a script, never imported by it.

With ``guard`` it leads a process group and ends all of it when the engine is gone: bubblewrap's own --die-with-parent
does not know of an engine that died before, nor of the child that waits while a sandbox is set up (pidfd_open(2)).
With ``exec`` it sets resource limits (getrlimit(2)) and becomes the command, where there is no prlimit(1) to do that.
With ``reap`` it stays the parent of everything that the command starts, also of what daemonises
(PR_SET_CHILD_SUBREAPER, prctl(2)), and ends all of it when the command ends, when it is told to
(SIGTERM), or when the engine dies (PR_SET_PDEATHSIG). It imports little: it is paid for at each command.

Usage: ``warden.py guard ENGINE_PID`` as the leader of its group, or
``warden.py exec|reap ENGINE_PID FILE_BYTES PROCESSES PROGRAM [ARGUMENT...]``; PROCESSES 0: no limit.
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
    mode, engine = arguments[0], int(arguments[1])
    if mode == "guard":
        return _guard(engine)
    file_bytes, processes, program = int(arguments[2]), int(arguments[3]), arguments[4:]
    if mode == "exec":
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


def _guard(engine: int) -> int:
    """Wait until the engine is gone, and end this process's group, itself with it. It must lead that group."""
    if os.getpgrp() != os.getpid():
        return _NOT_STARTED
    import select  # noqa: PLC0415  (the guard alone waits)

    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        poll = select.poll()
        poll.register(os.pidfd_open(engine), select.POLLIN)
        if os.getppid() == engine:
            poll.poll()
    except OSError:  # the engine was gone before it could be watched
        pass
    os.killpg(0, signal.SIGKILL)
    return _NOT_STARTED


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
