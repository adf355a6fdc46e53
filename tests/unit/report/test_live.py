import io

import pytest

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.event import (
    Ended,
    Event,
    Prepared,
    Preparing,
    Progressed,
    RunEnded,
    RunStarted,
    Started,
    Ticked,
)
from speccursor.qualify.model.plan import OwedId
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.report.live import Board, LiveTable, Log, fitted, visible_rows, watch

PY = ComponentId("python:.")


def started(at_s: float, tool: str, *, cell: str = "host") -> Started:
    return Started(at_s=at_s, owed=OwedId(tool), stage=StageId.UNIT_TESTS, component=PY, cell=cell, tool=tool)


def ended(at_s: float, tool: str, **fields: object) -> Ended:
    known = {"outcome": "finished", "seconds": 1.0} | fields
    return Ended(at_s=at_s, owed=OwedId(tool), stage=StageId.UNIT_TESTS, component=PY, cell="host", tool=tool, **known)  # type: ignore[arg-type]  # the fields that a test states


RUN: tuple[Event, ...] = (
    RunStarted(at_s=0.0, run="r1", owed=3, jobs=2),
    Preparing(at_s=0.1, component="python:.", cell="host"),
    Prepared(
        at_s=8.1, component="python:.", cell="host", outcome="finished", seconds=8.0, cached=False, note="41 packages"
    ),
    ended(8.2, "ruff-check", cached=True, seconds=0.4, found="0 findings"),
    started(8.2, "pytest"),
    Progressed(at_s=30.0, owed=OwedId("pytest"), found="1 failed\x1b[2J"),
    Ticked(at_s=67.0),
    Ticked(at_s=69.0),
    Ticked(at_s=100.0),
    started(101.0, "mypy", cell="node-24"),
    ended(110.0, "pytest", outcome="timed_out", seconds=101.8),
    Progressed(at_s=111.0, owed=OwedId("unknown"), found="x"),
    Ended(
        at_s=112.0,
        owed=OwedId("tsc"),
        stage=StageId.STATIC_ANALYSIS,
        component=PY,
        cell="host",
        tool="tsc",
        outcome="unavailable",
        seconds=0.0,
        found="node is not there",
    ),
    Ticked(at_s=300.0),
    RunEnded(at_s=301.0),
    Ticked(at_s=900.0),
)


def test_the_log_has_a_line_for_each_start_and_end_and_a_heartbeat_a_minute() -> None:
    lines: list[str] = []
    with Log(lines.append) as log:
        for event in RUN:
            log.show(event)
    assert lines == [
        "[      0.00 s] run r1: 3 observations owed, 2 at a time\n",
        "[      0.10 s] start  prepare python:.\n",
        "[      8.10 s] end    prepare python:. done in 8.00 s: 41 packages\n",
        "[      8.20 s] end    unit-tests python:. ruff-check cached in 0.40 s: 0 findings  (1 of 3)\n",
        "[      8.20 s] start  unit-tests python:. pytest\n",
        "[  1 min 09 s] still at work: 1 of 3 done, 1 cached, 1 running, 1 min 09 s (unit-tests python:. pytest)\n",
        "[  1 min 41 s] start  unit-tests python:. mypy (node-24)\n",
        "[  1 min 50 s] end    unit-tests python:. pytest out of time in 1 min 42 s: 1 failed\\x1b[2J  (2 of 3)\n",
        "[  1 min 52 s] end    static-analysis python:. tsc not available in 0.00 s: node is not there  (3 of 3)\n",
        "[  5 min 00 s] still at work: 3 of 3 done, 1 cached, 1 running, 5 min 00 s (unit-tests python:. mypy (node-24))\n",  # noqa: E501  (one line of the log)
        "[  5 min 01 s] finished: 3 of 3 done, 1 cached, 1 running, 5 min 01 s\n",
    ]


