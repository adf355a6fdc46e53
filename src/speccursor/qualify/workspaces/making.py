"""Making an environment once: from the cache where it stands, else in a copy of the candidate, whole or not at all."""

import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.workspaces.command import Limits, mount_as_is
from speccursor.qualify.workspaces.environment import (
    Environment,
    Prepared,
    done,
    failed_preparation,
    locked,
    read_stamp,
    write_stamp,
)
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.places import Place
from speccursor.qualify.workspaces.preparation import (
    PREPARATION_LIMITS,
    PreparationFailed,
    Preparing,
    begin,
    downloads_of,
    environment_folder,
    fill,
    seen_already,
)


class Ground(Struct, frozen=True, kw_only=True):
    """Where environments of one candidate are made: its tree, the place for copies, the cache, the isolation.

    `environment` is the engine's own, of which only what reaches the registries is passed on.
    """

    candidate: Candidate
    source: Path
    place: Place
    cache: Path
    isolation: Isolation
    scratch: Path
    environment: Mapping[str, str]
    limits: Limits = PREPARATION_LIMITS


async def make_or_take(
    ground: Ground,
    kind: str,
    name: str,
    *,
    digest: Digest,
    reads: tuple[str, ...],
    make: Callable[[Preparing], Awaitable[Environment]],
) -> Prepared:
    """Take the environment of this digest from the cache, or make it with `make`.

    `kind` and `name` make its folder readable; `reads` are the folders of this machine that making it needs.
    """
    start = time.monotonic()
    folder = environment_folder(ground.cache, kind, name, digest)
    async with locked(folder):
        made = read_stamp(folder, digest)
        if made is not None:
            return done(made, start, cached=True)
        preparing = begin(
            candidate=ground.candidate,
            source=ground.source,
            folder=folder,
            place=ground.place,
            scratch=ground.scratch,
            isolation=ground.isolation,
            limits=ground.limits,
            mounts=tuple(mount_as_is(Path(path)) for path in reads if not seen_already(Path(path))),
            downloads=downloads_of(ground.source, cache=ground.cache),
            environment=ground.environment,
            say=lambda _: None,
        )
        try:
            made = await make(preparing)
        except PreparationFailed as failed:
            return failed_preparation(failed.outcome, digest, start, log=preparing.log, notes=preparing.notes)
        finally:
            if not ground.place.mounted:
                fill(ground.place, candidate=ground.candidate, source=ground.source)
        write_stamp(made)
        return done(made, start, cached=False)


async def make_or_take_apart(
    ground: Ground,
    kind: str,
    name: str,
    *,
    digest: Digest,
    reads: tuple[str, ...],
    make: Callable[[Preparing], Awaitable[Environment]],
) -> Prepared:
    """Do the same for what several environments begin with, in a scratch folder of its own."""
    scratch = ground.scratch / name
    scratch.mkdir()
    return await make_or_take(replace(ground, scratch=scratch), kind, name, digest=digest, reads=reads, make=make)


def without_toolchain(reason: str, hint: str, digest: Digest) -> Prepared:
    """Report an environment whose toolchain is not on this machine."""
    return failed_preparation(Unavailable(reason, hint), digest, time.monotonic(), log=None)
