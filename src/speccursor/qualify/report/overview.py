"""The stages and the cells of a verdict in a row each, for the screen."""

from collections.abc import Iterator
from itertools import groupby

from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, StageVerdict, Status, Verdict
from speccursor.qualify.report.blockers import Undecided, undecided
from speccursor.qualify.report.blocking import fact
from speccursor.qualify.report.cells import Row, Table, by_cell, name_of
from speccursor.qualify.report.entries import Detail, Entry
from speccursor.qualify.report.layout import Line, Span, cells
from speccursor.qualify.report.text import brief
from speccursor.qualify.report.words import CAUSE, MARK, NOT_ASKED, TITLE, WORD, WORST_FIRST, duration, plural

_LIST = 8
_CELLS = 24
_FEW_CELLS = 8
_WIDE = 48
_LONGEST = 400


def stage_lines(verdict: Verdict, *, is_brief: bool) -> Iterator[Line]:
    """Yield a row for each stage; a brief table has one for neighbours that nobody asks or that lack their tools."""
    yield Line()
    yield Line((Span("Stages", "bold"),))
    asked = {stage.id: stage for stage in verdict.stages}
    whole = {item.stage.id: item for item in undecided(verdict) if item.whole}
    lacking = {key for key, item in whole.items() if _lacks_tools(item)}
    for alike, group in groupby(StageId, key=lambda one: (one not in asked, one in lacking)):
        stages = list(group)
        if is_brief and any(alike) and len(stages) > 1:
            yield _several(stages, NOT_ASKED if alike[0] else "")
            continue
        for stage in stages:
            yield _stage(stage, asked.get(stage))
            yield from _why_whole(whole.get(stage))
    if not verdict.status.may_ship:
        yield Line((Span("`speccursor explain GATE` tells what each of them takes", "dim"),), indent=2)


def cell_entries(verdict: Verdict, *, is_brief: bool) -> list[Entry]:
    """Return each cell as a row of marks, a column for each stage that is asked by cell."""
    table = by_cell(verdict)
    if table is None:
        return []
    most = _FEW_CELLS if is_brief else _CELLS
    wide = max(cells(_name(row)) for row in table.rows)
    numbers = "".join(f"{stage.number:>4}" for stage in table.stages)
    heading = Line((Span("Cells", "bold"), Span(" " * (wide - 1) + numbers, "dim")))
    entries = [Entry(head=(Line(), heading)), *(_cell(row, table, wide) for row in table.rows[:most])]
    left = len(table.rows) - most
    if left > 0:
        told = f"and {plural(left, 'more cell')}, all of them in the HTML report"
        entries.append(Entry(head=(Line((Span(told, "dim"),), 2),)))
    return entries


def _cell(row: Row, table: Table, wide: int) -> Entry:
    name = _name(row)
    marks = [Span(name + " " * (wide - cells(name)))]
    for stage in table.stages:
        status = row.stages.get(stage)
        marks += [Span("   "), Span("·", "dim") if status is None else Span(MARK[status], status.value)]
    told = Span(WORD[row.status], row.status.value)
    line = Line((Span(MARK[row.status], row.status.value), Span(" "), *marks, Span("  "), told), 2)
    if row.silent is None:
        return Entry(head=(line,))
    cause = f"{CAUSE[row.silent.cause]}: " if row.silent.cause else ""
    why, remedy = fact("why", f"{cause}{row.silent.reason}"), fact("do", row.silent.remedy)
    return Entry(head=(line,), details=(Detail(lines=(why,), turn=0), Detail(lines=(remedy,), turn=1)))


def _name(row: Row) -> str:
    return brief(name_of(row.cell), _WIDE)


def _several(stages: list[StageId], word: str) -> Line:
    """Tell stages that follow one another and of which one and the same thing is to be said."""
    numbers = Span(f"{stages[0].number} to {stages[-1].number}: ")
    if word:
        return Line((Span("· ", "dim"), numbers, Span(word, "dim")), indent=2)
    mark, status = Span(MARK[Status.INCONCLUSIVE], "inconclusive"), Span(WORD[Status.INCONCLUSIVE], "inconclusive")
    told = f" ({CAUSE[Cause.UNAVAILABLE]}): {', '.join(TITLE[stage] for stage in stages)}"
    return Line((mark, Span(" "), numbers, status, Span(told, "dim")), indent=2)


def _why_whole(item: Undecided | None) -> Iterator[Line]:
    """Tell why nothing of a stage is known, where that is not what this release lacks."""
    if item is not None and item.rulings and not _lacks_tools(item):
        yield fact("why", item.reason, indent=7)
        yield fact("do", item.rulings[0].remedy, indent=7)


def _lacks_tools(item: Undecided) -> bool:
    return bool(item.rulings) and all(ruling.cause is Cause.UNAVAILABLE for ruling in item.rulings)


def _stage(stage: StageId, verdict: StageVerdict | None) -> Line:
    name = Span(f"{stage.number:2} {TITLE[stage]:27}")
    if verdict is None:
        return Line((Span("· ", "dim"), name, Span(NOT_ASKED, "dim")), indent=2, hang=5)
    time = "" if not verdict.seconds else f", {duration(verdict.seconds)}"
    return Line(
        (
            Span(MARK[verdict.status], verdict.status.value),
            Span(" "),
            name,
            Span(WORD[verdict.status], verdict.status.value),
            Span(f" ({_tally(verdict)}{time}{', cached' if verdict.cached else ''})", "dim"),
        ),
        indent=2,
        hang=5,
    )


def _tally(stage: StageVerdict) -> str:
    """Count a stage's gates by status, or name them and their cause where all are inconclusive."""
    found = [ruling.status for ruling in stage.gates]
    if set(found) == {Status.INCONCLUSIVE}:
        causes = " and ".join(dict.fromkeys(CAUSE[ruling.cause] for ruling in stage.gates if ruling.cause))
        names = ", ".join(dict.fromkeys(brief(ruling.id, _LONGEST) for ruling in stage.gates[:_LIST]))
        return f"{names}{', ...' if len(found) > _LIST else ''}: {causes}"
    return ", ".join(f"{found.count(one)} {WORD[one]}" for one in WORST_FIRST if one in found) or "no gate"
