"""What was before the candidate: the release to compare it with, or an earlier commit to tell changes from."""

from dataclasses import dataclass
from pathlib import Path

from speccursor.qualify.model.candidate import Candidate


@dataclass(frozen=True, kw_only=True)
class Released:
    """A release whose files stand in `folder`, surveyed as the candidate was; None: it had no such folder."""

    tag: str
    commit: str
    tree: tuple[Candidate, Path] | None


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """There may be a release before, and its files cannot be had here: why, and how they can be."""

    reason: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Unreleased:
    """There is no release before, and the proof of that."""

    proof: str


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What an earlier commit held, surveyed as the candidate was; `named` is how it was asked for.

    `tree` is None where the commit had no such folder.
    """

    named: str
    commit: str
    tree: Candidate | None


Before = Released | Unreached | Unreleased
