from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speccursor.qualify.gates.coverage_delta import COVERAGE_DELTA, coverage_delta
from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import (
    Branches,
    CollectionError,
    Coverage,
    Evidence,
    FileCoverage,
    TestCase,
    TestOutcome,
    TestRun,
)
from speccursor.qualify.model.gate import Answer, Heard
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Status

TWO_POINTS = parse_requirement(COVERAGE_DELTA.required)
GREEN = TestRun((TestCase(id="t", outcome=TestOutcome.PASSED),))
RED = TestRun((TestCase(id="t", outcome=TestOutcome.FAILED), TestCase(id="u", outcome=TestOutcome.PASSED)))


def file(executed: int, missing: int, branches: Branches | None = None, *, path: str = "a.py") -> FileCoverage:
    return FileCoverage(
        path=path,
        executed=tuple(range(1, executed + 1)),
        missing=tuple(range(executed + 1, executed + missing + 1)),
        branches=branches or Branches(0, 0),
    )


def heard(
    *files: FileCoverage, owed: tuple[str, ...] = ("a.py",), tests: TestRun | None = GREEN, release: str = ""
) -> Heard:
    component = Component(language=Language.PYTHON, path=".", manifest=None, files=dict.fromkeys(owed, Role.SOURCE))
    evidence: tuple[Evidence, ...] = (Coverage(files), *((tests,) if tests is not None else ()))
    return Heard(evidence=evidence, components=(component,), release=release)


def before(*files: FileCoverage, owed: tuple[str, ...] = ("a.py",), tests: TestRun | None = GREEN) -> Heard:
    return heard(*files, owed=owed, tests=tests, release="v1.2.0")


def asked(now: Heard, then: Heard) -> Answer:
    return coverage_delta(now, then, TWO_POINTS)


COUNTS = st.tuples(st.integers(1, 300), st.integers(0, 60))


@given(COUNTS, COUNTS)
@example((96, 4), (98, 2))
@example((9599, 401), (98, 2))
@example((47, 28), (97, 53))  # exactly two points, which floats make 2.000000000000007
def test_lines_pass_exactly_down_to_two_points_below_the_release(now: tuple[int, int], then: tuple[int, int]) -> None:
    answer = asked(heard(file(*now)), before(file(*then)))
    lost = Fraction(100 * then[0], sum(then)) - Fraction(100 * now[0], sum(now))
    assert answer.status is (Status.PASSED if lost <= 2 else Status.FAILED)


@given(st.tuples(COUNTS, COUNTS), st.tuples(COUNTS, COUNTS))
def test_the_worse_of_lines_and_branches_decides(
    now: tuple[tuple[int, int], tuple[int, int]], then: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    def measured(lines: tuple[int, int], branches: tuple[int, int]) -> FileCoverage:
        return file(*lines, Branches(branches[0], sum(branches)))

    answer = asked(heard(measured(*now)), before(measured(*then)))
    shares = [(Fraction(new[0], sum(new)), Fraction(old[0], sum(old))) for new, old in zip(now, then, strict=True)]
    worst = min(100 * (new - old) for new, old in shares)
    assert answer.measured == f"{float(worst):+.2f} points"
    assert answer.status is (Status.PASSED if worst >= -2 else Status.FAILED)


@given(COUNTS)
def test_what_did_not_change_loses_nothing(counts: tuple[int, int]) -> None:
    answer = asked(heard(file(*counts)), before(file(*counts)))
    assert (answer.status, answer.measured, answer.locations) == (Status.PASSED, "+0.00 points", ())


def test_both_figures_are_told_with_the_release() -> None:
    answer = asked(
        heard(file(961, 39, Branches(90, 100))),
        before(file(970, 30, Branches(91, 100))),
    )
    assert answer.status is Status.PASSED
    assert answer.measured == "-1.00 points"
    assert answer.reason == (
        "lines 96.10 % (961 of 1000) now, 97.00 % (970 of 1000) in v1.2.0: -0.90 points; "
        "branches 90.00 % (90 of 100) now, 91.00 % (91 of 100) in v1.2.0: -1.00 points"
    )
    assert answer.could_have_caught == "a loss of 0.10 points: one line of 1000"


def test_a_loss_names_the_files_that_lost_most_first() -> None:
    owed = ("a.py", "b.py", "c.py", "d.py")
    now = heard(
        file(50, 0, path="a.py"),
        file(40, 10, path="b.py"),
        file(9, 1, Branches(3, 6, (4,)), path="c.py"),
        file(5, 5, path="d.py"),
        owed=owed,
    )
    then = before(
        file(50, 0, path="a.py"), file(45, 5, path="b.py"), file(9, 1, Branches(6, 6), path="c.py"), owed=owed[:3]
    )
    answer = asked(now, then)
    assert answer.status is Status.FAILED
    assert answer.reason.endswith("; >= -2 points required")
    assert [(place.path, place.line, place.message) for place in answer.locations] == [
        ("b.py", 41, "10 lines not run, 5 in v1.2.0; lines 41-50"),
        ("d.py", 6, "5 lines not run, 0 in v1.2.0; lines 6-10"),
        ("c.py", 10, "1 line not run, 1 in v1.2.0; 3 branches not taken, 0 in v1.2.0; line 10"),
    ]


@pytest.mark.parametrize(
    ("now", "then", "where"),
    [
        (file(9, 1), file(9, 1), "now and in v1.2.0"),
        (file(9, 1), file(9, 1, Branches(1, 2)), "now"),
        (file(9, 1, Branches(0, 2)), file(9, 1), "in v1.2.0"),
    ],
)
def test_without_branches_lines_are_compared_alone_and_that_is_said(
    now: FileCoverage, then: FileCoverage, where: str
) -> None:
    answer = asked(heard(now), before(then))
    assert answer.status is Status.PASSED
    assert answer.reason.endswith(f"; there is no branch {where}, so lines are compared alone")


@pytest.mark.parametrize("side", ["now", "in v1.2.0"])
def test_branches_that_a_tool_did_not_count_leave_it_open_unless_lines_fail_already(side: str) -> None:
    uncounted = FileCoverage(path="a.py", executed=(1, 2, 3), missing=(), branches=None)
    counted = file(3, 0, Branches(2, 2))
    pair = (uncounted, counted) if side == "now" else (counted, uncounted)
    answer = asked(heard(pair[0]), before(pair[1]))
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.UNAVAILABLE)
    assert answer.reason.startswith(f"the tool did not measure every branch {side} (so far: lines 100.00 %")
    fewer = FileCoverage(path="a.py", executed=(1,), missing=(2, 3), branches=None)
    assert asked(heard(fewer), before(pair[1])).status is Status.FAILED


