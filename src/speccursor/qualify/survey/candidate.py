"""The first verb: a folder becomes a candidate, pinned by what it holds. Nothing of it is executed."""

import errno
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from speccursor.qualify.model.candidate import Candidate, Component, File, Role
from speccursor.qualify.model.pathnames import on_disk
from speccursor.qualify.survey.components import find_components
from speccursor.qualify.survey.content import Contents
from speccursor.qualify.survey.ground import Ground
from speccursor.qualify.survey.holding import hold, some
from speccursor.qualify.survey.ignore import Rules, parse

_HUGE_BYTES = 1 << 30


def survey(target: Path, *, exclude: Sequence[str] = (), packed: bool = False) -> Candidate:
    """Read a git work tree, a folder of one, or a plain folder.

    `exclude` are gitignore patterns: what they name stays part of the candidate and is judged by nothing
    (its role is DATA, its manifests make no component). `packed`: the folder was unpacked from an archive,
    which the caller knows.

    Raises UnusableCandidate for a target that is no readable folder, a bare repository, a folder without
    files, a repository that git cannot read, and files that change while they are read.
    """
    held = hold(target, packed=packed)
    notes = list(held.notes)
    components, unjudged = _components(held.folder, held.contents, exclude, notes)
    return Candidate(
        name=_name(held.folder, components),
        source=held.source,
        revision=held.revision,
        tree=held.tree,
        dirty=held.dirty,
        files=tuple(held.contents.files),
        components=components,
        released=held.released,
        notes=tuple(dict.fromkeys([*notes, *_notes_on(held.folder, held.contents.files)])),
        unjudged=unjudged,
        absent=held.absent,
    )


def _components(
    folder: Path, contents: Contents, exclude: Sequence[str], notes: list[str]
) -> tuple[tuple[Component, ...], tuple[str, ...]]:
    """Return the components, and what of the candidate nothing judges."""
    files = {file.path: file for file in contents.files}
    excluded = _excluded(files, exclude, notes)
    ground = Ground(folder, files, excluded | contents.generated, contents.shebangs)
    components = find_components(ground)
    notes += ground.notes
    if excluded:
        notes.append(some("files are excluded by configuration, and judged by nothing", sorted(excluded)))
    unjudged = [
        f"{one.id}: its script posttest is run by nothing here: {one.facts['posttest']}"
        for one in components
        if "posttest" in one.facts
    ]
    unjudged += [
        f"{one.id}: findings are switched off by {one.facts['switched_off']}"
        for one in components
        if "switched_off" in one.facts
    ]
    data = {path for one in components for path in one.paths(Role.DATA)}
    generated = sorted(contents.generated & data)
    if generated:
        unjudged.append(some("files say that they are generated, and are judged by nothing", generated))
    others = sorted(data - contents.generated - excluded)
    if others:
        unjudged.append(some("files are tests' data or others' code, and are judged by nothing", others))
    return components, tuple(unjudged)


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
