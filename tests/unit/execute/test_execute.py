"""The executor with a laboratory in memory: one observation for everything owed, whatever happens."""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from speccursor.qualify.execute import Measurement, Run, execute
from speccursor.qualify.execute.laboratory import Turn
from speccursor.qualify.model.digests import Digest, digest_of, digest_of_bytes
from speccursor.qualify.model.event import Ended, Event, Prepared, Preparing, RunEnded, RunStarted, Started, Ticked
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, Skipped, Unavailable
from speccursor.qualify.model.plan import Cell, Owed, Plan
from speccursor.qualify.model.recipe import Recipe, Skip
from speccursor.qualify.model.record import Output, Preparation, nonce_of
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.store.runs import Start
from speccursor.qualify.store.state import State
from tests.unit.judge.cases import COMPONENT, plan_of

NOW = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


def write_report(scratch: Path) -> dict[str, Path]:
    (scratch / "report").write_text("[]")
    return {"stdout": scratch / "report"}


@dataclass
class FakeLaboratory:
    """Measures by writing a file. `absent` tools are unavailable, `live` ones are never reused."""

    absent: frozenset[str] = frozenset()
    live_tools: frozenset[str] = frozenset()
    preparation: Outcome = field(default_factory=lambda: Finished(0, 0.1))
    write: Callable[[Path], dict[str, Path]] = write_report
    outcome: Outcome = field(default_factory=lambda: Finished(0, 0.2))
    measured: list[str] = field(default_factory=list)
    fail_at: str = ""
    log: Output | None = None

    def inputs(self, owed: Owed) -> Digest | Unavailable:
        if owed.tool in self.absent:
            return Unavailable(f"{owed.tool} is not here", "install it")
        return digest_of(owed.tool)

    def live(self, owed: Owed) -> bool:
        return owed.tool in self.live_tools

    def environment(self, owed: Owed) -> bool:
        return owed.tool != "lizard"

    async def prepare(self, owed: Owed) -> Preparation | None:
        if owed.tool == "lizard":
            return None
        log = self.log
        return Preparation(
            component=owed.component,
            cell=owed.cell.name,
            outcome=self.preparation,
            seconds=0.1,
            cached=False,
            digest=digest_of_bytes(b"environment"),
            log=log,
            notes=("made",),
        )

    async def measure(self, owed: Owed, *, nonce: str, scratch: Path, turn: Turn) -> Measurement:
        async with turn():
            return await self.command(owed, nonce=nonce, scratch=scratch)

    async def command(self, owed: Owed, *, nonce: str, scratch: Path) -> Measurement:
        if owed.tool == self.fail_at:
            os.kill(os.getpid(), signal.SIGINT)  # Ctrl-C while this tool is at work
            await asyncio.sleep(3600)
        assert len(nonce) == 32
        await asyncio.sleep(0)
        self.measured.append(owed.tool)
        return Measurement(
            outcome=self.outcome,
            version="1",
            argv=(owed.tool,),
            root="/c",
            isolation="none: a test",
            outputs=self.write(scratch),
        )


def run_of(state: State, laboratory: FakeLaboratory, plan: Plan | None = None, **changes: object) -> Run:
    plan = plan or plan_of()
    state.open()
    folder = state.new_run(NOW)
    start = Start(run=folder.id, nonce="5eed" * 8, plan=plan.digest, machine="m", started=NOW.isoformat())
    folder.begin(plan, start)
    return Run(plan=plan, state=state, folder=folder, start=start, laboratory=laboratory, jobs=2, **changes)  # type: ignore[arg-type]  # keyword pass-through


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / ".speccursor")


def test_everything_owed_is_observed_once_in_the_plans_order_and_kept(state: State) -> None:
    run = run_of(state, FakeLaboratory())
    record = execute(run)
    assert [item.owed for item in record.observations] == [owed.id for owed in run.plan.owed]
    assert run.folder.record() == record
    assert set(run.folder.journal()[1]) == set(record.observations)
    for observation in record.observations:
        assert observation.envelope is not None
        assert observation.envelope.nonce == nonce_of(run.start.nonce, observation.owed)
        run.folder.outputs(observation.owed, observation.envelope).verify()
    assert record.weakened == ("measured without isolation (none: a test)",)


