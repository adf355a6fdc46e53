"""Admission: whether an observation may be heard at all, before any gate is asked.

An observation is heard when it was made for the tree that owes it (the candidate's, or the release's),
this plan and this run, or one of those that the record was put together of, exactly once, by the tool that owes
it, in the toolchain that its cell asks for, and when its command ended as its tool documents. Everything else is
INCONCLUSIVE with a cause; nothing here can make a ruling better.
"""

from collections.abc import Sequence
from typing import assert_never

from speccursor.qualify.model.cells import HOST, how_to_bring
from speccursor.qualify.model.evidence import Evidence, Properties, TestRun
from speccursor.qualify.model.outcome import Crashed, Finished, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import Owed, Plan, cell_of
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.record import Envelope, Observation, Part, Record, nonce_of
from speccursor.qualify.model.toolchains import TITLE, admits
from speccursor.qualify.model.verdict import Cause


def admit(owed: Owed, plan: Plan, record: Record, reading: Reading | None) -> Reading:
    """Return the evidence that `owed` brought, or why it is not heard."""
    identifier = owed.id
    observations = [observation for observation in record.observations if observation.owed == identifier]
    if not observations:
        return _missing(owed, plan, record)
    if len(observations) > 1:
        return _repeated(owed, record, observations)
    observation = observations[0]
    return _not_finished(observation) or _stale(owed, plan, record, observation) or _heard(owed, observation, reading)


def _missing(owed: Owed, plan: Plan, record: Record) -> Unread:
    cell = owed.cell.name
    if cell == HOST:
        hint = "run `speccursor qualify` again"
        return Unread(Cause.MISSING, f"{owed.tool} was owed on {owed.subject} and never observed", hint)
    hint = how_to_bring(plan, cell)
    if any(cell_of(observation.owed) == cell for observation in record.observations):
        return Unread(Cause.MISSING, f"{owed.tool} was owed on {owed.subject} in {cell} and never observed", hint)
    return Unread(Cause.MISSING, f"nothing that the cell {cell} owes was observed", hint)


def _repeated(owed: Owed, record: Record, observations: Sequence[Observation]) -> Unread:
    count = len(observations)
    if not record.parts:
        return Unread(Cause.STALE, f"{owed.tool} was observed {count} times; one of them is not this run's")
    runs = [_part(owed, record, item.envelope) for item in observations if item.envelope is not None]
    named = ", ".join(sorted({part.run for part in runs if part is not None})) or "none of these runs"
    hint = "give `speccursor judge` one run of each cell"
    return Unread(Cause.STALE, f"{owed.tool} was observed {count} times, by {named}; nobody may choose", hint)


def _not_finished(observation: Observation) -> Unread | None:
    match observation.outcome:
        case Finished():
            return None
        case TimedOut(limit_s=limit):
            return Unread(Cause.TIMED_OUT, f"ended after its limit of {limit:g} s")
        case Unavailable(reason=reason, hint=hint):
            return Unread(Cause.UNAVAILABLE, reason, hint)
        case Crashed(reason=reason):
            return Unread(Cause.ERRORED, reason)
        case Skipped(reason=reason):
            return Unread(Cause.SKIPPED, reason)
        case other:
            assert_never(other)


def _stale(owed: Owed, plan: Plan, record: Record, observation: Observation) -> Unread | None:
    envelope = observation.envelope
    if envelope is None:
        return Unread(Cause.UNREADABLE, "finished without an envelope: nobody knows what was run")
    measured = plan.tree_of(owed)
    if measured is None:
        return Unread(Cause.MISSING, f"it is owed of {owed.release}, which is not in the plan")
    run = _part(owed, record, envelope)
    if run is None and record.parts:
        return Unread(Cause.STALE, f"its nonce is {envelope.nonce}, which none of the runs judged together gave")
    run = run or record.runs()[0]
    claims: Sequence[tuple[str, object, object]] = (
        ("revision", envelope.revision, measured.candidate.revision),
        ("tree", envelope.tree, measured.candidate.tree),
        ("plan", envelope.plan, plan.digest),
        ("plan", record.plan, plan.digest),
        ("plan", run.plan, plan.digest),
        ("nonce", envelope.nonce, nonce_of(run.nonce, owed.id)),
        ("tool", envelope.tool, owed.tool),
    )
    for name, found, expected in claims:
        if found != expected:
            return Unread(Cause.STALE, f"its {name} is {found}, this run's is {expected}")
    return _of_another_cell(owed, envelope)


def _part(owed: Owed, record: Record, envelope: Envelope) -> Part | None:
    """Return the run that an observation was made in: the one whose nonce gives the observation's."""
    return next((run for run in record.runs() if nonce_of(run.nonce, owed.id) == envelope.nonce), None)


def _of_another_cell(owed: Owed, envelope: Envelope) -> Unread | None:
    """Refuse what ran in another version of a toolchain than its cell asks for. Old records do not tell theirs."""
    for ran in envelope.toolchains:
        asked = owed.cell.toolchains.get(ran.name, ran.version)
        if not admits(asked, ran.version):
            title = TITLE.get(ran.name, ran.name)
            return Unread(Cause.STALE, f"it ran with {title} {ran.version}, its cell asks for {asked}")
    return None


def _heard(owed: Owed, observation: Observation, reading: Reading | None) -> Reading:
    if reading is None:
        return Unread(Cause.MISSING, f"{owed.tool} finished and its outputs were never read")
    if isinstance(reading, Unread):
        return reading
    if observation.envelope is not None and (forged := _forged(reading, observation.envelope)) is not None:
        return forged
    return reading


def _forged(evidence: Sequence[Evidence], envelope: Envelope) -> Unread | None:
    """Refuse a report that carries another run's mark."""
    expected = envelope.nonce if envelope.origin is None else envelope.origin.nonce
    for piece in evidence:
        if isinstance(piece, TestRun | Properties) and piece.nonce is not None and piece.nonce != expected:
            return Unread(Cause.STALE, "its report carries another run's mark: it was not written by this run")
    return None
