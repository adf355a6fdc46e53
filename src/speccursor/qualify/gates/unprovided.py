"""The gates that no tool of this release can feed yet: those of stages 4 to 12.

They stand in every full plan with the seed's own thresholds, and are INCONCLUSIVE by name until
evidence for them can be gathered. None is asked anything, so none has a `kind`.
"""

from speccursor.qualify.model.gate import Gate


def _owed(  # noqa: PLR0917  (a table: one row a gate)
    identifier: str, question: str, required: str, unit: str, why: str, remedy: str, *, waivable: bool = True
) -> Gate:
    return Gate(
        id=identifier,
        question=question,
        why=why,
        remedy=remedy,
        required=required,
        unit=unit,
        waivable=waivable,
    )


SCENARIOS_PASS = _owed(
    "scenarios-pass",
    "Does every end-to-end scenario pass against real services?",
    "== 0",
    "",
    "Parts that work alone fail at their seams.",
    "Check the health of each service, then database and queue connectivity, then the scenario's own log.",
)
LATENCY_P95 = _owed(
    "latency-p95",
    "Is the 95th percentile of latency under load within its budget?",
    "<= 3 s",
    "s",
    "Users feel the slow requests, not the mean.",
    "Look for the slowest requests' queries and locks; check connection pools; scale or optimise the hot path.",
)
ERROR_RATE = _owed(
    "error-rate",
    "Is the share of failed requests under load below its limit?",
    "< 0.1 %",
    "%",
    "Load turns rare races into outages.",
    "Group the failures by kind; timeouts and exhausted pools come first.",
)
SELF_HEALING = _owed(
    "self-healing",
    "Is the steady state regained in time after each fault?",
    "<= 60 s",
    "s",
    "Every dependency fails; what matters is what happens next.",
    "Check restart policies, retries with backoff, and what holds a lock while its owner is gone.",
)
JOBS_LOST = _owed(
    "jobs-lost",
    "Is every submitted job finished exactly once through every fault?",
    "== 0",
    "",
    "A job that vanishes is noticed by a customer first.",
    "Acknowledge after the work, make the work idempotent, and replay from the ledger.",
)
SECURITY_FINDINGS = _owed(
    "security-findings",
    "Is there no security finding of severity HIGH or CRITICAL?",
    "== 0",
    "",
    "What a scanner finds, an attacker's scanner finds too.",
    "Mend the flow at its source; a false positive needs a reason and an expiry.",
    waivable=False,
)
VULNERABILITIES = _owed(
    "vulnerabilities",
    "Is there no known vulnerability of severity HIGH or CRITICAL in what is shipped?",
    "== 0",
    "",
    "Known holes are tried first.",
    "Update to the fixed version that the advisory names, or show by VEX why it is not affected.",
    waivable=False,
)
SBOM_SIGNED = _owed(
    "sbom-signed",
    "Is the software bill of materials complete and signed?",
    "== 1",
    "",
    "Without it nobody can answer whether the next advisory concerns them.",
    "Regenerate the bill from the locks and sign it with the release identity.",
    waivable=False,
)
METRICS_EXPOSED = _owed(
    "metrics-exposed",
    "Is every required metric exposed, and does every dashboard panel show data?",
    "== 0 missing",
    "missing",
    "What is not measured cannot be operated.",
    "Check the metrics endpoint, then each panel's query.",
)
ALERTS_FIRE = _owed(
    "alerts-fire",
    "Does each alert fire, and reach its receiver, when its condition is made true?",
    "== 0 silent",
    "silent",
    "An alert that cannot fire is worse than none: somebody counts on it.",
    "Validate the rules, then fire each alert through the whole chain.",
)
CPU_P95 = _owed(
    "cpu-p95",
    "Does the service use less than its share of a core?",
    "<= 70 %",
    "%",
    "Headroom is what absorbs the next peak.",
    "Read the flame graph; optimise the widest frame.",
)
MEMORY_LEAK = _owed(
    "memory-leak",
    "Does memory stay level after warm-up?",
    "< 0.5 %/h",
    "%/h",
    "A slow leak is an outage with a date.",
    "Compare heap snapshots at the start and end of the steady phase.",
)
MONTHLY_COST = _owed(
    "monthly-cost",
    "Is the projected monthly cost within budget?",
    "<= 8000 USD",
    "USD",
    "Cost regressions ship as silently as slow queries.",
    "Find the operation whose unit cost rose; cut tokens, egress or instance hours there.",
)
COST_PER_UPGRADE = _owed(
    "cost-per-operation",
    "Is the cost of one operation within budget?",
    "<= 0.15 USD",
    "USD",
    "Unit cost decides whether growth helps.",
    "Find the operation whose unit cost rose; cut tokens, egress or instance hours there.",
)
ROLLOUT = _owed(
    "rollout",
    "Does a blue/green switch and a canary under watch lose no request?",
    "== 0 failed",
    "failed",
    "A deployment is the moment at which most outages start.",
    "Check readiness, draining and the traffic switch; read the canary's comparison.",
)
ROLLBACK = _owed(
    "rollback",
    "Is a bad canary stopped and rolled back?",
    "== 0 missed",
    "missed",
    "A rollback that was never tried does not work.",
    "Test the rollback path on its own, migrations included.",
)
