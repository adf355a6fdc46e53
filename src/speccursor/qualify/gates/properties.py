"""The property gate: every property holds over enough examples that were really executed.

With n examples and no failure, a failing share of inputs above 1 - 0.05^(1/n) would have been met with 95 %
probability (some 3/n, the rule of three; Hanley and Lippman-Hand, JAMA 1983). So the number executed, not
the number asked for, is the evidence.

A theorem that a proof checker accepted is a property over its whole domain, and nothing is executed. One that is not
proved fails the gate: the checker was asked and said so, and no further evidence could change its answer.
"""

from collections.abc import Sequence

from msgspec import Struct

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.counted import counted, verb
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
    if item.outcome is PropertyOutcome.PROVED:
        return None
    if item.executed is None:
        why = f": {item.message.strip()}" if item.message.strip() else ""
        return Cause.UNREADABLE, f"its record does not say how many examples were executed{why}"
    if not (item.complete and item.executed > 0) and not requirement.holds(item.executed):
        asked = f" (it asks for {item.asked})" if item.asked is not None and item.asked != item.executed else ""
        return Cause.UNDERPOWERED, f"{item.executed} examples executed{asked}, {requirement} required"
    return None


class _Collected(Struct, frozen=True):
    """The properties of some evidence: those that are owed, and how many their authors declare not to hold.

    `weaker` is what was to be done once more for them and could not; `none_because` is why there is none.
    """

    owed: tuple[Property, ...]
    expected: int
    weaker: tuple[str, ...] = ()
    none_because: tuple[str, ...] = ()

    @property
    def aside(self) -> str:
        return f"; {self.expected} more are declared not to hold" if self.expected else ""

    @property
    def proved(self) -> int:
        """How many are theorems that were proved."""
        return sum(item.outcome is PropertyOutcome.PROVED for item in self.owed)

    @property
    def held(self) -> str:
        """What holds, in words: theorems, properties, or both."""
        tried = [item for item in self.owed if item.outcome is not PropertyOutcome.PROVED]
        complete = sum(item.complete for item in tried)
        exhausted = f", {complete} of them over their whole finite domain" if complete else ""
        parts = [f"{counted(self.proved, 'theorem')} proved"] if self.proved else []
        hold = verb(len(tried), "holds", "hold")
        parts += [f"{counted(len(tried), 'property', 'properties')} {hold}{exhausted}"] if tried else []
        return ", ".join(parts)

    @property
    def least(self) -> int | None:
        """The fewest examples that any property executed which was not falsified and whose domain was not exhausted."""
        sampled = (item for item in self.owed if not item.complete and item.outcome is not PropertyOutcome.FALSIFIED)
        return min((item.executed for item in sampled if item.executed is not None), default=None)

    @property
    def could_have_caught(self) -> str:
        if self.least:
            share = 1 - 0.05 ** (1 / self.least)
            return f"a failure on more than {100 * share:.2g} % of the generated inputs, with 95 % confidence"
        if self.owed and self.proved == len(self.owed):
            return "any input for which a theorem is false: a proof is about all; not a theorem that says too little"
        if self.owed and all(item.complete for item in self.owed):
            return "any failure: every finite domain was tried completely"
        return "what it caught" if any(item.outcome is PropertyOutcome.FALSIFIED for item in self.owed) else "nothing"

    @property
    def measured(self) -> str | None:
        if self.least is not None:
            return f"{self.least} examples at the least"
        return f"{counted(self.proved, 'theorem')} proved" if self.proved else None


def _collected(evidence: Sequence[Evidence]) -> _Collected:
    records = [piece for piece in evidence if isinstance(piece, Properties)]
    found = [item for record in records for item in record.properties]
    owed = tuple(item for item in found if item.outcome is not PropertyOutcome.EXPECTED_FAILURE)
    weaker = (record.weaker for record in records if record.weaker)
    because = (record.none_because for record in records if record.none_because)
    return _Collected(owed, len(found) - len(owed), tuple(dict.fromkeys(weaker)), tuple(dict.fromkeys(because)))


def properties_hold(evidence: Sequence[Evidence], requirement: Requirement, _: Sequence[Component]) -> Answer:
    """Fail on a falsified property or an unproved theorem; stay undecided on too few examples, or none."""
    collected = _collected(evidence)
    falsified = [item for item in collected.owed if item.outcome is PropertyOutcome.FALSIFIED]
    unproved = [item for item in collected.owed if item.outcome is PropertyOutcome.UNPROVED]
    if falsified or unproved:
        counts = (
            (falsified, "falsified", ("property", "properties"), ("does not hold", "do not hold")),
            (unproved, "unproved", ("theorem", "theorems"), ("is not proved", "are not proved")),
        )
        owed = len(collected.owed)
        told = [
            (f"{len(items)} of {owed} {word}", f"{len(items)} of {counted(owed, *nouns)} {verb(len(items), *verbs)}")
            for items, word, nouns, verbs in counts
            if items
        ]
        return Answer(
            status=Status.FAILED,
            measured=", ".join(measured for measured, _ in told),
            reason=", ".join(reason for _, reason in told) + collected.aside,
            could_have_caught=collected.could_have_caught,
            locations=tuple(_location(item, item.counterexample or item.message) for item in (*falsified, *unproved)),
        )
    return _unless_falsified(collected, requirement)


def _unless_falsified(collected: _Collected, requirement: Requirement) -> Answer:
    """Decide where nothing was falsified: shown, or not shown and why."""
    if not collected.owed:
        return Answer(
            status=Status.INCONCLUSIVE,
            cause=Cause.MISSING,
            measured=None,
            reason="; ".join((f"no property was collected{collected.aside}", *collected.none_because)),
            could_have_caught="nothing",
        )
    short = [(item, found) for item in collected.owed if (found := _shortfall(item, requirement)) is not None]
    if short:
        cause, first = short[0][1]
        return Answer(
            status=Status.INCONCLUSIVE,
            cause=cause,
            measured=collected.measured,
            reason=f"{len(short)} of {counted(len(collected.owed), 'property', 'properties')} not shown; "
            f"the first {first}{collected.aside}",
            could_have_caught=collected.could_have_caught,
            locations=tuple(_location(item, reason) for item, (_, reason) in short),
        )
    return Answer(
        status=Status.PASSED,
        measured=collected.measured or "whole domains",
        reason="; ".join((f"{collected.held}{collected.aside}", *collected.weaker)),
        could_have_caught=collected.could_have_caught,
    )


PROPERTY_HOLDS = Gate(
    id="property-holds",
    question="Does every property hold over enough examples that were really executed?",
    why="Examples that a person thinks of are those that the code was written for; generated ones are not.",
    remedy="Mend the code (or the law) for the counterexample shown and keep it as an explicit example. Too few "
    "executed: remove the lower setting from the property and loosen filters that throw examples away. A theorem that "
    "is not proved: prove it without `sorry` and without axioms of one's own, or leave it out.",
    begin="State what must always hold: as a property (Hypothesis, fast-check, proptest, quickcheck, rapid, gopter, "
    "testing/quick), a fuzz target of Go, or a theorem of Lean. Until then only a waiver lets the gate be.",
    required=">= 1000 examples",
    unit="examples",
    kind=Kind.PROPERTIES,
    ask=properties_hold,
)
