"""Verdicts for Hypothesis: always consistent (the worst decides), with text that wants to be markup."""

from collections.abc import Sequence
from typing import TypeVar

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

texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=3).map("".join)
_pools = st.lists(texts, min_size=1, max_size=3)
_choices = st.binary(min_size=48, max_size=48)
_Item = TypeVar("_Item")


class _Maker:
    """Builds a verdict out of a few texts and bytes: one draw, where drawing each field would be slow."""

    def __init__(self, pool: list[str], choices: bytes) -> None:
        self._pool = pool
        self._choices = iter(choices)

    def one_of(self, items: Sequence[_Item]) -> _Item:
        return items[next(self._choices, 0) % len(items)]

    def text(self) -> str:
        return self.one_of(self._pool)

    def ruling(self) -> Ruling:
        status = self.one_of(tuple(Status))
        text, other = self.text(), self.text()
        places = ((), (Location(text, 3, other),), (Location(other, None, text),) * 7)
        return Ruling(
            id=self.one_of(("complexity", "line-coverage", other or "x")),
            component=ComponentId(other),
            cell=text,
            tool=other,
            status=status,
            cause=self.one_of(tuple(Cause)) if status is Status.INCONCLUSIVE else None,
            measured=self.one_of((None, "17", "93.4 % (1 of 2)", text)),
            required=self.one_of(("<= 15", ">= 95 %", "== 0", text)),
            reason=text,
            remedy=other,
            reproduce=text,
            could_have_caught=other,
            locations=self.one_of(places),
        )

    def stage(self, identifier: StageId) -> StageVerdict:
        gates = tuple(self.ruling() for _ in range(self.one_of((1, 2, 0))))
        return StageVerdict(
            number=identifier.number,
            id=identifier,
            owner=self.text(),
            status=worst(gate.status for gate in gates),
            seconds=self.one_of((0.0, 0.25, 61.0, 7261.5)),
            cached=self.one_of((False, True)),
            gates=gates,
        )

    def verdict(self) -> Verdict:
        first = self.one_of(tuple(StageId)).number - 1
        stages = tuple(self.stage(item) for item in tuple(StageId)[first : first + self.one_of((1, 2, 0))])
        name = self.text()
        revision = self.one_of((None, name, "ab" * 20))
        dirty = self.one_of((False, True))
        return Verdict(
            engine=name,
            run=name,
            status=worst(stage.status for stage in stages),
            partial=self.one_of((False, True)),
            profile=self.one_of(tuple(Profile)),
            candidate=CandidateId(name=name, revision=revision, tree=digest_of(1), dirty=dirty),
            plan_digest=digest_of(2),
            judged_at="2026-11-22",
            weakened=self.one_of(((), (self.text(),))),
            stages=stages,
        )


verdicts = st.builds(lambda pool, choices: _Maker(pool, choices).verdict(), _pools, _choices)


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
