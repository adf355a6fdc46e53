"""The verdict by cell of the matrix; nothing where the matrix names nothing."""

from speccursor.qualify.model.verdict import Verdict
from speccursor.qualify.report.cells import Row, by_cell, name_of
from speccursor.qualify.report.cells import Table as Cells
from speccursor.qualify.report.html.markup import Html, element, join
from speccursor.qualify.report.html.parts import code, row, section, status_tag, table, words
from speccursor.qualify.report.words import CAUSE, TITLE


def cells(verdict: Verdict) -> Html:
    """Return the table of cells by stage, those that are not here with what would bring them."""
    found = by_cell(verdict)
    if found is None:
        return Html("")
    headings = ("cell", *(f"{stage.number}. {TITLE[stage]}" for stage in found.stages), "what it takes")
    listing = table(
        "What each cell of the matrix came to, by stage",
        headings,
        found.rows,
        lambda item: _row(found, item),
        limit=120_000,
        what="cells",
        tools=True,
    )
    return section("cells", "Cells", listing)


def _row(found: Cells, item: Row) -> Html:
    statuses = (item.stages.get(stage) for stage in found.stages)
    marks = (Html("") if status is None else status_tag(status) for status in statuses)
    return row(code(name_of(item.cell), limit=200), *marks, _what_it_takes(item), status=item.status)


def _what_it_takes(item: Row) -> Html:
    if item.silent is None:
        return Html("")
    cause = f"{CAUSE[item.silent.cause]}: " if item.silent.cause else ""
    reason = element("p", f"{cause}", words(item.silent.reason, limit=400))
    return join((reason, element("p", words(item.silent.remedy, limit=600)))) if item.silent.remedy else reason
