"""A prepared environment: a component's dependencies in a folder of the user's cache.

The folder's name holds the digest of everything that went into it. A stamp is written last, so a folder
without one was interrupted and is made again; a stamp of another digest is nobody's.
"""

import asyncio
import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Finished, Outcome
from speccursor.qualify.workspaces.command import Access, Mount, mount_as_is
from speccursor.qualify.workspaces.copies import copy_tree
from speccursor.qualify.workspaces.places import Place

_STAMP = "environment.json"
_LOOK_AGAIN_S = 0.05
BUILT = "built"
"""Below an environment: files that the preparation made in the component's tree, laid into each copy."""


class Environment(Struct, frozen=True, kw_only=True):
    """What a component needs to run.

    `folder` is the environment's own (seen at the same path under bubblewrap), `programs` the folder that
    its programs stand in, `reads` what else of this machine they need (an interpreter). `overlays` maps a
    folder of the candidate to a folder of the environment that stands there (``js/node_modules``).
    `versions` are the installed distributions. `copies` maps a variable to a folder of the environment that each
    command gets a copy of its own of, named by that variable: what a compiler keeps and writes to. `links` maps a
    variable likewise, to a build cache that is laid out as Go's: links to what it holds will do there (see kept.py).
    """

    folder: str
    digest: Digest
    programs: str
    reads: tuple[str, ...] = ()
    overlays: dict[str, str] = {}
    copies: dict[str, str] = {}
    links: dict[str, str] = {}
    variables: dict[str, str] = {}
    versions: dict[str, str] = {}
    notes: tuple[str, ...] = ()

    @property
    def kept(self) -> dict[str, str]:
        """Every folder that each command gets one of its own of, by the variable that names it."""
        return {**self.copies, **self.links}

    def program(self, name: str) -> str:
        """Return the path of a program of this environment; whether it is there is not asked."""
        return f"{self.programs}/{name}"


class Prepared(Struct, frozen=True, kw_only=True):
    """What became of a preparation. `environment` is there exactly when `outcome` is Finished with code 0.

    `log` is a file with everything that the commands said, `notes` what was decided and why.
    """

    outcome: Outcome
    environment: Environment | None
    digest: Digest
    seconds: float
    cached: bool
    log: str | None
    notes: tuple[str, ...] = ()


def attach(environment: Environment, *, place: Place, beside: Mapping[str, Path] | None = None) -> tuple[Mount, ...]:
    """Make a copy ready for an environment and return what must be mounted beside the copy.

    `beside` maps paths of the candidate to further folders of this machine to be seen there, such as the
    engine's own reporters in ``node_modules/.speccursor``.

    Lays what the preparation built into the copy (never over a file of the candidate) and makes the
    folders that are mounted over; without bubblewrap, copies those folders' content.
    """
    folder = Path(environment.folder)
    if (folder / BUILT).is_dir():
        _lay(folder / BUILT, place.folder)
    mounts = [mount_as_is(folder), *(mount_as_is(Path(path)) for path in environment.reads)]
    for path, source in sorted(environment.overlays.items()):
        target = place.folder / path
        if not place.mounted:
            copy_tree(Path(source), target)
            continue
        target.mkdir(parents=True, exist_ok=True)
        mounts.append(Mount(source=Path(source), target=place.seen_at(path)))
        mounts += (
            Mount(source=Path(source) / name, target=f"{place.seen_at(path)}/{name}", access=Access.MEMORY)
            for name in WRITABLE_BELOW
            if (Path(source) / name).is_dir()
        )
    for path, source_path in (beside or {}).items():
        if place.mounted:
            mounts.append(Mount(source=source_path, target=place.seen_at(path)))
        else:
            copy_tree(source_path, place.folder / path)
    return tuple(mounts)


WRITABLE_BELOW = (".cache", ".tmp", ".vite", ".vite-temp", ".vitest")
"""Folders below ``node_modules`` that test runners insist on writing to; each command gets empty ones."""


def _lay(built: Path, copy: Path) -> None:
    for path in sorted(built.rglob("*")):
        target = copy / path.relative_to(built)
        if path.is_dir() and not path.is_symlink():
            target.mkdir(exist_ok=True)
        elif not target.exists() and not target.is_symlink():
            shutil.copy2(path, target, follow_symlinks=False)


@contextlib.asynccontextmanager
async def locked(folder: Path) -> AsyncIterator[None]:
    """Hold an environment's lock; waits for another task or process that makes the same one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(f"{folder}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _take(lock):
            await asyncio.sleep(_LOOK_AGAIN_S)
        yield
    finally:
        os.close(lock)


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def read_stamp(folder: Path, digest: Digest) -> Environment | None:
    """Return the environment that stands in a folder, or None: none, half of one, or another one."""
    try:
        environment = msgspec.json.decode((folder / _STAMP).read_bytes(), type=Environment)
    except (OSError, msgspec.MsgspecError):
        return None
    programs = Path(environment.programs)
    owned = (programs,) if programs.is_relative_to(folder) else ()
    needed = (
        *owned,
        *map(Path, environment.reads),
        *map(Path, environment.overlays.values()),
        *map(Path, environment.kept.values()),
    )
    whole = environment.digest == digest and all(path.exists() for path in needed)
    return environment if whole else None


def write_stamp(environment: Environment) -> None:
    """Say that an environment is complete; the last thing to be written."""
    folder = Path(environment.folder)
    draft = folder / f"{_STAMP}.new"
    draft.write_bytes(msgspec.json.encode(environment))
    draft.replace(folder / _STAMP)


def done(environment: Environment, start: float, *, cached: bool) -> Prepared:
    """Report an environment that stands; `start` is the monotonic clock's reading when it was asked for."""
    seconds = time.monotonic() - start
    return Prepared(
        outcome=Finished(0, seconds),
        environment=environment,
        digest=environment.digest,
        seconds=seconds,
        cached=cached,
        log=f"{environment.folder}/log.txt",
        notes=environment.notes,
    )


def failed_preparation(
    outcome: Outcome, digest: Digest, start: float, *, log: Path | None, notes: Sequence[str] = ()
) -> Prepared:
    """Report a preparation that came to nothing."""
    return Prepared(
        outcome=outcome,
        environment=None,
        digest=digest,
        seconds=time.monotonic() - start,
        cached=False,
        log=str(log) if log is not None else None,
        notes=tuple(notes),
    )
