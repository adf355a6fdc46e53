"""cargo test under rustc's own coverage: every test's outcome, and lines and branches as llvm-cov exports them.

Test binaries list their tests and log each outcome to a file (``--list``, ``--logfile``, see
https://doc.rust-lang.org/rustc/tests/index.html), which what a test prints cannot disturb; a test that is listed and
not logged broke off with its binary. A binary with a harness of its own is one test. The documentation's examples are
run as well. Lines and branches (https://doc.rust-lang.org/rustc/instrument-coverage.html) are those of the
component's own crates; lines that are built in tests only are left out. A shipped file that rustc read and that has no
function has no line to run; one that rustc did not read is not measured.
"""

from msgspec.structs import replace

from speccursor.qualify.evidence.cargo import read_examined
from speccursor.qualify.evidence.llvm_cov import read_llvm_cov
from speccursor.qualify.evidence.rustscan import read_sources
from speccursor.qualify.evidence.speccursor_json import read_tests
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import (
    Branches,
    Coverage,
    Evidence,
    FileCoverage,
    Kind,
    TestRun,
    UnreadableEvidence,
    shortfall,
)
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.cargo_run import RUSTSCAN, Account, cargo_run, read_account
from speccursor.qualify.tools.repeating import tests_apart
from speccursor.qualify.tools.rust_layout import without_package

_OUTPUTS = (
    *("metadata.json", "build.jsonl", "tests.json", "examined.txt"),
    *("rustscan.jsonl", "coverage.json"),
)
_NO_TOOLS = "LLVM's tools are not here, so coverage was not measured: see how the environment was made"


def _invoke(component: Component, options: Options) -> Invocation:
    return cargo_run("tests", component, options, _OUTPUTS)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account = read_account(outputs)
    run = read_tests(outputs.read("tests"))
    if run.nonce != account.nonce:
        raise UnreadableEvidence("the record of the tests and the account carry the marks of different runs")
    why = _unmeasured(account, run)
    return run, Coverage((), why) if why else _coverage(outputs, account)


def _unmeasured(account: Account, run: TestRun) -> str:
    """Say why there is no coverage, or ""."""
    if short := shortfall(run):
        return short
    failed = [name for name, step in account.steps.items() if name in _MEASURING and step.exit != 0]
    if failed:
        return f"{failed[0]} of the coverage failed: {account.said_last(failed[0])}"
    return "" if account.steps.keys() >= _MEASURING else _NO_TOOLS


_MEASURING = frozenset({"rustscan", "merge", "export"})


def _coverage(outputs: Outputs, account: Account) -> Coverage:
    """Read the coverage of what is shipped."""
    sources = read_sources(outputs.read("rustscan"))
    tests = {path: source.test_lines for path, source in sources.items()}
    told = read_llvm_cov(outputs.read("coverage"), root=outputs.root, without=tests)
    seen = {file.path: file if account.branches else replace(file, branches=None) for file in told.files}
    examined = read_examined(outputs.read("examined"), root=outputs.root, metadata=outputs.read("metadata"))
    empty = {path for path in examined if path in sources and not sources[path].functions} - seen.keys()
    shipped = frozenset(account.sources)
    measured = [seen[path] for path in sorted(shipped & seen.keys())]
    nothing = [FileCoverage(path=path, executed=(), missing=(), branches=Branches(0, 0)) for path in shipped & empty]
    return Coverage((*measured, *sorted(nothing, key=lambda file: file.path)))


TOOL = Tool(
    id="cargo-test",
    title="cargo test under LLVM's coverage",
    languages=frozenset({Language.RUST}),
    kinds=(Kind.TESTS, Kind.COVERAGE),
    provision=RUSTSCAN,
    invoke=_invoke,
    read=_read,
    reproduce=tests_apart("cargo test", "cargo llvm-cov  # cargo install cargo-llvm-cov"),
    applies=without_package,
    environment=True,
    toolchain="rust",
)
