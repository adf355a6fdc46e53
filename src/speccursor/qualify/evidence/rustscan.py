"""The JSON lines of our own ``rustscan`` -> uses of unsafe code as Findings, and what of each source is its tests.

One object a file::

    {"path", "error", "unsafe_lines": [[line, what]], "test_lines": [[first, last]], "functions": number, "properties"}

`what` is a function, method, block, implementation, trait or attribute, the things that cargo-geiger counts
(https://github.com/geiger-rs/cargo-geiger), an extern block, or the word itself in a macro, which nothing but the macro
can read; tests aside. `functions` counts those with a body that are no tests.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json_lines
from speccursor.qualify.model.evidence import Finding, Findings, UnreadableEvidence, in_order

_Line = Annotated[int, Meta(ge=1, le=10_000_000)]


class Source(Struct, frozen=True):
    """One source file as rustscan saw it."""

    path: str
    error: str
    unsafe_lines: list[tuple[_Line, str]]
    test_lines: list[tuple[_Line, _Line]]
    functions: Annotated[int, Meta(ge=0, le=LARGEST)]


_SOURCES = msgspec.json.Decoder(Source)


def read_sources(content: bytes) -> dict[str, Source]:
    """Read every file by its path. Raises UnreadableEvidence, also where one file was not read."""
    seen = from_json_lines(_SOURCES, content, "rustscan's account")
    unread = [file for file in seen if file.error]
    if unread:
        raise UnreadableEvidence(f"{len(unread)} files could not be parsed; {unread[0].path}: {unread[0].error[:300]}")
    return {file.path: file for file in seen}


def read_unsafe(content: bytes) -> Findings:
    """Read every use of unsafe code outside tests. Raises UnreadableEvidence, also where there was no file."""
    sources = read_sources(content)
    if not sources:
        raise UnreadableEvidence("rustscan told of no file")
    return Findings(tuple(in_order(use for source in sources.values() for use in _uses(source))), len(sources))


def _uses(source: Source) -> list[Finding]:
    return [
        Finding(source.path, line, None, f"unsafe-{what.replace(' ', '-')}", _MESSAGES.get(what, f"an unsafe {what}"))
        for line, what in source.unsafe_lines
    ]


_MESSAGES = {
    "attribute": "an attribute that gives a symbol or a section by name",
    "extern block": "declarations of foreign code",
    "macro": "unsafe code in a macro",
}
