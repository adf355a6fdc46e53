"""A command to be run on a candidate, the limits it has, and how it ended.

These are the values between an executor and the sandbox. Sizes are bytes, times seconds.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field

from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, TimedOut, Unavailable

MIB = 1024 * 1024
GIB = 1024 * MIB
_SIGNALLED = 128
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Where a command looks for programs of the system itself, never of the user."""


class Access(StrEnum):
    """What a mount lets the command do; `MEMORY` is an empty folder of its own, gone afterwards."""

    READ = "read"
    WRITE = "write"
    MEMORY = "memory"


class Mount(Struct, frozen=True, kw_only=True):
    """A folder or file of this machine (`source`) and the path at which the command sees it (`target`).

    Without bubblewrap nothing is mounted: the command sees `source`, so the two must then be the same.
    """

    source: Path
    target: str
    access: Access = Access.READ


def mount_as_is(path: Path, access: Access = Access.READ) -> Mount:
    """Mount a path at itself."""
    return Mount(source=path, target=str(path), access=access)


class Command(Struct, frozen=True, kw_only=True):
    """A command with everything that it may see.

    `cwd` is the path as the command sees it. `scratch` is a folder of this machine that is the command's
    own: it gets ``stdout``, ``stderr``, ``home`` and ``tmp``. `environment` is added to a clean one.
    `network` says that it may reach other machines; loopback is always there.
    """

    argv: tuple[str, ...]
    cwd: str
    scratch: Path
    mounts: tuple[Mount, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    network: bool = False

    @property
    def stdout(self) -> Path:
        """The file that gets the command's standard output."""
        return self.scratch / "stdout"

    @property
    def stderr(self) -> Path:
        """The file that gets the command's standard error."""
        return self.scratch / "stderr"


class Limits(Struct, frozen=True, kw_only=True):
    """What a command may use, the whole tree of its processes together.

    `rss_bytes` bounds the sum of the processes' resident sets (pages that several share count for each),
    `output_bytes` each of the two streams, `file_bytes` each file that it writes. After `wall_s` the
    processes get SIGTERM, and SIGKILL `grace_s` later.
    """

    wall_s: float
    rss_bytes: int = 8 * GIB
    processes: int = 1024
    output_bytes: int = 32 * MIB
    file_bytes: int = 4 * GIB
    grace_s: float = 2.0


class Killed(StrEnum):
    """The limit that a command was ended for."""

    TIME = "time"
    MEMORY = "memory"
    PROCESSES = "processes"
    OUTPUT = "output"


class Ended(Struct, frozen=True, kw_only=True):
    """How a command ended.

    `exit_code` is None when it was killed for a limit (`killed`) or never started; `reason` then says
    why. Above 128 it is 128 + the signal that ended it. `peak_rss_bytes` is None when the command was
    gone before it could be measured. `isolation` is the sentence for the envelope.
    """

    exit_code: int | None
    seconds: float
    isolation: str
    killed: Killed | None = None
    reason: str = ""
    peak_rss_bytes: int | None = None

    def outcome(self, *, ok_exit_codes: frozenset[int], limit_s: float) -> Outcome:
        """Say it in the model's words; a code outside `ok_exit_codes` is a crash."""
        if self.killed is Killed.TIME:
            return TimedOut(limit_s, self.seconds)
        if self.killed is not None:
            return Crashed(self.reason, None, self.seconds)
        if self.exit_code is None:
            return Unavailable(self.reason, "run `speccursor doctor` to see what this machine lacks")
        if self.exit_code in ok_exit_codes:
            return Finished(self.exit_code, self.seconds)
        return Crashed(self.reason or _words(self.exit_code), self.exit_code, self.seconds)


def _words(exit_code: int) -> str:
    if exit_code > _SIGNALLED:
        return f"ended by signal {exit_code - _SIGNALLED}"
    return f"ended with the undocumented exit code {exit_code}"
