import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Location, Ruling, Status, Verdict
from speccursor.qualify.report.layout import Line, Span, cells, coloured, plain
from speccursor.qualify.report.terminal import screen, wants_colour
from tests.unit.report import sample
from tests.unit.report.strategies import bare, texts, verdicts

ANSI = re.compile(r"\x1b\[[\d;]*m")


@given(verdicts, st.sampled_from((60, 80, 200)))
def test_it_fits_the_width_and_no_text_controls_the_terminal(verdict: Verdict, width: int) -> None:
    shown = screen(bare(verdict), width=width, colour=False)
    assert shown.endswith("\n")
    for line in shown.split("\n"):
        assert line.isprintable()
        assert cells(line) <= width or line.startswith("    $ ")


@given(st.lists(st.lists(texts, max_size=2), max_size=2), st.integers(10, 40), st.integers(0, 4))
def test_lines_wrap_and_lose_nothing(lines: list[list[str]], width: int, indent: int) -> None:
    safe = [[text if text.isprintable() else "x" for text in spans] for spans in lines]
    made = [Line(tuple(map(Span, spans)), indent) for spans in safe]
    shown = plain(made, width=width)
    assert "".join(shown.split()) == "".join("".join(spans) for spans in safe).replace(" ", "")
    assert all(cells(row) <= max(width, indent + 10) for row in shown.splitlines())


def test_colour_changes_colours_only() -> None:
    material = sample.material()
    for width in (60, 100):
        shown = screen(material, width=width, colour=True)
        assert "\x1b[1;31m✗ FAILED" in shown
        assert ANSI.sub("", shown) == screen(material, width=width, colour=False)


def test_a_word_too_long_for_a_row_is_broken_and_wide_characters_count_twice() -> None:
    assert plain([Line((Span("abcdefghijklmno"),), hang=0)], width=10) == "abcdefghij\nklmno\n"
    assert plain([Line((Span("中中中中中中"),), hang=0)], width=10) == "中中中中中\n中\n"
    assert cells("e\u0301") == 1
    assert coloured([Line((Span("a", "bold"), Span(" b")))], width=9) == "\x1b[1ma\x1b[0m b\n"


def test_a_command_stays_in_one_piece() -> None:
    ruling = replace(sample.ruling("complexity", Status.FAILED, measured="17"), reproduce="run " + "x " * 90 + "end")
    shown = screen(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, ruling))), width=60, colour=False)
    assert f"    $ run {'x ' * 90}end\n" in shown


def test_the_screen_of_the_sample() -> None:
    shown = screen(sample.material(), width=100, colour=False)
    assert shown.startswith("✗ FAILED lockstep  commit 9d3b1f60c2ae, with changes, tree 3f9c3f9c3f9c, profile quick\n")
    for words in (
        "✗ FAILED 1 complexity python:services/api lizard: 25, required <= 15: 10 over",
        "services/api/src/resolver/solve_0.py:12  C901",
        "(the first of 9)",
        "    $ cd services/api && lizard .",
        "? INCONCLUSIVE 2 tests-pass javascript:web vitest: the tool ran out of time",
        "    why: ended after its limit of 600 s",
        "  ?  5 Load tests",
        "latency-p95, error-rate: the tool is not available",
        "1 min 34 s pytest on python:services/api",
        "Cache 2 of 11 observations reused, 1 min 02 s saved",
        "  - no sandbox",
        "  - Static analysis: go vet: no file in the tree is Go",
        "8.10 s preparing python:services/api",
    ):
        assert words in shown or words.startswith("8.10")
    assert shown.endswith("✗ FAILED May not ship: 3 gates failed and 22 are inconclusive.\n")


def test_preparing_is_a_slow_step_too_and_a_cell_has_its_name() -> None:
    material = sample.material()
    owed = tuple(replace(item, cell=Cell(os="debian-12")) for item in material.plan.owed[:2])
    observations = tuple(
        replace(one, owed=item.id) for one, item in zip(material.record.observations, owed, strict=False)
    )
    record = replace(material.record, observations=observations)
    shown = screen(replace(material, plan=replace(material.plan, owed=owed), record=record), width=100, colour=False)
    assert "8.10 s preparing python:services/api (host)" in shown
    assert "0.40 s ruff-check on python:services/api (debian-12)" in shown


