"""The complexity gate: no function above the limit.

Cyclomatic complexity after McCabe, "A Complexity Measure" (1976), as lizard counts it in every language.
"""

from collections.abc import Sequence

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.counted import counted, verb
from speccursor.qualify.model.evidence import Evidence, Functions, Kind
from speccursor.qualify.model.gate import Answer, Gate
from speccursor.qualify.model.requirement import Requirement
from speccursor.qualify.model.verdict import Cause, Location, Status


def greatest_complexity(evidence: Sequence[Evidence], requirement: Requirement, _: Sequence[Component]) -> Answer:
    """Compare the greatest complexity of any function with the requirement."""
    functions = [function for piece in evidence if isinstance(piece, Functions) for function in piece.functions]
    if not functions:
        return Answer(
            status=Status.INCONCLUSIVE,
            cause=Cause.MISSING,
            measured=None,
            reason="no function was found in any file",
            could_have_caught="nothing: no function was measured",
        )
    above = sorted((f for f in functions if not requirement.holds(f.complexity)), key=lambda f: -f.complexity)
    greatest = max(functions, key=lambda f: f.complexity)
    return Answer(
        status=Status.FAILED if above else Status.PASSED,
        measured=f"{greatest.complexity}",
        reason=(
            f"{len(above)} of {counted(len(functions), 'function')} {verb(len(above), 'is', 'are')} not {requirement}; "
            f"the greatest is {greatest.name}"
            if above
            else f"the greatest of {len(functions)} functions is {greatest.name} with {greatest.complexity}"
        ),
        could_have_caught=f"one function, of {len(functions)}, whose complexity is not {requirement}",
        locations=tuple(Location(f.path, f.line, f"{f.name} has complexity {f.complexity}") for f in above),
    )


COMPLEXITY = Gate(
    id="complexity",
    question="Is no function's cyclomatic complexity above the limit?",
    why="Above some fifteen independent paths nobody reviews or tests a function completely.",
    remedy="Split the function where its decisions are independent, or replace decisions by a table; "
    "`speccursor report` shows the distribution.",
    required="<= 15",
    unit="",
    kind=Kind.FUNCTIONS,
    ask=greatest_complexity,
)
