"""Verdicts for Hypothesis: always consistent (the worst decides), with text that wants to be markup."""

from hypothesis import strategies as st

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Record
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.verdict import CandidateId, Cause, Location, Ruling, StageVerdict, Status, Verdict, worst
from speccursor.qualify.report.material import Material
from tests.unit.report.sample import HOSTILE

FRAGMENTS = (
    *HOSTILE,
    "a b c",
    "services/api/app.py",
    "17",
    "93.4 % (1 of 2)",
    "<= 15",
    ">= 95 %",
    "",
    "-->",
    "]]>",
    "\n\n- [ ] item\n\n    indented\n",
    "</summary></details>",
    "]( <https://example.org> )",
    "&#x3c;script&#x3e;",
    "\\`",
    "` `",
    "   ",
    "1. one",
    "===",
    "\u0301\u4e2d\u6587\U0001f600",
    "\udcff.py",
    "{0} [a](b)",
)

texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=3).map("".join)
_statuses = st.sampled_from(Status)


@st.composite
def rulings(draw: st.DrawFn) -> Ruling:
    status = draw(_statuses)
    text = draw(texts)
    other = draw(texts)
    return Ruling(
        id=draw(st.sampled_from(("complexity", "line-coverage", "lint-errors"))) if draw(st.booleans()) else other or "x",
        component=ComponentId(other),
        cell=text,
        tool=other,
        status=status,
        cause=draw(st.sampled_from(Cause)) if status is Status.INCONCLUSIVE else None,
        measured=draw(st.one_of(st.none(), texts)),
        required=draw(st.sampled_from(("<= 15", ">= 95 %", "== 0", "< 0.5 %/h", text))),
        reason=text,
        remedy=other,
        reproduce=text,
        could_have_caught=other,
        locations=draw(st.sampled_from(((), (Location(text, 3, other),), (Location(other, None, text),) * 7))),
    )


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    ids = draw(st.lists(st.sampled_from(StageId), max_size=3, unique=True))
    stages = []
    for identifier in sorted(ids, key=lambda item: item.number):
        gates = tuple(draw(st.lists(rulings(), max_size=2)))
        stages.append(
            StageVerdict(
                number=identifier.number,
                id=identifier,
                owner=draw(texts),
                status=worst(gate.status for gate in gates),
                seconds=draw(st.sampled_from((0.0, 0.25, 61.0, 7261.5))),
                cached=draw(st.booleans()),
                gates=gates,
            )
        )
    name = draw(texts)
    return Verdict(
        engine=name,
        run=name,
        status=worst(stage.status for stage in stages),
        partial=draw(st.booleans()),
        profile=draw(st.sampled_from(Profile)),
        candidate=CandidateId(
            name=name, revision=draw(st.sampled_from((None, name, "ab" * 20))), tree=digest_of(1), dirty=draw(st.booleans())
        ),
        plan_digest=digest_of(2),
        judged_at="2026-11-22",
        weakened=tuple(draw(st.lists(texts, max_size=1))),
        stages=tuple(stages),
    )


def bare(verdict: Verdict) -> Material:
    """A verdict with a plan and a record that hold nothing."""
    plan = Plan(
        engine=verdict.engine,
        candidate=verdict.candidate,
        components=(),
        profile=verdict.profile,
        partial=verdict.partial,
        stages=(),
        owed=(),
        questions=(),
    )
    record = Record(
        run=verdict.run,
        nonce="0" * 32,
        plan=verdict.plan_digest,
        machine=verdict.engine,
        started="2026-11-22T22:57:33+00:00",
        finished="2026-11-22T22:58:33+00:00",
        observations=(),
    )
    return Material(verdict, plan, record, {})
