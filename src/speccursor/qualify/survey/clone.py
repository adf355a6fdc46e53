"""Fetches a git repository without running anything that it brings.

No template and no hooks, no submodules, no prompt, only the transports of `SCHEMES`, a limit of time
for the whole. See git-clone(1); "protocol.allow" and GIT_ALLOW_PROTOCOL in git-config(1) and git(1).
"""

import os
from pathlib import Path

from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.survey.git import SAFE_CONFIGURATION, Answer, Asking, Repository, environment
from speccursor.qualify.survey.recognise import SCHEMES, Target, recognise

TIMEOUT_S = 900.0

_OWN_HELPERS = tuple(word for word in SAFE_CONFIGURATION if not word.startswith("credential."))


def clone(url: str, destination: Path, *, revision: str | None, timeout_s: float = TIMEOUT_S) -> Path:
    """Clone a repository into a folder below `destination` and return that folder.

    `revision` is a branch, a tag or a commit; None is what the remote's HEAD names. The person's own
    credential helpers are used, and never asked to prompt. Raises UnusableCandidate when the URL is none,
    the remote does not answer in time, refuses, or has no such revision.
    """
    if recognise(url) is not Target.GIT:
        raise UnusableCandidate(f"{url!r} is here already", hint="give its path to the survey, nothing to clone")
    if revision is not None and (not revision or revision.startswith("-")):
        raise UnusableCandidate(f"{revision!r} is not a revision", hint="give a branch, a tag or a commit")
    folder = destination / _name(url)
    destination.mkdir(parents=True, exist_ok=True)
    argv = ["git", *_configuration(), "clone", "--quiet", "--no-checkout", "--template="]
    argv += ["--no-recurse-submodules", "--no-hardlinks", "--", url.removeprefix("git+"), str(folder)]
    answer = Asking(argv, cwd=destination, env=_environment(), timeout_s=timeout_s).answer()
    if answer.code != 0:
        raise UnusableCandidate(
            f"{url} cannot be cloned: {_last_line(answer)}",
            hint="check the URL and that `git clone` works with it without asking anything",
        )
    _check_out(Repository(folder), revision, timeout_s)
    return folder


def _check_out(repository: Repository, revision: str | None, timeout_s: float) -> None:
    wanted = ["HEAD"] if revision is None else [f"refs/tags/{revision}", f"refs/remotes/origin/{revision}", revision]
    for name in wanted:
        question = repository.argv("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        answer = Asking(question, cwd=repository.root, timeout_s=timeout_s).answer()
        if answer.code == 0:
            commit = answer.text.strip()
            break
    else:
        raise UnusableCandidate(
            "the repository has no commits" if revision is None else f"the repository has no revision {revision!r}",
            hint="push something to it first" if revision is None else "give a branch, a tag or a whole commit id",
        )
    checkout = repository.argv("checkout", "--quiet", "--detach", "--no-recurse-submodules", commit)
    done = Asking(checkout, cwd=repository.root, env=_environment(), timeout_s=timeout_s).answer()
    if done.code != 0:
        raise UnusableCandidate(f"commit {commit} cannot be checked out: {_last_line(done)}")


def _configuration() -> list[str]:
    words = [word for word in _OWN_HELPERS if word != "-c"]
    words.append("protocol.allow=never")
    words += [f"protocol.{scheme}.allow=always" for scheme in SCHEMES]
    return [part for word in words for part in ("-c", word)]


def _environment() -> dict[str, str]:
    return environment(
        GIT_ALLOW_PROTOCOL=":".join(SCHEMES),
        GIT_LFS_SKIP_SMUDGE="1",
        GIT_SSH_COMMAND=f"{os.environ.get('GIT_SSH_COMMAND', 'ssh')} -oBatchMode=yes",
        GIT_NO_LAZY_FETCH="0",
    )


def _name(url: str) -> str:
    """Return a folder's name for a URL: its last part, in letters, digits, dots, dashes and underscores."""
    last = url.rstrip("/").replace(":", "/").rpartition("/")[2].removesuffix(".git")
    kept = "".join(one if one.isalnum() or one in "._-" else "-" for one in last).strip(".-")
    return kept[:100] or "candidate"


def _last_line(answer: Answer) -> str:
    lines = [line for line in answer.error.splitlines() if line.strip()]
    return lines[-1] if lines else f"git ended with exit code {answer.code}"
