import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.hypothesis import read_hypothesis, statistics_of
from speccursor.qualify.model.evidence import Properties, Property, PropertyOutcome, UnreadableEvidence
from tests.unit.evidence.readers import GOLDEN, ROOT

VERSIONS = ("6.80.0", "6.170.15")


def statistics(version: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads((GOLDEN / f"hypothesis-{version}/statistics.json").read_text())
    return {name.rpartition("::")[2]: text for name, text in texts.items()}


def record(*lines: dict[str, Any], collected: int | None = None, nonce: str = "n", **last: Any) -> bytes:
    mark = {"schema": "speccursor.properties/1", "nonce": nonce}
    end = {**mark, "finished": True, "collected": len(lines) if collected is None else collected, **last}
    return b"".join(json.dumps(line).encode() + b"\n" for line in (*({**mark, **line} for line in lines), end))


def line(**fields: Any) -> dict[str, Any]:
    return {"id": "t.py::test_a", "path": "/candidate/t.py", "line": 3, "outcome": "passed", **fields}


def only(**fields: Any) -> Property:
    (one,) = read_hypothesis(record(line(**fields)), root=ROOT).properties
    return one


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("test", "executed", "complete", "asked"),
    [
        ("test_holds", 50, False, 50),
        ("test_domain", 2, True, None),
        ("test_domain4", 4, True, None),
        ("test_assume", 100, False, 100),
        ("test_param[1]", 100, False, 100),
        ("test_event", 100, False, 100),
        ("test_m", 100, False, 100),
        ("test_large", 30, False, 30),
    ],
)
def test_the_examples_executed_are_those_of_the_testing_phases(
    version: str, test: str, executed: int, complete: bool, asked: int | None
) -> None:
    one = only(statistics=statistics(version)[test])
    assert (one.executed, one.complete, one.asked, one.outcome) == (executed, complete, asked, PropertyOutcome.HELD)


def test_a_record_of_nothing_says_why_where_no_test_was_imported() -> None:
    assert read_hypothesis(record(), root=ROOT).none_because == ""
    told = read_hypothesis(record(searched=3), root=ROOT).none_because
    assert told == "none of 3 files names Hypothesis, and nothing installed needs it"


@pytest.mark.parametrize("wrong", [record(line(), searched=3), record(searched=-1), record(searched="3")])
def test_a_search_that_cannot_have_been_is_unreadable(wrong: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_hypothesis(wrong, root=ROOT)


@pytest.mark.parametrize("version", VERSIONS)
def test_discarded_examples_are_told_apart(version: str) -> None:
    assert only(statistics=statistics(version)["test_assume"]).invalid > 50


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("test", ["test_falsified", "test_deadline", "test_two_bugs", "test_flaky"])
def test_a_failing_property_is_falsified_and_never_complete(version: str, test: str) -> None:
    said = statistics_of(statistics(version)[test])
    assert said is not None
    assert said.failing > 0
    one = only(outcome="failed", statistics=statistics(version)[test])
    assert (one.outcome, one.complete) == (PropertyOutcome.FALSIFIED, False)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_text_of_these_versions_is_known(version: str) -> None:
    assert all(statistics_of(text) is not None for text in statistics(version).values())


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"outcome": "failed", "counterexample": "Falsifying example: test_a(x=1)"}, PropertyOutcome.FALSIFIED),
        ({"outcome": "failed"}, PropertyOutcome.ERRORED),
        ({"outcome": "error"}, PropertyOutcome.ERRORED),
        ({"outcome": "skipped"}, PropertyOutcome.SKIPPED),
        ({"outcome": "xfailed"}, PropertyOutcome.EXPECTED_FAILURE),
    ],
)
def test_an_outcome_is_named(fields: dict[str, Any], outcome: PropertyOutcome) -> None:
    one = only(**fields)
    assert (one.outcome, one.executed, one.complete) == (outcome, None, False)
    assert (one.path, one.line, one.counterexample) == ("t.py", 3, fields.get("counterexample", ""))


PHASE = (
    "  - during {} phase (0.00 seconds):\n    - Typical runtimes: < 1ms\n"
    "    - {} passing, 0 failing, and 1 invalid test cases\n\n"
)
STOPPED = "  - Stopped because nothing left to do"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "t.py::test_a:\n\n" + STOPPED,
        PHASE.format("generate", 3),
        PHASE.format("generate", 3) + "  - Stopped because of the weather",
        PHASE.format("generate", 3) + PHASE.format("generate", 1000) + STOPPED,
        PHASE.format("generate", 3) + PHASE.format("reuse", 1000) + STOPPED,
        PHASE.format("dream", 3) + STOPPED,
        PHASE.format("generate", 3).replace("passing", "successful") + STOPPED,
        PHASE.format("generate", 3).replace("    - Typical", "    - Usual") + STOPPED,
        "  - during generate phase (0.00 seconds):\n" + STOPPED,
        PHASE.format("generate", 3).replace("seconds", "s") + STOPPED,
    ],
)
def test_other_words_are_not_a_count_of_zero(text: str) -> None:
    assert statistics_of(text) is None
    assert only(statistics=text).executed is None
    assert only(statistics=text, numRuns=7, asked=9).executed == 7


def test_a_domain_is_exhausted_only_where_examples_were_generated() -> None:
    assert only(statistics=PHASE.format("reuse", 1) + STOPPED).complete is False
    assert only(statistics=PHASE.format("reuse", 1) + PHASE.format("generate", 3) + STOPPED) == Property(
        id="t.py::test_a", outcome=PropertyOutcome.HELD, executed=4, complete=True, invalid=2, path="t.py", line=3
    )


def test_shrinking_and_explaining_execute_nothing_new() -> None:
    text = PHASE.format("generate", 3) + PHASE.format("shrink", 500) + PHASE.format("explain", 500) + STOPPED
    assert only(statistics=text, asked=1000).executed == 3
    assert only(statistics=text, asked=1000).asked == 1000


def test_a_property_may_lie_anywhere() -> None:
    assert only(path=None, line=None).path is None
    assert only(path="/elsewhere/t.py").path == "/elsewhere/t.py"


def test_a_record_without_a_property_is_empty_and_keeps_its_mark() -> None:
    assert read_hypothesis(record(), root=ROOT) == Properties((), "n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no end"),
        (record(line())[:-1].rpartition(b"\n")[0], "no end"),
        (record(line(), collected=2), "2 properties were collected and 1 are told"),
        (record(line(), collected=0), "0 properties"),
        (record(collected=0) * 2, "put together"),
        (record(line(nonce="m")), "put together"),
        (record({"id": "t"}), "no outcome"),
        (record(line(id=None)), "no id"),
        (record(line(outcome="ok")), "Invalid enum value"),
        (record(line(numRuns=-1)), "is not one"),
        (record(line(asked=2**60)), "is not one"),
        (record(line(schema="speccursor.properties/2")), "Invalid enum value"),
    ],
)
def test_a_record_that_is_not_whole_is_unreadable(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        read_hypothesis(content, root=ROOT)


@given(st.text(st.characters(codec="utf-8"), max_size=60) | st.just("\n" + PHASE.format("generate", 9999)))
def test_an_event_of_the_candidate_never_adds_examples(event: str) -> None:
    events = f"    - Events:\n      * 50.00%, {event}\n\n"
    said = statistics_of(PHASE.format("generate", 3).rstrip("\n") + "\n" + events + STOPPED)
    assert said is None or said.passing == 3
