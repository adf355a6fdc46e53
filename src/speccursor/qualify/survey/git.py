"""Questions to git about a repository that may be hostile: nothing of its own configuration runs.

A repository's ``.git/config`` can name programs (file system monitor, hooks, filters, external diffs,
credential helpers, pagers, promisor remotes). Every call here names the repository and its work tree
itself, so that git neither searches for them nor asks who owns them, and takes those programs away:
by ``-c``, which outranks the repository's file, by an environment that allows no transport, and by
asking only commands that neither filter nor render content. See git-config(1) and git(1),
"ENVIRONMENT VARIABLES"; gitattributes(5) for filters.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from speccursor.qualify.model.misuse import UnusableCandidate

TIMEOUT_S = 60.0
_DYING_S = 10.0
_LOOK_AGAIN_S = 0.005

SAFE_CONFIGURATION = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.pager=cat",
    "-c",
    "core.askPass=",
    "-c",
    "credential.helper=",
    "-c",
    "diff.external=",
    "-c",
    "gc.auto=0",
    "-c",
    "maintenance.auto=false",
)


class Repository(Struct, frozen=True):
    """A work tree: the folder that holds ``.git``."""

    root: Path

    def argv(self, *arguments: str) -> list[str]:
        """Return the command line that asks this repository, and no other one."""
        return [
            "git",
            *SAFE_CONFIGURATION,
            f"--git-dir={self.root / '.git'}",
            f"--work-tree={self.root}",
            "--no-pager",
            *arguments,
        ]


class Answer(Struct, frozen=True):
    """What git said. `code` 128 and 129 are its own errors; other codes belong to the command."""

    code: int
    output: bytes
    error: str

    @property
    def text(self) -> str:
        """The output with names that are not UTF-8 kept by surrogates (PEP 383)."""
        return self.output.decode("utf-8", "surrogateescape")


def environment(**more: str) -> dict[str, str]:
    """Return an environment for git: the caller's without any ``GIT_*``, no prompt, no transport."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_ASKPASS": "true",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "SSH_ASKPASS": "true",
        **more,
    }


class Asking:
    """One running git command, in a process group of its own; `answer` waits for it."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        cwd: Path,
        env: dict[str, str] | None = None,
        stdin: bytes | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._argv = list(argv)
        self._stdin = stdin
        self._timeout_s = timeout_s
        try:
            self._process = subprocess.Popen(
                self._argv,
                cwd=cwd,
                env=environment() if env is None else env,
                stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise UnusableCandidate(
                f"git is needed to read this candidate and cannot be started: {error.strerror}",
                hint="install git (Debian: apt-get install git) and put it on PATH",
            ) from error

    def answer(self) -> Answer:
        """Wait for the command. Raises UnusableCandidate when it takes longer than its limit."""
        try:
            output, error = self._process.communicate(self._stdin, timeout=self._timeout_s)
        except subprocess.TimeoutExpired as late:
            self.end()
            raise UnusableCandidate(
                f"git did not answer within {self._timeout_s:g} s: {self._argv[-1]}",
                hint="look at the repository for huge or special files (a FIFO named .gitignore), or try again",
            ) from late
        return Answer(self._process.returncode, output, error.decode("utf-8", "replace").strip())

    def end(self) -> None:
        """End the command and all of its group, and wait until that is gone; what it wrote is dropped."""
        with self._process:  # closes its pipes, whoever holds their other ends, and waits for it alone
            if self._process.returncode is None:  # not waited for: the number is still its own, and its group's
                os.killpg(self._process.pid, signal.SIGKILL)
        _until_gone(self._process.pid)


def _until_gone(group: int) -> None:
    """Wait for the death of processes that were killed, which takes a busy machine a while.

    It has a bound, since a process that nobody waits for (a first process that reaps none) is never gone.
    """
    until = time.monotonic() + _DYING_S
    with contextlib.suppress(OSError):  # there is no such group
        while time.monotonic() < until:
            os.killpg(group, 0)
            time.sleep(_LOOK_AGAIN_S)


def ask(repository: Repository, *arguments: str, cwd: Path | None = None, stdin: bytes | None = None) -> Asking:
    """Start one question to a repository; several may run at once."""
    return Asking(repository.argv(*arguments), cwd=cwd or repository.root, stdin=stdin)


def repository_of(folder: Path) -> Repository | None:
    """Return the repository whose work tree the folder stands in, or None. Nothing is run.

    Raises UnusableCandidate for a bare repository, and for the inside of a ``.git`` folder.
    """
    if is_bare(folder):
        raise UnusableCandidate(
            f"{folder} is a bare repository: it has history and no files",
            hint=f"qualify a clone of it: give its URL, file://{folder}",
        )
    for place in (folder, *folder.parents):
        dot_git = place / ".git"
        if dot_git.is_file() or (dot_git / "HEAD").is_file() or (dot_git / "HEAD").is_symlink():
            return Repository(place)
    return None


def is_bare(folder: Path) -> bool:
    """Whether the folder itself is a repository's storage, as gitrepository-layout(5) describes it."""
    return (
        (folder / "HEAD").is_file()
        and (folder / "objects").is_dir()
        and (folder / "refs").is_dir()
        and not (folder / ".git").exists()
    )
