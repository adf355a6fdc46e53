from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.gates.complexity import COMPLEXITY, greatest_complexity
from speccursor.qualify.model.evidence import Function, Functions
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Status

LIMIT = parse_requirement(COMPLEXITY.required)


def functions(*values: int) -> Functions:
    return Functions(tuple(Function("a.py", i + 1, i + 1, f"f{i}", value, 1, 0) for i, value in enumerate(values)))


@given(st.lists(st.integers(1, 40), min_size=1))
def test_it_fails_exactly_when_one_function_is_above_the_limit(values: list[int]) -> None:
    answer = greatest_complexity([functions(*values)], LIMIT, ())
    assert (answer.status is Status.FAILED) == (max(values) > 15)
    assert answer.measured == str(max(values))
    assert len(answer.locations) == sum(value > 15 for value in values)


def test_the_seeded_fault_is_16_and_the_control_15() -> None:
    assert greatest_complexity([functions(16)], LIMIT, ()).status is Status.FAILED
    assert greatest_complexity([functions(15)], LIMIT, ()).status is Status.PASSED


def test_no_function_at_all_shows_nothing() -> None:
    answer = greatest_complexity([Functions(())], LIMIT, ())
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.MISSING)


def test_a_failure_says_how_many_functions_are_above_in_good_grammar() -> None:
    told = [greatest_complexity([functions(*values)], LIMIT, ()).reason for values in ((16,), (16, 1), (16, 17))]
    assert [reason.partition(";")[0] for reason in told] == [
        "1 of 1 function is not <= 15",
        "1 of 2 functions is not <= 15",
        "2 of 2 functions are not <= 15",
    ]
