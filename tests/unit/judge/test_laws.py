"""The five laws of the verdict (docs/architecture.md), each over generated plans, records and evidence."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.gates import GATES
from speccursor.qualify.judge import judge
from speccursor.qualify.judge.admission import admit
from speccursor.qualify.model.digests import canonical_json, digest_of_bytes
from speccursor.qualify.model.evidence import Kind, TestRun
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import Owed, OwedId, Plan, Waiver
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.record import Envelope, Observation
from speccursor.qualify.model.verdict import Cause, Ruling, Status, Verdict, worst
from tests.unit.judge.cases import (
    ASKED,
    CLEAN,
    COMPONENT,
    COVERAGE,
    RELEASE,
    TODAY,
    brought,
    compared,
    envelope_of,
    observe,
    plan_of,
    question,
    readings_of,
    record_of,
    verdict_of,
)

OUTCOMES: st.SearchStrategy[Outcome] = st.sampled_from(
    [
        Finished(0, 1.0),
        Finished(1, 1.0),
        TimedOut(5.0, 5.0),
        Unavailable("no such tool", "install it"),
        Crashed("signal 11", None, 1.0),
        Skipped("interrupted"),
    ]
)
INDICES = st.lists(st.integers(0, len(ASKED) - 1), min_size=1, unique=True).map(tuple)
WAIVERS = st.lists(
    st.builds(
        Waiver,
        gate=st.sampled_from(sorted(GATES)),
        component=st.sampled_from([str(COMPONENT.id), "*", "python:*", "python:elsewhere"]),
        reason=st.just("known"),
        owner=st.just("us"),
        expires=st.sampled_from(["2026-11-21", "2026-11-22", "2027-01-01"]),
    ),
    max_size=3,
).map(tuple)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Plan, tuple[Observation, ...], dict[str, Reading]]:
    """A plan with what its run brought: clean, faulty and unread evidence, broken and absent observations."""
    indices = tuple(sorted(draw(INDICES)))
    plan = plan_of(indices, waivers=draw(WAIVERS))
    plan = compared(plan) if COVERAGE in indices and draw(st.booleans()) else plan
    observations = []
    readings: dict[str, Reading] = {}
    for owed in plan.owed:
        if draw(st.booleans()) or draw(st.booleans()):
            observations.append(observe(plan, owed, draw(OUTCOMES)))
        heard: list[Reading] = [brought(owed), brought(owed, faulty=True), (), Unread(Cause.UNREADABLE, "truncated")]
        readings[owed.id] = draw(st.sampled_from(heard))
    return plan, tuple(observations), readings


def _judge(plan: Plan, observations: tuple[Observation, ...], readings: dict[str, Reading]) -> Verdict:
    return judge(plan, record_of(plan, observations), readings, gates=GATES, today=TODAY)  # type: ignore[arg-type]  # OwedId is a str


def _rulings(verdict: Verdict) -> list[Ruling]:
    return [ruling for stage in verdict.stages for ruling in stage.gates]


def test_law_1_no_rulings_at_all_is_inconclusive() -> None:
    plan = msgspec.structs.replace(plan_of(), owed=(), questions=())
    assert verdict_of(plan, record_of(plan), {}).status is Status.INCONCLUSIVE
    nothing = msgspec.structs.replace(plan, stages=())
    assert verdict_of(nothing, record_of(nothing), {}).status is Status.INCONCLUSIVE
    assert worst([]) is Status.INCONCLUSIVE


@given(situations(), st.data())
def test_law_2_removing_an_observation_never_improves_a_verdict(
    situation: tuple[Plan, tuple[Observation, ...], dict[str, Reading]], data: st.DataObject
) -> None:
    plan, observations, readings = situation
    before = _judge(plan, observations, readings)
    kept = tuple(item for item in observations if data.draw(st.booleans()))
    after = _judge(plan, kept, readings)
    removed = {item.owed for item in observations} - {item.owed for item in kept}
    assert before.status.may_ship or not after.status.may_ship
    assert after.status.rank >= min(before.status.rank, Status.INCONCLUSIVE.rank)
    for asked, was, now in zip(plan.questions, _rulings(before), _rulings(after), strict=True):
        if removed.isdisjoint((*asked.owed, *asked.against)):
            assert now == was  # no silence elsewhere excuses a failure
        else:
            assert now.status in {Status.INCONCLUSIVE, Status.WAIVED}
            assert was.status.may_ship or not now.status.may_ship


@given(situations(), situations())
def test_law_3_an_extra_ruling_never_improves_a_verdict(
    situation: tuple[Plan, tuple[Observation, ...], dict[str, Reading]],
    other: tuple[Plan, tuple[Observation, ...], dict[str, Reading]],
) -> None:
    plan, observations, readings = situation
    extra = question("lint-errors", other[0].owed[0])
    more = msgspec.structs.replace(plan, questions=(*plan.questions, extra))
    rebound = tuple(
        msgspec.structs.replace(item, envelope=msgspec.structs.replace(item.envelope, plan=more.digest))
        for item in observations
        if item.envelope is not None
    )
    assert _judge(more, rebound, readings).status.rank >= _judge(plan, observations, readings).status.rank


@given(situations(), st.randoms(use_true_random=False))
def test_law_4_the_verdict_is_a_pure_function_of_what_it_is_given(
    situation: tuple[Plan, tuple[Observation, ...], dict[str, Reading]], random: object
) -> None:
    plan, observations, readings = situation
    first = canonical_json(_judge(plan, observations, readings))
    carried_plan = msgspec.json.decode(canonical_json(plan), type=Plan)
    carried = tuple(msgspec.json.decode(canonical_json(item), type=Observation) for item in observations)
    shuffled = list(carried)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert carried_plan.digest == plan.digest
    assert canonical_json(_judge(carried_plan, tuple(shuffled), readings)) == first


@given(st.integers(0, 5), st.sampled_from(["revision", "tree", "plan", "nonce", "tool"]), st.booleans())
def test_law_5_an_observation_of_another_run_is_stale_whatever_it_says(place: int, claim: str, faulty: bool) -> None:
    plan = compared(plan_of())
    readings = readings_of(plan, faulty=frozenset({place} if faulty else ()))
    fresh = [observe(plan, owed) for owed in plan.owed]
    envelope = fresh[place].envelope
    assert envelope is not None
    foreign = msgspec.structs.replace(envelope, **{claim: digest_of_bytes(b"another")})
    fresh[place] = msgspec.structs.replace(fresh[place], envelope=foreign)
    verdict = verdict_of(plan, record_of(plan, tuple(fresh)), readings)
    asked = [item for item in plan.questions if plan.owed[place].id in (*item.owed, *item.against)]
    ruled = {(ruling.id, ruling.component): ruling.cause for ruling in _rulings(verdict)}
    assert {ruled[item.gate, item.component] for item in asked} == {Cause.STALE}
    assert asked
    assert verdict.status is Status.INCONCLUSIVE


def _passed_off(plan: Plan, taken: Owed, given: Owed, **claims: object) -> Verdict:
    """Judge a record in which one measurement stands once more, in another's place, under these claims of its own."""
    envelope = msgspec.structs.replace(envelope_of(plan, taken), **claims)
    kept = [observe(plan, owed) for owed in plan.owed if owed.id != given.id]
    false = Observation(owed=given.id, outcome=Finished(0, 1.0), envelope=envelope)
    return verdict_of(plan, record_of(plan, (*kept, false)), readings_of(plan))


