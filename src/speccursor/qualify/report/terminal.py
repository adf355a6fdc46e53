"""The one screen at the end of a run: the verdict, what blocks it, and what to do about each blocker.

Made of `Line`s; without colour nothing but the standard library is needed to write them, with colour
rich writes them. Colour is never the only sign: every status has its mark and its word.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from speccursor.qualify.model.verdict import Status, Verdict
from speccursor.qualify.report.blockers import failures, undecided
from speccursor.qualify.report.blocking import failed_entries, open_entries
from speccursor.qualify.report.course import course_entries
from speccursor.qualify.report.entries import Entry, fitted, spread
from speccursor.qualify.report.layout import Line, Span, coloured, height, plain
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.overview import cell_entries, stage_lines
from speccursor.qualify.report.text import brief
from speccursor.qualify.report.words import MARK, WORD, partial_note, plural, sentence, short

_LONGEST = 400


class _Parts(Struct, frozen=True, kw_only=True):
    """What may be told in more or fewer rows, in the order in which it gets them."""

    failed: Sequence[Entry]
    open: Sequence[Entry]
    cells: Sequence[Entry]
    course: Sequence[Entry]


def wants_colour(environment: Mapping[str, str], *, tty: bool) -> bool:
    """Whether to colour: a terminal that is not dumb, unless NO_COLOR is set (no-color.org); FORCE_COLOR wins."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return tty and environment.get("TERM", "") not in ("", "dumb")


def screen(material: Material, *, width: int, colour: bool, rows: int | None = None) -> str:
    """Return the screen, at most `width` columns wide but for commands, which stay in one piece.

    With `rows`, the details that do not fit into so many are left out, and it is told how many these are. Each
    failure keeps its line, so that only very many of them make the screen longer.
    """
    is_brief = rows is not None
    verdict = material.verdict
    whole = _Parts(
        failed=failed_entries(failures(verdict)),
        open=open_entries(undecided(verdict)),
        cells=cell_entries(verdict, is_brief=is_brief),
        course=course_entries(material),
    )
    shown = whole if rows is None else _fitted(verdict, whole, rows, width)
    lines = [*_lines(verdict, whole, shown, is_brief=is_brief)]
    return coloured(lines, width=width) if colour else plain(lines, width=width)


def _fitted(verdict: Verdict, whole: _Parts, rows: int, width: int) -> _Parts:
    """Return the parts as far as they fit: what is open gets half the rows that failures leave beside their lines."""
    bare = _Parts(failed=_heads(whole.failed), open=(), cells=_heads(whole.cells), course=_heads(whole.course))
    room = rows - height(_lines(verdict, whole, bare, is_brief=True), width=width)
    told = spread(whole.open, -(-room // 2) if whole.failed else room, gate=lambda entry: entry.gate)
    room -= height(chain.from_iterable(entry.head for entry in told), width=width)
    failed, open_, cells, course = fitted((whole.failed, told, whole.cells, whole.course), room=room, width=width)
    return _Parts(failed=failed, open=open_, cells=cells, course=course)


def _heads(entries: Sequence[Entry]) -> list[Entry]:
    return [replace(entry, details=()) for entry in entries]


def _lines(verdict: Verdict, whole: _Parts, shown: _Parts, *, is_brief: bool) -> Iterator[Line]:
    yield from _head(verdict, is_brief=is_brief)
    if whole.failed or whole.open:
        yield Line()
    for entry in chain(shown.failed, shown.open):
        yield from entry.lines
    left = len(whole.open) - len(shown.open)
    if left:
        yield Line((Span(f"and {plural(left, 'more inconclusive gate')}", "dim"),))
    yield from stage_lines(verdict, is_brief=is_brief)
    for entry in chain(shown.cells, shown.course):
        yield from entry.lines
    yield Line()
    yield from _left_out(whole, shown, is_brief=is_brief)
    yield Line((_status(verdict.status), Span(" "), Span(sentence(verdict), "bold")))


def _left_out(whole: _Parts, shown: _Parts, *, is_brief: bool) -> Iterator[Line]:
    """Tell how much is left out, and where it is."""
    gates = _shortened(whole.failed, shown.failed) + _shortened(whole.open, shown.open)
    places = sum(entry.places for entry in whole.failed) - _told(shown.failed)
    lines = _details(whole.cells) + _details(whole.course) - _details(shown.cells) - _details(shown.course)
    counts = ((gates, "gate"), (places, "place"), (lines, "further line"))
    told = [plural(count, noun) for count, noun in counts if count]
    if gates:
        told[0] = f"details of {told[0]}"
    elsewhere = "`speccursor report` shows more, report.html and report.json the rest"
    if not is_brief:
        elsewhere = "`speccursor report --form json` has everything"
    if told:
        yield Line((Span(f"Left out: {', '.join(told)}. {elsewhere}.", "dim"),), hang=0)


def _shortened(whole: Sequence[Entry], shown: Sequence[Entry]) -> int:
    """Count the entries that are not told whole."""
    told = set(shown)
    return sum(entry not in told for entry in whole)


def _told(shown: Sequence[Entry]) -> int:
    return sum(detail.places for entry in shown for detail in entry.details)


def _details(entries: Sequence[Entry]) -> int:
    return sum(len(entry.details) for entry in entries)


def _head(verdict: Verdict, *, is_brief: bool) -> Iterator[Line]:
    candidate = verdict.candidate
    commit = f"commit {short(candidate.revision)}" if candidate.revision else "no commit"
    dirty = ", with changes" if candidate.dirty else ""
    told = f"  {commit}{dirty}, tree {short(candidate.tree)}, profile {verdict.profile}"
    yield Line((_status(verdict.status), Span(f" {_safe(candidate.name)}", "bold"), Span(_safe(told), "dim")))
    if not is_brief:
        yield Line((Span(sentence(verdict)),), indent=2, hang=0)
    if verdict.partial:
        yield Line((Span(partial_note(verdict), "inconclusive"),), indent=2, hang=0)


def _status(status: Status) -> Span:
    return Span(f"{MARK[status]} {WORD[status].upper()}", status.value)


def _safe(text: str) -> str:
    return brief(text, _LONGEST)
