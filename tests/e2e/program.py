"""The command line as a user calls it, on a copy of a folder."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCES_ONLY = ("--stage", "1-3")


@dataclass(frozen=True)
class Ran:
    """What the program printed and returned."""

    code: int
    out: str
    err: str

    @property
    def verdict(self) -> dict[str, Any]:
        """The verdict on standard output."""
        return json.loads(self.out)  # type: ignore[no-any-return]  # the published shape, checked by its schema

    def rulings(self, *statuses: str) -> list[dict[str, Any]]:
        """The rulings with one of these statuses, or all."""
        rulings = [gate for stage in self.verdict["stages"] for gate in stage["gates"]]
        return [gate for gate in rulings if not statuses or gate["status"] in statuses]


def speccursor(
    *arguments: str,
    cwd: Path | None = None,
    timeout_s: float = 900,
    environment: Mapping[str, str] | None = None,
    under: Sequence[str] = (),
    python: str = sys.executable,
) -> Ran:
    """Run the program in a process of its own: with more environment, or started by another program."""
    argv = [*under, python, "-m", "speccursor", *arguments]
    whole = {**os.environ, **(environment or {})}
    ended = subprocess.run(argv, cwd=cwd, env=whole, capture_output=True, text=True, timeout=timeout_s, check=False)
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def copied(folder: Path, to: Path) -> Path:
    """Copy a folder of this repository, without what runs of tools left in it."""
    leave = shutil.ignore_patterns("node_modules", ".venv", ".speccursor", "__pycache__", ".*_cache", "coverage")
    shutil.copytree(folder, to, ignore=leave)
    return to
