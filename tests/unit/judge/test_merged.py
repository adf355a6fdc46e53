"""Evidence of several runs judged together: each cell from the run that had it, none from two, none from elsewhere."""

from datetime import datetime
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.digests import canonical_json, digest_of_bytes
from speccursor.qualify.model.merging import merged, name_of
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import OwedId, Plan, Waiver
from speccursor.qualify.model.record import Preparation, Record, Toolchain
from speccursor.qualify.model.verdict import Cause, Status
from tests.unit.judge.matrix import CELLS, NAMES, in_cells, judged, observation_of, plan_over, rulings, run_of

PLAN = plan_over()
ABSENT = Unavailable("Python is not on this machine", "bring it")


def absent(plan: Plan, *names: str) -> dict[OwedId, Outcome]:
    return dict.fromkeys(in_cells(plan, *names), ABSENT)


def statuses(*records: Record) -> dict[str, set[tuple[Status, Cause | None]]]:
    verdict = judged(PLAN, *records)
    return {name: {(ruling.status, ruling.cause) for ruling in rulings(verdict, name)} for name in NAMES}


PASSED = {(Status.PASSED, None)}


def test_a_run_of_one_cell_leaves_the_others_missing_with_the_command_that_brings_them() -> None:
    verdict = judged(PLAN, run_of(PLAN, 1, in_cells(PLAN, NAMES[0])))
    assert verdict.status is Status.INCONCLUSIVE
    assert {ruling.status for ruling in rulings(verdict, NAMES[0])} == {Status.PASSED}
    for name in NAMES[1:]:
        for ruling in rulings(verdict, name):
            assert (ruling.cause, ruling.reason) == (
                Cause.MISSING,
                f"nothing that the cell {name} owes was observed",
            )
            assert f"--cell {name}`" in ruling.remedy


def test_each_cell_from_a_run_of_its_own_passes_together() -> None:
    runs = [run_of(PLAN, number, in_cells(PLAN, name)) for number, name in enumerate(NAMES)]
    verdict = judged(PLAN, *runs)
    assert verdict.status is Status.PASSED
    assert verdict.plan_digest == PLAN.digest
    assert statuses(*runs[:2]) == {NAMES[0]: PASSED, NAMES[1]: PASSED, NAMES[2]: {(Status.INCONCLUSIVE, Cause.MISSING)}}


def test_that_a_machine_could_not_run_a_cell_gives_way_to_one_that_did_and_to_nothing_else() -> None:
    here = run_of(PLAN, 1, {**in_cells(PLAN, *NAMES[:2]), **absent(PLAN, NAMES[2])})
    there = run_of(PLAN, 2, {**in_cells(PLAN, NAMES[2]), **absent(PLAN, *NAMES[:2])})
    assert judged(PLAN, here).status is Status.INCONCLUSIVE
    assert judged(PLAN, here, there).status is Status.PASSED
    neither = run_of(PLAN, 3, absent(PLAN, NAMES[2]))
    verdict = judged(PLAN, here, neither)
    assert {ruling.reason for ruling in rulings(verdict, NAMES[2])} == {ABSENT.reason}
    assert {ruling.remedy for ruling in rulings(verdict, NAMES[2])} == {ABSENT.hint}


@pytest.mark.parametrize("other", [Crashed("broke", 1, 1.0), TimedOut(5.0, 5.0), Skipped("left out"), Finished(0, 1.0)])
def test_whatever_two_runs_both_did_is_stale_and_both_are_named(other: Outcome) -> None:
    first = run_of(PLAN, 1, in_cells(PLAN, NAMES[0]))
    second = run_of(PLAN, 2, dict.fromkeys(in_cells(PLAN, NAMES[0]), other))
    verdict = judged(PLAN, first, second)
    for ruling in rulings(verdict, NAMES[0]):
        assert (ruling.status, ruling.cause) == (Status.INCONCLUSIVE, Cause.STALE)
        assert first.run in ruling.reason
        assert (second.run in ruling.reason) is isinstance(other, Finished)
        assert "one run of each cell" in ruling.remedy


def test_a_run_that_is_given_twice_counts_once_and_alone_it_stays_what_it_is() -> None:
    run = run_of(PLAN, 1, in_cells(PLAN, NAMES[0]))
    other = run_of(PLAN, 2, in_cells(PLAN, NAMES[1]))
    assert merged([run]) == merged([run, run]) == run
    assert merged([run, other, run, merged([run, other])]) == merged([other, run])


