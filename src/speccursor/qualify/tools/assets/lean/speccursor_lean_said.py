"""What Lean says: its messages, how a checked file ended, and its answers about the axioms of theorems.

Messages are JSON, one object a line (``lean --json``, ``src/Lean/Message.lean``). Exit codes of lean: 0 no error, 1 an
error, a missing file or wrong use; any other is a crash. It ends with 1 as well where it breaks off itself
(``lean_internal_panic``, ``src/runtime/object.cpp``), for want of memory for example.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccursor_lean_process import Ended
    from speccursor_olean import Name

_LONGEST = 2000
_PANIC = "INTERNAL PANIC"


def messages(output: bytes) -> list[dict[str, Any]]:
    """Read Lean's messages. Anything else was written by the file itself, and is nobody's."""
    found = []
    for line in output.split(b"\n"):
        try:
            told = json.loads(line)
            place = told["pos"] or {}
            found.append(
                {
                    "severity": str(told["severity"]),
                    "kind": str(told["kind"]),
                    "line": place.get("line"),
                    "column": place.get("column"),
                    "text": str(told["data"])[:_LONGEST],
                }
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
    return found


def tells_an_error(told: Sequence[dict[str, Any]]) -> bool:
    """Whether an error is among messages."""
    return any(message["severity"] == "error" for message in told)


def ending(ended: Ended, told: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """Return what became of a file, and why: "" where Lean ended without an error, so that its ``.olean`` decides.

    A file that was refused without an error has what was said last as its reason.
    """
    if ended.limit:
        return ended.limit, ended.reason
    if ended.code not in (0, 1):
        return "crashed", f"Lean ended with {ended.code}: {ended.said}"
    if tells_an_error(told):
        return ("refused", "") if ended.code == 1 else ("crashed", "Lean tells an error and ends without one")
    if ended.code == 0:
        return "", ""
    return ("crashed", f"Lean broke off: {ended.said}") if _PANIC in ended.said else ("refused", ended.said)


def questions(module: Sequence[str], names: Sequence[tuple[str, ...]], *, prelude: bool) -> str:
    """Return a file that asks for the axioms of each theorem, one a line."""
    asked = "".join(f"#print axioms {_quoted(name)}\n" for name in names)
    return f"{_head(prelude=prelude)}import {_quoted(module)}\n{asked}"


def answers(output: bytes, names: Sequence[Name], *, prelude: bool) -> dict[Name, list[str]]:
    """Return the axioms that were told of each name, by the line that asked for it."""
    lines = dict(enumerate(names, _head(prelude=prelude).count("\n") + 2))
    told = ((lines.get(one["line"]), axioms_in(one["text"])) for one in messages(output))
    return {name: axioms for name, axioms in told if name is not None and axioms is not None}


def axioms_in(text: str) -> list[str] | None:
    """Return the axioms that an answer to ``#print axioms`` names; None where it is no such answer."""
    if text.endswith("does not depend on any axioms"):
        return []
    head, _, tail = text.partition("depends on axioms: [")
    if not tail.endswith("]") or not head.startswith("'"):
        return None
    return [name.strip() for name in tail[:-1].split(",")]


def _head(*, prelude: bool) -> str:
    return "prelude\n" if prelude else ""


def _quoted(name: Sequence[str]) -> str:
    return ".".join(f"«{part}»" for part in name)
