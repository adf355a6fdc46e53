"""Has the kernel check everything once more, in a process without any of the candidate's code, where it can be called.

The kernel must be the one that `speccursor_lean_kernel` knows, and get all that is beneath a file.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speccursor_lean_check import KEPT_FOR_THE_END_S, Check, Told
from speccursor_lean_kernel import VERSION
from speccursor_lean_process import Limits, run
from speccursor_olean import Olean, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccursor_lean_program import Lean


def ask_kernel(check: Check, told: Sequence[Told]) -> dict[str, Any]:
    """Give every checked file to the kernel once more; say how it went, or why it is not asked."""
    modules = {one.source.path: one.olean for one in told if one.olean is not None}
    own = {source.module for source in check.project.sources.values()}
    reason = not_for_the_kernel(check.lean, modules, own=own)
    if reason:
        return {"asked": False, "reason": reason}
    sources = [check.project.sources[path] for path in modules]
    paths = {one.path: [shown(one.module), str(check.olean_of(one))] for one in sources}
    asked = {
        "library": check.lean.library,
        "modules": [[*paths[path], [paths[one] for one in check.project.closure(path)]] for path in paths],
    }
    ended = run(
        [sys.executable, str(Path(__file__).parent / "speccursor_lean_kernel.py")],
        Limits(max(check.until - time.monotonic(), 0.0) + KEPT_FOR_THE_END_S / 2, 2 * check.rss_bytes),
        cwd=check.folder,
        environment={**os.environ, **check.lean.environment},
        given=json.dumps(asked).encode(),
    )
    answer = _answer(ended.output) if ended.code == 0 else {}
    if "checked" not in answer:
        return {"asked": True, "reason": ended.reason or f"it ended with {ended.code}: {ended.said}"}
    return {"asked": True, **answer}


def not_for_the_kernel(lean: Lean, modules: dict[str, Olean], *, own: set[tuple[str, ...]]) -> str:
    """Say why the kernel cannot be asked once more, or "". `modules` are compiled files by path, `own` their names."""
    if lean.library is None or lean.version != VERSION:
        return f"the kernel of Lean {lean.version} cannot be called here"
    for path, olean in modules.items():
        foreign = [name for name in olean.imports if name not in own]
        if foreign:
            return f"{path} stands on {shown(foreign[0])}, which the kernel is not given here"
    return ""


def _answer(output: bytes) -> dict[str, Any]:
    """Read the answer; nothing where it is no JSON object."""
    try:
        answer = json.loads(output)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
