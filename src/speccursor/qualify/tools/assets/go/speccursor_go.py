"""Runs Go's tools for SpecCursor: a checker, a module's tests under the race detector, or its properties.

Usage: ``speccursor_go.py SETTINGS OUT ROOT TOOL NONCE``, in the module's folder. SETTINGS is a JSON file: ``what``
(format, complexity, vet, staticcheck, tests, properties), ``component`` (the module's folder), ``files`` (its
sources), ``arguments`` (go test's own), ``examples`` and ``timeout_s``; ROOT is the candidate's folder, TOOL that of
gocyclo, of staticcheck, or of gobco and goscan. Left in OUT:

- ``account.json``: ``speccursor.go/1``, how each step ended, and what could not be done;
- ``packages.json``: what ``go list -e -json ./...`` said;
- ``gofmt.txt``, ``gocyclo.txt``, ``vet.json``, ``staticcheck.jsonl``, each with a ``.log``: what these said;
- ``goscan.jsonl``: the statements, tests and properties of each source;
- ``tests.jsonl``: the events of ``go test -json``; ``profile.txt``: its profile of coverage;
- ``gobco.json``: conditions and their outcomes, as gobco's ``-stats`` writes them;
- ``properties.jsonl``: one line for each property.

The exit code is 0 where this program did its work, whatever the tools found.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from speccursor_go_branches import Instrumented, conditions, instrument
from speccursor_go_canary import canary
from speccursor_go_files import LAID_OUT_WRONG, counted_after_all, in_parts
from speccursor_go_properties import observe

_LONGEST = 4000
_FIELDS = "Dir,ImportPath,Name,GoFiles,CgoFiles,IgnoredGoFiles,TestGoFiles,XTestGoFiles,Error"
_SELECTS = re.compile(r"--?(?:test\.)?(?:run|skip)(?:=|$)")
_TAGS = re.compile(r"--?tags(=|$)")


class Run:
    """One run of this program: what it was told, where it writes, and how each step ended."""

    def __init__(self, settings: Path, out: str, root: str, tool: str, nonce: str) -> None:
        self.settings: dict[str, Any] = json.loads(settings.read_text())
        self.out, self.root, self.nonce = Path(out), Path(root), nonce
        self.programs = f"{tool}/bin"
        self.account: dict[str, Any] = {
            "schema": "speccursor.go/1",
            "nonce": nonce,
            "steps": {},
            "files": self.settings["files"],
            "weaker": "",
            "selected": any(_SELECTS.match(word) for word in self.settings["arguments"]),
            "unmeasured": {},
        }

    def step(
        self,
        name: str,
        argv: Sequence[str],
        *,
        into: str = "",
        log: str = "",
        environment: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> bool:
        """Run a program with its standard output into a file of OUT; note how it ended and what it complained of."""
        start = time.monotonic()
        with (self.out / into if into else Path(os.devnull)).open("ab") as file:
            ended = subprocess.run(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.PIPE,
                check=False,
                env=None if environment is None else {**os.environ, **environment},
                cwd=cwd,
            )
        if log:
            with (self.out / log).open("ab") as file:
                file.write(ended.stderr)
        said = ended.stderr.decode(errors="replace")
        sys.stderr.write(said[-_LONGEST:])
        seconds = round(time.monotonic() - start, 3)
        self.account["steps"][name] = {"exit": ended.returncode, "seconds": seconds, "said": said[-_LONGEST:]}
        return ended.returncode == 0

    def list_packages(self) -> bool:
        """Have go list tell the module's packages."""
        return self.step("list", ("go", "list", "-e", f"-json={_FIELDS}", *self.tags, "./..."), into="packages.json")

    def packages(self) -> list[dict[str, Any]]:
        """Return what go list told."""
        text = (self.out / "packages.json").read_text()
        decoder, at, found = json.JSONDecoder(), 0, []
        while at < len(text.rstrip()):
            one, at = decoder.raw_decode(text, at)
            found.append(one)
            at += len(text[at:]) - len(text[at:].lstrip())
        return found

    def scan(self) -> list[dict[str, Any]] | None:
        """Have goscan read the module's sources; None where it did not."""
        (self.out / "files.txt").write_text("".join(f"{path}\n" for path in self.settings["files"]))
        argv = (f"{self.programs}/goscan", self.settings["component"], str(self.out / "files.txt"))
        if not self.step("goscan", argv, into="goscan.jsonl", cwd=self.root):
            return None
        return [json.loads(line) for line in (self.out / "goscan.jsonl").read_text().splitlines()]

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the build tags among go test's own arguments, which decide what is built."""
        words = self.settings["arguments"]
        for number, word in enumerate(words):
            found = _TAGS.match(word)
            if found is not None:
                return tuple(words[number : number + (1 if found[1] else 2)])
        return ()


