"""What a change can reach: the components whose tools read a changed file, or whose environment is made of one.

The files that a tool's result depends on are those of `model.sight`; an environment is known by its digest
(`workspaces.identity`). What asks is the same for both trees, so a changed configuration reaches everything.
"""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from speccursor.qualify.model.baseline import Earlier
from speccursor.qualify.model.candidate import Candidate, Component, ComponentId, File, Language
from speccursor.qualify.model.debt import FILE as BASELINE
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.sight import read_files
from speccursor.qualify.model.tool import Tool
from speccursor.qualify.workspaces.cargo_home import CargoHome
from speccursor.qualify.workspaces.identity import (
    digest_of_go,
    digest_of_javascript,
    digest_of_python,
    digest_of_rust,
)

CONFIGURATION = "qualification.toml"
_ASKS = frozenset({CONFIGURATION, BASELINE})


class Reach(Struct, frozen=True, kw_only=True):
    """What can be told of the changes since an earlier commit: the tools there are, the recipe of each component."""

    candidate: Candidate
    earlier: Earlier
    tools: Mapping[str, Tool]
    recipe: Callable[[ComponentId], Recipe]

    def of(self, components: Iterable[Component]) -> tuple[Component, ...]:
        """Return the components that a change can reach."""
        then = self.earlier.tree
        if then is None or _asking(then) != _asking(self.candidate):
            return tuple(components)
        before = {one.id: one for one in then.components}
        return tuple(one for one in components if one.id not in before or self._differs(one, before[one.id], then))

    @property
    def proof(self) -> str:
        """Why what is not reached need not be asked."""
        told = self.earlier
        named = told.named if told.commit.startswith(told.named) else f"{told.named} ({told.commit[:12]})"
        return f"no file that it is made of or that its tools read changed since {named}"

    def _differs(self, now: Component, before: Component, then: Candidate) -> bool:
        recipe = self.recipe(now.id)
        return (
            now != before
            or self._read(now, self.candidate, recipe) != self._read(before, then, recipe)
            or _environment(now, self.candidate, recipe) != _environment(before, then, recipe)
        )

    def _read(self, component: Component, candidate: Candidate, recipe: Recipe) -> frozenset[File]:
        fitting = (tool for tool in self.tools.values() if component.language in tool.languages)
        return frozenset(file for tool in fitting for file in read_files(tool, component, candidate, recipe))


def _asking(candidate: Candidate) -> list[File]:
    """Return the files that say what is asked."""
    return [file for file in candidate.files if file.path in _ASKS]


def _environment(component: Component, candidate: Candidate, recipe: Recipe) -> Digest:
    """Return the digest of what a component's environment is made from, all toolchains and tools being the same."""
    match component.language:
        case Language.PYTHON:
            return digest_of_python(component, candidate=candidate, seen="", recipe=recipe, interpreter="", tools=())
        case Language.JAVASCRIPT:
            return digest_of_javascript(component, candidate=candidate, seen="", recipe=recipe, node="", tools=())
        case Language.RUST:
            return digest_of_rust(
                component, candidate=candidate, seen="", recipe=recipe, toolchain="", llvm="", home=CargoHome()
            )
        case Language.GO:
            return digest_of_go(component, candidate=candidate, seen="", recipe=recipe, toolchain="", compiler="")
        case _:
            return digest_of(None)
