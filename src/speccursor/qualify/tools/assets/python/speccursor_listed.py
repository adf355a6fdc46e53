"""Becomes a program, with the files that a list names behind the words of its command line.

``speccursor_listed.py LIST PROGRAM [WORD...]``; the list is a JSON array of paths. The program's exit code and outputs
stay its own. Files that are to come before those of the list stand among the words.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main(listed: str, words: list[str]) -> None:
    """Become the program. Raises OSError where there is none."""
    paths = json.loads(Path(listed).read_text(encoding="utf-8"))
    os.execv(words[0], [*words, *paths])  # noqa: S606  (an adapter's own words, no shell)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
