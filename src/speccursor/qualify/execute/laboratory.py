"""What the executor needs from whoever really measures: digests of inputs, preparation, measurement.

The executor decides what runs when; a laboratory runs one thing. So the same executor is tested with
a laboratory in memory, and the same laboratory can serve a remote worker.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Outcome, Unavailable
from speccursor.qualify.model.plan import Owed
from speccursor.qualify.model.record import Preparation

Turn = Callable[[], AbstractAsyncContextManager[None]]
"""What a measurement enters while its command runs: nothing is started before there is a place for it."""


class Measurement(Struct, frozen=True, kw_only=True):
    """One command's outcome, with its raw outputs (name -> file) and what its envelope must tell."""

    outcome: Outcome
    version: str = ""
    argv: tuple[str, ...] = ()
    root: str = ""
    isolation: str = ""
    toolchains: dict[str, str] = {}
    outputs: dict[str, Path] = {}


class Laboratory(Protocol):
    """Prepares and measures, one thing at a time, for one candidate."""

    def inputs(self, owed: Owed) -> Digest | Unavailable:
        """Return the digest of everything that this measurement may depend on, or why it cannot be made."""
        ...

    def live(self, owed: Owed) -> bool:
        """Whether the measurement depends on the moment, so that it is never reused."""
        ...

    def environment(self, owed: Owed) -> bool:
        """Whether the measurement needs its component's environment, which takes time to make."""
        ...

    async def prepare(self, owed: Owed) -> Preparation | None:
        """Make what the measurement needs: its tool, its component's environment. None: nothing was needed.

        Two calls for the same component and cell give the same preparation; the second only waits.
        """
        ...

    async def measure(self, owed: Owed, *, nonce: str, scratch: Path, turn: Turn) -> Measurement:
        """Run the command, in its `turn` alone, and leave its outputs below `scratch`.

        Cancelled: no process is left.
        """
        ...
