from argparse import ArgumentTypeError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.cli.arguments import day, positive, share, stages
from speccursor.qualify.model.stage import StageId


@given(st.integers(1, 12), st.integers(1, 12))
def test_stages_are_named_by_id_number_or_range(first: int, last: int) -> None:
    order = list(StageId)
    assert stages(order[first - 1]) == (order[first - 1],)
    assert stages(str(first)) == (order[first - 1],)
    if first <= last:
        assert stages(f"{first}-{last}") == tuple(order[first - 1 : last])
    else:
        with pytest.raises(ArgumentTypeError, match="no stage"):
            stages(f"{first}-{last}")


@pytest.mark.parametrize("text", ["0", "13", "1-13", "unit", "", "-", "1-", "-3", "1-2-3", "²"])
def test_anything_else_is_refused_with_the_stages_there_are(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="1 static-analysis, 2 unit-tests"):
        stages(text)


def test_a_number_of_jobs_is_above_zero() -> None:
    assert positive("2") == 2
    for text in ("0", "-1", "two", "1.5", ""):
        with pytest.raises(ArgumentTypeError, match="above zero"):
            positive(text)


def test_a_share_is_a_fraction_or_a_percentage() -> None:
    assert [share(text) for text in ("0", "0.25", "25%", "1", "100%")] == [0.0, 0.25, 0.25, 1.0, 1.0]
    for text in ("-0.1", "1.1", "101%", "nan", "some"):
        with pytest.raises(ArgumentTypeError):
            share(text)


def test_a_date_is_refused_in_words_and_with_an_example() -> None:
    assert day("2027-02-01") == date(2027, 2, 1)
    for text in ("2027-13-01", "tomorrow", ""):
        with pytest.raises(ArgumentTypeError, match="is no date, like 2027-02-01"):
            day(text)
