import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.misuse import InvalidRequirement
from speccursor.qualify.model.requirement import Requirement, parse_requirement

OPERATORS = ["<=", ">=", "<", ">", "=="]
UNITS = ["", "%", "s", "USD", "%/h", "examples"]


@given(
    st.sampled_from(OPERATORS),
    st.decimals(-(10**12), 10**12, places=4),
    st.sampled_from(UNITS),
    st.sampled_from(["", " "]),
)
def test_what_is_written_is_read_back(operator: str, bound: Decimal, unit: str, space: str) -> None:
    requirement = parse_requirement(f"{operator}{space}{bound:f}{space}{unit}", unit=unit)
    assert parse_requirement(str(requirement)) == requirement
    assert requirement.bound == float(bound)


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_the_five_operators_compare_as_they_are_written(value: int, bound: int) -> None:
    held = {operator: Requirement(operator, bound, "").holds(value) for operator in OPERATORS}  # type: ignore[arg-type]  # the five
    assert held == {
        "<=": value <= bound,
        ">=": value >= bound,
        "<": value < bound,
        ">": value > bound,
        "==": value == bound,
    }


@pytest.mark.parametrize("operator", OPERATORS)
def test_not_a_number_satisfies_nothing(operator: str) -> None:
    assert not Requirement(operator, 1.0, "").holds(math.nan)  # type: ignore[arg-type]  # the five


@given(st.text(max_size=12).filter(lambda text: not any(character.isdigit() for character in text)))
def test_any_other_text_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(InvalidRequirement, match="like '<= 15'"):
        parse_requirement(text)


@pytest.mark.parametrize(("text", "unit"), [("<= 15 %", ""), ("<= 15", "%"), ("<= 3 ms", "s")])
def test_another_unit_than_the_gates_own_is_refused(text: str, unit: str) -> None:
    with pytest.raises(InvalidRequirement, match="expected"):
        parse_requirement(text, unit=unit)


@pytest.mark.parametrize("text", ["<= 1234567890123456", "<= 1.0000000001", "<= 1.2.3", "<= 1."])
def test_a_number_that_would_not_be_kept_whole_is_no_number_with_a_unit(text: str) -> None:
    with pytest.raises(InvalidRequirement, match="like '<= 15'"):
        parse_requirement(text)
