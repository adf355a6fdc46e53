"""Toolchains as a cell names them: which there are, which version is meant, and which program the user names for one.

A candidate says in which versions it must hold; which program of a machine that is, only the machine's user may say:
a candidate that named programs could have any of them started. See docs/adr/0008-matrix.md.
"""

import os
import re
from collections.abc import Mapping, Sequence

from speccursor.qualify.model.misuse import Misuse

TITLE: Mapping[str, str] = {"node": "Node.js", "python": "Python", "rust": "Rust", "go": "Go", "lean": "Lean"}
"""The toolchains that a cell may name, and what people call them."""

NAMEABLE = ("node", "python", "lean")
"""Those that the user may name a program for."""

VARIABLE = "SPECCURSOR_TOOLCHAINS"
"""The environment variable that names programs: ``python-3.12=/opt/python/bin/python3``, separated like PATH."""

_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


def admits(asked: str, found: str) -> bool:
    """Whether a version that a program says of itself is the one that a cell asks for.

    ``3.12`` admits ``3.12.1`` and neither ``3.120`` nor ``3.12.0rc1``; a full version admits itself alone. A channel
    (``stable``, ``beta``, ``nightly``, with or without a date) admits what says that it is of it.
    """
    if asked == found:
        return True
    numbers = _NUMBERS.match(found)
    if numbers is None:
        return False
    rest = found[numbers.end() :]
    if _NUMBERS.match(asked):
        return rest[:1] in ("", "+") and numbers[0].startswith(f"{asked}.")
    channel = asked.partition("-")[0]
    return not rest if channel == "stable" else rest.startswith(f"-{channel}")


def named_programs(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the programs that the user names, by toolchain and version as they stand in a cell's name.

    Raises Misuse for what is no ``NAME=PATH``, names no toolchain, or names one twice.
    """
    found: dict[str, str] = {}
    for entry in filter(None, environment.get(VARIABLE, "").split(os.pathsep)):
        name, path = named_program(entry)
        if name in found:
            raise Misuse(f"{VARIABLE} names a program for {name} twice", hint="leave one out")
        found[name] = path
    return found


def named_program(entry: str) -> tuple[str, str]:
    """Read one ``python-3.12=/path/to/python3``. Raises Misuse; the path must be absolute."""
    name, given, path = entry.partition("=")
    toolchain, _, version = name.partition("-")
    if not given or toolchain not in NAMEABLE or not version:
        hint = f"write it as python-3.12=/path/to/python3; programs can be named for {', '.join(NAMEABLE)}"
        raise Misuse(f"{entry!r} names no program for a toolchain", hint=hint)
    if not path.startswith("/") or os.pathsep in path:
        raise Misuse(f"{path!r}, named for {name}, is no absolute path without {os.pathsep!r}")
    return name, path


def with_programs(environment: Mapping[str, str], entries: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return an environment that names these programs as well, before what it names already."""
    programs = {**named_programs(environment), **dict(entries)}
    if not programs:
        return dict(environment)
    return {**environment, VARIABLE: os.pathsep.join(f"{name}={path}" for name, path in programs.items())}
