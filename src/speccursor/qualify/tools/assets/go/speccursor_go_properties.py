"""Properties of rapid, gopter and testing/quick, each test run alone, and native fuzz targets, with what was executed.

What counts is what a framework says that it executed. rapid logs it (``-rapid.checks`` asks for a number), gopter
prints it (its number stands in the source), go's fuzzer prints it (``-fuzztime=Nx``). testing/quick says nothing
(``-quickchecks`` asks for a number), so it is built with a line more at each of its returns (``-overlay``,
https://pkg.go.dev/cmd/go); where its source is not the one that is known here, its count stays unknown. A property
that is declared and of which no test tells anything was not run.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from speccursor_go_quick import replaced, told_by_quick

_LONGEST = 4000
_RAPID = re.compile(
    r"^\s*(?:(?P<file>\S+\.go):(?P<line>\d+): )?\[rapid\] (?:"
    r"OK, passed (?P<passed>\d+) tests|"
    r"only generated (?P<few>\d+) valid tests from (?P<tried>\d+) total|"
    r"(?P<broken>failed|panic) after (?P<after>\d+) tests: (?P<why>.*)|"
    r"(?P<flaky>flaky test, can not reproduce a failure))"
)
_DRAW = re.compile(r"\[rapid\] draw (.*)")
_GOPTER = re.compile(
    r"^(?P<sign>[+!]) (?P<name>.*?): (?:OK, passed (?P<passed>\d+) tests\.|(?P<proved>OK, proved property\.)|"
    r"Falsified after (?P<after>\d+) passed tests\.|"
    r"Gave up after only (?P<few>\d+) passed tests\. (?P<discarded>\d+) tests were discarded\.|"
    r"Error on property evaluation after (?P<broke>\d+) passed tests: (?P<why>.*))$"
)
_EXECS = re.compile(r"^fuzz: elapsed: .*, execs: (\d+) ", re.MULTILINE)
_INPUT = re.compile(r"Failing input written to (\S+)")
_SKIPPED = re.compile(r"^--- SKIP: ", re.MULTILINE)
_FULL_PATHS = (1, 21)
_IMPORTS = {"rapid": "pgregory.net/rapid", "quick": "testing/quick"}


class Runs(Protocol):
    """What this module needs of the run that it is part of."""

    settings: dict[str, Any]
    account: dict[str, Any]
    out: Path
    root: Path
    nonce: str

    @property
    def tags(self) -> tuple[str, ...]:
        """The build tags that the project asks for."""
        ...

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
        """Run a program and note how it ended."""
        ...


@dataclass
class Report:
    """What a framework told of one property in one run."""

    framework: str
    outcome: str
    executed: int | None
    name: str = ""
    file: str = ""
    line: int = 0
    discarded: int = 0
    counterexample: str = ""
    message: str = ""


@dataclass(frozen=True)
class _Test:
    folder: str
    name: str


def observe(
    run: Runs, packages: Sequence[dict[str, Any]], scanned: Sequence[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield a line for every property of the module and every fuzz target."""
    built = _built(packages)
    files = [file for file in scanned if str(run.root / file["path"]) in built]
    sites = [{**check, "file": file["path"], "reports": []} for file in files for check in file["checks"]]
    ended = _run_each(run, sites)
    yield from (line_of(site, ended, run.settings["examples"]) for site in sites)
    for file in files:
        for test in file["tests"]:
            if test["kind"] == "fuzz":
                yield _fuzz(run, file["path"], test)


def _built(packages: Sequence[dict[str, Any]]) -> set[str]:
    """Return the files that packages and their tests are built from."""
    return {
        str(Path(one["Dir"]) / name)
        for one in packages
        for kind in ("GoFiles", "CgoFiles", "TestGoFiles", "XTestGoFiles")
        for name in one.get(kind) or ()
    }