@given(st.booleans(), st.sets(st.sampled_from(["revision", "tree", "nonce"]), max_size=2))
def test_law_5_the_candidates_measurement_is_never_taken_for_the_releases_nor_the_other_way_round(
    forwards: bool, forged: set[str]
) -> None:
    plan = compared(plan_of((COVERAGE,)))
    now, then = plan.owed if forwards else reversed(plan.owed)
    right = envelope_of(plan, then)
    verdict = _passed_off(plan, now, then, **{claim: getattr(right, claim) for claim in forged})
    (delta,) = [ruling for ruling in _rulings(verdict) if ruling.id == "coverage-delta"]
    assert (delta.status, delta.cause) == (Status.INCONCLUSIVE, Cause.STALE)
    assert verdict.status is Status.INCONCLUSIVE
    whole = _passed_off(plan, now, then, **{claim: getattr(right, claim) for claim in ("revision", "tree", "nonce")})
    assert whole.status is Status.PASSED, "the three claims are what tells them apart"


def test_a_report_that_carries_the_candidates_mark_is_not_the_releases_whatever_its_envelope_says() -> None:
    plan = compared(plan_of((COVERAGE,)))
    now, then = plan.owed
    tests = CLEAN[Kind.TESTS]
    assert isinstance(tests, TestRun)
    marked = msgspec.structs.replace(tests, nonce=envelope_of(plan, now).nonce)
    readings: dict[OwedId, Reading] = {**readings_of(plan), then.id: (CLEAN[Kind.COVERAGE], marked)}
    (delta,) = [r for r in _rulings(verdict_of(plan, record_of(plan), readings)) if r.id == "coverage-delta"]
    assert (delta.status, delta.cause) == (Status.INCONCLUSIVE, Cause.STALE)
    own = msgspec.structs.replace(marked, nonce=envelope_of(plan, then).nonce)
    readings = {**readings, then.id: (CLEAN[Kind.COVERAGE], own)}
    assert verdict_of(plan, record_of(plan), readings).status is Status.PASSED


