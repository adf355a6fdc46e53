"""What is asked of the whole, and what there is to ask with."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from speccursor.qualify.model.candidate import Candidate, Component
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.stage import Profile, Stage, StageId
from speccursor.qualify.model.tool import Tool


class Scope(Struct, frozen=True, kw_only=True):
    """What is asked of the whole: empty is everything, anything else makes the verdict partial.

    `components` are ids or patterns of ids (``python:*``). `since` names a commit: only what a change since then can
    reach is asked.
    """

    profile: Profile | None = None
    stages: tuple[StageId, ...] = ()
    components: tuple[str, ...] = ()
    since: str = ""

    @property
    def partial(self) -> bool:
        """Whether less than the whole question is asked."""
        return self.limited or (bool(self.stages) and set(self.stages) != set(StageId))

    @property
    def limited(self) -> bool:
        """Whether less than every component is asked of."""
        return bool(self.components) or bool(self.since)

    def asked(self) -> list[StageId]:
        """Return the stages that are asked, in order."""
        return [stage for stage in StageId if not self.stages or stage in self.stages]

    def named(self, components: Iterable[Component]) -> tuple[Component, ...]:
        """Return the components that it names: all, or those that match a pattern."""
        return tuple(
            component
            for component in components
            if not self.components or any(fnmatchcase(component.id, pattern) for pattern in self.components)
        )


class Declarations(Struct, frozen=True, kw_only=True):
    """What there is to ask with: the stages, the gates and the tools, each by id."""

    stages: Mapping[StageId, Stage]
    gates: Mapping[str, Gate]
    tools: Mapping[str, Tool]


def components_in(scope: Scope, candidate: Candidate) -> tuple[Component, ...]:
    """Return the candidate's components in scope. Raises Misuse when one that is named is not there."""
    for pattern in scope.components:
        if not any(fnmatchcase(component.id, pattern) for component in candidate.components):
            known = ", ".join(component.id for component in candidate.components) or "none"
            raise Misuse(f"no component matches {pattern!r}", hint=f"the components found are: {known}")
    return scope.named(candidate.components)


def compares(scope: Scope, stages: Mapping[StageId, Stage]) -> bool:
    """Whether anything in scope is compared with the release before, so that its files are needed."""
    return any(ask.baseline for stage in scope.asked() for ask in stages[stage].asks)
