"""What a tool sees of a candidate: exactly the files that its result may depend on, and no other.

A tool's copy holds these files only, so the digest over them is the digest of its inputs: what it cannot
see cannot change its result, and a result can be reused when only something else has changed.

A tool that names suffixes sees the component's own files with these endings, and such files as belong to no
component below its folder and in the folders above it, where configuration may stand. Any other tool sees the
component's whole folder, every file that belongs to no component, what the project names as inputs, and the
components that it needs; in Rust and Go every other component of the language, without whose manifests and
targets a workspace is refused. A tool that follows imports sees the sources of what the component needs. Scripts and
documents belong to their components and may be anybody's inputs and configuration all the same.
"""

import posixpath
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase

from speccursor.qualify.model.candidate import Candidate, Component, File, Language, Role
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import Tool

_BUILT_TOGETHER = frozenset({Language.RUST, Language.GO})
_ANYBODYS = frozenset({Language.SHELL, Language.SQL, Language.YAML, Language.TOML, Language.MARKDOWN})


def visible_files(tool: Tool, component: Component, candidate: Candidate, recipe: Recipe) -> tuple[File, ...]:
    """Return the files that a tool sees when it works on a component, sorted by path."""
    return _seen(tool, component, candidate, recipe, _joined)


def read_files(tool: Tool, component: Component, candidate: Candidate, recipe: Recipe) -> tuple[File, ...]:
    """Return the files that a tool's result depends on, sorted by path.

    They are those that it sees, without the crates and modules that are there only for the sake of their workspace.
    """
    return _seen(tool, component, candidate, recipe, _needed)


def _seen(
    tool: Tool,
    component: Component,
    candidate: Candidate,
    recipe: Recipe,
    beside: Callable[[Component, Component], bool],
) -> tuple[File, ...]:
    if tool.suffixes or tool.whole:
        seen = _own(tool, component) | _configuration(tool.suffixes, component, candidate)
        if tool.imports:
            seen |= _imported(tool.suffixes, component, candidate)
    else:
        seen = _everything(component, candidate, recipe, beside)
    return tuple(file for file in candidate.files if file.path in seen)


def _own(tool: Tool, component: Component) -> frozenset[str]:
    judged = component.paths(Role.SOURCE, Role.TEST, Role.SUPPORT)
    return frozenset(path for path in judged if tool.whole or path.endswith(tool.suffixes))


def _imported(suffixes: tuple[str, ...], component: Component, candidate: Candidate) -> set[str]:
    """Return the files of what a component needs; what stands below its own folder is not its own to be judged."""
    prefix = "" if component.path == "." else f"{component.path}/"
    needed = [one for one in candidate.components if one.id in component.needs and not one.path.startswith(prefix)]
    own = {path for one in needed for path in one.files if path.endswith(suffixes)}
    return own.union(*(_configuration(suffixes, one, candidate) for one in needed))


def _configuration(suffixes: tuple[str, ...], component: Component, candidate: Candidate) -> frozenset[str]:
    """Return what may configure a tool: in the folders above, whoever owns it; below, what nobody owns."""
    above = set(_folders_above(component.path))
    prefix = "" if component.path == "." else f"{component.path}/"
    owned = _owned(candidate.components)
    return frozenset(
        file.path
        for file in candidate.files
        if file.path.endswith(suffixes)
        and (posixpath.dirname(file.path) in above or (file.path.startswith(prefix) and file.path not in owned))
    )


def _everything(
    component: Component, candidate: Candidate, recipe: Recipe, beside: Callable[[Component, Component], bool]
) -> frozenset[str]:
    prefix = "" if component.path == "." else f"{component.path}/"
    patterns = [posixpath.normpath(posixpath.join(component.path, pattern)) for pattern in recipe.inputs]
    apart = (other for other in candidate.components if other.path != component.path and not beside(other, component))
    owned = _owned(apart)
    return frozenset(
        file.path
        for file in candidate.files
        if file.path.startswith(prefix)
        or file.path not in owned
        or any(fnmatchcase(file.path, pattern) for pattern in patterns)
    )


def _owned(components: Iterable[Component]) -> frozenset[str]:
    """Return the files that belong to one of these components and are nobody else's."""
    return frozenset(path for one in components if one.language not in _ANYBODYS for path in one.files)


def _joined(other: Component, component: Component) -> bool:
    """Whether a component cannot be built without another one's files."""
    together = other.language is component.language and component.language in _BUILT_TOGETHER
    return together or _needed(other, component)


def _needed(other: Component, component: Component) -> bool:
    return other.id in component.needs


def _folders_above(path: str) -> Iterable[str]:
    """Return a folder and those above it up to the root, which is ""."""
    while path not in ("", "."):
        yield path
        path = posixpath.dirname(path)
    yield ""
