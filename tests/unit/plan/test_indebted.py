"""What a baseline means for a question: what is known of it, or how far coverage had come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.debt import Debt, Known, Reached
from speccursor.qualify.model.plan import OwedId, Question
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.plan.indebted import with_debt

MARKS = OwedId("static-analysis python:. host line-marks")


def question(**changes: str) -> Question:
    given = {"gate": "line-coverage", "component": "python:.", "tool": "pytest", "required": ">= 95 %", **changes}
    return Question(
        gate=given["gate"],
        stage=StageId.UNIT_TESTS,
        component=ComponentId(given["component"]),
        cell="host",
        tool=given["tool"],
        kind=None,
        owed=(OwedId("unit-tests python:. host pytest"),),
        required=given["required"],
    )


def debt(*coverage: Reached, findings: tuple[Known, ...] = ()) -> Debt:
    return Debt(recorded="2026-11-23", revision=None, coverage=coverage, findings=findings)


def test_without_a_baseline_a_question_stays_as_it_is() -> None:
    for asked in (question(), question(gate="lint-errors", required="== 0")):
        assert with_debt(asked, None, MARKS) is asked
        assert with_debt(asked, debt(), MARKS) is asked


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_coverage_below_what_is_asked_for_must_be_held_and_what_was_reached_is_enough(covered: int, total: int) -> None:
    covered = min(covered, total)
    reached = Reached(gate="line-coverage", component="python:.", covered=covered, total=total)
    asked = with_debt(question(), debt(reached), MARKS)
    percent = 100 * covered / total
    requirement = parse_requirement(asked.required, unit="%")
    if percent >= 95:
        assert asked == question()
    else:
        assert requirement.holds(percent)
        assert requirement.bound == pytest.approx(percent, abs=1e-4)
        assert not requirement.holds(percent - 0.001)
        assert asked.debt is not None
        assert ">= 95 % is asked for" in asked.debt.note


def test_another_components_coverage_is_no_excuse() -> None:
    reached = Reached(gate="line-coverage", component="python:other", covered=1, total=2)
    assert with_debt(question(), debt(reached), MARKS) == question()


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({}, True),
        ({"component": "python:elsewhere"}, True),
        ({"component": "javascript:."}, False),
        ({"tool": "eslint"}, False),
        ({"gate": "type-errors"}, False),
    ],
)
def test_findings_are_known_by_gate_language_and_tool_wherever_the_component_is(
    changes: dict[str, str], known: bool
) -> None:
    entry = Known(gate="lint-errors", language="python", tool="ruff-check", rule="E1", mark="ab", path="a.py")
    asked = question(**{"gate": "lint-errors", "tool": "ruff-check", "required": "== 0", **changes})
    told = with_debt(asked, debt(findings=(entry,)), MARKS).debt
    assert (told is not None) == known
    if told is not None:
        assert (told.findings, told.marks) == ((entry,), MARKS)
