"""Stages 4 to 12: declared from the first day, provided by no tool of this release.

Each is in every full plan, so that a verdict without them is INCONCLUSIVE and says what is missing.
"""

from speccursor.qualify.model.stage import Ask, Stage, StageId

_HINT = "this release of SpecCursor brings no tool for this stage yet; until then no evidence for it can be judged"

INTEGRATION_E2E = Stage(
    id=StageId.INTEGRATION_E2E,
    question="Does the whole system work against real services?",
    owner="Platform Team",
    asks=(Ask(gate="scenarios-pass"),),
    hint=f"{_HINT}: describe the system under test and its scenarios",
)
LOAD_TESTS = Stage(
    id=StageId.LOAD_TESTS,
    question="Does it stay fast and correct under load?",
    owner="SRE",
    asks=(Ask(gate="latency-p95"), Ask(gate="error-rate")),
    hint=f"{_HINT}: k6 scenarios against the system under test",
)
CHAOS_TESTS = Stage(
    id=StageId.CHAOS_TESTS,
    question="Does it heal by itself, and lose nothing?",
    owner="SRE",
    asks=(Ask(gate="self-healing"), Ask(gate="jobs-lost")),
    hint=f"{_HINT}: faults injected into the system under test",
)
SECURITY_SCANS = Stage(
    id=StageId.SECURITY_SCANS,
    question="Is it free of serious security findings?",
    owner="Security Team",
    asks=(Ask(gate="security-findings"),),
    hint=f"{_HINT}: semgrep, gitleaks, trivy and CodeQL",
)
VULNERABILITY_SBOM = Stage(
    id=StageId.VULNERABILITY_SBOM,
    question="Is what it is made of known, signed and without serious vulnerabilities?",
    owner="DevSecOps",
    asks=(Ask(gate="vulnerabilities"), Ask(gate="sbom-signed")),
    hint=f"{_HINT}: syft, osv-scanner and signing",
)
OBSERVABILITY = Stage(
    id=StageId.OBSERVABILITY,
    question="Can it be operated: metrics, alerts, dashboards, traces?",
    owner="Observability Team",
    asks=(Ask(gate="metrics-exposed"), Ask(gate="alerts-fire")),
    hint=f"{_HINT}: Prometheus, Alertmanager and the dashboards' queries",
)
PERFORMANCE = Stage(
    id=StageId.PERFORMANCE,
    question="Does it use processor and memory within bounds?",
    owner="Perf Team",
    asks=(Ask(gate="cpu-p95"), Ask(gate="memory-leak")),
    hint=f"{_HINT}: profiles and resource series of the system under test",
)
COST_BUDGETS = Stage(
    id=StageId.COST_BUDGETS,
    question="Does it cost what was agreed?",
    owner="FinOps",
    asks=(Ask(gate="monthly-cost"), Ask(gate="cost-per-operation")),
    hint=f"{_HINT}: measured usage and prices",
)
DEPLOYMENT_DRILL = Stage(
    id=StageId.DEPLOYMENT_DRILL,
    question="Can it be rolled out, watched and rolled back?",
    owner="Release Mgr",
    asks=(Ask(gate="rollout"), Ask(gate="rollback")),
    hint=f"{_HINT}: a blue/green and a canary deployment of the system under test",
)
