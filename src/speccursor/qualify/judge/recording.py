"""From what a run has shown to the debt that is recorded of it, and from that to what is left of it. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from speccursor.qualify.gates.coverage import Measured, branches_of, files_of, lines_of
from speccursor.qualify.model.debt import Debt, Known, KnownFunction, Reached
from speccursor.qualify.model.evidence import Coverage, Evidence, Findings, Functions, Lines, Severity
from speccursor.qualify.model.plan import EVERY_COMPONENT, OwedId, Plan, Question
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Ruling, Status

_TOLD_ONLY = frozenset({Severity.LOW, Severity.NOTE})
_COVERAGE = {"line-coverage": lines_of, "branch-coverage": branches_of}


def recorded(
    plan: Plan,
    rulings: Sequence[Ruling],
    evidence: Mapping[OwedId, tuple[Evidence, ...]],
    lines: Lines,
    *,
    day: str,
) -> Debt:
    """Return everything that fails in a run and that a baseline can hold; `lines` are the candidate's marks."""
    failed = {(r.id, r.component, r.cell, r.tool) for r in rulings if r.status is Status.FAILED}
    findings: Counter[Known] = Counter()
    functions: list[KnownFunction] = []
    coverage: dict[tuple[str, str], Reached] = {}
    for question in plan.questions:
        if (question.gate, question.component, question.cell, question.tool) not in failed or question.against:
            continue
        for piece in (piece for owed in question.owed for piece in evidence.get(owed, ())):
            match piece:
                case Findings() if question.kind == "findings":
                    findings.update(_findings(question, piece, lines))
                case Functions() if question.kind == "functions":
                    functions += _functions(question, piece)
        reached = _reached(question, evidence)
        if reached is not None:
            coverage[question.gate, question.component] = reached
    return Debt(
        recorded=day,
        revision=plan.candidate.revision,
        findings=tuple(sorted(replace(known, count=count) for known, count in findings.items())),
        functions=tuple(sorted(functions)),
        coverage=tuple(sorted(coverage.values())),
    )


def pruned(debt: Debt, now: Debt) -> Debt:
    """Return what of a debt is still there `now`; nothing is added to it, and coverage that rose stays risen."""
    left = Counter[tuple[str, ...]]()
    for known in now.findings:
        left[_key(known)] += known.count
    places = {(_key(known), known.path) for known in now.findings}
    findings = []
    for known in sorted(
        debt.findings, key=lambda one: (_key(one), one.path) not in places
    ):  # where they still are first
        count = min(known.count, left[_key(known)])
        left[_key(known)] -= count
        findings.append(replace(known, count=count))
    bounds = {(known.gate, known.language, known.tool, known.name): known.complexity for known in now.functions}
    functions = [
        replace(known, complexity=min(known.complexity, bound))
        for known in debt.functions
        if (bound := bounds.get((known.gate, known.language, known.tool, known.name))) is not None
    ]
    reached = {(known.gate, known.component): known for known in now.coverage}
    coverage = [
        max(known, here, key=lambda one: Fraction(one.covered, one.total))
        for known in debt.coverage
        if (here := reached.get((known.gate, known.component))) is not None
    ]
    return replace(
        debt,
        findings=tuple(sorted(known for known in findings if known.count)),
        functions=tuple(functions),
        coverage=tuple(coverage),
    )


def _key(known: Known) -> tuple[str, ...]:
    return known.gate, known.language, known.tool, known.rule, known.path if known.whole else known.mark


def _findings(question: Question, piece: Findings, lines: Lines) -> Iterator[Known]:
    for finding in piece.findings:
        if finding.severity not in _TOLD_ONLY and not finding.refused:
            yield Known(
                gate=question.gate,
                language=_language(question),
                tool=question.tool,
                rule=finding.rule,
                mark=lines.mark(finding.path, finding.line),
                path=finding.path,
                whole=finding.line is None,
            )


def _functions(question: Question, piece: Functions) -> Iterator[KnownFunction]:
    requirement = parse_requirement(question.required)
    for function in piece.functions:
        if not requirement.holds(function.complexity):
            yield KnownFunction(
                gate=question.gate,
                language=_language(question),
                tool=question.tool,
                name=function.name,
                complexity=function.complexity,
            )


def _reached(question: Question, evidence: Mapping[OwedId, tuple[Evidence, ...]]) -> Reached | None:
    """Return the coverage that a failed question is about, or None where it is not about coverage."""
    count = _COVERAGE.get(question.gate)
    pieces = [piece for owed in question.owed for piece in evidence.get(owed, ()) if isinstance(piece, Coverage)]
    if count is None or not pieces:
        return None
    measured: Measured = count(files_of(pieces))
    if not measured.total:
        return None
    return Reached(gate=question.gate, component=question.component, covered=measured.covered, total=measured.total)


def _language(question: Question) -> str:
    return "" if question.component == EVERY_COMPONENT else question.component.partition(":")[0]
