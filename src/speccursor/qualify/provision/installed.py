"""An installed tool, and the stamp that tells a whole installation from half of one or a changed one.

The stamp is written last. It holds the lock's digest and a digest over every file's path, size and time of
change, so that a missing or edited file is noticed without reading all of them.
"""

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from speccursor.qualify.model.digests import Digest, digest_of

_STAMP = "speccursor-tool.json"
_CHANGES_IN_USE = frozenset({"__pycache__", ".cache"})


class Origin(StrEnum):
    """Where a tool comes from."""

    PYPI = "pypi"
    NPM = "npm"
    CRATES = "crates"
    GO = "go"
    PATH = "path"
    ENVIRONMENT = "environment"
    TOOLCHAIN = "toolchain"
    BUILT_IN = "built-in"


class Installed(Struct, frozen=True, kw_only=True):
    """A tool that can be used.

    `path` is the folder that it stands in (``{tool}``), or its program where it was found on PATH. `digest`
    is that of its lock, or of the program's bytes. `reads` are other folders of this machine that it cannot
    run without, for a sandbox to show.
    """

    path: str
    version: str
    digest: Digest
    source: Origin
    reads: tuple[str, ...] = ()


class Missing(Struct, frozen=True, kw_only=True):
    """A tool that cannot be used: why, and what to do about it."""

    reason: str
    hint: str


Status = Installed | Missing
"""What became of a tool."""


class _Stamp(Struct, frozen=True):
    installed: Installed
    manifest: Digest


def manifest_of(folder: Path) -> Digest:
    """Return the digest over all paths, sizes and times of change below a folder, without following links."""
    return digest_of(sorted(_entries(folder, "")))


def _entries(folder: Path, prefix: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in _CHANGES_IN_USE or entry.name == _STAMP:
                continue
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(Path(entry.path), path + "/")
            else:
                state = entry.stat(follow_symlinks=False)
                yield path, state.st_size, state.st_mtime_ns


def stamp(folder: Path, installed: Installed) -> None:
    """Say that the installation in a folder is whole; `installed` names the folder's final place."""
    written = _Stamp(installed, manifest_of(folder))
    (folder / _STAMP).write_bytes(msgspec.json.encode(written))


def read_installed(folder: Path, *, digest: Digest) -> Installed | None:
    """Return the installation of a lock in a folder; None when it is not there, not whole, or was changed."""
    try:
        written = msgspec.json.decode((folder / _STAMP).read_bytes(), type=_Stamp)
        whole = written.manifest == manifest_of(folder)
    except (OSError, msgspec.MsgspecError):
        return None
    installed = written.installed
    there = installed.path == str(folder) and all(Path(path).exists() for path in installed.reads)
    return installed if whole and there and installed.digest == digest else None
