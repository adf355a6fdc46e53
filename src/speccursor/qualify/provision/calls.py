"""Runs a registry's client (uv, npm) or asks a program for its version: bounded, and nothing of it stays.

These are trusted programs that install hashed files and run none of them, so they are not sandboxed and
get the user's own configuration (mirrors, proxies, certificates).
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

_MISLEADING = frozenset(
    (
        *("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "NODE_OPTIONS", "NODE_PATH"),
        *("UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_PROJECT", "UV_PROJECT_ENVIRONMENT", "UV_CONSTRAINT", "UV_OVERRIDE"),
        *("UV_EXCLUDE_NEWER", "UV_PRERELEASE", "UV_RESOLUTION", "UV_NO_BINARY", "UV_TARGET"),
    )
)
_LAST_LINES = 4
_LAST_WORDS_S = 5.0


class Called(Struct, frozen=True, kw_only=True):
    """How a call ended: None as `code` says that it did not start or was ended for its time."""

    code: int | None
    output: str

    @property
    def last_lines(self) -> str:
        """The end of what it said, for a person."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return "; ".join(lines[-_LAST_LINES:]) or "it said nothing"


async def call(
    argv: Sequence[str], *, environment: Mapping[str, str], timeout_s: float, cwd: Path | None = None
) -> Called:
    """Run a program and return its output, both streams in one. Cancelling ends its process group."""
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=cwd,
            env={name: value for name, value in environment.items() if name not in _MISLEADING},
            start_new_session=True,
        )
    )
    try:
        process = await asyncio.shield(starting)
    except OSError as error:
        return Called(code=None, output=f"{argv[0]}: {error.strerror}")
    except asyncio.CancelledError:
        # asyncio would end the program alone, not what it started before the task learned of it.
        with contextlib.suppress(OSError):
            await _end(await starting)
        raise
    output = None
    try:
        async with asyncio.timeout(timeout_s):
            output, _ = await process.communicate()
    except TimeoutError:
        return Called(code=None, output=f"{argv[0]} did not end within {timeout_s:g} s")
    finally:
        if output is None:
            await _end(process)
    return Called(code=process.returncode, output=output.decode(errors="replace"))


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a program's group, also what it left there when it ended itself and that still holds its output open."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(TimeoutError):  # whoever left the group may hold it still
        async with asyncio.timeout(_LAST_WORDS_S):
            await process.communicate()
    await process.wait()
