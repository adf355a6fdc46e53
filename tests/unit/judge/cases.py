"""Small whole plans and records to judge: one gate of each kind, on components that pass unless told otherwise."""

from datetime import date

import msgspec

from speccursor.qualify.gates import GATES
from speccursor.qualify.judge import judge
from speccursor.qualify.model.candidate import Component, ComponentId, Language, Role
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.evidence import (
    Branches,
    Coverage,
    Evidence,
    FileCoverage,
    Finding,
    Findings,
    Function,
    Functions,
    Kind,
    Properties,
    Property,
    PropertyOutcome,
    TestCase,
    TestOutcome,
    TestRun,
)
from speccursor.qualify.model.outcome import Finished, Outcome
from speccursor.qualify.model.plan import (
    Baseline,
    Cell,
    Owed,
    OwedId,
    Plan,
    Question,
    StageAsked,
    Waiver,
    every_component_in,
)
from speccursor.qualify.model.reading import Reading
from speccursor.qualify.model.record import Envelope, Observation, Record, nonce_of
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.verdict import CandidateId, Verdict

RELEASE = "v1.2.0"
RELEASED = CandidateId(name="pkg", revision="0ld", tree=digest_of_bytes(b"released"), dirty=False)
TODAY = date(2026, 11, 22)
RUN_NONCE = "5eed" * 8
HOST = Cell()
COMPONENT = Component(
    language=Language.PYTHON, path=".", manifest="pyproject.toml", files={"src/pkg/__init__.py": Role.SOURCE}
)
CANDIDATE = CandidateId(name="pkg", revision="c0ffee", tree=digest_of_bytes(b"tree"), dirty=False)

CLEAN: dict[Kind, Evidence] = {
    Kind.FINDINGS: Findings((), examined=3),
    Kind.FUNCTIONS: Functions((Function("src/pkg/__init__.py", 1, 9, "f", 3, 9, 1),)),
    Kind.TESTS: TestRun((TestCase(id="test_f", outcome=TestOutcome.PASSED),)),
    Kind.COVERAGE: Coverage(
        (FileCoverage(path="src/pkg/__init__.py", executed=(1, 2), missing=(), branches=Branches(2, 2)),)
    ),
    Kind.PROPERTIES: Properties((Property(id="test_law", outcome=PropertyOutcome.HELD, executed=1000),)),
}
FAULTY: dict[Kind, Evidence] = {
    Kind.FINDINGS: Findings((Finding("src/pkg/__init__.py", 2, 1, "F401", "unused"),), examined=3),
    Kind.FUNCTIONS: Functions((Function("src/pkg/__init__.py", 1, 90, "f", 16, 90, 1),)),
    Kind.TESTS: TestRun((TestCase(id="test_f", outcome=TestOutcome.FAILED, message="assert 1 == 2"),)),
    Kind.COVERAGE: Coverage(
        (FileCoverage(path="src/pkg/__init__.py", executed=(1,), missing=(2,), branches=Branches(1, 2, (2,))),)
    ),
    Kind.PROPERTIES: Properties(
        (Property(id="test_law", outcome=PropertyOutcome.FALSIFIED, executed=7, counterexample="f(0)"),)
    ),
}
ASKED: tuple[tuple[StageId, str, Kind, tuple[str, ...]], ...] = (
    (StageId.STATIC_ANALYSIS, "ruff-check", Kind.FINDINGS, ("lint-errors",)),
    (StageId.STATIC_ANALYSIS, "lizard", Kind.FUNCTIONS, ("complexity",)),
    (StageId.UNIT_TESTS, "pytest", Kind.TESTS, ("tests-pass",)),
    (StageId.UNIT_TESTS, "coverage", Kind.COVERAGE, ("line-coverage", "branch-coverage")),
    (StageId.PROPERTY_TESTS, "hypothesis", Kind.PROPERTIES, ("property-holds",)),
)


def owed_of(index: int, component: ComponentId = COMPONENT.id) -> Owed:
    stage, tool, kind, _ = ASKED[index]
    return Owed(stage=stage, component=component, cell=HOST, tool=tool, kinds=(kind,))


