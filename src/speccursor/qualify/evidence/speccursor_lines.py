"""The JSON lines that our own ``assets/python/speccursor_lines.py`` writes -> Lines."""

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import from_json_lines
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.evidence import LineMarks, Lines, UnreadableEvidence


class _File(Struct):
    path: str = ""
    whole: str = ""
    lines: tuple[str, ...] = ()
    end: bool = False


_DIGITS = 16
_FILES = msgspec.json.Decoder(_File)


def marks_of(content: bytes) -> LineMarks:
    """Return the marks of a file, exactly as the program makes them."""
    return LineMarks(_digest(content), tuple(map(_mark, content.split(b"\n"))))


def _mark(line: bytes) -> str:
    text = b" ".join(line.split())
    return _digest(text) if text else ""


def _digest(content: bytes) -> str:
    return digest_of_bytes(content).removeprefix("sha256:")[:_DIGITS]


def read_lines(content: bytes) -> Lines:
    """Read the marks of every file. Raises UnreadableEvidence, also where the end is missing or a file stands twice."""
    told = from_json_lines(_FILES, content, "a record of lines")
    if not told or not told[-1].end or any(file.end for file in told[:-1]):
        raise UnreadableEvidence("the record of lines has no end")
    files = {file.path: LineMarks(file.whole, file.lines) for file in told[:-1]}
    if len(files) != len(told) - 1 or "" in files:
        raise UnreadableEvidence("the record of lines names a file twice, or not at all")
    return Lines(files)
