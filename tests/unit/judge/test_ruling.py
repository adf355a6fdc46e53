from datetime import date

import msgspec
import pytest

from speccursor.qualify.model.evidence import Kind, Properties
from speccursor.qualify.model.outcome import Crashed, Outcome, TimedOut
from speccursor.qualify.model.plan import EVERY_COMPONENT, OwedId, Question, Waiver
from speccursor.qualify.model.reading import Reading
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Ruling, Status
from tests.unit.judge.cases import CLEAN, observe, plan_of, question, readings_of, record_of, verdict_of

LINT, TESTS, COVERAGE = (0,), (2,), (3,)


def waiver(**changes: str) -> Waiver:
    given = {"gate": "tests-pass", "component": "python:.", "reason": "known", "owner": "us", "expires": "2026-12-01"}
    return Waiver(**{**given, **changes})


def failing(*waivers: Waiver, today: date = date(2026, 11, 22)) -> tuple[Ruling, tuple[str, ...]]:
    plan = plan_of(TESTS, waivers=waivers)
    verdict = verdict_of(plan, record_of(plan), readings_of(plan, faulty=frozenset({0})), today=today)
    return verdict.stages[0].gates[0], verdict.weakened


def ruling_of(asked: Question) -> Ruling:
    plan = msgspec.structs.replace(plan_of(LINT), questions=(asked,))
    return verdict_of(plan, record_of(plan), readings_of(plan)).stages[0].gates[0]


def test_a_waiver_lets_its_gate_be_until_its_last_day_and_keeps_the_reason() -> None:
    ruling, weakened = failing(waiver(), today=date(2026, 12, 1))
    assert ruling.status is Status.WAIVED
    assert ruling.cause is None
    assert "failed" in ruling.reason
    assert "waived by us until 2026-12-01: known" in ruling.reason
    assert weakened == ()


def test_an_expired_waiver_is_reported_and_not_used() -> None:
    ruling, weakened = failing(waiver(), today=date(2026, 12, 2))
    assert ruling.status is Status.FAILED
    assert weakened == ("waiver of tests-pass on python:. (us) expired on 2026-12-01 and was not used",)


def test_a_waiver_that_matches_nothing_is_reported() -> None:
    for idle in (waiver(gate="complexity"), waiver(component="python:elsewhere")):
        ruling, weakened = failing(idle)
        assert ruling.status is Status.FAILED
        assert len(weakened) == 1
        assert "matches nothing" in weakened[0]


def test_a_waiver_of_a_gate_that_cannot_be_waived_is_not_used() -> None:
    plan = plan_of(LINT, waivers=(waiver(gate="vulnerabilities", component="*"),))
    owed = question("lint-errors", plan.owed[0])
    asked = msgspec.structs.replace(owed, gate="vulnerabilities", kind=None, owed=(), required="== 0")
    plan = msgspec.structs.replace(plan, questions=(asked,))
    verdict = verdict_of(plan, record_of(plan), readings_of(plan))
    assert verdict.status is Status.INCONCLUSIVE
    assert len(verdict.weakened) == 1


def test_a_passing_gate_needs_no_waiver() -> None:
    plan = plan_of(TESTS, waivers=(waiver(),))
    assert verdict_of(plan, record_of(plan), readings_of(plan)).status is Status.PASSED


def asked_of(**changes: object) -> Question:
    return msgspec.structs.replace(question("lint-errors", plan_of(LINT).owed[0]), **changes)


def test_a_question_that_nothing_can_answer_is_inconclusive_and_says_what_would() -> None:
    ruling = ruling_of(asked_of(owed=(), hint="bring k6"))
    assert (ruling.status, ruling.cause, ruling.remedy) == (Status.INCONCLUSIVE, Cause.UNAVAILABLE, "bring k6")


def test_a_question_with_a_proof_is_not_applicable() -> None:
    ruling = ruling_of(asked_of(owed=(), proof="none of 3 files is Rust"))
    assert (ruling.status, ruling.reason, ruling.remedy) == (Status.NOT_APPLICABLE, "none of 3 files is Rust", "")


