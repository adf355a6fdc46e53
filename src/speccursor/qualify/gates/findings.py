"""Gates over findings: no lint error, no unformatted file, no type error.

Exact: a count of what a checker reported over files that it says it examined. A checker that examined
nothing, or does not say, has shown nothing.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.counted import counted
from speccursor.qualify.model.evidence import Evidence, Findings, Kind, Severity, in_order
from speccursor.qualify.model.gate import Answer, Gate
from speccursor.qualify.model.requirement import Requirement
from speccursor.qualify.model.verdict import Cause, Location, Status

_WARNINGS = frozenset({Severity.LOW, Severity.NOTE})


def count_findings(evidence: Sequence[Evidence], requirement: Requirement, _: Sequence[Component]) -> Answer:
    """Count the findings and compare the count with the requirement.

    What the checker itself calls a warning or a note (severity LOW or NOTE) is told and not counted.
    """
    pieces = [piece for piece in evidence if isinstance(piece, Findings)]
    told = in_order(finding for piece in pieces for finding in piece.findings)
    findings = [finding for finding in told if finding.severity not in _WARNINGS]
    aside = f", {counted(len(told) - len(findings), 'warning')} aside" if len(told) > len(findings) else ""
    examined = _examined(pieces)
    files = "an unknown number of files" if examined is None else counted(examined, "file")
    answer = Answer(
        status=Status.PASSED,
        measured=f"{len(findings)} in {files}",
        reason=f"{counted(len(findings), 'finding')} in {files} examined{aside}",
        could_have_caught=f"any single finding of the enabled rules in {files}",
        locations=tuple(Location(f.path, f.line, f"{f.rule}: {f.message}") for f in findings),
    )
    if not requirement.holds(len(findings)):
        return replace(
            answer,
            status=Status.FAILED,
            reason=f"{counted(len(findings), 'finding')}{aside}, {_allowed(requirement)} allowed",
            could_have_caught="any single finding of the enabled rules",
        )
    return answer if examined else _vacuous(answer, examined)


def _allowed(requirement: Requirement) -> str:
    return "none" if requirement.operator in {"==", "<="} and requirement.bound == 0 else str(requirement)


def _examined(pieces: Sequence[Findings]) -> int | None:
    """Return how many files were examined in all; None when one checker does not say."""
    counts = [piece.examined for piece in pieces]
    return sum(count for count in counts if count is not None) if None not in counts else None


def _vacuous(answer: Answer, examined: int | None) -> Answer:
    """Turn a pass over no file, or over nobody knows how many, into what it is: nothing shown."""
    said = "says that it examined no file" if examined == 0 else "does not say which files it examined"
    return replace(
        answer,
        status=Status.INCONCLUSIVE,
        cause=Cause.MISSING if examined == 0 else Cause.UNREADABLE,
        reason=f"the tool {said}, so that no finding shows nothing",
        could_have_caught="nothing: no file is known to have been examined",
    )


LINT_ERRORS = Gate(
    id="lint-errors",
    question="Is there no finding of the linter?",
    why="A linter's finding is either a defect or a rule that the project no longer means; both block a release.",
    remedy="Fix each finding at its line; `speccursor qualify --fix` applies the safe fixes of tools that have any. "
    "A rule that the project does not mean belongs out of its configuration, not out of one run.",
    required="== 0",
    unit="",
    kind=Kind.FINDINGS,
    ask=count_findings,
)

FORMAT_ERRORS = Gate(
    id="format-errors",
    question="Is every file formatted as the formatter would?",
    why="Formatting that drifts turns later reviews into noise.",
    remedy="Run the formatter (`speccursor qualify --fix` does) and commit what it changes.",
    required="== 0",
    unit="",
    kind=Kind.FINDINGS,
    ask=count_findings,
)

TYPE_ERRORS = Gate(
    id="type-errors",
    question="Does the type checker, in strict mode, find no error?",
    why="A type error is a path that fails when it is first taken, which may be in production.",
    remedy="Fix the types at each line; where the checker is wrong, narrow the exception to that line and say why.",
    required="== 0",
    unit="",
    kind=Kind.FINDINGS,
    ask=count_findings,
)

UNSAFE_CODE = Gate(
    id="unsafe-code",
    question="Is there no use of unsafe code beyond what was looked at and recorded?",
    why="In unsafe code the compiler checks nothing that memory safety depends on; each use needs a reader's proof.",
    remedy="Replace it by a safe equivalent. Where it must be, have its invariants reviewed, then record it with "
    "`speccursor init --baseline`, or set the number under [gates.unsafe-code] in qualification.toml.",
    required="== 0",
    unit="",
    kind=Kind.FINDINGS,
    ask=count_findings,
)
