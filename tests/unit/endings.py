"""Whether a process comes to its end: one that was killed still has to run to its death, on a busy machine later."""

import time

from speccursor.qualify.workspaces.processes import process

_PATIENCE_S = 120.0
LONGER_S = 600
"""How long what must be ended sleeps: it shall not have ended by itself while somebody waited for it."""


def comes_to_its_end(pid: int) -> bool:
    """Wait until a process is gone but for its exit code; False says that nobody ended it."""
    until = time.monotonic() + _PATIENCE_S
    while process(pid) is not None:
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
