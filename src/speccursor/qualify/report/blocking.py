"""What blocks a candidate, as entries of the screen: a line for each gate, and what more there is to tell of it.

The places of a failure and the command that repeats it come before advice, and a command before a second place: who
has the place and the command can go on from there.
"""

from collections.abc import Iterator, Sequence

from speccursor.qualify.model.verdict import Location, Ruling, StageVerdict
from speccursor.qualify.report.blockers import Blocker, Undecided
from speccursor.qualify.report.entries import Detail, Entry
from speccursor.qualify.report.gap import gap_of
from speccursor.qualify.report.layout import Line, Span
from speccursor.qualify.report.text import brief
from speccursor.qualify.report.words import CAUSE, MARK, WORD, component_name

_PLACES = 10
_LONGEST = 400
_COMMAND = 4000

_FIRST_PLACE, _REPEAT, _ADVICE, _WHY, _MORE_PLACES = range(5)
"""The turns in which the details of a failure are dealt."""


def failed_entries(found: Sequence[Blocker]) -> list[Entry]:
    """Return an entry for each failure; advice is told with the first that has it."""
    told: set[str] = set()
    return [_failed(blocker, told) for blocker in found]


def open_entries(found: Sequence[Undecided]) -> list[Entry]:
    """Return an entry for each gate that is open in a stage of which something is known."""
    told: set[str] = set()
    return [_open(item.stage, ruling, told) for item in found if not item.whole for ruling in item.rulings]


def fact(name: str, told: str, *, indent: int = 4) -> Line:
    """Return a line that tells one thing by its name."""
    return Line((Span(f"{name}: ", "dim"), Span(_safe(told))), indent=indent)


def _failed(blocker: Blocker, told: set[str]) -> Entry:
    ruling = blocker.ruling
    gap = gap_of(ruling)
    measured = f"{ruling.measured or 'nothing'}, required {ruling.required}{f': {gap}' if gap else ''}"
    details = [
        Detail(lines=(fact("why", ruling.reason),), turn=_WHY if ruling.locations else _FIRST_PLACE),
        *_places(ruling.locations),
        *_what_to_do(ruling, told),
    ]
    return Entry(
        head=(_head(blocker.stage, ruling, measured),),
        details=tuple(details),
        gate=ruling.id,
        places=len(ruling.locations),
    )


def _open(stage: StageVerdict, ruling: Ruling, told: set[str]) -> Entry:
    details = [Detail(lines=(fact("why", ruling.reason),), turn=_FIRST_PLACE), *_what_to_do(ruling, told)]
    cause = CAUSE[ruling.cause] if ruling.cause else ""
    return Entry(head=(_head(stage, ruling, cause),), details=tuple(details), gate=ruling.id)


def _head(stage: StageVerdict, ruling: Ruling, told: str) -> Line:
    mark = Span(f"{MARK[ruling.status]} {WORD[ruling.status].upper()}", ruling.status.value)
    gate = Span(_safe(ruling.id), "bold")
    where = Span(f" {_where(ruling)}", "dim")
    return Line((mark, Span(f" {stage.number} "), gate, where, Span(f": {_safe(told)}" if told else "")))


def _places(places: Sequence[Location]) -> Iterator[Detail]:
    for number, place in enumerate(places[:_PLACES]):
        where = place.path if place.line is None else f"{place.path}:{place.line}"
        of = f" (the first of {len(places)})" if number == 0 and len(places) > 1 else ""
        spans = (Span(_safe(where), "bold"), Span(f"  {_safe(place.message)}"), Span(of, "dim"))
        turn = _MORE_PLACES + number if number else _FIRST_PLACE
        yield Detail(lines=(Line(spans, indent=4),), turn=turn, places=1)


def _what_to_do(ruling: Ruling, told: set[str]) -> Iterator[Detail]:
    if ruling.remedy and ruling.remedy not in told and ruling.remedy != ruling.reason:
        told.add(ruling.remedy)
        yield Detail(lines=(fact("do", ruling.remedy),), turn=_ADVICE)
    if ruling.reproduce:
        command = Span(brief(ruling.reproduce, _COMMAND), "bold")
        yield Detail(lines=(Line((Span("$ ", "dim"), command), indent=4, whole=True),), turn=_REPEAT)


def _where(ruling: Ruling) -> str:
    parts = (component_name(ruling.component), "" if ruling.cell == "host" else ruling.cell, ruling.tool)
    return _safe(" ".join(part for part in parts if part))


def _safe(text: str) -> str:
    return brief(text, _LONGEST)