@pytest.mark.parametrize(
    ("tests", "cause", "reason"),
    [
        (RED, Cause.UNDERPOWERED, "in v1.2.0 1 of 2 tests do not pass here"),
        (None, Cause.MISSING, "in v1.2.0 no test was found"),
        (TestRun(()), Cause.MISSING, "in v1.2.0 no test was found"),
        (TestRun(GREEN.cases, complete=False), Cause.ERRORED, "broke off"),
        (TestRun(GREEN.cases, errors=(CollectionError("t.py", "boom"),)), Cause.ERRORED, "1 file could not be"),
    ],
)
def test_a_release_whose_tests_do_not_pass_here_is_compared_with_nothing(
    tests: TestRun | None, cause: Cause, reason: str
) -> None:
    for now in (file(10, 0), file(1, 99)):
        answer = asked(heard(now), before(file(10, 0), tests=tests))
        assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, cause)
        assert reason in answer.reason
        assert "waiver" in answer.remedy
        assert "expiry" in answer.remedy


def test_a_release_that_was_not_measured_whole_is_compared_with_nothing() -> None:
    now = heard(file(1, 99))
    unmeasured = asked(now, before(file(10, 0), owed=("a.py", "hidden.py")))
    assert (unmeasured.status, unmeasured.cause) == (Status.INCONCLUSIVE, Cause.MISSING)
    assert unmeasured.reason == "in v1.2.0 1 source files were not measured"
    nothing = asked(now, before(file(0, 10)))
    assert nothing.reason == "in v1.2.0 not one of 10 executable lines was run"
    broken = Heard(evidence=(Coverage((file(10, 0),), incomplete="it broke off"), GREEN), components=(), release="v1")
    assert (asked(now, broken).cause, asked(now, broken).reason) == (Cause.ERRORED, "in v1 it broke off")


def test_a_candidate_that_was_not_measured_whole_can_fail_and_cannot_pass() -> None:
    then, owed = before(file(10, 0)), ("a.py", "hidden.py")
    answer = asked(heard(file(10, 0), owed=owed), then)
    assert (answer.status, answer.cause, answer.remedy) == (Status.INCONCLUSIVE, Cause.MISSING, "")
    assert answer.reason.startswith("1 source files were not measured (so far: lines 100.00 %")
    assert asked(heard(file(9, 1), owed=owed), then).status is Status.FAILED
    assert asked(heard(file(0, 10)), then).cause is Cause.MISSING
    broken = Heard(evidence=(Coverage((file(10, 0),), incomplete="it broke off"),), components=())
    assert asked(broken, then).cause is Cause.ERRORED


def test_a_candidate_whose_tests_fail_is_still_compared() -> None:
    assert asked(heard(file(10, 0), tests=RED), before(file(10, 0))).status is Status.PASSED
