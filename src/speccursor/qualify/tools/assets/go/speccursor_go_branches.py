"""Conditions and their outcomes, by gobco's instrumentation under the project's own tests.

gobco (https://github.com/rillig/gobco) rewrites a package so that each condition passes through ``GobcoCover``. Run
as it is, it takes every file of a folder together, whatever build constraints say, reads external tests as if
nothing were exported for them, tests a copy that has lost what stands beside the module, and sees a package through
its own tests alone. So it is given what is built here and no test; what it has rewritten stands in for the sources
(``-overlay``, https://pkg.go.dev/cmd/go) in one run of all tests where they are. Its counters are replaced by ones
that note the first time of each outcome in a file at once, and so outlive a test that ends its process.
"""

import ast
import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_CONDITION = re.compile(r'^\t\t\{("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*"), 0, 0\},$', re.MULTILINE)
_FAILING = re.compile(r"^# (\S+)", re.MULTILINE)
_LONGEST = 600
_COUNTERS = """\
package %(package)s

import (
	gobcoOS "os"
	gobcoAtomic "sync/atomic"
)

var gobcoNoted [%(outcomes)d]uint32

func GobcoCover(condition int, outcome bool) bool {
	at := 2 * condition
	if outcome {
		at++
	}
	if gobcoAtomic.LoadUint32(&gobcoNoted[at]) == 0 && gobcoAtomic.CompareAndSwapUint32(&gobcoNoted[at], 0, 1) {
		gobcoNote(at)
	}
	return outcome
}

func gobcoNote(at int) {
	digits := []byte{'\\n'}
	for ; at > 0 || len(digits) == 1; at /= 10 {
		digits = append([]byte{byte('0' + at%%10)}, digits...)
	}
	file, err := gobcoOS.OpenFile(%(notes)s, gobcoOS.O_APPEND|gobcoOS.O_CREATE|gobcoOS.O_WRONLY, 0666)
	if err == nil {
		file.Write(digits)
		file.Close()
	}
}
"""


@dataclass
class Package:
    """A package that gobco has rewritten: what replaces its files, its conditions, where their outcomes are noted."""

    path: str
    replaced: dict[str, str]
    conditions: list[tuple[str, str]]
    notes: Path


@dataclass
class Instrumented:
    """What gobco could rewrite, the file of go's that says so, and the packages that it could not, with the reason."""

    overlay: str = ""
    rewritten: list[Package] = field(default_factory=list)
    unmeasured: dict[str, str] = field(default_factory=dict)

    @property
    def packages(self) -> list[str]:
        """The import paths of what was rewritten."""
        return [one.path for one in self.rewritten]


def instrument(packages: Sequence[dict[str, Any]], *, program: str, work: Path, cwd: Path) -> Instrumented:
    """Have gobco rewrite every package of a module; what does not build then is left as it is."""
    made = Instrumented()
    shipping = [one for one in packages if one.get("GoFiles") and not one.get("Error")]
    made.unmeasured = {one["ImportPath"]: "gobco does not read cgo" for one in packages if one.get("CgoFiles")}
    plain = [one for one in shipping if not one.get("CgoFiles")]
    with _only_what_is_shipped(plain, work / "aside"), ThreadPoolExecutor(os.cpu_count()) as threads:
        numbered = list(enumerate(plain))
        tried = list(threads.map(lambda pair: _rewrite(pair[1], program, work / f"{pair[0]:04}"), numbered))
    for package, result in zip(plain, tried, strict=True):
        if isinstance(result, str):
            made.unmeasured[package["ImportPath"]] = result
        elif result.conditions:
            made.rewritten.append(result)
    _leave_out_what_does_not_build(made, work, cwd)
    return made


