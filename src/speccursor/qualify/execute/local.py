"""The local executor: asyncio, as many measurements at once as there are places, the longest first.

Everything it is given ends in exactly one observation. A command alone takes a place, so that the next one starts
before what the last one left is read. A cancelled or killed run keeps what the journal holds and is resumed from
there; what was under way leaves no process and no observation.
"""

import asyncio
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from speccursor.qualify.execute.laboratory import Measurement
from speccursor.qualify.execute.run import Progress
from speccursor.qualify.execute.settle import of_this_run
from speccursor.qualify.execute.turns import Turns
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.event import Prepared, Preparing, Started, Ticked, word_of
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome
from speccursor.qualify.model.plan import Owed
from speccursor.qualify.model.record import Envelope, Observation, Output, Toolchain, nonce_of

_UNKNOWN_S = 3600.0  # a tool that was never timed goes first: it may be the longest
_HEAD_START_S = 0.25
"""How long others wait for those that go first, which are the longest and then what needs an environment."""
_MEANWHILE_S = 0.5
"""When all that can be started at once has been, and the engine would only wait."""


class _Way:
    """How far a measurement has come. What ended has passed everything, also where it never came by."""

    def __init__(self) -> None:
        self.prepared = asyncio.Event()
        self.begun = asyncio.Event()
        self.ended = False

    def end(self) -> None:
        """Say that it has ended."""
        self.ended = True
        self.prepared.set()
        self.begun.set()


class _Room(Struct, frozen=True):
    """Where measurements are made: at a desk, of which there is one more than places for commands.

    So the copy that a command needs is ready when a place becomes free, and nobody waits for what the one before left.
    """

    desks: Turns
    places: Turns


async def measure_all(progress: Progress, left: Sequence[tuple[Owed, Digest]]) -> None:
    """Measure all that is left, longest first. Cancelled: no process stays and the journal is whole."""
    jobs, needs_environment = progress.run.jobs, progress.run.laboratory.environment
    room = _Room(Turns(jobs + 1), Turns(jobs))
    alike: dict[Digest, asyncio.Lock] = {}
    waiting = deque(sorted(left, key=lambda item: -_urgency(progress, item[0])))
    ticking = asyncio.create_task(_tick(progress))
    try:
        async with asyncio.TaskGroup() as group:

            def start(owed: Owed, inputs: Digest) -> _Way:
                lock, way = alike.setdefault(inputs, asyncio.Lock()), _Way()
                one = group.create_task(_one(progress, owed, inputs, room=room, alike=lock, way=way))
                one.add_done_callback(lambda _: way.end())
                return way

            ahead = 0
            while waiting and ahead < jobs:
                first = start(*waiting.popleft())
                await _head_start(first.begun)
                ahead += not first.ended
            needing = [start(*item) for item in waiting if needs_environment(item[0])]
            await _head_start(*(way.prepared for way in needing))
            for item in waiting:
                if not needs_environment(item[0]):
                    start(*item)
    finally:
        ticking.cancel()


def _urgency(progress: Progress, owed: Owed) -> float:
    return progress.run.durations.get(owed.id, _UNKNOWN_S)


async def _tick(progress: Progress) -> None:
    await asyncio.sleep(_MEANWHILE_S)
    progress.run.meanwhile()
    while True:
        await asyncio.sleep(1.0)
        progress.run.watch(Ticked(at_s=progress.at()))


