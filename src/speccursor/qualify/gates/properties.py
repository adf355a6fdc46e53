"""The property gate: every property holds over enough examples that were really executed.

With n examples and no failure, a failing share of inputs above 3/n would have been met with 95 %
probability (the rule of three; Hanley and Lippman-Hand, JAMA 1983). So the number executed, not the
number asked for, is the evidence.
"""

from collections.abc import Sequence

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.evidence import Evidence, Kind, Properties, Property, PropertyOutcome
from speccursor.qualify.model.gate import Answer, Gate
from speccursor.qualify.model.requirement import Requirement
from speccursor.qualify.model.verdict import Cause, Location, Status


def _location(item: Property, message: str) -> Location:
    return Location(item.path or item.id, item.line, f"{item.id}: {message}")


def _shortfall(item: Property, requirement: Requirement) -> tuple[Cause, str] | None:
    """Say why a property that was not falsified has not been shown either, or None when it has."""
    match item.outcome:
        case PropertyOutcome.ERRORED:
            return Cause.ERRORED, f"broke off: {item.message.strip() or 'no reason given'}"
        case PropertyOutcome.SKIPPED:
            return Cause.SKIPPED, "was skipped"
    if item.executed is None:
        return Cause.UNREADABLE, "its record does not say how many examples were executed"
    if item.complete and item.executed > 0:
        return None
    if not requirement.holds(item.executed):
        asked = f" (it asks for {item.asked})" if item.asked is not None and item.asked != item.executed else ""
        return Cause.UNDERPOWERED, f"{item.executed} examples executed{asked}, {requirement} required"
    return None


def properties_hold(evidence: Sequence[Evidence], requirement: Requirement, _: Sequence[Component]) -> Answer:
    """Fail on a falsified property; stay undecided on one that ran too few examples, or none."""
    collected = [item for piece in evidence if isinstance(piece, Properties) for item in piece.properties]
    owed = [item for item in collected if item.outcome is not PropertyOutcome.EXPECTED_FAILURE]
    expected = len(collected) - len(owed)
    aside = f"; {expected} more are declared not to hold" if expected else ""
    falsified = [item for item in owed if item.outcome is PropertyOutcome.FALSIFIED]
    executed = [item.executed for item in owed if item.executed is not None and not item.complete]
    least = min(executed, default=None)
    could = (
        f"a failure on more than {300 / least:.2g} % of the generated inputs, with 95 % confidence"
        if least
        else ("any failure: every finite domain was tried completely" if owed and executed == [] else "nothing")
    )
    measured = None if least is None else f"{least} examples at the least"
    if falsified:
        return Answer(
            status=Status.FAILED,
            measured=f"{len(falsified)} of {len(owed)} falsified",
            reason=f"{len(falsified)} of {len(owed)} properties do not hold{aside}",
            could_have_caught=could,
            locations=tuple(_location(item, item.counterexample or item.message) for item in falsified),
        )
    if not owed:
        return Answer(
            status=Status.INCONCLUSIVE,
            cause=Cause.MISSING,
            measured=None,
            reason=f"no property was collected{aside}",
            could_have_caught="nothing",
        )
    short = [(item, found) for item in owed if (found := _shortfall(item, requirement)) is not None]
    if short:
        return Answer(
            status=Status.INCONCLUSIVE,
            cause=short[0][1][0],
            measured=measured,
            reason=f"{len(short)} of {len(owed)} properties are not shown; the first {short[0][1][1]}{aside}",
            could_have_caught=could,
            locations=tuple(_location(item, reason) for item, (_, reason) in short),
        )
    complete = sum(item.complete for item in owed)
    exhausted = f", {complete} of them over their whole finite domain" if complete else ""
    return Answer(
        status=Status.PASSED,
        measured=measured or "whole domains",
        reason=f"{len(owed)} properties hold{exhausted}{aside}",
        could_have_caught=could,
    )


PROPERTY_HOLDS = Gate(
    id="property-holds",
    question="Does every property hold over enough examples that were really executed?",
    why="Examples that a person thinks of are those that the code was written for; generated ones are not.",
    remedy="Mend the code (or the law) for the counterexample shown and keep it as an explicit example. Too few "
    "executed: remove the lower setting from the property and loosen filters that throw examples away.",
    required=">= 1000 examples",
    unit="examples",
    kind=Kind.PROPERTIES,
    ask=properties_hold,
)
