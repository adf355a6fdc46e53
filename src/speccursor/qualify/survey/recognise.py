"""What a person means by the thing that is to be qualified: a folder, an archive or a git URL."""

import re
from enum import StrEnum
from pathlib import Path

from speccursor.qualify.model.misuse import UnusableCandidate

ARCHIVES = (".tar.gz", ".tgz", ".crate", ".tar.bz2", ".tar.xz", ".zip")
SCHEMES = ("https", "ssh", "file")

_URL = re.compile(r"(?:git\+)?(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>.*)", re.DOTALL)
_SCP_LIKE = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9._-]+:[^:\s]+")
_SHORTHAND = re.compile(r"[\w.-]+/[\w.-]+")


class Target(StrEnum):
    """The kinds of things that can be qualified."""

    FOLDER = "folder"
    ARCHIVE = "archive"
    GIT = "git"


def recognise(target: str) -> Target:
    """Return what kind of thing a target is: an existing path first, else a git URL.

    Raises UnusableCandidate with a hint for everything else.
    """
    if not target or "\0" in target:
        raise UnusableCandidate(
            "no candidate is named", hint="give a folder, an sdist or a git URL; `.` is this folder"
        )
    path = Path(target)
    try:
        present = path.exists()
    except OSError as error:
        raise UnusableCandidate(f"{target!r} cannot be looked at: {error.strerror}") from error
    if present:
        return _of_path(path)
    if _is_url(target):
        return Target.GIT
    raise UnusableCandidate(f"there is no {target!r}", hint=_hint(target))


def _of_path(path: Path) -> Target:
    if path.is_dir():
        return Target.FOLDER
    if not path.is_file():
        raise UnusableCandidate(
            f"{path} is neither a folder nor a file", hint="give the folder that holds the candidate"
        )
    if path.name.lower().endswith(ARCHIVES):
        return Target.ARCHIVE
    if path.suffix == ".whl":
        raise UnusableCandidate(
            f"{path} is a wheel: built, without its tests", hint="give the sdist (.tar.gz) or the sources"
        )
    raise UnusableCandidate(
        f"{path} is a file of a kind that is no candidate",
        hint=f"give a folder, a git URL, or an archive ({', '.join(ARCHIVES)})",
    )


def _is_url(target: str) -> bool:
    if "::" in target.partition("/")[0]:
        raise UnusableCandidate(
            f"{target!r} asks for a git remote helper, which could run anything",
            hint=f"give a URL with one of the schemes {', '.join(SCHEMES)}",
        )
    url = _URL.fullmatch(target)
    if url is None:
        return _SCP_LIKE.fullmatch(target) is not None and not target.startswith("-")
    if url["scheme"].lower() not in SCHEMES:
        raise UnusableCandidate(
            f"{url['scheme']}:// is not a way to fetch a candidate: nothing would say who sends it",
            hint=f"use one of {', '.join(SCHEMES)}",
        )
    if url["rest"].lower().endswith(ARCHIVES):
        raise UnusableCandidate(
            f"{target!r} is an archive on another machine", hint="download it first, then give its path"
        )
    if not url["rest"] or url["rest"].startswith("-"):
        raise UnusableCandidate(f"{target!r} names no repository", hint="https://host/owner/repository")
    return True


def _hint(target: str) -> str:
    if _SHORTHAND.fullmatch(target):
        return "for a repository on a server give its whole URL, https://host/owner/repository"
    return "give a folder, an sdist or a git URL; relative paths start at the current folder"
