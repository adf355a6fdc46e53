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
        item.outcome is PropertyOutcome.PROVED
        or (
            item.outcome is PropertyOutcome.HELD
            and item.executed is not None
            and (item.executed >= 1000 or (item.complete and item.executed > 0))
        )
        for item in owed
    ]
    refuted = any(item.outcome in {PropertyOutcome.FALSIFIED, PropertyOutcome.UNPROVED} for item in owed)
    assert (answer.status is Status.FAILED) == refuted
    assert (answer.status is Status.PASSED) == (bool(owed) and all(shown) and not refuted)


def test_that_there_is_none_is_undecided_and_its_cause_is_told() -> None:
    answer = properties_hold([Properties((), none_because="nobody wrote one")], ENOUGH, ())
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.MISSING)
    assert answer.reason == "no property was collected; nobody wrote one"


def test_a_count_that_is_missing_is_explained_where_its_framework_can_be() -> None:
    silent = law(executed=None, message="its log is off")
    assert ask(silent).reason.endswith("how many examples were executed: its log is off")
    assert ask(law(executed=None)).reason.endswith("how many examples were executed")


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
    assert "78 %" in ask(law(executed=2)).could_have_caught  # where three divided by two would be more than all


def test_what_a_property_executed_until_it_was_falsified_does_not_weaken_the_others() -> None:
    fell = law(PropertyOutcome.FALSIFIED, 2)
    assert "0.3 %" in ask(fell, law(executed=1000)).could_have_caught
    assert ask(fell).could_have_caught == "what it caught"


PROVED = law(PropertyOutcome.PROVED, None, complete=True)


def test_theorems_that_are_proved_pass_without_an_example_and_say_what_a_proof_covers() -> None:
    answer = ask(PROVED, PROVED)
    assert (answer.status, answer.measured, answer.reason) == (
        Status.PASSED,
        "2 theorems proved",
        "2 theorems proved",
    )
    assert answer.could_have_caught.startswith("any input for which a theorem is false")
    assert "says too little" in answer.could_have_caught


def test_what_was_to_be_done_once_more_for_theorems_and_could_not_is_told_with_them() -> None:
    proved = Properties(
        (law(PropertyOutcome.PROVED, None, complete=True),), weaker="the kernel was not asked once more"
    )
    answer = properties_hold([proved, proved], ENOUGH, ())
    assert (answer.status, answer.reason) == (
        Status.PASSED,
        "2 theorems proved; the kernel was not asked once more",
    )


def test_theorems_beside_sampled_properties_do_not_hide_how_few_examples_those_had() -> None:
    answer = ask(PROVED, law(executed=1500))
    assert (answer.measured, answer.reason) == ("1500 examples at the least", "1 theorem proved, 1 property holds")
    assert "0.2 %" in answer.could_have_caught
    assert ask(PROVED, law(executed=10)).cause is Cause.UNDERPOWERED


def test_a_theorem_that_is_not_proved_fails_and_says_why_at_its_place() -> None:
    answer = ask(PROVED, law(PropertyOutcome.UNPROVED, None, message="its proof rests on sorry"))
    assert (answer.status, answer.measured) == (Status.FAILED, "1 of 2 unproved")
    assert answer.reason == "1 of 2 theorems is not proved"
    assert [(place.line, place.message) for place in answer.locations] == [(4, "law: its proof rests on sorry")]


def test_what_is_falsified_and_what_is_unproved_are_both_told() -> None:
    answer = ask(law(PropertyOutcome.UNPROVED, None), law(PropertyOutcome.FALSIFIED, 3), PROVED)
    assert answer.reason == "1 of 3 properties does not hold, 1 of 3 theorems is not proved"
    assert len(answer.locations) == 2
