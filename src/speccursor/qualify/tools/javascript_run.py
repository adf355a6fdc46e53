"""What the adapters for JavaScript have in common: the drivers, what they are told, and their account of a run.

A driver (``assets/js/run-*.cjs``) is run by Node in the component's folder. It chooses between the project's tool
and ours, calls it once, and writes ``run.json``: which tool, in which version, whose, how it ended, or why nothing ran.
"""

import re
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from speccursor.qualify.evidence.istanbul import read_istanbul
from speccursor.qualify.evidence.istanbul_hints import Hint
from speccursor.qualify.evidence.speccursor_json import read_tests
from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.evidence import Coverage, Evidence, FileCoverage, TestRun, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Npm, Options, Outputs
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.javascript_layout import files_of_tests, sources

C8 = Npm(name="c8", version="10.1.3")
"""c8, with monocart-coverage-reports under the same lock, for runners that measure no coverage themselves."""

_LONGEST = 500
_LINES = 6
_ERROR = re.compile(r"\b(?:[A-Z]\w*)?Error(?: \[\w+\])?:")
ENDED = frozenset({0, 1})
"""The exit codes of a test run, as the driver hands them on: all passed, or some did not."""

_PLACES = {
    "SPECCURSOR_IN": "{in}",
    "SPECCURSOR_OUT": "{out}",
    "SPECCURSOR_ROOT": "{root}",
    "SPECCURSOR_PACKAGE": "{component}",
    "SPECCURSOR_NONCE": "{nonce}",
    "CI": "1",
}
_REPORTERS = {
    "jest": ("jest-reporter.cjs", "start-jest.cjs"),
    "vitest": ("vitest-reporter.mjs",),
    "node": ("node-test-reporter.mjs", "c8.json"),
    "mocha": ("mocha-reporter.cjs", "c8.json"),
    "tape": ("tape-recorder.cjs", "c8.json"),
}
_OBSERVERS = {
    "jest": ("fast-check-jest.cjs",),
    "vitest": ("fast-check-vitest.mjs", "vitest-config.mjs", "fast-check-preload.mjs"),
    "node": ("fast-check-preload.mjs",),
    "mocha": ("fast-check-mocha.cjs", "fast-check-preload.mjs"),
    "tape": ("fast-check-tape.cjs",),
}


class Account(Struct, frozen=True, kw_only=True):
    """A driver's account. `whose` the tool was; `failed` says why nothing was measured.

    `source` are the component's own files, `ignored` their lines that a comment takes out of coverage, `hints` those
    comments that are istanbul's where c8 measures, which does not know them, `empty` files that hold nothing to run,
    `declaring` the test files that declare properties, `left_out` the number of shipped files that tsc's
    configuration left out.
    """

    schema: Literal["speccursor.run/1"]
    nonce: str
    tool: str
    version: str | None
    whose: Literal["project", "ours"]
    source: list[str]
    argv: list[str] = []
    status: int | None = None
    signal: str | None = None
    failed: str | None = None
    ignored: dict[str, list[int]] = {}
    hints: dict[str, list[Hint]] = {}
    empty: list[str] = []
    declaring: list[str] = []
    left_out: int = 0


_ACCOUNT = msgspec.json.Decoder(Account)


def driven(
    driver: str,
    settings: dict[str, object],
    *assets: str,
    outputs: dict[str, str],
    timeout_s: float,
    ok_exit_codes: frozenset[int] = ENDED,
    environment: dict[str, str] | None = None,
) -> Invocation:
    """Return the invocation of one driver. `outputs` may all be missing: then the account says why."""
    names = (driver, "place.cjs", *assets)
    return Invocation(
        argv=("{node}", "{in}/" + driver),
        outputs={"run": "run.json", **outputs},
        optional=frozenset(outputs),
        inputs={
            "speccursor.json": canonical_json(settings).decode(),
            **{name: read_asset(f"js/{name}") for name in names},
        },
        environment={**_PLACES, **(environment or {})},
        ok_exit_codes=ok_exit_codes,
        timeout_s=timeout_s,
    )


