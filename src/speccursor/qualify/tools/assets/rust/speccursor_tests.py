"""The record of a run of cargo test: what each test binary lists, held against what it logged.

A test that is listed and not logged broke off with its binary, which is told as an error outside any test. So are a
binary whose exit code contradicts its log, one that was built and not run, and a cargo that failed for other reasons.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

_LOGGED = re.compile(r"(ok|failed|ignored)(?: |: | \()")
_DOCUMENTED = re.compile(r"test (.+) \.\.\. (ok|FAILED|ignored).*")
_SUMMARY = re.compile(r"test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored; ")
_SECTION = re.compile(r"---- (.+) stdout ----")
_OUTCOMES = {"ok": "passed", "failed": "failed", "FAILED": "failed", "ignored": "skipped"}
_LONGEST = 4000

Told = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def record(
    out: Path, binaries: Mapping[str, dict[str, Any]], steps: Mapping[str, dict[str, Any]], *, workspace: str, root: str
) -> dict[str, Any]:
    """Return the record but for its marks.

    `binaries` are cargo's test targets by their programs, `steps` how building and running ended, `workspace` the
    folder that the documentation's paths begin at.
    """
    if steps["build"]["exit"] != 0:
        said = _compile_error(out) or steps["build"]["said"]
        return _whole([], [_error(f"the tests do not build: {said}")])
    told = [_of_binary(folder, binaries, root) for folder in sorted((out / "runs").iterdir())]
    if (out / "doc.txt").is_file():
        told.append(_of_documentation(out, steps["doc"], workspace, root))
    tests = [test for made, _ in told for test in made]
    errors = [error for _, broken in told for error in broken]
    errors += _not_run(out, binaries, root)
    if steps["run"]["exit"] != 0 and not errors and not any(test["outcome"] == "failed" for test in tests):
        errors.append(_error(f"cargo test ended with {steps['run']['exit']}: {steps['run']['said']}"))
    return _whole(tests, errors)


def _whole(tests: list[dict[str, Any]], errors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"runner": "cargo test", "tests": tests, "errors": errors, "finished": True}


def _error(message: str, file: str | None = None) -> dict[str, Any]:
    return {"file": file, "message": message[:_LONGEST]}


def _test(
    file: str | None, name: str, outcome: str, *, seconds: float | None = None, message: str = ""
) -> dict[str, Any]:
    return {
        "file": file,
        "line": None,
        "name": name,
        "outcome": outcome,
        "seconds": seconds,
        "message": message[-_LONGEST:] or None,
        "retries": 0,
    }


def _compile_error(out: Path) -> str:
    """Return the first error that rustc gave, as it renders it."""
    for line in (out / "build.jsonl").read_text(errors="replace").splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("reason") == "compiler-message" and message["message"]["level"] == "error":
            return str(message["message"]["rendered"])
    return ""


def _not_run(out: Path, binaries: Mapping[str, dict[str, Any]], root: str) -> Iterator[dict[str, Any]]:
    """Yield an error for each test binary that was built and that our runner was never given."""
    begun = {path.read_text() for path in (out / "runs").glob("*/binary")}
    for binary in sorted(binaries.keys() - begun):
        target = binaries[binary]
        yield _error(f"{_label(target)} was built and not run", os.path.relpath(target["src_path"], root))


def _label(target: Mapping[str, Any]) -> str:
    return f"{target['kind'][0]} {target['name']}"


def _of_binary(folder: Path, binaries: Mapping[str, dict[str, Any]], root: str) -> Told:
    binary = (folder / "binary").read_text()
    target = binaries.get(binary)
    file = os.path.relpath(target["src_path"], root) if target else None
    label = _label(target) if target else Path(binary).name
    if not (folder / "run.json").is_file():
        return [], [_error(f"{label} was ended before it was done", file)]
    ran = json.loads((folder / "run.json").read_text())
    said = (folder / "said").read_text(errors="replace")
    names, code = ran["names"], ran["exit"]
    if names is None:
        outcome = "failed" if code else "passed"
        return [_test(file, label, outcome, seconds=ran["seconds"], message=said if code else "")], []
    logged, sections = dict(_logged(folder / "log", names)), _sections(said)
    tests = [
        _test(file, f"{label}: {name}", _OUTCOMES[logged[name]], message=sections.get(name, ""))
        for name in names
        if name in logged
    ]
    silent = [name for name in names if name not in logged]
    if silent:
        reason = f"{label} ended with {code} and told nothing of {len(silent)} tests, {silent[0]} first"
        return tests, [_error(f"{reason}: {said[-_LONGEST // 2 :]}", file)]
    if (code != 0) != ("failed" in logged.values()):
        return tests, [_error(f"{label} ended with {code}, against its own log: {said[-_LONGEST // 2 :]}", file)]
    return tests, []


def _logged(log: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each logged test and its outcome.

    An entry is the outcome, a reason that may have several lines, and the name: ``failed: reason NAME``.
    """
    known = frozenset(names)
    outcome = ""
    for line in log.read_text(errors="replace").splitlines() if log.is_file() else ():
        begins = _LOGGED.match(line)
        if not outcome and begins:
            outcome = begins[1]
        name = line.rpartition(" ")[2]
        if outcome and name in known:
            yield name, outcome
            outcome = ""


def _sections(said: str) -> dict[str, str]:
    """Return what each failed test printed, from the sections that the harness prints at its end."""
    found: dict[str, str] = {}
    name = ""
    for line in said.splitlines():
        begins = _SECTION.fullmatch(line)
        if begins:
            name = begins[1]
        elif line == "failures:":
            name = ""
        elif name:
            found[name] = found.get(name, "") + line + "\n"
    return {name: text.strip() for name, text in found.items()}


def _of_documentation(out: Path, ended: Mapping[str, Any], workspace: str, root: str) -> Told:
    """Return the examples in the documentation, counted against the harness's own summaries."""
    said = (out / "doc.txt").read_text(errors="replace")
    found = [match for line in said.splitlines() if (match := _DOCUMENTED.fullmatch(line))]
    sections = _sections(said)
    tests = [
        _test(
            os.path.relpath(Path(workspace, one[1].partition(" - ")[0]), root),
            f"doc {one[1]}",
            _OUTCOMES[one[2]],
            message=sections.get(one[1], ""),
        )
        for one in found
    ]
    told = sum(int(number) for line in said.splitlines() for number in _counts(line))
    failed = any(one[2] == "FAILED" for one in found)
    if told == len(tests) and (ended["exit"] != 0) == failed:
        return tests, []
    reason = f"{len(tests)} examples of the documentation seen, {told} told, exit code {ended['exit']}"
    return tests, [_error(f"{reason}: {ended['said'] or said[-_LONGEST // 2 :]}")]


def _counts(line: str) -> tuple[str, ...]:
    summary = _SUMMARY.match(line)
    return summary.groups() if summary else ()
