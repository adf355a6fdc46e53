"""The report: what is told of each file, its theorems with the axioms beneath them, and what the kernel said again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from speccursor_lean_check import Check, Told, public, written
from speccursor_lean_text import kernel_options, theorems_of
from speccursor_olean import Constant, Name, Olean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MESSAGES = 500
_SORRY: Name = ("sorryAx",)
_MARKS = {
    ("Lean", "Compiler", "implementedByAttr"): "implemented_by",
    ("Lean", "externAttr"): "extern",
}


class Axioms:
    """The axioms that constants rest on, over all checked files together."""

    def __init__(self, oleans: Sequence[Olean]) -> None:
        self._constants = {name: one for olean in oleans for name, one in olean.constants.items()}

    def of(self, constant: Constant) -> tuple[list[str], list[str]]:
        """Return the axioms beneath a constant, and constants beneath it that no checked file declares."""
        found: set[Name] = set()
        unknown: set[Name] = set()
        seen = {constant.name}
        waiting = list(constant.uses)
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            known = self._constants.get(name)
            if known is None:
                unknown.add(name)
                continue
            if known.kind == "axiom":
                found.add(name)
            waiting += known.uses
        return sorted(map(shown, found)), sorted(map(shown, unknown))


def report(check: Check, told: Sequence[Told], kernel: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """Put together what is told of a component."""
    by_path = {one.source.path: one for one in told}
    return {
        "schema": "speccursor.lean/1",
        "nonce": settings["nonce"],
        "lean": {"version": check.lean.version, "whose": check.lean.whose, "modules": check.lean.modules is not None},
        "allowed": settings["axioms"],
        "kernel": kernel,
        "files": [_file(check, one, by_path) for one in told if one.source.judged],
        "finished": True,
    }


def nothing(reason: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Say that the Lean here cannot be used, and why."""
    return {
        "schema": "speccursor.lean/1",
        "nonce": settings["nonce"],
        "lean": {"version": "", "whose": "nobody"},
        "allowed": settings["axioms"],
        "kernel": {"asked": False, "reason": reason},
        "files": [],
        "unusable": reason,
        "finished": True,
    }


def _file(check: Check, told: Told, by_path: dict[str, Told]) -> dict[str, Any]:
    source = told.source
    return {
        "path": source.path,
        "module": shown(source.module),
        "outcome": told.outcome,
        "reason": told.reason,
        "exit": told.exit,
        "seconds": told.seconds,
        "messages": told.messages[:_MESSAGES],
        "unshown": max(len(told.messages) - _MESSAGES, 0),
        "options": [{"name": one.name, "line": one.line} for one in kernel_options(source.text)],
        "text": [{"name": one.name, "line": one.line} for one in theorems_of(source.text)]
        if told.olean is None
        else [],
        **_declared(check, told, by_path),
    }


def _declared(check: Check, told: Told, by_path: dict[str, Told]) -> dict[str, Any]:
    """Tell what a checked file declares: theorems, axioms, what uses sorry itself, what is run unchecked."""
    olean = told.olean
    if olean is None:
        return {"theorems": [], "axioms": [], "sorry": [], "marks": []}
    beneath = [by_path[path].olean for path in check.project.closure(told.source.path)]
    axioms = Axioms([*(one for one in beneath if one is not None), olean])
    theorems = []
    for constant in written(olean):
        shown_axioms, unknown = axioms.of(constant)
        theorems.append(
            {
                "name": shown(public(constant.name, told.source) or constant.name),
                "constant": shown(constant.name),
                "line": constant.line,
                "axioms": shown_axioms,
                "beyond": bool(unknown),
                "writable": public(constant.name, told.source) is not None,
                "said": told.said.get(constant.name),
            }
        )
    everything = list(olean.constants.values())
    return {
        "theorems": sorted(theorems, key=lambda one: (one["line"], one["name"])),
        "axioms": [_placed(one) for one in everything if one.kind == "axiom"],
        "sorry": [_placed(one) for one in everything if _SORRY in one.uses and one.line is not None],
        "marks": [*_marks(olean)],
    }


def _placed(constant: Constant) -> dict[str, Any]:
    return {"name": shown(constant.name), "line": constant.line}


def _marks(olean: Olean) -> Iterator[dict[str, Any]]:
    """Tell what is not what the kernel checked when it is run: unsafe, opaque, and replaced by other code."""
    for constant in olean.constants.values():
        if constant.line is None:
            continue
        if constant.unsafe and constant.kind not in ("constructor", "recursor"):
            yield {**_placed(constant), "mark": "unsafe"}
        if constant.kind == "opaque":
            yield {**_placed(constant), "mark": "opaque"}
    for extension, mark in _MARKS.items():
        for name in olean.tagged.get(extension, ()):
            known = olean.constants.get(name)
            yield {"name": shown(name), "line": None if known is None else known.line, "mark": mark}
