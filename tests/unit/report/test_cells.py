"""The verdict by cell in every form for people; where the matrix names nothing, nothing of it is told."""

import json

import pytest
from hypothesis import given
from msgspec.structs import replace

from speccursor.qualify.model.merging import merged
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Ruling, Status, Verdict, worst
from speccursor.qualify.report.blockers import undecided
from speccursor.qualify.report.cells import TOGETHER, by_cell, named, silent_cells
from speccursor.qualify.report.html import report_html
from speccursor.qualify.report.html.timeline import spans_of
from speccursor.qualify.report.json import report_json
from speccursor.qualify.report.markdown import report_markdown
from speccursor.qualify.report.terminal import screen
from tests.unit.judge.matrix import NAMES, in_cells, plan_over, run_of
from tests.unit.report import sample
from tests.unit.report.strategies import bare, verdicts

HERE, FAILING, ABSENT = "debian-12,python-3.11", "debian-12,python-3.12", "debian-12,python-3.14"
REASON = "Python 3.14 is not on this machine"
REMEDY = "run `speccursor qualify --cell debian-12,python-3.14` on a machine that has it"


def absent(gate: str) -> Ruling:
    ruling = sample.ruling(gate, Status.INCONCLUSIVE, cause=Cause.UNAVAILABLE, reason=REASON, cell=ABSENT)
    return replace(ruling, remedy=REMEDY)


def passed(gate: str, cell: str) -> Ruling:
    return sample.ruling(gate, Status.PASSED, cell=cell)


MATRIX = sample.verdict(
    sample.stage(
        StageId.STATIC_ANALYSIS,
        passed("lint-errors", HERE),
        passed("lint-errors", FAILING),
        absent("lint-errors"),
        absent("complexity"),
    ),
    sample.stage(
        StageId.UNIT_TESTS,
        passed("tests-pass", HERE),
        sample.ruling("tests-pass", Status.FAILED, cell=FAILING, measured="1 of 9 failed"),
        absent("tests-pass"),
        sample.ruling("line-coverage", Status.INCONCLUSIVE, cause=Cause.UNAVAILABLE, reason=REASON, cell=TOGETHER),
    ),
    sample.stage(
        StageId.LOAD_TESTS,
        sample.ruling("complexity", Status.INCONCLUSIVE, cause=Cause.UNAVAILABLE, cell=TOGETHER, tool=""),
    ),
)


def test_each_cell_has_the_worst_of_each_stage_and_the_stages_that_nobody_asks_by_cell_are_left_out() -> None:
    table = by_cell(MATRIX)
    assert table is not None
    assert table.stages == (StageId.STATIC_ANALYSIS, StageId.UNIT_TESTS)
    assert [(row.cell, row.status, list(row.stages.values())) for row in table.rows] == [
        (HERE, Status.PASSED, [Status.PASSED, Status.PASSED]),
        (FAILING, Status.FAILED, [Status.PASSED, Status.FAILED]),
        (ABSENT, Status.INCONCLUSIVE, [Status.INCONCLUSIVE, Status.INCONCLUSIVE]),
        (TOGETHER, Status.INCONCLUSIVE, [Status.INCONCLUSIVE]),
    ]
    assert [row.cell for row in table.rows if row.silent is not None] == [ABSENT]


@pytest.mark.parametrize("cells", [{"host"}, {"host", TOGETHER}, {TOGETHER}, set()])
def test_a_matrix_that_names_nothing_has_no_table(cells: set[str]) -> None:
    rulings = [passed("lint-errors", cell) for cell in sorted(cells)]
    verdict = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *rulings))
    assert by_cell(verdict) is None
    assert silent_cells(verdict) == frozenset()
    material = bare(verdict)
    for text in (screen(material, width=100, colour=False), report_markdown(material), report_html(material)):
        assert "Cells" not in text
    assert named("host") == named(TOGETHER) == ""


def test_a_component_without_a_toolchain_in_a_matrix_stands_beside_the_cells() -> None:
    verdict = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, passed("lint-errors", "host"), absent("complexity")))
    table = by_cell(verdict)
    assert table is not None
    assert [row.cell for row in table.rows] == ["host", ABSENT]


@pytest.mark.parametrize(
    "other",
    [
        sample.ruling("complexity", Status.PASSED, cell=ABSENT),
        sample.ruling("complexity", Status.FAILED, cell=ABSENT),
        sample.ruling("complexity", Status.WAIVED, cell=ABSENT, reason=REASON),
        sample.ruling("complexity", Status.INCONCLUSIVE, cause=Cause.UNAVAILABLE, reason="another", cell=ABSENT),
        sample.ruling("complexity", Status.INCONCLUSIVE, cause=Cause.ERRORED, reason=REASON, cell=ABSENT),
    ],
    ids=lambda ruling: f"{ruling.status} {ruling.cause}",
)
def test_a_cell_of_which_anything_else_is_known_is_told_gate_by_gate(other: Ruling) -> None:
    verdict = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, absent("lint-errors"), other))
    assert silent_cells(verdict) == frozenset()
    assert absent("lint-errors") in undecided(verdict)[0].rulings


