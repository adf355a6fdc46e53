"""What a Lake package says of itself: its source folders, its options, and the packages that it requires.

Of ``lakefile.toml`` the ``srcDir`` of the package and its libraries, the package's ``leanOptions`` and ``[[require]]``
are read; ``lakefile.lean`` is a program, and only its words ``srcDir := "..."`` and ``require NAME`` are taken. Where a
required package stands is said by ``lake-manifest.json`` (versions 7 and 1.x: ``packages`` with ``name``, ``type`` and
``dir`` or ``url``). Lake is not run: it would fetch what is not here, and nothing is fetched while a candidate is
measured. https://lean-lang.org/doc/reference/latest/Build-Tools-and-Distribution/Lake/
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speccursor_lean_text import without_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE_FOLDER = re.compile(r'srcDir\s*:=\s*"([^"\\]*)"')
_REQUIRE = re.compile(r'^\s*require\s+(?:"[^"]*"\s*/\s*)?(?:«([^»]+)»|"([^"]+)"|([\w.-]+))', re.MULTILINE)
_KEPT = Path(".lake") / "packages"


@dataclass(frozen=True)
class Required:
    """A package that another one requires. `folder` is None where it is not here; `source` says where it would be."""

    name: str
    folder: Path | None
    source: str


@dataclass(frozen=True)
class Package:
    """A Lake package, or a folder of Lean files without one: the folders that its modules' names begin below."""

    folders: tuple[Path, ...]
    options: dict[str, str]
    requires: tuple[Required, ...]

    def file(self, module: tuple[str, ...]) -> tuple[Path, Path] | None:
        """Return a module's file and its source folder, if the package has it."""
        for folder in self.folders:
            file = folder.joinpath(*module[:-1], f"{module[-1]}.lean")
            if file.is_file():
                return file, folder
        return None


def read_package(folder: Path, root: Path) -> Package:
    """Read what stands in a folder of the candidate, whose root is `root`; what cannot be read says nothing."""
    try:
        table = tomllib.loads((folder / "lakefile.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        table = {}
    try:
        program = without_comments((folder / "lakefile.lean").read_text(encoding="utf-8"), keep_strings=True)
    except (OSError, ValueError):
        program = ""
    named = [str(one.get("srcDir", ".")) for one in (table, *_tables(table, "lean_lib"))]
    named += _SOURCE_FOLDER.findall(program)
    inside = list(dict.fromkeys((folder / name).resolve() for name in named))
    stated = table.get("leanOptions", {})
    return Package(
        folders=(folder, *(one for one in inside if one.is_relative_to(folder.resolve()))),
        options=dict(_flat("", stated)) if isinstance(stated, dict) else {},
        requires=tuple(_required(folder, root, table, program)),
    )


def beneath(package: Package, root: Path) -> tuple[list[Package], list[Required]]:
    """Return every package that one requires, and what these require: those that are here, and those that are not."""
    here: dict[Path, Package] = {}
    absent: dict[str, Required] = {}
    waiting = list(package.requires)
    while waiting:
        one = waiting.pop(0)
        if one.folder is None:
            absent.setdefault(one.name, one)
        elif one.folder not in here:
            here[one.folder] = read_package(one.folder, root)
            waiting += here[one.folder].requires
    return list(here.values()), list(absent.values())


def _tables(table: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = table.get(name, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _required(folder: Path, root: Path, table: dict[str, Any], program: str) -> Iterator[Required]:
    """Yield what a package requires: by its manifest, which holds what Lake resolved, else as it states itself."""
    try:
        manifest = json.loads((folder / "lake-manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        manifest = {}
    resolved = _tables(manifest, "packages") if isinstance(manifest, dict) else []
    stated = _tables(table, "require")
    stated += [{"name": next(filter(None, names))} for names in _REQUIRE.findall(program)]
    told: set[str] = set()
    for one in (*resolved, *stated):
        name = str(one.get("name", "")).strip("«»")
        if name not in told:
            told.add(name)
            yield _placed(folder, root, name, one)


def _placed(folder: Path, root: Path, name: str, told: dict[str, Any]) -> Required:
    """Say where a required package is: at its path, or where Lake keeps what it fetched, both in the candidate."""
    path = told.get("dir") if told.get("type") == "path" else told.get("path")
    source = path or told.get("url") or told.get("git") or ""
    place = Path(os.path.normpath(folder / (str(path) if path else _KEPT / name)))
    here = place.is_dir() and place.is_relative_to(root) and place.resolve().is_relative_to(root.resolve())
    return Required(name, place if here else None, source if isinstance(source, str) else "")


def _flat(prefix: str, table: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield options with their whole names: ``pp.unicode.fun = true`` may be written as tables."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        elif isinstance(value, bool):
            yield prefix + name, "true" if value else "false"
        elif isinstance(value, int | str):
            yield prefix + name, str(value)
