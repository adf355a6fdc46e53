"""Verb 1, survey: a path, a git URL or an sdist becomes a candidate with its components.

Read `candidate.py` first. `worktree` and `folder` list the files, `content` hashes them, `components`
finds what they are; one file for each ecosystem. Nothing of the candidate is executed, imported or
followed out of its folder.
"""

from speccursor.qualify.survey.candidate import survey, tree_digest
from speccursor.qualify.survey.clone import clone
from speccursor.qualify.survey.components import absent
from speccursor.qualify.survey.recognise import Target, recognise
from speccursor.qualify.survey.unpack import Limits, unpack

__all__ = ["Limits", "Target", "absent", "clone", "recognise", "survey", "tree_digest", "unpack"]
