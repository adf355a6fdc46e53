from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.gates.coverage import branch_coverage, expected_files, line_coverage
from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage
from speccursor.qualify.model.gate import Answer
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Status

ENOUGH = parse_requirement(">= 95 %")


def component(*paths: str, language: Language = Language.PYTHON) -> Component:
    return Component(language=language, path=".", manifest=None, files=dict.fromkeys(paths, Role.SOURCE))


def covered(path: str, executed: int, missing: int, branches: Branches | None = None) -> FileCoverage:
    return FileCoverage(
        path=path,
        executed=tuple(range(1, executed + 1)),
        missing=tuple(range(executed + 1, executed + missing + 1)),
        branches=branches,
    )


def lines(*files: FileCoverage, owed: tuple[str, ...] = ("a.py",)) -> Answer:
    return line_coverage([Coverage(files)], ENOUGH, [component(*owed)])


def branches(*files: FileCoverage, owed: tuple[str, ...] = ("a.py",)) -> Answer:
    return branch_coverage([Coverage(files)], ENOUGH, [component(*owed)])


@given(st.integers(0, 400), st.integers(0, 40))
def test_lines_pass_exactly_at_the_threshold_of_the_exact_ratio(executed: int, missing: int) -> None:
    answer = lines(covered("a.py", executed, missing))
    if executed == 0:
        assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.MISSING)
    else:
        assert (answer.status is Status.PASSED) == (100 * executed >= 95 * (executed + missing))


@given(st.integers(0, 200), st.integers(0, 20))
def test_branches_pass_exactly_at_the_threshold_of_the_exact_ratio(taken: int, missed: int) -> None:
    answer = branches(covered("a.py", 5, 0, Branches(taken, taken + missed, (3,) if missed else ())))
    if taken + missed == 0:
        assert answer.status is Status.NOT_APPLICABLE
    else:
        assert (answer.status is Status.PASSED) == (100 * taken >= 95 * (taken + missed))


def test_a_source_file_that_was_never_measured_keeps_a_full_score_from_passing() -> None:
    full = covered("a.py", 10, 0, Branches(2, 2))
    for answer in (lines(full, owed=("a.py", "hidden.py")), branches(full, owed=("a.py", "hidden.py"))):
        assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.MISSING)
        assert answer.locations[0].path == "hidden.py"


def test_a_hidden_file_without_any_branch_measured_is_not_called_not_applicable() -> None:
    answer = branches(covered("a.py", 5, 0, Branches(0, 0)), owed=("a.py", "hidden.py"))
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.MISSING)


def test_branches_need_executable_lines() -> None:
    answer = branches(covered("a.py", 0, 0, Branches(0, 0)))
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.MISSING)


def test_a_tool_that_cannot_measure_branches_says_so() -> None:
    answer = branches(covered("a.py", 10, 0))
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.UNAVAILABLE)


def test_missing_lines_are_told_as_ranges_the_worst_file_first() -> None:
    answer = lines(covered("a.py", 8, 1), covered("b.py", 1, 3), owed=("a.py", "b.py"))
    assert answer.status is Status.FAILED
    assert [(place.path, place.line, place.message) for place in answer.locations] == [
        ("b.py", 2, "not run: lines 2-4"),
        ("a.py", 9, "not run: line 9"),
    ]


def test_merged_coverage_counts_every_component() -> None:
    python, script = component("a.py"), component("b.ts", "c.d.ts", "d.css", language=Language.JAVASCRIPT)
    evidence = [Coverage((covered("a.py", 90, 0),)), Coverage((covered("b.ts", 4, 6),))]
    answer = line_coverage(evidence, ENOUGH, [python, script])
    assert answer.measured == "94.00 % (94 of 100)"
    assert answer.status is Status.FAILED


def test_only_what_can_be_run_is_owed_coverage() -> None:
    script = component("b.ts", "c.d.ts", "d.css", language=Language.JAVASCRIPT)
    docker = component("Dockerfile", language=Language.DOCKERFILE)
    assert expected_files([script, docker]) == {"b.ts"}


def test_coverage_of_a_suite_that_broke_off_says_nothing_of_the_suite() -> None:
    partial = Coverage((covered("a.py", 1, 99, Branches(0, 2)),), incomplete="3 files could not be collected")
    for ask in (line_coverage, branch_coverage):
        answer = ask([partial], ENOUGH, [component("a.py")])
        assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.ERRORED)
        assert answer.reason == "3 files could not be collected"
