"""A bullet chart (Few 2006): what was measured as a bar, what is required as a tick, the rest empty."""

from collections.abc import Iterator

from speccursor.qualify.model.verdict import Ruling
from speccursor.qualify.report.gap import Gap, gap_of
from speccursor.qualify.report.html.drawing import bar, drawing, line
from speccursor.qualify.report.html.markup import Html, element

_WIDTH = 180.0
_HEIGHT = 18.0
_WHOLE = 100.0


def bullet(ruling: Ruling, identifier: str) -> Html:
    """Return the gap of a ruling as a small chart and in words; nothing where there is no gap to draw."""
    gap = gap_of(ruling)
    if gap is None or gap.measured < 0 or gap.requirement.bound < 0:
        return Html("")
    top = _top(gap)
    bound, value = _WIDTH * gap.requirement.bound / top, _WIDTH * gap.measured / top
    kind = "good" if gap.holds else "bad"
    told = f"measured {gap.measured:g}, required {gap.requirement}"
    shapes = (
        bar(0, 2, _WIDTH, _HEIGHT - 4, "track"),
        *_allowed(gap, bound),
        bar(0, 6, max(value, 1.5), _HEIGHT - 12, kind),
        line(min(max(bound, 1), _WIDTH - 1), 0, min(max(bound, 1), _WIDTH - 1), _HEIGHT, "limit"),
    )
    chart = drawing(identifier, f"Gap of {ruling.id}", told, shapes, width=_WIDTH, height=_HEIGHT)
    return element("div", chart, element("span", str(gap), class_="gap"), class_=f"bullet {kind}")


def _allowed(gap: Gap, bound: float) -> Iterator[Html]:
    """Yield the part of the track in which the requirement holds; for an equality that is no part."""
    match gap.requirement.operator:
        case "<=" | "<":
            yield bar(0, 2, bound, _HEIGHT - 4, "allowed")
        case ">=" | ">":
            yield bar(bound, 2, _WIDTH - bound, _HEIGHT - 4, "allowed")
        case _:
            pass


def _top(gap: Gap) -> float:
    if gap.requirement.unit == "%" and max(gap.measured, gap.requirement.bound) <= _WHOLE:
        return _WHOLE
    return max(gap.measured, gap.requirement.bound) * 1.2 or 1.0
