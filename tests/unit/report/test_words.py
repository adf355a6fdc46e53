import pytest
from msgspec.structs import replace

from speccursor.qualify.model.plan import NotAsked
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Status
from speccursor.qualify.report.words import (
    CAUSE,
    MARK,
    TITLE,
    WORD,
    component_name,
    counts,
    duration,
    not_asked,
    partial_note,
    plural,
    sentence,
    short,
)
from tests.unit.report import sample


def test_every_status_stage_and_cause_has_words_of_its_own() -> None:
    assert len(set(WORD.values())) == len(set(MARK.values())) == len(Status)
    assert len(set(TITLE.values())) == len(StageId)
    assert len(set(CAUSE.values())) == len(Cause)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0, "0.00 s"),
        (0.214, "0.21 s"),
        (12.34, "12.3 s"),
        (59.99, "1 min 00 s"),
        (9.999, "10.0 s"),
        (185, "3 min 05 s"),
        (3599.7, "1 h 00 min"),
        (7800, "2 h 10 min"),
    ],
)
def test_durations_are_told_as_people_read_them(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_the_sentence_says_what_the_verdict_means() -> None:
    def of(*statuses: Status, partial: bool = False) -> str:
        rulings = (
            sample.ruling("complexity", one, cause=Cause.STALE if one is Status.INCONCLUSIVE else None)
            for one in statuses
        )
        return sentence(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *rulings), partial=partial))

    failed, open_ = Status.FAILED, Status.INCONCLUSIVE
    assert of(failed) == "May not ship: 1 gate failed."
    assert of(failed, failed, open_) == "May not ship: 2 gates failed and 1 is inconclusive."
    assert of(failed, open_, open_) == "May not ship: 1 gate failed and 2 are inconclusive."
    assert of(open_) == "May not ship yet: nothing failed, but 1 gate is inconclusive."
    assert of(open_, open_) == "May not ship yet: nothing failed, but 2 gates are inconclusive."
    assert of() == "May not ship yet: nothing failed, but nothing was shown."
    assert of(Status.PASSED) == "May ship: every gate passed."
    assert of(Status.PASSED, partial=True) == "May ship: every gate passed, of the part that was asked."
    assert of(Status.PASSED, Status.WAIVED) == "May ship: nothing failed; 1 gate waived."
    assert of(Status.NOT_APPLICABLE).startswith("May ship: nothing failed; some gates do not apply")


def test_counts_stand_worst_first() -> None:
    assert [*counts(sample.failing())] == [*reversed(Status)]
    assert counts(sample.failing())[Status.FAILED] == 3


def test_small_words() -> None:
    assert short(sample.TREE) == "3f9c3f9c3f9c"
    assert (plural(1, "file"), plural(0, "file")) == ("1 file", "0 files")
    assert component_name("*") == "all components"
    assert component_name("python:*") == "all python components"
    assert component_name("go:.") == "go:."
    assert partial_note(sample.failing()) == ""


def test_what_is_not_asked_is_told_once_for_each_reason() -> None:
    lint, units = StageId.STATIC_ANALYSIS, StageId.UNIT_TESTS
    plan = replace(
        sample.material().plan,
        not_asked=(
            NotAsked(stage=lint, what="format-errors on shell:.", proof="no tool"),
            NotAsked(stage=lint, what="format-errors on lean:.", proof="no formatter"),
            NotAsked(stage=lint, what="type-errors on shell:.", proof="no tool"),
            NotAsked(stage=lint, what="format-errors on dockerfile:.", proof="no tool"),
            NotAsked(stage=lint, what="type-errors on dockerfile:.", proof="no tool"),
            NotAsked(stage=units, what="coverage-delta", proof="no release"),
        ),
    )
    assert not_asked(plan) == [
        "Static analysis: format-errors, type-errors on shell:., dockerfile:.: no tool",
        "Static analysis: format-errors on lean:.: no formatter",
        "Unit tests: coverage-delta: no release",
    ]
