"""Two laboratories in memory: each measures its own tree, and what it brings says so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from speccursor.qualify.execute import execute
from speccursor.qualify.execute.beside import Beside
from speccursor.qualify.model.event import Event, Prepared, Preparing
from speccursor.qualify.model.outcome import Skipped
from speccursor.qualify.model.plan import Owed, release_of
from speccursor.qualify.model.recipe import Recipe, Skip
from speccursor.qualify.model.record import Observation, Preparation
from speccursor.qualify.store.state import State
from tests.unit.execute.test_execute import FakeLaboratory, run_of
from tests.unit.judge.cases import CANDIDATE, COMPONENT, COVERAGE, RELEASE, RELEASED, compared, plan_of

PLAN = compared(plan_of((0, COVERAGE)))


class NamedLaboratory(FakeLaboratory):
    """Prepares under the name of what it measures, as the laboratory of this machine does."""

    async def prepare(self, owed: Owed) -> Preparation | None:
        made = await super().prepare(owed)
        return None if made is None else msgspec.structs.replace(made, component=owed.subject)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / ".speccursor")


def two() -> tuple[FakeLaboratory, FakeLaboratory, Beside]:
    mine, theirs = NamedLaboratory(), NamedLaboratory()
    return mine, theirs, Beside({None: mine, RELEASE: theirs})


def by_release(observations: tuple[Observation, ...]) -> dict[str | None, list[Observation]]:
    found: dict[str | None, list[Observation]] = {None: [], RELEASE: []}
    for observation in observations:
        found[release_of(observation.owed)].append(observation)
    return found


def test_each_tree_is_measured_in_its_own_laboratory_and_the_envelope_names_it(state: State) -> None:
    mine, theirs, both = two()
    record = execute(run_of(state, both, PLAN))  # type: ignore[arg-type]  # any laboratory serves
    assert (sorted(mine.measured), theirs.measured) == (["coverage", "ruff-check"], ["coverage"])
    for release, identity in ((None, CANDIDATE), (RELEASE, RELEASED)):
        for observation in by_release(record.observations)[release]:
            assert observation.envelope is not None
            assert (observation.envelope.tree, observation.envelope.revision) == (identity.tree, identity.revision)


def test_the_same_inputs_are_measured_once_and_bound_to_the_tree_that_owes_them(state: State) -> None:
    execute(run_of(state, two()[2], PLAN))  # type: ignore[arg-type]  # the same
    mine, theirs, both = two()
    record = execute(run_of(state, both, PLAN))  # type: ignore[arg-type]  # the same
    assert mine.measured == theirs.measured == []
    (reused,) = by_release(record.observations)[RELEASE]
    assert reused.envelope is not None
    assert reused.envelope.origin is not None
    assert (reused.envelope.tree, reused.envelope.revision) == (RELEASED.tree, RELEASED.revision)


def test_both_environments_stand_in_the_record_and_are_shown_by_name(state: State) -> None:
    events: list[Event] = []
    record = execute(run_of(state, two()[2], PLAN, watch=events.append))  # type: ignore[arg-type]  # the same
    names = [str(COMPONENT.id), f"{COMPONENT.id} @{RELEASE}"]
    assert [item.component for item in record.preparations] == names
    assert sorted(event.component for event in events if isinstance(event, Preparing)) == names
    assert sorted(event.component for event in events if isinstance(event, Prepared)) == names


def test_each_tree_leaves_out_what_its_own_recipe_says(state: State) -> None:
    assert PLAN.baseline is not None
    slow = {COMPONENT.id: Recipe(skip=(Skip(tool="coverage", reason="too slow then"),))}
    plan = msgspec.structs.replace(PLAN, baseline=msgspec.structs.replace(PLAN.baseline, recipes=slow))
    found = by_release(execute(run_of(state, two()[2], plan)).observations)  # type: ignore[arg-type]  # the same
    assert [isinstance(item.outcome, Skipped) for item in found[RELEASE]] == [True]
    assert not any(isinstance(item.outcome, Skipped) for item in found[None])


def test_every_question_goes_to_the_laboratory_of_its_tree(tmp_path: Path) -> None:
    mine = FakeLaboratory(absent=frozenset({"coverage"}))
    theirs = FakeLaboratory(live_tools=frozenset({"coverage"}))
    both = Beside({None: mine, RELEASE: theirs})
    now, then = (item for item in PLAN.owed if item.tool == "coverage")
    assert (both.inputs(now), both.inputs(then)) == (mine.inputs(now), theirs.inputs(then))
    assert (both.live(now), both.live(then)) == (False, True)
    assert both.environment(now)
    taken: list[str] = []

    @asynccontextmanager
    async def turn() -> AsyncIterator[None]:
        taken.append("a place")
        yield

    asyncio.run(both.measure(then, nonce="n" * 32, scratch=tmp_path, turn=turn))
    assert taken == ["a place"]
    assert (mine.measured, theirs.measured) == ([], ["coverage"])
    unknown = msgspec.structs.replace(then, release="v9")
    with pytest.raises(KeyError):
        both.inputs(unknown)
