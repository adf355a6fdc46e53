"""The words that every form uses, so that all forms tell the same thing in the same way."""

from collections import Counter

from speccursor.qualify.model.counted import counted
from speccursor.qualify.model.plan import EVERY_COMPONENT, Plan
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Ruling, Status, Verdict

WORD: dict[Status, str] = {
    Status.PASSED: "passed",
    Status.WAIVED: "waived",
    Status.NOT_APPLICABLE: "not applicable",
    Status.INCONCLUSIVE: "inconclusive",
    Status.FAILED: "failed",
}

MARK: dict[Status, str] = {
    Status.PASSED: "✓",
    Status.WAIVED: "◇",
    Status.NOT_APPLICABLE: "○",
    Status.INCONCLUSIVE: "?",
    Status.FAILED: "✗",
}

WORST_FIRST: tuple[Status, ...] = tuple(reversed(Status))

NOT_ASKED = "not asked"

TITLE: dict[StageId, str] = {
    StageId.STATIC_ANALYSIS: "Static analysis",
    StageId.UNIT_TESTS: "Unit tests",
    StageId.PROPERTY_TESTS: "Property-based tests",
    StageId.INTEGRATION_E2E: "Integration and end-to-end",
    StageId.LOAD_TESTS: "Load tests",
    StageId.CHAOS_TESTS: "Chaos tests",
    StageId.SECURITY_SCANS: "Security scans",
    StageId.VULNERABILITY_SBOM: "Vulnerabilities and SBOM",
    StageId.OBSERVABILITY: "Observability",
    StageId.PERFORMANCE: "Performance",
    StageId.COST_BUDGETS: "Cost budgets",
    StageId.DEPLOYMENT_DRILL: "Deployment drill",
}

CAUSE: dict[Cause, str] = {
    Cause.MISSING: "evidence is missing",
    Cause.STALE: "evidence is stale",
    Cause.ERRORED: "the tool broke off",
    Cause.TIMED_OUT: "the tool ran out of time",
    Cause.UNAVAILABLE: "the tool is not available",
    Cause.UNDERPOWERED: "too little evidence to decide",
    Cause.UNREADABLE: "evidence cannot be read",
    Cause.SKIPPED: "it was skipped",
}


def counts(verdict: Verdict) -> dict[Status, int]:
    """Return how many rulings have each status, worst first."""
    found = Counter(ruling.status for stage in verdict.stages for ruling in stage.gates)
    return {status: found[status] for status in WORST_FIRST}


def sentence(verdict: Verdict) -> str:
    """Return what the verdict means for the candidate, in one sentence."""
    found = counts(verdict)
    failed, open_ = found[Status.FAILED], found[Status.INCONCLUSIVE]
    asked = ", of the part that was asked" if verdict.partial else ""
    match verdict.status:
        case Status.FAILED:
            more = f" and {open_} {'is' if open_ == 1 else 'are'} inconclusive" if open_ else ""
            return f"May not ship: {_gates(failed)} failed{more}{asked}."
        case Status.INCONCLUSIVE:
            shown = f"{_gates(open_)} {'is' if open_ == 1 else 'are'} inconclusive" if open_ else "nothing was shown"
            return f"May not ship yet: nothing failed, but {shown}{asked}."
        case Status.PASSED:
            return f"May ship: every gate passed{asked}."
        case Status.WAIVED:
            return f"May ship: nothing failed{asked}; {_gates(found[Status.WAIVED])} waived."
    return f"May ship: nothing failed{asked}; some gates do not apply, each with its proof."


def partial_note(verdict: Verdict) -> str:
    """Return what a partial verdict is not, or "" for a whole one."""
    if not verdict.partial:
        return ""
    return "Partial: less than the whole question was asked; this is not a release qualification."


def short(digest: str) -> str:
    """Return the first twelve digits of a digest or commit."""
    return digest.removeprefix("sha256:")[:12]


def duration(seconds: float) -> str:
    """Return a time span as people read it: ``0.21 s``, ``12.3 s``, ``3 min 05 s``, ``2 h 10 min``."""
    if seconds < 9.995:  # noqa: PLR2004  (two decimals below ten seconds, as rounded)
        return f"{seconds:.2f} s"
    if seconds < 59.95:  # noqa: PLR2004  (one decimal below a minute, as rounded)
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:  # noqa: PLR2004  (minutes in an hour)
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"


def component_name(component: str) -> str:
    """Return a component's id, or words for the one that stands for all, or for all in a language."""
    if component == EVERY_COMPONENT:
        return "all components"
    return f"all {component.removesuffix(':*')} components" if component.endswith(":*") else component


def tool_of(ruling: Ruling) -> str:
    """Return the one tool whose evidence a ruling is made of, or "": two linters of a component ask the same gate."""
    return "" if "," in ruling.tool else ruling.tool


def not_asked(plan: Plan) -> list[str]:
    """Return what a plan does not ask, in all its stages."""
    return [f"{TITLE[stage]}: {told}" for stage in StageId for told in not_asked_in(plan, stage)]


def not_asked_in(plan: Plan, stage: StageId) -> list[str]:
    """Return what a plan does not ask in a stage, a line for each reason with all gates and components of it."""
    gates: dict[tuple[str, str], list[str]] = {}
    for item in plan.not_asked:
        if item.stage is stage:
            gate, _, component = item.what.partition(" on ")
            gates.setdefault((component, item.proof), []).append(gate)
    components: dict[tuple[str, str], list[str]] = {}
    for (component, proof), asked in gates.items():
        components.setdefault((", ".join(asked), proof), []).append(component)
    return [
        f"{asked}{f' on {where}' if (where := ', '.join(filter(None, found))) else ''}: {proof}"
        for (asked, proof), found in components.items()
    ]


def plural(count: int, noun: str) -> str:
    """Return ``1 file``, ``2 files``."""
    return counted(count, noun)


def _gates(count: int) -> str:
    return plural(count, "gate")
