"""Two laboratories as one: what is owed of the release is measured on its files, all else on the candidate's.

The executor stays as it is, and neither laboratory sees the other's tree.
"""

from collections.abc import Mapping
from pathlib import Path

from speccursor.qualify.execute.laboratory import Laboratory, Measurement, Turn
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.plan import Owed
from speccursor.qualify.model.record import Preparation


class Beside:
    """Laboratories by the release that they measure, None for the candidate's."""

    def __init__(self, laboratories: Mapping[str | None, Laboratory]) -> None:
        self._laboratories = laboratories

    def of(self, owed: Owed) -> Laboratory:
        """Return the laboratory that measures the tree of what is owed. Raises KeyError where there is none."""
        return self._laboratories[owed.release]

    def inputs(self, owed: Owed) -> Digest | Unavailable:
        """Return the digest of everything that this measurement may depend on, or why it cannot be made."""
        return self.of(owed).inputs(owed)

    def live(self, owed: Owed) -> bool:
        """Whether the measurement depends on the moment, so that it is never reused."""
        return self.of(owed).live(owed)

    def environment(self, owed: Owed) -> bool:
        """Whether the measurement needs its component's environment, which takes time to make."""
        return self.of(owed).environment(owed)

    async def prepare(self, owed: Owed) -> Preparation | None:
        """Make what the measurement needs: its tool, its component's environment."""
        return await self.of(owed).prepare(owed)

    async def measure(self, owed: Owed, *, nonce: str, scratch: Path, turn: Turn) -> Measurement:
        """Run the command on a copy of its own tree and leave its outputs below `scratch`."""
        return await self.of(owed).measure(owed, nonce=nonce, scratch=scratch, turn=turn)
