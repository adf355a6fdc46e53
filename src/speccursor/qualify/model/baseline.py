"""The release before the candidate, to compare it with: its files on this machine, or why they are not there."""

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


Before = Released | Unreached | Unreleased
