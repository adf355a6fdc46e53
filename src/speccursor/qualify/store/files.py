"""Writing so that a reader, or a crash half-way, never sees half a file."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an OSError tell the file: those of write(2) and fsync(2), unlike those of open(2), do not."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: a sibling is written, synced and renamed over it."""
    with writing(path) as stream:
        stream.write(content)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Yield a stream whose content becomes the file, whole, when the body ends; not at all where it fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sibling = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with naming(path), sibling.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        sibling.replace(path)
    except BaseException:
        sibling.unlink(missing_ok=True)
        raise


def append_line(path: Path, line: bytes) -> None:
    """Add one line to a file, whole and synced, or not at all. What an earlier crash left of a line is taken away."""
    with naming(path), path.open("a+b", buffering=0) as stream:
        whole = _end_of_lines(stream.fileno())
        stream.truncate(whole)
        try:
            rest = memoryview(line + b"\n")
            while rest:
                rest = rest[stream.write(rest) :]
            os.fsync(stream.fileno())
        except BaseException:
            stream.truncate(whole)
            raise


def _end_of_lines(descriptor: int) -> int:
    """Return how many bytes of a file are whole lines."""
    size = os.fstat(descriptor).st_size
    if size == 0 or os.pread(descriptor, 1, size - 1) == b"\n":
        return size
    return os.pread(descriptor, size, 0).rfind(b"\n") + 1
