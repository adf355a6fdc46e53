"""The plan: what evidence is owed and what will be asked of it, fixed before anything runs.

What a run does not bring is then missing by name. A plan's digest stands in every envelope, so that
evidence gathered for another plan is stale here.
"""

from typing import NewType

from msgspec import Struct

from speccursor.qualify.model.candidate import Component, ComponentId
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.tool import Options
from speccursor.qualify.model.verdict import CandidateId

OwedId = NewType("OwedId", str)

EVERY_COMPONENT = ComponentId("*")


class Cell(Struct, frozen=True, kw_only=True):
    """One place of the matrix, for example debian-12 with Python 3.12. An absent dimension is any."""

    os: str | None = None
    toolchains: dict[str, str] = {}

    @property
    def name(self) -> str:
        """The cell's name: its values in order, or ``host`` when the matrix names nothing."""
        parts = [self.os] if self.os else []
        parts += [f"{tool}-{version}" for tool, version in sorted(self.toolchains.items())]
        return ",".join(parts) or "host"


class Owed(Struct, frozen=True, kw_only=True):
    """One tool's evidence on one component in one cell, with the smallest count that is evidence at all."""

    stage: StageId
    component: ComponentId
    cell: Cell
    tool: str
    kinds: tuple[Kind, ...]
    minimum: int = 1

    @property
    def id(self) -> OwedId:
        """Stage, component, cell and tool, joined by spaces; the component's own are written ``%20``."""
        component = self.component.replace("%", "%25").replace(" ", "%20")
        return OwedId(f"{self.stage} {component} {self.cell.name} {self.tool}")


def folder_of(owed: OwedId) -> str:
    """Return the folder, relative to the candidate's root, of the component that an id names."""
    component = owed.split(" ")[1].replace("%20", " ").replace("%25", "%")
    return component.partition(":")[2]


class Question(Struct, frozen=True, kw_only=True):
    """One gate asked of the evidence that `owed` names.

    Nothing owed and a `proof`: not applicable, and why. Nothing owed and no proof: nothing here can
    provide the evidence, and `hint` says what would.
    """

    gate: str
    stage: StageId
    component: ComponentId
    cell: str
    tool: str
    kind: Kind | None
    owed: tuple[OwedId, ...]
    required: str
    proof: str = ""
    hint: str = ""
    reproduce: str = ""


class NotAsked(Struct, frozen=True, kw_only=True):
    """A question that does not arise for this candidate, and the proof of that."""

    stage: StageId
    what: str
    proof: str


class Waiver(Struct, frozen=True, kw_only=True):
    """A person's decision to let one gate be, for a reason and until a day (ISO date, inclusive)."""

    gate: str
    component: str
    reason: str
    owner: str
    expires: str


class StageAsked(Struct, frozen=True, kw_only=True):
    """A stage of this plan and who answers for it."""

    id: StageId
    owner: str


class Plan(Struct, frozen=True, kw_only=True):
    """Everything that this qualification asks, and how: `recipes` and `options` by component."""

    schema: str = "speccursor.plan/1"
    engine: str
    candidate: CandidateId
    components: tuple[Component, ...]
    profile: Profile
    partial: bool
    stages: tuple[StageAsked, ...]
    owed: tuple[Owed, ...]
    questions: tuple[Question, ...]
    not_asked: tuple[NotAsked, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    recipes: dict[ComponentId, Recipe] = {}
    options: dict[ComponentId, Options] = {}
    weakened: tuple[str, ...] = ()

    @property
    def digest(self) -> Digest:
        """The digest of the whole plan."""
        return digest_of(self)
