"""The plan: what evidence is owed and what will be asked of it, fixed before anything runs.

What a run does not bring is then missing by name. A plan's digest stands in every envelope, so that
evidence gathered for another plan is stale here.
"""

from typing import NewType

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Component, ComponentId, Language
from speccursor.qualify.model.debt import Known, KnownFunction
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.tool import Options
from speccursor.qualify.model.verdict import CandidateId, Cause

OwedId = NewType("OwedId", str)

EVERY_COMPONENT = ComponentId("*")


def every_component_in(language: Language) -> ComponentId:
    """Return what a question over all components of one language names: ``python:*``."""
    return ComponentId(f"{language}:*")


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
    """One tool's evidence on one component in one cell, with the smallest count that is evidence at all.

    `release` is the tag of the release that it is owed of (see `Baseline`); None: of the candidate.
    """

    stage: StageId
    component: ComponentId
    cell: Cell
    tool: str
    kinds: tuple[Kind, ...]
    minimum: int = 1
    release: str | None = None

    @property
    def id(self) -> OwedId:
        """Stage, component, cell, tool and ``@release``, joined by spaces; their own are written ``%20``."""
        parts = [_word(self.component), self.cell.name, self.tool]
        parts += [_word(f"@{self.release}")] if self.release is not None else []
        return OwedId(" ".join([self.stage, *parts]))

    @property
    def subject(self) -> str:
        """What is measured, for people: ``python:.``, or ``python:. @v1.2.0`` for a release's component."""
        return self.component if self.release is None else f"{self.component} @{self.release}"


def _word(text: str) -> str:
    return text.replace("%", "%25").replace(" ", "%20")


def _text(word: str) -> str:
    return word.replace("%20", " ").replace("%25", "%")


def component_of(owed: OwedId) -> ComponentId:
    """Return the component that an id names."""
    return ComponentId(_text(owed.split(" ")[1]))


def cell_of(owed: OwedId) -> str:
    """Return the name of the cell that an id names."""
    return owed.split(" ")[2]


def folder_of(owed: OwedId) -> str:
    """Return the folder, relative to the root of the tree, of the component that an id names."""
    return component_of(owed).partition(":")[2]


def release_of(owed: OwedId) -> str | None:
    """Return the release that an id names, or None for what is owed of the candidate."""
    last = owed.split(" ")[4:]
    return _text(last[0]).removeprefix("@") if last else None


class Share(Struct, frozen=True, kw_only=True):
    """The part of a baseline that one question is about: `marks` names the lines' marks, `note` is for the ruling."""

    findings: tuple[Known, ...] = ()
    functions: tuple[KnownFunction, ...] = ()
    marks: OwedId | None = None
    note: str = ""


class Question(Struct, frozen=True, kw_only=True):
    """One gate asked of the evidence that `owed` names.

    `against` names the evidence that it is compared with. Nothing owed and a `proof`: not applicable,
    and why. Nothing owed and no proof: nothing here can provide the evidence, `cause` says whether that is
    the project's part (missing) or ours (unavailable), and `hint` what would. `debt` is what the candidate's
    baseline knows already, with the evidence by which it is known again.
    """

    gate: str
    stage: StageId
    component: ComponentId
    cell: str
    tool: str
    kind: Kind | None
    owed: tuple[OwedId, ...]
    against: tuple[OwedId, ...] = ()
    required: str
    proof: str = ""
    hint: str = ""
    cause: Cause = Cause.UNAVAILABLE
    reproduce: str = ""
    debt: Share | None = None


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


class Baseline(Struct, frozen=True, kw_only=True):
    """The release before, measured beside the candidate: its tag, what its files are, and how it is measured."""

    release: str
    candidate: CandidateId
    components: tuple[Component, ...]
    recipes: dict[ComponentId, Recipe] = {}
    options: dict[ComponentId, Options] = {}


class Plan(Struct, frozen=True, kw_only=True):
    """Everything that this qualification asks, and how: `recipes` and `options` by component.

    `limited` says that only some of the candidate's components are asked of. `baseline` is there where evidence
    of an earlier release is owed; `part` tells the two apart. `kept` is the digest of the bytes that a stored plan
    was read from: written anew by an engine that knows more fields, it would be another plan.
    """

    schema: str = "speccursor.plan/1"
    engine: str
    candidate: CandidateId
    components: tuple[Component, ...]
    profile: Profile
    partial: bool
    limited: bool = False
    stages: tuple[StageAsked, ...]
    owed: tuple[Owed, ...]
    questions: tuple[Question, ...]
    not_asked: tuple[NotAsked, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    recipes: dict[ComponentId, Recipe] = {}
    options: dict[ComponentId, Options] = {}
    weakened: tuple[str, ...] = ()
    baseline: Baseline | None = None
    kept: Digest | UnsetType = UNSET

    def tree_of(self, owed: Owed) -> "Baseline | Plan | None":
        """Return whose tree `owed` is measured on; None for a release that is not in the plan."""
        if owed.release is None:
            return self
        return self.baseline if self.baseline is not None and self.baseline.release == owed.release else None

    def part(self, release: str | None) -> "Plan":
        """Return what is owed of one tree alone, without a question: the candidate's part, or the release's."""
        owed = tuple(item for item in self.owed if item.release == release)
        part = replace(self, owed=owed, questions=(), not_asked=(), baseline=None, kept=UNSET)
        if release is None:
            return part
        tree = self.baseline
        if tree is None or tree.release != release:
            raise KeyError(f"the plan owes nothing of {release}")
        return replace(
            part, candidate=tree.candidate, components=tree.components, recipes=tree.recipes, options=tree.options
        )

    @property
    def digest(self) -> Digest:
        """The digest of the whole plan."""
        return digest_of(self) if self.kept is UNSET else self.kept
