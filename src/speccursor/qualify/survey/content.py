"""Reads and hashes every file of a candidate, once, without following a symbolic link.

The digest is SHA-256 (FIPS 180-4). Where git's index names a blob, the blob's own hash is taken in the
same pass (SHA-1 or SHA-256 over ``blob <size>\\0<content>``, gitformat-pack(5)), so that "differs from
the revision" rests on content and never on dates. The first bytes are looked at for the marks of
generated code while they are in memory. Large files are hashed in threads: hashlib lets go of the
interpreter for more than 2 KiB; small ones are not, threads would only wait for one another.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from speccursor.qualify.model.candidate import File
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.model.pathnames import publish
from speccursor.qualify.survey.vendored import looks_generated

if TYPE_CHECKING:
    from hashlib import _Hash

LARGE_BYTES = 4 << 20
_CHUNK_BYTES = 1 << 20
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_SHA256_HEX = 64
_SHEBANG_BYTES = 256  # as many as Linux reads (BINPRM_BUF_SIZE)
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})
_EXECUTABLE = 0o100


class Contents(Struct):
    """What was read: the files, those whose blob differs, those that are generated, and what was not read.

    `differing` maps a published path to (the index's blob, mode) for files whose content or mode is
    another one; `missing` names tracked files that are not on disk, `unread` files that cannot be read.
    `shebangs` are the first lines of files that name their interpreter there.
    """

    files: list[File]
    differing: dict[str, str]
    generated: set[str]
    missing: list[str]
    notes: list[str]
    unread: list[str]
    shebangs: dict[str, str] = {}

    def add(self, other: Contents) -> None:
        """Take what was read elsewhere; the files are then no longer in order."""
        self.files += other.files
        self.differing |= other.differing
        self.generated |= other.generated
        self.missing += other.missing
        self.notes += other.notes
        self.unread += other.unread
        self.shebangs |= other.shebangs


class _Changed(Exception):  # noqa: N818  (what happened, not a mistake)
    """The file was written to while it was read."""


def read_contents(root: str, listed: Mapping[str, str]) -> Contents:
    """Hash the files that a listing names (names on disk -> what the index says, see `Listing`).

    Raises UnusableCandidate for a file that keeps changing while it is read.
    """
    contents = Contents([], {}, set(), [], [], [])
    folders: dict[str, bool] = {"": True}
    large: list[tuple[str, str]] = []
    for path, entry in listed.items():
        folder = path.rpartition("/")[0]
        if not (folders[folder] if folder in folders else _is_real(root, folder, folders)):
            contents.missing.append(publish(path))
        elif not _read_one(root, path, entry, contents, LARGE_BYTES):
            large.append((path, entry))
    _read_large(root, large, contents)
    contents.files.sort()
    return contents


def _is_real(root: str, folder: str, folders: dict[str, bool]) -> bool:
    """Whether a folder is one all the way down from the root, with no link in between."""
    waiting = [folder]
    while (parent := waiting[-1].rpartition("/")[0]) not in folders:
        waiting.append(parent)
    real = folders[parent]
    for one in reversed(waiting):
        real = real and _is_folder(f"{root}/{one}")
        folders[one] = real
    return real


def _is_folder(place: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(place).st_mode)
    except OSError:
        return False


def _read_large(root: str, large: list[tuple[str, str]], contents: Contents) -> None:
    if len(large) < 2:  # noqa: PLR2004  (one file is hashed as fast without a thread)
        _read_each(root, large, contents)
        return
    from threading import Thread  # noqa: PLC0415  (few candidates have two large files)

    lanes = [large[start :: os.cpu_count() or 1] for start in range(os.cpu_count() or 1)]
    parts = [(lane, Contents([], {}, set(), [], [], [])) for lane in lanes]
    failures: list[UnusableCandidate] = []
    threads = [Thread(target=_read_lane, args=(root, lane, part, failures)) for lane, part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    for _, part in parts:
        contents.add(part)


def _read_lane(root: str, lane: Iterable[tuple[str, str]], part: Contents, failures: list[UnusableCandidate]) -> None:
    try:
        _read_each(root, lane, part)
    except UnusableCandidate as failure:
        failures.append(failure)


def _read_each(root: str, large: Iterable[tuple[str, str]], contents: Contents) -> None:
    for path, entry in large:
        _read_one(root, path, entry, contents, None)


def _read_one(root: str, path: str, entry: str, contents: Contents, limit: int | None) -> bool:
    """Read one file into `contents`; False when it is larger than the limit and was left for later."""
    name = publish(path)
    try:
        try:
            file, blob = _read_file(f"{root}/{path}", name, entry, contents, limit)
        except _Changed:
            contents.notes.append(f"{name}: was written to while it was read; read again")
            file, blob = _read_file(f"{root}/{path}", name, entry, contents, None)
    except _Changed as changed:
        raise UnusableCandidate(
            f"{name} changes while it is read",
            hint="stop what writes to it, or name it in .gitignore if it is not part of the candidate",
        ) from changed
    except OSError as error:
        _unread(path, entry, error, contents)
        return True
    if file is None:
        return False
    contents.files.append(file)
    if entry and entry != f"{_mode(file)} {blob}":
        contents.differing[name] = entry
    return True


def _unread(path: str, entry: str, error: OSError, contents: Contents) -> None:
    name = publish(path)
    if error.errno in _GONE and entry:
        contents.missing.append(name)
        return
    contents.unread.append(name)
    contents.notes.append(f"{name}: cannot be read ({error.strerror}), left out")


def _mode(file: File) -> str:
    if file.link is not None:
        return "120000"
    return "100755" if file.executable else "100644"


def _read_file(place: str, name: str, entry: str, contents: Contents, limit: int | None) -> tuple[File | None, str]:
    try:
        descriptor = os.open(place, _FLAGS)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        return _read_link(place, name, entry)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(errno.EINVAL, "neither a file nor a folder nor a link")
        if limit is not None and before.st_size > limit:
            return None, ""
        digest, blob, head = _hash(descriptor, before.st_size, entry)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise _Changed
    if looks_generated(name, head):
        contents.generated.add(name)
    if head.startswith(b"#!"):
        contents.shebangs[name] = head[:_SHEBANG_BYTES].partition(b"\n")[0].decode("utf-8", "replace")
    return File(name, before.st_size, Digest("sha256:" + digest), bool(before.st_mode & _EXECUTABLE)), blob


def _read_link(place: str, name: str, entry: str) -> tuple[File, str]:
    text = os.fsencode(os.readlink(place))  # noqa: PTH115  (its text as it is, not a path)
    digest = Digest("sha256:" + hashlib.sha256(text).hexdigest())
    target = publish(text.decode("utf-8", "surrogateescape"))
    blob = _blob(entry, len(text))
    blob.update(text)
    return File(name, len(text), digest, link=target), blob.hexdigest()


def _hash(descriptor: int, size: int, entry: str) -> tuple[str, str, bytes]:
    """Return SHA-256, git's blob hash ("" where the index names none) and the first bytes."""
    head = os.read(descriptor, min(size + 1, _CHUNK_BYTES))
    digest = hashlib.sha256(head)
    blob = _blob(entry, size) if entry else None
    if blob is not None:
        blob.update(head)
    done = len(head)
    chunk = head if done < size else b""
    while chunk:
        chunk = os.read(descriptor, _CHUNK_BYTES)
        done += len(chunk)
        digest.update(chunk)
        if blob is not None:
            blob.update(chunk)
    if done != size:
        raise _Changed
    return digest.hexdigest(), "" if blob is None else blob.hexdigest(), head


def _blob(entry: str, size: int) -> _Hash:
    header = b"blob %d\0" % size
    if len(entry) - len("100644 ") == _SHA256_HEX:
        return hashlib.sha256(header)
    return hashlib.sha1(header, usedforsecurity=False)
