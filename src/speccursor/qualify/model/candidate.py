"""A release candidate and its components.

A candidate is pinned by the digest of its content, not by its name: the same files give the same
`tree` whether they come from a commit, a folder or an sdist.
"""

from enum import StrEnum
from typing import NewType

from msgspec import Struct

from speccursor.qualify.model.digests import Digest

ComponentId = NewType("ComponentId", str)


class Language(StrEnum):
    """What a component is written in; Dockerfiles, workflows, scripts and documents count as languages of their own."""

    PYTHON = "python"
    JAVASCRIPT = "javascript"
    RUST = "rust"
    GO = "go"
    LEAN = "lean"
    DOCKERFILE = "dockerfile"
    WORKFLOW = "workflow"
    SHELL = "shell"
    SQL = "sql"
    YAML = "yaml"
    TOML = "toml"
    MARKDOWN = "markdown"


class Source(StrEnum):
    """Where the candidate's files come from."""

    GIT = "git"
    FOLDER = "folder"
    SDIST = "sdist"


class Role(StrEnum):
    """What a file is for.

    `SOURCE` is what is shipped, and alone is owed coverage. `TEST` tests it, `SUPPORT` builds or documents
    it (setup.py, noxfile.py, docs/conf.py, benchmarks). `DATA` is somebody's input, judged by nothing.
    """

    SOURCE = "source"
    TEST = "test"
    SUPPORT = "support"
    DATA = "data"


class File(Struct, frozen=True, order=True):
    """One file of the candidate: POSIX path relative to the root, size in bytes, digest of its content.

    A symbolic link stands with the digest of its target's text and `link` set; it is never followed
    out of the tree.
    """

    path: str
    size: int
    digest: Digest
    executable: bool = False
    link: str | None = None


class Component(Struct, frozen=True, kw_only=True):
    """A part of the candidate in one language, found on disk by its manifest.

    `files` maps each of its own files to its role (paths relative to the candidate's root). `facts`
    are what the survey read off the manifests and later phases need: ``packages`` (import packages),
    ``runner`` (test runner), ``typescript`` ("yes"), ... `needs` are the candidate's other components of the
    language that it is built from, directly or through others.
    """

    language: Language
    path: str
    manifest: str | None
    files: dict[str, Role]
    facts: dict[str, str] = {}
    needs: tuple[ComponentId, ...] = ()

    @property
    def id(self) -> ComponentId:
        """Language and folder, for example ``python:services/api`` or ``javascript:.``."""
        return ComponentId(f"{self.language}:{self.path}")

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """Return the component's files in these roles, sorted."""
        return tuple(sorted(path for path, role in self.files.items() if role in roles))


class Candidate(Struct, frozen=True, kw_only=True):
    """A release candidate: its name, where it comes from and what exactly it holds.

    `revision` is the commit, or None outside version control. `tree` is the digest over every file's
    path, mode and content as they stand in the working tree. `dirty` says that they differ from
    `revision`. `released` is the newest earlier release that the history shows, as (tag, commit). `unjudged`
    says, a sentence each, what it holds that nothing here judges; `absent` names what it declares and could
    not be read: submodules that are not checked out, files without the right to read them.
    """

    name: str
    source: Source
    revision: str | None
    tree: Digest
    dirty: bool
    files: tuple[File, ...]
    components: tuple[Component, ...]
    released: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
