"""The one screen at the end of a run: the verdict, what blocks it, and what to do about each blocker.

Made of `Line`s; without colour nothing but the standard library is needed to write them, with colour
rich writes them. Colour is never the only sign: every status has its mark and its word.
"""

from collections.abc import Iterator, Mapping

from speccursor.qualify.model.plan import Owed
from speccursor.qualify.model.record import Observation
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Location, Ruling, StageVerdict, Status, Verdict
from speccursor.qualify.report.blockers import Blocker, Undecided, failures, undecided
from speccursor.qualify.report.cells import Row, by_cell, name_of
from speccursor.qualify.report.gap import gap_of
from speccursor.qualify.report.layout import Line, Span, cells, coloured, plain
from speccursor.qualify.report.material import Material, is_reused, seconds_of
from speccursor.qualify.report.text import brief
from speccursor.qualify.report.words import (
    CAUSE,
    MARK,
    NOT_ASKED,
    TITLE,
    WORD,
    WORST_FIRST,
    component_name,
    duration,
    not_asked,
    partial_note,
    plural,
    sentence,
    short,
)

_FAILURES = 15
_PLACES = 4
_LIST = 8
_CELLS = 24
_WIDE = 48
_SLOWEST = 5
_LONGEST = 400
_COMMAND = 4000


