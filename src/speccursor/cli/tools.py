"""``speccursor tools``: what tools the gates need, where each comes from, and whether it is here."""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace

from msgspec import Struct

from speccursor.cli.arguments import add_json
from speccursor.cli.exits import Exit
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.tool import (
    BuiltIn,
    Crate,
    FromEnvironment,
    FromToolchain,
    GoModule,
    Npm,
    Pypi,
    Registered,
    Tool,
    Unprovided,
)
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.installed import Installed, Missing
from speccursor.qualify.provision.installing import install, status
from speccursor.qualify.stages import STAGES
from speccursor.qualify.tools import TOOLS

EXAMPLES = """\
  speccursor tools
  speccursor tools install             everything that this release can bring
  speccursor tools install ruff-check mypy"""

_REGISTRIES: dict[type[Registered], str] = {
    Pypi: "PyPI",
    Npm: "npm",
    Crate: "crates.io",
    GoModule: "the Go module proxy",
}


class ToolLine(Struct, frozen=True, kw_only=True):
    """One tool in the list. `state` is installed, absent, environment or unprovided."""

    id: str
    title: str
    source: str
    version: str
    state: str
    gates: tuple[str, ...]
    note: str


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("action", nargs="?", choices=["list", "install"], default="list")
    parser.add_argument("tools", nargs="*", metavar="TOOL", help="default: all")
    add_json(parser)


def run(arguments: Namespace) -> int:
    """List or install."""
    unknown = [name for name in arguments.tools if name not in TOOLS]
    if unknown:
        raise Misuse(f"there is no tool {unknown[0]!r}", hint=f"the tools are {', '.join(sorted(TOOLS))}")
    chosen = [TOOLS[name] for name in arguments.tools] or list(TOOLS.values())
    if arguments.action == "install":
        return _install(chosen)
    lines = [line_of(tool) for tool in chosen]
    print(canonical_json(lines).decode() if arguments.json else "\n".join(map(_text, lines)))
    return 0


def line_of(tool: Tool) -> ToolLine:
    """Return what there is to say of one tool on this machine."""
    provision = tool.provision
    source, version, state, note = "none", "", "unprovided", ""
    match provision:
        case Unprovided(reason=reason):
            note = reason
        case BuiltIn():
            source, state = "the engine itself", "installed"
        case FromToolchain(programs=programs):
            named = f" ({', '.join(programs)})" if programs else ""
            source, state = f"the language's toolchain{named}", "environment"
        case FromEnvironment(package=package, version=version):
            source, state = f"the component's environment ({package})", "environment"
        case Pypi(version=version) | Npm(version=version) | Crate(version=version) | GoModule(version=version):
            source = _REGISTRIES[type(provision)]
            found = status(provision, cache=cache_root(os.environ))
            state = "installed" if isinstance(found, Installed) else "absent"
    return ToolLine(
        id=tool.id, title=tool.title, source=source, version=version, state=state, gates=gates_of(tool.id), note=note
    )


def gates_of(tool: str) -> tuple[str, ...]:
    """Return the gates whose evidence a tool brings."""
    asks = (ask for stage in STAGES.values() for ask in stage.asks)
    return tuple(dict.fromkeys(ask.gate for ask in asks if any(tool in tools for tools in ask.tools.values())))


def _text(line: ToolLine) -> str:
    source = f"{line.source} {line.version}".strip()
    return f"{line.id:<14}{line.state:<13}{source:<52}{', '.join(line.gates)}"


def _install(chosen: list[Tool]) -> int:
    provisions = [tool.provision for tool in chosen]
    done = asyncio.run(
        install(
            provisions,
            cache=cache_root(os.environ),
            environment=os.environ,
            progress=lambda line: print(line, file=sys.stderr),
        )
    )
    missing = {provision: found for provision, found in done.items() if isinstance(found, Missing)}
    for provision, found in missing.items():
        print(f"{provision.name} {provision.version}: {found.reason}\n  {found.hint}", file=sys.stderr)
    print(f"{len(done) - len(missing)} of {len(done)} tools are installed")
    return Exit.INCONCLUSIVE if missing else Exit.MAY_SHIP
