"""What a tool sees of a candidate: exactly the files that its result may depend on, and no other.

A tool's copy holds these files only, so the digest over them is the digest of its inputs: what it cannot
see cannot change its result, and a result can be reused when only something else has changed.

A tool that names suffixes sees the component's own files with these endings, and such files as belong to no
component below its folder and in the folders above it, where configuration may stand. Any other tool sees the
component's whole folder, every file that belongs to no component, and what the project names as inputs.
"""

import posixpath
from collections.abc import Iterable
from fnmatch import fnmatchcase

from speccursor.qualify.model.candidate import Candidate, Component, File, Role
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import Tool


def visible_files(tool: Tool, component: Component, candidate: Candidate, recipe: Recipe) -> tuple[File, ...]:
    """Return the files that a tool sees when it works on a component, sorted by path."""
    if tool.suffixes:
        seen = _by_suffix(tool.suffixes, component) | _configuration(tool.suffixes, component, candidate)
    else:
        seen = _everything(component, candidate, recipe)
    return tuple(file for file in candidate.files if file.path in seen)


def _by_suffix(suffixes: tuple[str, ...], component: Component) -> frozenset[str]:
    judged = component.paths(Role.SOURCE, Role.TEST, Role.SUPPORT)
    return frozenset(path for path in judged if path.endswith(suffixes))


def _configuration(suffixes: tuple[str, ...], component: Component, candidate: Candidate) -> frozenset[str]:
    """Return what may configure a tool: in the folders above, whoever owns it; below, what nobody owns."""
    above = set(_folders_above(component.path))
    prefix = "" if component.path == "." else f"{component.path}/"
    owned = {path for other in candidate.components for path in other.files}
    return frozenset(
        file.path
        for file in candidate.files
        if file.path.endswith(suffixes)
        and (posixpath.dirname(file.path) in above or (file.path.startswith(prefix) and file.path not in owned))
    )


def _everything(component: Component, candidate: Candidate, recipe: Recipe) -> frozenset[str]:
    prefix = "" if component.path == "." else f"{component.path}/"
    patterns = [posixpath.normpath(posixpath.join(component.path, pattern)) for pattern in recipe.inputs]
    owned = {path for other in candidate.components if other.path != component.path for path in other.files}
    return frozenset(
        file.path
        for file in candidate.files
        if file.path.startswith(prefix)
        or file.path not in owned
        or any(fnmatchcase(file.path, pattern) for pattern in patterns)
    )


def _folders_above(path: str) -> Iterable[str]:
    """Return a folder and those above it up to the root, which is ""."""
    while path not in ("", "."):
        yield path
        path = posixpath.dirname(path)
    yield ""
