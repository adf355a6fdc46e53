"""What is shown while a run is on: one live table on a terminal, one line per event in a CI log.

Both are fed with the events of `execute` and only show them. `Board` is the state that the events
add up to; it is pure, so that both forms say the same.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, Self, TextIO

from msgspec import Struct
from msgspec.structs import replace

from speccursor.qualify.model.event import (
    Ended,
    Event,
    OutcomeWord,
    Prepared,
    Preparing,
    Progressed,
    RunEnded,
    RunStarted,
    Started,
)
from speccursor.qualify.model.plan import release_of
from speccursor.qualify.report.layout import cells
from speccursor.qualify.report.text import brief, visible
from speccursor.qualify.report.words import duration, plural

if TYPE_CHECKING:
    from rich.table import Table

HEARTBEAT_S = 60.0

_FOUND = 80
_PREPARE = "prepare"
_REDRAW_S = 0.1
_CHROME = 6
_PADDING = 2
_HEADINGS = ("", "stage", "component", "tool", "state", "time", "found")

State = Literal["running", "finished", "timed_out", "unavailable", "crashed", "skipped"]

_MARK: dict[State, str] = {
    "running": "▸",
    "finished": "✓",
    "timed_out": "!",
    "unavailable": "?",
    "crashed": "!",
    "skipped": "?",
}
_DONE: dict[OutcomeWord, str] = {
    "finished": "done",
    "timed_out": "out of time",
    "unavailable": "not available",
    "crashed": "broke off",
    "skipped": "skipped",
}


class Row(Struct, frozen=True, kw_only=True):
    """One line of the table. `seconds` is None while it runs."""

    stage: str
    component: str
    tool: str
    cell: str
    state: State
    since_s: float
    seconds: float | None = None
    cached: bool = False
    found: str = ""


class Board:
    """What the events so far add up to. Rows stand in the order in which they began."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.owed = 0
        self.now_s = 0.0
        self.over = False

    def apply(self, event: Event) -> None:
        """Take one event into account. Events of unknown rows make the row; none is refused."""
        self.now_s = max(self.now_s, event.at_s)
        match event:
            case RunStarted(owed=owed):
                self.owed = owed
            case Preparing() | Prepared():
                self.rows[_key(event)] = _prepared(event)
            case Started() | Ended():
                before = self.rows.get(_key(event))
                self.rows[_key(event)] = _observed(event, before.found if before else "")
            case Progressed(owed=owed, found=found) if owed in self.rows:
                self.rows[owed] = replace(self.rows[owed], found=_short(found))
            case RunEnded():
                self.over = True
            case _:
                pass

    def running(self) -> list[Row]:
        """Return the rows that are running, the longest running first."""
        return [row for row in self.rows.values() if row.state == "running"]

    def done(self) -> int:
        """Return how many observations are made."""
        return sum(row.state != "running" for row in self.rows.values() if row.stage != _PREPARE)

    def summary(self) -> str:
        """Return the state of the run in one line."""
        cached = sum(row.cached for row in self.rows.values() if row.stage != _PREPARE)
        return (
            f"{self.done()} of {self.owed} done, {cached} cached, {len(self.running())} running, {duration(self.now_s)}"
        )


class Watcher(Protocol):
    """What shows a run. Use it as a context manager and feed it every event."""

    def show(self, event: Event) -> None:
        """Show one event."""

    def __enter__(self) -> Self:
        """Begin to show."""

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""


def watch(stream: TextIO, *, tty: bool) -> Watcher:
    """Return the live table for a terminal that can redraw, else the log."""
    return LiveTable(stream) if tty else Log(stream.write)


