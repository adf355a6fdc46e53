"""The lock files that ship with the engine: which versions, and the hash of each file that they consist of.

PyPI: requirements with ``--hash`` (pip's hash-checking mode) for every platform. npm: ``package-lock.json``
version 3 with ``integrity`` and without addresses, so that any registry or mirror serves. crates.io: a small program
of ours with its ``Cargo.lock``. Go: a module with its ``go.sum`` that names its tools, or is one. They are made by
``python -m speccursor.qualify.provision.lock``.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.tool import Crate, GoModule, Npm, Pypi, Registered

LOCKS = Path(__file__).parent / "locks"
"""The folder of the lock files, by ecosystem: ``pypi/<name>.txt``, ``npm/<name>/package-lock.json``, ..."""

_ECOSYSTEMS: Mapping[type[Registered], tuple[str, str]] = {
    Pypi: ("pypi", "*.txt"),
    Npm: ("npm", "*/package-lock.json"),
    Crate: ("crates", "*/Cargo.lock"),
    GoModule: ("go", "*/go.mod"),
}
"""Where a kind of tool has its locks, and the file that shows one."""


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
    ecosystem, _ = _ECOSYSTEMS[type(tool)]
    where = locks / ecosystem
    try:
        if isinstance(tool, Pypi):
            files = {f"{tool.name}.txt": (where / f"{tool.name}.txt").read_text()}
        else:
            files = _files_in(where / tool.name)
    except FileNotFoundError:
        return None
    version = _locked_version(tool, files)
    return Lock(ecosystem=ecosystem, name=tool.name, version=version, digest=digest_of((ecosystem, files)), files=files)


def every_lock(*, locks: Path = LOCKS) -> Iterator[Registered]:
    """Yield every tool that this release ships a lock for, with the version that it pins."""
    for kind, (ecosystem, shows) in _ECOSYSTEMS.items():
        for path in sorted((locks / ecosystem).glob(shows)):
            yield _pinned(kind(path.stem if kind is Pypi else path.parent.name, ""), locks)


def _files_in(folder: Path) -> dict[str, str]:
    """Return a lock's files, without what a build left beside them. Raises FileNotFoundError where there is none."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    inside = {path.relative_to(folder): path for path in paths}
    files = {name.as_posix(): path.read_text() for name, path in inside.items() if name.parts[0] != "target"}
    if not files:
        raise FileNotFoundError(folder)
    return files


def _pinned(tool: Registered, locks: Path) -> Registered:
    lock = lock_of(tool, locks=locks)
    return type(tool)(tool.name, lock.version if lock else "")


def _locked_version(tool: Registered, files: dict[str, str]) -> str:
    match tool:
        case Pypi(name=name):
            found = re.search(rf"^{re.escape(name)}==([^\s;\\]+)", files[f"{name}.txt"], re.MULTILINE)
            return found[1] if found else ""
        case Npm(name=name):
            lock = msgspec.json.decode(files["package-lock.json"], type=_PackageLock)
            return lock.packages.get(f"node_modules/{name}", _Package()).version
        case Crate(name=name):
            found = re.search(
                rf'^name = "speccursor-{re.escape(name)}"\nversion = "([^"]+)"$', files["Cargo.lock"], re.MULTILINE
            )
            return found[1] if found else ""
        case GoModule():
            required = dict(re.findall(r"^(?:require)?\s+(\S+) v(\S+)", files["go.mod"], re.MULTILINE))
            tools = re.search(r"^tool (\S+)$", files["go.mod"], re.MULTILINE)
            within = [module for module in required if tools and f"{tools[1]}/".startswith(f"{module}/")]
            return required[max(within, key=len)] if within else ""