def test_a_passing_candidate_needs_little_room() -> None:
    verdict = sample.passing()
    candidate = replace(verdict.candidate, revision=None, dirty=False)
    shown = screen(bare(replace(verdict, candidate=candidate, weakened=())), width=80, colour=False)
    assert shown.startswith("✓ PASSED lockstep  no commit, tree")
    assert "Partial: less than the whole question was asked" in shown
    assert "not asked" in shown
    assert "explain" not in shown
    assert "Cache" not in shown
    assert "Slowest" not in shown


def test_the_whole_screen_has_every_gate_and_says_what_it_leaves_out() -> None:
    failed = sample.ruling("complexity", Status.FAILED, locations=(Location("a.py", None, "whole"),))
    open_ = [sample.ruling("lint-errors", Status.INCONCLUSIVE, reason=str(number)) for number in range(9)]
    verdict = sample.verdict(
        sample.stage(StageId.STATIC_ANALYSIS, *[failed] * 17, *open_), sample.stage(StageId.UNIT_TESTS, *open_)
    )
    shown = screen(bare(replace(verdict, weakened=tuple(f"w{n}" for n in range(9)))), width=100, colour=False)
    assert shown.count("✗ FAILED 1 complexity python:services/api ruff-check: nothing, required <= 15\n") == 17
    assert shown.count("? INCONCLUSIVE 1 lint-errors") == 9
    assert "  - w8\n" in shown
    assert "lint-errors, ...: " in shown
    assert "a.py  whole" in shown
    assert "Left out" not in shown
    many = replace(failed, locations=tuple(Location("a.py", line, "x") for line in range(1, 31)))
    told = screen(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, many))), width=100, colour=False)
    assert "Left out: 20 places. `speccursor report --form json` has everything.\n" in told


def failing(many: int) -> Verdict:
    """As a new user's first run: linters fail everywhere, and so do tests and coverage; nine stages stand open."""
    places = tuple(Location("src/a.py", line, "F401: an import that nothing uses") for line in range(1, 9))
    lint = [
        sample.ruling("lint-errors", Status.FAILED, tool=f"linter-{number}", measured="8 in 20 files", locations=places)
        for number in range(many)
    ]
    lacking = [
        sample.stage(
            identifier,
            sample.ruling(
                "rollout", Status.INCONCLUSIVE, cause=Cause.UNAVAILABLE, reason="nothing feeds it yet", tool=""
            ),
        )
        for identifier in list(StageId)[3:]
    ]
    return sample.verdict(
        sample.stage(StageId.STATIC_ANALYSIS, *lint),
        sample.stage(
            StageId.UNIT_TESTS,
            sample.ruling("tests-pass", Status.FAILED, tool="pytest", measured="3 of 120 failed", locations=places[:3]),
            sample.ruling("line-coverage", Status.FAILED, tool="pytest", measured="61.00 % (61 of 100)"),
            sample.ruling("no-retries", Status.INCONCLUSIVE, tool="pytest", cause=Cause.STALE),
        ),
        sample.stage(
            StageId.PROPERTY_TESTS,
            sample.ruling("property-holds", Status.FAILED, tool="hypothesis", measured="1 of 4 falsified"),
        ),
        *lacking,
    )


@pytest.mark.parametrize("many", [1, 4, 8, 16])
def test_the_end_of_a_run_is_one_screen_with_a_place_for_every_failure(many: int) -> None:
    verdict = failing(many)
    shown = screen(bare(verdict), width=100, colour=False, rows=40)
    assert len(shown.splitlines()) <= 40
    for line in (
        *(f"✗ FAILED 1 lint-errors python:services/api linter-{number}: 8 in 20 files" for number in range(many)),
        "✗ FAILED 2 tests-pass python:services/api pytest: 3 of 120 failed, required == 0: 3 over",
        "✗ FAILED 2 line-coverage python:services/api pytest: 61.00 % (61 of 100)",
        "✗ FAILED 3 property-holds python:services/api hypothesis: 1 of 4 falsified",
        "? INCONCLUSIVE 2 no-retries python:services/api pytest: evidence is stale",
        "  ? 4 to 12: inconclusive (the tool is not available): Integration and end-to-end, ",
    ):
        assert line in shown
    assert ("    src/a.py:1  F401" in shown) is (many < 16)
    assert ("    $ cd services/api && pytest ." in shown) is (many < 8)
    assert re.search(r"\nLeft out: [\w, ]+\. `speccursor report` shows more,\s", shown)


