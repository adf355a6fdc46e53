from msgspec.structs import replace

from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Status
from speccursor.qualify.report.blockers import failures, undecided, unexplained
from tests.unit.report import sample

OPEN = sample.ruling("complexity", Status.INCONCLUSIVE, cause=Cause.STALE, reason="stale")


def test_failures_stand_in_the_order_of_the_stages() -> None:
    found = failures(sample.failing())
    assert [(item.stage.number, item.ruling.id) for item in found] == [
        (1, "complexity"),
        (1, "lint-errors"),
        (2, "line-coverage"),
    ]


def test_what_is_partly_open_comes_before_what_is_open_as_a_whole() -> None:
    found = undecided(sample.failing())
    assert [item.stage.number for item in found] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert [item.whole for item in found] == [False] * 3 + [True] * 9


def test_a_stage_is_open_as_a_whole_for_one_reason_only() -> None:
    other = replace(OPEN, reason="another")
    passed = sample.ruling("lint-errors", Status.PASSED)
    for rulings, whole in (((OPEN,), True), ((OPEN, OPEN), True), ((OPEN, other), False), ((OPEN, passed), False)):
        (found,) = undecided(sample.verdict(sample.stage(StageId.LOAD_TESTS, *rulings)))
        assert found.whole is whole
        assert found.reason == ("stale" if whole else "")


def test_a_stage_without_gates_is_open_and_explained_by_nothing() -> None:
    verdict = sample.verdict(sample.stage(StageId.LOAD_TESTS))
    (found,) = undecided(verdict)
    assert (found.rulings, found.whole, found.reason) == ((), True, "nothing was asked of it")
    assert [(stage.id if stage else None, status) for stage, status in unexplained(verdict)] == [
        (StageId.LOAD_TESTS, Status.INCONCLUSIVE)
    ]


def test_what_the_rulings_do_not_explain_is_told() -> None:
    passing = sample.passing()
    assert [*unexplained(passing)] == []
    assert [*unexplained(replace(passing, status=Status.FAILED))] == [(None, Status.FAILED)]
    assert [*unexplained(sample.verdict())] == [(None, Status.INCONCLUSIVE)]
    stage = replace(passing.stages[0], status=Status.FAILED)
    assert [*unexplained(replace(passing, stages=(stage,), status=Status.FAILED))] == [(stage, Status.FAILED)]
    empty = replace(passing.stages[0], status=Status.PASSED, gates=())
    assert undecided(replace(passing, stages=(empty,))) == ()
