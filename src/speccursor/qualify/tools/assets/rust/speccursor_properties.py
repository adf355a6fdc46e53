"""proptest's and quickcheck's properties, each run alone, with the examples that its framework says it executed.

proptest tells of each example at its second level of verbosity; quickcheck logs what it passed, where it was built with
its feature ``use_logging``. A framework that does not say has a count of None.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_NEXT = "proptest: Next test input: "
_ENDED = re.compile(r"proptest: Test case (passed|rejected|failed)(?:: .*)?$")
_PASSED = re.compile(r"\(Passed (\d+) QuickCheck tests\.\)")
_IGNORED = re.compile(r"test result: ok\. 0 passed; 0 failed; 1 ignored; ")
_COUNTEREXAMPLE = {
    "proptest": re.compile(r"minimal failing input: (.*?)(?=\n\tsuccesses:|\Z)", re.DOTALL),
    "quickcheck": re.compile(r"\[quickcheck\] TEST FAILED[^\n]*?\. Arguments: (\([^\n]*\))"),
}
_SILENT = {"quickcheck": "quickcheck tells it where its feature use_logging is on, which is one of its defaults"}
_LONGEST = 4000
_KEPT_LINES = 200


class _Counter:
    """What a framework tells while one property runs. After a failing example it only looks for a smaller one."""

    def __init__(self) -> None:
        self.executed: int | None = None
        self.discarded = 0
        self.ignored = False
        self.smallest: str | None = None
        self.last: list[str] = []
        self._input = ""

    def take(self, line: str) -> None:
        """Take one line; what the property itself printed without an end may stand before a framework's words."""
        before, told, given = line.partition(_NEXT)
        if told:
            self.executed = self.executed or 0
            self._input = given
            return
        ended = _ENDED.search(before)
        if ended:
            self._take_end(ended[1])
            return
        passed = _PASSED.search(line)
        if passed:
            self.executed = (self.executed or 0) + int(passed[1])
        self.ignored = self.ignored or _IGNORED.match(line) is not None
        self.last = [*self.last[-_KEPT_LINES:], line]

    def _take_end(self, word: str) -> None:
        self.executed = self.executed or 0
        if word == "failed":
            self.smallest = self._input
        elif self.smallest is None:
            self.executed += word == "passed"
            self.discarded += word == "rejected"


def observe(folder: Path, binary: str, names: Sequence[str], asked: Mapping[str, Any]) -> None:
    """Run each declared property that a binary's list names, and write a line for it."""
    examples = asked["examples"]
    environment = {
        **os.environ,
        "PROPTEST_CASES": str(examples),
        "PROPTEST_MAX_GLOBAL_REJECTS": str(10 * examples),
        "PROPTEST_VERBOSE": "2",
        "QUICKCHECK_TESTS": str(examples),
        "QUICKCHECK_MAX_TESTS": str(10 * examples),
        "RUST_LOG": "quickcheck=info",
        "RUST_LOG_STYLE": "never",
    }
    with (folder / "properties.jsonl").open("w") as file:
        for name in names:
            one = declaration(name, binary, asked["declared"], asked["roots"])
            if one is not None:
                line = _observed((binary, name), one, environment)
                file.write(json.dumps({**line, "asked": examples}) + "\n")


def observed(out: Path) -> list[dict[str, Any]]:
    """Return what all binaries' runs have written.

    A test that only calls what may run proptest, which tells whenever it runs, and was not told of is no property.
    """
    files = sorted((out / "runs").glob("*/properties.jsonl"))
    lines = (json.loads(line) for file in files for line in file.read_text().splitlines())
    return [line for line in lines if line["numRuns"] is not None or not line["maybe"]]


def unshown(declared: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the declared properties that no test binary holds. What only may be one need not be there."""
    shown = {(line["file"], line["line"]) for line in lines}
    missing = (one for one in declared if (one["file"], one["line"]) not in shown)
    return [
        {name: one[name] for name in ("name", "line", "file")} for one in missing if one["makes"] or not one["indirect"]
    ]


def declaration(
    name: str, binary: str, declared: Sequence[dict[str, Any]], roots: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the declaration of a test that a binary lists: the one that says most of its name.

    `roots` are the root files of the binaries' crates.
    """
    fitting = [(length, one) for one in declared if (length := max(_lengths(name, binary, one, roots), default=0))]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _lengths(name: str, binary: str, one: Mapping[str, Any], roots: Mapping[str, str]) -> Iterator[int]:
    """Yield how much of a test's name a declaration says in each of its places.

    A file that nothing is known to bring in stands below no root; it is found by the end of the name.
    """
    for root, whole in one["places"]:
        here = root == roots.get(binary)
        if one["makes"]:
            inside = name.removeprefix(f"{whole}::") if whole else name
            found = here and (inside != name or not whole) and not set(inside.split("::")).isdisjoint(one["makes"])
        else:
            found = name == whole if here else root not in roots.values() and name.endswith(f"::{whole}")
        if found:
            yield len(whole) + 1


def _observed(argv: Sequence[str], one: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    counter = _Counter()
    with subprocess.Popen(
        (*argv, "--exact", "--nocapture", "--test-threads=1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
    ) as running:
        for line in running.stdout or ():
            counter.take(line.decode(errors="replace").rstrip("\n"))
    failed = running.returncode != 0
    said = "\n".join(counter.last)
    silent = counter.executed is None and not counter.ignored
    found = _COUNTEREXAMPLE[one["framework"]].search(said)
    smallest = found[1].strip() if found else counter.smallest
    return {
        "event": "property",
        "test": argv[-1],
        "file": one["file"],
        "line": one["line"],
        "numRuns": counter.executed,
        "skips": counter.discarded,
        "failed": failed,
        "ignored": counter.ignored,
        "expected": one["expected"],
        "maybe": one["indirect"] and one["framework"] == "proptest",
        "counterexample": smallest[:_LONGEST] if smallest and failed else None,
        "error": said[-_LONGEST:] if failed else _SILENT.get(one["framework"]) if silent else None,
    }
