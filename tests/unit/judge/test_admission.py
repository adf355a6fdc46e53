import msgspec
import pytest

from speccursor.qualify.model.evidence import TestCase, TestOutcome, TestRun
from speccursor.qualify.model.outcome import Crashed, Outcome, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.record import Observation, Origin
from speccursor.qualify.model.verdict import Cause, Ruling, Status
from tests.unit.judge.cases import CANDIDATE, CLEAN, observe, plan_of, record_of, verdict_of

TESTS_ONLY = (2,)


def ruling_of(plan: Plan, *observations: Observation, reading: Reading | None = None) -> Ruling:
    owed = plan.owed[0]
    heard: Reading = (CLEAN[owed.kinds[0]],) if reading is None else reading
    verdict = verdict_of(plan, record_of(plan, observations), {owed.id: heard})
    return verdict.stages[0].gates[0]


@pytest.mark.parametrize(
    ("outcome", "cause", "reason"),
    [
        (TimedOut(5.0, 5.1), Cause.TIMED_OUT, "limit of 5 s"),
        (Unavailable("pytest is not here", "install it"), Cause.UNAVAILABLE, "pytest is not here"),
        (Crashed("killed by signal 11", -11, 1.0), Cause.ERRORED, "signal 11"),
        (Skipped("interrupted"), Cause.SKIPPED, "interrupted"),
    ],
)
def test_a_command_that_did_not_finish_is_inconclusive_whatever_report_it_left(
    outcome: Outcome, cause: Cause, reason: str
) -> None:
    plan = plan_of(TESTS_ONLY)
    ruling = ruling_of(plan, observe(plan, plan.owed[0], outcome))
    assert (ruling.status, ruling.cause) == (Status.INCONCLUSIVE, cause)
    assert reason in ruling.reason


def test_nothing_observed_is_missing_by_name() -> None:
    ruling = ruling_of(plan_of(TESTS_ONLY))
    assert ruling.cause is Cause.MISSING
    assert "pytest was owed on python:. and never observed" in ruling.reason


def test_an_observation_that_stands_twice_is_stale_not_the_last_of_the_two() -> None:
    plan = plan_of(TESTS_ONLY)
    twice = observe(plan, plan.owed[0])
    assert ruling_of(plan, twice, twice).cause is Cause.STALE


def test_a_finished_command_without_an_envelope_is_unreadable() -> None:
    plan = plan_of(TESTS_ONLY)
    bare = msgspec.structs.replace(observe(plan, plan.owed[0]), envelope=None)
    assert ruling_of(plan, bare).cause is Cause.UNREADABLE


def test_a_record_of_another_plan_is_stale() -> None:
    plan = plan_of(TESTS_ONLY)
    other = plan_of((0, 1))
    record = msgspec.structs.replace(record_of(plan), plan=other.digest)
    verdict = verdict_of(plan, record, {plan.owed[0].id: (CLEAN[plan.owed[0].kinds[0]],)})
    assert verdict.stages[0].gates[0].cause is Cause.STALE


def test_outputs_that_were_never_read_are_missing() -> None:
    plan = plan_of(TESTS_ONLY)
    verdict = verdict_of(plan, record_of(plan), {})
    assert verdict.stages[0].gates[0].cause is Cause.MISSING


def test_unreadable_outputs_are_unreadable() -> None:
    plan = plan_of(TESTS_ONLY)
    ruling = ruling_of(plan, observe(plan, plan.owed[0]), reading=Unread(Cause.UNREADABLE, "truncated"))
    assert (ruling.cause, ruling.reason) == (Cause.UNREADABLE, "truncated")


def run_with(nonce: str | None) -> tuple[TestRun, ...]:
    return (TestRun((TestCase(id="t", outcome=TestOutcome.PASSED),), nonce=nonce),)


def test_a_report_with_another_runs_mark_is_stale_and_with_its_own_it_is_heard() -> None:
    plan = plan_of(TESTS_ONLY)
    observation = observe(plan, plan.owed[0])
    assert observation.envelope is not None
    assert ruling_of(plan, observation, reading=run_with("0" * 32)).cause is Cause.STALE
    assert ruling_of(plan, observation, reading=run_with(observation.envelope.nonce)).status is Status.PASSED


def test_a_reused_report_carries_the_mark_of_the_run_that_made_it() -> None:
    plan = plan_of(TESTS_ONLY)
    observation = observe(plan, plan.owed[0])
    origin = Origin(run="earlier", nonce="e" * 32, revision=CANDIDATE.revision, tree=CANDIDATE.tree)
    assert observation.envelope is not None
    reused = msgspec.structs.replace(observation, envelope=msgspec.structs.replace(observation.envelope, origin=origin))
    assert ruling_of(plan, reused, reading=run_with("e" * 32)).status is Status.PASSED
    assert ruling_of(plan, reused, reading=run_with(observation.envelope.nonce)).cause is Cause.STALE
