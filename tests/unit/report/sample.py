"""A candidate as they are in life: passed, failed, waived, not applicable, and inconclusive for every cause.

Deterministic; with thousands of findings, several components, reused observations, and text that wants
to be markup.
"""

import random
from datetime import UTC, datetime, timedelta

from speccursor.qualify.gates import GATES
from speccursor.qualify.model.candidate import Component, ComponentId, Language, Role
from speccursor.qualify.model.digests import Digest, digest_of
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
    Severity,
    TestCase,
    TestOutcome,
    TestRun,
)
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import Cell, NotAsked, Owed, OwedId, Plan, Question, StageAsked
from speccursor.qualify.model.record import Envelope, Observation, Origin, Output, Preparation, Record
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.verdict import (
    CandidateId,
    Cause,
    Location,
    Ruling,
    StageVerdict,
    Status,
    Verdict,
    worst,
)
from speccursor.qualify.report.material import Material

TREE = Digest("sha256:" + "3f9c" * 16)
PLAN = Digest("sha256:" + "b71e" * 16)
COMMIT = "9d3b1f60c2ae4d5587a1b0c9e8f7a6b5c4d3e2f1"
PY, TS = ComponentId("python:services/api"), ComponentId("javascript:web")

HOSTILE = (
    "<script>alert('planted')</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></failure><testcase name='green'/>",
    "`code` ``more`` ```\n# planted heading\n",
    "| a | b |\n|---|---|\n[link](https://example.org) ![](https://example.org/x.png)",
    "@octocat fixes #1, GH-2, www.example.org, https://example.org, <!-- speccursor.verdict/1 -->",
    "\x1b[2J\x1b[31mred\x07\x00\u202egnp.exe\u2066 \u200b\ufeff \ud83d\udc00 \U000e0041",
    "'; DROP TABLE gates; --{0}{{1}}",
    "$x^2$ ~~gone~~ *em* _em_ &amp; &lt; \\ \\| &#64;team",
)


def ruling(
    gate: str,
    status: Status,
    *,
    component: ComponentId = PY,
    cause: Cause | None = None,
    measured: str | None = None,
    reason: str = "",
    tool: str = "ruff-check",
    locations: tuple[Location, ...] = (),
    cell: str = "host",
) -> Ruling:
    known = GATES[gate]
    return Ruling(
        id=gate,
        component=component,
        cell=cell,
        tool=tool,
        status=status,
        cause=cause,
        measured=measured,
        required=known.required,
        reason=reason or f"{gate} is {status}",
        remedy=known.remedy,
        reproduce=f"cd {component.partition(':')[2]} && {tool} ." if tool else "",
        could_have_caught="any single finding of the enabled rules",
        locations=locations,
    )


def stage(identifier: StageId, *rulings: Ruling, seconds: float = 0.0, cached: bool = False) -> StageVerdict:
    return StageVerdict(
        number=identifier.number,
        id=identifier,
        owner="All Lang Leads" if identifier.number < 3 else "SRE",
        status=worst(ruling.status for ruling in rulings),
        seconds=seconds,
        cached=cached,
        gates=rulings,
    )


def verdict(*stages: StageVerdict, partial: bool = False, name: str = "lockstep") -> Verdict:
    return Verdict(
        engine="speccursor 0.1.0",
        run="20261122-225733-5f1c",
        status=worst(stage.status for stage in stages),
        partial=partial,
        profile=Profile.QUICK,
        candidate=CandidateId(name=name, revision=COMMIT, tree=TREE, dirty=True),
        plan_digest=PLAN,
        judged_at="2026-11-22",
        weakened=("no sandbox: bubblewrap is not on this machine",),
        stages=stages,
    )


def passing(*, partial: bool = True) -> Verdict:
    """Three stages, everything passed."""
    return verdict(
        stage(StageId.STATIC_ANALYSIS, ruling("lint-errors", Status.PASSED, measured="0 in 42 files")),
        stage(StageId.UNIT_TESTS, ruling("line-coverage", Status.PASSED, measured="98.20 % (491 of 500)")),
        stage(StageId.PROPERTY_TESTS, ruling("property-holds", Status.PASSED, measured="1000 examples at the least")),
        partial=partial,
    )


