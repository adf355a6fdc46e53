"""Copies of a candidate: exactly its files, as the survey saw them, in a folder of their own.

Every file is hashed while it is copied, so a file that changed since the survey is told instead of
qualified. Bytes are shared with the user's tree only where the file system copies on write
(ioctl_ficlone(2)); there are never hard links, through which a test could write back.
"""

import contextlib
import fcntl
import hashlib
import os
import posixpath
import shutil
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from speccursor.qualify.model.candidate import File
from speccursor.qualify.model.digests import Digest, digest_of_bytes
from speccursor.qualify.model.pathnames import on_disk

_FICLONE = 0x40049409
_CHUNK = 1024 * 1024
_SMALL_CHUNK = 64 * 1024
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class Copied(Struct, frozen=True, kw_only=True):
    """What was copied. `changed` names files whose content, kind or mode is no longer what the survey saw.

    `left_out` are symbolic links that point out of the tree, with the reason; they are not in the copy.
    """

    files: int
    size: int
    changed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def copy_files(files: Iterable[File], *, source: Path, target: Path) -> Copied:
    """Copy these files of `source` into the folder `target`, which is made and must be empty.

    A changed file is copied as it is now and named in `changed`; one that is gone is named too. Raises
    OSError when the target cannot be written, ValueError for a path that is not below the root.
    """
    target.mkdir(parents=True, exist_ok=True)
    changed: list[str] = []
    left_out: list[str] = []
    copied = size = 0
    folders = {""}
    with contextlib.closing(_Copying(source, target)) as copying:
        for file in files:
            name = on_disk(file.path)
            _check_path(name)
            folder = posixpath.dirname(name)
            if folder not in folders:
                (target / folder).mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            if file.link is not None:
                link = on_disk(file.link)
                if _leads_out(name, link):
                    left_out.append(f"{file.path}: a link out of the tree, to {file.link}")
                    continue
                same = _copy_link(link, source / name, target / name)
            else:
                same = copying.copy(file, name)
            if not same:
                changed.append(file.path)
            copied += 1
            size += file.size
    return Copied(files=copied, size=size, changed=tuple(changed), left_out=tuple(left_out))


def _check_path(path: str) -> None:
    parts = path.split("/")
    if path.startswith("/") or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{path!r} is not a path below the candidate's root")


def _leads_out(path: str, link: str) -> bool:
    """Whether a link can lead out of the tree. Its own folder is a real one, so ``..`` at the start is safe
    to count; after a name it is not, because the name may be a link to somewhere else in the tree.
    """
    parts = [part for part in link.split("/") if part not in ("", ".")]
    ups = next((number for number, part in enumerate(parts) if part != ".."), len(parts))
    return link.startswith("/") or ".." in parts[ups:] or ups > path.count("/")


def _copy_link(text: str, source: Path, target: Path) -> bool:
    target.symlink_to(text)
    try:
        return source.readlink() == Path(text)
    except OSError:
        return False


class _Copying:
    """Copies plain files, opened without following any link. Files come sorted, so a folder stays open for the next."""

    def __init__(self, source: Path, target: Path) -> None:
        self._source = source
        self._target = str(target)
        self._folder: int | None = None
        self._name = ""
        self._clones = True

    def close(self) -> None:
        """Close the folder of the last file."""
        if self._folder is not None:
            os.close(self._folder)
            self._folder = None

    def copy(self, file: File, name: str) -> bool:
        """Copy one file; whether it is still what the survey saw. Raises OSError when the target cannot be written."""
        try:
            reading = self._open(name)
        except OSError:
            return False
        try:
            state = os.fstat(reading)
            if not stat.S_ISREG(state.st_mode):
                return False
            executable = bool(state.st_mode & stat.S_IXUSR)
            digest = self._copy_content(reading, f"{self._target}/{name}", state.st_size, executable=executable)
        finally:
            os.close(reading)
        return digest == file.digest and executable == file.executable

    def _open(self, path: str) -> int:
        folder, _, name = path.rpartition("/")
        if self._folder is None or folder != self._name:
            self.close()
            self._folder = _open_folder(self._source, folder)
            self._name = folder
        return os.open(name, _FLAGS, dir_fd=self._folder)

    def _copy_content(self, reading: int, target: str, size: int, *, executable: bool) -> Digest | None:
        hashed = hashlib.sha256()
        writing = os.open(target, _NEW, 0o600)
        try:
            os.fchmod(writing, 0o755 if executable else 0o644)
            cloned = self._clones = self._clones and _clone(writing, reading)
            at_once = min(_CHUNK, size + 1)
            while chunk := _read(reading, at_once):
                hashed.update(chunk)
                if not cloned:
                    _write(writing, chunk, target)
        finally:
            os.close(writing)
        return None if chunk is None else Digest("sha256:" + hashed.hexdigest())


