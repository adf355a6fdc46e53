import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.gates.tests import count_failures, count_retried
from speccursor.qualify.model.evidence import CollectionError, TestCase, TestOutcome, TestRun
from speccursor.qualify.model.gate import Answer
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Status

NONE = parse_requirement("== 0")
NAMES = ["PASSED", "FAILED", "ERRORED", "SKIPPED", "XFAILED", "XPASSED"]


def run(*outcomes: str, complete: bool = True, errors: int = 0) -> TestRun:
    cases = tuple(
        TestCase(id=f"t{i}", path="t.py", line=i, outcome=TestOutcome(name.lower()), message="\n  why\nmore")
        for i, name in enumerate(outcomes)
    )
    return TestRun(cases, errors=(CollectionError("bad.py", "ImportError: x"),) * errors, complete=complete)


def failures(test_run: TestRun) -> Answer:
    return count_failures([test_run], NONE, ())


@given(st.lists(st.sampled_from(NAMES), max_size=8), st.booleans(), st.integers(0, 2))
def test_it_passes_only_when_something_ran_everything_was_collected_and_nothing_failed(
    outcomes: list[str], complete: bool, errors: int
) -> None:
    answer = failures(run(*outcomes, complete=complete, errors=errors))
    broken = any(name in {"FAILED", "ERRORED"} for name in outcomes)
    ran = any(name != "SKIPPED" for name in outcomes)
    assert (answer.status is Status.FAILED) == broken
    assert (answer.status is Status.PASSED) == (not broken and ran and complete and not errors)


@pytest.mark.parametrize(
    ("test_run", "cause"),
    [
        (run(), Cause.MISSING),
        (run("SKIPPED", "SKIPPED"), Cause.SKIPPED),
        (run("PASSED", errors=1), Cause.ERRORED),
        (run("PASSED", complete=False), Cause.ERRORED),
    ],
)
def test_a_run_that_shows_nothing_says_why(test_run: TestRun, cause: Cause) -> None:
    assert failures(test_run).cause is cause


def test_a_failing_test_is_told_with_its_place_and_the_first_line_of_its_message() -> None:
    location = failures(run("PASSED", "FAILED")).locations[0]
    assert (location.path, location.line, location.message) == ("t.py", 1, "t1: why")


def test_a_failure_without_a_message_or_a_file_is_told_by_its_id() -> None:
    bare = TestRun((TestCase(id="suite > case", outcome=TestOutcome.ERRORED),))
    location = count_failures([bare], NONE, ()).locations[0]
    assert (location.path, location.message) == ("suite > case", "suite > case: errored")


def test_a_test_that_passed_only_on_its_second_attempt_fails_the_gate() -> None:
    flaky = TestRun((TestCase(id="t", outcome=TestOutcome.PASSED, attempts=2),))
    assert count_retried([flaky], NONE, ()).status is Status.FAILED
    assert count_retried([run("PASSED")], NONE, ()).status is Status.PASSED


def test_without_a_passing_test_nothing_is_said_about_retries() -> None:
    answer = count_retried([run("FAILED")], NONE, ())
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.MISSING)


def test_of_a_traceback_the_line_that_says_what_is_wrong_is_told() -> None:
    traceback = "a.py:1: in f\n    g()\nE   ImportError: no such thing\nE   more"
    broken = TestRun((), errors=(CollectionError("t.py", traceback),))
    assert "ImportError: no such thing" in count_failures([broken], NONE, ()).reason


def test_a_panic_of_rust_is_told_by_what_was_wrong_and_not_by_where_it_was_noticed() -> None:
    message = (
        "\nthread 'tests::twice' (47) panicked at src/lib.rs:30:9:\n"
        "assertion `left == right` failed: doubled\n  left: 4\n right: 5\nnote: run with `RUST_BACKTRACE=1`\n"
    )
    failed = TestCase(id="twice", outcome=TestOutcome.FAILED, message=message, path="src/lib.rs")
    (place,) = count_failures((TestRun((failed,)),), parse_requirement("== 0"), ()).locations
    assert place.message == "twice: assertion `left == right` failed: doubled, left: 4, right: 5 at src/lib.rs:30:9"


def test_a_panic_without_words_is_told_by_its_place() -> None:
    failed = TestCase(id="t", outcome=TestOutcome.FAILED, message="thread 't' panicked at src/lib.rs:3:1:\n")
    (place,) = count_failures((TestRun((failed,)),), parse_requirement("== 0"), ()).locations
    assert place.message == "t: thread 't' panicked at src/lib.rs:3:1:"
