"""One stage being asked: what a gate comes to on one component, and over several together."""

from collections.abc import Iterable, Sequence
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from speccursor.qualify.configuration.values import Configuration
from speccursor.qualify.model.candidate import Component, ComponentId, Language
from speccursor.qualify.model.plan import (
    EVERY_COMPONENT,
    Cell,
    NotAsked,
    Owed,
    OwedId,
    Question,
    every_component_in,
)
from speccursor.qualify.model.stage import Ask, Stage
from speccursor.qualify.model.verdict import Cause
from speccursor.qualify.plan.indebted import MARKS, with_debt
from speccursor.qualify.plan.scope import Declarations

UNKNOWN = "no tool of this release brings such evidence in that language"
"""Why a gate is not asked of a component in whose language nothing here can answer it."""

_TOOLCHAIN = {
    Language.PYTHON: "python",
    Language.JAVASCRIPT: "node",
    Language.RUST: "rust",
    Language.GO: "go",
    Language.LEAN: "lean",
}


class Asked(Struct, frozen=True):
    """What one gate of one stage comes to: evidence owed, questions, and what does not arise."""

    owed: tuple[Owed, ...] = ()
    questions: tuple[Question, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()


def together(parts: Iterable[Asked]) -> Asked:
    """Put parts together; what several gates are asked of is owed once, what arises in no cell is told once."""
    every = tuple(parts)
    owed = {item.id: item for part in every for item in part.owed}
    return Asked(
        owed=tuple(owed.values()),
        questions=tuple(question for part in every for question in part.questions),
        not_asked=tuple(dict.fromkeys(item for part in every for item in part.not_asked)),
    )


class Asking(Struct, frozen=True):
    """One stage being asked of components."""

    stage: Stage
    configuration: Configuration
    declarations: Declarations

    def each(self, ask: Ask, components: Sequence[Component]) -> Iterable[Asked]:
        """Ask a gate of every component in every cell, and once more of several together where it is merged."""
        parts = [self._one(ask, component, cell) for component in components for cell in self._cells(component)]
        yield from parts
        if ask.merged:
            yield self._merged(ask, components, [item for part in parts for item in part.owed])

    def owed_of(
        self, ask: Ask, components: Sequence[Component], *, release: str | None
    ) -> tuple[tuple[Owed, ...], tuple[str, ...]]:
        """Return what a gate's tools owe on components in every cell, and why on some of them none fits."""
        owed: list[Owed] = []
        unfit: list[str] = []
        for component in components:
            fitting, proofs = self._fitting(ask, component)
            if not fitting:
                unfit.append(f"no tool fits {component.id}: {_by_reason(proofs)}")
            owed += [
                self._owed(component, cell, tool, release=release)
                for cell in self._cells(component)
                for tool in fitting
            ]
        return tuple(owed), tuple(unfit)

    def question(
        self,
        gate: str,
        component: ComponentId = EVERY_COMPONENT,
        cell: str = "*",
        *,
        tool: str = "",
        owed: tuple[OwedId, ...] = (),
        against: tuple[OwedId, ...] = (),
        proof: str = "",
        hint: str = "",
        cause: Cause = Cause.UNAVAILABLE,
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
            against=against,
            required=str(self.configuration.required(asked)),
            proof=proof,
            hint=hint,
            cause=cause,
            reproduce=reproduce,
        )

    def of_several(
        self, gate: str, component: ComponentId, owed: Sequence[Owed], against: Sequence[Owed] = ()
    ) -> Question:
        """Return one question of several pieces of evidence together."""
        question = self.question(
            gate,
            component,
            tool=", ".join(dict.fromkeys(item.tool for item in owed)),
            owed=tuple(dict.fromkeys(item.id for item in owed)),
            against=tuple(dict.fromkeys(item.id for item in against)),
        )
        return question if against else with_debt(question, self.configuration.debt, None)

    def _one(self, ask: Ask, component: Component, cell: Cell) -> Asked:
        """Ask one gate of one component in one cell, by each tool that fits."""
        fitting, proofs = self._fitting(ask, component)
        if not fitting and proofs and ask.obligatory:
            hint = f"no tool fits: {_by_reason(proofs)}"
            question = self.question(ask.gate, component.id, cell.name, hint=hint, cause=Cause.MISSING)
            return Asked(questions=(question,))
        if not fitting:
            proof = "; ".join(dict.fromkeys(why for _, why in proofs))
            proof = proof or ask.aside.get(component.language, UNKNOWN)
            return Asked(not_asked=(NotAsked(stage=self.stage.id, what=f"{ask.gate} on {component.id}", proof=proof),))
        folder = "" if component.path == "." else f"cd {quote(component.path)} && "
        owed = tuple(self._owed(component, cell, tool, release=None) for tool in fitting)
        questions = tuple(
            self.question(
                ask.gate,
                component.id,
                cell.name,
                tool=item.tool,
                owed=(item.id,),
                reproduce=folder + self._command(item.tool, component, ask.gate),
            )
            for item in owed
        )
        return self._with_debt(Asked(owed=owed, questions=questions), component, cell)

    def _command(self, tool: str, component: Component, gate: str) -> str:
        return self.declarations.tools[tool].command(component, self.declarations.gates[gate].kind)

    def _with_debt(self, asked: Asked, component: Component, cell: Cell) -> Asked:
        """Tell questions what the candidate's baseline knows of a component; the marks of lines are owed for that."""
        debt = self.configuration.debt
        if debt is None:
            return asked
        marks = self._owed(component, cell, MARKS, release=None)
        questions = tuple(with_debt(question, debt, marks.id) for question in asked.questions)
        marked = any(question.debt is not None and question.debt.marks for question in questions)
        return replace(asked, owed=(*asked.owed, marks) if marked else asked.owed, questions=questions)

    def _merged(self, ask: Ask, components: Sequence[Component], owed: Sequence[Owed]) -> Asked:
        """Ask a gate once more over each language of several components, and over everything of several languages."""
        language_of = {component.id: component.language for component in components}
        languages: dict[Language, list[Owed]] = {}
        for item in owed:
            languages.setdefault(language_of[item.component], []).append(item)
        questions = [
            self.of_several(ask.gate, every_component_in(language), items)
            for language, items in languages.items()
            if len({item.component for item in items}) > 1
        ]
        if len(languages) > 1:
            questions.append(self.of_several(ask.gate, EVERY_COMPONENT, owed))
        return Asked(questions=tuple(questions))

    def _fitting(self, ask: Ask, component: Component) -> tuple[list[str], list[tuple[str, str]]]:
        """Return the tools that fit a component, and why each other one does not."""
        names = ask.tools.get(component.language, ())
        proofs = {name: self.declarations.tools[name].applies(component) for name in names}
        return [name for name in names if not proofs[name]], [(name, why) for name, why in proofs.items() if why]

    def _owed(self, component: Component, cell: Cell, tool: str, *, release: str | None) -> Owed:
        kinds = self.declarations.tools[tool].kinds
        return Owed(stage=self.stage.id, component=component.id, cell=cell, tool=tool, kinds=kinds, release=release)

    def _cells(self, component: Component) -> tuple[Cell, ...]:
        """Return the matrix's cells as they differ for a component: the system and its own toolchain."""
        toolchain = _TOOLCHAIN.get(component.language)
        cells = (
            Cell(
                os=cell.os,
                toolchains={toolchain: cell.toolchains[toolchain]}
                if toolchain and toolchain in cell.toolchains
                else {},
            )
            for cell in self.configuration.matrix.cells()
        )
        return tuple({cell.name: cell for cell in cells}.values())


def _by_reason(proofs: Iterable[tuple[str, str]]) -> str:
    """Say why no tool fits, each reason once with the tools that give it."""
    reasons: dict[str, list[str]] = {}
    for name, why in proofs:
        reasons.setdefault(why, []).append(name)
    return "; ".join(f"{', '.join(names)}: {why}" for why, names in reasons.items())
