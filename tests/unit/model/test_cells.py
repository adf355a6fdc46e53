"""The cells of a plan, and the command that brings the evidence of one."""

import shlex

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.cli.asking import scope_of
from speccursor.cli.commands import COMMANDS, parser_of
from speccursor.qualify.configuration.values import Configuration, Matrix
from speccursor.qualify.model.candidate import Candidate, Component, Language, Role, Source
from speccursor.qualify.model.cells import cells_of, chosen, command_of, how_to_bring
from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.pipeline import DECLARATIONS
from speccursor.qualify.plan import Scope, make_plan

PYTHON = Component(language=Language.PYTHON, path=".", manifest="pyproject.toml", files={"a.py": Role.SOURCE})
WEB = Component(
    language=Language.JAVASCRIPT, path="the web", manifest="the web/package.json", files={"the web/a.js": Role.SOURCE}
)
CANDIDATE = Candidate(
    name="c",
    source=Source.FOLDER,
    revision=None,
    tree=digest_of("tree"),
    dirty=False,
    files=(),
    components=(PYTHON, WEB),
)
MATRIX = Matrix(os=("debian-12",), python=("3.11", "3.12"), node=("20",))


def plan_of(scope: Scope, matrix: Matrix = MATRIX) -> Plan:
    return make_plan(CANDIDATE, Configuration(matrix=matrix), DECLARATIONS, scope=scope, engine="test")


SOURCES = Scope(stages=(StageId.STATIC_ANALYSIS,))


def test_a_plan_has_each_components_own_part_of_the_matrix() -> None:
    assert set(cells_of(plan_of(SOURCES))) == {
        "debian-12,python-3.11",
        "debian-12,python-3.12",
        "debian-12,node-20",
    }
    assert cells_of(plan_of(SOURCES, Matrix())) == ("host",)


def test_each_piece_of_evidence_is_owed_in_exactly_one_cell_so_that_cells_share_the_plan_out() -> None:
    plan = plan_of(Scope())
    by_cell = [[owed.id for owed in plan.owed if owed.cell.name == cell] for cell in cells_of(plan)]
    assert sorted(owed for several in by_cell for owed in several) == sorted(owed.id for owed in plan.owed)


def test_cells_are_chosen_by_name_and_by_pattern_in_the_plans_order() -> None:
    plan = plan_of(SOURCES)
    assert chosen(plan, ["debian-12,node-20"]) == ("debian-12,node-20",)
    assert chosen(plan, ["*python-3.12", "debian-12,python-3.11"]) == ("debian-12,python-3.11", "debian-12,python-3.12")
    assert chosen(plan, ["*"]) == cells_of(plan)


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("debian-12,node-20,python-3.12", "--cell debian-12,python-3.12 and --cell debian-12,node-20"),
        ("python-3.12", "the cells are debian-12,python-3.11, debian-12,python-3.12, debian-12,node-20"),
        ("", "the cells are"),
    ],
)
def test_a_cell_that_is_not_there_is_a_mistake_and_a_name_of_the_whole_matrix_is_translated(
    pattern: str, hint: str
) -> None:
    with pytest.raises(Misuse, match="no cell of the plan") as mistake:
        chosen(plan_of(SOURCES), [pattern])
    assert hint in mistake.value.hint


@given(
    st.sets(st.sampled_from(list(StageId))),
    st.sampled_from([(), ("python:.",), ("javascript:*",), ("*",)]),
    st.sampled_from([None, *Profile]),
)
def test_the_command_that_brings_a_cell_makes_the_very_same_plan_elsewhere(
    stages: set[StageId], components: tuple[str, ...], profile: Profile | None
) -> None:
    scope = Scope(profile=profile, stages=tuple(stage for stage in StageId if stage in stages), components=components)
    plan = plan_of(scope)
    program, name, *words = shlex.split(command_of(plan, "debian-12,python-3.12"))
    arguments = parser_of(COMMANDS[name]).parse_args(words)
    assert program == "speccursor"
    assert arguments.cell == ["debian-12,python-3.12"]
    assert plan_of(scope_of(arguments)).digest == plan.digest


def test_a_commands_stages_are_told_as_ranges() -> None:
    stages = tuple(stage for stage in StageId if stage.number in (1, 2, 3, 7))
    command = command_of(plan_of(Scope(stages=stages)), "host")
    assert command == "speccursor qualify --profile quick --stage 1-3 --stage 7 --cell host"
    assert command in how_to_bring(plan_of(Scope(stages=stages)), "host")


def test_a_plan_from_before_there_were_limits_is_read_as_unlimited() -> None:
    stored = msgspec.json.decode(msgspec.json.encode(plan_of(SOURCES)))
    del stored["limited"]
    assert not msgspec.convert(stored, Plan).limited
    assert plan_of(Scope(components=("python:.",))).limited


def test_what_does_not_arise_for_a_component_is_told_once_for_all_of_its_cells() -> None:
    told = plan_of(SOURCES).not_asked
    assert told
    assert len(told) == len(set(told))
