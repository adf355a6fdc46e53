"""The files of a git work tree: what is tracked, and what is new and not ignored.

Four questions to git, asked at once: the commit, the list (git-ls-files(1), ``-t -s -c -o``), whether
the index differs from the commit (git-diff-index(1), ``--cached``), and the tags. None of them reads
or filters content; whether a file differs from its blob is found when it is hashed.
"""

from pathlib import Path

from msgspec import Struct

from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.model.pathnames import publish
from speccursor.qualify.survey.git import Answer, Repository, ask
from speccursor.qualify.survey.listing import LEFT_OUT, Listing, without_left_behind

_GITLINK = "160000"
_NESTED_LIMIT = 16
_LIST = ("ls-files", "-z", "-t", "--stage", "--cached", "--others", "--exclude-standard")


class WorkTree(Struct, frozen=True):
    """What git says of a folder: its listing, its commit (None: there is none yet), its tags.

    `tags` is the raw answer of `TAGS`, or "" without a commit; `tracked` counts what git knows here.
    """

    listing: Listing
    revision: str | None
    tags: str
    tracked: int


TAGS = ("for-each-ref", "--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)", "refs/tags")


def read_work_tree(repository: Repository, folder: Path, *, depth: int = 0) -> WorkTree | None:
    """Ask git about a folder of a repository. None when ``.git`` does not lead to a repository.

    Raises UnusableCandidate when git fails otherwise, with what it said.
    """
    head = ask(repository, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    files = ask(repository, *_LIST, cwd=folder)
    index = ask(repository, "diff-index", "--cached", "--quiet", "HEAD", "--", ".", cwd=folder)
    tags = ask(repository, *TAGS)
    answers = [asking.answer() for asking in (head, files, index, tags)]
    listed = answers[1]
    if "not a git repository" in listed.error:
        return None
    if listed.code != 0:
        raise _unreadable(repository, listed)
    revision = answers[0].text.strip() or None
    listing, tracked = _listing(listed.text, folder, depth)
    listing.dirty |= revision is None or answers[2].code != 0
    return WorkTree(listing, revision, answers[3].text if revision else "", tracked)


def _unreadable(repository: Repository, answer: Answer) -> UnusableCandidate:
    said = answer.error.splitlines()[0] if answer.error else f"exit code {answer.code}"
    return UnusableCandidate(
        f"git cannot read the repository at {repository.root}: {said}",
        hint="`git fsck` in it says more; a fresh clone mends most damage",
    )


def _listing(output: str, folder: Path, depth: int) -> tuple[Listing, int]:
    listing = Listing()
    new: list[str] = []
    nested: dict[str, str] = {}
    unmerged = set()
    for item in output.split("\0"):
        tag, rest = item[:1], item[2:]
        if tag == "?":
            new.append(rest)
            continue
        meta, _, path = rest.partition("\t")
        if tag == "M":
            unmerged.add(path)
        if meta.startswith(_GITLINK):
            nested[path] = meta.split(" ")[1]
        elif tag:
            listing.files[path] = meta[:-2]
    tracked = len(listing.files) + len(nested)
    listing.dirty = bool(unmerged)
    listing.notes += [f"{publish(path)}: not merged yet" for path in sorted(unmerged)]
    _add_new(listing, new, nested)
    _note_tracked_left_behind(listing)
    for path, commit in sorted(nested.items()):
        _add_nested(listing, folder, path, commit, depth)
    return listing, tracked


def _add_new(listing: Listing, new: list[str], nested: dict[str, str]) -> None:
    """Add what is neither tracked nor ignored; a name with a slash at its end is a repository inside."""
    nested.update((path[:-1], "") for path in new if path.endswith("/"))
    kept = without_left_behind([path for path in new if not path.endswith("/")])
    listing.files.update(dict.fromkeys(kept, ""))
    listing.dirty |= bool(kept)


def _note_tracked_left_behind(listing: Listing) -> None:
    count = sum(1 for path in listing.files if not LEFT_OUT.isdisjoint(path.split("/")[:-1]))
    if count:
        listing.notes.append(f"{count} tracked files stand in folders that a plain copy leaves out as caches")


def _add_nested(listing: Listing, folder: Path, path: str, commit: str, depth: int) -> None:
    place = folder / path
    if not (place / ".git").exists() or place.is_symlink():
        listing.notes.append(f"{publish(path)}: this submodule is not checked out (pinned at {commit[:12]})")
        listing.absent.append(publish(path))
        return
    inner = read_work_tree(Repository(place), place, depth=depth + 1) if depth < _NESTED_LIMIT else None
    if inner is None:
        listing.notes.append(f"{publish(path)}: the repository in this folder cannot be read")
        listing.absent.append(publish(path))
        listing.dirty = True
        return
    listing.join(inner.listing, below=path)
    kind = "submodule" if commit else "repository that is not a submodule"
    listing.notes.append(f"{publish(path)}: a {kind}, its {len(inner.listing.files)} files are included")
    listing.dirty |= inner.revision != commit
