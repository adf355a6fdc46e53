"""What a measurement runs in, as one digest: its component's environment and the toolchain beneath it.

Found out without starting anything and without an event loop, so that a run in which nothing changed is
quick; only an interpreter other than the engine's own has to be asked for its version.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from platform import python_version
from shutil import which

from speccursor.qualify.model.candidate import Candidate, Component, Language
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment, Tool
from speccursor.qualify.workspaces.identity import digest_of_javascript, digest_of_python

_SEEN = "/candidate"


def digest_of_surroundings(
    component: Component,
    cell: Cell,
    *,
    candidate: Candidate,
    recipe: Recipe,
    tools: Mapping[str, Tool],
    environment: Mapping[str, str],
) -> Digest:
    """Return the digest of the environment that a component has in a cell, and of its toolchain."""
    pins = pins_of(component, tools)
    if component.language is Language.PYTHON:
        interpreter = _interpreter(component, cell, environment)
        return digest_of_python(
            component, candidate=candidate, seen=_SEEN, recipe=recipe, interpreter=interpreter, tools=pins
        )
    if component.language is Language.JAVASCRIPT:
        node = _program(which("node", path=environment.get("PATH")))
        return digest_of_javascript(component, candidate=candidate, seen=_SEEN, recipe=recipe, node=node, tools=pins)
    return digest_of(None)


def pins_of(component: Component, tools: Mapping[str, Tool]) -> list[FromEnvironment]:
    """Return what must stand in a component's environment: that of every tool that fits it, asked or not."""
    return sorted(
        (
            tool.provision
            for tool in tools.values()
            if isinstance(tool.provision, FromEnvironment)
            and component.language in tool.languages
            and not tool.applies(component)
        ),
        key=lambda provision: provision.package,
    )


def own_program() -> str:
    """Return the engine's own interpreter, outside any virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def _interpreter(component: Component, cell: Cell, environment: Mapping[str, str]) -> tuple[str, str] | str:
    version, own = cell.toolchains.get("python"), python_version()
    requires = component.facts.get("requires_python")
    if version is None and _admits(requires, own):
        return own_program(), own
    if version is not None and (own == version or own.startswith(f"{version}.")):
        return own_program(), own
    import asyncio  # noqa: PLC0415  (only another interpreter has to be asked)

    from speccursor.qualify.workspaces.interpreters import find_interpreter  # noqa: PLC0415  (as above)

    found = asyncio.run(find_interpreter(version, environment=environment, own=own_program(), requires=requires))
    return found if isinstance(found, str) else (str(found.path), found.version)


def _admits(requires: str | None, version: str) -> bool:
    if not requires:
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415  (15 ms)

    try:
        return SpecifierSet(requires).contains(version, prereleases=True)
    except InvalidSpecifier:
        return True


def _program(path: str | None) -> str:
    """Return what identifies a program without starting it: its real path, size and time of change."""
    if path is None:
        return "the engine's own"
    real = Path(path).resolve()
    state = real.stat()
    return f"{real} {state.st_size} {state.st_mtime_ns}"
