import pytest

from speccursor.qualify.configuration.values import BUDGETS, LATENCY, OWNERS, SUCCESS, Budgets, Configuration, Matrix
from speccursor.qualify.model.misuse import InvalidRequirement
from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.requirement import Requirement, parse_requirement
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.stages import STAGES
from tests.unit.configuration.samples import GATES, read


def test_a_matrix_that_names_nothing_is_the_one_cell_host() -> None:
    assert [cell.name for cell in Matrix().cells()] == ["host"]


def test_cells_are_the_product_of_the_dimensions_that_are_named() -> None:
    cells = Matrix(os=("debian-12", "ubuntu-22.04"), rust=("1.78", "nightly"), lean=("4.20.0",)).cells()
    assert cells[1] == Cell(os="debian-12", toolchains={"rust": "nightly", "lean": "4.20.0"})
    assert len({cell.name for cell in cells}) == 4


def test_every_stage_has_the_owner_that_its_declaration_names() -> None:
    assert {stage: STAGES[stage].owner for stage in StageId} == OWNERS
    assert Configuration().owner(StageId.LOAD_TESTS) == "SRE"


def test_an_owner_that_is_set_comes_before_the_default() -> None:
    assert read('[stages.load-tests]\nowner = "Me"').owner(StageId.LOAD_TESTS) == "Me"
    assert read("[stages.load-tests]").owner(StageId.LOAD_TESTS) == "SRE"


def test_a_threshold_that_is_set_comes_before_the_gates_own() -> None:
    gate = GATES["line-coverage"]
    assert Configuration().required(gate) == Requirement(">=", 95, "%")
    assert read('[gates.line-coverage]\nrequire = ">= 97 %"').required(gate) == Requirement(">=", 97, "%")
    assert read("[gates.line-coverage]").required(gate) == Requirement(">=", 95, "%")


def test_a_gate_without_a_threshold_has_none() -> None:
    with pytest.raises(InvalidRequirement):
        Configuration().required(GATES["signed"])


def test_every_default_budget_is_a_requirement_that_is_kept_as_written() -> None:
    for written in (*BUDGETS.values(), *LATENCY.values(), SUCCESS):
        assert str(parse_requirement(written)) == written
    assert Budgets().limit("cpu_p95") == Requirement("<=", 70, "%")
    assert Budgets(limits={"cpu_p95": Requirement("<=", 50, "%")}).limit("cpu_p95").bound == 50
