"""Python interpreters on this machine, asked for by version.

A version is looked for where it really is: the program that the user names for it, else the running interpreter,
pyenv's versions, uv's, then PATH. pyenv's shims are passed over: a shim starts whatever version a folder happens to
ask for, or nothing. Whatever a folder or a file is called, the program itself is asked which version it is.
"""

import asyncio
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from speccursor.qualify.model.machine import own_program, python_version
from speccursor.qualify.model.toolchains import admits, named_programs

_ASK = (
    "import json, platform, sys; "
    "print(json.dumps({'version': platform.python_version(), 'prefix': sys.base_prefix, "
    "'path': getattr(sys, '_base_executable', sys.executable), 'name': sys.implementation.name}))"
)
_TIMEOUT_S = 10.0
_NUMBERS = re.compile(r"\d+(?:\.\d+)+")
_ON_PATH = re.compile(r"python3(?:\.\d+)?")


class Interpreter(Struct, frozen=True, kw_only=True):
    """A Python: its program, its full version, and the folder of its installation, which a sandbox must show.

    `name` is the implementation's, ``cpython`` for the one that a version means.
    """

    path: Path
    version: str
    prefix: Path
    name: str = "cpython"


class _Said(msgspec.Struct):
    version: str
    prefix: str
    path: str
    name: str


async def find_interpreter(
    version: str | None, *, environment: Mapping[str, str], own: str, requires: str | None = None
) -> Interpreter | str:
    """Find a Python, or say why there is none.

    `version` is as a cell names it ("3.12", "3.12.1"); None takes `own` (the engine's interpreter) where
    `requires` (a project's requires-python) admits it, else the newest that it admits. Raises Misuse where the
    environment names programs in a way that cannot be read.
    """
    if version is not None:
        return await _of_version(version, environment=environment, own=own)
    admitted = _specifier(requires)
    newest: Interpreter | None = None
    for candidate in _candidates(None, environment, own):
        found = await ask(candidate)
        if found is None or not admitted.contains(found.version, prereleases=True):
            continue
        if str(candidate) == own:
            return found
        newest = found if newest is None or Version(found.version) > Version(newest.version) else newest
    return newest or f"a Python that satisfies {requires} is not on this machine"


async def every_interpreter(*, environment: Mapping[str, str], own: str) -> tuple[Interpreter, ...]:
    """Return every Python that is found here, the newest first; those that the user names are among them."""
    named = [Path(path) for name, path in named_programs(environment).items() if name.startswith("python-")]
    found: dict[Path, Interpreter] = {}
    for candidate in (*named, *_candidates(None, environment, own), *_anywhere_on_path(environment)):
        interpreter = await ask(candidate) if candidate.is_file() else None
        if interpreter is not None:
            found.setdefault(interpreter.path.resolve(), interpreter)
    return tuple(sorted(found.values(), key=lambda one: (Version(one.version), str(one.path)), reverse=True))


async def _of_version(version: str, *, environment: Mapping[str, str], own: str) -> Interpreter | str:
    named = named_programs(environment).get(f"python-{version}")
    if named is not None:
        found = await ask(Path(named))
        if found is None:
            return f"{named}, which was named for python-{version}, is no Python that starts"
        if not _is(found, version):
            return f"{named}, which was named for python-{version}, says that it is {_told(found)}"
        return found
    others = []
    for candidate in _candidates(version, environment, own):
        found = await ask(candidate)
        if found is not None and _is(found, version):
            return found
        if admits(version, _claimed(candidate)):
            others.append(f"{candidate} {'does not start' if found is None else f'says that it is {_told(found)}'}")
        elif found is not None and _series(found.version) == _series(version):
            others.append(f"{_told(found)} is at {candidate}")
    return "; ".join((f"Python {version} is not on this machine", *others))


def _is(found: Interpreter, version: str) -> bool:
    return found.name == "cpython" and admits(version, found.version)


def _told(found: Interpreter) -> str:
    return found.version if found.name == "cpython" else f"{found.name} {found.version}"


def _claimed(program: Path) -> str:
    """Return the version that a program's folder or name says it is, or ""."""
    said = _NUMBERS.search(program.name) or _NUMBERS.search(program.parent.parent.name)
    return said[0] if said else ""


def _series(version: str) -> str:
    return ".".join(version.split(".")[:2])


async def ask(path: Path) -> Interpreter | None:
    """Ask a program whether it is a Python, and which; None when it is not one that starts.

    The engine's own is known to it: nothing is started for that.
    """
    if str(path) == own_program():
        return Interpreter(
            path=path, version=python_version(), prefix=Path(sys.base_prefix), name=sys.implementation.name
        )
    try:
        process = await asyncio.create_subprocess_exec(
            *(str(path), "-I", "-S", "-c", _ASK),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    try:
        answer = msgspec.json.decode(said, type=_Said)
        Version(answer.version)
    except (msgspec.MsgspecError, InvalidVersion):
        return None
    return Interpreter(path=Path(answer.path), version=answer.version, prefix=Path(answer.prefix), name=answer.name)


def _specifier(requires: str | None) -> SpecifierSet:
    try:
        return SpecifierSet(requires or "")
    except InvalidSpecifier:
        return SpecifierSet("")


def _candidates(version: str | None, environment: Mapping[str, str], own: str) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in (Path(own), *_installed(environment), *_on_path(version, environment)):
        real = path.resolve()
        if real not in seen and real.is_file():
            seen.add(real)
            yield path


def _installed(environment: Mapping[str, str]) -> Iterator[Path]:
    home = Path(environment.get("HOME", "/nonexistent"))
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
    pyenv = Path(environment.get("PYENV_ROOT") or home / ".pyenv") / "versions"
    uv = Path(environment.get("UV_PYTHON_INSTALL_DIR") or data / "uv/python")
    for folder in (pyenv, uv):
        names = sorted(os.listdir(folder), key=_by_number, reverse=True) if folder.is_dir() else []  # noqa: PTH208  (names)
        yield from (folder / name / "bin" / "python3" for name in names)


def _by_number(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.replace("-", ".").split(".") if part.isdecimal())


def _anywhere_on_path(environment: Mapping[str, str]) -> Iterator[Path]:
    for folder in environment.get("PATH", "").split(os.pathsep):
        if folder and "shims" not in Path(folder).parts and Path(folder).is_dir():
            yield from (Path(folder) / name for name in sorted(os.listdir(folder)) if _ON_PATH.fullmatch(name))  # noqa: PTH208  (names)


def _on_path(version: str | None, environment: Mapping[str, str]) -> Iterator[Path]:
    series = ".".join((version or "3").split(".")[:2])
    names = dict.fromkeys((f"python{series}", "python3", "python"))
    for folder in environment.get("PATH", "").split(os.pathsep):
        if folder and "shims" not in Path(folder).parts:
            yield from (Path(folder) / name for name in names)
