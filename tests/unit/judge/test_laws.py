"""The five laws of the verdict (docs/architecture.md), each over generated plans, records and evidence."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.gates import GATES
from speccursor.qualify.judge import judge
from speccursor.qualify.model.digests import canonical_json, digest_of_bytes
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import Plan, Waiver
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.record import Envelope, Observation
from speccursor.qualify.model.verdict import Cause, Ruling, Status, Verdict, worst
from tests.unit.judge.cases import (
    ASKED,
    CLEAN,
    COMPONENT,
    FAULTY,
    TODAY,
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
        component=st.sampled_from([str(COMPONENT.id), "*", "python:elsewhere"]),
        reason=st.just("known"),
        owner=st.just("us"),
        expires=st.sampled_from(["2026-11-21", "2026-11-22", "2027-01-01"]),
    ),
    max_size=3,
).map(tuple)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Plan, tuple[Observation, ...], dict[str, Reading]]:
    """A plan with what its run brought: clean, faulty and unread evidence, broken and absent observations."""
    plan = plan_of(tuple(sorted(draw(INDICES))), waivers=draw(WAIVERS))
    observations = []
    readings: dict[str, Reading] = {}
    for owed in plan.owed:
        if draw(st.booleans()) or draw(st.booleans()):
            observations.append(observe(plan, owed, draw(OUTCOMES)))
        kind = owed.kinds[0]
        heard: list[Reading] = [(CLEAN[kind],), (FAULTY[kind],), (), Unread(Cause.UNREADABLE, "truncated")]
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
        if removed.isdisjoint(asked.owed):
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


@given(st.integers(0, 4), st.sampled_from(["revision", "tree", "plan", "nonce", "tool"]), st.booleans())
def test_law_5_an_observation_of_another_run_is_stale_whatever_it_says(place: int, claim: str, faulty: bool) -> None:
    plan = plan_of()
    readings = readings_of(plan, faulty=frozenset({place} if faulty else ()))
    fresh = [observe(plan, owed) for owed in plan.owed]
    envelope = fresh[place].envelope
    assert envelope is not None
    foreign = msgspec.structs.replace(envelope, **{claim: digest_of_bytes(b"another")})
    fresh[place] = msgspec.structs.replace(fresh[place], envelope=foreign)
    verdict = verdict_of(plan, record_of(plan, tuple(fresh)), readings)
    causes = {ruling.cause for stage in verdict.stages for ruling in stage.gates if ruling.tool == ASKED[place][1]}
    assert causes == {Cause.STALE}
    assert verdict.status is Status.INCONCLUSIVE


def test_an_envelope_field_that_no_law_checks_does_not_exist_by_accident() -> None:
    checked = {"revision", "tree", "plan", "nonce", "tool"}
    told = {"version", "argv", "root", "isolation", "inputs", "started", "finished", "outputs", "origin"}
    assert set(Envelope.__struct_fields__) == checked | told


def test_everything_clean_passes_and_each_fault_alone_fails_its_own_gates() -> None:
    plan = plan_of()
    assert verdict_of(plan, record_of(plan), readings_of(plan)).status is Status.PASSED
    for place, (_, _, _, gates) in enumerate(ASKED):
        verdict = verdict_of(plan, record_of(plan), readings_of(plan, faulty=frozenset({place})))
        failed = {ruling.id for stage in verdict.stages for ruling in stage.gates if ruling.status is Status.FAILED}
        assert failed == set(gates)
        assert verdict.status is Status.FAILED
