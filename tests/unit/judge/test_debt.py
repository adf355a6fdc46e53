"""What a baseline knows is set aside, wherever it has moved; what is new is not, and what is paid is told."""

from collections.abc import Mapping, Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from speccursor.qualify.evidence.speccursor_lines import marks_of
from speccursor.qualify.judge.debt import set_aside
from speccursor.qualify.judge.recording import pruned, recorded
from speccursor.qualify.model.debt import Debt
from speccursor.qualify.model.evidence import Evidence, Finding, Findings, Function, Functions, Kind, Lines, Severity
from speccursor.qualify.model.plan import OwedId, Plan, Question, Share
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.requirement import Requirement
from speccursor.qualify.model.verdict import Cause, Ruling, Status
from speccursor.qualify.plan.indebted import with_debt
from tests.unit.judge.cases import plan_of, record_of, verdict_of

LINT = (0,)
ASKED = Requirement("==", 0, "")
MARKS = OwedId("static-analysis python:. host line-marks")
TEXTS = ("import os", "x = 1", "x  =  1", "", "def f():", "    return x", "é = 2")


def lines_of(files: Mapping[str, Sequence[str]]) -> Lines:
    return Lines({path: marks_of("\n".join(text).encode()) for path, text in files.items()})


sources = st.dictionaries(
    st.sampled_from(["a.py", "b/c.py", "d.py"]), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6), min_size=1
)


@st.composite
def linted(draw: st.DrawFn) -> tuple[dict[str, list[str]], Findings]:
    files = draw(sources)
    places = [(path, line) for path, text in files.items() for line in (None, *range(1, len(text) + 1))]
    found = draw(st.lists(st.tuples(st.sampled_from(places), st.sampled_from(["E1", "E2"])), max_size=6))
    findings = tuple(Finding(path, line, 1, rule, f"{rule} here") for (path, line), rule in found)
    return files, Findings(findings, len(files))


def debt_of(plan: Plan, files: dict[str, list[str]], piece: Evidence) -> Debt:
    asked = plan.questions[0]
    failed = verdict_of(plan, record_of(plan), {plan.owed[0].id: (piece,)}).stages[0].gates
    return recorded(plan, failed, {asked.owed[0]: (piece,)}, lines_of(files), day="2026-11-23")


def share_of(question: Question, debt: Debt) -> Share:
    return with_debt(question, debt, MARKS).debt or Share()


def left(debt: Debt, files: dict[str, list[str]], piece: Evidence) -> tuple[Finding, ...]:
    aside = set_aside([piece], share_of(plan_of(LINT).questions[0], debt), lines_of(files), ASKED)
    return aside.evidence[0].findings if isinstance(aside.evidence[0], Findings) else ()


@given(linted())
def test_everything_that_was_recorded_is_set_aside_and_nothing_is_gone(
    case: tuple[dict[str, list[str]], Findings],
) -> None:
    files, piece = case
    debt = debt_of(plan_of(LINT), files, piece)
    aside = set_aside([piece], share_of(plan_of(LINT).questions[0], debt), lines_of(files), ASKED)
    assert left(debt, files, piece) == ()
    assert (aside.known, aside.gone) == (len(piece.findings), 0)
    assert debt.size == len(piece.findings)


@given(linted(), st.integers(0, 3))
def test_code_that_moves_down_or_to_another_file_keeps_its_identity(
    case: tuple[dict[str, list[str]], Findings], down: int
) -> None:
    files, piece = case
    debt = debt_of(plan_of(LINT), files, piece)
    moved = {f"moved/{path}": [*["# new"] * down, *text] for path, text in files.items()}
    shifted = tuple(
        replace(one, path=f"moved/{one.path}", line=one.line + down) for one in piece.findings if one.line is not None
    )
    assert left(debt, moved, Findings(shifted, 1)) == ()
    whole = tuple(replace(one, path=f"moved/{one.path}") for one in piece.findings if one.line is None)
    renamed = {f"moved/{path}": text for path, text in files.items()}
    once = {replace(one, path="") for one in whole}
    if len(once) == len(whole):
        assert left(debt, renamed, Findings(whole, 1)) == ()


@given(linted())
def test_one_more_of_what_is_known_is_new(case: tuple[dict[str, list[str]], Findings]) -> None:
    files, piece = case
    debt = debt_of(plan_of(LINT), files, piece)
    for finding in piece.findings:
        assert left(debt, files, Findings((*piece.findings, finding), 1)) == (finding,)
    fresh = Finding(next(iter(files)), 1, 1, "E9", "never seen")
    assert left(debt, files, Findings((*piece.findings, fresh), 1)) == (fresh,)


@given(linted(), st.data())
def test_pruning_takes_what_is_gone_and_adds_nothing(
    case: tuple[dict[str, list[str]], Findings], data: st.DataObject
) -> None:
    files, piece = case
    plan = plan_of(LINT)
    debt = debt_of(plan, files, piece)
    kept = Findings(tuple(one for one in piece.findings if data.draw(st.booleans())), piece.examined)
    more = replace(kept, findings=(*kept.findings, Finding(next(iter(files)), 1, 1, "E9", "new")))
    now = debt_of(plan, files, more)
    after = pruned(debt, now)
    assert after.size == len(kept.findings)
    assert left(after, files, kept) == ()
    assert pruned(after, now) == after