def _static() -> StageVerdict:
    places = tuple(
        Location(
            f"services/api/src/resolver/solve_{n % 7}.py",
            12 + 9 * n,
            f"C901: `resolve_{n}` has complexity {17 + n % 9}",
        )
        for n in range(9)
    )
    lint = tuple(
        Location(
            f"web/src/components/Panel{n % 40}.tsx",
            1 + n,
            f"no-unused-vars: 'value{n}' is assigned a value but never used",
        )
        for n in range(2400)
    )
    evil = tuple(Location(f"web/{text}.ts", 1, text) for text in HOSTILE)
    return stage(
        StageId.STATIC_ANALYSIS,
        ruling("lint-errors", Status.PASSED, measured="0 in 212 files", reason="no finding in 212 files"),
        ruling("format-errors", Status.PASSED, tool="ruff-format", measured="0 in 212 files"),
        ruling(
            "type-errors",
            Status.WAIVED,
            tool="mypy",
            measured="3 in 212 files",
            reason="failed (3 findings, none allowed), waived by kim until 2027-01-31: stubs come with 4.2",
        ),
        ruling(
            "complexity",
            Status.FAILED,
            tool="lizard",
            measured="25",
            reason="9 of 1894 functions are not <= 15; the greatest is resolve_8",
            locations=places,
        ),
        ruling(
            "lint-errors",
            Status.FAILED,
            component=TS,
            tool="eslint",
            measured="2409 in 318 files",
            reason="2409 findings, none allowed",
            locations=evil + lint,
        ),
        ruling(
            "type-errors",
            Status.INCONCLUSIVE,
            component=TS,
            tool="tsc",
            cause=Cause.ERRORED,
            reason="ended by signal 9 (out of memory)",
        ),
        ruling(
            "lint-errors",
            Status.NOT_APPLICABLE,
            component=ComponentId("workflow:.github"),
            tool="actionlint",
            reason="no file in .github/workflows holds a workflow",
        ),
        seconds=41.7,
    )


def _unit() -> StageVerdict:
    return stage(
        StageId.UNIT_TESTS,
        ruling("tests-pass", Status.PASSED, tool="pytest", measured="0 of 1431 failed", reason="1431 tests passed"),
        ruling("no-retries", Status.PASSED, tool="pytest", measured="0"),
        ruling(
            "line-coverage",
            Status.FAILED,
            tool="pytest",
            measured="93.41 % (8201 of 8780)",
            reason="93.41 % (8201 of 8780) of lines were run, >= 95 % required",
            locations=tuple(
                Location(f"services/api/src/{name}.py", 40, "not run: lines 40-71, 88, 120-133")
                for name in ("resolver/backtrack", "store/postgres", "queue/drain")
            ),
        ),
        ruling("branch-coverage", Status.PASSED, tool="pytest", measured="95.90 % (2102 of 2192)"),
        ruling(
            "tests-pass",
            Status.INCONCLUSIVE,
            component=TS,
            tool="vitest",
            cause=Cause.TIMED_OUT,
            reason="ended after its limit of 600 s",
        ),
        ruling(
            "line-coverage",
            Status.INCONCLUSIVE,
            component=TS,
            tool="vitest",
            cause=Cause.MISSING,
            reason="vitest brought no coverage",
        ),
        ruling(
            "branch-coverage",
            Status.INCONCLUSIVE,
            component=TS,
            tool="vitest",
            cause=Cause.UNREADABLE,
            reason="coverage-final.json ends in the middle of a string " + HOSTILE[0],
        ),
        ruling(
            "no-retries",
            Status.INCONCLUSIVE,
            component=TS,
            tool="vitest",
            cause=Cause.STALE,
            reason="its nonce is another run's",
        ),
        seconds=612.0,
    )