def _run_each(run: Runs, sites: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Run each test that leads to a property, give the reports to their properties; return what each test said."""
    ended: dict[str, str] = {}
    for folder, names in _tests(sites).items():
        binary = _Binary(run, folder)
        for name in names:
            frameworks = {site["framework"] for site in sites if f"{folder}:{name}" in site["tests"]}
            reports, said = binary.run(name, frameworks) if binary.built else ([], binary.said)
            ended[f"{folder}:{name}"] = said
            for report in reports:
                assign(report, f"{folder}:{name}", sites)
    return ended


def _tests(sites: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for site in sites:
        for test in site["tests"]:
            folder, _, name = test.rpartition(":")
            found.setdefault(folder, set()).add(name)
    return {folder: sorted(names) for folder, names in sorted(found.items())}


def assign(report: Report, test: str, sites: Sequence[dict[str, Any]]) -> None:
    """Give a report to the property that it is about: by its place, by its name, or because there is but one."""
    of_framework = [site for site in sites if site["framework"] == report.framework]
    placed = [site for site in of_framework if _is_at(site, report)]
    near = [site for site in of_framework if test in site["tests"]]
    named = [site for site in near if site["name"] == report.name]
    for fitting in (placed, named if report.name else [], near):
        if len(fitting) == 1 or (fitting and fitting is placed):
            fitting[0]["reports"].append(report)
            return
    for site in near:
        site.setdefault("strays", []).append(report)


def _is_at(site: Mapping[str, Any], report: Report) -> bool:
    return bool(site["file"] == report.file and site["line"] <= report.line <= site["end"])


def line_of(site: Mapping[str, Any], ended: Mapping[str, str], asked: int) -> dict[str, Any]:
    """Return the record of one property: the worst of its reports, else the one with the fewest examples."""
    reports: list[Report] = site["reports"]
    name = site["tests"][0].rpartition(":")[2] if site["tests"] else f"line {site['line']}"
    line = {
        "event": "property",
        "framework": site["framework"],
        "test": f"{name} > {site['name']}" if site["name"] else name,
        "file": site["file"],
        "line": site["line"],
        "asked": None if site["framework"] == "gopter" else asked,
    }
    said = [ended[test] for test in site["tests"] if test in ended]
    return {**line, **_told(_decisive(reports, site.get("strays", [])) or _silence(site, said))}


def _decisive(reports: Sequence[Report], strays: Sequence[Report]) -> Report | None:
    worst = next((one for kind in ("falsified", "errored") for one in reports if one.outcome == kind), None)
    if worst is not None:
        return worst
    if reports:
        return min(reports, key=lambda one: -1 if one.executed is None else one.executed)
    return next((one for one in strays if one.outcome != "held" or one.executed is None), None)


def _silence(site: Mapping[str, Any], said: Sequence[str]) -> Report:
    """Say why nothing was told of a property."""
    if not said:
        return Report(site["framework"], "skipped", None, message="it is declared, and no test here leads to it")
    if any(_SKIPPED.search(text) for text in said):
        return Report(site["framework"], "skipped", None, message=f"its test was skipped: {said[0][-_LONGEST:]}")
    return Report(site["framework"], "errored", None, message=f"nothing was told of it: {said[0][-_LONGEST:]}")


def _told(report: Report) -> dict[str, Any]:
    return {
        "outcome": report.outcome,
        "executed": report.executed,
        "discarded": report.discarded,
        "counterexample": report.counterexample[:_LONGEST],
        "message": report.message[:_LONGEST],
    }


class _Binary:
    """The test binary of one folder, built once."""

    def __init__(self, run: Runs, folder: str) -> None:
        self._run = run
        self.folder = Path.cwd() / folder
        self.place = run.out / "binaries" / (folder.replace("/", "-").replace(".", "-") + ".test")
        self.place.parent.mkdir(exist_ok=True)
        self.quick = run.out / "quick.txt"
        self.counting = replaced(run.out / "quick", self.quick)
        argv = ("go", "test", "-c", "-vet=off", *run.tags, *self.counting, "-o", str(self.place), f"./{folder}")
        step = f"build {folder}"
        self.built = run.step(step, argv) and self.place.is_file()
        self.said = run.account["steps"][step]["said"] or "it has no test here"
        self.imports = self._imported(folder)

    def _imported(self, folder: str) -> frozenset[str]:
        argv = ("go", "list", "-e", "-test", "-deps", *self._run.tags, f"./{folder}")
        into = f"{self.place.name}.imports"
        self._run.step(f"imports of {folder}", argv, into=into)
        return frozenset((self._run.out / into).read_text().split())

    def run(self, name: str, frameworks: set[str]) -> tuple[list[Report], str]:
        """Run one test alone; return what was told of its properties, and all that it said."""
        self.quick.unlink(missing_ok=True)
        ended = subprocess.run(
            (str(self.place), f"-test.run=^{name}$", "-test.v", *self._options()),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said = ended.stdout.decode(errors="replace")
        reports = [
            *(told_by_rapid(said, self._run.root) if "rapid" in frameworks else ()),
            *(told_by_gopter(said) if "gopter" in frameworks else ()),
        ]
        if "quick" in frameworks and self.quick.is_file():
            reports += [Report("quick", **told) for told in told_by_quick(self.quick, self._run.root)]
        elif "quick" in frameworks and not self.counting and ended.returncode == 0:
            reports.append(Report("quick", "held", None))
        return reports, f"{name} ended with {ended.returncode}: {said}"

    def _options(self) -> Iterator[str]:
        examples = self._run.settings["examples"]
        yield f"-test.timeout={self._run.settings['timeout_s']}s"
        if _go_version() >= _FULL_PATHS:
            yield "-test.fullpath"
        if _IMPORTS["quick"] in self.imports:
            yield f"-quickchecks={examples}"
        if _IMPORTS["rapid"] in self.imports:
            seed = int(self._run.nonce[:15] or "1", 16)
            yield from (f"-rapid.checks={examples}", f"-rapid.seed={seed}", "-rapid.nofailfile")


def _go_version() -> tuple[int, ...]:
    told = subprocess.run(("go", "env", "GOVERSION"), capture_output=True, text=True, check=True)  # noqa: S607  (the toolchain's, first on PATH)
    return tuple(map(int, re.findall(r"\d+", told.stdout)[:2]))


def told_by_rapid(said: str, root: Path) -> Iterator[Report]:
    """Yield what rapid logged of each property."""
    lines = said.splitlines()
    for number, line in enumerate(lines):
        found = _RAPID.match(line)
        if found is None:
            continue
        file, at = (found["file"] or "").removeprefix(f"{root}/"), int(found["line"] or 0)
        if found["passed"]:
            yield Report("rapid", "held", int(found["passed"]), file=file, line=at)
        elif found["few"]:
            few = int(found["few"])
            message = "too few of the generated examples were valid"
            yield Report(
                "rapid", "errored", few, discarded=int(found["tried"]) - few, message=message, file=file, line=at
            )
        else:
            draws = [draw[1] for text in lines[number:] if (draw := _DRAW.search(text))]
            told = "; ".join(draws) or found["why"] or "the failure could not be reproduced"
            message = "\n".join(lines[number : number + 40])
            executed = int(found["after"]) + 1 if found["after"] else None
            yield Report("rapid", "falsified", executed, counterexample=told, message=message, file=file, line=at)


def told_by_gopter(said: str) -> Iterator[Report]:
    """Read gopter's report; it breaks long lines, and goes on with two spaces more."""
    lines = said.replace("\n  ", "").splitlines()
    for number, line in enumerate(lines):
        found = _GOPTER.match(line)
        if found is None:
            continue
        name = found["name"]
        if found["passed"] or found["proved"]:
            yield Report("gopter", "held", int(found["passed"]) if found["passed"] else None, name=name)
        elif found["few"]:
            message = "too many of the generated examples were discarded"
            few, discarded = int(found["few"]), int(found["discarded"])
            yield Report("gopter", "errored", few, name=name, discarded=discarded, message=message)
        else:
            arguments = "\n".join(_until_elapsed(lines[number + 1 :]))
            executed = int(found["after"] or found["broke"]) + 1
            told = arguments or found["why"] or "no argument was told"
            yield Report("gopter", "falsified", executed, name=name, counterexample=told, message=line)


def _until_elapsed(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith("Elapsed time: "):
            return
        yield line


def executed_by_fuzzer(said: str) -> int | None:
    """Return how many inputs go's fuzzer says that it executed, None where it does not say."""
    return max(map(int, _EXECS.findall(said)), default=None)


def failing_input(said: str) -> str:
    """Return the file that go's fuzzer has written a failing input to, or ""."""
    found = _INPUT.search(said)
    return found[1] if found is not None else ""


def _fuzz(run: Runs, path: str, test: Mapping[str, Any]) -> dict[str, Any]:
    """Run one fuzz target for so many inputs that go's fuzzer generates."""
    examples, name = run.settings["examples"], test["name"]
    component = run.settings["component"]
    folder = Path(path).parent if component == "." else Path(path).parent.relative_to(component)
    argv = (
        *("go", "test", "-vet=off", *run.tags, "-run=^$", f"-fuzz=^{name}$", f"-fuzztime={examples}x"),
        *("-fuzzminimizetime=10s", f"-timeout={run.settings['timeout_s']}s", f"./{folder}"),
    )
    into = f"{name}-{len(run.account['steps'])}.fuzz"
    ended = run.step(f"fuzz {path} {name}", argv, into=into)
    said = (run.out / into).read_text(errors="replace")
    executed = executed_by_fuzzer(said)
    line = {
        "event": "property",
        "framework": "fuzz",
        "test": name,
        "file": path,
        "line": test["line"],
        "asked": examples,
    }
    if ended:
        return {**line, **_told(Report("fuzz", "held", executed))}
    found = failing_input(said)
    if not found:
        step = run.account["steps"][f"fuzz {path} {name}"]
        return {**line, **_told(Report("fuzz", "errored", executed, message=f"{said}\n{step['said']}".strip()))}
    written = Path.cwd() / folder / found
    text = written.read_text(errors="replace") if written.is_file() else found
    counterexample = text.partition("\n")[2].strip() or text
    shutil.rmtree(written.parent, ignore_errors=True)
    return {**line, **_told(Report("fuzz", "falsified", executed, counterexample=counterexample, message=said))}
