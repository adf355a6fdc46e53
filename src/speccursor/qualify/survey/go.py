"""Go components: modules (go.mod), workspaces (go.work), and code from before modules.

See https://go.dev/ref/mod. Folders called testdata or vendor, and those that start with ``_`` or ``.``,
are not the module's (go help packages). Facts: ``module``, ``go`` (the version it asks for),
``workspace`` (the folder of go.work), ``gopath`` (yes: no go.mod).
"""

import re
from collections.abc import Sequence

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.survey.ground import Ground, component, has_code, shared_out, ships
from speccursor.qualify.survey.manifest import read_text

SUFFIXES = ("go",)
_MODULE = re.compile(r"^\s*module\s+[\"`]?([^\s\"`]+)", re.MULTILINE)
_VERSION = re.compile(r"^\s*go\s+(\d[\w.]*)", re.MULTILINE)


def find_go(ground: Ground) -> list[Component]:
    """Return the candidate's Go modules, and Go code that stands in none."""
    manifests = ground.hosting("go.mod")
    workspaces = ground.hosting("go.work")
    shares = shared_out(ground.of_suffix(SUFFIXES), manifests)
    left_over = shares.pop("/", [])
    found = [_module(ground, folder, manifests[folder], list(workspaces), paths) for folder, paths in shares.items()]
    found = [one for one in found if has_code(one) or "manifest_error" in one.facts]
    alone = [component(ground, Language.GO, "", None, left_over, facts={"gopath": "yes"})] if left_over else []
    return [*found, *filter(ships, alone)]


def _module(ground: Ground, folder: str, path: str, workspaces: Sequence[str], paths: Sequence[str]) -> Component:
    text = ground.read(path, read_text).text
    module = _MODULE.search(text)
    version = _VERSION.search(text)
    error = "" if module else f"{path}:1: names no module"
    if error:
        ground.notes.append(error)
    root = max((one for one in workspaces if folder.startswith(one)), key=len, default=None)
    return component(
        ground,
        Language.GO,
        folder,
        path,
        paths,
        support=[path, f"{folder}go.sum"],
        facts={
            "module": module[1] if module else "",
            "go": version[1] if version else "",
            "workspace": "" if root is None else root.rstrip("/") or ".",
            "manifest_error": error,
        },
    )
