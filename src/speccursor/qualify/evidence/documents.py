"""Documents: raw bytes made into text, JSON values or XML events, or refused.

This is the one place that meets bytes of unknown origin, so it is the one that knows what can go
wrong with them: `UnreadableEvidence` says it, and nothing else escapes. JSON is RFC 8259 in UTF-8, a
byte order mark tolerated. XML 1.0 is read by expat without any entity: a document type may name an
external subset, which is never fetched, but may declare nothing.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar
from xml.parsers import expat

import msgspec

from speccursor.qualify.model.evidence import UnreadableEvidence

_T = TypeVar("_T")
_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 18
_DEEPEST = 100
_DIGITS = 18
EXCERPT = 4096
LARGEST = 2**31 - 1


_CUT = "\n...\n"


def excerpt(text: str) -> str:
    """Return at most 4096 characters of a message: its beginning and its end, where the error stands."""
    if len(text) <= EXCERPT:
        return text
    end = (EXCERPT - len(_CUT)) // 2
    return text[: EXCERPT - len(_CUT) - end] + _CUT + text[-end:]


def position(number: int | None) -> int | None:
    """Return a line or column that counts from 1; what cannot be one is None (the whole file)."""
    return number if number is not None and 1 <= number <= LARGEST else None


def whole(text: str | None) -> int | None:
    """Return a whole number that is written in at most 18 ASCII digits, and None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def seconds_of(number: float | None) -> float | None:
    """Return a duration in seconds; a negative one is None, like one that is not there."""
    return number if number is not None and 0 <= number < LARGEST else None


def from_json(decoder: "msgspec.json.Decoder[_T]", content: bytes, what: str) -> _T:
    """Decode one JSON document by its type. `what` names it in the message of UnreadableEvidence."""
    body = memoryview(content)[len(_BOM) :] if content.startswith(_BOM) else content
    try:
        return decoder.decode(body)
    except (ValueError, RecursionError) as error:  # msgspec's errors and UnicodeDecodeError are ValueErrors
        raise UnreadableEvidence(f"not {what}: {error}") from None


def from_json_lines(decoder: "msgspec.json.Decoder[_T]", content: bytes, what: str) -> list[_T]:
    """Decode JSON lines, one value a line; empty lines between them are nothing."""
    body = content.removeprefix(_BOM)
    return [from_json(decoder, line, what) for line in body.split(b"\n") if line.strip()]


def lines_of(content: bytes, what: str) -> list[str]:
    """Return a text output's lines. Bytes that are no UTF-8 become visible escapes; NUL is refused."""
    if b"\0" in content:
        raise UnreadableEvidence(f"not {what}: it holds NUL bytes")
    text = content.removeprefix(_BOM).decode("utf-8", "backslashreplace")
    return [line.removesuffix("\r") for line in text.split("\n")]


def read_xml(
    stream: BinaryIO,
    *,
    what: str,
    start: Callable[[str, list[str]], None],
    end: Callable[[str], None],
    ready: Callable[[expat.XMLParserType], None],
) -> None:
    """Parse XML, calling `start` (name; attributes as names and values in turn) and `end` for each element.

    `ready` gets the parser first, to set more handlers. Raises UnreadableEvidence for what is not well
    formed and for entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True  # a list is made faster than a dictionary, and XML is mostly attributes
    parser.StartDoctypeDeclHandler = _no_internal_subset
    parser.EntityDeclHandler = _no_entity
    parser.SkippedEntityHandler = _no_entity
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    ready(parser)
    try:
        for chunk in _chunks(stream):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003  (expat takes no keywords)
    except UnreadableEvidence as error:
        raise UnreadableEvidence(f"not {what}: {error}") from None
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: encodings that expat lacks
        raise UnreadableEvidence(f"not {what}: {error}") from None


def by_name(attributes: list[str]) -> dict[str, str]:
    """Return an element's attributes by their names."""
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


class Nesting:
    """How deep an XML reader stands. Entering more than 100 elements is refused."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        self.names: list[str] = []

    def enter(self, name: str) -> None:
        """Enter an element."""
        if len(self.names) >= _DEEPEST:
            raise UnreadableEvidence(f"elements are nested deeper than {_DEEPEST}")
        self.names.append(name)

    def leave(self) -> None:
        """Leave the innermost element."""
        self.names.pop()


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _no_internal_subset(_name: str, _system: str | None, _public: str | None, internal: bool) -> None:  # noqa: FBT001  (expat's signature)
    if internal:
        raise UnreadableEvidence("its document type declares something")


def _no_entity(*_declaration: object) -> None:
    raise UnreadableEvidence("it holds an entity")
