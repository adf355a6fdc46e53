"""A real Lean on this machine: below elan's own folder, or on PATH.

elan's proxies (``~/.elan/bin/lean``, Debian's ``/usr/bin/lean``) are passed over: a proxy starts whatever a folder asks
for, and fetches it where it is not there. The layout of elan's folder, and how a toolchain's name becomes a
folder's, is in https://github.com/leanprover/elan (``toolchain.rs``): ``leanprover/lean4:v4.20.0`` stands in
``leanprover--lean4---v4.20.0``. Every program found is asked for its version.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.installed import Missing

LEAST_LEAN = "4.20.0"
"""The oldest Lean whose compiled files and options are known here."""

_TIMEOUT_S = 20.0
_VERSION = re.compile(r"Lean \(version ([^,\s]+), ([^,\s]+)")
_DEFAULT = re.compile(r'^default_toolchain = "([^"]+)"$', re.MULTILINE)
_CHANNELS = ("stable", "beta", "nightly")
_ORIGIN = "leanprover/lean4"


def find_lean(version: str | None, *, environment: Mapping[str, str], asked: str = "") -> Toolchain | Missing:
    """Find a Lean that is new enough.

    `version` is as a cell names it ("4.20.0", "4.20"). Without one, `asked` is what the project's ``lean-toolchain``
    names ("leanprover/lean4:v4.20.0", "v4.20.0"; "stable" is any). A version that is there and too old is told as such.
    """
    too_old = ""
    for toolchain in every_lean(environment=environment):
        if not _is(toolchain, version, asked):
            continue
        if _numbers(toolchain.version) >= _numbers(LEAST_LEAN):
            return toolchain
        too_old = too_old or f"{toolchain.program('lean')} is version {toolchain.version}, older than {LEAST_LEAN}"
    wanted = version or asked
    told = f"Lean {wanted}" if wanted else f"Lean {LEAST_LEAN} or newer"
    install = f"install it: `elan toolchain install {_name(wanted) if wanted else f'{_ORIGIN}:stable'}`"
    return Missing(reason=too_old or f"{told} is not on this machine", hint=install)


def every_lean(*, environment: Mapping[str, str]) -> tuple[Toolchain, ...]:
    """Return every Lean that is found here: elan's default, its others from new to old, what stands on PATH."""
    found: dict[str, Toolchain] = {}
    for program in _candidates(environment):
        real = program.resolve()
        if real.is_file() and str(real) not in found:
            state = real.stat()
            toolchain = _ask(real, f"{real} {state.st_size} {state.st_mtime_ns}")
            if toolchain is not None:
                found[str(real)] = toolchain
    return tuple(found.values())


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    home = Path(environment.get("HOME", "/nonexistent"))
    elan = Path(environment.get("ELAN_HOME") or home / ".elan")
    default = _DEFAULT.search(_text(elan / "settings.toml"))
    first = _folder(default[1]) if default else ""
    try:
        folders = sorted((elan / "toolchains").iterdir(), key=lambda one: _numbers(one.name[-20:]), reverse=True)
    except OSError:
        folders = []
    folders.sort(key=lambda folder: folder.name != first)
    yield from (folder / "bin" / "lean" for folder in folders)
    for place in environment.get("PATH", "").split(os.pathsep):
        program = Path(place) / "lean"
        if place and os.access(program, os.X_OK) and not (program.parent / "elan").exists():
            yield program


def _is(toolchain: Toolchain, version: str | None, asked: str) -> bool:
    """Whether a Lean is what was asked for: by its version or the beginning of it, or by its toolchain's name."""
    if version:
        return toolchain.version == version or toolchain.version.startswith(f"{version}.")
    if not asked or asked in _CHANNELS or _name(asked).rpartition(":")[2] in _CHANNELS:
        return True
    return Path(toolchain.home).name == _folder(asked) or _name(asked) == f"{_ORIGIN}:v{toolchain.version}"


def _name(written: str) -> str:
    """Return a toolchain's whole name: ``v4.20.0`` and ``4.20.0`` are Lean's own releases."""
    if ":" in written or "/" in written:
        return written
    return f"{_ORIGIN}:{f'v{written}' if written[:1].isdigit() else written}"


def _folder(name: str) -> str:
    return _name(name).replace("/", "--").replace(":", "---")


@cache
def _ask(program: Path, identity: str) -> Toolchain | None:
    try:
        ended = subprocess.run(
            (str(program), "--version"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env={"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"},
            cwd="/",
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = _VERSION.search(ended.stdout.decode(errors="replace"))
    if ended.returncode != 0 or said is None:
        return None
    return Toolchain(
        language="lean",
        version=said[1],
        home=str(program.parent.parent),
        programs=str(program.parent),
        identity=identity,
        host=said[2],
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("-rc")[0]))


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
