"""SVG by hand: shapes in the page's own colours (by class), each drawing with a title and a description.

Coordinates are in units of the drawing's view box; a drawing scales to the width that it is given.
"""

import math
from collections.abc import Iterable

from speccursor.qualify.report.html.markup import Html, element, join
from speccursor.qualify.report.text import visible


def drawing(identifier: str, title: str, told: str, shapes: Iterable[Html], *, width: float, height: float) -> Html:
    """Return an SVG image that a screen reader announces by its title and description."""
    return element(
        "svg",
        element("title", title, id=f"{identifier}-t"),
        element("desc", told, id=f"{identifier}-d"),
        join(shapes),
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{identifier}-t",
        aria_describedby=f"{identifier}-d",
        class_="plot",
        preserveAspectRatio="xMinYMin meet",
    )


def bar(x: float, y: float, width: float, height: float, kind: str, *, title: str = "") -> Html:
    """Return a rectangle; `title` is what pointing at it tells."""
    children = (element("title", title),) if title else ()
    return element(
        "rect",
        *children,
        x=fine(x),
        y=fine(y),
        width=fine(max(width, 0.0)),
        height=fine(height),
        class_=kind,
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Html:
    """Return a straight line."""
    return element("line", x1=fine(x1), y1=fine(y1), x2=fine(x2), y2=fine(y2), class_=kind)


def label(x: float, y: float, text: str, kind: str = "label", *, anchor: str = "start") -> Html:
    """Return a text at its baseline's start, middle or end."""
    return element("text", text, x=fine(x), y=fine(y), class_=kind, text_anchor=anchor)


def fine(value: float) -> str:
    """Return a coordinate with one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def shortened(text: str, limit: int) -> str:
    """Return a label of at most `limit` characters that keeps its end, where paths differ."""
    shown = visible(text[-limit - 1 :])
    return shown if len(shown) <= limit else f"…{shown[-(limit - 1) :]}"


def ticks(top: float, count: int = 5) -> list[float]:
    """Return round values from 0 to at least `top`, about `count` steps (Heckbert 1990, 1-2-5)."""
    if top <= 0 or not math.isfinite(top):
        return [0.0, 1.0]
    raw = top / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)
    return [step * number for number in range(math.ceil(top / step - 1e-9) + 1)]