@pytest.mark.parametrize("release", [None, "v9"])
def test_a_release_that_is_not_in_the_plan_is_not_heard(release: str | None) -> None:
    whole = compared(plan_of((COVERAGE,)))
    assert whole.baseline is not None
    other = msgspec.structs.replace(whole.baseline, release=release) if release is not None else None
    plan = msgspec.structs.replace(whole, baseline=other)
    now, then = plan.owed
    own = msgspec.structs.replace(envelope_of(whole, then), plan=plan.digest)
    false = Observation(owed=then.id, outcome=Finished(0, 1.0), envelope=own)
    assert plan.tree_of(then) is None
    assert isinstance(admit(then, plan, record_of(plan, (false,)), brought(then)), Unread)
    verdict = verdict_of(plan, record_of(plan, (observe(plan, now), false)), readings_of(plan))
    (delta,) = [ruling for ruling in _rulings(verdict) if ruling.id == "coverage-delta"]
    assert delta.status is Status.INCONCLUSIVE


@pytest.mark.parametrize(
    ("against", "cause", "reason"),
    [
        ((), Cause.MISSING, "nothing is owed of the release before"),
        ((0,), Cause.STALE, "unit-tests python:. host coverage is not evidence of v1.2.0"),
    ],
    ids=["nothing", "the candidate itself"],
)
def test_a_comparison_with_nothing_or_with_itself_is_not_asked(
    against: tuple[int, ...], cause: Cause, reason: str
) -> None:
    plan = compared(plan_of((COVERAGE,)))
    *others, delta = plan.questions
    itself = msgspec.structs.replace(delta, against=tuple(plan.owed[place].id for place in against))
    plan = msgspec.structs.replace(plan, questions=(*others, itself))
    ruling = _rulings(verdict_of(plan, record_of(plan), readings_of(plan)))[-1]
    assert (ruling.status, ruling.cause) == (Status.INCONCLUSIVE, cause)
    assert ruling.reason.endswith(reason)
    assert "waiver with a reason, an owner and an expiry" in ruling.remedy


def test_the_release_says_in_which_way_it_was_not_measured_and_what_to_do() -> None:
    plan = compared(plan_of((COVERAGE,)))
    now, then = plan.owed
    late = observe(plan, then, TimedOut(600.0, 600.0))
    ruling = _rulings(verdict_of(plan, record_of(plan, (observe(plan, now), late)), readings_of(plan)))[-1]
    assert (ruling.status, ruling.cause) == (Status.INCONCLUSIVE, Cause.TIMED_OUT)
    assert ruling.reason == f"{RELEASE} was not measured: ended after its limit of 600 s"
    assert "waiver" in ruling.remedy


def test_an_envelope_field_that_no_law_checks_does_not_exist_by_accident() -> None:
    checked = {"revision", "tree", "plan", "nonce", "tool", "toolchains"}
    told = {"version", "argv", "root", "isolation", "inputs", "started", "finished", "outputs", "origin"}
    assert set(Envelope.__struct_fields__) == checked | told


def test_a_fault_of_the_candidate_alone_is_a_loss_and_one_of_the_release_alone_is_none() -> None:
    plan = compared(plan_of((COVERAGE,)))
    assert verdict_of(plan, record_of(plan), readings_of(plan)).status is Status.PASSED
    for faulty, delta in (({0}, Status.FAILED), ({1}, Status.PASSED), ({0, 1}, Status.PASSED)):
        verdict = verdict_of(plan, record_of(plan), readings_of(plan, faulty=frozenset(faulty)))
        assert _rulings(verdict)[-1].status is delta


def test_everything_clean_passes_and_each_fault_alone_fails_its_own_gates() -> None:
    plan = plan_of()
    assert verdict_of(plan, record_of(plan), readings_of(plan)).status is Status.PASSED
    for place, (_, _, _, gates) in enumerate(ASKED):
        verdict = verdict_of(plan, record_of(plan), readings_of(plan, faulty=frozenset({place})))
        failed = {ruling.id for stage in verdict.stages for ruling in stage.gates if ruling.status is Status.FAILED}
        assert failed == set(gates)
        assert verdict.status is Status.FAILED