@given(linted())
def test_a_line_that_is_written_anew_is_not_known(case: tuple[dict[str, list[str]], Findings]) -> None:
    files, piece = case
    debt = debt_of(plan_of(LINT), files, piece)
    rewritten = {
        path: [f"{text}  # anew {number}" for number, text in enumerate(lines)] for path, lines in files.items()
    }
    on_lines = Findings(tuple(one for one in piece.findings if one.line is not None), 1)
    assert left(debt, rewritten, on_lines) == on_lines.findings


def test_what_a_checker_calls_a_warning_is_not_recorded() -> None:
    finding = Finding("a.py", 1, 1, "W1", "only told", Severity.LOW)
    bad = Finding("a.py", 1, 1, "E1", "counted")
    debt = debt_of(plan_of(LINT), {"a.py": ["x"]}, Findings((finding, bad), 1))
    assert [known.rule for known in debt.findings] == ["E1"]


def test_a_file_that_its_checker_does_not_accept_is_never_known_debt() -> None:
    refused = Finding("a.py", 1, 1, "syntax", "cannot be parsed", Severity.HIGH, refused=True)
    bad = Finding("a.py", 1, 1, "E1", "counted")
    plan, files = plan_of(LINT), {"a.py": ["x = ("]}
    debt = debt_of(plan, files, Findings((refused, bad), 1))
    assert [known.rule for known in debt.findings] == ["E1"]
    written_by_hand = replace(debt, findings=(*debt.findings, replace(debt.findings[0], rule="syntax")))
    assert left(written_by_hand, files, Findings((refused, bad), 1)) == (refused,)


def function(name: str, complexity: int) -> Function:
    return Function("a.py", 1, 9, name, complexity, 9, 0)


@settings(max_examples=1000)
@given(st.lists(st.tuples(st.sampled_from("fgh"), st.integers(1, 40)), min_size=1, max_size=6))
def test_a_known_function_may_not_become_more_complex(told: list[tuple[str, int]]) -> None:
    limit = Requirement("<=", 15, "")
    asked = replace(plan_of(LINT).questions[0], gate="complexity", kind=Kind.FUNCTIONS, required="<= 15")
    plan = replace(plan_of(LINT), questions=(asked,))
    seen = Functions(tuple(function(name, complexity) for name, complexity in told))
    above = [one for one in seen.functions if not limit.holds(one.complexity)]
    debt = debt_of(plan, {}, seen)
    share = share_of(asked, debt)
    aside = set_aside([seen], share, Lines({}), limit)
    assert share.marks is None
    assert aside.known == len(above)
    worse = Functions(tuple(function(one.name, 41) for one in above))
    unpaid = set_aside([worse], share, Lines({}), limit)
    assert unpaid.evidence == (worse,)
    assert unpaid.gone == len(above)


def indebted(debt: Debt) -> Plan:
    plan = plan_of(LINT)
    marks = replace(plan.owed[0], tool="line-marks")
    question = with_debt(plan.questions[0], debt, marks.id)
    return replace(plan, owed=(*plan.owed, marks), questions=(question,))


def ruled(plan: Plan, readings: dict[OwedId, Reading]) -> Ruling:
    return verdict_of(plan, record_of(plan), readings).stages[0].gates[0]


def test_a_ruling_counts_the_debt_and_an_unknown_finding_fails_it() -> None:
    files, finding = {"a.py": ["x = 1"]}, Finding("a.py", 1, 1, "E1", "bad")
    plan = indebted(debt_of(plan_of(LINT), files, Findings((finding,), 1)))
    lint, marks = (owed.id for owed in plan.owed)
    known = ruled(plan, {lint: (Findings((finding,), 1),), marks: (lines_of(files),)})
    assert (known.status, "; 1 known ones of the baseline are set aside" in known.reason) == (Status.PASSED, True)
    paid = ruled(plan, {lint: (Findings((), 1),), marks: (lines_of(files),)})
    assert "(1 more are gone: `speccursor baseline prune`)" in paid.reason
    new = ruled(plan, {lint: (Findings((finding, finding), 1),), marks: (lines_of(files),)})
    assert new.status is Status.FAILED
    assert len(new.locations) == 1


def test_without_the_marks_of_lines_nothing_is_known_and_nothing_passes() -> None:
    files, finding = {"a.py": ["x = 1"]}, Finding("a.py", 1, 1, "E1", "bad")
    plan = indebted(debt_of(plan_of(LINT), files, Findings((finding,), 1)))
    lint, marks = (owed.id for owed in plan.owed)
    for reading in (Unread(Cause.STALE, "another's"), (Findings((), 1),)):
        ruling = ruled(plan, {lint: (Findings((finding,), 1),), marks: reading})
        assert ruling.status is Status.INCONCLUSIVE
    assert ruled(plan, {lint: (Findings((finding,), 1),)}).status is Status.INCONCLUSIVE


def test_a_debt_is_part_of_the_plan_and_of_its_digest() -> None:
    files, finding = {"a.py": ["x = 1"]}, Finding("a.py", 1, 1, "E1", "bad")
    plan = indebted(debt_of(plan_of(LINT), files, Findings((finding,), 1)))
    assert msgspec.json.decode(msgspec.json.encode(plan), type=Plan) == plan
    assert plan.digest != replace(plan, questions=(replace(plan.questions[0], debt=None),)).digest
