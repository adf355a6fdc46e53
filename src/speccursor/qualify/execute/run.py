"""One execution of a plan: what it is given, what it has observed so far, and the record it ends in."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field

from speccursor.qualify.execute.laboratory import Laboratory
from speccursor.qualify.model.event import Ended, Event, word_of
from speccursor.qualify.model.outcome import Crashed, Finished, TimedOut
from speccursor.qualify.model.plan import Owed, OwedId, Plan
from speccursor.qualify.model.record import Observation, Preparation, Record
from speccursor.qualify.store.runs import RunFolder, Start
from speccursor.qualify.store.state import State


def _unwatched(_: Event) -> None:
    return None


def _unread(_: Observation) -> str:
    return ""


def _unaudited(_: Owed) -> bool:
    return False


def _nothing() -> None:
    return None


def _all(_: Owed) -> bool:
    return True


class Run(Struct, frozen=True, kw_only=True):
    """One execution of a plan: where it is kept and how it may go about it.

    `observed` are the observations of an earlier, interrupted attempt at this very run. `durations` are
    earlier ones in seconds, by owed id. `found` says in a few words what an observation's outputs hold,
    for whoever watches. `audit` picks the cache hits that are run again all the same, `takes` what of the plan is
    measured here: the rest is left to other runs, and missing from this one. `meanwhile` is called once while tools
    are at work: what is needed after them can be loaded then.
    """

    plan: Plan
    state: State
    folder: RunFolder
    start: Start
    laboratory: Laboratory
    jobs: int
    use_cache: bool = True
    observed: Sequence[Observation] = ()
    durations: Mapping[str, float] = field(default_factory=dict)
    watch: Callable[[Event], None] = _unwatched
    found: Callable[[Observation], str] = _unread
    audit: Callable[[Owed], bool] = _unaudited
    takes: Callable[[Owed], bool] = _all
    meanwhile: Callable[[], None] = _nothing

    def owed(self) -> tuple[Owed, ...]:
        """Return what this run is to observe, in the plan's order."""
        return tuple(item for item in self.plan.owed if self.takes(item))


class Progress:
    """What a run has brought so far. Every observation enters here once, and is in the journal then."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.observations: dict[OwedId, Observation] = {item.owed: item for item in run.observed}
        self.preparing: set[tuple[str, str]] = set()
        self.preparations: dict[tuple[str, str], Preparation] = {}
        self._weakened: list[str] = [_weakness(item) for item in run.observed]
        self._began = time.monotonic()

    def at(self) -> float:
        """Return seconds since the run began, on a clock that never goes back."""
        return time.monotonic() - self._began

    def remaining(self) -> list[Owed]:
        """Return what is to be observed and is not yet, in the plan's order."""
        return [item for item in self.run.owed() if item.id not in self.observations]

    def observe(self, owed: Owed, observation: Observation) -> None:
        """Take one observation: to the journal, to the cache where it may be reused, to whoever watches."""
        run = self.run
        run.folder.observe(observation, run.state.objects)
        if not run.laboratory.live(owed):
            run.state.cache.keep(run.start.run, observation)
        self.observations[owed.id] = observation
        self._weakened.append(_weakness(observation))
        outcome, envelope = observation.outcome, observation.envelope
        run.watch(
            Ended(
                at_s=self.at(),
                owed=owed.id,
                stage=owed.stage,
                component=owed.component,
                cell=owed.cell.name,
                tool=owed.tool,
                outcome=word_of(outcome),
                seconds=outcome.seconds if isinstance(outcome, Finished | TimedOut | Crashed) else 0.0,
                cached=envelope is not None and envelope.origin is not None,
                found=run.found(observation),
            )
        )

    def record(self) -> Record:
        """Return the finished record: one observation for everything that was to be observed, in the plan's order."""
        run = self.run
        taken = {item.id for item in run.owed()} | self.observations.keys()
        finished = datetime.fromisoformat(run.start.started) + timedelta(seconds=self.at())
        return Record(
            run=run.start.run,
            nonce=run.start.nonce,
            plan=run.plan.digest,
            machine=run.start.machine,
            started=run.start.started,
            finished=finished.isoformat(),
            observations=tuple(self.observations[item.id] for item in run.plan.owed if item.id in taken),
            preparations=tuple(self.preparations[key] for key in sorted(self.preparations)),
            weakened=tuple(dict.fromkeys(text for text in self._weakened if text)),
        )


def _weakness(observation: Observation) -> str:
    envelope = observation.envelope
    if envelope is not None and envelope.isolation.startswith("none"):
        return f"measured without isolation ({envelope.isolation})"
    return ""
