"""Which files of a Python component a tool is given, and which folders they are imported from.

The survey's facts ``packages`` (folders and single modules relative to the component, quoted as in a
shell) and ``imports`` (their dotted names, in the same order) say what is shipped; the roles say what is
not. Where the facts are silent, the source files themselves are all there is. Import roots follow
https://docs.python.org/3/reference/import.html#regular-packages and PEP 420.
"""

import shlex
from collections.abc import Iterable
from posixpath import dirname, join, normpath

from speccursor.qualify.model.candidate import Component, Role

SUFFIXES = (".py", ".pyi")
_INITS = ("__init__.py", "__init__.pyi")


def python_files(component: Component, *roles: Role) -> tuple[str, ...]:
    """Return the component's Python files in these roles, relative to the candidate's root."""
    return tuple(path for path in component.paths(*roles) if path.endswith(SUFFIXES))


def judged_files(component: Component) -> tuple[str, ...]:
    """Return every Python file that a checker is given: all but somebody's data."""
    return python_files(component, Role.SOURCE, Role.TEST, Role.SUPPORT)


def without_python(component: Component) -> str:
    """Return the proof that there is no Python file to judge, or nothing."""
    return "" if judged_files(component) else f"no file of {component.id} is Python, data aside"


def without_source(component: Component) -> str:
    """Return the proof that no Python file is shipped, or nothing."""
    return "" if python_files(component, Role.SOURCE) else f"no file that {component.id} ships is Python"


def packages(component: Component) -> tuple[str, ...]:
    """Return the package folders and single modules that are shipped, relative to the root."""
    return tuple(normpath(join(component.path, path)) for path in shlex.split(component.facts.get("packages", "")))


def below(folder: str, paths: Iterable[str]) -> list[str]:
    """Return those paths that are this folder, or stand in it."""
    return [path for path in paths if folder in (".", path) or path.startswith(folder + "/")]


def import_roots(component: Component) -> tuple[str, ...]:
    """Return the folders that top-level packages and modules stand in, relative to the root, sorted."""
    roots: set[str] = set()
    told = packages(component)
    imports = component.facts.get("imports", "").split()
    if len(imports) == len(told):
        roots.update(_ancestor(path, name.count(".") + 1) for path, name in zip(told, imports, strict=True))
    files = frozenset(component.files)
    roots.update(_climbed(dirname(path), files) for path in python_files(component, Role.SOURCE))
    return tuple(sorted({normpath(root) for root in roots}))


def namespaces(component: Component) -> tuple[str, ...]:
    """Return the import roots of packages that have no ``__init__.py`` of their own, or of their parents."""
    told = packages(component)
    imports = component.facts.get("imports", "").split()
    if len(imports) != len(told):
        return ()
    found = {
        _ancestor(path, name.count(".") + 1)
        for path, name in zip(told, imports, strict=True)
        if not path.endswith(SUFFIXES) and (not _is_package(path, component.files) or "." in name)
    }
    return tuple(sorted(found))


def _is_package(folder: str, files: Iterable[str]) -> bool:
    return any(join(folder, name) in files for name in _INITS)


def _climbed(folder: str, files: frozenset[str]) -> str:
    while folder and _is_package(folder, files):
        folder = dirname(folder)
    return folder


def _ancestor(path: str, levels: int) -> str:
    for _ in range(levels):
        path = dirname(path)
    return path or "."
