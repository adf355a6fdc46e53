"""Which modules a component's files are, what they import, and in which order they are checked.

A module's name is its file's path below a source folder: the component's own, or one that its Lake configuration names.
What the component imports of required packages that stand in the candidate is checked before it and not judged with
it: these are components of their own.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from speccursor_lean_packages import Package, Required, beneath, read_package
from speccursor_lean_text import Header, header_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from speccursor_lean_program import Lean

_NAMED = 3


@dataclass(frozen=True)
class Source:
    """One file. `obstacle` says why Lean is not asked about it; `wrong` that this is the file's own mistake.

    `judged` is False for a file of a required package, which is checked because others import it. `options` are its
    package's.
    """

    path: str
    file: Path
    root: Path
    module: tuple[str, ...]
    text: str
    header: Header
    obstacle: str = ""
    wrong: bool = False
    judged: bool = True
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """A component's files by their paths. `imports` are the files that each of them imports, by path."""

    sources: dict[str, Source]
    imports: dict[str, tuple[str, ...]]

    def in_order(self) -> Iterator[Source]:
        """Yield each file behind those that it imports; where files import one another, in the order of their names."""
        for path in self._order:
            yield self.sources[path]

    def closure(self, path: str) -> list[str]:
        """Return everything that a file imports, and what that imports, in order."""
        needed: set[str] = set()
        waiting = list(self.imports[path])
        while waiting:
            one = waiting.pop()
            if one not in needed:
                needed.add(one)
                waiting += self.imports[one]
        return [one for one in self._order if one in needed]

    @cached_property
    def _order(self) -> list[str]:
        order: dict[str, None] = {}
        for start in sorted(self.sources):
            waiting = [start]
            entered: set[str] = set()
            while waiting:
                path = waiting[-1]
                entered.add(path)
                first = [one for one in self.imports[path] if one not in order and one not in entered]
                if path not in order and first:
                    waiting.append(first[0])
                else:
                    order.setdefault(path)
                    waiting.pop()
        return list(order)


def read_project(root: Path, component: Path, files: Sequence[str], lean: Lean) -> Project:
    """Read a component's files, and those that they import of required packages. `files` are relative to `root`."""
    package = read_package(component, root)
    packages, absent = beneath(package, root)
    sources = {path: _source(root, path, package) for path in files}
    by_module: dict[tuple[str, ...], list[str]] = {}
    for path, source in sources.items():
        by_module.setdefault(source.module, []).append(path)
    waiting = list(sources.values())
    while waiting:
        for name in waiting.pop().header.imports:
            found = None if name in by_module or lean.holds(name) else _of_package(root, name, packages)
            if found is not None:
                sources[found.path] = found
                by_module[name] = [found.path]
                waiting.append(found)
    imports = {
        path: tuple(dict.fromkeys(by_module[name][0] for name in source.header.imports if name in by_module))
        for path, source in sources.items()
    }
    project = Project(sources, imports)
    held_up = {path: _obstacle(project, source, by_module, lean, absent) for path, source in sources.items()}
    return replace(project, sources=held_up)


def _source(root: Path, path: str, package: Package) -> Source:
    file = root / path
    around = [folder for folder in package.folders if file.is_relative_to(folder)]
    folder = max(around, key=lambda one: len(one.parts), default=root)
    return _read(path, file, folder, package)


def _of_package(root: Path, module: tuple[str, ...], packages: Sequence[Package]) -> Source | None:
    """Return the file of a module in the first required package that has it."""
    for package in packages:
        found = package.file(module)
        if found is not None:
            file, folder = found
            return replace(_read(file.relative_to(root).as_posix(), file, folder, package), judged=False)
    return None


def _read(path: str, file: Path, folder: Path, package: Package) -> Source:
    module = file.relative_to(folder).with_suffix("").parts
    text = file.read_bytes().decode(errors="replace")  # Lean reads bytes that are no UTF-8 in the same way
    return Source(path, file, folder, module, text, header_of(text), options=package.options)


def _obstacle(
    project: Project,
    source: Source,
    by_module: dict[tuple[str, ...], list[str]],
    lean: Lean,
    absent: Sequence[Required],
) -> Source:
    """Say what keeps Lean from checking a file, if anything does. What is wrong with its text, Lean says itself."""
    same = [path for path in by_module[source.module] if path != source.path]
    if same:
        return replace(source, obstacle=f"{source.path} and {same[0]} are both the module {'.'.join(source.module)}")
    if source.path in project.closure(source.path):
        return replace(source, obstacle=_cycle(project, source.path), wrong=True)
    if source.header.is_module:
        return replace(source, obstacle="it takes part in Lean's module system, whose parts are not read here")
    if not source.header.prelude and lean.modules is None:
        return replace(source, obstacle=f"it needs Lean's module Init: {lean.lacks}")
    own = {module[0] for module in by_module}
    for name in source.header.imports:
        if name not in by_module and name[0] not in own and not lean.holds(name):
            why = _not_here(absent, lean) or lean.lacks or "it is neither of the component nor Lean's own"
            return replace(source, obstacle=f"it imports {'.'.join(name)}: {why}")
    return source


def _not_here(absent: Sequence[Required], lean: Lean) -> str:
    """Say which required packages are not here, so that a module may be one of theirs; or ""."""
    if not absent:
        return ""
    named = [f"{one.name} ({one.source})" if one.source else one.name for one in absent[:_NAMED]]
    more = f" and {len(absent) - _NAMED} more" if len(absent) > _NAMED else ""
    lake = "" if lean.lake else ", and there is no Lake beside this Lean"
    return (
        f"the candidate does not hold {', '.join(named)}{more}, which its Lake package requires; nothing is "
        f"fetched while it is measured{lake}"
    )


def _cycle(project: Project, path: str) -> str:
    """Name the shortest way from a file back to itself, which there is."""
    ways, seen = deque([[path]]), {path}
    while path not in project.imports[ways[0][-1]]:
        way = ways.popleft()
        for one in project.imports[way[-1]]:
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return "it imports itself: " + " -> ".join([*ways[0], path])
