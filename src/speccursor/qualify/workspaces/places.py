"""Places: where a candidate's copy stands, as the commands see it.

An environment that was made once points at its component by path (an editable install, a link of a
JavaScript workspace), so a copy must be seen at the same path in every run. With bubblewrap that is
``/candidate``, whatever folder the copy is really in. Without, it is a folder below the cache that one
run holds at a time; a second run at the same moment gets a second one. See docs/adr/0003-workspaces.md.
"""

import contextlib
import fcntl
import os
import posixpath
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.workspaces.command import Access, Mount
from speccursor.qualify.workspaces.isolation import Isolation

ROOT = "/candidate"
"""Where every copy is seen under bubblewrap."""

_MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of our own below it, which mkdtemp makes)
_OURS = "speccursor-"
_LARGEST_IN_MEMORY = 64 * 1024 * 1024
LARGEST_CACHE_IN_MEMORY = 4 * _LARGEST_IN_MEMORY
"""The largest copy, in bytes, of what a compiler keeps that is made in memory."""

_ROOM_TO_READ = 1024 * 1024 * 1024
_ROOM_TO_WRITE = 4 * _ROOM_TO_READ


class Place(Struct, frozen=True, kw_only=True):
    """A folder of this machine for a copy, and the path at which commands see it. `lane` is 0 for the first
    run of a project on this machine, 1 for one that runs beside it, and so on.
    """

    folder: Path
    seen: str
    lane: int = 0

    @property
    def mounted(self) -> bool:
        """Whether the copy is seen elsewhere than where it is, that is, under bubblewrap."""
        return self.seen != str(self.folder)

    def seen_at(self, path: str) -> str:
        """Return the path at which commands see a path of the candidate."""
        return posixpath.normpath(posixpath.join(self.seen, path))

    def mount(self, access: Access = Access.READ) -> Mount:
        """Return the mount of the whole copy."""
        return Mount(source=self.folder, target=self.seen, access=access)


@contextlib.contextmanager
def take_place(isolation: Isolation, *, cache: Path, project: str, scratch: Path) -> Iterator[Place]:
    """Take an empty place for a copy, for as long as the context lasts.

    `project` names what is qualified, the same in every run (the path of the repository does). Under
    bubblewrap the folder is in `scratch` and stays there; otherwise it is emptied at both ends.
    """
    if isolation.bubblewrap is not None:
        folder = scratch / "candidate"
        folder.mkdir(parents=True)
        yield Place(folder=folder, seen=ROOT)
        return
    places = cache / "places" / digest_of(project).removeprefix("sha256:")[:16]
    places.mkdir(parents=True, exist_ok=True)
    lane, lock = _free_lane(places)
    folder = places / str(lane)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield Place(folder=folder, seen=str(folder), lane=lane)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


@contextlib.contextmanager
def folder_for_copy(size: int, *, read: bool, otherwise: Path, largest: int = _LARGEST_IN_MEMORY) -> Iterator[Path]:
    """Yield a folder for a copy: in memory where it is small and there is ample room, else `otherwise`.

    `size` is what the copy's files hold, in bytes, and small is what is not above `largest`; a copy that is not only
    `read` may grow. Making and removing some
    hundred files of its own for each tool is what a disk spends most of a short tool's time with.
    """
    if size > largest or not _has_room(_MEMORY, _ROOM_TO_READ if read else _ROOM_TO_WRITE):
        yield otherwise
        return
    with tempfile.TemporaryDirectory(
        prefix=f"{_OURS}{os.getpid()}-", dir=_MEMORY, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder) / "copy"


def sweep_memory() -> None:
    """Remove what engines that were killed have left in memory."""
    for folder in _MEMORY.glob(f"{_OURS}*") if _MEMORY.is_dir() else ():
        owner = folder.name.removeprefix(_OURS).partition("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdecimal() and folder.lstat().st_uid == os.getuid() and not Path(f"/proc/{owner}").exists():
                shutil.rmtree(folder)


def _has_room(folder: Path, room: int) -> bool:
    try:
        state = os.statvfs(folder)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK) and state.f_bavail * state.f_frsize >= room


def another_copy(place: Place, folder: Path) -> Place:
    """Return the place of one more copy, for a command that writes: seen at the same path under bubblewrap.

    Without bubblewrap there is only the one place, which is returned as it is.
    """
    return Place(folder=folder, seen=place.seen, lane=place.lane) if place.mounted else place


def _free_lane(places: Path) -> tuple[int, int]:
    lane = 0
    while True:
        lock = os.open(places / f"{lane}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            lane += 1
        else:
            return lane, lock
