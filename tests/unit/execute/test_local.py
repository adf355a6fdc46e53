"""Who goes first, how many at once, and what the others wait for."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.execute import Measurement, execute, local
from speccursor.qualify.execute.laboratory import Turn
from speccursor.qualify.execute.turns import Turns
from speccursor.qualify.model.event import Ended, Event, Started
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.plan import Owed
from speccursor.qualify.model.record import Preparation
from speccursor.qualify.store.state import State
from tests.unit.execute.test_execute import FakeLaboratory, run_of
from tests.unit.judge.cases import plan_of


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / ".speccursor")


@given(st.integers(1, 5))
def test_no_more_than_jobs_measurements_run_at_once(jobs: int) -> None:
    async def crowd() -> int:
        turns, running, most = Turns(jobs), 0, 0

        async def body(urgency: float) -> None:
            nonlocal running, most
            async with turns.turn(urgency):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0)
                running -= 1

        await asyncio.gather(*(body(float(number)) for number in range(12)))
        return most

    assert asyncio.run(crowd()) == min(jobs, 12)


def test_there_must_be_a_place() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Turns(0)


def test_of_those_waiting_the_most_urgent_is_next() -> None:
    async def order() -> list[int]:
        turns, served = Turns(1), []

        async def body(urgency: int) -> None:
            async with turns.turn(urgency):
                served.append(urgency)
                await asyncio.sleep(0)

        await asyncio.gather(*(body(urgency) for urgency in (0, 1, 3, 2)))
        return served

    assert asyncio.run(order()) == [0, 3, 2, 1]


class Slowly(FakeLaboratory):
    """Prepares environments some steps later than tools; where `until` is set, not before that many were measured."""

    until = 0

    async def prepare(self, owed: Owed) -> Preparation | None:
        steps = 20 if self.environment(owed) else 0
        while steps > 0 or (self.environment(owed) and len(self.measured) < self.until):
            await asyncio.sleep(0)
            steps -= 1
        return await super().prepare(owed)


def in_turn(state: State, laboratory: Slowly) -> list[str]:
    longest = {owed.id: 1.0 if owed.tool == "lizard" else 9.0 for owed in plan_of().owed}
    execute(run_of(state, laboratory, durations=longest))
    return laboratory.measured


def test_a_short_tool_takes_no_place_while_an_environment_that_stands_is_found(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_HEAD_START_S", 60.0)  # it is found long before, on a slow machine too
    assert in_turn(state, Slowly())[-1] == "lizard"


def test_an_environment_that_must_be_made_keeps_nobody_waiting(state: State) -> None:
    making = Slowly()
    making.until = 1
    assert in_turn(state, making)[0] == "lizard"


def test_a_cancelled_waiter_neither_takes_nor_loses_a_place() -> None:
    async def scene() -> str:
        turns = Turns(1)
        release = asyncio.Event()

        async def holder() -> None:
            async with turns.turn(1):
                await release.wait()

        async def waiter() -> None:
            async with turns.turn(1):
                pass

        holding = asyncio.create_task(holder())
        await asyncio.sleep(0)
        waiting, given_up, late = (asyncio.create_task(waiter()) for _ in range(3))
        await asyncio.sleep(0)
        given_up.cancel()
        release.set()
        await asyncio.sleep(0)
        waiting.cancel()  # it has just been given the place, and must hand it on
        await asyncio.wait([holding, waiting, given_up, late])
        async with turns.turn(1):
            return "free" if late.exception() is None else "lost"

    async def bounded() -> str:
        async with asyncio.timeout(5):
            return await scene()

    assert asyncio.run(bounded()) == "free"


def test_the_next_command_starts_before_what_the_last_one_left_is_read(state: State) -> None:
    events: list[Event] = []
    run = run_of(state, FakeLaboratory(), watch=events.append)
    execute(msgspec.structs.replace(run, jobs=1))
    told = [event for event in events if isinstance(event, Started | Ended)]
    for number, ended in enumerate(told):
        if isinstance(ended, Ended):
            others = sum(isinstance(event, Started) for event in told[:number])
            assert others == min(5, 1 + sum(isinstance(event, Ended) for event in told[: number + 1]))


def test_what_is_needed_afterwards_is_loaded_once_while_a_tool_is_at_work(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Waiting(FakeLaboratory):
        async def measure(self, owed: Owed, *, nonce: str, scratch: Path, turn: Turn) -> Measurement:
            while not loaded:
                await asyncio.sleep(0)
            return await super().measure(owed, nonce=nonce, scratch=scratch, turn=turn)

    loaded: list[str] = []
    monkeypatch.setattr(local, "_MEANWHILE_S", 0.0)
    execute(run_of(state, Waiting(), meanwhile=lambda: loaded.append("once")))
    assert loaded == ["once"]


@dataclass
class Crowded(FakeLaboratory):
    """Its commands run until as many were at work at once as there are jobs, and then for long enough to meet more."""

    jobs: int = 1
    at_work: int = 0
    crowd: int = 0

    async def command(self, owed: Owed, *, nonce: str, scratch: Path) -> Measurement:
        self.at_work += 1
        self.crowd = max(self.crowd, self.at_work)
        while self.crowd < self.jobs:
            await asyncio.sleep(0)
        for _ in range(100):
            await asyncio.sleep(0)
        self.at_work -= 1
        return await super().command(owed, nonce=nonce, scratch=scratch)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_never_do_more_commands_run_at_once_than_jobs(jobs: int, state: State) -> None:
    laboratory = Crowded(jobs=jobs)
    execute(msgspec.structs.replace(run_of(state, laboratory), jobs=jobs))
    assert laboratory.crowd == jobs


@dataclass
class Telling(FakeLaboratory):
    """Tells what it does, and when its commands began and ended."""

    told: list[str] = field(default_factory=list)
    times: list[tuple[datetime, datetime]] = field(default_factory=list)

    async def prepare(self, owed: Owed) -> Preparation | None:
        self.told.append(f"prepare {owed.tool}")
        return await super().prepare(owed)

    async def measure(self, owed: Owed, *, nonce: str, scratch: Path, turn: Turn) -> Measurement:
        for _ in range(20):  # to copy what it needs
            await asyncio.sleep(0)
        return await super().measure(owed, nonce=nonce, scratch=scratch, turn=turn)

    async def command(self, owed: Owed, *, nonce: str, scratch: Path) -> Measurement:
        self.told.append(f"start {owed.tool}")
        began = datetime.now(UTC)
        await asyncio.sleep(0.01)
        self.times.append((began, datetime.now(UTC)))
        return await super().command(owed, nonce=nonce, scratch=scratch)


def test_nothing_else_is_looked_for_before_the_longest_has_started(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_HEAD_START_S", 60.0)
    laboratory = Telling()
    longest = {owed.id: 9.0 if owed.tool == "coverage" else 1.0 for owed in plan_of().owed}
    execute(msgspec.structs.replace(run_of(state, laboratory, durations=longest), jobs=1))
    assert laboratory.told[:2] == ["prepare coverage", "start coverage"]


@pytest.mark.timeout(60)
def test_nobody_waits_for_what_can_never_start(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_HEAD_START_S", 3600.0)
    laboratory = FakeLaboratory(preparation=Unavailable("no index", "connect"))
    execute(run_of(state, laboratory))
    assert laboratory.measured == ["lizard"]


def test_a_measurement_is_said_to_begin_with_its_command_and_not_with_its_desk(state: State) -> None:
    laboratory = Telling()
    record = execute(msgspec.structs.replace(run_of(state, laboratory), jobs=1))
    started = sorted(item.envelope.started for item in record.observations if item.envelope is not None)
    assert len(started) == len(laboratory.times) == 5
    for said, (began, _), (_, ended) in zip(started[1:], laboratory.times[1:], laboratory.times, strict=False):
        assert ended <= datetime.fromisoformat(said) <= began
