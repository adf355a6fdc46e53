"""The questions: evidence in, an answer with its reason out. Pure; one file per kind of evidence."""

from speccursor.qualify.gates import unprovided
from speccursor.qualify.gates.complete import CANDIDATE_COMPLETE
from speccursor.qualify.gates.complexity import COMPLEXITY
from speccursor.qualify.gates.coverage import BRANCH_COVERAGE, LINE_COVERAGE
from speccursor.qualify.gates.coverage_delta import COVERAGE_DELTA
from speccursor.qualify.gates.findings import FORMAT_ERRORS, LINT_ERRORS, TYPE_ERRORS, UNSAFE_CODE
from speccursor.qualify.gates.properties import PROPERTY_HOLDS
from speccursor.qualify.gates.tests import NO_RETRIES, TESTS_PASS
from speccursor.qualify.model.gate import Gate

GATES: dict[str, Gate] = {
    gate.id: gate
    for gate in (
        LINT_ERRORS,
        FORMAT_ERRORS,
        UNSAFE_CODE,
        TYPE_ERRORS,
        COMPLEXITY,
        CANDIDATE_COMPLETE,
        TESTS_PASS,
        NO_RETRIES,
        LINE_COVERAGE,
        BRANCH_COVERAGE,
        COVERAGE_DELTA,
        PROPERTY_HOLDS,
        unprovided.SCENARIOS_PASS,
        unprovided.LATENCY_P95,
        unprovided.ERROR_RATE,
        unprovided.SELF_HEALING,
        unprovided.JOBS_LOST,
        unprovided.SECURITY_FINDINGS,
        unprovided.VULNERABILITIES,
        unprovided.SBOM_SIGNED,
        unprovided.METRICS_EXPOSED,
        unprovided.ALERTS_FIRE,
        unprovided.CPU_P95,
        unprovided.MEMORY_LEAK,
        unprovided.MONTHLY_COST,
        unprovided.COST_PER_UPGRADE,
        unprovided.ROLLOUT,
        unprovided.ROLLBACK,
    )
}
