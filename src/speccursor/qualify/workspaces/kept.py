"""What compilers keep, handed out to each command: something of its own, and the same for all at the beginning.

A copy always serves. Go's build cache is two thousand files and 190 MB, nearly all of which a command never changes, so
under bubblewrap it is a folder of links: the original is mounted read-only at another place, where the links lead, and
the folder of links is mounted where the original was, since compilers keep paths. Nothing that a command does to the
links reaches the original.

What may be a link follows from how go puts an entry (cmd/go/internal/cache, and staticcheck's fork of it,
https://github.com/golang/go/blob/master/src/cmd/go/internal/cache/cache.go):

- content (``-d``) is named by its digest, and left as it is where it stands already: `copyFile` compares and returns.
- an index entry (``-a``) is opened for writing whenever it is put, also with what it says already, and
  ``go list -test``, which staticcheck asks for as well, puts entries without looking and ends where it cannot. They
  are small, so they are copied, as are ``trim.txt`` and the like.

That the use of an entry is not noted in its date (`markUsed`) is nothing to go; trimming removes links.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from speccursor.qualify.workspaces.command import Access, Mount
from speccursor.qualify.workspaces.copies import copy_tree, link_tree
from speccursor.qualify.workspaces.environment import Environment
from speccursor.qualify.workspaces.places import LARGEST_CACHE_IN_MEMORY, Place, folder_for_copy

ORIGINALS = "/speccursor/kept"
"""Where the originals of what is handed out as links are seen under bubblewrap."""

_CONTENT = "-d"
"""How the name of content ends, in Go's build cache: of a file, or of a folder that an executable stands in."""


@contextlib.asynccontextmanager
async def hand_out(
    environment: Environment | None, *, place: Place, scratch: Path
) -> AsyncIterator[tuple[tuple[Mount, ...], dict[str, str]]]:
    """Make a command's own of what the environment keeps; yield the mounts and the variables that name the folders.

    Under bubblewrap each is seen where the original is, and made in memory where that has room, until the context ends.
    Without, each is a copy below `scratch`, since through a link a command could write to the original.
    """
    if environment is None:
        yield (), {}
        return
    below = scratch / "kept"
    if not place.mounted:
        for variable, folder in environment.kept.items():
            await asyncio.to_thread(copy_tree, Path(folder), below / variable)
        yield (), {variable: str(below / variable) for variable in environment.kept}
        return
    mounts: list[Mount] = []
    with contextlib.ExitStack() as stack:
        for variable, folder in environment.copies.items():
            size = await asyncio.to_thread(_size, folder)
            own = stack.enter_context(_folder(size, below / variable))
            await asyncio.to_thread(copy_tree, Path(folder), own)
            mounts.append(Mount(source=own, target=folder, access=Access.WRITE))
        for variable, folder in environment.links.items():
            original = Mount(source=Path(folder), target=f"{ORIGINALS}/{variable}")
            own = stack.enter_context(_folder(0, below / variable))
            await asyncio.to_thread(_link, original, own)
            mounts += (original, Mount(source=own, target=folder, access=Access.WRITE))
        yield tuple(mounts), environment.kept


def _folder(size: int, otherwise: Path) -> contextlib.AbstractContextManager[Path]:
    return folder_for_copy(size, read=False, otherwise=otherwise, largest=LARGEST_CACHE_IN_MEMORY)


def _link(original: Mount, own: Path) -> None:
    own.parent.mkdir(parents=True, exist_ok=True)
    link_tree(str(original.source), str(own), seen=original.target, linked=_is_content)


def _is_content(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return name.endswith(_CONTENT) or folder.endswith(_CONTENT)


def _size(folder: str) -> int:
    """Return what the files below a folder hold, in bytes."""
    return sum(os.lstat(os.path.join(where, name)).st_size for where, _, names in os.walk(folder) for name in names)  # noqa: PTH118  (thousands)
