"""Looks for Hypothesis before its properties are collected, which means to import every test of a candidate.

A property is written with Hypothesis, so some file names it, or it comes from something installed that needs it
(`Requires-Dist` in the core metadata, https://packaging.python.org/en/latest/specifications/core-metadata/). Where
neither is so, no test need be imported to know that nothing would be collected. Requirements of an extra do not count:
whoever asks for one that brings Hypothesis has it in a file. Nothing of the candidate is executed here.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import stat

NAME = b"hypothesis"
LONGEST = 4 * 1024 * 1024
"""A file of more bytes is not searched: it may name anything."""
_NEEDED = re.compile(r"^Requires-Dist: *hypothesis(?![\w.-])(?!.*\bextra *==)", re.IGNORECASE | re.MULTILINE)


def searched(root: str) -> int | None:
    """Return how many files there are, where none of them can hold a property; None where one may."""
    if _is_needed():
        return None
    files = 0
    for folder, _, names in os.walk(root, onerror=_refuse):
        for name in names:
            files += 1
            if _may_name(os.path.join(folder, name)):  # noqa: PTH118  (thousands)
                return None
    return files


def _is_needed() -> bool:
    found = importlib.metadata.distributions()
    return any(_NEEDED.search(one.read_text("METADATA") or one.read_text("PKG-INFO") or "") for one in found)


def _may_name(path: str) -> bool:
    """Whether a file names it. A link does not: what it leads to is in the tree itself."""
    state = os.lstat(path)
    if not stat.S_ISREG(state.st_mode):
        return False
    if state.st_size > LONGEST:
        return True
    with open(path, "rb") as file:  # noqa: PTH123  (thousands)
        return NAME in file.read()


def _refuse(error: OSError) -> None:
    raise error
