"""Gates over a test run: every test passes, and none only on a second attempt."""

import re
from collections import Counter
from collections.abc import Sequence

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.counted import counted
from speccursor.qualify.model.evidence import Evidence, Kind, TestCase, TestOutcome, TestRun
from speccursor.qualify.model.gate import Answer, Gate
from speccursor.qualify.model.requirement import Requirement
from speccursor.qualify.model.verdict import Cause, Location, Status

_BROKEN = (TestOutcome.FAILED, TestOutcome.ERRORED)
_PANIC = re.compile(r"^thread '.*' (?:\(\d+\) )?panicked at (\S+:\d+:\d+):$")
_SKIPPED = (TestOutcome.SKIPPED,)


def _runs(evidence: Sequence[Evidence]) -> list[TestRun]:
    return [piece for piece in evidence if isinstance(piece, TestRun)]


def _first_line(text: str) -> str:
    """Return the line that says what is wrong: pytest marks it with an E, Rust tells the place before it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if panic := _panic(lines):
        return panic
    marked = [line.removeprefix("E ").strip() for line in lines if line.startswith("E ")]
    return next(iter([*marked, *lines]), "")


def _panic(lines: Sequence[str]) -> str:
    """Return the message of a panic of Rust with the values that were compared and its place, or ""."""
    for number, line in enumerate(lines[:-1]):
        if found := _PANIC.search(line):
            compared = [told for told in lines[number + 2 : number + 4] if told.startswith(("left:", "right:"))]
            return f"{', '.join((lines[number + 1], *compared))} at {found[1]}"
    return ""


def _location(case: TestCase) -> Location:
    return Location(case.path or case.id, case.line, f"{case.id}: {_first_line(case.message) or case.outcome}")


def _shortfall(runs: Sequence[TestRun], executed: int) -> tuple[Cause, str] | None:
    """Say why a run without a failure still shows nothing, or None when it does show something."""
    errors = [error for run in runs for error in run.errors]
    if not all(run.complete for run in runs):
        return Cause.ERRORED, "the report has no end: the run broke off"
    if errors:
        return (
            Cause.ERRORED,
            f"{counted(len(errors), 'file')} could not be collected; the first: {_first_line(errors[0].message)}",
        )
    skipped = sum(len(run.cases) for run in runs)
    if executed == 0 and skipped:
        return Cause.SKIPPED, f"all {skipped} tests were skipped"
    if executed == 0:
        return Cause.MISSING, "no test was found"
    return None


def _told(cases: Sequence[TestCase]) -> str:
    """Say how many tests ended how: ``1361 passed, 8 skipped``."""
    counts = Counter(case.outcome for case in cases)
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in TestOutcome if counts[outcome]) or "no test"


def _uncollected(runs: Sequence[TestRun]) -> tuple[Location, ...]:
    return tuple(
        Location(error.path, None, f"not collected: {_first_line(error.message)}")
        for run in runs
        for error in run.errors
    )


def count_failures(evidence: Sequence[Evidence], requirement: Requirement, _: Sequence[Component]) -> Answer:
    """Count failed and errored tests; a run that did not end, or ran nothing, shows nothing."""
    runs = _runs(evidence)
    cases = [case for run in runs for case in run.cases]
    executed = sum(case.outcome not in _SKIPPED for case in cases)
    broken = [case for case in cases if case.outcome in _BROKEN]
    measured, could = f"{len(broken)} of {executed}", f"any one of {executed} tests failing"
    if not requirement.holds(len(broken)):
        return Answer(
            status=Status.FAILED,
            measured=measured,
            reason=_told(cases),
            could_have_caught=could,
            locations=tuple(_location(case) for case in broken) + _uncollected(runs),
        )
    shortfall = _shortfall(runs, executed)
    if shortfall is not None:
        cause, reason = shortfall
        return Answer(
            status=Status.INCONCLUSIVE,
            cause=cause,
            measured=measured,
            reason=reason,
            could_have_caught=could if executed else "nothing",
            locations=_uncollected(runs),
        )
    return Answer(status=Status.PASSED, measured=measured, reason=_told(cases), could_have_caught=could)


def count_retried(evidence: Sequence[Evidence], requirement: Requirement, _: Sequence[Component]) -> Answer:
    """Count tests that passed, but not on their first attempt."""
    cases = [case for run in _runs(evidence) for case in run.cases]
    passed = [case for case in cases if case.outcome is TestOutcome.PASSED]
    retried = [case for case in passed if case.attempts > 1]
    if not passed:
        return Answer(
            status=Status.INCONCLUSIVE,
            cause=Cause.MISSING,
            measured=None,
            reason="no test passed, so none can be said to have passed at its first attempt",
            could_have_caught="nothing",
        )
    return Answer(
        status=Status.PASSED if requirement.holds(len(retried)) else Status.FAILED,
        measured=f"{len(retried)} of {len(passed)}",
        reason=(
            f"{counted(len(retried), 'test')} passed only after a retry"
            if retried
            else f"each of {len(passed)} passing tests passed at its first attempt"
        ),
        could_have_caught="a test that failed and passed when it was run again, where the runner tells attempts apart",
        locations=tuple(
            Location(case.path or case.id, case.line, f"{case.id} passed at attempt {case.attempts}")
            for case in retried
        ),
    )


TESTS_PASS = Gate(
    id="tests-pass",
    question="Does every test pass?",
    why="A failing test is a broken promise about the code, or a test that nobody believes any more.",
    remedy="Reproduce the failing test alone, then mend the code or the test. Collection errors usually name a "
    "missing test dependency: give it under [components] in qualification.toml.",
    begin="Write tests; where there are some, name their runner and their folder under [components] in "
    "qualification.toml.",
    required="== 0",
    unit="",
    kind=Kind.TESTS,
    ask=count_failures,
)

NO_RETRIES = Gate(
    id="no-retries",
    question="Did every passing test pass at its first attempt?",
    why="A test that passes on retry hides a race in the test or in the product.",
    remedy="Run the test repeatedly and in random order to find what it depends on; remove the retry.",
    required="== 0",
    unit="",
    kind=Kind.TESTS,
    ask=count_retried,
)
