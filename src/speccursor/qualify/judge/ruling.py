"""From a question and what was heard to one published ruling."""

from collections.abc import Mapping
from datetime import date

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.evidence import KIND_OF, Evidence
from speccursor.qualify.model.gate import Answer, Gate
from speccursor.qualify.model.plan import EVERY_COMPONENT, OwedId, Plan, Question, Waiver
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Ruling, Status

_NOTHING = "nothing: no evidence was heard"


def rule(question: Question, plan: Plan, heard: Mapping[OwedId, Reading], gate: Gate, today: date) -> Ruling:
    """Answer one question of the plan, then apply the waiver that names it, if there is one."""
    answer = _answer(question, plan, heard, gate)
    waiver = _waiver(question, plan, gate, today) if not answer.status.may_ship else None
    status, reason, cause = answer.status, answer.reason, answer.cause
    if waiver is not None:
        reason = f"{status} ({reason}), waived by {waiver.owner} until {waiver.expires}: {waiver.reason}"
        status, cause = Status.WAIVED, None
    return Ruling(
        id=question.gate,
        component=question.component,
        cell=question.cell,
        tool=question.tool,
        status=status,
        cause=cause,
        measured=answer.measured,
        required=question.required,
        reason=reason,
        remedy=_remedy(question, gate, answer),
        reproduce=question.reproduce,
        could_have_caught=answer.could_have_caught,
        locations=answer.locations,
    )


def _answer(question: Question, plan: Plan, heard: Mapping[OwedId, Reading], gate: Gate) -> Answer:
    if not question.owed:
        return _without_evidence(question)
    evidence: list[Evidence] = []
    for owed in question.owed:
        reading = heard.get(owed, Unread(Cause.MISSING, f"{owed} is not in the plan"))
        if isinstance(reading, Unread):
            return _inconclusive(reading)
        pieces = [piece for piece in reading if KIND_OF[type(piece)] is question.kind]
        if not pieces:
            return _inconclusive(Unread(Cause.MISSING, f"{question.tool} brought no {question.kind}"))
        evidence += pieces
    if gate.ask is None:
        return _inconclusive(Unread(Cause.UNAVAILABLE, "this gate cannot be asked yet"))
    return gate.ask(evidence, parse_requirement(question.required, unit=gate.unit), _components(question, plan))


def _components(question: Question, plan: Plan) -> tuple[Component, ...]:
    if question.component != EVERY_COMPONENT:
        return tuple(component for component in plan.components if component.id == question.component)
    measured = {owed.component for owed in plan.owed if owed.id in question.owed}
    return tuple(component for component in plan.components if component.id in measured)


def _without_evidence(question: Question) -> Answer:
    if question.proof:
        return Answer(
            status=Status.NOT_APPLICABLE,
            measured=None,
            reason=question.proof,
            could_have_caught="nothing: it does not arise",
        )
    return _inconclusive(Unread(Cause.UNAVAILABLE, question.hint or "no tool can bring this evidence"))


def _inconclusive(unread: Unread) -> Answer:
    return Answer(
        status=Status.INCONCLUSIVE,
        cause=unread.cause,
        measured=None,
        reason=unread.reason,
        could_have_caught=_NOTHING,
    )


def _remedy(question: Question, gate: Gate, answer: Answer) -> str:
    if answer.status.may_ship:
        return ""
    if answer.cause in (Cause.UNAVAILABLE, Cause.MISSING) and question.hint:
        return question.hint
    return gate.remedy


def applies(waiver: Waiver, question: Question, gate: Gate, today: date) -> bool:
    """Whether a waiver covers this question today."""
    return (
        gate.waivable
        and waiver.gate == question.gate
        and waiver.component in (question.component, "*")
        and today <= date.fromisoformat(waiver.expires)
    )


def _waiver(question: Question, plan: Plan, gate: Gate, today: date) -> Waiver | None:
    return next((waiver for waiver in plan.waivers if applies(waiver, question, gate, today)), None)
