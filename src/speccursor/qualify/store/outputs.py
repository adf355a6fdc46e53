"""One observation's raw outputs, re-hashed before a single byte of them is believed."""

from pathlib import Path
from typing import BinaryIO

from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.model.record import Envelope
from speccursor.qualify.store.objects import hash_stream


class StoredOutputs:
    """The outputs that an envelope names, in a folder; `root`, `component` and `nonce` are the envelope's."""

    def __init__(self, folder: Path, envelope: Envelope, component: str) -> None:
        self.root = envelope.root
        self.component = component
        self.nonce = envelope.nonce if envelope.origin is None else envelope.origin.nonce
        self._folder = folder
        self._outputs = {output.name: output for output in envelope.outputs}

    def names(self) -> frozenset[str]:
        """Return the names of the outputs that the run left."""
        return frozenset(self._outputs)

    def verify(self) -> None:
        """Hash every output again. Raises UnreadableEvidence for the first that is gone or changed."""
        for name, output in self._outputs.items():
            with self.open(name) as stream:
                if hash_stream(stream) != (output.digest, output.size):
                    raise UnreadableEvidence(f"the stored output {name} is not the one that the run left")

    def read(self, name: str) -> bytes:
        """Return one output whole. Raises UnreadableEvidence when it is not there."""
        with self.open(name) as stream:
            return stream.read()

    def open(self, name: str) -> BinaryIO:
        """Open one output. Raises UnreadableEvidence when the run did not leave it or it is gone."""
        if name not in self._outputs:
            raise UnreadableEvidence(f"the tool left no {name}")
        try:
            return (self._folder / name).open("rb")
        except OSError as error:
            raise UnreadableEvidence(f"the stored output {name} is gone ({error.strerror})") from error
