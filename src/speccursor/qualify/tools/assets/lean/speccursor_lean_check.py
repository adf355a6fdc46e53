"""Checks the files of a component, each by a process of its own, behind the files that it imports."""

from __future__ import annotations

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from speccursor_lean_process import Ended, Limits, run
from speccursor_lean_program import Lean, release_of
from speccursor_lean_project import Project, Source
from speccursor_lean_said import answers, ending, messages, questions
from speccursor_lean_text import parts_of, theorems_of
from speccursor_olean import Constant, Name, Olean, UnreadableOlean, read_olean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

KEPT_FOR_THE_END_S = 10.0
"""How much of the time is left for what comes behind the last file."""

_WORKERS = 2


@dataclass
class Told:
    """What is told of one file. `outcome`: checked, refused, timed_out, memory, output, crashed or not_checked."""

    source: Source
    outcome: str
    reason: str = ""
    exit: int | None = None
    seconds: float = 0.0
    messages: list[dict[str, Any]] = field(default_factory=list)
    olean: Olean | None = None
    digest: str = ""
    said: dict[Name, list[str]] = field(default_factory=dict)


class Check:
    """One component being checked."""

    def __init__(self, project: Project, lean: Lean, folder: Path, *, seconds: float, rss_bytes: int) -> None:
        self.project = project
        self.lean = lean
        self.rss_bytes = rss_bytes
        self.folder = folder
        self.build = folder / "build"
        self.build.mkdir()
        self.until = time.monotonic() + max(seconds - KEPT_FOR_THE_END_S, seconds / 2)

    def all(self) -> list[Told]:
        """Check every file, each behind its imports, then ask for the axioms of what was checked."""
        with ThreadPoolExecutor(_WORKERS) as pool:
            waiting: dict[str, Future[Told]] = {}
            for source in self.project.in_order():
                before = [waiting[path] for path in self.project.imports[source.path] if path in waiting]
                waiting[source.path] = pool.submit(self._after, source, before)
            told = [one.result() for one in waiting.values()]
            list(pool.map(self._ask, told))
        return told

    def _after(self, source: Source, before: Sequence[Future[Told]]) -> Told:
        """Check a file when the files that it imports are done: they were submitted earlier, so they come to an end."""
        unchecked = [one.result() for one in before if one.result().olean is None]
        if source.obstacle:
            return Told(source, "refused" if source.wrong else "not_checked", source.obstacle)
        if unchecked:
            return Told(source, "not_checked", f"it imports {_unchecked(unchecked[0])}")
        return self._check(source)

    def _check(self, source: Source) -> Told:
        target = self.olean_of(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        options = [f"-D{name}={value}" for name, value in source.options.items()]
        arguments = ["--json", *options, "-R", str(source.root), "-o", str(target), str(source.file)]
        ended = self._run(arguments, cwd=source.root)
        told = Told(source, "crashed", exit=ended.code, seconds=ended.seconds, messages=messages(ended.output))
        outcome, reason = ending(ended, told.messages)
        if not outcome:
            self._believe(told, target)
        elif outcome == "refused" and reason:
            told.outcome = outcome
            told.messages.append({"severity": "error", "kind": "", "line": None, "column": None, "text": reason})
        else:
            told.outcome, told.reason = outcome, reason
        return told

    def _believe(self, told: Told, target: Path) -> None:
        """Read what a file without an error declares, and take it where it is what the file's text says."""
        try:
            olean = read_olean(target)
        except UnreadableOlean as error:
            told.reason = f"what Lean made of it cannot be read: {error}"
            return
        imported = [self.project.sources[path].module for path in self.project.imports[told.source.path]]
        told.reason = disbelief(olean, told.source, imported=imported, version=self.lean.version)
        if not told.reason:
            told.outcome, told.olean, told.digest = "checked", olean, _digest(target)

    def _ask(self, told: Told) -> None:
        """Ask Lean for the axioms of each theorem, in a file of the same module name, which may name private ones."""
        source, olean = told.source, told.olean
        if olean is None:
            return
        names = {one.name: shown for one in written(olean) if (shown := public(one.name, source)) is not None}
        if not names:
            return
        prelude = source.header.prelude
        asking = self.folder / "ask" / source.file.relative_to(source.root)
        asking.parent.mkdir(parents=True, exist_ok=True)
        asking.write_text(questions(source.module, list(names.values()), prelude=prelude), encoding="utf-8")
        ended = self._run(["--json", "-R", str(self.folder / "ask"), str(asking)], cwd=self.folder / "ask")
        if ended.code == 0 and not ended.limit:
            told.said = answers(ended.output, list(names), prelude=prelude)

    def _run(self, arguments: Sequence[str], *, cwd: Path) -> Ended:
        left = self.until - time.monotonic()
        if left <= 0:
            return Ended(None, "timed_out", "no time was left to begin with it", b"", "", 0.0)
        environment = {**os.environ, **self.lean.environment, "LEAN_PATH": str(self.build)}
        return run([*self.lean.command, *arguments], Limits(left, self.rss_bytes), cwd=cwd, environment=environment)

    def olean_of(self, source: Source) -> Path:
        """Return where a file's ``.olean`` is made."""
        return self.build / source.file.relative_to(source.root).with_suffix(".olean")

    def distrust_changed(self, told: Sequence[Told]) -> None:
        """Take back what was read of an ``.olean`` that is no longer the same: another file's code was at it."""
        for one in told:
            if one.olean is not None and _digest(self.olean_of(one.source)) != one.digest:
                one.olean, one.outcome = None, "crashed"
                one.reason = "what Lean made of it was changed while other files were checked"


def disbelief(olean: Olean, source: Source, *, imported: Sequence[tuple[str, ...]], version: str) -> str:
    """Return why a compiled file is not what Lean makes of a text, or "". `imported` are files of the component."""
    if release_of(olean.version) != release_of(version):
        return f"it was compiled by Lean {olean.version}, and the Lean here is {version}"
    if not set(imported) <= set(olean.imports):
        return "what Lean made of it does not import what its text does"
    last = {name[-1] for name in olean.constants if name}
    unmade = [one for one in theorems_of(source.text) if parts_of(one.name)[-1] not in last]
    if unmade:
        return f"its text declares {unmade[0].name} in line {unmade[0].line}, what Lean made of it does not"
    return ""


def written(olean: Olean) -> Iterator[Constant]:
    """Yield the theorems whose declaration stands in the file; Lean makes others for itself, out of definitions."""
    for constant in olean.constants.values():
        if constant.kind == "theorem" and constant.line is not None:
            yield constant


def public(name: Name, source: Source) -> tuple[str, ...] | None:
    """Return a name as its own module may write it, or None where nobody can."""
    if name[:1] == ("_private",):
        name = name[len(source.module) + 2 :]
    parts = tuple(part for part in name if isinstance(part, str) and "»" not in part and "\n" not in part)
    return parts if parts and len(parts) == len(name) else None


def _unchecked(told: Told) -> str:
    """Name a file that is not checked; why not is told of it elsewhere, unless it is a required package's."""
    if told.source.judged:
        return f"{told.source.path}, which is not checked"
    error = next((one["text"] for one in told.messages if one["severity"] == "error"), told.reason)
    return f"{told.source.path} of a required package, which is not checked: {error}"


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
