"""Which modules a component's files are, what they import, and in which order they are checked.

A module's name is its file's path below a source folder: the component's own, or one that its Lake configuration names
(``srcDir`` of the package or of a library, https://lean-lang.org/doc/reference/latest/Build-Tools-and-Distribution/Lake/).
Of ``lakefile.toml`` the package's ``leanOptions`` count too; ``lakefile.lean`` is a program, and only its words
``srcDir := "..."`` are taken.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from speccursor_lean_text import Header, header_of, without_comments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccursor_lean_program import Lean

_SOURCE_FOLDER = re.compile(r'srcDir\s*:=\s*"([^"\\]*)"')


@dataclass(frozen=True)
class Source:
    """One file. `obstacle` says why Lean is not asked about it; `wrong` that this is the file's own mistake."""

    path: str
    file: Path
    root: Path
    module: tuple[str, ...]
    text: str
    header: Header
    obstacle: str = ""
    wrong: bool = False


@dataclass(frozen=True)
class Project:
    """A component's files by their paths. `imports` are the files that each of them imports, by path."""

    sources: dict[str, Source]
    imports: dict[str, tuple[str, ...]]
    options: dict[str, str]

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
    """Read a component's files. `files` are relative to the candidate's root."""
    folders, options = _lake(component)
    sources = {path: _source(root, path, folders) for path in files}
    by_module: dict[tuple[str, ...], list[str]] = {}
    for path, source in sources.items():
        by_module.setdefault(source.module, []).append(path)
    imports = {
        path: tuple(dict.fromkeys(by_module[name][0] for name in source.header.imports if name in by_module))
        for path, source in sources.items()
    }
    project = Project(sources, imports, options)
    found = {path: _obstacle(project, source, by_module, lean) for path, source in sources.items()}
    return replace(project, sources=found)


def _lake(component: Path) -> tuple[list[Path], dict[str, str]]:
    """Return the source folders and the options that a component's Lake configuration names."""
    named: list[str] = []
    try:
        table = tomllib.loads((component / "lakefile.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        table = {}
    libraries = table.get("lean_lib", [])
    tables = [table, *(one for one in (libraries if isinstance(libraries, list) else []) if isinstance(one, dict))]
    named += [str(one.get("srcDir", ".")) for one in tables]
    stated = table.get("leanOptions", {})
    options = dict(_flat("", stated)) if isinstance(stated, dict) else {}
    try:
        program = without_comments((component / "lakefile.lean").read_text(encoding="utf-8"), keep_strings=True)
    except (OSError, ValueError):
        program = ""
    named += _SOURCE_FOLDER.findall(program)
    inside = list(dict.fromkeys((component / name).resolve() for name in named))
    return [component, *(folder for folder in inside if folder.is_relative_to(component.resolve()))], options


def _flat(prefix: str, table: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield options with their whole names: ``pp.unicode.fun = true`` may be written as tables."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        elif isinstance(value, bool):
            yield prefix + name, "true" if value else "false"
        elif isinstance(value, int | str):
            yield prefix + name, str(value)


def _source(root: Path, path: str, folders: Sequence[Path]) -> Source:
    file = root / path
    around = [folder for folder in folders if file.is_relative_to(folder)]
    folder = max(around, key=lambda one: len(one.parts), default=root)
    module = file.relative_to(folder).with_suffix("").parts
    text = file.read_bytes().decode(errors="replace")  # Lean reads bytes that are no UTF-8 in the same way
    return Source(path, file, folder, module, text, header_of(text))


def _obstacle(project: Project, source: Source, by_module: dict[tuple[str, ...], list[str]], lean: Lean) -> Source:
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
            why = lean.lacks or "it is neither of the component nor Lean's own"
            return replace(source, obstacle=f"it imports {'.'.join(name)}: {why}")
    return source


def _cycle(project: Project, path: str) -> str:
    """Name the shortest way from a file back to itself."""
    ways = [[path]]
    seen: set[str] = set()
    for way in ways:
        for one in project.imports[way[-1]]:
            if one == path:
                return "it imports itself: " + " -> ".join([*way, one])
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return "it imports itself"
