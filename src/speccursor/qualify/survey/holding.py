"""What a folder holds and which revision that is, before anyone asks what it is made of.

The tree's digest is over every file's path, kind and content digest, in the order of paths. It knows
nothing of git, dates, owners or places, so a checkout, the same content uncommitted and a plain copy
have one digest. (They differ where git tracks what ``.gitignore`` names: a copy cannot know that.)
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from speccursor.qualify.model.candidate import File, Source
from speccursor.qualify.model.digests import Digest, digest_of_bytes
from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.survey.content import Contents
from speccursor.qualify.survey.git import Repository, repository_of
from speccursor.qualify.survey.shares import read_in_shares
from speccursor.qualify.survey.worktree import WorkTree, read_work_tree

_NAMED = 5


class Holding(Struct, frozen=True, kw_only=True):
    """A folder's files as they stand, and what git says of them; the fields are those of a `Candidate`.

    `folder` is its real path.
    """

    folder: Path
    source: Source
    revision: str | None
    dirty: bool
    released: tuple[str, str] | None
    contents: Contents
    notes: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def tree(self) -> Digest:
        """The digest over every file."""
        return tree_digest(self.contents.files)


def hold(target: Path, *, packed: bool = False) -> Holding:
    """Read a git work tree, a folder of one, or a plain folder. Raises UnusableCandidate as `survey` does.

    `packed`: the folder was unpacked from an archive.
    """
    folder = _folder(target)
    repository = repository_of(folder)
    tree = read_work_tree(repository, folder) if repository else None
    notes: list[str] = []
    if repository is not None and (tree is None or _is_foreign(repository, folder, tree)):
        notes += [".git leads to no repository: read as a plain folder"] if tree is None else []
        repository = tree = None
    if tree is None or repository is None:
        from speccursor.qualify.survey.folder import read_folder  # noqa: PLC0415  (git answers for a work tree)

        listing = read_folder(folder, packed=packed)
    else:
        listing = tree.listing
    notes += listing.notes
    contents = read_in_shares(str(folder), listing.files)
    notes += contents.notes
    if not contents.files:
        raise UnusableCandidate(f"{folder} holds no files", hint="give the folder that holds the sources")
    source, revision, dirty, released = Source.SDIST if packed else Source.FOLDER, None, False, None
    if tree is not None and repository is not None:
        source, revision = Source.GIT, tree.revision
        dirty = listing.dirty or _differs(repository, folder, contents, notes)
        released = _released(repository, tree)
        notes += _notes_of(repository, tree)
    return Holding(
        folder=folder,
        source=source,
        revision=revision,
        dirty=dirty,
        released=released,
        contents=contents,
        notes=tuple(notes),
        absent=tuple(sorted({*listing.absent, *contents.unread})),
    )


def tree_digest(files: Iterable[File]) -> Digest:
    """Return the digest over sorted (path, kind, content): kind is ``f``ile, e``x``ecutable or ``l``ink."""
    lines = [
        f"{file.path}\0{'l' if file.link is not None else 'x' if file.executable else 'f'}\0{file.digest}\n"
        for file in sorted(files)
    ]
    return digest_of_bytes("".join(["speccursor.tree/1\n", *lines]).encode())


def some(what: str, paths: Sequence[str]) -> str:
    """Say how many there are and name the first few."""
    named = ", ".join(paths[:_NAMED])
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"{len(paths)} {what}: {named}{more}"


def _folder(target: Path) -> Path:
    try:
        folder = target.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise UnusableCandidate(f"{target} cannot be read: {error}", hint="check the path") from error
    if not folder.is_dir():
        raise UnusableCandidate(f"{target} is not a folder", hint="unpack an archive first; clone a URL first")
    return folder


def _is_foreign(repository: Repository, folder: Path, tree: WorkTree) -> bool:
    """Whether a folder stands in a work tree and is no part of it: nothing of it is tracked there."""
    return folder != repository.root and tree.tracked == 0


def _differs(repository: Repository, folder: Path, contents: Contents, notes: list[str]) -> bool:
    if contents.missing:
        notes.append(some("tracked files are not there", contents.missing))
        return True
    if contents.unread:
        return True
    if not contents.differing:
        return False
    from speccursor.qualify.survey.attributes import changed  # noqa: PLC0415  (only where content differs)

    by_path = {file.path: file for file in contents.files if file.path in contents.differing}
    differing = {path: (entry, by_path[path]) for path, entry in contents.differing.items()}
    return changed(repository, folder, differing, notes)


def _released(repository: Repository, tree: WorkTree) -> tuple[str, str] | None:
    if tree.revision is None or not tree.tags:
        return None
    from speccursor.qualify.survey.released import newest_release  # noqa: PLC0415  (only where there are tags)

    return newest_release(repository, tree.revision, tree.tags)


def _notes_of(repository: Repository, tree: WorkTree) -> list[str]:
    if tree.revision is None:
        return ["the repository has no commits yet"]
    if (repository.root / ".git" / "shallow").is_file():
        return ["the history is cut off (a shallow clone): an earlier release may not be seen"]
    return []
