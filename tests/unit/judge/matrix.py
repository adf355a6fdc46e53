"""A plan over several cells, and runs of it that each observed some of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from speccursor.qualify.model.merging import merged
from speccursor.qualify.model.outcome import Finished, Outcome
from speccursor.qualify.model.plan import Cell, Owed, OwedId, Plan, Waiver
from speccursor.qualify.model.reading import Reading
from speccursor.qualify.model.record import Observation, Record, nonce_of
from speccursor.qualify.model.verdict import Ruling, Verdict
from tests.unit.judge.cases import ASKED, brought, envelope_of, owed_of, plan_of, question, verdict_of

CELLS = tuple(Cell(toolchains={"python": version}) for version in ("3.11", "3.12", "3.14"))
NAMES = tuple(cell.name for cell in CELLS)


def plan_over(
    cells: Sequence[Cell] = CELLS, indices: tuple[int, ...] = (0, 2), *, waivers: tuple[Waiver, ...] = ()
) -> Plan:
    owed = [msgspec.structs.replace(owed_of(index), cell=cell) for index in indices for cell in cells]
    gates = {ASKED[index][1]: ASKED[index][3] for index in indices}
    questions = tuple(question(gate, item) for item in owed for gate in gates[item.tool])
    plan = plan_of(indices, waivers=waivers)
    return msgspec.structs.replace(plan, owed=tuple(owed), questions=questions)


def run_of(
    plan: Plan, number: int, outcomes: Mapping[OwedId, Outcome] | None = None, *, day: int = 22, faulty: bool = False
) -> Record:
    """A run that observed these; `faulty` marks it, so that `readings` finds faults in what it brought."""
    nonce = f"{number:02d}{'fa' if faulty else 'c1'}" * 8
    started = datetime.fromisoformat(f"2026-11-{day:02d}T10:00:00+00:00")
    by_id = {owed.id: owed for owed in plan.owed}
    return Record(
        run=f"2026112{number}T100000Z-{number:04x}",
        nonce=nonce,
        plan=plan.digest,
        machine=f"machine {number}",
        started=started.isoformat(),
        finished=started.isoformat(),
        observations=tuple(
            observation_of(plan, by_id[owed], nonce, outcome) for owed, outcome in (outcomes or {}).items()
        ),
    )


def observation_of(plan: Plan, owed: Owed, nonce: str, outcome: Outcome | None = None) -> Observation:
    envelope = msgspec.structs.replace(envelope_of(plan, owed), nonce=nonce_of(nonce, owed.id))
    ran = envelope if isinstance(outcome or Finished(0, 1.0), Finished) else None
    return Observation(owed=owed.id, outcome=outcome or Finished(0, 1.0), envelope=ran)


def in_cells(plan: Plan, *names: str) -> dict[OwedId, Outcome]:
    """Everything that these cells owe, finished."""
    return {owed.id: Finished(0, 1.0) for owed in plan.owed if owed.cell.name in names}


def readings(plan: Plan, record: Record) -> dict[OwedId, Reading]:
    """What each observation of a record holds: faults where the run that made it is a faulty one."""
    runs = [(run.nonce, "fa" in run.nonce) for run in record.runs()]
    by_id = {owed.id: owed for owed in plan.owed}
    found: dict[OwedId, Reading] = {}
    for observation in record.observations:
        if observation.envelope is not None:
            mark = observation.envelope.nonce
            faulty = any(bad for nonce, bad in runs if nonce_of(nonce, observation.owed) == mark)
            found[observation.owed] = brought(by_id[observation.owed], faulty=faulty)
    return found


def judged(plan: Plan, *records: Record) -> Verdict:
    """Judge runs together, on the day on which the first of them began, as the pipeline does."""
    whole = merged(records)
    day: date = datetime.fromisoformat(whole.started).date()
    return verdict_of(plan, whole, readings(plan, whole), today=day)


def rulings(verdict: Verdict, cell: str) -> list[Ruling]:
    return [ruling for stage in verdict.stages for ruling in stage.gates if ruling.cell == cell]
