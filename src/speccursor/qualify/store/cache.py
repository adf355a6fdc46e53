"""The cache of observations, by the digest of everything that they may depend on.

A hit needs the same inputs' digest AND every stored output to hash to its name again; anything else
is a miss. Only observations that ended as their tool documents are kept.
"""

from pathlib import Path

import msgspec

from speccursor.qualify.model.digests import Digest, canonical_json
from speccursor.qualify.model.outcome import Finished
from speccursor.qualify.model.record import Observation
from speccursor.qualify.store.files import write_atomically
from speccursor.qualify.store.objects import Objects


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A kept observation and the run that made it."""

    run: str
    observation: Observation


class Cache:
    """Observations below one folder, by their inputs' digest."""

    def __init__(self, folder: Path, objects: Objects) -> None:
        self.folder = folder
        self._objects = objects

    def _path(self, inputs: Digest) -> Path:
        name = inputs.removeprefix("sha256:")
        return self.folder / name[:2] / f"{name[2:]}.json"

    def find(self, inputs: Digest) -> Kept | None:
        """Return the observation made from these very inputs, if its outputs still stand."""
        try:
            kept = msgspec.json.decode(self._path(inputs).read_bytes(), type=Kept)
        except (OSError, msgspec.MsgspecError):
            return None
        envelope = kept.observation.envelope
        if envelope is None or envelope.inputs != inputs:
            return None
        return kept if all(self._objects.holds(output) for output in envelope.outputs) else None

    def keep(self, run: str, observation: Observation) -> None:
        """Keep a finished observation that this run made itself."""
        envelope = observation.envelope
        if envelope is None or envelope.origin is not None or not isinstance(observation.outcome, Finished):
            return
        write_atomically(self._path(envelope.inputs), canonical_json(Kept(run=run, observation=observation)))
