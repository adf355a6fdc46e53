"""The files of a candidate, arranged for finding components: by folder, by name, by suffix."""

import os
import stat
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path

from speccursor.qualify.model.candidate import Component, File, Language, Role
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.model.pathnames import on_disk
from speccursor.qualify.survey.manifest import LIMIT_BYTES, Manifest, Table
from speccursor.qualify.survey.roles import Roles, hosts_components, is_template


class Ground:
    """What the ecosystems look at. `data` are files that are data whatever their place: generated, excluded.

    `shebangs` are the first lines of files that name their interpreter there. `notes` gathers what a reader of the
    report should know. Links are not here: they are nobody's source.
    """

    def __init__(
        self, root: Path, files: Mapping[str, File], data: set[str], shebangs: Mapping[str, str] | None = None
    ) -> None:
        """Arrange the files."""
        self.root = root
        self.files = files
        self.data = data
        self.shebangs = shebangs or {}
        self.notes: list[str] = []
        self._sorted = sorted(files)
        self.named: dict[str, list[str]] = {}
        self.suffixed: dict[str, list[str]] = {}
        named = self.named
        suffixed = self.suffixed
        for path, file in self.files.items():
            if file.link is None:
                name = path[path.rfind("/") + 1 :]
                named.setdefault(name, []).append(path)
                suffixed.setdefault(name[name.rfind(".") + 1 :], []).append(path)

    def of_suffix(self, suffixes: Iterable[str]) -> list[str]:
        """Return the files with one of these suffixes."""
        return [path for suffix in suffixes for path in self.suffixed.get(suffix, ())]

    def hosting(self, *names: str) -> dict[str, str]:
        """Return folder -> manifest for every folder that holds one of these; earlier names win.

        Folders end in a slash, the root is "". Excluded files and those of tests, examples and copies of
        others' code are no manifests of this candidate.
        """
        found: dict[str, str] = {}
        for name in reversed(names):
            for path in self.named.get(name, ()):
                folder = path[: len(path) - len(name)]
                if path in self.data:
                    continue
                if hosts_components(folder.rstrip("/")):
                    found[folder] = path
                elif folder and is_template(folder.rstrip("/")):
                    self._take_for_data(folder)
        return found

    def _take_for_data(self, folder: str) -> None:
        """Count what stands in a template's folder as data: it is copied, not run."""
        start = bisect_left(self._sorted, folder)
        for path in islice(self._sorted, start, None):
            if not path.startswith(folder):
                break
            self.data.add(path)

    def holds(self, path: str) -> bool:
        """Whether the candidate has this file (not a link)."""
        file = self.files.get(path)
        return file is not None and file.link is None

    def read(self, path: str, reader: Callable[[str, bytes], Manifest]) -> Manifest:
        """Read a manifest: the very bytes that were hashed. An empty one when it is not there.

        Raises UnusableCandidate when it changed since.
        """
        file = self.files.get(path)
        if file is None or file.link is not None:
            return Manifest(path, Table({}))
        if file.size > LIMIT_BYTES:
            return Manifest(path, Table({}), error=f"{path}: larger than {LIMIT_BYTES} bytes, not read")
        content = _read(f"{self.root}/{on_disk(path)}")
        if digest_of_bytes(content) != file.digest:
            raise UnusableCandidate(
                f"{path} changed while the candidate was read",
                hint="stop what writes to it and start again",
            )
        return reader(path, content)


def _read(place: str) -> bytes:
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b"\0"
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return b"\0"
        return file.read(LIMIT_BYTES + 1)


def shared_out(paths: Iterable[str], folders: Iterable[str]) -> dict[str, list[str]]:
    """Give each path to the deepest of the folders (ending in a slash, "" the root) that it stands in.

    What stands in none of them is under the key "/": no folder has that name.
    """
    owned: dict[str, list[str]] = {folder: [] for folder in folders}
    owners = {folder: folder for folder in owned}
    for path in paths:
        folder = path[: path.rfind("/") + 1]
        owner = owners.get(folder)
        if owner is None:
            owner = _owner(folder, owners)
        owned.setdefault(owner, []).append(path)
    return owned


def _owner(folder: str, owners: dict[str, str]) -> str:
    waiting = []
    while folder and folder not in owners:
        waiting.append(folder)
        folder = folder[: folder.rfind("/", 0, -1) + 1]
    owner = owners.get(folder, "/")
    owners.update(dict.fromkeys(waiting, owner))
    return owner


def component(
    ground: Ground,
    language: Language,
    folder: str,
    manifest: str | None,
    paths: Iterable[str],
    *,
    packages: Iterable[str] = (),
    support: Iterable[str] = (),
    facts: Mapping[str, str] | None = None,
) -> Component:
    """Make a component: its paths with their roles, and manifests and configuration as SUPPORT."""
    start = len(folder)
    own = {path[start:]: path for path in paths}
    data = {relative for relative, path in own.items() if path in ground.data}
    roles = Roles(language, own, tuple(packages), data)
    files = {path: roles.role(relative) for relative, path in own.items()}
    for path in support:
        if ground.holds(path):
            files.setdefault(path, Role.DATA if path in ground.data else Role.SUPPORT)
    return Component(
        language=language,
        path=folder.rstrip("/") or ".",
        manifest=manifest,
        files=dict(sorted(files.items())),
        facts={key: value for key, value in (facts or {}).items() if value},
    )


def has_code(found: Component) -> bool:
    """Whether there is anything in a component to check or to run."""
    return bool(found.paths(Role.SOURCE, Role.TEST))


def ships(found: Component) -> bool:
    """Whether a component holds source."""
    return bool(found.paths(Role.SOURCE))
