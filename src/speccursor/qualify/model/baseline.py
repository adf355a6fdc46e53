"""What was before the candidate: the release to compare it with, or an earlier commit to tell changes from."""

from pathlib import Path

from msgspec import Struct

from speccursor.qualify.model.candidate import Candidate


class Released(Struct, frozen=True, kw_only=True):
    """A release whose files stand in `folder`, surveyed as the candidate was; None: it had no such folder."""

    tag: str
    commit: str
    tree: tuple[Candidate, Path] | None


class Unreached(Struct, frozen=True, kw_only=True):
    """There may be a release before, and its files cannot be had here: why, and how they can be."""

    reason: str
    hint: str


class Unreleased(Struct, frozen=True, kw_only=True):
    """There is no release before, and the proof of that."""

    proof: str


class Earlier(Struct, frozen=True, kw_only=True):
    """What an earlier commit held, surveyed as the candidate was; `named` is how it was asked for.

    `tree` is None where the commit had no such folder.
    """

    named: str
    commit: str
    tree: Candidate | None


Before = Released | Unreached | Unreleased
