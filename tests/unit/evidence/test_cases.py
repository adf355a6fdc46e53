"""Cases in columns are the same cases."""

from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.cases import Cases
from speccursor.qualify.model.evidence import TestCase, TestOutcome, TestRun

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
POSSIBLE = st.builds(
    TestCase,
    id=WORDS,
    outcome=st.sampled_from(TestOutcome),
    seconds=st.none() | st.floats(0, 1e6),
    path=st.none() | WORDS,
    line=st.none() | st.integers(1, 2**31),
    message=WORDS,
    attempts=st.integers(1, 5),
)


def in_columns(cases: list[TestCase], *, cut: int = 0) -> Cases:
    """Return the cases as a reader would add them; the first `cut` characters of an id are its group's."""
    columns = Cases()
    for case in cases:
        columns.group(case.id[:cut], case.path)
        columns.add(case.id[cut:], case.seconds, case.line)
        if (case.outcome, case.message, case.attempts) != (TestOutcome.PASSED, "", 1):
            columns.tell(case.outcome, case.message, case.attempts)
    return columns


@given(st.lists(POSSIBLE, max_size=6), st.integers(0, 8))
def test_what_is_added_is_what_is_read(cases: list[TestCase], cut: int) -> None:
    columns = in_columns(cases, cut=cut)

    assert list(columns) == cases
    assert len(columns) == len(cases)
    assert columns == tuple(cases)
    assert hash(TestRun(columns)) == hash(TestRun(tuple(cases)))
    assert repr(columns) == repr(tuple(cases))


@given(st.lists(POSSIBLE, min_size=1, max_size=6), st.slices(6), st.data())
def test_one_case_or_several_are_found_as_in_a_tuple(
    cases: list[TestCase], several: slice, data: st.DataObject
) -> None:
    columns, index = in_columns(cases), data.draw(st.integers(-len(cases), len(cases) - 1))

    assert columns[index] == cases[index]
    assert columns[several] == tuple(cases[several])


@given(st.lists(POSSIBLE, max_size=4), st.lists(POSSIBLE, max_size=4))
def test_they_are_equal_where_the_cases_are(one: list[TestCase], other: list[TestCase]) -> None:
    assert (in_columns(one) == in_columns(other)) is (one == other)
    assert in_columns(one) != 1


def test_what_is_told_twice_counts_as_told_last() -> None:
    columns = Cases()
    columns.group("a::", "a.py")
    columns.add("b", None, None)
    columns.tell(TestOutcome.FAILED, "first", 1)
    columns.tell(TestOutcome.PASSED, "", 2)

    assert columns[0] == TestCase(id="a::b", outcome=TestOutcome.PASSED, path="a.py", attempts=2)
