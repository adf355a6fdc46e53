"""Runs one process with limits of time, memory and output, and lets nothing that it started outlive it.

What is checked may run code. Its output goes to a file without a name, which nobody else can write to, and its process
group is ended with it; what has left the group is a child of ours all the same (``PR_SET_CHILD_SUBREAPER``,
https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html) and is ended by `end_strays`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SUBREAPER = 36
_LOOK_S = 0.02
_OUTPUT_BYTES = 8 << 20
_LAST_WORDS = 500
_ANONYMOUS = re.compile(r"^RssAnon:\s*(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Limits:
    """What a process may use: seconds, and bytes that are resident at once."""

    seconds: float
    rss_bytes: int


@dataclass(frozen=True)
class Ended:
    """How a process ended. `limit` is "", or what it was ended for: timed_out, memory or output."""

    code: int | None
    limit: str
    reason: str
    output: bytes
    said: str
    seconds: float


def adopt_strays() -> None:
    """Become the parent of whatever a child leaves behind."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def end_strays() -> None:
    """End every child that is left, and their children in turn. No process of ours may be running."""
    while children := _children():
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _children() -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, ValueError, IndexError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == os.getpid():
                    found.append(int(entry.name))
    return found


def run(argv: Sequence[str], limits: Limits, *, cwd: Path, environment: Mapping[str, str], given: bytes = b"") -> Ended:
    """Run a program and return what it wrote to standard output; `said` is the end of all that it wrote."""
    with TemporaryFile() as standard_input, TemporaryFile() as output, TemporaryFile() as errors:
        standard_input.write(given)
        standard_input.seek(0)
        started = time.monotonic()
        process = subprocess.Popen(
            argv,
            stdin=standard_input,
            stdout=output,
            stderr=errors,
            cwd=cwd,
            env=environment,
            start_new_session=True,
        )
        limit, reason = "", ""
        try:
            limit, reason = _until_ended(process, limits, (output.fileno(), errors.fileno()), started)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        texts = [_read(stream.fileno()) for stream in (output, errors)]
    words = b"\n".join(texts).decode("utf-8", "replace").strip()
    said = words[-_LAST_WORDS:] or "it said nothing"
    code = None if limit else process.returncode
    return Ended(code, limit, reason, texts[0], said, round(time.monotonic() - started, 3))


def _read(descriptor: int) -> bytes:
    return os.pread(descriptor, _OUTPUT_BYTES, 0)


def _until_ended(
    process: subprocess.Popen[bytes], limits: Limits, outputs: Sequence[int], started: float
) -> tuple[str, str]:
    """Wait for the end; return the limit that was reached, and the reason in words."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_S)
            return "", ""
        if time.monotonic() - started > limits.seconds:
            return "timed_out", f"timed out: still running after {limits.seconds:.0f} s"
        resident = _resident(process.pid)
        if resident > limits.rss_bytes:
            mib = 1 << 20
            return "memory", f"held {resident // mib} MiB, more than {limits.rss_bytes // mib} MiB"
        if any(os.fstat(output).st_size > _OUTPUT_BYTES for output in outputs):
            return "output", f"wrote more than {_OUTPUT_BYTES >> 20} MiB"


def _resident(process: int) -> int:
    """Return the bytes that a process holds for itself; files that it maps, as Lean does its modules, aside."""
    try:
        found = _ANONYMOUS.search(Path(f"/proc/{process}/status").read_text(errors="replace"))
    except OSError:
        return 0
    return int(found[1]) << 10 if found else 0