def test_nothing_changed_means_nothing_is_measured_and_the_record_says_where_it_came_from(state: State) -> None:
    first = execute(run_of(state, FakeLaboratory()))
    laboratory = FakeLaboratory()
    run = run_of(state, laboratory)
    second = execute(run)
    assert laboratory.measured == []
    for was, now in zip(first.observations, second.observations, strict=True):
        assert was.envelope is not None
        assert now.envelope is not None
        assert now.envelope.origin is not None
        assert now.envelope.origin.run == first.run
        assert now.envelope.origin.nonce == was.envelope.nonce
        assert now.envelope.outputs == was.envelope.outputs
        run.folder.outputs(now.owed, now.envelope).verify()


def test_without_cache_or_for_a_live_tool_or_an_audited_one_everything_is_measured_again(state: State) -> None:
    execute(run_of(state, FakeLaboratory()))
    for changes, expected in (
        ({"use_cache": False}, 5),
        ({"audit": lambda owed: owed.tool == "pytest"}, 1),
    ):
        laboratory = FakeLaboratory()
        execute(run_of(state, laboratory, **changes))
        assert len(laboratory.measured) == expected
    laboratory = FakeLaboratory(live_tools=frozenset({"pytest"}))
    execute(run_of(state, laboratory))
    assert laboratory.measured == ["pytest"]


def of_two_stages(*tools: str) -> Plan:
    """What these tools owe in stages 1 and 3, of the same inputs each."""
    owed = [
        Owed(stage=stage, component=COMPONENT.id, cell=Cell(), tool=tool, kinds=(Kind.FINDINGS,))
        for stage in (StageId.STATIC_ANALYSIS, StageId.PROPERTY_TESTS)
        for tool in tools
    ]
    return msgspec.structs.replace(plan_of(), owed=tuple(owed), questions=())


@pytest.mark.parametrize("use_cache", [True, False])
def test_what_two_stages_owe_of_the_same_inputs_is_measured_once_and_told_of_both(
    state: State, use_cache: bool
) -> None:
    execute(run_of(state, FakeLaboratory(), of_two_stages("lean")))
    laboratory = FakeLaboratory()
    run = run_of(state, laboratory, of_two_stages("lean", "lizard"), use_cache=use_cache)
    record = execute(run)
    assert sorted(laboratory.measured) == (["lizard"] if use_cache else ["lean", "lizard"])
    assert [item.owed for item in record.observations] == [item.id for item in run.plan.owed]
    envelopes = [item.envelope for item in record.observations if item.envelope is not None]
    assert [one.nonce for one in envelopes] == [nonce_of(run.start.nonce, item.id) for item in run.plan.owed]
    own = [one.origin.nonce for one in envelopes if one.origin is not None and one.origin.run == run.start.run]
    made = {one.nonce for one in envelopes if one.origin is None}
    assert len(own) == len(made) == len(laboratory.measured)
    assert set(own) == made
    for one, envelope in zip(record.observations, envelopes, strict=True):
        run.folder.outputs(one.owed, envelope).verify()


def test_what_two_stages_owe_is_measured_for_each_where_it_is_live_or_crashed(state: State) -> None:
    for laboratory in (FakeLaboratory(live_tools=frozenset({"lean"})), FakeLaboratory(outcome=Crashed("x", 1, 0.1))):
        record = execute(run_of(state, laboratory, of_two_stages("lean")))
        assert laboratory.measured == ["lean", "lean"]
        assert all(item.envelope is not None and item.envelope.origin is None for item in record.observations)


