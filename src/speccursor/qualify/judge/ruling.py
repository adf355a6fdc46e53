"""From a question and what was heard to one published ruling."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from speccursor.qualify.judge.debt import set_aside
from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.evidence import KIND_OF, Evidence, Lines
from speccursor.qualify.model.gate import Answer, Gate, Heard
from speccursor.qualify.model.plan import (
    EVERY_COMPONENT,
    OwedId,
    Plan,
    Question,
    Share,
    Waiver,
    component_of,
    release_of,
)
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.requirement import Requirement, parse_requirement
from speccursor.qualify.model.verdict import Cause, Ruling, Status

_NOTHING = "nothing: no evidence was heard"
_NOT_ENDED = "Mend what the reason names, then qualify again; the tool's own words stand under `raw/` of the run."
_WITHOUT_EVIDENCE: Mapping[Cause, str] = {
    Cause.ERRORED: _NOT_ENDED,
    Cause.UNREADABLE: _NOT_ENDED,
    Cause.TIMED_OUT: "Find what makes it slow, or give it longer: `timeout` under [components] in qualification.toml.",
    Cause.STALE: "Run `speccursor qualify` again and judge what that run leaves.",
}
"""What to do where a gate was not even asked; its own remedy is about what it would have found."""


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
    now = _heard(question.owed, None, question, plan, heard)
    if isinstance(now, Unread):
        return _inconclusive(now, remedy=now.hint or _WITHOUT_EVIDENCE.get(now.cause, ""))
    requirement = parse_requirement(question.required, unit=gate.unit)
    if gate.compare is not None:
        before = _before(question, plan, heard)
        if isinstance(before, Unread):
            return _inconclusive(before, remedy=gate.reach)
        return gate.compare(now, before, requirement)
    return _alone(now, question, gate, requirement, heard)


def _alone(
    now: Heard, question: Question, gate: Gate, requirement: Requirement, heard: Mapping[OwedId, Reading]
) -> Answer:
    """Ask a gate that compares nothing, of what the candidate's baseline does not know; the debt is told with it."""
    if gate.ask is None:
        return _inconclusive(Unread(Cause.UNAVAILABLE, "this gate cannot be asked yet"))
    evidence = [piece for piece in now.evidence if KIND_OF[type(piece)] is question.kind]
    debt = question.debt
    if debt is None:
        return gate.ask(evidence, requirement, now.components)
    lines = _marks(debt, heard)
    if isinstance(lines, Unread):
        return _inconclusive(lines)
    aside = set_aside(evidence, debt, lines, requirement)
    answer = gate.ask(aside.evidence, requirement, now.components)
    return replace(answer, reason=f"{answer.reason}{aside.told}{debt.note}")


def _marks(debt: Share, heard: Mapping[OwedId, Reading]) -> Lines | Unread:
    """Return the marks of lines by which known findings are known again, or why there are none."""
    if debt.marks is None:
        return Lines({})
    reading = heard.get(debt.marks, Unread(Cause.MISSING, f"{debt.marks} is not in the plan"))
    if isinstance(reading, Unread):
        return Unread(reading.cause, f"the baseline cannot be held against it: {reading.reason}")
    return next((piece for piece in reading if isinstance(piece, Lines)), Unread(Cause.MISSING, "no line was marked"))


def _before(question: Question, plan: Plan, heard: Mapping[OwedId, Reading]) -> Heard | Unread:
    """Return what was heard of the release, or why there is nothing to compare with."""
    if plan.baseline is None or not question.against:
        return Unread(Cause.MISSING, "nothing is owed of the release before")
    release = plan.baseline.release
    before = _heard(question.against, release, question, plan, heard)
    if isinstance(before, Unread):
        return Unread(before.cause, f"{release} was not measured: {before.reason}")
    return before


def _heard(
    asked: Sequence[OwedId], release: str | None, question: Question, plan: Plan, heard: Mapping[OwedId, Reading]
) -> Heard | Unread:
    """Return all that was heard of one tree, or why a piece of it brought nothing of the question's kind."""
    evidence: list[Evidence] = []
    for owed in asked:
        reading = heard.get(owed, Unread(Cause.MISSING, f"{owed} is not in the plan"))
        if release_of(owed) != release:
            return Unread(Cause.STALE, f"{owed} is not evidence of {release or 'the candidate'}")
        if isinstance(reading, Unread):
            return reading
        if not any(KIND_OF[type(piece)] is question.kind for piece in reading):
            return Unread(Cause.MISSING, f"{question.tool} brought no {question.kind}")
        evidence += reading
    return Heard(evidence=tuple(evidence), components=_components(asked, release, plan), release=release or "")


def _components(asked: Sequence[OwedId], release: str | None, plan: Plan) -> tuple[Component, ...]:
    """Return the components that evidence of one tree is about, as they are there."""
    measured = {component_of(owed) for owed in asked}
    tree = plan if release is None else plan.baseline
    components = tree.components if tree is not None else ()
    return tuple(component for component in components if component.id in measured)


def _without_evidence(question: Question) -> Answer:
    if question.proof:
        return Answer(
            status=Status.NOT_APPLICABLE,
            measured=None,
            reason=question.proof,
            could_have_caught="nothing: it does not arise",
        )
    return _inconclusive(Unread(question.cause, question.hint or "no tool can bring this evidence"))


def _inconclusive(unread: Unread, *, remedy: str = "") -> Answer:
    return Answer(
        status=Status.INCONCLUSIVE,
        cause=unread.cause,
        measured=None,
        reason=unread.reason,
        could_have_caught=_NOTHING,
        remedy=remedy,
    )


def _remedy(question: Question, gate: Gate, answer: Answer) -> str:
    if answer.status.may_ship:
        return ""
    if answer.remedy:
        return answer.remedy
    if answer.cause is Cause.MISSING and gate.begin:
        return gate.begin
    if answer.cause in (Cause.UNAVAILABLE, Cause.MISSING) and question.hint:
        return question.hint
    return gate.remedy


def applies(waiver: Waiver, question: Question, gate: Gate, today: date) -> bool:
    """Whether a waiver covers this question today."""
    return (
        gate.waivable
        and waiver.gate == question.gate
        and waiver.component in (question.component, _language_of(question), EVERY_COMPONENT)
        and today <= date.fromisoformat(waiver.expires)
    )


def _language_of(question: Question) -> str:
    """Return what a waiver of everything in the question's language names: ``python:*``."""
    return f"{question.component.partition(':')[0]}:*"


def _waiver(question: Question, plan: Plan, gate: Gate, today: date) -> Waiver | None:
    return next((waiver for waiver in plan.waivers if applies(waiver, question, gate, today)), None)
