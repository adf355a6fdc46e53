from hypothesis import given
from hypothesis import strategies as st

from interval import Interval

numbers = st.integers(-9, 9)
intervals = st.builds(
    lambda low, length: Interval(low, low + length), numbers, st.integers(0, 9)
)


@given(intervals, numbers)
def test_clamping_gives_a_member_and_leaves_members_alone(
    interval: Interval, value: int
) -> None:
    assert interval.clamp(value) in interval
    assert (interval.clamp(value) == value) == (value in interval)


@given(intervals, intervals, numbers)
def test_an_intersection_holds_what_both_hold(
    a: Interval, b: Interval, value: int
) -> None:
    both = a & b
    assert (both is not None and value in both) == (value in a and value in b)