def test_an_observation_that_none_of_the_runs_made_is_stale() -> None:
    first, second = (run_of(PLAN, number, in_cells(PLAN, NAMES[number])) for number in (0, 1))
    stranger = observation_of(PLAN, PLAN.owed[2], "somebody else's")
    whole = msgspec.structs.replace(merged([first, second]), observations=(stranger,))
    ruling = rulings(judged(PLAN, whole), NAMES[2])[0]
    assert (ruling.cause, "none of the runs judged together" in ruling.reason) == (Cause.STALE, True)
    nameless = observation_of(PLAN, PLAN.owed[2], "")  # the nonce of what was put together
    whole = msgspec.structs.replace(whole, observations=(nameless,))
    assert rulings(judged(PLAN, whole), NAMES[2])[0].cause is Cause.STALE


@pytest.mark.parametrize("where", ["part", "whole"])
def test_a_part_of_another_plan_is_stale(where: str) -> None:
    runs = [run_of(PLAN, number, in_cells(PLAN, name)) for number, name in enumerate(NAMES)]
    other = digest_of_bytes(b"another plan")
    if where == "part":
        runs[1] = msgspec.structs.replace(runs[1], plan=other)
        assert statuses(*runs)[NAMES[1]] == {(Status.INCONCLUSIVE, Cause.STALE)}
    else:
        whole = msgspec.structs.replace(merged(runs), plan=other)
        assert {ruling.cause for name in NAMES for ruling in rulings(judged(PLAN, whole), name)} == {Cause.STALE}


@pytest.mark.parametrize(
    ("ran", "cause"),
    [
        ((), None),
        ((Toolchain("python", "3.11.7"),), None),
        ((Toolchain("python", "3.11.7"), Toolchain("node", "20.1.0")), None),
        ((Toolchain("python", "3.12.1"),), Cause.STALE),
        ((Toolchain("python", "3.11.7"), Toolchain("python", "3.12.1")), Cause.STALE),
    ],
)
def test_what_ran_in_another_version_than_its_cell_asks_for_is_stale(
    ran: tuple[Toolchain, ...], cause: Cause | None
) -> None:
    run = run_of(PLAN, 1, in_cells(PLAN, NAMES[0]))
    observations = tuple(
        msgspec.structs.replace(item, envelope=msgspec.structs.replace(item.envelope, toolchains=ran))
        for item in run.observations
        if item.envelope is not None
    )
    verdict = judged(PLAN, msgspec.structs.replace(run, observations=observations))
    told = {(ruling.cause, ruling.reason) for ruling in rulings(verdict, NAMES[0]) if cause is not None}
    assert {ruling.cause for ruling in rulings(verdict, NAMES[0])} == {cause}
    assert told <= {(Cause.STALE, "it ran with Python 3.12.1, its cell asks for 3.11")}


def test_what_is_missing_within_a_cell_that_is_here_is_told_by_its_tool() -> None:
    run = run_of(PLAN, 1, in_cells(PLAN, NAMES[0]))
    less = msgspec.structs.replace(run, observations=run.observations[:1])
    (missing,) = [ruling for ruling in rulings(judged(PLAN, less), NAMES[0]) if ruling.cause is Cause.MISSING][:1]
    assert missing.reason == f"pytest was owed on python:. in {NAMES[0]} and never observed"


def test_what_was_put_together_tells_of_all_its_runs() -> None:
    log = Preparation(
        component="python:.",
        cell=NAMES[0],
        outcome=Finished(0, 1.0),
        seconds=1.0,
        cached=False,
        digest=digest_of_bytes(b"environment"),
        log=None,
    )
    first = msgspec.structs.replace(run_of(PLAN, 1, day=20), preparations=(log,), weakened=("b", "a"))
    second = msgspec.structs.replace(run_of(PLAN, 2, day=23), preparations=(log,), weakened=("a", "c"))
    whole = merged([first, second])
    assert (whole.started, whole.finished) == (first.started, second.finished)
    assert whole.machine == "machine 1; machine 2"
    assert whole.weakened == ("a", "b", "c")
    assert whole.preparations == (log,)
    assert whole.run == name_of(whole)
    assert whole.run.startswith("20261123T100000Z-judged-")
    assert [part.run for part in whole.runs()] == [first.run, second.run]


# laws

