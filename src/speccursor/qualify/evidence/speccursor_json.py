"""The JSON that our own reporters for JavaScript write -> TestRun and Properties.

``speccursor.tests/1`` is one document of one run, made whole only by its last write::

    {"schema", "nonce", "runner", "runnerVersion",
     "tests": [{"file", "line", "name", "outcome", "seconds", "message", "retries"}],
     "errors": [{"file", "message"}], "finished": true}

``speccursor.properties/1`` of fast-check is JSON lines. A line with the event ``ready`` says that a copy of
fast-check is under observation; without one, nothing was observed, which is not the same as no property::

    {"schema", "nonce", "event": "property", "kind", "test", "file", "line", "testFile", "numRuns", "asked",
     "skips", "failed", "interrupted", "counterexample", "seed", "path", "error"}

`file` and `line` are where fast-check was called, `testFile` is the test's own file, where the runner tells it.

`numRuns` and `skips` are fast-check's RunDetails (https://fast-check.dev/docs/api/interfaces/RunDetailsCommon/).
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, excerpt, from_json, from_json_lines, position, seconds_of
from speccursor.qualify.model.evidence import (
    CollectionError,
    Properties,
    Property,
    PropertyOutcome,
    TestCase,
    TestOutcome,
    TestRun,
    UnreadableEvidence,
)

_Count = Annotated[int, Meta(ge=0, le=LARGEST)]
_Outcome = Literal["passed", "failed", "skipped", "todo", "expected-failure"]


class _Test(Struct):
    file: str | None
    line: int | None
    name: str
    outcome: _Outcome
    seconds: float | None
    message: str | None
    retries: _Count


class _Error(Struct):
    file: str | None
    message: str


class _Tests(Struct):
    schema: Literal["speccursor.tests/1"]
    nonce: str
    runner: str
    tests: list[_Test]
    errors: list[_Error]
    finished: bool


class _Event(Struct, rename="camel"):
    schema: Literal["speccursor.properties/1"]
    nonce: str
    event: Literal["ready", "property", "end"]
    kind: Literal["property", "single"] = "property"
    test: str | None = None
    file: str | None = None
    line: int | None = None
    test_file: str | None = None
    num_runs: _Count | None = None
    asked: _Count | None = None
    skips: _Count = 0
    failed: bool | None = None
    interrupted: bool = False
    counterexample: str | None = None
    error: str | None = None


_TESTS = msgspec.json.Decoder(_Tests)
_EVENTS = msgspec.json.Decoder(_Event)
_OUTCOMES: dict[_Outcome, TestOutcome] = {
    "passed": TestOutcome.PASSED,
    "failed": TestOutcome.FAILED,
    "skipped": TestOutcome.SKIPPED,
    "todo": TestOutcome.SKIPPED,
    "expected-failure": TestOutcome.XFAILED,
}


def read_tests(content: bytes) -> TestRun:
    """Read one run's tests; the reporters have made the paths relative. Raises UnreadableEvidence."""
    run = from_json(_TESTS, content, "a record of tests")
    if not run.finished:
        raise UnreadableEvidence("the record of the tests has no end")
    return TestRun(
        tuple(map(_case, run.tests)),
        tuple(CollectionError(error.file or "", excerpt(error.message)) for error in run.errors),
        run.nonce,
    )


def read_properties(content: bytes) -> Properties:
    """Read the lines of all processes of one run, put behind one another. Raises UnreadableEvidence.

    A failure without a counterexample (too many values were discarded) is ERRORED. A plain test that
    @fast-check/vitest wraps in a property of one run is none.
    """
    events = from_json_lines(_EVENTS, content, "a record of properties")
    if not any(event.event == "ready" for event in events):
        raise UnreadableEvidence("fast-check was not observed")
    nonces = {event.nonce for event in events}
    if len(nonces) > 1:
        raise UnreadableEvidence("the record of the properties is put together from several runs")
    told = (event for event in events if event.event == "property" and event.kind == "property")
    return Properties(tuple(map(_property, told)), nonces.pop())


def files_observed(content: bytes) -> frozenset[str]:
    """Return the files that properties were called in, and their tests' own. Raises UnreadableEvidence."""
    events = from_json_lines(_EVENTS, content, "a record of properties")
    return frozenset(file for event in events for file in (event.file, event.test_file) if file)


def _case(test: _Test) -> TestCase:
    return TestCase(
        id=f"{test.file} > {test.name}" if test.file else test.name,
        outcome=_OUTCOMES[test.outcome],
        seconds=seconds_of(test.seconds),
        path=test.file,
        line=position(test.line),
        message=excerpt(test.message or ("to do" if test.outcome == "todo" else "")),
        attempts=test.retries + 1,
    )


def _property(event: _Event) -> Property:
    if event.num_runs is None or event.failed is None:
        raise UnreadableEvidence("a property does not tell its runs, or whether it failed")
    counterexample = event.counterexample or ""
    outcome = PropertyOutcome.HELD
    if event.failed:
        outcome = PropertyOutcome.FALSIFIED if counterexample else PropertyOutcome.ERRORED
    place = event.file or ""
    return Property(
        id=" > ".join(part for part in (place, event.test) if part) or f"{place}:{event.line}",
        outcome=outcome,
        executed=event.num_runs,
        asked=event.asked,
        invalid=event.skips,
        path=event.file,
        line=position(event.line),
        counterexample=excerpt(counterexample),
        message=excerpt(event.error or ("interrupted" if event.interrupted else "")),
    )