class Log:
    """One line when something starts, one when it ends, and a sign of life when a minute brings neither."""

    def __init__(self, write: Callable[[str], object], *, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._write = write
        self._heartbeat_s = heartbeat_s
        self._last_s = 0.0
        self._board = Board()

    def show(self, event: Event) -> None:
        """Write the event's line, if it has one, or the heartbeat when it is due."""
        self._board.apply(event)
        told = _told(event, self._board)
        if not told and not self._board.over and event.at_s - self._last_s >= self._heartbeat_s:
            working = ", ".join(_name(row) for row in self._board.running()[:3])
            told = f"still at work: {self._board.summary()}{f' ({working})' if working else ''}"
        if told:
            self._last_s = event.at_s
            self._write(f"[{duration(event.at_s):>12}] {told}\n")

    def __enter__(self) -> Self:
        """Begin; a log needs no preparation."""
        return self

    def __exit__(self, *_: object) -> None:
        """End; a log leaves nothing to put right."""


class LiveTable:
    """The table, redrawn at each event but at most ten times a second; rich puts the terminal right."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console  # noqa: PLC0415  (0.1 s that only a terminal is worth)
        from rich.live import Live  # noqa: PLC0415  (as above)

        self._board = Board()
        self._drawn_s = -1.0
        self._console = Console(file=stream)
        self._live = Live(console=self._console, auto_refresh=False, transient=True)

    def show(self, event: Event) -> None:
        """Take the event into account and redraw."""
        self._board.apply(event)
        if self._board.over or event.at_s - self._drawn_s >= _REDRAW_S:
            self._drawn_s = event.at_s
            self._live.update(self._table(), refresh=True)

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the table away and show the cursor again."""
        self._live.stop()

    def _table(self) -> "Table":
        from rich.table import Table  # noqa: PLC0415  (rich is there by now)
        from rich.text import Text  # noqa: PLC0415  (as above)

        table = Table(box=None, padding=(0, 1), caption=self._board.summary(), caption_justify="left")
        for heading in _HEADINGS:
            table.add_column(heading, no_wrap=True, overflow="ellipsis")
        rows = visible_rows(self._board, self._console.height - _CHROME)
        shown = fitted([_cells(row, self._board.now_s) for row in rows], self._console.width)
        for row, told in zip(rows, shown, strict=True):
            style = "" if row.state == "running" else "dim" if row.state == "finished" else "yellow"
            table.add_row(*map(Text, told), style=style)
        return table


def _cells(row: Row, now_s: float) -> tuple[str, ...]:
    time = duration(now_s - row.since_s if row.seconds is None else row.seconds)
    told = (_MARK[row.state], row.stage, row.component, row.tool, _state(row), time, row.found)
    return tuple(visible(text) for text in told)


def fitted(rows: Sequence[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """Return the rows with what was found cut to the columns that everything else leaves of `width`.

    So neither a tool's name nor a time is cut for the sake of a long message; in a window too narrow for these
    themselves, every column is cut by whoever draws the table.
    """
    columns = list(zip(_HEADINGS, *rows, strict=True))[:-1]
    taken = sum(max(map(cells, column)) for column in columns) + _PADDING * len(_HEADINGS)
    room = max(width - taken, len(_HEADINGS[-1]))
    return [(*row[:-1], row[-1] if cells(row[-1]) <= room else _start(row[-1], room - 1) + "…") for row in rows]


def _start(text: str, room: int) -> str:
    """Return the longest beginning of a text that takes at most `room` columns."""
    end = len(text)
    while cells(text[:end]) > room:
        end -= 1
    return text[:end]


def visible_rows(board: Board, room: int) -> list[Row]:
    """Return the rows that fit: what runs, then what ended last, in the order in which they began."""
    rows = [*board.rows.values()]
    ended = [row for row in rows if row.state != "running"]
    running = board.running()[: max(room, 1)]
    latest = sorted(ended, key=lambda row: -(row.since_s + (row.seconds or 0.0)))
    shown = {id(row) for row in running + latest[: max(room - len(running), 0)]}
    return [row for row in rows if id(row) in shown]


def _key(event: Preparing | Prepared | Started | Ended) -> str:
    if isinstance(event, Started | Ended):
        return event.owed
    return f"{_PREPARE} {event.component} {event.cell}"


def _prepared(event: Preparing | Prepared) -> Row:
    if isinstance(event, Preparing):
        return Row(
            stage=_PREPARE,
            component=event.component,
            tool="",
            cell=event.cell,
            state="running",
            since_s=event.at_s,
        )
    return Row(
        stage=_PREPARE,
        component=event.component,
        tool="",
        cell=event.cell,
        state=event.outcome,
        since_s=event.at_s - event.seconds,
        seconds=event.seconds,
        cached=event.cached,
        found=_short(event.note),
    )


def _observed(event: Started | Ended, found: str) -> Row:
    row = Row(
        stage=event.stage,
        component=_subject(event),
        tool=event.tool,
        cell=event.cell,
        state="running",
        since_s=event.at_s,
        found=found,
    )
    if isinstance(event, Started):
        return row
    return replace(
        row,
        state=event.outcome,
        since_s=event.at_s - (0.0 if event.cached else event.seconds),
        seconds=event.seconds,
        cached=event.cached,
        found=_short(event.found) or found,
    )


def _subject(event: Started | Ended) -> str:
    """Return what is measured: the candidate's component, or that of the release that the owed id names."""
    release = release_of(event.owed)
    return event.component if release is None else f"{event.component} @{release}"


def _told(event: Event, board: Board) -> str:
    """Return the log's line for an event, or "" for one that has none."""
    match event:
        case RunStarted(run=run, owed=owed, jobs=jobs):
            return f"run {_short(run)}: {plural(owed, 'observation')} owed, {jobs} at a time"
        case Preparing() | Started():
            return f"start  {_name(board.rows[_key(event)])}"
        case Prepared():
            return _end(board.rows[_key(event)])
        case Ended():
            return f"{_end(board.rows[_key(event)])}  ({board.done()} of {board.owed})"
        case RunEnded(interrupted=interrupted):
            return f"{'interrupted' if interrupted else 'finished'}: {board.summary()}"
        case _:
            return ""


def _end(row: Row) -> str:
    found = f": {row.found}" if row.found else ""
    return f"end    {_name(row)} {_state(row)} in {duration(row.seconds or 0.0)}{found}"


def _state(row: Row) -> str:
    if row.cached:
        return "cached"
    return "running" if row.state == "running" else _DONE[row.state]


def _name(row: Row) -> str:
    parts = (row.stage, _short(row.component), _short(row.tool))
    return " ".join(part for part in parts if part) + _cell(row.cell)


def _cell(cell: str) -> str:
    return "" if cell in ("", "host") else f" ({_short(cell)})"


def _short(text: str) -> str:
    return brief(text, _FOUND)