def _property() -> StageVerdict:
    return stage(
        StageId.PROPERTY_TESTS,
        ruling(
            "property-holds",
            Status.INCONCLUSIVE,
            tool="hypothesis",
            cause=Cause.UNDERPOWERED,
            measured="120 examples at the least",
            reason="1 of 14 properties are not shown; the first 120 examples executed, >= 1000 required",
        ),
        ruling(
            "property-holds",
            Status.INCONCLUSIVE,
            component=TS,
            tool="fast-check",
            cause=Cause.SKIPPED,
            reason="interrupted before it was started",
        ),
        seconds=18.25,
        cached=True,
    )


def _later() -> list[StageVerdict]:
    asked = {
        StageId.INTEGRATION_E2E: ("scenarios-pass",),
        StageId.LOAD_TESTS: ("latency-p95", "error-rate"),
        StageId.CHAOS_TESTS: ("self-healing", "jobs-lost"),
        StageId.SECURITY_SCANS: ("security-findings",),
        StageId.VULNERABILITY_SBOM: ("vulnerabilities", "sbom-signed"),
        StageId.OBSERVABILITY: ("metrics-exposed", "alerts-fire"),
        StageId.PERFORMANCE: ("cpu-p95", "memory-leak"),
        StageId.COST_BUDGETS: ("monthly-cost",),
        StageId.DEPLOYMENT_DRILL: ("rollout", "rollback"),
    }
    reason = "this release of SpecCursor brings no tool for this stage yet; until then no evidence for it can be judged"
    return [
        stage(
            identifier,
            *(
                ruling(
                    gate,
                    Status.INCONCLUSIVE,
                    component=ComponentId("*"),
                    tool="",
                    cause=Cause.UNAVAILABLE,
                    reason=reason,
                )
                for gate in gates
            ),
        )
        for identifier, gates in asked.items()
    ]


def failing() -> Verdict:
    """All twelve stages: failures, every cause, a waiver, something that does not apply."""
    return verdict(_static(), _unit(), _property(), *_later())


def material(judged: Verdict | None = None) -> Material:
    """Everything beside the verdict: a plan, a record and evidence that fit `failing`."""
    judged = judged or failing()
    chance = random.Random(20261122)  # noqa: S311  (a sample, not a secret)
    components = _components()
    owed = tuple(_owed())
    plan = Plan(
        engine="speccursor 0.1.0",
        candidate=judged.candidate,
        components=components,
        profile=judged.profile,
        partial=judged.partial,
        stages=tuple(StageAsked(id=stage.id, owner=stage.owner) for stage in judged.stages),
        owed=owed,
        questions=tuple(
            Question(
                gate=ruling.id,
                stage=stage.id,
                component=ruling.component,
                cell=ruling.cell,
                tool=ruling.tool,
                kind=GATES[ruling.id].kind,
                owed=tuple(item.id for item in owed if (item.component, item.tool) == (ruling.component, ruling.tool)),
                required=ruling.required,
                reproduce=ruling.reproduce,
            )
            for stage in judged.stages
            for ruling in stage.gates
            if ruling.id in GATES
        ),
        not_asked=(
            NotAsked(stage=StageId.STATIC_ANALYSIS, what="cargo clippy", proof="no file in the tree is Rust"),
            NotAsked(stage=StageId.STATIC_ANALYSIS, what="go vet", proof="no file in the tree is Go"),
        ),
    )
    return Material(judged, plan, _record(owed, chance), _evidence(owed, chance), GATES)


def _components() -> tuple[Component, ...]:
    python = {f"services/api/src/{name}.py": Role.SOURCE for name in _modules()}
    web = {f"web/src/components/Panel{n}.tsx": Role.SOURCE for n in range(40)}
    return (
        Component(language=Language.PYTHON, path="services/api", manifest="services/api/pyproject.toml", files=python),
        Component(language=Language.JAVASCRIPT, path="web", manifest="web/package.json", files=web),
    )


