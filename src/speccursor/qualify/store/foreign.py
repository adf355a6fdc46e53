"""A plan and a record that somebody else wrote: what no run of ours holds is refused before a path is made of it.

Whoever hands evidence over can write anything into it. Types are msgspec's business; here are names that become
paths, digests, times, and observations of what nobody owes. Whether the evidence is believed, the judge decides.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain

from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Observation, Output, Record
from speccursor.qualify.store.runs import path_parts

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_LONGEST_NAME = 255
_PARTS = 4
"""Of an id: stage, component, cell and tool."""
_HINT = "it was not written by this program, or was changed since; take it again from where it was made"


def refuse_odd(plan: Plan, record: Record, *, name: str) -> None:
    """Refuse a plan or a record that no run here could have left; `name` is what the user calls it.

    Raises UnusableRun, which says what is odd.
    """
    odd = next(chain(_odd_plan(plan), _odd_record(plan, record)), None)
    if odd is not None:
        raise UnusableRun(f"{name} is no run of SpecCursor's: {odd}", hint=_HINT)


def _odd_plan(plan: Plan) -> Iterator[str]:
    for owed in plan.owed:
        parts = path_parts(owed.id)
        if len(parts) != _PARTS + (owed.release is not None) or not all(map(_is_name, parts)):
            yield f"it owes {owed.id[:80]!r}, which is no name"
    for waiver in plan.waivers:
        if not _is_day(waiver.expires):
            yield f"a waiver of it expires on {waiver.expires[:80]!r}"


def _odd_record(plan: Plan, record: Record) -> Iterator[str]:
    owed = {item.id for item in plan.owed}
    for run in record.runs():
        if not (_is_time(run.started) and _is_time(run.finished)):
            yield f"its times are {run.started[:80]!r} and {run.finished[:80]!r}"
    if not (_is_time(record.started) and _is_time(record.finished)):
        yield f"its times are {record.started[:80]!r} and {record.finished[:80]!r}"
    for observation in record.observations:
        if observation.owed not in owed:
            yield f"it observed {observation.owed[:80]!r}, which its plan does not owe"
        yield from _odd_outputs(observation)
    for preparation in record.preparations:
        if not _DIGEST.fullmatch(preparation.digest) or (preparation.log and not _is_output(preparation.log)):
            yield f"the log of preparing {preparation.component[:80]!r} has no name"


def _odd_outputs(observation: Observation) -> Iterator[str]:
    outputs = observation.envelope.outputs if observation.envelope is not None else ()
    if len({output.name for output in outputs}) != len(outputs):
        yield f"{observation.owed[:80]!r} has two outputs of one name"
    yield from (f"{output.name[:80]!r} is no output" for output in outputs if not _is_output(output))


def _is_output(output: Output) -> bool:
    return _is_name(output.name) and bool(_DIGEST.fullmatch(output.digest)) and output.size >= 0


def _is_name(text: str) -> bool:
    """Whether a text is the name of one file or folder."""
    if text in ("", ".", "..") or "/" in text or not text.isprintable():
        return False
    return len(text.encode(errors="surrogatepass")) <= _LONGEST_NAME


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
