"""What a command prints, copied from its pipes into files as it comes, up to a limit.

A pipe, unlike a file, cannot be written over: what was said stays said.
"""

import asyncio
import os
import subprocess
from collections.abc import Callable
from typing import IO, BinaryIO

from speccursor.qualify.workspaces.command import MIB

_CHUNK = 256 * 1024
_TRICKLE = 4096
_REST_S = 0.05


class Pipes:
    """Both pipes of one process. `happened` is called when there is something to look at.

    `flooded` says which pipe went over the limit, "" for none; `broken` is why a file could not be written.
    """

    def __init__(self, happened: Callable[[], None], *, limit_bytes: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._happened = happened
        self._limit_bytes = limit_bytes
        self._streams: dict[int, tuple[IO[bytes], BinaryIO, int, str]] = {}
        self._resting: dict[int, asyncio.TimerHandle] = {}
        self._ending = False
        self.broken: OSError | None = None
        self.flooded = ""

    def listen(self, process: subprocess.Popen[bytes], stdout: BinaryIO, stderr: BinaryIO) -> None:
        """Copy what comes out of a process into two files, up to the limit."""
        pipes = ((process.stdout, stdout, "standard output"), (process.stderr, stderr, "standard error"))
        for pipe, file, name in pipes:
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                self._streams[pipe.fileno()] = (pipe, file, 0, name)
                self._hear(pipe.fileno())

    @property
    def open(self) -> bool:
        """Whether there may be more to read."""
        return bool(self._streams)

    def end(self) -> None:
        """Read what is still there without any rest: nobody is left to write more."""
        self._ending = True
        for number in tuple(self._resting):
            self._hear(number)

    def close(self) -> None:
        """Stop reading what nobody will ask for."""
        for number in tuple(self._streams):
            self._close(number)

    def _hear(self, number: int) -> None:
        self._wake(number)
        self._loop.add_reader(number, self._copy, number)

    def _rest(self, number: int) -> None:
        """Let a trickle gather: a runner writes a dot for each test, and each would wake us."""
        self._loop.remove_reader(number)
        self._resting[number] = self._loop.call_later(_REST_S, self._hear, number)

    def _wake(self, number: int) -> None:
        resting = self._resting.pop(number, None)
        if resting is not None:
            resting.cancel()

    def _copy(self, number: int) -> None:
        pipe, file, written, name = self._streams[number]
        try:
            chunk = os.read(number, _CHUNK)
            kept = chunk[: self._limit_bytes - written]
            file.write(kept)
            file.flush()
        except BlockingIOError:
            return
        except OSError as error:
            error.filename = file.name
            self.broken = error
            self._happened()
            self._close(number)
            return
        if not chunk:
            self._close(number)
            return
        self._streams[number] = (pipe, file, written + len(kept), name)
        if len(kept) < len(chunk):
            self.flooded = f"wrote more than {self._limit_bytes / MIB:g} MiB to its {name}"
            self._happened()
            self._close(number)
        elif len(chunk) < _TRICKLE and not self._ending:
            self._rest(number)

    def _close(self, number: int) -> None:
        self._loop.remove_reader(number)
        self._wake(number)
        self._streams.pop(number)[0].close()
        if not self._streams:
            self._happened()
