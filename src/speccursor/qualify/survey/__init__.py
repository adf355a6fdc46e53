"""Verb 1, survey: a path, a git URL or an sdist becomes a candidate with its components.

Read `candidate.py` first. `holding` says what a folder holds: `worktree` and `folder` list the files, `content` hashes
them; `components` finds what they are; one file for each ecosystem. Nothing of the candidate is executed, imported
or followed out of its folder. Callers import from the modules: whoever only asks whether something changed
does not pay for the ecosystems.
"""
