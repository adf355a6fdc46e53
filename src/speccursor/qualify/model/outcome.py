"""What became of a command. Exactly one of four things, and only `Finished` can carry evidence."""

from msgspec import Struct


class Finished(Struct, frozen=True, tag="finished"):
    """It ended by itself with an exit code that its tool documents; that code is not a verdict."""

    exit_code: int
    seconds: float


class TimedOut(Struct, frozen=True, tag="timed_out"):
    """It was ended because it reached a limit of time."""

    limit_s: float
    seconds: float


class Unavailable(Struct, frozen=True, tag="unavailable"):
    """It could not be started: the tool, the toolchain or the prepared environment is not there."""

    reason: str
    hint: str


class Crashed(Struct, frozen=True, tag="crashed"):
    """It ended outside its documented exit codes, by a signal, or over a limit of memory or output.

    Whatever report it left is not believed.
    """

    reason: str
    exit_code: int | None
    seconds: float


class Skipped(Struct, frozen=True, tag="skipped"):
    """It was not started although it was owed: the run was interrupted or told to leave it out."""

    reason: str


Outcome = Finished | TimedOut | Unavailable | Crashed | Skipped
