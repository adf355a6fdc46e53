"""The whole verdict: every question of the plan answered, the worst deciding."""

from collections.abc import Mapping, Sequence
from datetime import date

from speccursor.qualify.judge.admission import admit
from speccursor.qualify.judge.left_out import left_out
from speccursor.qualify.judge.ruling import applies, rule
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.outcome import Crashed, Finished, TimedOut
from speccursor.qualify.model.plan import Owed, Plan, StageAsked
from speccursor.qualify.model.reading import Readings
from speccursor.qualify.model.record import Observation, Record
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Ruling, StageVerdict, Verdict, worst


def judge(plan: Plan, record: Record, readings: Readings, *, gates: Mapping[str, Gate], today: date) -> Verdict:
    """Judge a record against its plan. `today` (UTC) decides which waivers still hold."""
    heard = {owed.id: admit(owed, plan, record, readings.get(owed.id)) for owed in plan.owed}
    rulings: dict[StageId, list[Ruling]] = {stage.id: [] for stage in plan.stages}
    for question in plan.questions:
        rulings.setdefault(question.stage, []).append(rule(question, plan, heard, gates[question.gate], today))
    owners = {stage.id: stage for stage in plan.stages}
    stages = tuple(
        _stage(owners.get(stage, StageAsked(id=stage, owner="")), tuple(rulings[stage]), plan.owed, record)
        for stage in StageId
        if stage in rulings
    )
    return Verdict(
        engine=plan.engine,
        run=record.run,
        status=worst(stage.status for stage in stages),
        partial=plan.partial,
        profile=plan.profile,
        candidate=plan.candidate,
        plan_digest=plan.digest,
        judged_at=today.isoformat(),
        weakened=plan.weakened + record.weakened + left_out(plan.owed, heard) + _idle_waivers(plan, gates, today),
        stages=stages,
    )


def _stage(asked: StageAsked, rulings: tuple[Ruling, ...], owed: Sequence[Owed], record: Record) -> StageVerdict:
    mine = {item.id for item in owed if item.stage is asked.id}
    observations = [observation for observation in record.observations if observation.owed in mine]
    return StageVerdict(
        number=asked.id.number,
        id=asked.id,
        owner=asked.owner,
        status=worst(ruling.status for ruling in rulings),
        seconds=round(sum(_seconds(observation) for observation in observations), 3),
        cached=bool(observations) and all(_cached(observation) for observation in observations),
        gates=rulings,
    )


def _seconds(observation: Observation) -> float:
    outcome = observation.outcome
    return outcome.seconds if isinstance(outcome, Finished | TimedOut | Crashed) and not _cached(observation) else 0.0


def _cached(observation: Observation) -> bool:
    return observation.envelope is not None and observation.envelope.origin is not None


def _idle_waivers(plan: Plan, gates: Mapping[str, Gate], today: date) -> tuple[str, ...]:
    """Tell each waiver that is expired, names a gate that cannot be waived, or matches no question."""
    told = []
    for waiver in plan.waivers:
        where = f"waiver of {waiver.gate} on {waiver.component} ({waiver.owner})"
        if today > date.fromisoformat(waiver.expires):
            told.append(f"{where} expired on {waiver.expires} and was not used")
        elif not any(applies(waiver, question, gates[question.gate], today) for question in plan.questions):
            told.append(f"{where} matches nothing that may be waived and was not used")
    return tuple(told)
