"""The JSON lines that our driver writes of proptest's and quickcheck's properties -> Properties.

``speccursor.properties/1``, a line for each property between ``ready`` and ``end``::

    {"schema", "nonce", "event": "property", "test", "file", "line", "numRuns", "asked", "skips", "failed", "ignored",
     "expected", "counterexample", "error"}

`numRuns` is null where the framework does not say; `expected` says that its author declares it to fail
(``#[should_panic]``).
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, excerpt, from_json_lines, position
from speccursor.qualify.model.evidence import Properties, Property, PropertyOutcome, UnreadableEvidence

_Count = Annotated[int, Meta(ge=0, le=LARGEST)]


class _Event(Struct, rename="camel"):
    schema: Literal["speccursor.properties/1"]
    nonce: str
    event: Literal["ready", "property", "end"]
    test: str = ""
    file: str = ""
    line: int | None = None
    num_runs: _Count | None = None
    asked: _Count | None = None
    skips: _Count = 0
    failed: bool = False
    ignored: bool = False
    expected: bool = False
    counterexample: str | None = None
    error: str | None = None


_EVENTS = msgspec.json.Decoder(_Event)


def read_rust_properties(content: bytes) -> Properties:
    """Read the record of one run. Raises UnreadableEvidence, also for one without its end."""
    events = from_json_lines(_EVENTS, content, "a record of properties")
    if [event.event for event in events if event.event != "property"] != ["ready", "end"] or events[-1].event != "end":
        raise UnreadableEvidence("the record of the properties is not one whole run's")
    if len({event.nonce for event in events}) > 1:
        raise UnreadableEvidence("the record of the properties is put together from several runs")
    told = (event for event in events if event.event == "property")
    return Properties(tuple(map(_property, told)), events[0].nonce)


def _property(event: _Event) -> Property:
    return Property(
        id=f"{event.file} > {event.test}",
        outcome=_outcome(event),
        executed=event.num_runs,
        asked=event.asked,
        invalid=event.skips,
        path=event.file,
        line=position(event.line),
        counterexample=excerpt(event.counterexample or ""),
        message=excerpt(event.error or ""),
    )


def _outcome(event: _Event) -> PropertyOutcome:
    if event.ignored:
        return PropertyOutcome.SKIPPED
    if event.expected and not event.failed:
        return PropertyOutcome.EXPECTED_FAILURE
    if not event.failed:
        return PropertyOutcome.HELD
    return PropertyOutcome.FALSIFIED if event.counterexample else PropertyOutcome.ERRORED