def test_a_crash_is_observed_and_never_reused(state: State) -> None:
    for _ in range(2):
        laboratory = FakeLaboratory(outcome=Crashed("signal 11", -11, 0.1))
        record = execute(run_of(state, laboratory))
        assert len(laboratory.measured) == 5
        assert all(isinstance(item.outcome, Crashed) for item in record.observations)


def test_an_absent_tool_is_observed_as_unavailable(state: State) -> None:
    record = execute(run_of(state, FakeLaboratory(absent=frozenset({"pytest"}))))
    assert [type(item.outcome) for item in record.observations].count(Unavailable) == 1


def test_a_failed_preparation_makes_everything_that_needs_it_unavailable(state: State) -> None:
    laboratory = FakeLaboratory(preparation=Unavailable("does not build", "see the log"))
    record = execute(run_of(state, laboratory))
    assert laboratory.measured == ["lizard"]
    assert sum(isinstance(item.outcome, Unavailable) for item in record.observations) == 4
    assert len(record.preparations) == 1


def test_the_log_of_a_preparation_is_kept_with_the_run(state: State, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("installed")
    state.open()
    laboratory = FakeLaboratory(log=state.objects.put("log", tmp_path / "log"))
    run = run_of(state, laboratory)
    execute(run)
    assert [path.read_text() for path in run.folder.path.glob("raw/preparation/*/log")] == ["installed"]


def test_a_long_measurement_is_seen_to_live(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[Event] = []
    naps = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda _: naps(0))
    execute(run_of(state, FakeLaboratory(), watch=events.append))
    assert any(isinstance(event, Ticked) for event in events)


def test_a_tool_that_the_project_leaves_out_is_skipped_with_its_reason(state: State) -> None:
    recipe = Recipe(skip=(Skip(tool="pytest", reason="too slow here"),))
    plan = msgspec.structs.replace(plan_of(), recipes={COMPONENT.id: recipe})
    record = execute(run_of(state, FakeLaboratory(), plan))
    (skipped,) = [item.outcome for item in record.observations if isinstance(item.outcome, Skipped)]
    assert "too slow here" in skipped.reason


def test_an_output_that_is_a_link_is_a_crash_and_is_not_followed(state: State) -> None:
    def plant(scratch: Path) -> dict[str, Path]:
        (scratch / "report").symlink_to("/etc/passwd")
        return {"report": scratch / "report"}

    record = execute(run_of(state, FakeLaboratory(write=plant)))
    assert all(isinstance(item.outcome, Crashed) for item in record.observations)
    assert all(item.envelope is not None and item.envelope.outputs == () for item in record.observations)


@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupted_run_keeps_what_it_observed_and_is_resumed_from_there(state: State) -> None:
    events: list[Event] = []
    laboratory = FakeLaboratory(fail_at="hypothesis")
    run = run_of(state, laboratory, watch=events.append, durations={owed.id: 1.0 for owed in plan_of().owed})
    with pytest.raises(KeyboardInterrupt):
        execute(run)
    assert isinstance(events[-1], RunEnded)
    assert events[-1].interrupted
    assert not run.folder.finished
    start, observed = run.folder.journal()
    assert start == run.start
    assert observed

    again = FakeLaboratory()
    resumed = Run(
        plan=run.plan,
        state=state,
        folder=run.folder,
        start=start,
        laboratory=again,
        jobs=1,
        use_cache=False,
        observed=observed,
    )
    record = execute(resumed)
    assert len(again.measured) == 5 - len(observed)
    assert [item.owed for item in record.observations] == [owed.id for owed in run.plan.owed]


def test_whoever_watches_sees_the_run_begin_each_tool_end_and_the_run_end(state: State) -> None:
    events: list[Event] = []
    execute(run_of(state, FakeLaboratory(), watch=events.append, found=lambda _: "3 findings"))
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-1], RunEnded)
    assert sum(isinstance(event, Started) for event in events) == 5
    assert sum(isinstance(event, Preparing) for event in events) == 1
    assert sum(isinstance(event, Prepared) for event in events) == 1
    assert [event.found for event in events if isinstance(event, Ended)] == ["3 findings"] * 5
