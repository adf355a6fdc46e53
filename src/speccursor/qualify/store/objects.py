"""The content-addressed store of raw outputs.

An object is named by the SHA-256 of its bytes, so that a stored output can be checked by anybody at
any time. Objects are written to a temporary name and renamed: two runs at once never meet.
"""

import hashlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.record import Output
from speccursor.qualify.store.files import naming

_CHUNK = 1 << 20


def hash_stream(stream: BinaryIO) -> tuple[Digest, int]:
    """Return digest and size in bytes of what is left of a stream."""
    hasher = hashlib.sha256()
    size = 0
    while chunk := stream.read(_CHUNK):
        hasher.update(chunk)
        size += len(chunk)
    return Digest("sha256:" + hasher.hexdigest()), size


class Objects:
    """Raw outputs below one folder, by digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: Digest) -> Path:
        """Return where the object with this digest stands, whether or not it is there."""
        name = digest.removeprefix("sha256:")
        return self.folder / name[:2] / name[2:]

    def put(self, name: str, source: Path) -> Output:
        """Copy a file in and return it as an output. The source may not be a link: it is a stranger's file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / f".{secrets.token_hex(8)}"
        hasher = hashlib.sha256()
        size = 0
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            with naming(temporary):
                with os.fdopen(descriptor, "rb") as stream, temporary.open("xb") as copy:
                    while chunk := stream.read(_CHUNK):
                        hasher.update(chunk)
                        copy.write(chunk)
                        size += len(chunk)
                digest = Digest("sha256:" + hasher.hexdigest())
                target = self.path(digest)
                target.parent.mkdir(exist_ok=True)
                temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return Output(name, digest, size)

    def holds(self, output: Output) -> bool:
        """Whether the object is there and still hashes to its name."""
        try:
            with self.path(output.digest).open("rb") as stream:
                return hash_stream(stream) == (output.digest, output.size)
        except OSError:
            return False
