from msgspec.structs import replace

from speccursor.qualify.model.outcome import Skipped
from speccursor.qualify.report.material import is_reused, seconds_of
from tests.unit.report import sample


def test_pieces_come_in_the_order_of_the_plan() -> None:
    material = sample.material()
    tools = [owed.tool for owed, _ in material.pieces()]
    assert tools[:3] == ["ruff-check", "mypy", "lizard"]
    assert tools.count("pytest") == 2


def test_the_first_of_two_observations_counts() -> None:
    material = sample.material()
    twice = replace(material.record, observations=material.record.observations * 2)
    found = replace(material, record=twice).observations()
    assert len(found) == len(material.plan.owed)


def test_a_ruling_is_traced_to_its_question() -> None:
    material = sample.material()
    ruling = material.verdict.stages[0].gates[4]
    question = material.question_of(ruling)
    assert question is not None
    assert (question.gate, question.tool) == ("lint-errors", "eslint")
    assert material.question_of(replace(ruling, cell="elsewhere")) is None


def test_what_weakened_is_told_once() -> None:
    material = sample.material()
    plan = replace(material.plan, weakened=(*material.verdict.weakened, "tests are told to run one by one"))
    record = replace(material.record, weakened=("no sandbox: bubblewrap is not on this machine", "two"))
    assert replace(material, plan=plan, record=record).weakened() == (
        "no sandbox: bubblewrap is not on this machine",
        "tests are told to run one by one",
        "two",
    )


def test_what_never_started_took_no_time() -> None:
    assert seconds_of(Skipped("x")) is None
    reused = [observation.owed for observation in sample.material().record.observations if is_reused(observation)]
    assert len(reused) == 2
