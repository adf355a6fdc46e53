"""What a candidate's baseline means for one question: what is known of it, or how far coverage had come."""

from fractions import Fraction

from msgspec.structs import replace

from speccursor.qualify.model.debt import Debt, Reached
from speccursor.qualify.model.plan import OwedId, Question, Share
from speccursor.qualify.model.requirement import Requirement, parse_requirement

MARKS = "line-marks"
"""The tool whose evidence tells where a known line is now."""

_DECIMALS = 4


def with_debt(question: Question, debt: Debt | None, marks: OwedId | None) -> Question:
    """Return the question as the baseline leaves it; unchanged where the baseline says nothing of it.

    Known findings and functions are to be set aside; `marks` names the evidence by which they are known again. Where
    coverage was recorded below what is asked for, it is the recorded coverage that must be held.
    """
    if debt is None:
        return question
    language = question.component.partition(":")[0]
    about = (question.gate, language, question.tool)
    findings = tuple(known for known in debt.findings if (known.gate, known.language, known.tool) == about)
    functions = tuple(known for known in debt.functions if (known.gate, known.language, known.tool) == about)
    if findings or functions:
        return replace(question, debt=Share(findings=findings, functions=functions, marks=marks if findings else None))
    reached = [one for one in debt.coverage if (one.gate, one.component) == (question.gate, question.component)]
    return _held(question, reached[0], debt) if reached else question


def _held(question: Question, reached: Reached, debt: Debt) -> Question:
    asked = parse_requirement(question.required)
    share = Fraction(100 * reached.covered, reached.total) if reached.total else Fraction(0)
    bound = int(share * 10**_DECIMALS) / 10**_DECIMALS  # rounded down: what was reached is always enough
    if asked.operator not in (">=", ">") or asked.holds(bound):
        return question
    note = f"; {asked} is asked for, and the baseline of {debt.recorded} holds it at what was reached then"
    return replace(question, required=str(Requirement(">=", bound, asked.unit)), debt=Share(note=note))
