"""The JSON lines that our own driver for Go writes of properties -> Properties.

``speccursor.go-properties/1`` begins with the event ``ready`` and ends with ``end``; between them, a line a
property::

    {"schema", "nonce", "event": "property", "framework", "test", "file", "line", "outcome":
    "held|falsified|errored|skipped",
     "executed", "asked", "discarded", "counterexample", "message"}

`executed` is what the framework itself says, null where it says nothing; `file` and `line` are where it was called.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, excerpt, from_json_lines
from speccursor.qualify.model.evidence import Properties, Property, PropertyOutcome, UnreadableEvidence

_Count = Annotated[int, Meta(ge=0, le=LARGEST)]
_Line = Annotated[int, Meta(ge=1, le=LARGEST)]


class _Event(Struct):
    schema: Literal["speccursor.go-properties/1"]
    nonce: str
    event: Literal["ready", "property", "end"]
    framework: Literal["", "rapid", "gopter", "quick", "fuzz"] = ""
    test: str = ""
    file: str = ""
    line: _Line = 1
    outcome: Literal["", "held", "falsified", "errored", "skipped"] = ""
    executed: _Count | None = None
    asked: _Count | None = None
    discarded: _Count = 0
    counterexample: str = ""
    message: str = ""


_EVENTS = msgspec.json.Decoder(_Event)


def read_go_properties(content: bytes) -> Properties:
    """Read a whole record. Raises UnreadableEvidence."""
    events = from_json_lines(_EVENTS, content, "a record of properties")
    kinds = [event.event for event in events]
    if len(events) < 2 or kinds[0] != "ready" or kinds[-1] != "end" or set(kinds[1:-1]) - {"property"}:  # noqa: PLR2004  (its first line and its last)
        raise UnreadableEvidence("the record of the properties has no beginning or no end")
    nonces = {event.nonce for event in events}
    if len(nonces) > 1:
        raise UnreadableEvidence("the record of the properties is put together from several runs")
    told = events[1:-1]
    if any(not event.outcome or not event.framework or not event.file for event in told):
        raise UnreadableEvidence("a property does not tell its place, its framework, or what became of it")
    return Properties(tuple(_property(event) for event in told), nonces.pop())


def _property(event: _Event) -> Property:
    return Property(
        id=f"{event.file} > {event.test}",
        outcome=PropertyOutcome(event.outcome),
        executed=event.executed,
        asked=event.asked,
        invalid=event.discarded,
        path=event.file,
        line=event.line,
        counterexample=excerpt(event.counterexample),
        message=excerpt(event.message),
    )
