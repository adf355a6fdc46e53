"""Admission: whether an observation may be heard at all, before any gate is asked.

An observation is heard when it was made for the tree that owes it (the candidate's, or the release's),
this plan and this run, exactly once, by the tool that owes it, and when its command ended as its tool
documents. Everything else is INCONCLUSIVE with a cause; nothing here can make a ruling better.
"""

from collections.abc import Sequence
from typing import assert_never

from speccursor.qualify.model.evidence import Evidence, Properties, TestRun
from speccursor.qualify.model.outcome import Crashed, Finished, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import Owed, Plan
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.record import Envelope, Observation, Record, nonce_of
from speccursor.qualify.model.verdict import Cause


def admit(owed: Owed, plan: Plan, record: Record, reading: Reading | None) -> Reading:
    """Return the evidence that `owed` brought, or why it is not heard."""
    observations = [observation for observation in record.observations if observation.owed == owed.id]
    if not observations:
        return Unread(Cause.MISSING, f"{owed.tool} was owed on {owed.subject} and never observed")
    if len(observations) > 1:
        return Unread(Cause.STALE, f"{owed.tool} was observed {len(observations)} times; one of them is not this run's")
    observation = observations[0]
    return _not_finished(observation) or _stale(owed, plan, record, observation) or _heard(owed, observation, reading)


def _not_finished(observation: Observation) -> Unread | None:
    match observation.outcome:
        case Finished():
            return None
        case TimedOut(limit_s=limit):
            return Unread(Cause.TIMED_OUT, f"ended after its limit of {limit:g} s")
        case Unavailable(reason=reason):
            return Unread(Cause.UNAVAILABLE, reason)
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
    claims: Sequence[tuple[str, object, object]] = (
        ("revision", envelope.revision, measured.candidate.revision),
        ("tree", envelope.tree, measured.candidate.tree),
        ("plan", envelope.plan, plan.digest),
        ("plan", record.plan, plan.digest),
        ("nonce", envelope.nonce, nonce_of(record.nonce, owed.id)),
        ("tool", envelope.tool, owed.tool),
    )
    for name, found, expected in claims:
        if found != expected:
            return Unread(Cause.STALE, f"its {name} is {found}, this run's is {expected}")
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