OUTCOMES: st.SearchStrategy[Outcome] = st.sampled_from(
    [Finished(0, 1.0), Finished(1, 1.0), Crashed("broke", 1, 1.0), TimedOut(5.0, 5.0), Skipped("left out"), ABSENT]
)
WAIVERS = st.lists(
    st.builds(
        Waiver,
        gate=st.sampled_from(["lint-errors", "tests-pass", "no-retries"]),
        component=st.sampled_from(["python:.", "*"]),
        reason=st.just("known"),
        owner=st.just("us"),
        expires=st.sampled_from(["2026-11-20", "2026-11-22", "2026-11-24"]),
    ),
    max_size=2,
).map(tuple)


@st.composite
def situations(draw: st.DrawFn, *, overlap: bool) -> tuple[Plan, list[Record]]:
    """A plan with two to four runs of it, on different days, clean and faulty.

    Without `overlap` each piece of evidence is measured by one run at most; the others may say that they could not.
    """
    plan = plan_over(
        CELLS[: draw(st.integers(1, 3))], draw(st.sampled_from([(0,), (2,), (0, 2)])), waivers=draw(WAIVERS)
    )
    count = draw(st.integers(2, 4))
    outcomes: list[dict[OwedId, Outcome]] = [{} for _ in range(count)]
    for owed in plan.owed:
        if overlap:
            for run in draw(st.sets(st.integers(0, count - 1))):
                outcomes[run][owed.id] = draw(OUTCOMES)
        else:
            for run in draw(st.sets(st.integers(0, count - 1))):
                outcomes[run][owed.id] = ABSENT
            if draw(st.booleans()):
                outcomes[draw(st.integers(0, count - 1))][owed.id] = draw(OUTCOMES)
    return plan, [
        run_of(plan, number, given, day=draw(st.integers(19, 25)), faulty=draw(st.booleans()))
        for number, given in enumerate(outcomes)
    ]


@given(situations(overlap=True))
def test_the_order_of_the_runs_and_the_steps_in_which_they_are_put_together_mean_nothing(
    situation: tuple[Plan, list[Record]],
) -> None:
    plan, runs = situation
    whole = canonical_json(merged(runs))
    assert {canonical_json(merged(order)) for order in permutations(runs)} == {whole}
    for split in range(1, len(runs)):
        assert canonical_json(merged([merged(runs[:split]), merged(runs[split:])])) == whole
    verdicts = {canonical_json(judged(plan, *order)) for order in permutations(runs)}
    assert len(verdicts) == 1


@given(situations(overlap=False), st.data())
def test_leaving_out_a_run_never_makes_a_candidate_shippable(
    situation: tuple[Plan, list[Record]], data: st.DataObject
) -> None:
    plan, runs = situation
    kept = [run for run in runs if data.draw(st.booleans())] or runs[:1]
    before, after = judged(plan, *runs), judged(plan, *kept)
    assert before.status.may_ship or not after.status.may_ship
    if datetime.fromisoformat(merged(kept).started) == datetime.fromisoformat(merged(runs).started):
        for was, now in zip(
            [ruling for stage in before.stages for ruling in stage.gates],
            [ruling for stage in after.stages for ruling in stage.gates],
            strict=True,
        ):
            assert was.status.may_ship or not now.status.may_ship


@given(situations(overlap=True))
def test_nothing_passes_together_that_no_run_shows_alone(situation: tuple[Plan, list[Record]]) -> None:
    plan, runs = situation
    together = [ruling for stage in judged(plan, *runs).stages for ruling in stage.gates]
    alone = [[ruling for stage in judged(plan, run).stages for ruling in stage.gates] for run in runs]
    for place, ruling in enumerate(together):
        if ruling.status is Status.PASSED:
            assert any(several[place].status is Status.PASSED for several in alone)


@given(situations(overlap=True), st.data())
def test_evidence_that_a_run_did_not_make_is_never_heard_as_its_own(
    situation: tuple[Plan, list[Record]], data: st.DataObject
) -> None:
    plan, runs = situation
    claim = data.draw(st.sampled_from(["revision", "tree", "plan", "nonce", "tool"]))
    place = data.draw(st.integers(0, len(runs) - 1))
    forged = tuple(
        msgspec.structs.replace(item, envelope=msgspec.structs.replace(item.envelope, **{claim: digest_of_bytes(b"x")}))
        for item in runs[place].observations
        if item.envelope is not None
    )
    lied = [*runs[:place], msgspec.structs.replace(runs[place], observations=forged), *runs[place + 1 :]]
    verdict = judged(plan, *lied)
    owed = {item.owed for item in forged}
    for question, ruling in zip(plan.questions, [r for stage in verdict.stages for r in stage.gates], strict=True):
        if owed.intersection(question.owed):
            assert ruling.status in {Status.INCONCLUSIVE, Status.WAIVED}
