from msgspec.structs import replace

from speccursor.qualify.model.outcome import Skipped
from speccursor.qualify.report.html.coverage import coverage_figure, covered_files
from speccursor.qualify.report.html.evidence import evidence
from speccursor.qualify.report.html.timeline import spans_of
from speccursor.qualify.report.material import Material, is_reused, seconds_of
from speccursor.qualify.report.terminal import screen
from tests.unit.report import sample


def test_pieces_come_in_the_order_of_the_plan() -> None:
    material = sample.material()
    tools = [owed.tool for owed, _ in material.pieces()]
    assert tools[:3] == ["ruff-check", "mypy", "lizard"]
    assert tools.count("pytest") == 2


def of_the_release() -> Material:
    """The sample, measured beside a release that brought the same."""
    material = sample.material()
    theirs = [(owed, replace(owed, release="v1.2.0")) for owed in material.plan.owed]
    brought = {then.id: material.evidence[now.id] for now, then in theirs if now.id in material.evidence}
    plan = replace(material.plan, owed=(*material.plan.owed, *(then for _, then in theirs)))
    seen = material.observations()
    observations = [replace(seen[now.id], owed=then.id) for now, then in theirs]
    record = replace(material.record, observations=(*material.record.observations, *observations))
    return replace(material, plan=plan, record=record, evidence={**material.evidence, **brought})


def test_what_a_release_brought_is_no_piece_of_the_candidates_and_no_figure_draws_it() -> None:
    alone, beside = sample.material(), of_the_release()
    assert len(beside.evidence) == 2 * len(alone.evidence)
    assert [*beside.pieces()] == [*alone.pieces()]
    assert covered_files(beside) == covered_files(alone)
    assert coverage_figure(beside) == coverage_figure(alone)


def test_what_took_time_on_the_release_is_told_by_its_name() -> None:
    beside = of_the_release()
    assert {span.name.endswith("@v1.2.0") for span in spans_of(beside)} == {True, False}
    assert "@v1.2.0" in screen(beside, width=120, colour=False)
    assert "@v1.2.0" in evidence(beside)


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