def _modules() -> list[str]:
    folders = ("resolver", "store", "queue", "api", "ledger", "registry")
    names = ("backtrack", "postgres", "drain", "limits", "index", "events", "schema", "retry")
    return [f"{folder}/{name}" for folder in folders for name in names]


def _owed() -> list[Owed]:
    rows = (
        (StageId.STATIC_ANALYSIS, PY, "ruff-check", (Kind.FINDINGS,)),
        (StageId.STATIC_ANALYSIS, PY, "ruff-format", (Kind.FINDINGS,)),
        (StageId.STATIC_ANALYSIS, PY, "mypy", (Kind.FINDINGS,)),
        (StageId.STATIC_ANALYSIS, PY, "lizard", (Kind.FUNCTIONS,)),
        (StageId.STATIC_ANALYSIS, TS, "eslint", (Kind.FINDINGS,)),
        (StageId.STATIC_ANALYSIS, TS, "tsc", (Kind.FINDINGS,)),
        (StageId.STATIC_ANALYSIS, TS, "lizard", (Kind.FUNCTIONS,)),
        (StageId.UNIT_TESTS, PY, "pytest", (Kind.TESTS, Kind.COVERAGE)),
        (StageId.UNIT_TESTS, TS, "vitest", (Kind.TESTS, Kind.COVERAGE)),
        (StageId.PROPERTY_TESTS, PY, "hypothesis", (Kind.PROPERTIES,)),
        (StageId.PROPERTY_TESTS, TS, "fast-check", (Kind.PROPERTIES,)),
    )
    cell = Cell()
    return [Owed(stage=s, component=c, cell=cell, tool=t, kinds=k) for s, c, t, k in rows]


def _record(owed: tuple[Owed, ...], chance: random.Random) -> Record:
    outcomes: dict[str, Outcome] = {
        "tsc": Crashed("ended by signal 9 (out of memory)", None, 31.5),
        "vitest": TimedOut(600.0, 600.0),
        "fast-check": Skipped("interrupted before it was started"),
    }
    began = datetime(2026, 11, 22, 22, 57, 33, tzinfo=UTC)
    times = {
        "ruff-check": 0.4,
        "ruff-format": 0.3,
        "mypy": 22.4,
        "lizard": 9.8,
        "eslint": 17.2,
        "pytest": 94.0,
        "hypothesis": 61.3,
    }
    observations, at = [], 0.0
    for item in owed:
        outcome = outcomes.get(item.tool) or Finished(1 if item.tool == "eslint" else 0, times[item.tool])
        seconds = 0.0 if isinstance(outcome, Skipped | Unavailable) else outcome.seconds
        started = began + timedelta(seconds=at)
        reused = item.tool in ("ruff-format", "hypothesis")
        envelope = Envelope(
            revision=COMMIT,
            tree=TREE,
            plan=PLAN,
            nonce=digest_of(item.id)[7:39],
            tool=item.tool,
            version="4.2.1",
            argv=(item.tool, "--format", "json", "src", "tests with space"),
            root="/candidate",
            isolation="bubblewrap: no network, read-only root, own home",
            inputs=digest_of(item.tool),
            started=started.isoformat(),
            finished=(started + timedelta(seconds=seconds)).isoformat(),
            outputs=(Output("stdout", digest_of("out"), 18_422), Output("report.json", digest_of(item.id), 1_204_331)),
            origin=Origin(run="20261121-090000-aa00", nonce="0" * 32, revision=COMMIT, tree=TREE) if reused else None,
        )
        observations.append(
            Observation(owed=item.id, outcome=outcome, envelope=None if isinstance(outcome, Skipped) else envelope)
        )
        at += 0.0 if reused else min(seconds, 40.0) * chance.uniform(0.2, 0.6)
    ready = Preparation(
        component=PY,
        cell="host",
        outcome=Finished(0, 8.1),
        seconds=8.1,
        cached=False,
        digest=digest_of("env"),
        log=None,
        notes=("41 packages",),
    )
    stood = Preparation(
        component=TS,
        cell="host",
        outcome=Finished(0, 0.1),
        seconds=0.1,
        cached=True,
        digest=digest_of("node"),
        log=None,
    )
    return Record(
        run="20261122-225733-5f1c",
        nonce="ab" * 16,
        plan=PLAN,
        machine="Linux 6.1 x86_64, 2 cores, 8 GB",
        started=began.isoformat(),
        finished=(began + timedelta(seconds=640)).isoformat(),
        observations=tuple(observations),
        preparations=(ready, stood),
    )


