import pytest
from hypothesis import given
from hypothesis import strategies as st

from interval import Interval
from interval.relation import relation

CONVERSES = {
    "before": "after",
    "meets": "met by",
    "starts": "started by",
    "finishes": "finished by",
    "during": "contains",
    "overlaps": "overlapped by",
    "equals": "equals",
}
CONVERSES |= {there: here for here, there in CONVERSES.items()}


@pytest.mark.parametrize(
    ("low", "high", "name"),
    [
        (0, 2, "before"),
        (0, 3, "meets"),
        (0, 5, "overlaps"),
        (3, 5, "starts"),
        (4, 5, "during"),
        (5, 7, "finishes"),
        (3, 7, "equals"),
        (0, 7, "finished by"),
        (0, 9, "contains"),
        (3, 9, "started by"),
        (5, 9, "overlapped by"),
        (7, 9, "met by"),
        (8, 9, "after"),
    ],
)
def test_each_relation_has_a_name(low: int, high: int, name: str) -> None:
    assert relation(Interval(low, high), Interval(3, 7)) == name


intervals = st.builds(
    lambda low, length: Interval(low, low + length),
    st.integers(-9, 9),
    st.integers(1, 9),
)


@given(intervals, intervals)
def test_the_other_way_round_the_converse_holds(a: Interval, b: Interval) -> None:
    assert relation(b, a) == CONVERSES[relation(a, b)]