def question(gate: str, owed: Owed, **changes: str) -> Question:
    return Question(
        gate=gate,
        stage=owed.stage,
        component=owed.component,
        cell=owed.cell.name,
        tool=owed.tool,
        kind=owed.kinds[0],
        owed=(owed.id,),
        required=changes.get("required", GATES[gate].required),
    )


COVERAGE = 3
"""The place in `ASKED` of what is compared with a release."""


def compared(plan: Plan) -> Plan:
    """The same plan with coverage owed of a release too, and a comparison of the two."""
    (now,) = [item for item in plan.owed if item.tool == ASKED[COVERAGE][1]]
    then = msgspec.structs.replace(now, release=RELEASE, kinds=(Kind.COVERAGE, Kind.TESTS))
    delta = msgspec.structs.replace(
        question("coverage-delta", now), component=every_component_in(COMPONENT.language), against=(then.id,)
    )
    questions = sorted((*plan.questions, delta), key=lambda item: item.stage.number)
    baseline = Baseline(release=RELEASE, candidate=RELEASED, components=(COMPONENT,))
    return msgspec.structs.replace(plan, owed=(*plan.owed, then), questions=tuple(questions), baseline=baseline)


def plan_of(indices: tuple[int, ...] = (0, 1, 2, 3, 4), *, waivers: tuple[Waiver, ...] = ()) -> Plan:
    owed = tuple(owed_of(index) for index in indices)
    questions = tuple(
        question(gate, item) for index, item in zip(indices, owed, strict=True) for gate in ASKED[index][3]
    )
    return Plan(
        engine="test",
        candidate=CANDIDATE,
        components=(COMPONENT,),
        profile=Profile.QUICK,
        partial=False,
        stages=tuple(StageAsked(id=stage, owner="us") for stage in dict.fromkeys(item.stage for item in owed)),
        owed=owed,
        questions=questions,
        waivers=waivers,
    )


def envelope_of(plan: Plan, owed: Owed) -> Envelope:
    tree = plan.tree_of(owed)
    assert tree is not None
    return Envelope(
        revision=tree.candidate.revision,
        tree=tree.candidate.tree,
        plan=plan.digest,
        nonce=nonce_of(RUN_NONCE, owed.id),
        tool=owed.tool,
        version="1",
        argv=(owed.tool,),
        root="/candidate",
        isolation="none",
        inputs=digest_of_bytes(b"inputs"),
        started="2026-11-22T10:00:00+00:00",
        finished="2026-11-22T10:00:01+00:00",
        outputs=(),
    )


def observe(plan: Plan, owed: Owed, outcome: Outcome | None = None) -> Observation:
    return Observation(owed=owed.id, outcome=outcome or Finished(0, 1.0), envelope=envelope_of(plan, owed))


def record_of(plan: Plan, observations: tuple[Observation, ...] | None = None) -> Record:
    return Record(
        run="run",
        nonce=RUN_NONCE,
        plan=plan.digest,
        machine="test",
        started="2026-11-22T10:00:00+00:00",
        finished="2026-11-22T10:00:09+00:00",
        observations=tuple(observe(plan, owed) for owed in plan.owed) if observations is None else observations,
    )


def readings_of(plan: Plan, *, faulty: frozenset[int] = frozenset()) -> dict[OwedId, Reading]:
    return {owed.id: brought(owed, faulty=place in faulty) for place, owed in enumerate(plan.owed)}


def brought(owed: Owed, *, faulty: bool = False) -> tuple[Evidence, ...]:
    """All that was owed; a fault is in the first kind of it."""
    return ((FAULTY if faulty else CLEAN)[owed.kinds[0]], *(CLEAN[kind] for kind in owed.kinds[1:]))


def verdict_of(plan: Plan, record: Record, readings: dict[OwedId, Reading], *, today: date = TODAY) -> Verdict:
    return judge(plan, record, readings, gates=GATES, today=today)