def _open_folder(root: Path, path: str) -> int:
    """Open a folder below a root, refusing one on the way that became a link."""
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for folder in path.split("/") if path else ():
        try:
            below = os.open(folder, _FLAGS | os.O_DIRECTORY, dir_fd=here)
        finally:
            os.close(here)
        here = below
    return here


def _read(reading: int, size: int) -> bytes | None:
    """Read on; None where the file cannot be read."""
    try:
        return os.read(reading, size)
    except OSError:
        return None


def _clone(writing: int, reading: int) -> bool:
    try:
        fcntl.ioctl(writing, _FICLONE, reading)
    except OSError:
        return False
    return True


def _write(writing: int, chunk: bytes, target: str) -> None:
    view = memoryview(chunk)
    try:
        while view:
            view = view[os.write(writing, view) :]
    except OSError as error:
        error.filename = target
        raise


def tree_of(root: Path, *, leave_out: frozenset[str] = frozenset()) -> dict[str, Digest]:
    """Return the digest of every file and link below a folder, by POSIX path; folders named so are left out."""
    found: dict[str, Digest] = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in leave_out]
        for name in (*names, *(one for one in folders if (Path(folder) / one).is_symlink())):
            path = Path(folder) / name
            if path.is_symlink():
                content = os.fsencode(path.readlink())
            elif path.is_file():
                content = path.read_bytes()
            else:
                continue
            found[path.relative_to(root).as_posix()] = digest_of_bytes(content)
    return found


def copy_tree(source: Path, target: Path) -> None:
    """Copy a folder of our own making (never the user's) over another, links as links."""
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


def link_tree(source: str, target: str, *, seen: str, linked: Callable[[str], bool]) -> None:
    """Make a folder of our own making once more at `target`, which must not exist: folders as such, files as links.

    `seen` is where the original will be seen; `linked` is asked of each file's path, and where it says no the file is
    copied. So is an empty one, which may be what a full disk left: it can be written to. What is no plain file is never
    opened: it becomes a link too.
    """
    os.mkdir(target)  # noqa: PTH102  (thousands, and a Path for each costs more than the call)
    with os.scandir(source) as entries:
        for entry in entries:
            own, original = f"{target}/{entry.name}", f"{seen}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                link_tree(entry.path, own, seen=original, linked=linked)
            elif not entry.is_file(follow_symlinks=False) or (linked(entry.path) and entry.stat().st_size):
                _link_small(original, own)
            else:
                _copy_small(entry.path, own)


def _link_small(text: str, target: str) -> None:
    """Make a link; an error names the link, and not what it says."""
    try:
        os.symlink(text, target)  # noqa: PTH211  (thousands)
    except OSError as error:
        error.filename = target
        raise


def _copy_small(source: str, target: str) -> None:
    """Copy the content of a file; shutil takes three times as long to copy some hundred bytes."""
    reading = os.open(source, _FLAGS)
    try:
        writing = os.open(target, _NEW, 0o644)
        try:
            while chunk := os.read(reading, _SMALL_CHUNK):
                _write(writing, chunk, target)
        finally:
            os.close(writing)
    finally:
        os.close(reading)