def test_where_even_the_failures_fill_the_screen_each_has_its_line_and_nothing_else_its_details() -> None:
    shown = screen(bare(failing(60)), width=100, colour=False, rows=40)
    assert shown.count("✗ FAILED ") == 65  # 63 gates, and the verdict above and below
    assert "  src/a.py" not in shown
    assert "details of 64 gates, 483 places" in shown


def test_inconclusive_gates_that_find_no_room_are_counted() -> None:
    open_ = [
        sample.ruling("lint-errors", Status.INCONCLUSIVE, cause=Cause.STALE, tool=f"linter-{number}")
        for number in range(50)
    ]
    other = sample.ruling("complexity", Status.INCONCLUSIVE, cause=Cause.ERRORED, tool="lizard")
    passed = sample.ruling("type-errors", Status.PASSED)
    verdict = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *open_, other, passed))
    shown = screen(bare(verdict), width=100, colour=False, rows=40)
    assert len(shown.splitlines()) <= 40
    told = shown.count("\n? INCONCLUSIVE 1 lint-errors")
    assert told > 5
    assert "? INCONCLUSIVE 1 complexity python:services/api lizard: the tool broke off" in shown
    assert f"and {50 - told} more inconclusive gates\n" in shown


@given(verdicts, st.sampled_from((60, 100)), st.integers(0, 60))
def test_every_failure_has_its_line_however_small_the_screen(verdict: Verdict, width: int, rows: int) -> None:
    shown = screen(bare(verdict), width=width, colour=False, rows=rows)
    failed = [ruling for stage in verdict.stages for ruling in stage.gates if ruling.status is Status.FAILED]
    head = verdict.status is Status.FAILED
    assert sum(line.startswith("✗ FAILED") for line in shown.splitlines()) >= len(failed) + 2 * head
    if rows >= len(screen(bare(verdict), width=width, colour=False).splitlines()) + 3:
        assert "details of" not in shown.splitlines()[-3:]


@pytest.mark.parametrize(
    ("environment", "tty", "wanted"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_wanted(environment: dict[str, str], tty: bool, wanted: bool) -> None:
    assert wants_colour(environment, tty=tty) is wanted


def shown(*rulings: Ruling) -> str:
    return screen(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *rulings))), width=100, colour=False)


def test_what_to_do_is_told_once_where_several_blockers_have_the_same_advice() -> None:
    told = shown(
        sample.ruling("lint-errors", Status.FAILED, tool="ruff-check"),
        sample.ruling("lint-errors", Status.FAILED, tool="shellcheck"),
        sample.ruling("complexity", Status.FAILED, tool="lizard"),
    )
    assert told.count("do: Fix each finding") == 1
    assert told.count("do: Split the function") == 1
    assert [told.count(f"&& {tool} .") for tool in ("ruff-check", "shellcheck", "lizard")] == [1, 1, 1]


def test_a_stage_of_which_nothing_is_known_tells_why_and_what_to_do() -> None:
    broken = replace(
        sample.ruling("lint-errors", Status.INCONCLUSIVE, cause=Cause.ERRORED, reason="a.log changed meanwhile"),
        remedy="Mend what the reason names.",
    )
    told = shown(broken, replace(broken, id="format-errors"))
    assert "inconclusive (lint-errors, format-errors: the tool broke off)" in told
    assert "       why: a.log changed meanwhile\n       do: Mend what the reason names.\n" in told


def test_what_this_release_lacks_is_not_explained_stage_by_stage() -> None:
    lacking = sample.ruling("rollout", Status.INCONCLUSIVE, cause=Cause.UNAVAILABLE, reason="no tool for this yet")
    assert "no tool for this yet" not in shown(lacking)


def test_advice_that_only_repeats_the_reason_is_left_out() -> None:
    silent = replace(
        sample.ruling("property-holds", Status.INCONCLUSIVE, cause=Cause.MISSING, reason="no tool fits"),
        remedy="no tool fits",
    )
    assert "do: no tool fits" not in shown(silent, sample.ruling("lint-errors", Status.PASSED))
