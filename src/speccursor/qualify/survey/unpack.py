"""Unpacks an archive of somebody else's into a folder, and nowhere else.

Files are written by this module, not by tarfile or zipfile, since their own ways out have been found
again and again: a name is checked before anything is made, every file is created anew and never opened
through a link, links are made last and only where they stay inside, and nothing but files, folders and
such links is accepted. What tarfile's ``data`` filter refuses (PEP 706) is refused besides. Bombs meet
`Limits` while they are read, not after.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn, cast

from msgspec import Struct

from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.survey.recognise import ARCHIVES

if TYPE_CHECKING:
    from tarfile import TarFile, TarInfo
    from zipfile import ZipFile, ZipInfo

_CHUNK_BYTES = 1 << 18
_READ_LIMIT_BYTES = 1 << 24
_DEPTH_LIMIT = 100
_NAME_LIMIT_BYTES = 255


class Limits(Struct, frozen=True):
    """What an archive may hold. `ratio` counts from `floor_bytes` on: small archives may expand freely."""

    files: int = 250_000
    total_bytes: int = 4 << 30
    ratio: int = 400
    floor_bytes: int = 64 << 20

    def bound(self, size: int) -> int:
        """Return how many bytes an archive of this size may unpack to."""
        return min(self.total_bytes, max(self.floor_bytes, self.ratio * size))


def unpack(archive: Path, destination: Path, *, limits: Limits | None = None) -> Path:
    """Unpack a .tar.gz, .tgz, .crate, .tar.bz2, .tar.xz or .zip into an empty or new folder; return its root folder.

    A .crate is cargo's .tar.gz. The root is the one folder that the archive holds (sdists, npm's ``package/``), else
    `destination`.
    Raises UnusableCandidate for everything that is damaged, hostile or over the limits; what was
    unpacked until then is left in `destination`.
    """
    name = archive.name.lower()
    if not name.endswith(ARCHIVES):
        raise UnusableCandidate(f"{archive} is no archive of a known kind", hint=f"one of {', '.join(ARCHIVES)}")
    if destination.exists() and any(destination.iterdir()):
        raise UnusableCandidate(f"{destination} is not empty", hint="unpack into a new folder")
    destination.mkdir(parents=True, exist_ok=True)
    placing = _Placing(destination, archive.name, limits or Limits())
    try:
        size = archive.stat().st_size
        if name.endswith(".zip"):
            _unzip(archive, placing, size)
        else:
            _untar(archive, placing, size)
        placing.make_links()
    except OSError as error:
        raise UnusableCandidate(f"{archive.name} cannot be unpacked: {error.strerror or error}") from error
    return placing.root()


class _Placing:
    """Writes what an archive holds below one folder, within limits."""

    def __init__(self, destination: Path, archive: str, limits: Limits) -> None:
        self.destination = destination
        self.archive = archive
        self.limits = limits
        self.files: set[str] = set()
        self.folders: set[str] = {""}
        self.links: dict[str, str] = {}

    def refuse(self, reason: str, hint: str = "an archive of its publisher's holds no such thing") -> NoReturn:
        raise UnusableCandidate(f"{self.archive} is not unpacked: {reason}", hint=hint)

    def path(self, name: str) -> str:
        """Return a member's path below the destination; refuse one that leads anywhere else."""
        if "\0" in name or "\\" in name or name.startswith("/") or name[1:2] == ":":
            self.refuse(f"{name!r} is not a path inside of it")
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if ".." in parts:
            self.refuse(f"{name!r} leads out of it")
        if len(parts) > _DEPTH_LIMIT or any(len(os.fsencode(part)) > _NAME_LIMIT_BYTES for part in parts):
            self.refuse(f"the name {name[:80]!r}... is too long or too deep")
        if len(self.files) + len(self.folders) + len(self.links) > self.limits.files:
            self.refuse(f"it holds more than {self.limits.files} files")
        return "/".join(parts)

    def folder(self, path: str) -> None:
        """Make a folder and those above it."""
        if path in self.folders:
            return
        if path in self.files or path in self.links:
            self.refuse(f"{path!r} is both a folder and something else")
        self.folder(path.rpartition("/")[0])
        (self.destination / path).mkdir()
        self.folders.add(path)

    def file(self, path: str, executable: bool) -> AbstractContextManager[IO[bytes]]:  # noqa: FBT001  (a mode, said by name below)
        """Open a new file for writing."""
        self.claim(path)
        self.files.add(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.fdopen(os.open(self.destination / path, flags, 0o755 if executable else 0o644), "wb")

    def claim(self, path: str) -> None:
        """Make sure that a path is new, and that its folder is there."""
        if not path or path in self.files or path in self.links or path in self.folders:
            self.refuse(f"it holds {path!r} twice")
        self.folder(path.rpartition("/")[0])

    def link(self, path: str, target: str) -> None:
        """Note a symbolic link, to be made when all files are there."""
        self.claim(path)
        depth = path.count("/")
        for part in target.split("/"):
            depth += -1 if part == ".." else part not in ("", ".")
            if depth < 0:
                self.refuse(f"the link {path!r} leads out of it ({target!r})")
        if not target or target.startswith("/") or "\0" in target:
            self.refuse(f"the link {path!r} leads out of it ({target!r})")
        self.links[path] = target

    def copy(self, path: str, source: str, executable: bool) -> None:  # noqa: FBT001  (a mode)
        """Make what is a hard link in the archive: a file of its own with the same content."""
        if source not in self.files:
            self.refuse(f"the hard link {path!r} names {source!r}, which is no file of it")
        with (self.destination / source).open("rb") as content, self.file(path, executable) as file:
            while chunk := content.read(_CHUNK_BYTES):
                file.write(chunk)

    def make_links(self) -> None:
        """Make the symbolic links; refuse those that lead out by way of other links."""
        for path, target in self.links.items():
            (self.destination / path).symlink_to(target)
        inside = self.destination.resolve()
        for path in self.links:
            try:
                place = (self.destination / path).resolve()
            except (OSError, RuntimeError):
                continue
            if not place.is_relative_to(inside):
                (self.destination / path).unlink()
                self.refuse(f"the link {path!r} leads out of it by way of others")

    def root(self) -> Path:
        """Return the only folder at the top, or the destination."""
        top = {path.partition("/")[0] for path in {*self.files, *self.links, *self.folders} if path}
        if not self.files:
            self.refuse("it holds no file", hint="")
        only = next(iter(top))
        return self.destination / only if len(top) == 1 and only in self.folders else self.destination


class _Bounded:
    """A stream that ends in a refusal when more is read from it than allowed.

    `tarfile` reads extended headers whole into memory, so a single read is bounded as well.
    """

    def __init__(self, stream: IO[bytes], bound: int, placing: _Placing) -> None:
        self.stream = stream
        self.bound = bound
        self.placing = placing
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _READ_LIMIT_BYTES:
            self.placing.refuse("one of its headers is larger than any real one")
        self._check(self.stream.tell() + size)
        self.last = self.stream.read(size)
        return self.last

    def end(self) -> None:
        """Read to the end, which checks the compression's own sums; nothing but zeros may follow."""
        while not self.last.strip(b"\0"):
            if not self.read(_CHUNK_BYTES):
                return
        self.placing.refuse("it goes on after its end, or is damaged", hint="fetch it again and compare its digest")

    def seek(self, place: int, whence: int = 0) -> int:
        self._check(place if whence == 0 else self.stream.tell() + place)
        return self.stream.seek(place, whence)

    def tell(self) -> int:
        return self.stream.tell()

    def _check(self, place: int) -> None:
        if place > self.bound + _READ_LIMIT_BYTES:
            self.placing.refuse(f"it unpacks to more than {self.bound} bytes")


def _untar(archive: Path, placing: _Placing, size: int) -> None:
    import tarfile  # noqa: PLC0415  (slow, and few candidates are archives)

    with _tar_errors(placing), _decompressed(archive) as stream:
        bounded = _Bounded(stream, placing.limits.bound(size), placing)
        total = 0
        with tarfile.open(fileobj=cast("IO[bytes]", bounded), mode="r:") as tar:
            while (member := tar.next()) is not None:
                total += member.size
                if member.size < 0 or total > bounded.bound:
                    placing.refuse(f"it unpacks to more than {bounded.bound} bytes")
                _place_member(tar, member, placing)
            bounded.end()


def _place_member(tar: TarFile, member: TarInfo, placing: _Placing) -> None:
    import tarfile  # noqa: PLC0415  (see _untar)

    path = placing.path(member.name)
    if hasattr(tarfile, "data_filter"):
        try:
            tarfile.data_filter(member, str(placing.destination))
        except tarfile.FilterError as refusal:
            placing.refuse(str(refusal))
    executable = bool(member.mode & stat.S_IXUSR)
    if member.isdir():
        placing.folder(path)
    elif member.issym():
        placing.link(path, member.linkname)
    elif member.islnk():
        placing.copy(path, placing.path(member.linkname), executable)
    elif member.isreg():
        content = tar.extractfile(member)
        with placing.file(path, executable) as file:
            _pour(cast("IO[bytes]", content), file, member.size, placing)
    else:
        placing.refuse(f"{member.name!r} is a device, a FIFO or something else that is no file")


@contextmanager
def _decompressed(archive: Path) -> Iterator[IO[bytes]]:
    """Open the tar inside. The suffix says which compression is meant; another one is damage."""
    name = archive.name.lower()
    if name.endswith(".bz2"):
        import bz2  # noqa: PLC0415  (only for such archives)

        with bz2.open(archive, "rb") as stream:
            yield cast("IO[bytes]", stream)
    elif name.endswith(".xz"):
        import lzma  # noqa: PLC0415  (only for such archives)

        with lzma.open(archive, "rb") as stream:
            yield cast("IO[bytes]", stream)
    else:
        import gzip  # noqa: PLC0415  (only for such archives)

        with gzip.open(archive, "rb") as stream:
            yield cast("IO[bytes]", stream)


@contextmanager
def _tar_errors(placing: _Placing) -> Iterator[None]:
    import lzma  # noqa: PLC0415  (see _untar)
    import struct  # noqa: PLC0415  (as above)
    import tarfile  # noqa: PLC0415  (as above)
    import zlib  # noqa: PLC0415  (as above)

    try:
        yield
    except (
        tarfile.TarError,
        struct.error,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        ValueError,
        OverflowError,
        RecursionError,
        MemoryError,
    ) as error:
        placing.refuse(f"it is damaged ({error})", hint="fetch it again and compare its digest")


def _unzip(archive: Path, placing: _Placing, size: int) -> None:
    import struct  # noqa: PLC0415  (only for such archives)
    import zipfile  # noqa: PLC0415  (slow, and few candidates are archives)
    import zlib  # noqa: PLC0415  (as above)

    bound = placing.limits.bound(size)
    try:
        with zipfile.ZipFile(archive) as opened:
            if sum(member.file_size for member in opened.infolist()) > bound:
                placing.refuse(f"it unpacks to more than {bound} bytes")
            for member in opened.infolist():
                _place_zipped(opened, member, placing)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        struct.error,
        zlib.error,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OverflowError,
    ) as error:
        placing.refuse(f"it is damaged or encrypted ({error})", hint="fetch it again and compare its digest")


def _place_zipped(opened: ZipFile, member: ZipInfo, placing: _Placing) -> None:
    path = placing.path(member.filename)
    mode = member.external_attr >> 16
    kind = stat.S_IFMT(mode)
    if member.filename.endswith("/"):
        placing.folder(path)
    elif kind == stat.S_IFLNK:
        with opened.open(member) as content:
            placing.link(path, os.fsdecode(content.read(4096)))
    elif kind not in (0, stat.S_IFREG):
        placing.refuse(f"{member.filename!r} is a device, a FIFO or something else that is no file")
    else:
        with opened.open(member) as content, placing.file(path, bool(mode & stat.S_IXUSR)) as file:
            _pour(content, file, member.file_size, placing)


def _pour(content: IO[bytes], file: IO[bytes], size: int, placing: _Placing) -> None:
    done = 0
    while done <= size and (chunk := content.read(_CHUNK_BYTES)):
        done += len(chunk)
        file.write(chunk)
    if done != size:
        placing.refuse("a file in it is not as long as it says", hint="fetch it again and compare its digest")
