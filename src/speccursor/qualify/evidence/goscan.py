"""The JSON lines of our own ``goscan`` -> where statements begin, which tests there are, where properties are tried.

One object a file; its fields stand at the head of ``provision/locks/go/gobco/goscan/main.go``.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json_lines

_Number = Annotated[int, Meta(ge=1, le=LARGEST)]


class DeclaredTest(Struct, frozen=True):
    """A test as its source declares it."""

    name: str
    kind: Literal["test", "example", "fuzz", "main"]
    line: _Number


class ScannedFile(Struct, frozen=True):
    """One file. `statements` are (line, column); `error` says why it could not be parsed."""

    path: str
    error: str
    statements: list[tuple[_Number, _Number]]
    tests: list[DeclaredTest]

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines that a statement begins on, sorted."""
        return tuple(sorted({line for line, _ in self.statements}))


_SCANNED = msgspec.json.Decoder(ScannedFile)


def read_goscan(content: bytes) -> dict[str, ScannedFile]:
    """Read what was scanned, by path. Raises UnreadableEvidence."""
    return {file.path: file for file in from_json_lines(_SCANNED, content, "goscan's account")}