def test_what_is_open_for_want_of_its_cell_is_told_once_with_what_brings_it() -> None:
    assert [ruling.cell for item in undecided(MATRIX) for ruling in item.rulings] == [TOGETHER, TOGETHER]
    material = bare(MATRIX)
    shown = " ".join(screen(material, width=100, colour=False).split())
    assert shown.count(REASON) == 2  # the cell, and coverage over all of them
    assert shown.count("do: run `speccursor qualify --cell debian-12,python-3.14`") == 1
    assert shown.index("Cells 1 2") < shown.index("✓ debian-12,python-3.11 ✓ ✓ passed")
    assert "✗ debian-12,python-3.12 ✓ ✗ failed" in shown
    assert "? debian-12,python-3.14 ? ? inconclusive" in shown
    assert "? several cells together · ? inconclusive" in shown
    comment = report_markdown(material)
    assert "| `debian-12,python-3.12` | ✅ passed | ❌ failed |" in comment
    assert "| `several cells together` |  | ❔ inconclusive |" in comment
    assert "- ❔ nothing is known of `debian-12,python-3.14`: see the cells" in comment
    assert "run `speccursor qualify --cell debian-12,python-3.14` on a machine that has it" in comment
    page = report_html(material)
    assert "What each cell of the matrix came to, by stage" in page
    assert "<code>speccursor qualify --cell debian-12,python-3.14</code>" in page


def test_a_failure_names_its_cell_in_every_form() -> None:
    material = bare(MATRIX)
    assert f"tests-pass python:services/api {FAILING}" in screen(material, width=200, colour=False)
    comment = report_markdown(material)
    assert f"`python:services/api [{FAILING}]`" in comment
    assert f"on <code>python:services/api [{FAILING}]</code> by <code>" in comment
    assert report_html(material).count(f"<code>python:services/api</code> <code>{FAILING}</code>") >= 2


def test_the_shape_of_the_json_is_the_same_with_and_without_cells() -> None:
    def keys(value: object) -> object:
        if isinstance(value, dict):
            return {name: keys(inner) for name, inner in value.items()}
        return [keys(value[0])] if isinstance(value, list) and value else type(value).__name__

    host = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, passed("lint-errors", "host")))
    cell = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, passed("lint-errors", HERE)))
    assert keys(json.loads(report_json(host))) == keys(json.loads(report_json(cell)))
    assert json.loads(report_json(MATRIX))["schema"] == "speccursor.verdict/1"


def test_many_cells_are_told_as_far_as_they_fit() -> None:
    rulings = [passed("lint-errors", f"os-{number}") for number in range(256)]
    material = bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *rulings)))
    assert "and 232 more cells, all of them in the HTML report" in screen(material, width=100, colour=False)
    assert "os-255" in report_html(material)
    silent = [replace(absent("lint-errors"), cell=f"os-{number}") for number in range(30)]
    comment = report_markdown(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *silent))))
    assert "and 20 more: see the cells" in comment


def test_words_with_a_single_backtick_are_prose() -> None:
    odd = replace(absent("lint-errors"), reason="a ` alone", remedy="")
    comment = report_markdown(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, odd))))
    assert "a \\` alone" in comment


@given(verdicts)
def test_no_ruling_is_lost_between_the_cells_and_the_stages(verdict: Verdict) -> None:
    table = by_cell(verdict)
    told = [ruling for item in undecided(verdict) for ruling in item.rulings]
    silent = silent_cells(verdict)
    for stage in verdict.stages:
        for ruling in stage.gates:
            if ruling.status is Status.INCONCLUSIVE:
                assert (ruling in told) != (ruling.cell in silent)
    if table is not None:
        for row in table.rows:
            assert row.status is worst(row.stages.values())
            assert row.silent is None or row.status is Status.INCONCLUSIVE


def test_what_ran_on_several_days_is_drawn_from_the_beginning_of_its_own_run() -> None:
    plan = plan_over()
    runs = [run_of(plan, number, in_cells(plan, name), day=19 + number) for number, name in enumerate(NAMES)]
    late = [
        replace(
            run,
            observations=tuple(
                replace(item, envelope=replace(item.envelope, started=run.started.replace("10:00:00", "10:00:07")))
                for item in run.observations
                if item.envelope is not None
            ),
        )
        for run in runs
    ]
    material = replace(sample.material(), plan=plan, record=merged(late), evidence={})
    assert len(spans_of(material)) == len(plan.owed)
    assert {span.begin_s for span in spans_of(material)} == {7.0}
