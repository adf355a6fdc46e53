"""Lines for a terminal: coloured words, wrapped to a width with a hanging indent.

It stands apart from what is said (`terminal`) so that the plain form needs no other package, and the
coloured form has the same line breaks: `rich` only gives it its colours.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct

Style = Literal["", "bold", "dim", "failed", "inconclusive", "passed", "waived", "not_applicable"]

_STYLES: dict[Style, str] = {
    "": "",
    "bold": "bold",
    "dim": "dim",
    "failed": "bold red",
    "inconclusive": "bold yellow",
    "passed": "green",
    "waived": "magenta",
    "not_applicable": "cyan",
}


class Span(Struct, frozen=True):
    """A piece of a line in one style. The text is one line of printable characters."""

    text: str
    style: Style = ""


class Line(Struct, frozen=True):
    """A line: its first columns are `indent` spaces, and those that it wraps to `hang` more.

    `whole`: never wrapped, because somebody copies it (a command).
    """

    spans: tuple[Span, ...] = ()
    indent: int = 0
    hang: int = 2
    whole: bool = False


def cells(text: str) -> int:
    """Return how many columns a text takes: wide characters two, combining ones none (UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(_cell(char) for char in text)


def height(lines: Iterable[Line], *, width: int) -> int:
    """Return how many rows the lines take, a command those that the terminal itself breaks it into."""
    rows = (row for line in lines for row in _rows(line, width))
    return sum(max(-(-sum(cells(span.text) for span in row) // width), 1) for row in rows)


def plain(lines: Iterable[Line], *, width: int) -> str:
    """Return the lines as text without any escape sequence, each ended by a newline."""
    return "".join("".join(span.text for span in row).rstrip() + "\n" for line in lines for row in _rows(line, width))


def coloured(lines: Iterable[Line], *, width: int) -> str:
    """Return the same lines in colour, by ANSI sequences that rich writes."""
    from rich.console import Console  # noqa: PLC0415  (0.1 s that only colour is worth)
    from rich.text import Text  # noqa: PLC0415  (as above)

    written = io.StringIO()
    console = Console(
        file=written,
        force_terminal=True,
        color_system="standard",
        width=width,
        no_color=False,
        legacy_windows=False,
        _environ={},
    )
    for line in lines:
        for row in _rows(line, width):
            text = Text(end="")
            for style, spans in groupby(row, key=lambda span: span.style):
                text.append("".join(span.text for span in spans), style=_STYLES[style])
            text.rstrip()
            console.print(text, soft_wrap=True, highlight=False)
    return written.getvalue()


def _rows(line: Line, width: int) -> Iterator[list[Span]]:
    """Break a line into rows: at spaces, and inside a word only where it is longer than a row."""
    if line.whole:
        yield [Span(" " * line.indent), *line.spans]
        return
    narrow = max(width - line.indent - line.hang, 8)
    row, used, room = [Span(" " * line.indent)], 0, max(width - line.indent, 8)
    for word in _words(line.spans, narrow):
        size = cells(word.text)
        if used and used + size > room and word.text != " ":
            yield row
            row, used, room = [Span(" " * (line.indent + line.hang))], 0, narrow
        if word.text == " " and (used == 0 or used + 1 > room):
            continue
        row.append(word)
        used += size
    yield row


def _words(spans: Sequence[Span], longest: int) -> Iterator[Span]:
    for span in spans:
        for number, word in enumerate(span.text.split(" ")):
            if number:
                yield Span(" ", span.style)
            for piece in _pieces(word, longest):
                yield Span(piece, span.style)


def _pieces(word: str, longest: int) -> Iterator[str]:
    if cells(word) <= longest:
        yield word
        return
    piece, used = "", 0
    for char in word:
        size = _cell(char)
        if used + size > longest:
            yield piece
            piece, used = "", 0
        piece += char
        used += size
    yield piece


def _cell(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
