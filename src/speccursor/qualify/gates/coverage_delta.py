"""The gate over two coverages: that of the candidate, and that of the release before it.

Both are counted as in `coverage`, under one configuration. A release whose own figure is not to be
believed (its tests fail here, or a file of it was not measured) is compared with nothing.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from speccursor.qualify.gates.coverage import (
    Measured,
    branches_of,
    expected_files,
    files_of,
    incompleteness,
    lines_of,
    numbered,
    unrun,
)
from speccursor.qualify.gates.tests import TESTS_PASS, count_failures
from speccursor.qualify.model.counted import counted
from speccursor.qualify.model.evidence import FileCoverage, Kind
from speccursor.qualify.model.gate import Answer, Gate, Heard
from speccursor.qualify.model.reading import Unread
from speccursor.qualify.model.requirement import Requirement, parse_requirement
from speccursor.qualify.model.verdict import Cause, Location, Status

_REACH = (
    "See why the release cannot be measured: check it out, and run its tests under this qualification.toml. Where it "
    "cannot be mended, let this gate be until the next release by a waiver with a reason, an owner and an expiry."
)


class _Change(Struct, frozen=True):
    """One figure now and in the release. Both have something to run."""

    what: str
    now: Measured
    before: Measured

    @property
    def points(self) -> Fraction:
        """How much more is covered now, in percentage points, exactly: a float would miss the limit itself."""
        return Fraction(100 * self.now.covered, self.now.total) - Fraction(100 * self.before.covered, self.before.total)

    def told(self, release: str) -> str:
        return f"{self.what} {self.now.told} now, {self.before.told} in {release}: {_points(self.points)}"


def coverage_delta(now: Heard, before: Heard, requirement: Requirement) -> Answer:
    """Compare the worse of two changes, that of lines and that of branches, with the requirement."""
    flaw = _unlike_released(before) or _nothing_shown(before) or _hidden(before)
    if flaw is not None:
        return _undecided(Unread(flaw.cause, f"in {before.release} {flaw.reason}"), remedy=_REACH)
    if (flaw := _nothing_shown(now)) is not None:
        return _undecided(flaw)
    new, old = files_of(now.evidence), files_of(before.evidence)
    lines, branches = _Change("lines", lines_of(new), lines_of(old)), _branches(new, old, before.release)
    changes = [lines, branches] if isinstance(branches, _Change) else [lines]
    told = [change.told(before.release) for change in changes]
    unsure = _hidden(now)
    if isinstance(branches, Unread):
        told.append(branches.reason)
        unsure = unsure or (branches if branches.cause is Cause.UNAVAILABLE else None)
    worst = min(change.points for change in changes)
    holds = requirement.holds(float(worst))
    if holds and unsure is not None:
        return _undecided(Unread(unsure.cause, f"{unsure.reason} (so far: {'; '.join(told)})"))
    return Answer(
        status=Status.PASSED if holds else Status.FAILED,
        measured=_points(worst),
        reason="; ".join(told if holds else [*told, f"{requirement} required"]),
        could_have_caught=f"a loss of {100 / lines.now.total:.2f} points: one line of {lines.now.total}",
        locations=tuple(_losses(new, old, before.release)),
    )


def _unlike_released(before: Heard) -> Unread | None:
    """Say why a release's tests do not show what they did when it was released, or None."""
    tests = count_failures(before.evidence, parse_requirement(TESTS_PASS.required), before.components)
    if tests.status is Status.PASSED:
        return None
    reason = f"{tests.measured} tests do not pass here" if tests.status is Status.FAILED else tests.reason
    return Unread(tests.cause or Cause.UNDERPOWERED, reason)


def _nothing_shown(heard: Heard) -> Unread | None:
    """Say why a measurement shows nothing, or None."""
    if incomplete := incompleteness(heard.evidence):
        return Unread(Cause.ERRORED, incomplete)
    lines = lines_of(files_of(heard.evidence))
    return None if lines.covered else Unread(Cause.MISSING, unrun(lines))


def _hidden(heard: Heard) -> Unread | None:
    """Say how many files the measurement does not mention, or None: their lines can only make it less."""
    hidden = expected_files(heard.components) - {file.path for file in files_of(heard.evidence)}
    return Unread(Cause.MISSING, f"{len(hidden)} source files were not measured") if hidden else None


def _branches(new: Sequence[FileCoverage], old: Sequence[FileCoverage], release: str) -> _Change | Unread:
    """Return the change of branches, or why lines are compared alone: UNAVAILABLE where some were not counted."""
    change = _Change("branches", branches_of(new), branches_of(old))
    sides = ((change.now, "now"), (change.before, f"in {release}"))
    uncounted = [where for side, where in sides if side.unmeasured]
    if uncounted:
        return Unread(Cause.UNAVAILABLE, f"the tool did not measure every branch {' and '.join(uncounted)}")
    without = [where for side, where in sides if not side.total]
    if without:
        return Unread(Cause.MISSING, f"there is no branch {' and '.join(without)}, so lines are compared alone")
    return change


def _losses(new: Sequence[FileCoverage], old: Sequence[FileCoverage], release: str) -> Iterator[Location]:
    """Yield the files in which more is not run than in the release, the greatest loss first."""
    before = _open(old)
    losses = []
    for path, (lines, branches) in _open(new).items():
        old_lines, old_branches = before.get(path, (frozenset(), 0))
        lost = max(len(lines) - len(old_lines), 0) + max(branches - old_branches, 0)
        if lost:
            said = f"{counted(len(lines), 'line')} not run, {len(old_lines)} in {release}"
            if branches or old_branches:
                said += f"; {counted(branches, 'branch', 'branches')} not taken, {old_branches} in {release}"
            said += f"; {numbered(sorted(lines))}" if lines else ""
            losses.append((-lost, Location(path, min(lines, default=None), said)))
    yield from (location for _, location in sorted(losses))


def _open(files: Sequence[FileCoverage]) -> dict[str, tuple[frozenset[int], int]]:
    """Return, by path, the lines that some run of the tests left out, and how many branches."""
    found: dict[str, tuple[frozenset[int], int]] = {}
    for file in files:
        lines, branches = found.get(file.path, (frozenset(), 0))
        left = file.branches.total - file.branches.covered if file.branches is not None else 0
        found[file.path] = (lines | frozenset(file.missing), max(branches, left))
    return found


def _points(points: Fraction) -> str:
    return f"{float(points):+.2f} points"


def _undecided(flaw: Unread, *, remedy: str = "") -> Answer:
    return Answer(
        status=Status.INCONCLUSIVE,
        cause=flaw.cause,
        measured=None,
        reason=flaw.reason,
        could_have_caught="nothing",
        remedy=remedy,
    )


COVERAGE_DELTA = Gate(
    id="coverage-delta",
    question="Is coverage no more than two points below that of the release before?",
    why="Coverage that falls a little with every release is never what made a gate fail.",
    remedy="Write tests for what the candidate adds, in the files listed; they are those that lost most.",
    required=">= -2 points",
    unit="points",
    kind=Kind.COVERAGE,
    compare=coverage_delta,
    reach=_REACH,
)
