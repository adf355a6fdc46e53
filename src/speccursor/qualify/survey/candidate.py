"""The first verb: a folder becomes a candidate, pinned by what it holds. Nothing of it is executed.

The tree's digest is over every file's path, kind and content digest, in the order of paths. It knows
nothing of git, dates, owners or places, so a checkout, the same content uncommitted and a plain copy
have one digest. (They differ where git tracks what ``.gitignore`` names: a copy cannot know that.)
"""

import errno
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from speccursor.qualify.model.candidate import Candidate, Component, File, Role, Source
from speccursor.qualify.model.digests import Digest, digest_of_bytes
from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.model.pathnames import on_disk
from speccursor.qualify.survey.attributes import changed
from speccursor.qualify.survey.components import find_components
from speccursor.qualify.survey.content import Contents, read_contents
from speccursor.qualify.survey.folder import read_folder
from speccursor.qualify.survey.git import Repository, repository_of
from speccursor.qualify.survey.ground import Ground
from speccursor.qualify.survey.ignore import Rules, parse
from speccursor.qualify.survey.released import newest_release
from speccursor.qualify.survey.worktree import WorkTree, read_work_tree

_NAMED = 5
_HUGE_BYTES = 1 << 30


def survey(target: Path, *, exclude: Sequence[str] = (), source: Source | None = None) -> Candidate:
    """Read a git work tree, a folder of one, or a plain folder.

    `exclude` are gitignore patterns: what they name stays part of the candidate and is judged by nothing
    (its role is DATA, its manifests make no component). `source` overrides where the files are said to
    come from: the caller who unpacked an sdist knows.

    Raises UnusableCandidate for a target that is no readable folder, a bare repository, a folder without
    files, a repository that git cannot read, and files that change while they are read.
    """
    folder = _folder(target)
    repository = repository_of(folder)
    tree = read_work_tree(repository, folder) if repository else None
    notes: list[str] = []
    if repository is not None and (tree is None or _is_foreign(repository, folder, tree)):
        notes += [".git leads to no repository: read as a plain folder"] if tree is None else []
        repository = tree = None
    listing = read_folder(folder) if tree is None else tree.listing
    notes += listing.notes
    contents = read_contents(str(folder), listing.files)
    notes += contents.notes
    if not contents.files:
        raise UnusableCandidate(f"{folder} holds no files", hint="give the folder that holds the sources")
    if tree is None:
        found_source, revision, dirty, released = Source.FOLDER, None, False, None
    else:
        assert repository is not None  # noqa: S101  (a tree has its repository)
        found_source, revision = Source.GIT, tree.revision
        dirty = listing.dirty or _differs(repository, folder, contents, notes)
        released = newest_release(repository, revision, tree.tags) if revision else None
        notes += _notes_of(repository, tree)
    components = _components(folder, contents, exclude, notes)
    return Candidate(
        name=_name(folder, components),
        source=source or found_source,
        revision=revision,
        tree=tree_digest(contents.files),
        dirty=dirty,
        files=tuple(contents.files),
        components=components,
        released=released,
        notes=tuple(dict.fromkeys([*notes, *_notes_on(folder, contents.files)])),
    )


def tree_digest(files: Iterable[File]) -> Digest:
    """Return the digest over sorted (path, kind, content): kind is ``f``ile, e``x``ecutable or ``l``ink."""
    lines = [
        f"{file.path}\0{'l' if file.link is not None else 'x' if file.executable else 'f'}\0{file.digest}\n"
        for file in sorted(files)
    ]
    return digest_of_bytes("".join(["speccursor.tree/1\n", *lines]).encode())


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
        notes.append(_some("tracked files are not there", contents.missing))
        return True
    if contents.unread:
        return True
    by_path = {file.path: file for file in contents.files if file.path in contents.differing}
    differing = {path: (entry, by_path[path]) for path, entry in contents.differing.items()}
    return changed(repository, folder, differing, notes)


def _notes_of(repository: Repository, tree: WorkTree) -> list[str]:
    if tree.revision is None:
        return ["the repository has no commits yet"]
    if (repository.root / ".git" / "shallow").is_file():
        return ["the history is cut off (a shallow clone): an earlier release may not be seen"]
    return []


def _components(folder: Path, contents: Contents, exclude: Sequence[str], notes: list[str]) -> tuple[Component, ...]:
    files = {file.path: file for file in contents.files}
    excluded = _excluded(files, exclude, notes)
    ground = Ground(folder, files, excluded | contents.generated)
    components = find_components(ground)
    notes += ground.notes
    if excluded:
        notes.append(_some("files are excluded by configuration, and judged by nothing", sorted(excluded)))
    data = {path for one in components for path in one.paths(Role.DATA)}
    generated = sorted(contents.generated & data)
    if generated:
        notes.append(_some("files say that they are generated, and are judged by nothing", generated))
    others = sorted(data - contents.generated - excluded)
    if others:
        notes.append(_some("files are tests' data or others' code, and are judged by nothing", others))
    return components


def _excluded(files: Mapping[str, File], exclude: Sequence[str], notes: list[str]) -> set[str]:
    if not exclude:
        return set()
    rules = parse(exclude, "", notes, where="exclude")
    folders = {"": False}
    return {path for path in files if _is_excluded(path, folders, rules)}


def _is_excluded(path: str, folders: dict[str, bool], rules: Rules) -> bool:
    """Whether a file or one of the folders above it is named; a folder's own files are not taken back."""
    waiting = []
    folder = path[: path.rfind("/") + 1]
    while folder not in folders:
        waiting.append(folder)
        folder = folder[: folder.rfind("/", 0, -1) + 1]
    excluded = folders[folder]
    for one in reversed(waiting):
        excluded = excluded or bool(rules.decide(one))
        folders[one] = excluded
    return excluded or bool(rules.decide(path))


def _some(what: str, paths: Sequence[str]) -> str:
    named = ", ".join(paths[:_NAMED])
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"{len(paths)} {what}: {named}{more}"


def _name(folder: Path, components: Iterable[Component]) -> str:
    """Return the candidate's name: that of the only named component at its root, else the folder's."""
    names = {one.facts["name"] for one in components if one.path == "." and "name" in one.facts}
    return names.pop() if len(names) == 1 else folder.name or "candidate"


def _notes_on(folder: Path, files: Iterable[File]) -> Iterable[str]:
    """Say what is unusual about files that are in the tree all the same."""
    for file in files:
        if file.link is not None:
            yield from _notes_on_link(folder, file, file.link)
        elif file.size > _HUGE_BYTES:
            yield f"{file.path}: {file.size / _HUGE_BYTES:.1f} GiB"
        if "\\x" in file.path and on_disk(file.path) != file.path:
            yield f"{file.path}: the name on disk is not UTF-8, or looks like an escape; written with escapes"
        elif not file.path.isprintable():
            yield f"{file.path!r}: the name holds characters that cannot be shown"


def _notes_on_link(folder: Path, file: File, link: str) -> Iterable[str]:
    place = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), link))
    if link.startswith("/") or place == ".." or place.startswith("../"):
        yield f"{file.path}: a link that leads out of the tree, not followed"
        return
    try:
        (folder / on_disk(file.path)).resolve(strict=True)
    except (RuntimeError, OSError) as error:
        loop = isinstance(error, RuntimeError) or error.errno == errno.ELOOP
        yield f"{file.path}: a link that leads {'back to itself, not followed' if loop else 'nowhere'}"
