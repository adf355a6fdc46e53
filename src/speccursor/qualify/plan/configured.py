"""A component as its project describes it: what is shipped, what tests it, which runner, where the survey guessed."""

import posixpath
import shlex
from collections.abc import Sequence

import msgspec

from speccursor.qualify.model.candidate import Component, Role
from speccursor.qualify.model.recipe import Recipe

_RUNNERS = {"node:test": "node"}


def as_configured(component: Component, recipe: Recipe) -> Component:
    """Return the component with the recipe's sources, tests and runner in the place of the survey's."""
    files, facts = dict(component.files), dict(component.facts)
    if recipe.runner is not None:
        facts["runner"] = _RUNNERS.get(recipe.runner, recipe.runner)
    if recipe.sources is not None:
        facts["packages"] = shlex.join(recipe.sources)
        files = {path: _shipped(path, role, component.path, recipe.sources) for path, role in files.items()}
    if recipe.tests is not None:
        facts["tests"] = shlex.join(recipe.tests)
        files = {
            path: Role.TEST if role is not Role.DATA and _inside(path, component.path, recipe.tests) else role
            for path, role in files.items()
        }
    return msgspec.structs.replace(component, files=files, facts=facts)


def _shipped(path: str, role: Role, folder: str, sources: Sequence[str]) -> Role:
    if role is Role.DATA:
        return role
    if _inside(path, folder, sources):
        return Role.SOURCE
    return Role.SUPPORT if role is Role.SOURCE else role


def _inside(path: str, folder: str, places: Sequence[str]) -> bool:
    """Whether a path of the candidate is one of the component's places or below one."""
    roots = [posixpath.normpath(posixpath.join(folder, place)) for place in places]
    return any(root in {".", path} or path.startswith(f"{root}/") for root in roots)
