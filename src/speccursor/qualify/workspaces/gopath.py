"""The import path of code from before modules, which stood in GOPATH at a folder of that name.

An import comment says it (https://go.dev/cmd/go, "Import path checking"). Else the code's own imports do: an external
test imports the package that it tests, and packages import one another, so a path that ends in a folder of the
component, or whose last word is the name of the package beside it, begins with the component's own.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from speccursor.qualify.model.candidate import Component

UNKNOWN = "candidate.invalid/module"
"""What a module is called of which nothing says its name (RFC 2606: nobody's)."""

_COMMENT = re.compile(r'^package\s+\w+\s*(?://|/\*)\s*import\s+"([^"\s]+)"', re.MULTILINE)
_PACKAGE = re.compile(r"^package\s+(\w+)", re.MULTILINE)
_IMPORTS = re.compile(r'^import\s+(?:[\w.]+\s+)?"([^"\s]+)"|^import\s*\(([^)]*)\)', re.MULTILINE)
_QUOTED = re.compile(r'"([^"\s]+)"')


def import_path_of(root: Path, component: Component) -> str:
    """Return the import path that a component's folder had in GOPATH, or `UNKNOWN`. `root` is the candidate's copy."""
    prefix = "" if component.path == "." else f"{component.path}/"
    texts = {
        path.removeprefix(prefix): (root / path).read_text(errors="replace")
        for path in sorted(component.files)
        if path.endswith(".go")
    }
    folders = {path.rpartition("/")[0] for path in texts}
    for path, text in texts.items():
        found = _COMMENT.search(text)
        if found is not None:
            own = _without(found[1], path.rpartition("/")[0])
            if own:
                return own
    told = [own for path, text in texts.items() for own in _own_paths(path, text, folders)]
    return max(told, key=told.count, default=UNKNOWN)


def _own_paths(path: str, text: str, folders: set[str]) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    package = _PACKAGE.search(text)
    for imported in _imports(text):
        if "." not in imported.partition("/")[0]:
            continue
        for other in folders - {""}:
            own = _without(imported, other)
            if own:
                yield own
        if package is not None and package[1] == f"{_last_word(imported)}_test":
            own = _without(imported, folder)
            if own:
                yield own


def _imports(text: str) -> Iterator[str]:
    for found in _IMPORTS.finditer(text):
        yield from [found[1]] if found[1] else _QUOTED.findall(found[2])


def _last_word(imported: str) -> str:
    return imported.rpartition("/")[2].removeprefix("go-").removesuffix(".go").replace("-", "_")


def _without(imported: str, folder: str) -> str:
    """Return what stands before a folder in an import path; "" where it does not end in that folder."""
    if not folder:
        return imported
    return imported.removesuffix(f"/{folder}") if imported.endswith(f"/{folder}") else ""