@contextlib.contextmanager
def _only_what_is_shipped(packages: Sequence[dict[str, Any]], aside: Path) -> Iterator[None]:
    """Put away all other Go files of the packages' folders while something is done: gobco would read them."""
    moved: list[tuple[Path, Path]] = []
    try:
        for number, package in enumerate(packages):
            folder = Path(package["Dir"])
            for file in sorted(folder.glob("*.go")):
                if file.name not in package["GoFiles"]:
                    place = aside / str(number) / file.name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.move(file, place)
                    moved.append((place, file))
        yield
    finally:
        for place, file in moved:
            shutil.move(place, file)


def _rewrite(package: Mapping[str, Any], program: str, work: Path) -> Package | str:
    """Have gobco rewrite one package. Its own run of the tests only prints what it would do (``go test -n``)."""
    temporary = work / "tmp"
    temporary.mkdir(parents=True)
    ended = subprocess.run(
        (program, "-keep", "-test=-n", "."),
        cwd=package["Dir"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**os.environ, "TMPDIR": str(temporary), "CGO_ENABLED": "0", "GOROOT": _goroot()},
    )
    written = next(temporary.glob("gobco-*/module-*/**/gobco_variable.go"), None)
    if written is None:
        said = ended.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        shutil.rmtree(temporary)
        return f"gobco ended with {ended.returncode}: {said[0][:_LONGEST]}"
    found = listed(written.read_text())
    folder = Path(package["Dir"])
    replaced = {str(folder / name): _kept(written.parent / name, work) for name in package["GoFiles"]}
    counters = work / "speccursor_gobco.go"
    notes = work / "notes"
    names = {"package": package["Name"], "outcomes": 2 * len(found), "notes": json.dumps(str(notes))}
    counters.write_text(_COUNTERS % names)
    replaced[str(folder / counters.name)] = str(counters)
    shutil.rmtree(temporary)
    return Package(package["ImportPath"], replaced, [(str(folder / start), code) for start, code in found], notes)


def listed(text: str) -> list[tuple[str, str]]:
    """Return the place and the code of each condition in the Go source that gobco writes of them."""
    return [(ast.literal_eval(start), ast.literal_eval(code)) for start, code in _CONDITION.findall(text)]


def _kept(rewritten: Path, work: Path) -> str:
    place = work / "sources" / rewritten.name
    place.parent.mkdir(exist_ok=True)
    return str(shutil.move(rewritten, place))


def _goroot() -> str:
    told = subprocess.run(("go", "env", "GOROOT"), capture_output=True, text=True, check=True)  # noqa: S607  (the toolchain's, first on PATH)
    return told.stdout.strip()


def _leave_out_what_does_not_build(made: Instrumented, work: Path, cwd: Path) -> None:
    """Write the overlay, and leave out of it every package that go refuses to build with it."""
    while made.rewritten:
        overlay = work / "overlay.json"
        replaced = {path: source for one in made.rewritten for path, source in one.replaced.items()}
        overlay.write_text(json.dumps({"Replace": replaced}))
        argv = ("go", "build", f"-overlay={overlay}", "-o", os.devnull, *made.packages)
        ended = subprocess.run(argv, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if ended.returncode == 0:
            made.overlay = str(overlay)
            return
        said = ended.stderr.decode(errors="replace").strip()
        failing = set(_FAILING.findall(said)) & set(made.packages) or set(made.packages)
        reason = f"what gobco made of it does not build: {said[:_LONGEST]}"
        made.unmeasured |= dict.fromkeys(failing, reason)
        made.rewritten = [one for one in made.rewritten if one.path not in failing]


def conditions(made: Instrumented) -> list[dict[str, Any]]:
    """Return every condition with its outcomes, in the shape of gobco's own statistics; counts are 0 or 1."""
    found = []
    for package in made.rewritten:
        text = package.notes.read_text() if package.notes.is_file() else ""
        seen = {int(line) for line in text.splitlines() if line.isdigit()}
        for number, (start, code) in enumerate(package.conditions):
            outcomes = {"TrueCount": int(2 * number + 1 in seen), "FalseCount": int(2 * number in seen)}
            found.append({"Start": start, "Code": code, **outcomes})
    return found