def _evidence(owed: tuple[Owed, ...], chance: random.Random) -> dict[OwedId, tuple[Evidence, ...]]:
    by_tool: dict[tuple[str, str], tuple[Evidence, ...]] = {
        ("ruff-check", PY): (Findings((), 212),),
        ("mypy", PY): (Findings(tuple(_finding(n, "mypy", chance) for n in range(3)), 212),),
        ("eslint", TS): (
            Findings(
                tuple(Finding(f"web/{text}.ts", 1, 1, text[:40], text, Severity.HIGH) for text in HOSTILE)
                + tuple(_finding(n, "eslint", chance) for n in range(2400)),
                318,
            ),
        ),
        ("lizard", PY): (Functions(tuple(_function(n, chance) for n in range(1894))),),
        ("pytest", PY): (
            TestRun(
                tuple(
                    TestCase(id=f"tests/test_{n}.py::test", outcome=TestOutcome.PASSED, seconds=0.01)
                    for n in range(1431)
                )
            ),
            Coverage(tuple(_covered(path, chance) for path in _components()[0].files)),
        ),
        ("vitest", TS): (Coverage(tuple(_covered(path, chance) for path in list(_components()[1].files)[:6])),),
        ("hypothesis", PY): (Properties((Property(id="p", outcome=PropertyOutcome.HELD, executed=120),)),),
    }
    return {item.id: by_tool[item.tool, item.component] for item in owed if (item.tool, item.component) in by_tool}


_SEVERITY = {
    "no-eval": Severity.CRITICAL,
    "no-undef": Severity.HIGH,
    "no-console": Severity.NOTE,
    "curly": Severity.LOW,
    "prefer-const": Severity.LOW,
    "no-var": Severity.LOW,
}


def _finding(number: int, tool: str, chance: random.Random) -> Finding:
    rules = {
        "mypy": ("no-untyped-def", "attr-defined", "arg-type"),
        "eslint": (
            ["no-unused-vars"] * 30
            + ["@typescript-eslint/no-explicit-any"] * 16
            + ["react-hooks/exhaustive-deps"] * 9
            + ["eqeqeq", "no-console", "prefer-const"] * 3
            + ["no-eval", "no-undef", "curly", "no-shadow", "radix", "no-var"]
        ),
    }
    rule = chance.choice(rules[tool])
    severity = _SEVERITY.get(rule, Severity.MEDIUM)
    return Finding(
        f"web/src/components/Panel{number % 40}.tsx",
        number % 300 + 1,
        4,
        rule,
        f"'value{number}' breaks {rule}",
        severity,
    )


def _function(number: int, chance: random.Random) -> Function:
    complexity = min(1 + int(chance.expovariate(0.42)), 14) if number > 8 else 17 + number
    return Function(
        f"services/api/src/{_modules()[number % 48]}.py",
        10 + number,
        30 + number,
        f"resolve_{number}",
        complexity,
        20,
        2,
    )


def _covered(path: str, chance: random.Random) -> FileCoverage:
    lines = chance.randint(40, 320)
    share = min(chance.betavariate(14, 0.9), 1.0)
    ran = {n for n in range(1, lines + 1) if chance.random() < share}
    missing = tuple(n for n in range(1, lines + 1) if n not in ran)
    return FileCoverage(
        path=path, executed=tuple(sorted(ran)), missing=missing, branches=Branches(lines // 5, lines // 4)
    )
