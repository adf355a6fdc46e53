"""A bundle: one run's plan, record and raw outputs in one file, to be judged elsewhere together with others.

::

    manifest.json     schema, engine, run, cells, and every other member with its size and digest, in their order
    plan.json         the plan's own bytes, whose digest is the plan's
    record.json
    objects/<hex>     each raw output and log once, named by its SHA-256, in order of the names

It is a plain tar file (POSIX.1-1988, "ustar") that is written in exactly one way: no compression, no owner, no time,
nothing but plain files. The same run gives the same bytes anywhere. A reader needs to know no more of the format: it
makes each header that must come next and compares. So there are no links, no paths, no second member of one name, no
sparse file and no extended header to be careful with, and what is read is never more than the file's own size.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from tarfile import USTAR_FORMAT, TarInfo
from typing import BinaryIO, NoReturn

import msgspec

from speccursor.qualify.model.digests import Digest, canonical_json, digest_of, digest_of_bytes
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.record import Output, Record
from speccursor.qualify.store.files import writing
from speccursor.qualify.store.foreign import refuse_odd
from speccursor.qualify.store.runs import RunFolder, decoded

_SCHEMA = "speccursor.bundle/1"
_BLOCK = 512
_CHUNK = 1 << 20
_END = b"\0" * (2 * _BLOCK)
_LARGEST_TEXT = 256 << 20
"""How large the manifest, the plan and the record may be each; they are read into memory."""
_LARGEST_OBJECT = 1 << 32
_HINT = "take it again from where it was made"
_OBJECT = re.compile(r"objects/([0-9a-f]{64})")
_SIZE = slice(124, 136)
"""Where a header holds the size: octal digits that end in NUL."""
_LONGEST_NAME = 120


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle holds. `cells` are those whose evidence it was made to bring."""

    schema: str = _SCHEMA
    engine: str
    run: str
    cells: tuple[str, ...]
    members: tuple[Output, ...]


def name_of_bundle(cells: Sequence[str]) -> str:
    """Return the file name of a bundle: its cells, or a digest of their names where these are too long for one."""
    named = "+".join(cells)
    return f"evidence-{named if len(named) <= _LONGEST_NAME else digest_of(cells)[7:23]}.tar"


def write_bundle(folder: RunFolder, cells: Sequence[str]) -> Path:
    """Write a finished run's bundle into its folder and return its path.

    Raises UnusableRun where a raw output is not the one that the run left: such a bundle would show nothing.
    """
    record = folder.record()
    texts = {name: (folder.path / name).read_bytes() for name in ("plan.json", "record.json")}
    objects = dict(sorted(_objects(folder, record)))
    members = [Output(name, digest_of_bytes(content), len(content)) for name, content in texts.items()]
    members += [output for output, _ in objects.values()]
    manifest = Manifest(engine=folder.plan().engine, run=record.run, cells=tuple(cells), members=tuple(members))
    target = folder.path / name_of_bundle(cells)
    with writing(target) as stream:
        _add(stream, "manifest.json", canonical_json(manifest))
        for name, content in texts.items():
            _add(stream, name, content)
        for output, path in objects.values():
            stream.write(_header(output.name, output.size))
            with path.open("rb") as source:
                copied = _copy(source, stream, output.size)
            if copied != output.digest:
                raise UnusableRun(f"{path} is not what the run left there", hint="qualify again")
            stream.write(_padding(output.size))
        stream.write(_END)
    return target


def _objects(folder: RunFolder, record: Record) -> Iterator[tuple[str, tuple[Output, Path]]]:
    """Yield every raw output and log of a run by its name in the bundle."""
    for output, path in folder.places(record):
        name = f"objects/{output.digest.removeprefix('sha256:')}"
        yield name, (Output(name, output.digest, output.size), path)


def _add(stream: BinaryIO, name: str, content: bytes) -> None:
    stream.write(_header(name, len(content)) + content + _padding(len(content)))


def _header(name: str, size: int) -> bytes:
    """Return the one header that a member of this name and size has."""
    info = TarInfo(name)
    info.size = size
    return info.tobuf(USTAR_FORMAT)


def _padding(size: int) -> bytes:
    return b"\0" * (-size % _BLOCK)


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> Digest:
    """Copy so many bytes, or as many as there are, and return the digest of what was copied."""
    hasher = hashlib.sha256()
    while size > 0 and (chunk := source.read(min(size, _CHUNK))):
        hasher.update(chunk)
        target.write(chunk)
        size -= len(chunk)
    return Digest("sha256:" + hasher.hexdigest())


# reading