async def _head_start(*events: asyncio.Event) -> None:
    """Wait for the events, unless what they wait for must be made first: then it takes longer than anybody waits."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_HEAD_START_S):
            for event in events:
                await event.wait()


async def _one(
    progress: Progress,
    owed: Owed,
    inputs: Digest,
    *,
    room: _Room,
    alike: asyncio.Lock,
    way: _Way,
) -> None:
    """Bring one observation. Of those with the same inputs one at a time holds `alike`; the first measures for all."""
    failed = await _prepare(progress, owed)
    way.prepared.set()
    if failed is not None:
        progress.observe(owed, Observation(owed=owed.id, outcome=failed, envelope=None))
        return
    async with alike:
        measured = of_this_run(progress.run, owed, inputs)
        if measured is not None:
            progress.observe(owed, measured)
            return
        async with room.desks.turn(_urgency(progress, owed)):
            progress.observe(owed, await _measure(progress, owed, inputs, room=room, begun=way.begun))


async def _prepare(progress: Progress, owed: Owed) -> Outcome | None:
    """Prepare what `owed` needs; return why it cannot be measured, or None."""
    run = progress.run
    needed = (owed.subject, owed.cell.name)
    if run.laboratory.environment(owed) and needed not in progress.preparing:
        progress.preparing.add(needed)
        run.watch(Preparing(at_s=progress.at(), component=owed.subject, cell=owed.cell.name))
    preparation = await run.laboratory.prepare(owed)
    if preparation is None:
        return None
    key = (preparation.component, preparation.cell)
    if key not in progress.preparations:
        progress.preparations[key] = preparation
        run.folder.keep_log(preparation, run.state.objects)
        run.watch(
            Prepared(
                at_s=progress.at(),
                component=preparation.component,
                cell=preparation.cell,
                outcome=word_of(preparation.outcome),
                seconds=preparation.seconds,
                cached=preparation.cached,
                note=preparation.notes[0] if preparation.notes else "",
            )
        )
    return None if isinstance(preparation.outcome, Finished) else preparation.outcome


async def _measure(progress: Progress, owed: Owed, inputs: Digest, *, room: _Room, begun: asyncio.Event) -> Observation:
    run = progress.run
    nonce = nonce_of(run.start.nonce, owed.id)
    tree = run.plan.tree_of(owed)
    assert tree is not None  # noqa: S101  (its inputs are known)
    started, clock = datetime.now(UTC), time.monotonic()

    @asynccontextmanager
    async def turn() -> AsyncIterator[None]:
        nonlocal started, clock
        async with room.places.turn(_urgency(progress, owed)):
            started, clock = datetime.now(UTC), time.monotonic()
            run.watch(_started(progress, owed))
            begun.set()
            yield
        await asyncio.sleep(0)  # the next command starts before what this one left is read

    with tempfile.TemporaryDirectory(prefix="speccursor-", ignore_cleanup_errors=True) as scratch:
        measurement = await run.laboratory.measure(owed, nonce=nonce, scratch=Path(scratch), turn=turn)
        outcome, outputs = _store(progress, measurement)
    finished = started + timedelta(seconds=time.monotonic() - clock)
    return Observation(
        owed=owed.id,
        outcome=outcome,
        envelope=Envelope(
            revision=tree.candidate.revision,
            tree=tree.candidate.tree,
            plan=run.plan.digest,
            nonce=nonce,
            tool=owed.tool,
            version=measurement.version,
            argv=measurement.argv,
            root=measurement.root,
            isolation=measurement.isolation,
            toolchains=tuple(Toolchain(name, version) for name, version in sorted(measurement.toolchains.items())),
            inputs=inputs,
            started=started.isoformat(),
            finished=finished.isoformat(),
            outputs=outputs,
        ),
    )


def _started(progress: Progress, owed: Owed) -> Started:
    return Started(
        at_s=progress.at(),
        owed=owed.id,
        stage=owed.stage,
        component=owed.component,
        cell=owed.cell.name,
        tool=owed.tool,
    )


def _store(progress: Progress, measurement: Measurement) -> tuple[Outcome, tuple[Output, ...]]:
    """Keep the raw outputs. One that is not a plain file was put there by somebody who should not have."""
    outputs: list[Output] = []
    outcome = measurement.outcome
    for name, path in sorted(measurement.outputs.items()):
        if path.is_symlink() or not path.is_file():
            seconds = outcome.seconds if isinstance(outcome, Finished) else 0.0
            return Crashed(f"its output {name} is not a plain file", None, seconds), tuple(outputs)
        outputs.append(progress.run.state.objects.put(name, path))
    return outcome, tuple(outputs)
