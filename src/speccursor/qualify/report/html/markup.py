"""The escaping layer: HTML is a type of its own, and any other text is escaped on its way in.

`Html` is made by `element` (and by `trusted`, for the page's own assets), so that text of a candidate
cannot become markup by being forgotten. Both element content and quoted attribute values are escaped
for all five significant characters (HTML Living Standard 13.1.2, 13.1.4), after `visible_lines`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from speccursor.qualify.report.text import visible_lines

_Item = TypeVar("_Item")

_PATIENCE = 20
_VOID = frozenset({"meta", "br", "col", "input"})


class Html(str):
    """Markup that is safe to put into the page as it stands."""

    __slots__ = ()


def trusted(markup: str) -> Html:
    """Declare text as markup. Only for the package's own assets and constants."""
    return Html(markup)


def escape(text: str) -> Html:
    """Return text as markup that shows exactly it."""
    return text if isinstance(text, Html) else _escaped(text)


def element(tag: str, /, *children: str, **attributes: str | float | bool | None) -> Html:
    """Return an element. Children that are not `Html` are escaped.

    An attribute's underscores are hyphens (``data_status``), one at its end is dropped (``class_``); None
    and False leave it out, True is an empty attribute.
    """
    written = ""
    for key, value in attributes.items():
        if value is True:
            written += f" {_name(key)}"
        elif value is not None and value is not False:
            written += f' {_name(key)}="{escape(str(value))}"'
    if tag in _VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{''.join(map(escape, children))}</{tag}>")


def join(pieces: Iterable[str], separator: str = "") -> Html:
    """Return the pieces one after the other, each escaped if it is no markup."""
    return Html(escape(separator).join(map(escape, pieces)))


class Fit:
    """Takes pieces while they fit into a number of bytes and counts those that did not."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self.cut = 0

    def take(self, items: Sequence[_Item], render: Callable[[_Item], Html]) -> Iterator[Html]:
        """Render and yield the items that fit, in order.

        A large one that does not fit leaves room for smaller ones; after some that did not, the rest is
        not rendered either.
        """
        for item in items:
            piece = render(item) if self.cut < _PATIENCE else None
            size = len(piece.encode()) if piece is not None else 0
            if piece is None or size > self._left:
                self.cut += 1
                continue
            self._left -= size
            yield piece

    def note(self, what: str) -> Html:
        """Return a paragraph that says how many were cut, or nothing."""
        if not self.cut:
            return Html("")
        return element(
            "p", f"Cut here: {self.cut} more {what}, left out for size. All are in report.json.", class_="cut"
        )


@lru_cache(maxsize=2048)
def _escaped(text: str) -> Html:
    """Escape text that is no markup. Markup never comes here, although it is equal to text as a key."""
    safe = visible_lines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Html(safe.replace('"', "&quot;").replace("'", "&#39;"))


@lru_cache(maxsize=128)
def _name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")
