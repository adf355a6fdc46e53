"""One process of the engine's that outlives it for a moment, to end whatever the engine has left running.

Commands under bubblewrap are started in the guard's process group. It is started with the first of them and waits.
"""

import os
import sys

from speccursor.qualify.workspaces import warden

_guards: dict[int, int] = {}
"""The guard of each engine, by process number: a fork of an engine needs its own."""


def guarded_group() -> int:
    """Return the process group of this engine's guard, which is started where none is at work."""
    engine = os.getpid()
    guard = _guards.get(engine)
    if guard is None or not _is_at_work(guard):
        guard = _guards[engine] = _start(engine)
    return guard


def _is_at_work(guard: int) -> bool:
    try:
        return os.waitpid(guard, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def _start(engine: int) -> int:
    argv = (sys.executable, "-I", "-S", warden.__file__, "guard", str(engine))
    silent = [(os.POSIX_SPAWN_OPEN, handle, os.devnull, os.O_RDWR, 0) for handle in range(3)]
    return os.posix_spawn(argv[0], argv, {}, file_actions=silent, setpgroup=0)
