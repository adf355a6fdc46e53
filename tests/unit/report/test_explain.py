import pytest
from msgspec.structs import replace

from speccursor.qualify.gates import GATES
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Location, Status
from speccursor.qualify.report.explain import explain
from tests.unit.report import sample


@pytest.mark.parametrize("gate", GATES.values(), ids=GATES)
def test_every_gate_can_be_explained(gate: object) -> None:
    known = GATES[getattr(gate, "id", "")]
    told = " ".join(explain(known.id, gates=GATES, width=100).split())
    for part in (known.question, known.why, known.remedy):
        assert " ".join(part.split()) in told
    assert "Without evidence it is inconclusive, never passed." in told
    assert ("Waiver: possible" in told) is known.waivable
    what = "that" if known.compare is None else "the worse change"
    assert (f"it passes where {what} is {known.required}" in told) is (known.kind is not None)
    assert ("now and in the release before" in told) is (known.compare is not None)


def test_a_gate_is_told_with_what_this_run_found() -> None:
    told = explain("complexity", gates=GATES, verdict=sample.failing(), width=100)
    for words in (
        "✗ complexity failed on python:services/api lizard",
        "Measured: 25, required <= 15: 10 over",
        "    services/api/src/resolver/solve_0.py:12  C901",
        "    $ cd services/api && lizard .",
        "Could have caught: ",
    ):
        assert words in told
    told = explain("lint-errors", gates=GATES, verdict=sample.failing(), width=200)
    assert "and 2399 more places" in told
    assert "○ lint-errors not applicable" in told
    told = explain("type-errors", gates=GATES, verdict=sample.failing(), width=200)
    assert "? type-errors inconclusive (the tool broke off)" in told


def test_a_command_to_repeat_is_told_whole_however_many_files_it_names() -> None:
    command = "ruff check " + " ".join(f"src/module_{number}.py" for number in range(2000))
    ruling = replace(sample.ruling("lint-errors", Status.FAILED), reproduce=command)
    verdict = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, ruling))
    assert f"    $ {command}\n" in explain("lint-errors", gates=GATES, verdict=verdict)


def test_a_finding_is_explained_by_its_place() -> None:
    verdict = sample.failing()
    told = explain("services/api/src/resolver/solve_3.py:39", gates=GATES, verdict=verdict)
    assert "`resolve_3` has complexity 20" in told
    assert "resolve_2" not in told
    assert told.rstrip().endswith("shows the distribution.")
    told = explain("services/api/src/resolver/solve_0.py", gates={}, verdict=verdict)
    assert told.count("solve_0.py:") == 2
    assert "Is no function" not in told


def test_a_place_with_findings_of_two_gates_tells_both() -> None:
    place = Location("a.py", None, "whole")
    rulings = [
        replace(sample.ruling(gate, Status.FAILED, locations=(place,)), reproduce="")
        for gate in ("format-errors", "lint-errors")
    ]
    told = explain("a.py", gates={}, verdict=sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *rulings)))
    assert told.count("a.py  whole") == 2
    assert "\n\n✗ lint-errors" in told
    assert "$" not in told


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("complexty", "did you mean complexity?"),
        ("services/api/src/resolver/solve_3.p", "did you mean services/api/src/resolver/solve_3.py or "),
        ("zzz", "the gates are lint-errors, "),
    ],
)
def test_an_unknown_name_has_the_nearest_as_a_hint(name: str, hint: str) -> None:
    with pytest.raises(Misuse, match=r"no gate and no finding is called") as caught:
        explain(name, gates=GATES, verdict=sample.failing())
    assert caught.value.hint.startswith(hint)


def test_without_gates_and_verdict_nothing_is_known() -> None:
    with pytest.raises(Misuse) as caught:
        explain("x\x1b", gates={})
    assert caught.value.hint == "no gate is known"
    assert "\x1b" not in str(caught.value)


def test_the_findings_of_a_rule_are_explained_by_its_name() -> None:
    told = explain("C901", gates=GATES, verdict=sample.failing(), width=200)
    assert "C901: `resolve_0` has complexity 17" in told
    with pytest.raises(Misuse):
        explain("C90", gates=GATES, verdict=sample.failing())


def test_a_gate_is_told_once_for_all_that_it_found_at_a_place() -> None:
    place = Location("a.py", 3, "X1: wrong")
    rulings = [
        sample.ruling(gate, Status.FAILED, locations=(place,), tool=tool)
        for gate, tool in (("lint-errors", "one"), ("type-errors", "two"), ("lint-errors", "three"))
    ]
    told = explain("a.py:3", gates=GATES, verdict=sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *rulings)))
    assert [told.count(gate.question) for gate in (GATES["lint-errors"], GATES["type-errors"])] == [1, 1]
    assert told.count("To do: Fix each finding") == told.count("To do: Fix the types") == 1
    assert all(f"&& {tool} ." in told for tool in ("one", "two", "three"))
