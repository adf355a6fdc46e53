"""Evidence: what a tool's raw outputs say, in the field's terms and without judgement.

Each kind is one struct; `Evidence` is their union. A reader makes one of these from bytes or raises
`UnreadableEvidence`; nothing is guessed, and a count that is not in the output is None, never 0.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct


class UnreadableEvidence(ValueError):  # noqa: N818  (named for the thing, not for the mechanism)
    """An output that cannot be understood: truncated, empty, hostile, or in words that are not known."""


class Kind(StrEnum):
    """The kinds of evidence that a tool can owe."""

    FINDINGS = "findings"
    FUNCTIONS = "functions"
    TESTS = "tests"
    COVERAGE = "coverage"
    PROPERTIES = "properties"
    LINES = "lines"


class Severity(StrEnum):
    """How bad a finding is, in SARIF's and CVSS's common words, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOTE = "note"


class Finding(Struct, frozen=True, gc=False):  # hundreds of thousands; holds no container
    """One thing a checker objects to. `line` and `column` count from 1; None means the whole file.

    `refused`: the checker does not accept the file at all, because it does not parse, compile or check.
    """

    path: str
    line: int | None
    column: int | None
    rule: str
    message: str
    severity: Severity = Severity.MEDIUM
    fixable: bool = False
    refused: bool = False


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by place; what is about a whole file, or a whole line, comes first."""
    return sorted(findings, key=lambda one: (one.path, one.line or 0, one.column or 0, one.rule, one.message))


class Findings(Struct, frozen=True, tag="findings"):
    """What a checker found. `examined` counts the files that it says it looked at; None: it does not say."""

    findings: tuple[Finding, ...]
    examined: int | None


class Function(Struct, frozen=True, order=True):
    """One function with its cyclomatic complexity (McCabe 1976, as its tool counts it). None: the tool does not say."""

    path: str
    line: int
    end_line: int | None
    name: str
    complexity: int
    lines: int | None
    parameters: int | None


class Functions(Struct, frozen=True, tag="functions"):
    """Every function that the complexity tool saw."""

    functions: tuple[Function, ...]


class TestOutcome(StrEnum):
    """What a test ended in. `XFAILED` and `XPASSED` are pytest's declared expectations."""

    __test__ = False

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"
    SKIPPED = "skipped"
    XFAILED = "xfailed"
    XPASSED = "xpassed"


class TestCase(Struct, frozen=True, kw_only=True, gc=False):  # as many; holds no container
    """One test. `attempts` above 1: it was run again after a failure. `message` explains a non-pass."""

    __test__ = False

    id: str
    outcome: TestOutcome
    seconds: float | None = None
    path: str | None = None
    line: int | None = None
    message: str = ""
    attempts: int = 1


class CollectionError(Struct, frozen=True):
    """Something that broke outside any test: an import, a fixture module, a suite that did not start."""

    path: str
    message: str


class TestRun(Struct, frozen=True, tag="tests"):
    """A test run. `nonce` is the mark that the report carries; `complete` that the report has its end.

    `deselected` counts tests that the project's own options or plugins left out (pytest's ``-k`` and ``-m``).
    `weaker` says what the run was to look for beside the tests and could not.
    """

    __test__ = False

    cases: Sequence[TestCase]
    errors: tuple[CollectionError, ...] = ()
    nonce: str | None = None
    complete: bool = True
    deselected: int = 0
    weaker: str = ""


def shortfall(tests: TestRun) -> str:
    """Say why a test run is less than its suite, so that what it covered says nothing of the suite; or ""."""
    if not tests.complete:
        return "the tests broke off"
    if not tests.cases and not tests.errors:
        return "no test was found"
    return f"{len(tests.errors)} files could not be collected" if tests.errors else ""


class Branches(Struct, frozen=True):
    """Branch coverage of one file: how many of how many were taken, and where one was not (source lines)."""

    covered: int
    total: int
    missing_lines: tuple[int, ...] = ()


class FileCoverage(Struct, frozen=True, kw_only=True):
    """Coverage of one file. Line numbers from 1, sorted. `branches` None: the tool cannot measure them.

    `excluded` are lines that a pragma or configuration took out of the count; they are told, not hidden.
    """

    path: str
    executed: tuple[int, ...]
    missing: tuple[int, ...]
    excluded: tuple[int, ...] = ()
    branches: Branches | None = None


class Coverage(Struct, frozen=True, tag="coverage"):
    """Lines and branches that the tests ran, by file.

    `incomplete` says why this is less than what the suite would run: it was not collected or did not end.
    """

    files: tuple[FileCoverage, ...]
    incomplete: str = ""


class PropertyOutcome(StrEnum):
    """What became of a property. `EXPECTED_FAILURE`: its author declares that it does not hold.

    `PROVED` is a theorem that a proof checker accepted, for every input there is; `UNPROVED` one that the checker
    refused, or whose proof rests on something that may not be assumed.
    """

    HELD = "held"
    FALSIFIED = "falsified"
    ERRORED = "errored"
    SKIPPED = "skipped"
    EXPECTED_FAILURE = "expected_failure"
    PROVED = "proved"
    UNPROVED = "unproved"


class Property(Struct, frozen=True, kw_only=True):
    """One property. `executed` counts valid examples really run, from the framework's own record.

    None means that the record does not say, or that nothing is run to prove a theorem. `complete` means that the
    finite domain was exhausted, so that fewer examples are all there are, or that a proof is about all of it.
    `invalid` counts examples that preconditions discarded.
    """

    id: str
    outcome: PropertyOutcome
    executed: int | None
    complete: bool = False
    asked: int | None = None
    invalid: int = 0
    path: str | None = None
    line: int | None = None
    counterexample: str = ""
    message: str = ""


class Properties(Struct, frozen=True, tag="properties"):
    """Every property that the framework collected. `nonce` is the mark that the record carries.

    `weaker` says what was to be done once more for them and could not; `none_because` why there is none, where the
    framework need not be asked to know it.
    """

    properties: tuple[Property, ...]
    nonce: str | None = None
    weaker: str = ""
    none_because: str = ""


class LineMarks(Struct, frozen=True):
    """One file: the mark of the whole, and that of each line in order. Lines that differ in spaces only are alike."""

    whole: str
    lines: tuple[str, ...]


class Lines(Struct, frozen=True, tag="lines"):
    """Marks of the text of files, by path, to know a finding again when its code has moved."""

    files: dict[str, LineMarks]

    def mark(self, path: str, line: int | None) -> str:
        """Return the mark of a line, or of a whole file; "" for what is not there."""
        file = self.files.get(path)
        if file is None:
            return ""
        if line is None:
            return file.whole
        return file.lines[line - 1] if 1 <= line <= len(file.lines) else ""


Evidence = Findings | Functions | TestRun | Coverage | Properties | Lines

KIND_OF: dict[type[Evidence], Kind] = {
    Findings: Kind.FINDINGS,
    Functions: Kind.FUNCTIONS,
    TestRun: Kind.TESTS,
    Coverage: Kind.COVERAGE,
    Properties: Kind.PROPERTIES,
    Lines: Kind.LINES,
}
