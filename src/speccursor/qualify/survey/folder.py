"""The files of a plain folder: a walk that honours ``.gitignore`` and follows no symbolic link.

Stands beside `worktree` for sdists, unpacked releases and folders outside version control. What is
neither a file nor a folder nor a link (FIFO, socket, device) is left out and noted. In an archive ``.gitignore``
decides nothing: it names what git does not keep, and not what was released (a lock file, generated sources).
"""

import os
from collections.abc import Iterator
from pathlib import Path

from speccursor.qualify.model.pathnames import publish
from speccursor.qualify.survey.ignore import Ignored, read_rules
from speccursor.qualify.survey.listing import Listing, is_left_behind


def read_folder(folder: Path, *, packed: bool = False) -> Listing:
    """List a folder's files, links and notes about what was left out. `packed`: it was unpacked from an archive."""
    listing = Listing()
    waiting: list[tuple[str, Ignored]] = [("", Ignored())]
    while waiting:
        below, ignored = waiting.pop()
        waiting += _read_one(str(folder), below, ignored, listing, packed=packed)
    return listing


def _read_one(
    root: str, below: str, ignored: Ignored, listing: Listing, *, packed: bool
) -> Iterator[tuple[str, Ignored]]:
    entries = _entries(f"{root}/{below}", below, listing)
    if ".gitignore" in entries and not packed:
        ignored = ignored.within(below, read_rules(f"{root}/{below}.gitignore", below, listing.notes))
    beside = frozenset(entries)
    for name, entry in sorted(entries.items()):
        path = below + name
        if entry.is_dir(follow_symlinks=False):
            if not ignored.covers(f"{path}/") and not _is_left_behind(entry, name, beside):
                yield f"{path}/", ignored
        elif name == ".git" or ignored.covers(path):
            continue
        elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
            listing.files[path] = ""
        else:
            listing.notes.append(f"{publish(path)}: neither a file nor a folder nor a link, left out")


def _entries(place: str, below: str, listing: Listing) -> dict[str, "os.DirEntry[str]"]:
    try:
        with os.scandir(place) as entries:
            return {entry.name: entry for entry in entries}
    except OSError as error:
        listing.notes.append(f"{publish(below)}: this folder cannot be read ({error.strerror}), left out")
        listing.absent.append(publish(below))
        listing.dirty = True
        return {}


def _is_left_behind(entry: "os.DirEntry[str]", name: str, beside: frozenset[str]) -> bool:
    try:
        holds = frozenset(os.listdir(entry.path))  # noqa: PTH208  (names, not paths: one call a folder)
    except OSError:
        holds = frozenset()
    return is_left_behind(name, holds, beside)