def layout(run: Run) -> None:
    """Have gofmt name the files that it would lay out otherwise, one of ours among them."""
    ours = run.out / "speccursor-canary.go"
    ours.write_text(LAID_OUT_WRONG)
    for number, files in enumerate(in_parts(run.settings["files"])):
        argv = ("gofmt", "-l", str(ours), *files)
        if not run.step(f"gofmt {number}", argv, into="gofmt.txt", log="gofmt.log", cwd=run.root):
            return


def complexity(run: Run) -> None:
    """Have gocyclo print every function; exit code 1 says that there was any."""
    counted_after_all(run.root, run.settings["files"])
    for number, files in enumerate(in_parts(run.settings["files"])):
        argv = (f"{run.programs}/gocyclo", "-over", "0", *files)
        run.step(f"gocyclo {number}", argv, into="gocyclo.txt", log="gocyclo.log", cwd=run.root)


def vet(run: Run) -> None:
    """Vet every package with its tests."""
    if run.list_packages():
        run.step("vet", ("go", "vet", "-json", *run.tags, "./..."), into="vet.json", log="vet.log")


def staticcheck(run: Run) -> None:
    """Check every package with its tests, and one of our own with defects that must be found."""
    if not run.list_packages():
        return
    with canary(Path.cwd()):
        argv = (f"{run.programs}/staticcheck", "-f", "json", *run.tags, "./...")
        run.step("staticcheck", argv, into="staticcheck.jsonl", log="staticcheck.log")


def tests(run: Run) -> None:
    """Run the tests twice: under the race detector and Go's coverage, and with gobco's counters of conditions."""
    if not run.list_packages() or run.scan() is None:
        return
    work = run.out / "gobco"
    work.mkdir()
    prepared = instrument(run.packages(), program=f"{run.programs}/gobco", work=work, cwd=Path.cwd())
    run.account["unmeasured"] = prepared.unmeasured
    race = run.step("race", ("go", "list", "-race", "unsafe"))
    if not race:
        run.account["weaker"] = "the race detector cannot be used here, so that a data race would not be noticed"
    words = run.settings["arguments"]
    run.step(
        "test",
        (
            *("go", "test", "-json", "-count=1", "-vet=off", *(("-race",) if race else ())),
            *("-covermode=atomic", "-coverpkg=./...", f"-coverprofile={run.out / 'profile.txt'}"),
            *(f"-timeout={run.settings['timeout_s']}s", "./...", *words),
        ),
        into="tests.jsonl",
    )
    _count_conditions(run, prepared, words)


def _count_conditions(run: Run, prepared: Instrumented, words: Sequence[str]) -> None:
    if not prepared.overlay:
        (run.out / "gobco.json").write_text("[]")
        return
    limit = f"-timeout={run.settings['timeout_s']}s"
    argv = ("go", "test", "-count=1", "-vet=off", f"-overlay={prepared.overlay}", limit, "./...", *words)
    counted = run.step("gobco", argv, into="gobco.txt")
    (run.out / "gobco.json").write_text(json.dumps(conditions(prepared)))
    if not counted and run.account["steps"]["test"]["exit"] == 0:
        reason = f"the tests pass, and fail with gobco's counters: {_last_words(run.out / 'gobco.txt')}"
        run.account["unmeasured"] |= dict.fromkeys(prepared.packages, reason)


def _last_words(path: Path) -> str:
    lines = [line for line in path.read_text(errors="replace").splitlines() if line.strip()]
    failing = [line for line in lines if line.lstrip().startswith(("--- FAIL", "panic:", "FAIL\t"))]
    return " / ".join((failing or lines)[:3])[:_LONGEST]


def properties(run: Run) -> None:
    """Run every test that leads to a property, alone, and every fuzz target."""
    if not run.list_packages():
        return
    scanned = run.scan()
    if scanned is None:
        return
    lines = observe(run, run.packages(), scanned)
    marks = {"schema": "speccursor.go-properties/1", "nonce": run.nonce}
    whole = ({**marks, **line} for line in ({"event": "ready"}, *lines, {"event": "end"}))
    (run.out / "properties.jsonl").write_text("".join(json.dumps(line) + "\n" for line in whole))


def main() -> int:
    """Do what the settings say."""
    settings, out, root, tool, nonce = sys.argv[1:]
    run = Run(Path(settings), out, root, tool, nonce)
    _keep_what_was_built()
    try:
        whats = {
            "format": layout,
            "complexity": complexity,
            "vet": vet,
            "staticcheck": staticcheck,
            "tests": tests,
            "properties": properties,
        }
        whats[run.settings["what"]](run)
    finally:
        (run.out / "account.json").write_text(json.dumps(run.account))
    return 0


def _keep_what_was_built() -> None:
    """Keep go from trimming its cache, which it does once a day by the dates of what it holds; they are old."""
    cache = os.environ.get("GOCACHE", "")
    if cache and Path(cache).is_dir():
        (Path(cache) / "trim.txt").write_text(str(int(time.time())))


if __name__ == "__main__":
    raise SystemExit(main())
