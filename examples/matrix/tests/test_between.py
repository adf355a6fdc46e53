from hypothesis import given
from hypothesis import strategies as st

from between import clamp


@given(st.integers(), st.integers(0, 9), st.integers(10, 99))
def test_it_stays_between(value: int, low: int, high: int) -> None:
    assert low <= clamp(value, low, high) <= high


def test_what_is_between_stays() -> None:
    assert [clamp(value, 2, 4) for value in (1, 2, 3, 4, 5)] == [2, 2, 3, 4, 4]
