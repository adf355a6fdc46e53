"""The files of the release before, or of another commit: checked out of the candidate's history, and surveyed like it.

The checkout is a repository of its own that borrows the candidate's objects (gitrepository-layout(5),
"objects/info/alternates"): no transport, no hook, no filter, and none of the candidate's or the user's
configuration, whatever they say. It is kept by its commit and never believed for it: each time it is
surveyed and hashed again, and made anew where it is not exactly the commit (docs/adr/0005-baselines.md).
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from speccursor.qualify.model.baseline import Before, Earlier, Released, Unreached, Unreleased
from speccursor.qualify.model.candidate import Candidate, Source
from speccursor.qualify.model.misuse import Misuse, UnusableCandidate
from speccursor.qualify.model.pathnames import publish
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.git import Asking, Repository, ask, environment, repository_of

TIMEOUT_S = 900.0

_GITLINK = b"160000"
_SHA256_DIGITS = 64
_NAMED = 3
_UNSHALLOW = "`git fetch --tags --unshallow` brings the whole history"
_FETCH = (
    "bring its objects: by `git fetch --tags --unshallow` into a shallow clone, by `git archive -o /dev/null TAG` "
    "into a partial one; `git fsck` tells what else is missing"
)
_AS_STORED = b"* -filter -ident -working-tree-encoding\n"


def release_before(folder: Path, candidate: Candidate, *, kept: Path, exclude: Sequence[str] = ()) -> Before:
    """Return the newest release before a surveyed candidate, its files below `kept`.

    `exclude` is what the candidate was surveyed with. Nothing of the repository is run.
    """
    repository = repository_of(folder.resolve()) if candidate.source is Source.GIT else None
    if repository is None:
        return Unreleased(proof="the candidate came without a history that could show an earlier release")
    if candidate.released is None:
        if ask(repository, "rev-parse", "--is-shallow-repository").answer().text.strip() == "true":
            return Unreached(
                reason="the history is cut off (a shallow clone): no release before is seen", hint=_UNSHALLOW
            )
        return Unreleased(proof="the history of the candidate shows no earlier release")
    return _of_release(repository, folder.resolve(), candidate, kept, exclude)


def tree_at(folder: Path, candidate: Candidate, named: str, *, kept: Path, exclude: Sequence[str] = ()) -> Earlier:
    """Return what a commit held of a surveyed candidate's folder, its files below `kept`.

    Raises Misuse where the candidate has no history or nothing in it has that name, UnusableCandidate where the
    commit's files cannot be had.
    """
    repository = repository_of(folder.resolve()) if candidate.source is Source.GIT else None
    if repository is None:
        raise Misuse("the candidate came without a history", hint="--since needs a git repository")
    asked = ask(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}").answer()
    if asked.code != 0:
        raise Misuse(
            f"{named!r} names no commit of the repository", hint=f"`git log --oneline` shows them; {_UNSHALLOW}"
        )
    commit = asked.text.strip()
    below = folder.resolve().relative_to(repository.root).as_posix()
    try:
        with _alone(kept):
            found = _surveyed(repository, commit, below, kept, exclude)
    except OSError as error:
        raise UnusableCandidate(
            f"the files of {named} cannot be kept in {kept}: {error.strerror}",
            hint="make room there, or give another folder by --state",
        ) from error
    tree = None if found is None else replace(found[0], name=candidate.name, released=candidate.released)
    return Earlier(named=named, commit=commit, tree=tree)


def _of_release(
    repository: Repository, folder: Path, candidate: Candidate, kept: Path, exclude: Sequence[str]
) -> Released | Unreached:
    assert candidate.released is not None  # noqa: S101  (the caller looked)
    tag, commit = candidate.released
    below = folder.relative_to(repository.root).as_posix()
    try:
        with _alone(kept):
            found = _surveyed(repository, commit, below, kept, exclude)
    except UnusableCandidate as error:
        return Unreached(reason=f"the files of {tag}, the release before, cannot be had: {error}", hint=error.hint)
    except OSError as error:
        reason = f"the files of {tag}, the release before, cannot be kept in {kept}: {error.strerror}"
        return Unreached(reason=reason, hint="make room there, or give another folder by --state")
    if found is None:
        return Released(tag=tag, commit=commit, tree=None)
    tree, place = found
    tree = replace(tree, name=candidate.name, released=candidate.released)
    return Released(tag=tag, commit=commit, tree=(tree, place))


def _surveyed(
    repository: Repository, commit: str, below: str, kept: Path, exclude: Sequence[str]
) -> tuple[Candidate, Path] | None:
    """Return the commit's files as a candidate, and their folder; None where it had no such folder.

    Raises UnusableCandidate, OSError.
    """
    checkout = kept / commit
    place = checkout / below
    if place.is_dir() and place.resolve() == checkout.resolve() / below:
        _borrow(Repository(checkout), repository)
        found = survey(place, exclude=exclude)
        if found.revision == commit and not found.dirty:
            return found, place
    if not _check_out(repository, commit, below, checkout):
        return None
    found = survey(place, exclude=exclude)
    if found.revision != commit or found.dirty:
        raise UnusableCandidate("the checkout is not what was committed", hint="`git fsck` says more")
    return found, place


def _check_out(repository: Repository, commit: str, below: str, checkout: Path) -> bool:
    """Put the commit's files below a folder into `checkout`, whole or not at all; whether it had any.

    Everything else that is kept beside it is removed. Raises UnusableCandidate, OSError.
    """
    draft = Repository(checkout.parent / f"draft-{secrets.token_hex(4)}")
    draft.root.mkdir()
    try:
        digits = "sha256" if len(commit) == _SHA256_DIGITS else "sha1"
        _git(draft, "init", "--quiet", "--template=", f"--object-format={digits}")
        _borrow(draft, repository)
        (draft.root / ".git" / "info").mkdir(exist_ok=True)
        (draft.root / ".git" / "info" / "attributes").write_bytes(_AS_STORED)
        (draft.root / ".git" / "HEAD").write_text(f"{commit}\n")
        _git(draft, "read-tree", commit)
        names = _names(_git(draft, "--literal-pathspecs", "ls-files", "-z", "--stage", "--", below), below)
        _git(draft, "checkout-index", "--quiet", "-z", "--stdin", stdin=b"".join(name + b"\0" for name in names))
        for other in checkout.parent.iterdir():
            if other.is_dir() and other != draft.root:
                shutil.rmtree(other)
        draft.root.rename(checkout)
    except BaseException:
        shutil.rmtree(draft.root, ignore_errors=True)
        raise
    return bool(names)


def _names(listed: bytes, below: str) -> list[bytes]:
    """Return the names of the files below a folder. Raises UnusableCandidate for submodules, which stay empty."""
    prefix = b"" if below == "." else os.fsencode(f"{below}/")
    entries = [entry.partition(b"\t")[::2] for entry in listed.split(b"\0") if entry]
    below_it = [(meta, name) for meta, name in entries if name.startswith(prefix)]
    submodules = [publish(os.fsdecode(name)) for meta, name in below_it if meta.startswith(_GITLINK)]
    if submodules:
        raise UnusableCandidate(
            f"its submodules are not checked out ({', '.join(submodules[:_NAMED])})",
            hint="what stood in them then cannot be measured; a waiver with an expiry lets this gate be",
        )
    return [name for _, name in below_it]


def _borrow(borrower: Repository, lender: Repository) -> None:
    """Let a repository read another one's objects, wherever that is by now."""
    said = ask(lender, "rev-parse", "--git-path", "objects").answer().output.removesuffix(b"\n")
    objects = os.path.join(os.fsencode(lender.root), said)  # noqa: PTH118  (bytes: a path need not be UTF-8)
    if b"\n" in objects:
        raise UnusableCandidate("the path of the repository holds a line break", hint="move it")
    info = borrower.root / ".git" / "objects" / "info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "alternates").write_bytes(objects + b"\n")


def _git(repository: Repository, *arguments: str, stdin: bytes | None = None) -> bytes:
    """Ask git under no configuration but ours. Raises UnusableCandidate with what it said."""
    asking = Asking(
        repository.argv(*arguments),
        cwd=repository.root,
        env=environment(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1"),
        stdin=stdin,
        timeout_s=TIMEOUT_S,
    )
    answer = asking.answer()
    if answer.code != 0:
        said = answer.error.splitlines()[0] if answer.error else f"git ended with exit code {answer.code}"
        raise UnusableCandidate(said, hint=_FETCH)
    return answer.output


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """Let one process at a time make or look at what is kept."""
    kept.mkdir(parents=True, exist_ok=True)
    lock = os.open(kept / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
