"""The versions that a project has locked for itself, out of the lock file that it brings.

Its tests pass with these versions; with the newest ones they may not even be collected. A lock constrains what is
installed and asks for nothing: what it does not name stays free. So does coverage.py, on which no test depends and
whose older versions report less exactly. ``uv.lock`` is exported by uv itself
(https://docs.astral.sh/uv/reference/cli/#uv-export); ``pylock.toml``
(https://packaging.python.org/en/latest/specifications/pylock-toml/), ``poetry.lock`` and ``pdm.lock`` are read here.
"""

import posixpath
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field
from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

UV = "uv.lock"
EXPORT = (
    *("export", "--frozen", "--all-groups", "--all-extras", "--no-emit-project", "--no-emit-workspace"),
    *("--no-emit-local", "--no-hashes", "--no-annotate", "--no-header", "--quiet"),
)
"""The arguments with which uv prints a ``uv.lock`` as requirements."""

_FREE = frozenset({"coverage"})
_READ_HERE = ("pylock.toml", "poetry.lock", "pdm.lock")
_LARGEST_LOCK = 16 * 1024 * 1024
_ELSEWHERE = ("vcs", "directory", "archive", "git", "url", "path")
_ELSEWHERE_TYPES = ("git", "directory", "file", "url")


class Locked(Struct, frozen=True, kw_only=True):
    """What a lock file pins: `versions` by normalized name, of packages from an index only."""

    lock: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)

    def constraints(self) -> str:
        """Return the pins as a constraints file."""
        return "".join(f"{name}=={version}\n" for name, version in sorted(self.versions.items()))


class _Pin(Struct, frozen=True, kw_only=True):
    name: str
    version: str
    markers: tuple[str, ...] = ()


def find_lock(root: Path, path: str) -> str | None:
    """Return the path, relative to `root`, of the lock file that covers the component in the folder `path`.

    A ``uv.lock`` covers a workspace and may stand above the component; any other stands beside its manifest.
    """
    for name in (UV, *_READ_HERE):
        if (root / path / name).is_file():
            return posixpath.normpath(posixpath.join(path, name))
    folder = posixpath.normpath(path)
    while folder not in (".", ""):
        folder = posixpath.dirname(folder)
        if (root / folder / UV).is_file():
            return posixpath.join(folder, UV)
    return None


def read_export(text: str, *, lock: str, python: str) -> Locked:
    """Read what ``uv export`` printed. `python` is the interpreter's full version, which decides markers."""
    return Locked(lock=lock, versions=_decided(_exported(text), python))


def read_lock(path: Path, *, lock: str, python: str) -> Locked:
    """Read a lock file in TOML. Raises OSError or ValueError, which say why, when it cannot be read."""
    with path.open("rb") as file:
        content = file.read(_LARGEST_LOCK + 1)
    if len(content) > _LARGEST_LOCK:
        raise ValueError("it is larger than 16 MiB")
    try:
        document = tomllib.loads(content.decode())
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return Locked(lock=lock, versions=_decided(_listed(document), python))


def _exported(text: str) -> Iterator[_Pin]:
    for line in text.splitlines():
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        pins = [one.version for one in requirement.specifier if one.operator == "=="]
        if requirement.url is None and len(pins) == 1:
            marker = (str(requirement.marker),) if requirement.marker else ()
            yield _Pin(name=canonicalize_name(requirement.name), version=pins[0], markers=marker)


def _listed(document: Mapping[str, object]) -> Iterator[_Pin]:
    packages = document.get("packages", document.get("package"))
    for package in packages if isinstance(packages, list) else ():
        if not isinstance(package, dict) or _is_elsewhere(package):
            continue
        name, version = package.get("name"), package.get("version")
        if isinstance(name, str) and isinstance(version, str) and _is_pin(name, version):
            found = package.get("marker", package.get("markers"))
            markers = found.values() if isinstance(found, dict) else (found,)  # Poetry has one for each group
            words = tuple(marker for marker in markers if isinstance(marker, str))
            yield _Pin(name=canonicalize_name(name), version=version, markers=words)


def _is_elsewhere(package: Mapping[str, object]) -> bool:
    source = package.get("source")
    told = source.get("type") if isinstance(source, dict) else None
    return told in _ELSEWHERE_TYPES or any(key in package for key in _ELSEWHERE)


def _is_pin(name: str, version: str) -> bool:
    try:
        Version(version)
        Requirement(f"{name}=={version}")
    except (InvalidVersion, InvalidRequirement):
        return False
    return True


def _decided(pins: Iterable[_Pin], python: str) -> dict[str, str]:
    """Return one version for each name: the only one, or the only one whose marker holds; else none."""
    by_name: dict[str, list[_Pin]] = {}
    for pin in pins:
        by_name.setdefault(pin.name, []).append(pin)
    holds = _marker_of(python)
    decided = {}
    for name, found in by_name.items():
        versions = {pin.version for pin in found}
        if len(versions) > 1:
            versions = {pin.version for pin in found if not pin.markers or any(map(holds, pin.markers))}
        if len(versions) == 1 and name not in _FREE:
            decided[name] = versions.pop()
    return decided


def _marker_of(python: str) -> Callable[[str], bool]:
    environment = {"python_full_version": python, "python_version": ".".join(python.split(".")[:2])}

    def holds(marker: str) -> bool:
        try:
            return Marker(marker).evaluate(environment)
        except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName, InvalidVersion):
            return False

    return holds
