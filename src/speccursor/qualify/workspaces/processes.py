"""Processes as the kernel shows them below /proc: who descends from whom, and how much memory each holds.

Linux only; proc(5), sections ``/proc/pid/stat`` and ``/proc/pid/task/tid/children``. A process may end
between any two reads; it is then simply not there.
"""

import os
import resource
import signal
from typing import NamedTuple

_PAGE = resource.getpagesize()
_LONGEST = 65536
_STARTED = 19
_RESIDENT = 21


class Process(NamedTuple):
    """One process: its number, its start in clock ticks since boot (which tells it from a later holder
    of the same number), and its resident memory.
    """

    pid: int
    started: int
    rss_bytes: int


def process(pid: int) -> Process | None:
    """Look at one process; None when there is none of that number, or only its exit code."""
    try:
        text = _read(f"/proc/{pid}/stat")
    except OSError:
        return None
    fields = text[text.rfind(b")") + 2 :].split()
    if fields[0] in (b"Z", b"X"):
        return None
    return Process(pid, int(fields[_STARTED]), int(fields[_RESIDENT]) * _PAGE)


def _read(path: str) -> bytes:
    """Read a file that the kernel makes up, without a buffer: all of them are read several times a second."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        parts = []
        while part := os.read(handle, _LONGEST):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(handle)


def children(pid: int) -> list[int]:
    """Return the direct children of a process, those of all its threads."""
    found: list[int] = []
    tasks = f"/proc/{pid}/task"
    try:
        threads = os.listdir(tasks)  # noqa: PTH208  (names only, and half the cost of Path.iterdir)
    except OSError:
        return found
    for thread in threads:
        try:
            found += map(int, _read(f"{tasks}/{thread}/children").split())
        except OSError:
            continue
    return found


def tree(root: int) -> list[Process]:
    """Return a process and everything that descends from it, parents first."""
    found: list[Process] = []
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        if pid in seen:
            continue
        seen.add(pid)
        here = process(pid)
        if here is not None:
            found.append(here)
        waiting += children(pid)
    return found


def send(target: Process, number: signal.Signals) -> None:
    """Send a signal to exactly this process, never to a later one with the same number."""
    try:
        handle = os.pidfd_open(target.pid)
    except OSError:
        return
    try:
        here = process(target.pid)
        if here is not None and here.started == target.started:
            signal.pidfd_send_signal(handle, number)
    except OSError:
        return
    finally:
        os.close(handle)
