"""The distribution of cyclomatic complexity: how many functions have each value, and how many are above."""

import math
from collections import Counter
from collections.abc import Iterator

from speccursor.qualify.model.evidence import Function, Functions, Kind
from speccursor.qualify.report.gap import bound_of
from speccursor.qualify.report.html.drawing import bar, drawing, label, line
from speccursor.qualify.report.html.markup import Html
from speccursor.qualify.report.html.parts import figure, folded, number, row, table
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.text import cut

_WIDTH = 680.0
_HEIGHT = 260.0
_LEFT = 44.0
_BASE = 214.0
_TOP = 24.0
_LAST = 30
_LARGEST = 40


def functions_of(material: Material) -> list[Function]:
    """Return every function once, the most complex first; of two tools' words the one that says where it ends."""
    told = {f for _, piece in material.pieces() if isinstance(piece, Functions) for f in piece.functions}
    whole = {(function.path, function.line) for function in told if function.end_line is not None}
    found = {f for f in told if f.end_line is not None or (f.path, f.line) not in whole}
    return sorted(found, key=lambda function: (-function.complexity, function.path, function.line))


def complexity_figure(material: Material) -> Html:
    """Return the histogram and the most complex functions; nothing when no function was read."""
    functions = functions_of(material)
    if not functions:
        return Html("")
    asked = (bound_of(q.required) for q in material.plan.questions if q.kind is Kind.FUNCTIONS)
    limit = min((bound for bound in asked if bound is not None), default=None)
    above = sum(limit is not None and function.complexity > limit for function in functions)
    judged = f"; {above} above the limit of {limit:g}" if limit is not None else ""
    note = (
        f"{len(functions)} functions by cyclomatic complexity{judged}. "
        "The height of a bar is the square root of its count, so that single functions stay visible."
    )
    last = max(_LAST, math.ceil(limit or 0) + 5)
    shapes = _shapes(Counter(min(max(f.complexity, 1), last) for f in functions), last, limit)
    chart = drawing("complexity", "Distribution of complexity", note, shapes, width=_WIDTH, height=_HEIGHT)
    headings = ("function", "place", "complexity", "lines")
    listing = table(
        "The most complex functions", headings, functions[:_LARGEST], _row, limit=60_000, what="functions", tools=True
    )
    return figure("Complexity", note, chart, folded("The most complex functions", listing))


def _row(function: Function) -> Html:
    return row(
        cut(function.name, 200),
        f"{cut(function.path, 300)}:{function.line}",
        number(str(function.complexity), function.complexity),
        number("" if function.lines is None else str(function.lines), function.lines or 0),
    )


def _shapes(count: Counter[int], last: int, limit: float | None) -> Iterator[Html]:
    step = (_WIDTH - _LEFT - 10) / last
    tallest = math.sqrt(max(count.values()))
    yield line(_LEFT, _BASE, _WIDTH - 6, _BASE, "axis")
    for value in range(1, last + 1):
        x = _LEFT + step * (value - 1)
        if value == 1 or value % 5 == 0:
            told = f"{value}+" if value == last else str(value)
            yield label(x + step / 2, _BASE + 16, told, "tick", anchor="middle")
        if count[value]:
            height = (_BASE - _TOP - 14) * math.sqrt(count[value]) / tallest
            kind = "bad" if limit is not None and value > limit else "neutral"
            title = f"{count[value]} with complexity {value}{' or more' if value == last else ''}"
            yield bar(x + 1.5, _BASE - height, step - 3, height, kind, title=title)
            yield label(x + step / 2, _BASE - height - 4, _short(count[value]), "tick strong", anchor="middle")
    if limit is not None and limit < last:
        x = _LEFT + step * math.floor(limit)
        yield line(x, _TOP - 12, x, _BASE + 6, "limit")
        yield label(x + 6, _TOP - 2, f"limit {limit:g}", "value")
    yield label(_LEFT + (_WIDTH - _LEFT) / 2, _BASE + 36, "cyclomatic complexity", "label", anchor="middle")


def _short(count: int) -> str:
    return str(count) if count < 1000 else f"{count / 1000:.1f}k"  # noqa: PLR2004  (a thousand)