def wants_colour(environment: Mapping[str, str], *, tty: bool) -> bool:
    """Whether to colour: a terminal that is not dumb, unless NO_COLOR is set (no-color.org); FORCE_COLOR wins."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return tty and environment.get("TERM", "") not in ("", "dumb")


def screen(material: Material, *, width: int, colour: bool) -> str:
    """Return the screen, at most `width` columns wide but for commands, which stay in one piece."""
    lines = [*_lines(material)]
    return coloured(lines, width=width) if colour else plain(lines, width=width)


def _lines(material: Material) -> Iterator[Line]:
    verdict = material.verdict
    yield from _head(verdict)
    yield from _failed(verdict)
    yield from _undecided(verdict)
    yield from _stages(verdict)
    yield from _cells(verdict)
    yield from _slowest(material)
    yield from _reused(material)
    yield from _list("Weakened", material.weakened())
    yield from _list("Not asked", not_asked(material.plan))
    yield Line()
    yield Line((_status(verdict.status), Span(" "), Span(sentence(verdict), "bold")))


def _head(verdict: Verdict) -> Iterator[Line]:
    candidate = verdict.candidate
    commit = f"commit {short(candidate.revision)}" if candidate.revision else "no commit"
    dirty = ", with changes" if candidate.dirty else ""
    told = f"  {commit}{dirty}, tree {short(candidate.tree)}, profile {verdict.profile}"
    yield Line((_status(verdict.status), Span(f" {_safe(candidate.name)}", "bold"), Span(_safe(told), "dim")))
    yield Line((Span(sentence(verdict)),), indent=2, hang=0)
    if verdict.partial:
        yield Line((Span(partial_note(verdict), "inconclusive"),), indent=2, hang=0)


def _failed(verdict: Verdict) -> Iterator[Line]:
    found = failures(verdict)
    told: set[str] = set()
    for blocker in found[:_FAILURES]:
        yield Line()
        yield from _blocker(blocker, again=blocker.ruling.remedy in told)
        told.add(blocker.ruling.remedy)
    yield from _more(len(found) - _FAILURES, "failed gate", indent=0)


def _blocker(blocker: Blocker, *, again: bool) -> Iterator[Line]:
    """Tell one blocker; what to do is not told `again` where a blocker above says the same."""
    ruling = blocker.ruling
    yield Line(
        (
            _status(ruling.status),
            Span(f" {blocker.stage.number} {TITLE[blocker.stage.id]}: "),
            Span(_safe(ruling.id), "bold"),
            Span(f" {_where(ruling)}", "dim"),
        )
    )
    gap = gap_of(ruling)
    told = f"{ruling.measured or 'nothing'}, required {ruling.required}{f': {gap}' if gap else ''}"
    yield _fact("measured", told)
    yield _fact("why", ruling.reason)
    for place in ruling.locations[:_PLACES]:
        yield _place(place)
    yield from _more(len(ruling.locations) - _PLACES, "place", indent=4)
    yield from _what_to_do(ruling, again=again)


def _place(place: Location) -> Line:
    where = place.path if place.line is None else f"{place.path}:{place.line}"
    return Line((Span(_safe(where), "bold"), Span(f"  {_safe(place.message)}")), indent=4)


def _what_to_do(ruling: Ruling, *, again: bool) -> Iterator[Line]:
    if ruling.remedy and not again and ruling.remedy != ruling.reason:
        yield _fact("do", ruling.remedy)
    if ruling.reproduce:
        yield Line((Span("$ ", "dim"), Span(brief(ruling.reproduce, _COMMAND), "bold")), indent=4, whole=True)


def _undecided(verdict: Verdict) -> Iterator[Line]:
    """Tell what some gates of a stage leave open; a stage that is open as a whole stands in the table below."""
    found = [item for item in undecided(verdict) if not item.whole]
    if found:
        yield Line()
    for item in found:
        yield from _parts(item)


def _parts(item: Undecided) -> Iterator[Line]:
    told: set[str] = set()
    for ruling in item.rulings[:_LIST]:
        yield Line(
            (
                _status(ruling.status),
                Span(f" {item.stage.number} {TITLE[item.stage.id]}: "),
                Span(_safe(ruling.id), "bold"),
                Span(f" {_where(ruling)}", "dim"),
            )
        )
        cause = f"{CAUSE[ruling.cause]}: " if ruling.cause else ""
        yield _fact("why", f"{cause}{ruling.reason}")
        yield from _what_to_do(ruling, again=ruling.remedy in told)
        told.add(ruling.remedy)
    yield from _more(len(item.rulings) - _LIST, "inconclusive gate", indent=0)


def _stages(verdict: Verdict) -> Iterator[Line]:
    yield Line()
    yield _heading("Stages")
    asked = {stage.id: stage for stage in verdict.stages}
    whole = {item.stage.id: item for item in undecided(verdict) if item.whole}
    for stage in StageId:
        yield _stage(stage, asked.get(stage))
        yield from _why_whole(whole.get(stage))
    if not verdict.status.may_ship:
        yield Line((Span("`speccursor explain GATE` tells what each of them takes", "dim"),), indent=2)


def _why_whole(item: Undecided | None) -> Iterator[Line]:
    """Tell why nothing of a stage is known, where that is not what this release lacks."""
    if item is not None and any(ruling.cause is not Cause.UNAVAILABLE for ruling in item.rulings):
        yield Line((Span("why: ", "dim"), Span(_safe(item.reason))), indent=7)
        yield Line((Span("do: ", "dim"), Span(_safe(item.rulings[0].remedy))), indent=7)


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
        names = ", ".join(dict.fromkeys(_safe(ruling.id) for ruling in stage.gates[:_LIST]))
        return f"{names}{', ...' if len(found) > _LIST else ''}: {causes}"
    return ", ".join(f"{found.count(one)} {WORD[one]}" for one in WORST_FIRST if one in found) or "no gate"


def _cells(verdict: Verdict) -> Iterator[Line]:
    """Tell each cell in a row of marks, a column for each stage that is asked by cell."""
    table = by_cell(verdict)
    if table is None:
        return
    names = [_name(row) for row in table.rows]
    wide = max(map(cells, names), default=0)
    yield Line()
    numbers = "".join(f"{stage.number:>4}" for stage in table.stages)
    yield Line((Span("Cells", "bold"), Span(" " * (wide - 1) + numbers, "dim")))
    for row, name in list(zip(table.rows, names, strict=True))[:_CELLS]:
        marks = [Span(name + " " * (wide - cells(name)))]
        for stage in table.stages:
            status = row.stages.get(stage)
            marks += [Span("   "), Span("·", "dim") if status is None else Span(MARK[status], status.value)]
        told = Span(WORD[row.status], row.status.value)
        yield Line((Span(MARK[row.status], row.status.value), Span(" "), *marks, Span("  "), told), 2)
        yield from _silent(row)
    yield from _more(len(table.rows) - _CELLS, "cell", indent=2)


def _silent(row: Row) -> Iterator[Line]:
    if row.silent is not None:
        cause = f"{CAUSE[row.silent.cause]}: " if row.silent.cause else ""
        yield _fact("why", f"{cause}{row.silent.reason}")
        yield _fact("do", row.silent.remedy)


def _name(row: Row) -> str:
    return brief(name_of(row.cell), _WIDE)


def _slowest(material: Material) -> Iterator[Line]:
    timed = sorted(_timed(material), key=lambda pair: -pair[0])[:_SLOWEST]
    if timed:
        yield Line()
        yield _heading("Slowest")
    for seconds, what in timed:
        time = duration(seconds)
        yield Line((Span(time, "bold"), Span(f" {_safe(what)}")), indent=max(12 - len(time), 0), hang=len(time) + 1)


def _timed(material: Material) -> Iterator[tuple[float, str]]:
    """Yield what took time in this run: commands that ran in it, and environments made for it."""
    observations = material.observations()
    for owed in material.plan.owed:
        observation = observations.get(owed.id)
        if observation is not None and not is_reused(observation):
            seconds = seconds_of(observation.outcome)
            cell = "" if owed.cell.name == "host" else f" ({owed.cell.name})"
            if seconds is not None:
                yield seconds, f"{owed.tool} on {owed.subject}{cell}"
    for preparation in material.record.preparations:
        if not preparation.cached:
            yield preparation.seconds, f"preparing {preparation.component} ({preparation.cell})"


def _reused(material: Material) -> Iterator[Line]:
    observations = material.observations()
    owed: list[tuple[Owed, Observation]] = [
        (item, observations[item.id]) for item in material.plan.owed if item.id in observations
    ]
    if not owed:
        return
    reused = [observation for _, observation in owed if is_reused(observation)]
    saved = sum(seconds_of(observation.outcome) or 0.0 for observation in reused)
    yield Line()
    told = f"{len(reused)} of {plural(len(owed), 'observation')} reused"
    yield Line((Span("Cache ", "bold"), Span(told + (f", {duration(saved)} saved" if reused else ""))))


def _list(title: str, items: tuple[str, ...] | list[str]) -> Iterator[Line]:
    if items:
        yield Line()
        yield _heading(title)
    for item in items[:_LIST]:
        yield Line((Span(f"- {_safe(item)}"),), indent=2)
    yield from _more(len(items) - _LIST, "line", indent=2)


def _heading(text: str) -> Line:
    return Line((Span(text, "bold"),))


def _fact(name: str, told: str) -> Line:
    return Line((Span(f"{name}: ", "dim"), Span(_safe(told))), indent=4)


def _more(count: int, noun: str, *, indent: int) -> Iterator[Line]:
    if count > 0:
        yield Line((Span(f"and {plural(count, f'more {noun}')}, all of them in the HTML report", "dim"),), indent)


def _status(status: Status) -> Span:
    return Span(f"{MARK[status]} {WORD[status].upper()}", status.value)


def _where(ruling: Ruling) -> str:
    parts = (component_name(ruling.component), "" if ruling.cell == "host" else ruling.cell, ruling.tool)
    return _safe(" ".join(part for part in parts if part))


def _safe(text: str) -> str:
    return brief(text, _LONGEST)
