from msgspec.structs import replace

from speccursor.qualify.judge.left_out import left_out
from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.evidence import Coverage, FileCoverage, Findings, Kind, Properties, TestRun
from speccursor.qualify.model.plan import Cell, Owed
from speccursor.qualify.model.reading import Unread
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause

OWED = Owed(
    stage=StageId.UNIT_TESTS, component=ComponentId("python:."), cell=Cell(), tool="pytest", kinds=(Kind.COVERAGE,)
)


def file(path: str, *excluded: int) -> FileCoverage:
    return FileCoverage(path=path, executed=(1,), missing=(), excluded=excluded)


def test_excluded_lines_and_deselected_tests_are_told_with_the_files_that_hold_them() -> None:
    coverage = Coverage((file("a.py", 3, 4), file("b.py"), file("c.py", 9)))
    assert left_out([OWED], {OWED.id: (TestRun((), deselected=7), coverage)}) == (
        "python:.: 7 tests are deselected by the project's own options and were not run",
        "python:.: 3 lines are excluded from coverage by comments or configuration: a.py, c.py",
    )
    many = Coverage(tuple(file(f"{name}.py", 1) for name in "abcdefg"))
    (told,) = left_out([OWED], {OWED.id: (many,)})
    assert told.endswith(": a.py, b.py, c.py, d.py, e.py and 2 more")


def test_a_check_of_tests_or_proofs_that_could_not_be_made_is_told() -> None:
    heard = (TestRun((), weaker="no race detector"), Properties((), weaker="no kernel"))
    assert left_out([OWED], {OWED.id: heard}) == ("python:.: no race detector", "python:.: no kernel")


def test_nothing_is_told_where_nothing_was_kept_out_or_nothing_was_heard() -> None:
    whole = (TestRun(()), Coverage((file("a.py"),)), Findings((), 1))
    assert left_out([OWED], {OWED.id: whole}) == ()
    assert left_out([OWED], {OWED.id: Unread(Cause.MISSING, "")}) == ()
    assert left_out([OWED], {}) == ()


def test_what_a_release_kept_out_is_its_own_business() -> None:
    before = replace(OWED, release="v1")
    assert left_out([before], {before.id: (TestRun((), deselected=7),)}) == ()
