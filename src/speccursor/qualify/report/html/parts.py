"""The page's small parts, each used by several sections: a status, a code, a table, a figure."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from speccursor.qualify.model.verdict import Location, Ruling, Status
from speccursor.qualify.report.cells import named
from speccursor.qualify.report.html.markup import Fit, Html, element, escape, join
from speccursor.qualify.report.text import brief, cut, visible
from speccursor.qualify.report.words import MARK, NOT_ASKED, WORD, component_name, tool_of

_Item = TypeVar("_Item")

_LONGEST = 600


def status_tag(status: Status | None) -> Html:
    """Return a status as its mark and its word; None is "not asked"."""
    if status is None:
        return element("span", NOT_ASKED, class_="status s-none")
    mark = element("span", MARK[status], class_="mark", aria_hidden="true")
    return element("span", mark, WORD[status], class_=f"status s-{status}")


def code(text: str, *, limit: int = _LONGEST) -> Html:
    """Return text as code on one line."""
    return element("code", brief(text, limit))


def where(ruling: Ruling) -> Html:
    """Return the component that a ruling is about, its cell where there is one, and the tool that was asked."""
    cell = named(ruling.cell)
    component = code(component_name(ruling.component), limit=120)
    tool = tool_of(ruling)
    return join(
        (
            component,
            *((" ", code(cell, limit=120)) if cell else ()),
            *((" by ", code(tool, limit=120)) if tool else ()),
        )
    )


def words(text: str, *, limit: int = 2000) -> Html:
    """Return prose, cut to a length, with what stands between backticks as code."""
    pieces = cut(text, limit).split("`")
    if len(pieces) % 2 == 0:
        return escape("`".join(pieces))
    return join(element("code", visible(piece)) if place % 2 else piece for place, piece in enumerate(pieces))


def place_of(place: Location) -> str:
    """Return ``path:line``."""
    return place.path if place.line is None else f"{place.path}:{place.line}"


def command(text: str) -> Html:
    """Return a command line that can be copied; the script adds the button."""
    return element("pre", element("code", brief(text, 4000)), class_="command", tabindex="0")


def table(
    caption: str,
    headings: Sequence[str],
    items: Sequence[_Item],
    render: Callable[[_Item], Html],
    *,
    limit: int,
    what: str,
    tools: bool = False,
) -> Html:
    """Return a table with a row an item, in a region that scrolls sideways.

    Its rows take at most `limit` bytes; `what` names them where some are cut. `tools`: sort and filter.
    """
    fit = Fit(limit)
    body = join(fit.take(items, render))
    heads = (element("th", heading, scope="col") for heading in headings)
    inner = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", join(heads))),
        element("tbody", body),
        class_="tools" if tools else None,
    )
    return join(
        (element("div", inner, class_="scroll", tabindex="0", role="region", aria_label=caption), fit.note(what))
    )


def row(*cells: str, status: str | None = None) -> Html:
    """Return a row whose first cell is its heading."""
    first = element("th", cells[0], scope="row")
    return element("tr", first, join(element("td", cell) for cell in cells[1:]), data_status=status)


def number(text: str, value: float) -> Html:
    """Return a figure that sorts by its value and not by its text."""
    return element("span", text, class_="figure", data_value=f"{value:.6g}")


def section(identifier: str, title: str, *children: str) -> Html:
    """Return a section of the page with its heading."""
    heading = element("h2", title, id=f"{identifier}-title")
    return element("section", heading, *children, id=identifier, aria_labelledby=f"{identifier}-title")


def figure(title: str, note: str, drawing: Html, *rest: str, shape: str | None = None) -> Html:
    """Return a plot with its title and the sentence that says what it shows; `shape`: ``wide`` or ``tall``."""
    head = element("figcaption", element("h3", title), element("p", note, class_="quiet"))
    return element("figure", head, element("div", drawing, class_="drawn"), *rest, class_=shape)


def facts(pairs: Iterable[tuple[str, str]]) -> Html:
    """Return names and values; values that are "" are left out."""
    found = (element("div", element("dt", name), element("dd", value)) for name, value in pairs if value)
    return element("dl", join(found), class_="facts")


def folded(title: str, *children: str) -> Html:
    """Return something that is opened by its title."""
    return element("details", element("summary", title), *children)
