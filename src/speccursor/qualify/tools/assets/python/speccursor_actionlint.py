"""Runs actionlint where it can find the project, with a workflow of ours among those that it is given.

``speccursor_actionlint.py PROGRAM [WORD...] FILE...``, in the root of a copy of the candidate. actionlint takes a
folder for a project, and reads its ``.github/actionlint.yaml`` and its local actions, where a ``.git`` stands beside
``.github`` (https://github.com/rhysd/actionlint/blob/main/docs/usage.md); a copy holds none, so an empty one is made.
This process becomes actionlint, whose exit code and outputs stay its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CANARY = Path(".github/workflows/speccursor-canary.yml")
_WORKFLOW = """\
on: push
speccursor: not a key of a workflow
jobs:
  canary:
    runs-on: ubuntu-latest
    steps:
      - run: echo "${{ matrix.speccursor }}"
"""


def main(words: list[str]) -> None:
    """Make what is missing and become actionlint. Raises FileExistsError where the candidate has such a workflow."""
    Path(".git").mkdir(exist_ok=True)
    CANARY.parent.mkdir(parents=True, exist_ok=True)
    with CANARY.open("x", encoding="utf-8") as file:
        file.write(_WORKFLOW)
    os.execv(words[0], [*words, str(CANARY)])  # noqa: S606  (an adapter's own words, no shell)


if __name__ == "__main__":
    main(sys.argv[1:])