def test_a_heartbeat_with_nothing_at_work_and_an_interruption() -> None:
    lines: list[str] = []
    log = Log(lines.append, heartbeat_s=1.0)
    for event in (Ticked(at_s=2.0), RunEnded(at_s=3.0, interrupted=True)):
        log.show(event)
    assert lines == [
        "[      2.00 s] still at work: 0 of 0 done, 0 cached, 0 running, 2.00 s\n",
        "[      3.00 s] interrupted: 0 of 0 done, 0 cached, 0 running, 3.00 s\n",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_table_shows_what_runs_and_leaves_the_terminal_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LINES", "30")
    stream = Terminal()
    with watch(stream, tty=True) as table:
        assert isinstance(table, LiveTable)
        for event in RUN:
            table.show(event)
    shown = stream.getvalue()
    for words in (
        "ruff-check",
        "cached",
        "1 failed\\x1b[2J",
        "out of time",
        "1 of 3 done",
        "node is not there",
    ):
        assert words in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1
    assert "\x1b[2J" not in shown


def test_the_table_is_not_drawn_more_than_ten_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with LiveTable(stream) as table:
        table.show(started(1.0, "first"))
        table.show(started(1.05, "second"))
        assert "second" not in stream.getvalue()
        table.show(Ticked(at_s=1.11))
        assert "second" in stream.getvalue()


def test_without_a_terminal_there_is_a_log() -> None:
    stream = io.StringIO()
    with watch(stream, tty=False) as log:
        log.show(RUN[0])
    assert stream.getvalue().endswith("2 at a time\n")


def test_what_runs_stays_in_sight_when_not_all_rows_fit() -> None:
    board = Board()
    for number in range(20):
        board.apply(ended(float(number), f"old-{number}"))
    board.apply(started(20.0, "now"))
    assert [row.tool for row in visible_rows(board, 3)] == ["old-18", "old-19", "now"]
    assert [row.tool for row in visible_rows(board, 0)] == ["now"]


def test_the_clock_of_the_board_never_goes_back() -> None:
    board = Board()
    board.apply(Ticked(at_s=5.0))
    board.apply(Ticked(at_s=4.0))
    assert board.now_s == 5.0


def test_what_is_measured_of_the_release_is_named_so() -> None:
    board = Board()
    board.apply(started(1.0, "pytest"))
    owed = OwedId("unit-tests python:. host pytest @v1.2.0")
    known = {"stage": StageId.UNIT_TESTS, "component": PY, "cell": "host", "tool": "pytest"}
    board.apply(Started(at_s=1.0, owed=owed, **known))  # type: ignore[arg-type]  # the fields that a test states
    assert [row.component for row in board.running()] == ["python:.", "python:. @v1.2.0"]
    lines: list[str] = []
    log = Log(lines.append)
    log.show(Started(at_s=1.0, owed=owed, **known))  # type: ignore[arg-type]  # the same
    assert lines[0].endswith("start  unit-tests python:. @v1.2.0 pytest\n")


@pytest.mark.parametrize("width", [90, 110])
def test_a_long_message_takes_no_room_from_the_names_and_times(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(width))
    stream = Terminal()
    with LiveTable(stream) as table:
        table.show(ended(3.0, "go-properties", seconds=12.3, found="0 findings in 5 files, " * 9))
    row = next(line for line in stream.getvalue().splitlines() if "go-properties" in line)
    assert "unit-tests" in row
    assert "12.3 s" in row
    assert "…" in row


def test_a_message_is_cut_by_columns_and_only_where_it_has_to_be() -> None:
    row = ("", "s", "c", "t", "done", "1 s", "中中中中中")
    taken = sum(map(len, ("", "stage", "component", "tool", "state", "time"))) + 2 * 7
    assert fitted([row], taken + 10) == [row]
    assert fitted([row], taken + 9) == [(*row[:-1], "中中中中…")]
    assert fitted([row], 1) == [(*row[:-1], "中中…")]
