"""Toolchains of languages on this machine, asked for by version: Rust's and Go's, and Lean's (`lean`).

A version is looked for where it really is: below rustup's own folder, where Go's installers put it, then on PATH.
rustup's proxies are passed over: a proxy starts whatever a folder happens to ask for, or fetches it. Every
program found is asked what it is, and one that answers something else than was asked for is not taken.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.lean import every_lean, find_lean

_TIMEOUT_S = 20.0
_NUMBERED = re.compile(r"\d+(?:\.\d+)*")
_RELEASE = re.compile(r"^release: (\S+)$", re.MULTILINE)
_HOST = re.compile(r"^host: (\S+)$", re.MULTILINE)
_GO = re.compile(r"^go version go(\S+) (\S+)", re.MULTILINE)
_DEFAULT = re.compile(r'^default_toolchain = "([^"]+)"$', re.MULTILINE)


def find_toolchain(
    language: str, version: str | None, *, environment: Mapping[str, str], asked: str = "", least: str = ""
) -> Toolchain | Missing:
    """Find the toolchain of a language, ``rust``, ``go`` or ``lean``.

    `version` is as a cell names it ("1.95", "1.95.0", "nightly"). Without one, `asked` is what the project
    itself names (a channel of rust-toolchain.toml, what lean-toolchain holds) and `least` the oldest that it
    admits (go.mod's, Cargo's rust-version).
    """
    if language == "lean":
        return find_lean(version, environment=environment, asked=asked)
    wanted = version or asked
    for toolchain in _toolchains(language, environment):
        if _is(toolchain, wanted) and _numbers(toolchain.version) >= _numbers(least):
            return toolchain
    name = _TITLES[language]
    told = f"{name} {wanted}" if wanted else f"{name} {least} or newer" if least else name
    admitted = f" (the project admits {least} or newer)" if wanted and least else ""
    return Missing(
        reason=f"{told} is not on this machine{admitted}", hint=_HINTS[language].format(wanted or least or "stable")
    )


def without(toolchain: Toolchain, programs: Sequence[str]) -> Missing | None:
    """Say which of these programs a toolchain lacks, or None where it has them all."""
    absent = [name for name in programs if not os.access(toolchain.program(name), os.X_OK)]
    if not absent:
        return None
    name = f"{_TITLES[toolchain.language]} {toolchain.version}"
    return Missing(
        reason=f"{name} is here without {', '.join(absent)}", hint=_HINTS[toolchain.language].format(toolchain.version)
    )


def every_toolchain(language: str, *, environment: Mapping[str, str]) -> tuple[Toolchain, ...]:
    """Return every toolchain of a language that is found here, the one that is taken by default first."""
    if language == "lean":
        return every_lean(environment=environment)
    return tuple(_toolchains(language, environment))


_TITLES = {"rust": "Rust", "go": "Go"}
_HINTS = {
    "rust": "install it: `rustup toolchain install {0} --component clippy --component rustfmt`",
    "go": "install it from go.dev/dl, or put it on PATH, as `go{0}` or newer",
}


def _toolchains(language: str, environment: Mapping[str, str]) -> Iterator[Toolchain]:
    candidates, ask = {"rust": (_rust, _ask_rust), "go": (_go, _ask_go)}[language]
    seen: set[Path] = set()
    for program in candidates(environment):
        real = program.resolve()
        if real not in seen and real.is_file():
            seen.add(real)
            state = real.stat()
            found = ask(program, f"{real} {state.st_size} {state.st_mtime_ns}")
            if found is not None:
                yield found


def _is(toolchain: Toolchain, wanted: str) -> bool:
    """Whether a toolchain is what was asked for: a version or its beginning, or a channel of rustup's."""
    if not wanted:
        return True
    if _NUMBERED.fullmatch(wanted):
        return toolchain.version == wanted or toolchain.version.startswith(f"{wanted}.")
    name = toolchain.home.rpartition("/")[2]
    if name != wanted and not name.startswith(f"{wanted}-"):
        return False
    channel = wanted.partition("-")[0]
    return ("-" not in toolchain.version) if channel == "stable" else f"-{channel}" in toolchain.version


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("-")[0]))


def _rust(environment: Mapping[str, str]) -> Iterator[Path]:
    home = Path(environment.get("HOME", "/nonexistent"))
    rustup = Path(environment.get("RUSTUP_HOME") or home / ".rustup")
    default = _DEFAULT.search(_text(rustup / "settings.toml"))
    folders = _newest_first(rustup / "toolchains")
    folders.sort(key=lambda folder: folder.name.startswith(("nightly", "beta")))
    folders.sort(key=lambda folder: default is None or folder.name != default[1])
    yield from (folder / "bin" / "rustc" for folder in folders)
    for program in _on_path("rustc", environment):
        if not (program.parent / "rustup").exists():
            yield program


def _go(environment: Mapping[str, str]) -> Iterator[Path]:
    home = Path(environment.get("HOME", "/nonexistent"))
    yield from _on_path("go", environment)
    for root in filter(None, (environment.get("GOROOT"), "/usr/local/go", "/usr/lib/go")):
        yield Path(root) / "bin" / "go"
    downloaded = Path(environment.get("GOPATH") or home / "go") / "pkg/mod/golang.org"
    for folder in (home / "sdk", downloaded):
        yield from (one / "bin" / "go" for one in _newest_first(folder))


def _newest_first(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=lambda one: (_numbers(one.name.replace("-", " ")), one.name), reverse=True)
    except OSError:
        return []


def _on_path(name: str, environment: Mapping[str, str]) -> Iterator[Path]:
    for folder in environment.get("PATH", "").split(os.pathsep):
        program = Path(folder) / name
        if folder and program.is_file() and os.access(program, os.X_OK):
            yield program


@cache
def _ask_rust(program: Path, identity: str) -> Toolchain | None:
    said = _said(program, "-vV")
    release, host = _RELEASE.search(said), _HOST.search(said)
    if release is None or host is None:
        return None
    folder = program.resolve().parent
    return Toolchain(
        language="rust",
        version=release[1],
        home=str(folder.parent),
        programs=str(folder),
        identity=identity,
        host=host[1],
    )


@cache
def _ask_go(program: Path, identity: str) -> Toolchain | None:
    said = _GO.search(_said(program, "version"))
    if said is None:
        return None
    folder = program.resolve().parent
    return Toolchain(
        language="go",
        version=said[1],
        home=str(folder.parent),
        programs=str(folder),
        identity=identity,
        host=said[2],
    )


def _said(program: Path, *arguments: str) -> str:
    """Return what a program says of itself, "" where it says nothing in time; it gets nothing of the environment."""
    try:
        ended = subprocess.run(
            (str(program), *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env={"GOTOOLCHAIN": "local", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin"},
            cwd="/",
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout.decode(errors="replace") if ended.returncode == 0 else ""


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
