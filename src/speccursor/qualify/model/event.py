"""Events: what happens while a plan is executed, for whoever watches it.

They stand in the model because `execute` makes them and `report` shows them, and the verbs do not
know one another. An event is only ever shown: no verdict is made from one, so a lost event loses
nothing. Times are seconds since the run began, on a clock that never goes back.
"""

from typing import Literal

from msgspec import Struct

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import OwedId
from speccursor.qualify.model.stage import StageId

OutcomeWord = Literal["finished", "timed_out", "unavailable", "crashed", "skipped"]

_WORDS: dict[type[Outcome], OutcomeWord] = {
    Finished: "finished",
    TimedOut: "timed_out",
    Unavailable: "unavailable",
    Crashed: "crashed",
    Skipped: "skipped",
}


def word_of(outcome: Outcome) -> OutcomeWord:
    """Return the one word for an outcome: its tag."""
    return _WORDS[type(outcome)]


class RunStarted(Struct, frozen=True, kw_only=True, tag="run_started"):
    """The run begins: how many observations are owed, and how many run side by side."""

    at_s: float
    run: str
    owed: int
    jobs: int


class Preparing(Struct, frozen=True, kw_only=True, tag="preparing"):
    """A component's environment, or a tool (then `component` is ``tool:<id>``), is being made."""

    at_s: float
    component: str
    cell: str


class Prepared(Struct, frozen=True, kw_only=True, tag="prepared"):
    """That is done. `cached`: it stood already. `note` says what it holds, or why it failed."""

    at_s: float
    component: str
    cell: str
    outcome: OutcomeWord
    seconds: float
    cached: bool
    note: str = ""


class Started(Struct, frozen=True, kw_only=True, tag="started"):
    """A tool begins to work on what it owes."""

    at_s: float
    owed: OwedId
    stage: StageId
    component: ComponentId
    cell: str
    tool: str


class Progressed(Struct, frozen=True, kw_only=True, tag="progressed"):
    """What a tool found so far, in a few words ("214 tests, 1 failed")."""

    at_s: float
    owed: OwedId
    found: str


class Ended(Struct, frozen=True, kw_only=True, tag="ended"):
    """An observation is made, whether the tool ran for it or not (`cached`; or never started).

    It carries everything that `Started` does, because what is cached or unavailable never starts.
    """

    at_s: float
    owed: OwedId
    stage: StageId
    component: ComponentId
    cell: str
    tool: str
    outcome: OutcomeWord
    seconds: float
    cached: bool = False
    found: str = ""


class Ticked(Struct, frozen=True, kw_only=True, tag="ticked"):
    """Time passes and nothing else: sent about once a second, so that a silent run is seen to live."""

    at_s: float


class RunEnded(Struct, frozen=True, kw_only=True, tag="run_ended"):
    """The last observation is made, or the run was interrupted."""

    at_s: float
    interrupted: bool = False


Event = RunStarted | Preparing | Prepared | Started | Progressed | Ended | Ticked | RunEnded
