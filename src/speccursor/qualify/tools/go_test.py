"""go test under the race detector and Go's own coverage, and once more with gobco's counters of conditions.

What go tells of each test (``-json``, https://pkg.go.dev/cmd/test2json) is held against the tests that the sources
declare. Lines are those that a statement begins on, run by any test of the module (``-coverpkg=./...``); branches
are both outcomes of each condition, as gobco finds them (https://github.com/rillig/gobco). A package that gobco
cannot rewrite has no branches that are measured. Files that no package builds on this platform are kept out of the
count, and told.
"""

from collections.abc import Mapping, Sequence

from speccursor.qualify.evidence.go_cover import Blocks, lines_run, read_profile
from speccursor.qualify.evidence.go_packages import Package
from speccursor.qualify.evidence.go_test import Declared, TestedPackage, read_go_test
from speccursor.qualify.evidence.gobco import read_gobco
from speccursor.qualify.evidence.goscan import ScannedFile, read_goscan
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import (
    Branches,
    Coverage,
    Evidence,
    FileCoverage,
    Kind,
    UnreadableEvidence,
    shortfall,
)
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.go_layout import without_go
from speccursor.qualify.tools.go_run import GOBCO, Account, go_run, read_account
from speccursor.qualify.tools.repeating import tests_apart

_OUTPUTS = {
    "packages": "packages.json",
    "goscan": "goscan.jsonl",
    "tests": "tests.jsonl",
    "profile": "profile.txt",
    "gobco": "gobco.json",
}


def _invoke(component: Component, options: Options) -> Invocation:
    return go_run("tests", component, options, _OUTPUTS, arguments=options.test_arguments)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account, packages = read_account(outputs)
    if "test" not in account.steps:
        raise UnreadableEvidence(f"go test was not started: {account.said('goscan')}")
    scanned = read_goscan(outputs.read("goscan"))
    run = read_go_test(
        outputs.read("tests"),
        packages={one.path: _tested(one, scanned) for one in packages},
        selected=account.selected,
        weaker=account.weaker,
        nonce=account.nonce,
    )
    short = shortfall(run)
    return run, Coverage((), short) if short else _coverage(outputs, account, packages, scanned)


def _tested(package: Package, scanned: Mapping[str, ScannedFile]) -> TestedPackage:
    tests = {
        test.name: Declared(test.kind, path, test.line)
        for path in (*package.tests, *package.outside)
        for test in (scanned[path].tests if path in scanned else ())
        if test.kind != "main"
    }
    return TestedPackage(folder=package.folder, tests=tests, error=package.error)


def _coverage(
    outputs: Outputs, account: Account, packages: Sequence[Package], scanned: Mapping[str, ScannedFile]
) -> Coverage:
    if "profile" not in outputs.names():
        return Coverage((), f"go test left no profile of coverage: {account.said('test')}")
    profile = read_profile(outputs.read("profile"))
    branches = read_gobco(outputs.read("gobco"), root=outputs.root)
    owner = {path: package for package in packages for path in package.shipped}
    tests = {path for package in packages for path in (*package.tests, *package.outside)}
    found = []
    for path, file in scanned.items():
        if path in owner:
            blocks = profile.get(f"{owner[path].path}/{path.rpartition('/')[2]}")
            measured = _of_file(file, blocks, _branches(path, owner[path], account, branches))
            found += [measured] if measured is not None else []
        elif path not in tests:
            found.append(FileCoverage(path=path, executed=(), missing=(), excluded=file.lines))
    return Coverage(tuple(found))


def _of_file(file: ScannedFile, blocks: Blocks | None, branches: Branches | None) -> FileCoverage | None:
    """Return what was measured of a file that is built here: nothing where no block tells of its statements."""
    if file.error or (blocks is None and file.statements):
        return None
    executed, missing = lines_run(blocks or {}, file.statements)
    return FileCoverage(path=file.path, executed=executed, missing=missing, branches=branches)


def _branches(path: str, package: Package, account: Account, branches: Mapping[str, Branches]) -> Branches | None:
    return None if package.path in account.unmeasured else branches.get(path, Branches(0, 0))


TOOL = Tool(
    id="go-test",
    title="go test under the race detector, with gobco",
    languages=frozenset({Language.GO}),
    kinds=(Kind.TESTS, Kind.COVERAGE),
    provision=GOBCO,
    invoke=_invoke,
    read=_read,
    reproduce=tests_apart(
        "go test -race ./...",
        "go test -cover -coverpkg=./... ./...; gobco  # go install github.com/rillig/gobco@latest",
    ),
    applies=without_go,
    environment=True,
    toolchain="go",
)
