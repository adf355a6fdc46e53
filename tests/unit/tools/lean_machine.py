"""A component, and a toolchain whose lean is a stand-in that plays back what the real one said of it.

The component is `tests/golden/lean-4.35.0/project`: Basis.lean, and A.lean and B.lean, which import it. A declares
theorems with and without axioms and with sorry; B is refused.
"""

import sys
from pathlib import Path

from tests.unit.standins import GOLDEN, StandIn
from tests.unit.tools.lean_files import ASSETS

sys.path.insert(0, str(ASSETS))  # where the driver stands, its parts stand beside it

import speccursor_lean_check
import speccursor_lean_program
import speccursor_lean_project

PROJECT = GOLDEN / "lean-4.35.0" / "project"
FILES = ("A.lean", "B.lean", "Basis.lean")
VERSION = (GOLDEN / "lean-4.35.0" / "version.txt").read_text()


class LeanMachine:
    """The component below `root`, and the toolchain."""

    def __init__(self, base: Path) -> None:
        self.base, self.root, self.toolchain = base, base / "root", base / "toolchain"
        self.root.mkdir()
        for name in FILES:
            (self.root / name).write_bytes((PROJECT / name).read_bytes())
        self.lean = StandIn(self.toolchain / "bin/lean")
        self.lean.answers("--version", VERSION).answers("--print-libdir", f"{self.toolchain}/lib/lean\n")
        for module in ("Empty", "Basis", "A"):
            self.compiles(module)
        self.says_of("A", (PROJECT / "A.jsonl").read_text())
        self.says_of("B", (PROJECT / "B.jsonl").read_text(), code=1)
        self.lean.answers("--json -R */ask *A.lean", (PROJECT / "ask-A.jsonl").read_text())

    def compiles(self, module: str, *, into: str = "") -> None:
        """Let lean compile a module, or into what another one is compiled to."""
        does = f"shutil.copyfile(golden('lean-4.35.0/project/{module}.olean'), after('-o'))"
        self.lean.answers(f"*-o *{into or module}.olean *", does=does)

    def says_of(self, module: str, out: str = "", *, err: str = "", code: int = 0, does: str = "") -> None:
        """Let lean say something of a module that it compiles, and end so; only with code 0 is it compiled."""
        compiles = f"shutil.copyfile(golden('lean-4.35.0/project/{module}.olean'), after('-o'))"
        does = does or ("" if code else compiles)
        self.lean.answers(f"--json *-o *{module}.olean *", out, err=err, code=code, does=does)

    def write(self, **files: str) -> None:
        """Write modules; ``a__B`` is a/B.lean."""
        for name, text in files.items():
            place = self.root / f"{name.replace('__', '/')}.lean"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")

    def check(self, *files: str, seconds: float = 60.0, component: str = ".") -> speccursor_lean_check.Check:
        """Begin to check files, all three where none is named."""
        lean = speccursor_lean_program.find_lean(self.toolchain)
        project = speccursor_lean_project.read_project(self.root, self.root / component, files or FILES, lean)
        scratch = self.base / f"scratch-{len(list(self.base.glob('scratch-*')))}"
        scratch.mkdir()
        return speccursor_lean_check.Check(project, lean, scratch, seconds=seconds, rss_bytes=1 << 30)

    def all(self, *files: str, component: str = ".") -> dict[str, speccursor_lean_check.Told]:
        """Check files, and return what is told of each by its path."""
        return {one.source.path: one for one in self.check(*files, component=component).all()}
