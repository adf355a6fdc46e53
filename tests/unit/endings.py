"""Waiting for what must happen, on a machine of any speed: a killed process still has to run to its death, for one."""

import time
from collections.abc import Callable

from speccursor.qualify.workspaces.processes import process

_PATIENCE_S = 120.0
LONGER_S = 600
"""How long what must be ended sleeps: it shall not have ended by itself while somebody waited for it."""


def happens(what: Callable[[], bool]) -> bool:
    """Wait until it is so; False says that it never was."""
    until = time.monotonic() + _PATIENCE_S
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def comes_to_its_end(pid: int) -> bool:
    """Wait until a process is gone but for its exit code; False says that nobody ended it."""
    return happens(lambda: process(pid) is None)
