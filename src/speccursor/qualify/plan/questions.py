"""From stages, components and cells to what is owed and what is asked.

Every stage in scope gives at least one question for everything found: one that is asked of evidence,
one that is not applicable and says why, or one that nothing can answer yet. None is left out silently.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from shlex import quote

from msgspec import Struct

from speccursor.qualify.configuration.values import Configuration
from speccursor.qualify.model.candidate import Candidate, Component, ComponentId, Language
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.plan import EVERY_COMPONENT, Cell, NotAsked, Owed, OwedId, Plan, Question, StageAsked
from speccursor.qualify.model.stage import Ask, Profile, Stage, StageId
from speccursor.qualify.model.tool import Options, Tool
from speccursor.qualify.model.verdict import CandidateId
from speccursor.qualify.plan.configured import as_configured

_TOOLCHAIN = {
    Language.PYTHON: "python",
    Language.JAVASCRIPT: "node",
    Language.RUST: "rust",
    Language.GO: "go",
    Language.LEAN: "lean",
}


class Scope(Struct, frozen=True, kw_only=True):
    """What is asked of the whole: empty is everything, anything else makes the verdict partial.

    `components` are ids or patterns of ids (``python:*``).
    """

    profile: Profile | None = None
    stages: tuple[StageId, ...] = ()
    components: tuple[str, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether less than the whole question is asked."""
        return bool(self.components) or (bool(self.stages) and set(self.stages) != set(StageId))


@dataclass(frozen=True, kw_only=True)
class Declarations:
    """What there is to ask with: the stages, the gates and the tools, each by id."""

    stages: Mapping[StageId, Stage]
    gates: Mapping[str, Gate]
    tools: Mapping[str, Tool]


