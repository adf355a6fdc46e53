"""Gates over coverage: lines and branches of what is shipped, by component and merged.

Exact counts over the component's own source files. A source file that the measurement does not
mention is not covered and not measured either, so it leaves the gate undecided unless it already fails.
"""

from collections.abc import Sequence

from msgspec import Struct

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.counted import counted, verb
from speccursor.qualify.model.evidence import Coverage, Evidence, FileCoverage, Kind
from speccursor.qualify.model.gate import Answer, Gate
from speccursor.qualify.model.requirement import Requirement
from speccursor.qualify.model.verdict import Cause, Location, Status

COVERABLE = {
    Language.PYTHON: (".py",),
    Language.JAVASCRIPT: (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"),
    Language.RUST: (".rs",),
    Language.GO: (".go",),
}


class Measured(Struct, frozen=True):
    """How many of how many lines, or branches, were run; the files that say nothing of it; where it fell short."""

    covered: int
    total: int
    unmeasured: tuple[str, ...]
    locations: tuple[Location, ...]

    @property
    def percent(self) -> float:
        """The share that was run, in percent. Raises ZeroDivisionError where there is nothing to run."""
        return 100 * self.covered / self.total

    @property
    def told(self) -> str:
        """The share and the counts, for people."""
        return f"{self.percent:.2f} % ({self.covered} of {self.total})"


def expected_files(components: Sequence[Component]) -> frozenset[str]:
    """Return the source files that a coverage measurement of these components must mention."""
    return frozenset(
        path
        for component in components
        for path in component.paths(Role.SOURCE)
        if path.endswith(COVERABLE.get(component.language, ())) and not path.endswith((".d.ts", ".d.mts", ".d.cts"))
    )


def files_of(evidence: Sequence[Evidence]) -> list[FileCoverage]:
    """Return every measurement of a file."""
    return [file for piece in evidence if isinstance(piece, Coverage) for file in piece.files]


def numbered(lines: Sequence[int]) -> str:
    """Write sorted line numbers with their noun: ``line 3``, ``lines 3-5, 9``."""
    return f"{verb(len(lines), 'line', 'lines')} {ranges(lines)}"


def ranges(lines: Sequence[int]) -> str:
    """Write sorted line numbers as ranges: ``3-5, 9``."""
    found: list[list[int]] = []
    for line in lines:
        if found and found[-1][1] == line - 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return ", ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in found)


def lines_of(files: Sequence[FileCoverage]) -> Measured:
    """Count the lines."""
    covered = sum(len(file.executed) for file in files)
    missing = sum(len(file.missing) for file in files)
    locations = tuple(
        Location(file.path, file.missing[0], f"not run: {numbered(file.missing)}")
        for file in sorted(files, key=lambda file: (-len(file.missing), file.path))
        if file.missing
    )
    return Measured(covered, covered + missing, (), locations)


def branches_of(files: Sequence[FileCoverage]) -> Measured:
    """Count the branches where they were measured."""
    measured = [(file, file.branches) for file in files if file.branches is not None]
    ordered = sorted(measured, key=lambda pair: (pair[1].covered - pair[1].total, pair[0].path))
    locations = tuple(
        Location(
            file.path,
            next(iter(branches.missing_lines), None),
            f"{counted(branches.total - branches.covered, 'branch', 'branches')} not taken, "
            f"from {numbered(branches.missing_lines)}",
        )
        for file, branches in ordered
        if branches.covered < branches.total
    )
    unmeasured = tuple(file.path for file in files if file.branches is None and (file.executed or file.missing))
    return Measured(sum(b.covered for _, b in measured), sum(b.total for _, b in measured), unmeasured, locations)


def _decide(measured: Measured, requirement: Requirement, hidden: Sequence[str], what: str) -> Answer:
    could = f"one less than required, of {measured.total} {what}"
    if not requirement.holds(measured.percent):
        return Answer(
            status=Status.FAILED,
            measured=measured.told,
            reason=f"{measured.told} {what} were run, {requirement} required",
            could_have_caught=could,
            locations=tuple(Location(path, None, "never measured") for path in hidden) + measured.locations,
        )
    if hidden:
        return Answer(
            status=Status.INCONCLUSIVE,
            cause=Cause.MISSING,
            measured=measured.told,
            reason=f"{counted(len(hidden), 'source file')} {verb(len(hidden), 'was', 'were')} not measured",
            could_have_caught=could,
            locations=tuple(Location(path, None, "never measured") for path in hidden),
        )
    return Answer(
        status=Status.PASSED,
        measured=measured.told,
        reason=f"{measured.told} {what} were run",
        could_have_caught=could,
        locations=measured.locations,
    )


def _nothing(reason: str, *, status: Status = Status.INCONCLUSIVE, cause: Cause | None = Cause.MISSING) -> Answer:
    return Answer(status=status, cause=cause, measured=None, reason=reason, could_have_caught="nothing")


def incompleteness(evidence: Sequence[Evidence]) -> str:
    """Say why the evidence is of less than the whole suite, or ""."""
    return next((piece.incomplete for piece in evidence if isinstance(piece, Coverage) and piece.incomplete), "")


def unrun(lines: Measured) -> str:
    """Say why nothing was measured: a run in which no line ran says nothing of what the tests would run."""
    return f"not one of {lines.total} executable lines was run" if lines.total else "no executable line was measured"


def line_coverage(evidence: Sequence[Evidence], requirement: Requirement, components: Sequence[Component]) -> Answer:
    """Compare covered lines, in percent of executable lines, with the requirement."""
    files = files_of(evidence)
    measured = lines_of(files)
    if incomplete := incompleteness(evidence):
        return _nothing(incomplete, cause=Cause.ERRORED)
    if measured.covered == 0:
        return _nothing(unrun(measured))
    hidden = sorted(expected_files(components) - {file.path for file in files})
    return _decide(measured, requirement, hidden, "lines")


def branch_coverage(evidence: Sequence[Evidence], requirement: Requirement, components: Sequence[Component]) -> Answer:
    """Compare taken branches, in percent of all branches, with the requirement."""
    files = files_of(evidence)
    lines = lines_of(files)
    measured = branches_of(files)
    if incomplete := incompleteness(evidence):
        return _nothing(incomplete, cause=Cause.ERRORED)
    if lines.covered == 0:
        return _nothing(unrun(lines))
    if measured.unmeasured:
        reason = f"the tool did not measure branches in {counted(len(measured.unmeasured), 'file')}"
        return _nothing(reason, cause=Cause.UNAVAILABLE)
    hidden = sorted(expected_files(components) - {file.path for file in files})
    if measured.total == 0 and not hidden:
        reason = f"there is no branch in {lines.total} executable lines"
        return _nothing(reason, status=Status.NOT_APPLICABLE, cause=None)
    if measured.total == 0:
        return _nothing(f"{counted(len(hidden), 'source file')} {verb(len(hidden), 'was', 'were')} not measured")
    return _decide(measured, requirement, hidden, "branches")


_REMEDY = (
    "Write tests for the lines listed, the riskiest first; delete code that nothing needs. A file that is not "
    "shipped belongs out of the component's sources in qualification.toml, where the report shows it."
)

LINE_COVERAGE = Gate(
    id="line-coverage",
    question="Do the tests run enough of the lines that are shipped?",
    why="What no test runs, nobody has seen work.",
    remedy=_REMEDY,
    required=">= 95 %",
    unit="%",
    kind=Kind.COVERAGE,
    ask=line_coverage,
)

BRANCH_COVERAGE = Gate(
    id="branch-coverage",
    question="Do the tests take enough of the branches that are shipped?",
    why="A line can run while one of its outcomes is never tried; errors live in the other outcome.",
    remedy=_REMEDY,
    required=">= 95 %",
    unit="%",
    kind=Kind.COVERAGE,
    ask=branch_coverage,
)