def run_of(component: Component, options: Options, runner: str, *, properties: bool = False) -> Invocation:
    """Return the invocation that runs a component's tests, for tests and coverage or for properties."""
    settings: dict[str, object] = {
        "runner": runner,
        "source": sources(component),
        "tests": files_of_tests(component),
        "arguments": options.test_arguments,
        "properties": properties,
    }
    assets = ("scripts.cjs", "glob.cjs", "left-out.cjs", "nothing-to-run.cjs", "results.cjs", *_REPORTERS[runner])
    if properties:
        return driven(
            "run-suite.cjs",
            settings,
            *assets,
            "fast-check-recorder.cjs",
            *_OBSERVERS[runner],
            outputs={"tests": "tests.json", "properties": "properties.jsonl"},
            timeout_s=options.timeout_s,
            environment={"SPECCURSOR_NUM_RUNS": str(options.examples)},
        )
    return driven(
        "run-suite.cjs",
        settings,
        *assets,
        outputs={"tests": "tests.json", "coverage": "coverage.json"},
        timeout_s=options.timeout_s,
        environment={"SPECCURSOR_TOOL": "{tool}"} if "c8.json" in assets else {},
    )


def read_account(outputs: Outputs) -> Account:
    """Read a driver's account. Raises UnreadableEvidence, also where it says that nothing was measured."""
    try:
        account = _ACCOUNT.decode(outputs.read("run"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableEvidence(f"the account of the run: {error}") from None
    if account.failed:
        raise UnreadableEvidence(account.failed[:_LONGEST])
    return account


def last_words(outputs: Outputs) -> str:
    """Return the end of what a tool said on standard error, else on standard output; from its last error on, if any."""
    for name in ("stderr", "stdout"):
        said = (line.strip() for line in outputs.read(name).decode("utf-8", "replace").splitlines())
        lines = [line for line in said if line and not line.startswith(("at ", "Node.js v"))]
        if lines:
            named = [number for number, line in enumerate(lines) if _ERROR.search(line)]
            start = named[-1] if named else max(len(lines) - _LINES, 0)
            return " / ".join(lines[start : start + _LINES])[:_LONGEST]
    return "it said nothing"


def read_run(outputs: Outputs, account: Account) -> TestRun:
    """Read the tests of a run. Raises UnreadableEvidence where it left no whole record of its own."""
    if "tests" not in outputs.names():
        raise UnreadableEvidence(f"{account.tool} left no record of its tests: {last_words(outputs)}")
    try:
        run = read_tests(outputs.read("tests"))
    except UnreadableEvidence as error:
        raise UnreadableEvidence(f"{account.tool} did not come to its end, {error}: {last_words(outputs)}") from None
    if run.nonce != account.nonce:
        raise UnreadableEvidence("the record of the tests and the account carry the marks of different runs")
    return run


def read_tests_and_coverage(outputs: Outputs) -> tuple[Evidence, ...]:
    """Read the tests and, where it was measured, the coverage of the component's own files."""
    account = read_account(outputs)
    run = read_run(outputs, account)
    if "coverage" not in outputs.names():
        return (run,)
    content = outputs.read("coverage")
    measured = read_istanbul(content, root=outputs.root, cwd=outputs.component, hints=account.hints)
    return run, _own(measured, account)


def _own(measured: Coverage, account: Account) -> Coverage:
    """Leave out files that are not shipped, tell the lines that comments took out, and the files without a line.

    A measurement does not mention a file in which nothing runs, which is not the same as one never measured.
    """
    own = frozenset(account.source)
    files = [
        replace(file, excluded=tuple(sorted({*file.excluded, *account.ignored.get(file.path, ())})))
        for file in measured.files
        if file.path in own
    ]
    unmentioned = own.intersection(account.empty) - {file.path for file in files}
    return Coverage((*files, *(FileCoverage(path=path, executed=(), missing=()) for path in sorted(unmentioned))))
