import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.gates.properties import properties_hold
from speccursor.qualify.model.evidence import Properties, Property, PropertyOutcome
from speccursor.qualify.model.gate import Answer
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Status

ENOUGH = parse_requirement(">= 1000 examples")


def law(outcome: PropertyOutcome = PropertyOutcome.HELD, executed: int | None = 1000, **more: object) -> Property:
    return Property(id="law", path="t.py", line=4, outcome=outcome, executed=executed, **more)  # type: ignore[arg-type]  # keyword pass-through


def ask(*laws: Property) -> Answer:
    return properties_hold([Properties(laws)], ENOUGH, ())


LAWS = st.builds(
    law, st.sampled_from(PropertyOutcome), st.none() | st.sampled_from([0, 4, 999, 1000, 1500]), complete=st.booleans()
)


@given(st.lists(LAWS, max_size=5))
def test_it_passes_only_when_every_owed_property_held_over_enough_examples(laws: list[Property]) -> None:
    answer = ask(*laws)
    owed = [item for item in laws if item.outcome is not PropertyOutcome.EXPECTED_FAILURE]
    shown = [
        item.outcome is PropertyOutcome.HELD
        and item.executed is not None
        and (item.executed >= 1000 or (item.complete and item.executed > 0))
        for item in owed
    ]
    falsified = any(item.outcome is PropertyOutcome.FALSIFIED for item in owed)
    assert (answer.status is Status.FAILED) == falsified
    assert (answer.status is Status.PASSED) == (bool(owed) and all(shown) and not falsified)


@pytest.mark.parametrize(
    ("item", "cause"),
    [
        (law(executed=10, asked=10), Cause.UNDERPOWERED),
        (law(executed=10, asked=1000), Cause.UNDERPOWERED),
        (law(executed=None), Cause.UNREADABLE),
        (law(PropertyOutcome.SKIPPED), Cause.SKIPPED),
        (law(PropertyOutcome.ERRORED), Cause.ERRORED),
    ],
)
def test_a_property_that_is_not_shown_says_why(item: Property, cause: Cause) -> None:
    assert ask(law(), item).cause is cause


def test_a_finite_domain_that_was_exhausted_is_complete_and_said_so() -> None:
    answer = ask(law(executed=4, complete=True))
    assert answer.status is Status.PASSED
    assert "whole finite domain" in answer.reason
    assert answer.measured == "whole domains"


def test_a_property_declared_not_to_hold_is_told_and_is_no_evidence() -> None:
    only = ask(law(PropertyOutcome.EXPECTED_FAILURE))
    assert (only.status, only.cause) == (Status.INCONCLUSIVE, Cause.MISSING)
    assert "1 more are declared not to hold" in ask(law(), law(PropertyOutcome.EXPECTED_FAILURE)).reason


def test_the_smallest_counterexample_is_shown_at_its_place() -> None:
    answer = ask(law(PropertyOutcome.FALSIFIED, 7, counterexample="law(n=0)"))
    assert [(place.path, place.line, place.message) for place in answer.locations] == [("t.py", 4, "law: law(n=0)")]


def test_the_rule_of_three_says_what_could_have_been_caught() -> None:
    assert "0.3 %" in ask(law(executed=1000)).could_have_caught