def test_a_question_of_evidence_that_the_plan_does_not_owe_is_missing() -> None:
    assert ruling_of(asked_of(owed=(OwedId("a b c d"),))).cause is Cause.MISSING


def test_evidence_of_another_kind_is_missing() -> None:
    assert ruling_of(asked_of(kind=Kind.TESTS)).cause is Cause.MISSING


def test_a_gate_that_cannot_be_asked_yet_does_not_pass_on_any_evidence() -> None:
    ruling = ruling_of(asked_of(gate="scenarios-pass", stage=StageId.STATIC_ANALYSIS))
    assert (ruling.status, ruling.cause) == (Status.INCONCLUSIVE, Cause.UNAVAILABLE)


def test_a_question_over_all_components_is_asked_of_those_that_were_measured() -> None:
    plan = plan_of(COVERAGE)
    merged = msgspec.structs.replace(plan.questions[0], component=EVERY_COMPONENT)
    plan = msgspec.structs.replace(plan, questions=(merged,))
    verdict = verdict_of(plan, record_of(plan), {plan.owed[0].id: (CLEAN[Kind.COVERAGE],)})
    assert verdict.stages[0].gates[0].status is Status.PASSED


def test_the_stage_tells_how_long_it_took() -> None:
    plan = plan_of((0, 1))
    verdict = verdict_of(plan, record_of(plan), readings_of(plan))
    assert (verdict.stages[0].seconds, verdict.stages[0].cached) == (2.0, False)


@pytest.mark.parametrize(
    ("waived", "asked", "status"),
    [
        ("python:*", "python:.", Status.WAIVED),
        ("python:*", "python:*", Status.WAIVED),
        ("python:*", "javascript:.", Status.FAILED),
        ("python:*", "*", Status.FAILED),
        ("python:.", "python:*", Status.FAILED),
        ("*", "python:*", Status.WAIVED),
    ],
)
def test_a_waiver_of_a_language_covers_its_components_and_all_of_them_together(
    waived: str, asked: str, status: Status
) -> None:
    plan = plan_of(TESTS, waivers=(waiver(component=waived),))
    question = msgspec.structs.replace(plan.questions[0], component=asked)
    plan = msgspec.structs.replace(plan, questions=(question,))
    assert verdict_of(plan, record_of(plan), readings_of(plan, faulty=frozenset({0}))).status is status


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Crashed("it fell over", 2, 1.0), "Mend what the reason names"),
        (TimedOut(60.0, 60.0), "`timeout`"),
    ],
)
def test_a_tool_that_did_not_come_to_its_end_is_not_answered_by_the_advice_for_findings(
    outcome: Outcome, told: str
) -> None:
    plan = plan_of(LINT)
    verdict = verdict_of(plan, record_of(plan, (observe(plan, plan.owed[0], outcome),)), readings_of(plan))
    ruling = verdict.stages[0].gates[0]
    assert ruling.status is Status.INCONCLUSIVE
    assert told in ruling.remedy
    assert "Fix each finding" not in ruling.remedy


def test_where_there_is_no_property_the_advice_is_to_state_one() -> None:
    plan = plan_of((4,))
    nothing: dict[OwedId, Reading] = {plan.owed[0].id: (Properties(()),)}
    collected = verdict_of(plan, record_of(plan), nothing).stages[0].gates[0]
    unfit = msgspec.structs.replace(plan.questions[0], owed=(), cause=Cause.MISSING, hint="no tool fits")
    plan = msgspec.structs.replace(plan, questions=(unfit,))
    nowhere = verdict_of(plan, record_of(plan), nothing).stages[0].gates[0]
    for ruling in (collected, nowhere):
        assert (ruling.status, ruling.cause) == (Status.INCONCLUSIVE, Cause.MISSING)
        assert ruling.remedy.startswith("State what must always hold")
    assert nowhere.reason == "no tool fits"