@dataclass(frozen=True)
class _Asked:
    """What one gate of one stage comes to: evidence owed, questions, and what does not arise."""

    owed: tuple[Owed, ...] = ()
    questions: tuple[Question, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()


def make_plan(
    candidate: Candidate,
    configuration: Configuration,
    declarations: Declarations,
    *,
    scope: Scope,
    engine: str,
    weakened: tuple[str, ...] = (),
    absent: Mapping[Language, str] | None = None,
) -> Plan:
    """Say what evidence this candidate owes and what is asked of it.

    `absent` is the proof, by language, that the candidate holds none of it. Raises Misuse when the
    scope names a component that is not there.
    """
    found = _components(candidate, scope)
    components = tuple(as_configured(item, configuration.recipe(item.id)) for item in found)
    profile = scope.profile or configuration.profile
    stages = [stage for stage in StageId if not scope.stages or stage in scope.stages]
    asked = _together(
        part
        for stage in stages
        for part in _Asking(declarations.stages[stage], configuration, declarations, candidate.released).everything(
            components
        )
    )
    identity = CandidateId(name=candidate.name, revision=candidate.revision, tree=candidate.tree, dirty=candidate.dirty)
    return Plan(
        engine=engine,
        candidate=identity,
        components=components,
        profile=profile,
        partial=scope.partial,
        stages=tuple(StageAsked(id=stage, owner=configuration.owner(stage)) for stage in stages),
        owed=asked.owed,
        questions=asked.questions,
        not_asked=asked.not_asked + _absent(absent or {}, stages[0]),
        waivers=configuration.waivers,
        recipes={item.id: configuration.recipe(item.id) for item in components},
        options={item.id: _options(item.id, configuration, profile, declarations) for item in components},
        weakened=weakened,
    )


def _together(parts: Iterable[_Asked]) -> _Asked:
    """Put parts together; what several gates are asked of is owed once."""
    every = tuple(parts)
    owed = {item.id: item for part in every for item in part.owed}
    return _Asked(
        owed=tuple(owed.values()),
        questions=tuple(question for part in every for question in part.questions),
        not_asked=tuple(item for part in every for item in part.not_asked),
    )


def _absent(absent: Mapping[Language, str], stage: StageId) -> tuple[NotAsked, ...]:
    return tuple(
        NotAsked(stage=stage, what=f"every gate on {language}", proof=proof) for language, proof in absent.items()
    )


def _components(candidate: Candidate, scope: Scope) -> tuple[Component, ...]:
    if not scope.components:
        return candidate.components
    for pattern in scope.components:
        if not any(fnmatchcase(component.id, pattern) for component in candidate.components):
            known = ", ".join(component.id for component in candidate.components) or "none"
            raise Misuse(f"no component matches {pattern!r}", hint=f"the components found are: {known}")
    return tuple(
        component
        for component in candidate.components
        if any(fnmatchcase(component.id, pattern) for pattern in scope.components)
    )


def _options(
    component: ComponentId, configuration: Configuration, profile: Profile, declarations: Declarations
) -> Options:
    recipe = configuration.recipe(component)
    return Options(
        profile=profile,
        examples=max(1, int(configuration.required(declarations.gates["property-holds"]).bound)),
        timeout_s=recipe.timeout_s or 600.0,
        test_arguments=recipe.test_arguments,
    )


@dataclass(frozen=True)
class _Asking:
    """One stage being asked of the candidate."""

    stage: Stage
    configuration: Configuration
    declarations: Declarations
    released: tuple[str, str] | None

    def everything(self, components: tuple[Component, ...]) -> Iterable[_Asked]:
        """Ask every gate of the stage of every component in every cell."""
        provided = any(ask.tools for ask in self.stage.asks)
        if not provided or not components:
            nothing = "nothing in a language that is known here was found in the candidate"
            hint = nothing if provided else self.stage.hint
            yield _Asked(questions=tuple(self.question(ask.gate, hint=hint) for ask in self.stage.asks))
            return
        for ask in self.stage.asks:
            if ask.baseline:
                yield self.against_release(ask)
                continue
            parts = [
                self.one(ask, component, cell)
                for component in components
                for cell in _cells(component, self.configuration)
            ]
            yield from parts
            yield self.merged(ask, parts)

    def against_release(self, ask: Ask) -> _Asked:
        """Ask a gate that compares with the newest earlier release, or say that there is none."""
        if self.released is None:
            proof = "the history of the candidate shows no earlier release"
            return _Asked(not_asked=(NotAsked(stage=self.stage.id, what=ask.gate, proof=proof),))
        hint = f"{self.released[0]} is the release before, and this version cannot measure it beside the candidate yet"
        return _Asked(questions=(self.question(ask.gate, hint=hint),))

    def one(self, ask: Ask, component: Component, cell: Cell) -> _Asked:
        """Ask one gate of one component in one cell, by each tool that fits."""
        tools = [self.declarations.tools[name] for name in ask.tools.get(component.language, ())]
        proofs = {tool.id: proof for tool in tools if (proof := tool.applies(component))}
        fitting = [tool for tool in tools if tool.id not in proofs]
        if not fitting and tools and ask.obligatory:
            hint = "no tool fits: " + "; ".join(f"{name}: {proof}" for name, proof in proofs.items())
            return _Asked(questions=(self.question(ask.gate, component.id, cell.name, hint=hint),))
        if not fitting:
            proof = "; ".join(dict.fromkeys(proofs.values())) or f"{ask.gate} is not known for {component.language}"
            return _Asked(not_asked=(NotAsked(stage=self.stage.id, what=f"{ask.gate} on {component.id}", proof=proof),))
        owed = tuple(
            Owed(stage=self.stage.id, component=component.id, cell=cell, tool=tool.id, kinds=tool.kinds)
            for tool in fitting
        )
        folder = "" if component.path == "." else f"cd {quote(component.path)} && "
        questions = tuple(
            self.question(
                ask.gate,
                component.id,
                cell.name,
                tool=tool.id,
                owed=(item.id,),
                reproduce=folder + tool.reproduce,
            )
            for tool, item in zip(fitting, owed, strict=True)
        )
        return _Asked(owed=owed, questions=questions)

    def merged(self, ask: Ask, parts: Iterable[_Asked]) -> _Asked:
        """Ask a gate once more over all components, where more than one of them owes evidence."""
        owed = [item for part in parts for item in part.owed]
        if not ask.merged or len({item.component for item in owed}) < 2:  # noqa: PLR2004  (one is merged already)
            return _Asked()
        tools = ", ".join(dict.fromkeys(item.tool for item in owed))
        identifiers = tuple(dict.fromkeys(item.id for item in owed))
        return _Asked(questions=(self.question(ask.gate, tool=tools, owed=identifiers),))

    def question(
        self,
        gate: str,
        component: ComponentId = EVERY_COMPONENT,
        cell: str = "*",
        *,
        tool: str = "",
        owed: tuple[OwedId, ...] = (),
        hint: str = "",
        reproduce: str = "",
    ) -> Question:
        """Return one question with the threshold that holds for its gate."""
        asked = self.declarations.gates[gate]
        return Question(
            gate=gate,
            stage=self.stage.id,
            component=component,
            cell=cell,
            tool=tool,
            kind=asked.kind,
            owed=owed,
            required=str(self.configuration.required(asked)),
            hint=hint,
            reproduce=reproduce,
        )


def _cells(component: Component, configuration: Configuration) -> tuple[Cell, ...]:
    """Return the matrix's cells as they differ for this component: the system and its own toolchain."""
    toolchain = _TOOLCHAIN.get(component.language)
    cells = (
        Cell(
            os=cell.os,
            toolchains={toolchain: cell.toolchains[toolchain]} if toolchain and toolchain in cell.toolchains else {},
        )
        for cell in configuration.matrix.cells()
    )
    return tuple({cell.name: cell for cell in cells}.values())
