"""Records of several runs of one plan as one record: the union of what they observed, each with its own run.

A union knows no order and no first: the same runs give the same record, byte for byte, in whatever order and by
whatever steps they are put together, and one that is given twice counts once. What two runs observed both stays
there twice, and is stale (law 5 in docs/architecture.md). Only that a run could not measure something, for want of
the cell, gives way to a run that did.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from msgspec.structs import replace

from speccursor.qualify.model.digests import canonical_json, digest_of
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.record import Observation, Record

_Value = TypeVar("_Value")


def merged(records: Sequence[Record]) -> Record:
    """Return the records as one; a single one as it is. They must be of one plan, at least one, with ISO 8601 times.

    It is judged on the day on which the first of its runs began, like a run that was resumed: leaving out a run then
    never brings a waiver back that has expired.
    """
    different = _different(records)
    if len(different) == 1:
        return different[0]
    parts = tuple(sorted({part for record in different for part in record.runs()}))
    whole = Record(
        run="",
        nonce="",
        plan=parts[0].plan,
        machine="; ".join(sorted({part.machine for part in parts})),
        started=min((part.started for part in parts), key=datetime.fromisoformat),
        finished=max((part.finished for part in parts), key=datetime.fromisoformat),
        observations=_observations(item for record in different for item in record.observations),
        preparations=tuple(_different(item for record in different for item in record.preparations)),
        weakened=tuple(sorted({text for record in different for text in record.weakened})),
        parts=parts,
    )
    return replace(whole, run=name_of(whole))


def name_of(record: Record) -> str:
    """Return the name of a record that was put together: the time its newest run began, and what it holds."""
    newest = max(datetime.fromisoformat(part.started) for part in record.runs())
    content = digest_of(replace(record, run="")).removeprefix("sha256:")
    return f"{newest.astimezone(UTC):%Y%m%dT%H%M%SZ}-judged-{content[:12]}"


def _observations(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return what was observed, in one order; of what nobody could measure, one says so."""
    by_owed: dict[str, list[Observation]] = {}
    for observation in _different(observations):
        by_owed.setdefault(observation.owed, []).append(observation)
    found: list[Observation] = []
    for owed in sorted(by_owed):
        measured = [item for item in by_owed[owed] if not isinstance(item.outcome, Unavailable)]
        found += measured or by_owed[owed][:1]
    return tuple(found)


def _different(values: Iterable[_Value]) -> list[_Value]:
    """Return each value once, in the order of their canonical JSON."""
    written = {canonical_json(value): value for value in values}
    return [written[key] for key in sorted(written)]
