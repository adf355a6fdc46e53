"""Node.js on this machine, asked for by version as a cell names it.

A version is looked for where it really is: the program that the user names for it, else where nvm, fnm, Volta, n and
nodenv keep theirs, then on PATH. Shims are passed over, because what they start depends on the folder that they are
called in. Whatever a folder is called, the program itself is asked which version it is, and where it stands.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from speccursor.qualify.model.toolchains import admits, named_programs
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.node import Node

_ASK = "JSON.stringify([process.versions.node, process.execPath])"
_TIMEOUT_S = 20.0
_NUMBERS = re.compile(r"\d+(?:\.\d+)+")
_HINT = "install it with the manager of Node.js versions that you use, or name the program"


def node_of_version(version: str, *, environment: Mapping[str, str]) -> Node | Missing:
    """Find the Node.js of a version ("20", "20.19", "20.19.1"), with the npm that stands beside it.

    Raises Misuse where the environment names programs in a way that cannot be read.
    """
    named = named_programs(environment).get(f"node-{version}")
    if named is not None:
        return _of_name(version, named)
    others = []
    for program in _programs(environment):
        node = _asked(program)
        if node is not None and admits(version, node.version):
            return node if node.npm else _without_npm(node)
        if admits(version, _claimed(program)):
            others.append(f"{program} {'does not start' if node is None else f'says that it is {node.version}'}")
        elif node is not None and _numbers(node.version)[:1] == _numbers(version)[:1]:
            others.append(f"{node.version} is at {program}")
    return Missing(reason="; ".join((f"Node.js {version} is not on this machine", *others)), hint=_HINT)


def every_node(*, environment: Mapping[str, str]) -> tuple[Node, ...]:
    """Return every Node.js that is found here, the newest first; those that the user names are among them."""
    named = (Path(path) for name, path in named_programs(environment).items() if name.startswith("node-"))
    asked = (_asked(program) for program in (*named, *_programs(environment)))
    found = {node.program: node for node in asked if node is not None}
    return tuple(sorted(found.values(), key=lambda node: (_numbers(node.version), node.program), reverse=True))


def _of_name(version: str, named: str) -> Node | Missing:
    node = _asked(Path(named))
    told = f"{named}, which was named for node-{version},"
    if node is None:
        return Missing(reason=f"{told} is no Node.js that starts", hint="name a program that is there")
    if not admits(version, node.version):
        return Missing(reason=f"{told} says that it is {node.version}", hint="name one of this version")
    return node if node.npm else _without_npm(node)


def _without_npm(node: Node) -> Missing:
    return Missing(reason=f"{node.program} has no npm beside it", hint="install Node.js together with npm")


def _programs(environment: Mapping[str, str]) -> Iterator[Path]:
    seen: set[Path] = set()
    for program in (*_kept(environment), *_on_path(environment)):
        real = program.resolve()
        if real not in seen and real.is_file():
            seen.add(real)
            yield program


def _kept(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield what version managers keep, the newest first by the names of its folders."""
    home = Path(environment.get("HOME") or "/nonexistent")
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
    folders = (
        (Path(environment.get("NVM_DIR") or home / ".nvm") / "versions/node", "bin/node"),
        (Path(environment.get("FNM_DIR") or data / "fnm") / "node-versions", "installation/bin/node"),
        (home / ".fnm/node-versions", "installation/bin/node"),
        (Path(environment.get("VOLTA_HOME") or home / ".volta") / "tools/image/node", "bin/node"),
        (Path(environment.get("N_PREFIX") or "/usr/local") / "n/versions/node", "bin/node"),
        (Path(environment.get("NODENV_ROOT") or home / ".nodenv") / "versions", "bin/node"),
    )
    for folder, below in folders:
        names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208  (names)
        yield from (folder / name / below for name in sorted(names, key=_numbers, reverse=True))


def _on_path(environment: Mapping[str, str]) -> Iterator[Path]:
    for folder in environment.get("PATH", "").split(os.pathsep):
        if folder and "shims" not in Path(folder).parts:
            yield Path(folder) / "node"


def _claimed(program: Path) -> str:
    """Return the version that the folder of a program says it is, or ""."""
    folders = [part for part in program.parts[:-2] if _NUMBERS.fullmatch(part.removeprefix("v"))]
    return folders[-1].removeprefix("v") if folders else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("-")[0]))


def _asked(program: Path) -> Node | None:
    """Ask a program whether it is Node.js, which, and where; None when it is not one that starts."""
    try:
        state = program.stat()
    except OSError:
        return None
    said = _ask(program, state.st_size, state.st_mtime_ns)
    if said is None:
        return None
    version, path = said
    real = Path(path)
    if not _NUMBERS.match(version) or not real.is_file():
        return None
    home = real.resolve().parent.parent
    reads = () if home.is_relative_to("/usr") else (str(home),)
    return Node(program=str(real), npm=_npm(real, home), version=version, reads=reads)


@cache
def _ask(program: Path, _size: int, _mtime_ns: int) -> tuple[str, str] | None:
    """Return what a program says that it is, while it is the same file."""
    try:
        ended = subprocess.run(
            (str(program), "-p", _ASK),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env={"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"},
            cwd="/",
        )
        said = msgspec.json.decode(ended.stdout, type=tuple[str, str])
    except (OSError, subprocess.TimeoutExpired, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return said if ended.returncode == 0 else None


def _npm(program: Path, home: Path) -> tuple[str, ...]:
    """Return how the npm beside a Node.js is called; nothing where there is none."""
    script = home / "lib/node_modules/npm/bin/npm-cli.js"
    if script.is_file():
        return (str(program), str(script))
    beside = program.parent / "npm"
    return (str(beside),) if beside.is_file() else ()
