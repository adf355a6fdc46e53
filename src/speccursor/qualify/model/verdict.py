"""Statuses, causes, rulings, verdicts, and the one order between them.

PASSED < WAIVED < NOT_APPLICABLE < INCONCLUSIVE < FAILED; the worst wins. There is no score and no
percentage: a verdict is the worst of its rulings, and no rulings at all is INCONCLUSIVE.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.stage import Profile, StageId


class Status(StrEnum):
    """What a gate, a stage or a candidate came to, listed best to worst."""

    PASSED = "passed"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    INCONCLUSIVE = "inconclusive"
    FAILED = "failed"

    @property
    def may_ship(self) -> bool:
        """Whether a candidate with this status may go out."""
        return self in (Status.PASSED, Status.WAIVED, Status.NOT_APPLICABLE)

    @property
    def rank(self) -> int:
        """The place in the order, 0 the best."""
        return _ORDER[self]


_ORDER = {status: rank for rank, status in enumerate(Status)}


def worst(statuses: Iterable[Status]) -> Status:
    """Return the worst of the statuses; of none at all, INCONCLUSIVE: nothing was shown."""
    return max(statuses, key=lambda status: status.rank, default=Status.INCONCLUSIVE)


class Cause(StrEnum):
    """Why a ruling is INCONCLUSIVE; always exactly one of these."""

    MISSING = "missing"
    STALE = "stale"
    ERRORED = "errored"
    TIMED_OUT = "timed_out"
    UNAVAILABLE = "unavailable"
    UNDERPOWERED = "underpowered"
    UNREADABLE = "unreadable"
    SKIPPED = "skipped"


class Location(Struct, frozen=True, order=True):
    """A place in the candidate. `line` counts from 1; None is the whole file."""

    path: str
    line: int | None
    message: str


class Ruling(Struct, frozen=True, kw_only=True):
    """One gate's answer for one component in one cell, as the report publishes it.

    `measured` and `required` are for people ("17", "<= 15"); `could_have_caught` is the smallest
    effect that this run could have detected; `reproduce` is a command line.
    """

    id: str
    component: ComponentId
    cell: str
    tool: str
    status: Status
    cause: Cause | None
    measured: str | None
    required: str
    reason: str
    remedy: str
    reproduce: str
    could_have_caught: str
    locations: tuple[Location, ...] = ()


class StageVerdict(Struct, frozen=True, kw_only=True):
    """A stage's rulings; the worst decides."""

    number: int
    id: StageId
    owner: str
    status: Status
    seconds: float
    cached: bool
    gates: tuple[Ruling, ...]


class CandidateId(Struct, frozen=True, kw_only=True):
    """The candidate as the report names it."""

    name: str
    revision: str | None
    tree: Digest
    dirty: bool


class Verdict(Struct, frozen=True, kw_only=True):
    """The whole answer. Encoded, it is ``report.json`` and what ``--json`` prints.

    `partial` says that less than the whole question was asked. `weakened` lists every skip, override,
    exclusion or missing isolation that made the run weaker than its profile.
    """

    schema: str = "speccursor.verdict/1"
    engine: str
    run: str
    status: Status
    partial: bool
    profile: Profile
    candidate: CandidateId
    plan_digest: Digest
    judged_at: str
    weakened: tuple[str, ...]
    stages: tuple[StageVerdict, ...]
