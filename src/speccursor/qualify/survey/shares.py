"""Reads a large tree in as many processes as there are cores: reading and hashing small files is Python's own work.

Each share but the first is read by a forked process, as `read_contents` reads it, and sent back through a pipe.
Nothing rests on these processes: a share that does not come back whole, or for which no process is to be had, is read
here, and so is everything where this process has other threads, which fork(2) would leave behind.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Mapping
from itertools import islice, zip_longest

import msgspec
from msgspec import Struct

from speccursor.qualify.survey.content import Contents, read_contents

MANY_FILES = 4000
"""Below this, a process more costs what it saves: some 10 ms."""

_MOST_SHARES = 8


def read_in_shares(root: str, listed: Mapping[str, str]) -> Contents:
    """Return what `read_contents` does, and raise what it raises."""
    shares = _shares(listed, _processes() if len(listed) >= MANY_FILES else 1)
    readers: list[_Reader] = []
    try:
        with contextlib.suppress(OSError):  # no process more, or no file: the limits of this machine
            for share in shares[1:]:
                readers.append(_fork(root, share))  # noqa: PERF401  (those before one that was refused are kept)
        contents = read_contents(root, shares[0])
        for reader, share in zip_longest(readers, shares[1:]):
            contents.add((_brought(reader) if reader else None) or read_contents(root, share))
    finally:
        for reader in readers:
            _end(reader)
    contents.files.sort()
    return contents


class _Reader(Struct):
    """A process that reads a share, and the end of its pipe that is read here."""

    process: int
    pipe: int


def _processes() -> int:
    """Return how many processes may read: one where this one cannot be forked in peace."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST_SHARES)


def _shares(listed: Mapping[str, str], count: int) -> list[dict[str, str]]:
    """Divide a listing into runs of about the same length, so that each reads folders of its own."""
    entries, each = iter(listed.items()), -(-len(listed) // count)
    return [dict(islice(entries, each)) for _ in range(count)]


def _fork(root: str, share: Mapping[str, str]) -> _Reader:
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if process:
        os.close(writing)
        return _Reader(process, reading)
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode(read_contents(root, share)))
    finally:
        os._exit(0)  # whatever happened: nothing else of this program is to go on in here


def _brought(reader: _Reader) -> Contents | None:
    """Return what a process sent, or None: it broke off, and what it sent has no end."""
    with os.fdopen(os.dup(reader.pipe), "rb") as pipe:
        sent = pipe.read()
    try:
        return msgspec.msgpack.decode(sent, type=Contents)
    except msgspec.MsgspecError:
        return None


def _end(reader: _Reader) -> None:
    """Leave no process behind, also where this one was interrupted."""
    os.close(reader.pipe)
    os.kill(reader.process, signal.SIGKILL)  # it was not waited for, so the number is still its own
    os.waitpid(reader.process, 0)
