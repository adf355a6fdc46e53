import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.gates.findings import FORMAT_ERRORS, LINT_ERRORS, TYPE_ERRORS, count_findings
from speccursor.qualify.model.evidence import Finding, Findings, Severity
from speccursor.qualify.model.gate import Answer
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Status

NONE = parse_requirement("== 0")
FINDING = Finding("a.py", 3, 1, "F401", "unused import")


def ask(*pieces: Findings) -> Answer:
    return count_findings(pieces, NONE, ())


def test_one_finding_fails_and_is_told_with_its_place() -> None:
    answer = ask(Findings((FINDING,), examined=9))
    assert answer.status is Status.FAILED
    assert answer.measured == "1 in 9 files"
    assert [(place.path, place.line, place.message) for place in answer.locations] == [
        ("a.py", 3, "F401: unused import")
    ]


def test_no_finding_in_examined_files_passes() -> None:
    assert ask(Findings((), examined=9)).status is Status.PASSED


def test_a_checker_that_examined_nothing_has_shown_nothing() -> None:
    answer = ask(Findings((), examined=0))
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.MISSING)


def test_a_checker_that_does_not_say_what_it_examined_has_shown_nothing() -> None:
    answer = ask(Findings((), examined=None), Findings((), examined=4))
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.UNREADABLE)


def test_a_finding_fails_even_where_nobody_says_how_many_files_were_examined() -> None:
    assert ask(Findings((FINDING,), examined=None)).status is Status.FAILED


def test_a_warning_is_told_and_not_counted() -> None:
    warning = Finding("a.js", 1, 1, "no-console", "unexpected", Severity.LOW)
    answer = ask(Findings((warning,), examined=1))
    assert (answer.status, answer.reason) == (Status.PASSED, "0 findings in 1 file examined, 1 warning aside")
    assert ask(Findings((warning, FINDING), examined=1)).measured == "1 in 1 file"


@given(st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 5)), min_size=1))
def test_it_passes_exactly_when_nothing_was_found_in_some_examined_file(pieces: list[tuple[int, int | None]]) -> None:
    answer = ask(*(Findings((FINDING,) * found, examined=examined) for found, examined in pieces))
    clean = all(found == 0 for found, _ in pieces)
    told = [examined for _, examined in pieces]
    shown = None not in told and any(told)
    assert (answer.status is Status.PASSED) == (clean and shown)
    assert (answer.status is Status.FAILED) == (not clean)


def test_the_three_gates_over_findings_ask_the_same_way() -> None:
    assert {gate.ask for gate in (LINT_ERRORS, FORMAT_ERRORS, TYPE_ERRORS)} == {count_findings}


@pytest.mark.parametrize(
    ("required", "allowed"),
    [("== 0", "none"), ("<= 0", "none"), ("== 2", "== 2"), ("<= 0.5", "<= 0.5")],
)
def test_a_failure_says_in_words_how_many_were_allowed(required: str, allowed: str) -> None:
    answer = count_findings((Findings((FINDING,), examined=1),), parse_requirement(required), ())
    assert answer.reason == f"1 finding, {allowed} allowed"
