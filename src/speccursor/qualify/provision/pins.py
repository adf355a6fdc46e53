"""The lock files that ship with the engine: which versions, and the hash of each file that they consist of.

PyPI: requirements with ``--hash`` (pip's hash-checking mode) for every platform. npm: ``package-lock.json``
version 3 with ``integrity`` and without addresses, so that any registry or mirror serves. They are made by
``python -m speccursor.qualify.provision.lock``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.tool import Npm, Pypi

LOCKS = Path(__file__).parent / "locks"
"""The folder of the lock files: ``pypi/<name>.txt`` and ``npm/<name>/package-lock.json``."""

Registered = Pypi | Npm
"""A tool that comes from a registry by its lock file."""


class Lock(Struct, frozen=True, kw_only=True):
    """A tool's lock: the version it pins, its digest, and the files that an installer is given."""

    ecosystem: str
    name: str
    version: str
    digest: Digest
    files: dict[str, str]


class _Package(Struct):
    version: str = ""


class _PackageLock(Struct):
    packages: dict[str, _Package]


def lock_of(tool: Registered, *, locks: Path = LOCKS) -> Lock | None:
    """Return a tool's lock, or None when this release ships none for it."""
    ecosystem = "pypi" if isinstance(tool, Pypi) else "npm"
    where = locks / ecosystem
    paths = [where / f"{tool.name}.txt"]
    if isinstance(tool, Npm):
        paths = [where / tool.name / "package.json", where / tool.name / "package-lock.json"]
    try:
        files = {path.name: path.read_text() for path in paths}
    except FileNotFoundError:
        return None
    version = _locked_version(tool, files)
    return Lock(ecosystem=ecosystem, name=tool.name, version=version, digest=digest_of((ecosystem, files)), files=files)


def every_lock(*, locks: Path = LOCKS) -> Iterator[Registered]:
    """Yield every tool that this release ships a lock for, with the version that it pins."""
    for path in sorted((locks / "pypi").glob("*.txt")):
        yield _pinned(Pypi(path.stem, ""), locks)
    for path in sorted((locks / "npm").glob("*/package-lock.json")):
        yield _pinned(Npm(path.parent.name, ""), locks)


def _pinned(tool: Registered, locks: Path) -> Registered:
    lock = lock_of(tool, locks=locks)
    return type(tool)(tool.name, lock.version if lock else "")


def _locked_version(tool: Registered, files: dict[str, str]) -> str:
    if isinstance(tool, Pypi):
        found = re.search(rf"^{re.escape(tool.name)}==([^\s;\\]+)", files[f"{tool.name}.txt"], re.MULTILINE)
        return found[1] if found else ""
    lock = msgspec.json.decode(files["package-lock.json"], type=_PackageLock)
    return lock.packages.get(f"node_modules/{tool.name}", _Package()).version
