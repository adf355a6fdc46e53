"""Python interpreters on this machine, asked for by version.

A version is looked for where it really is: the running interpreter, pyenv's versions, uv's, then PATH.
pyenv's shims are passed over: a shim starts whatever version a folder happens to ask for, or nothing.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

_ASK = (
    "import json, platform, sys; "
    "print(json.dumps({'version': platform.python_version(), 'prefix': sys.base_prefix, "
    "'path': getattr(sys, '_base_executable', sys.executable), 'name': sys.implementation.name}))"
)
_TIMEOUT_S = 10.0


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """A Python: its program, its full version, and the folder of its installation, which a sandbox must show."""

    path: Path
    version: str
    prefix: Path


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
    `requires` (a project's requires-python) admits it, else the newest that it admits.
    """
    admitted = _specifier(version, requires)
    newest: Interpreter | None = None
    for candidate in _candidates(version, environment, own):
        found = await ask(candidate)
        if found is None or not admitted.contains(found.version, prereleases=True):
            continue
        if version is None and str(candidate) != own:
            newest = found if newest is None or Version(found.version) > Version(newest.version) else newest
            continue
        return found
    if newest is not None:
        return newest
    wanted = f"Python {version}" if version else f"a Python that satisfies {requires}"
    return f"{wanted} is not on this machine"


async def ask(path: Path) -> Interpreter | None:
    """Ask a program whether it is a Python, and which; None when it is not one that starts."""
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
        said, _ = await asyncio.wait_for(process.communicate(), _TIMEOUT_S)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    try:
        answer = msgspec.json.decode(said, type=_Said)
        Version(answer.version)
    except (msgspec.MsgspecError, InvalidVersion):
        return None
    return Interpreter(path=Path(answer.path), version=answer.version, prefix=Path(answer.prefix))


def _specifier(version: str | None, requires: str | None) -> SpecifierSet:
    if version is not None:
        return SpecifierSet(f"=={version}" if version.count(".") > 1 else f"=={version}.*")
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


def _on_path(version: str | None, environment: Mapping[str, str]) -> Iterator[Path]:
    series = ".".join((version or "3").split(".")[:2])
    names = dict.fromkeys((f"python{series}", "python3", "python"))
    for folder in environment.get("PATH", "").split(os.pathsep):
        if folder and "shims" not in Path(folder).parts:
            yield from (Path(folder) / name for name in names)