def is_bundle(path: Path) -> bool:
    """Whether a path is a file, as bundles are, and runs are not."""
    return path.exists() and not path.is_dir()


def read_bundle(path: Path, into: Path) -> RunFolder:
    """Unpack a bundle into a new folder as the folder of a run, complete in itself; return it.

    Raises UnusableRun for whatever `write_bundle` does not write: another format, damage, an end that comes too
    early or too late, contents that are not what their digests say, a plan or a record that no run leaves.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise UnusableRun(f"{path} is no plain file", hint=_HINT)
        reading = _Reading(stream, path, state.st_size)
        manifest = reading.manifest()
        into.mkdir(parents=True)
        (into / "objects").mkdir()
        for member in manifest.members:
            reading.member(member, into / member.name)
        reading.end()
    return _as_run(RunFolder(into), path)


class _Reading:
    """A bundle that is read from its beginning to its end, each part only when it is what must come next."""

    def __init__(self, stream: BinaryIO, path: Path, size: int) -> None:
        self._stream = stream
        self._path = path
        self._left = size

    def _refuse(self, reason: str) -> NoReturn:
        raise UnusableRun(f"{self._path} is no bundle, or a damaged one: {reason}", hint=_HINT)

    def manifest(self) -> Manifest:
        """Read the manifest, and see that what it names is what a bundle holds, and all that this file has room for."""
        header = self._take(_BLOCK)
        digits = header[_SIZE].rstrip(b"\0")
        size = int(digits, 8) if re.fullmatch(rb"[0-7]{11}", digits) else -1
        if not 0 <= size <= min(_LARGEST_TEXT, self._left) or header != _header("manifest.json", size):
            self._refuse("it does not begin with a manifest")
        content = self._take(size)
        self._pad(size)
        try:
            manifest = msgspec.json.decode(content, type=Manifest)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            self._refuse(f"its manifest cannot be read: {error}")
        if manifest.schema != _SCHEMA:
            self._refuse(f"it is of the format {manifest.schema[:80]!r}, this program reads {_SCHEMA!r}")
        self._examine(manifest.members)
        return manifest

    def _examine(self, members: Sequence[Output]) -> None:
        names = [member.name for member in members]
        objects = members[2:]
        if names[:2] != ["plan.json", "record.json"] or names[2:] != sorted(set(names[2:])):
            self._refuse("its members are not those of a bundle, in their order")
        for member in objects:
            found = _OBJECT.fullmatch(member.name)
            if found is None or member.digest != f"sha256:{found[1]}":
                self._refuse(f"it holds {member.name[:80]!r}")
        for member, largest in [
            *((one, _LARGEST_TEXT) for one in members[:2]),
            *((one, _LARGEST_OBJECT) for one in objects),
        ]:
            if not 0 <= member.size <= largest:
                self._refuse(f"{member.name} is said to be {member.size} bytes long")
        expected = sum(_BLOCK + member.size + len(_padding(member.size)) for member in members) + len(_END)
        if expected != self._left:
            self._refuse(f"{expected} bytes must follow its manifest, {self._left} do")

    def member(self, member: Output, target: Path) -> None:
        """Read the next member into a new file."""
        if self._take(_BLOCK) != _header(member.name, member.size):
            self._refuse(f"{member.name} is not where its manifest says")
        with target.open("xb") as copy:
            digest = _copy(self._stream, copy, member.size)
        self._left -= member.size
        if digest != member.digest:
            self._refuse(f"{member.name} is not what its manifest says")
        self._pad(member.size)

    def end(self) -> None:
        """See that the file ends here."""
        if self._take(len(_END)) != _END or self._stream.read(1):
            self._refuse("it does not end where it must")

    def _pad(self, size: int) -> None:
        if self._take(len(_padding(size))) != _padding(size):
            self._refuse("something stands between its members")

    def _take(self, size: int) -> bytes:
        content = self._stream.read(size)
        if len(content) != size:
            self._refuse("it ends too early")
        self._left -= size
        return content


def _as_run(folder: RunFolder, bundle: Path) -> RunFolder:
    """Put the objects where a run has its outputs. Raises UnusableRun where the record names others."""
    record, _ = decoded(folder.path / "record.json", Record)
    refuse_odd(folder.plan(), record, name=str(bundle))
    objects = folder.path / "objects"
    named = set()
    for output, path in folder.places(record):
        source = objects / output.digest.removeprefix("sha256:")
        named.add(source.name)
        if source.is_file() and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.hardlink_to(source)
    if named != set(os.listdir(objects)):  # noqa: PTH208  (names)
        raise UnusableRun(f"{bundle} does not hold what its record names, and nothing else", hint=_HINT)
    return folder
