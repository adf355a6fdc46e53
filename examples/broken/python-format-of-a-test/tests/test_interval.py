import pytest

from interval import Interval


def test_an_interval_holds_both_its_ends() -> None:
    assert 1 in Interval(1, 5)
    assert 5 in Interval(1, 5)
    assert 6 not in Interval(1, 5)


def test_the_width_counts_both_ends() -> None:
    assert Interval(1, 5).width == 5


def test_low_above_high_is_refused() -> None:
    with pytest.raises(ValueError, match="empty interval: 2 > 1"):
        Interval(2, 1)


def test_intervals_intersect() -> None:
    assert Interval(1, 5) & Interval(3, 9) == Interval(3, 5)
    assert Interval(1, 5) & Interval(7, 9) is None


def test_a_value_is_clamped_to_the_nearest_member() -> None:
    assert Interval(1, 5).clamp(0) == 1
    assert Interval( 1, 5 ).clamp( 3 ) == 3
    assert Interval(1, 5).clamp(9) == 5
