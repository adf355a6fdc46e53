"""What a `qualification.toml` comes to: frozen values that the plan is made from.

An absent setting is None where somebody else (the survey, a gate) knows the default, and the default
itself where it is known here.
"""

from collections.abc import Mapping
from itertools import product

from msgspec import Struct

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.debt import Debt
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.plan import Cell, Waiver
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.requirement import Requirement, parse_requirement
from speccursor.qualify.model.stage import Profile, StageId

OWNERS: Mapping[StageId, str] = {
    StageId.STATIC_ANALYSIS: "All Lang Leads",
    StageId.UNIT_TESTS: "All Lang Leads",
    StageId.PROPERTY_TESTS: "QA Team",
    StageId.INTEGRATION_E2E: "Platform Team",
    StageId.LOAD_TESTS: "SRE",
    StageId.CHAOS_TESTS: "SRE",
    StageId.SECURITY_SCANS: "Security Team",
    StageId.VULNERABILITY_SBOM: "DevSecOps",
    StageId.OBSERVABILITY: "Observability Team",
    StageId.PERFORMANCE: "Perf Team",
    StageId.COST_BUDGETS: "FinOps",
    StageId.DEPLOYMENT_DRILL: "Release Mgr",
}
"""Who answers for a stage where the project does not say (the seed's "Qualification Status Table")."""

BUDGETS: Mapping[str, str] = {
    "compute_monthly": "<= 5000 USD",
    "tokens_monthly": "<= 2000 USD",
    "storage_monthly": "<= 500 USD",
    "network_monthly": "<= 300 USD",
    "total_monthly": "<= 8000 USD",
    "compute_per_operation": "<= 0.1 USD",
    "tokens_per_operation": "<= 0.05 USD",
    "total_per_operation": "<= 0.15 USD",
    "cpu_p95": "<= 70 %",
    "cpu_max": "<= 90 %",
    "memory_p95": "<= 512 MB",
    "memory_max": "<= 1024 MB",
    "connection_pool": "<= 80 %",
    "cache_p95": "<= 10 ms",
}
"""What a budget is where the project does not say (the seed's "Performance Budgets", "Monthly Budgets")."""

LATENCY: Mapping[str, str] = {"p95": "<= 3 s", "p99": "<= 5 s"}
"""The latency budget of an operation that the project names without a figure."""

SUCCESS = ">= 99.9 %"
"""The share of an operation that must succeed."""


class Matrix(Struct, frozen=True, kw_only=True):
    """The dimensions that cells are the product of. An empty one is any: it makes no cell more."""

    os: tuple[str, ...] = ()
    node: tuple[str, ...] = ()
    python: tuple[str, ...] = ()
    rust: tuple[str, ...] = ()
    go: tuple[str, ...] = ()
    lean: tuple[str, ...] = ()

    def cells(self) -> tuple[Cell, ...]:
        """Return every cell, in the order written; a matrix that names nothing is the one cell ``host``."""
        tools = {
            "node": self.node,
            "python": self.python,
            "rust": self.rust,
            "go": self.go,
            "lean": self.lean,
        }
        named = {tool: versions for tool, versions in tools.items() if versions}
        return tuple(
            Cell(os=os, toolchains=dict(zip(named, versions, strict=True)))
            for os in self.os or (None,)
            for versions in product(*named.values())
        )


class StageSettings(Struct, frozen=True, kw_only=True):
    """What is set for a stage."""

    owner: str | None = None


class GateSettings(Struct, frozen=True, kw_only=True):
    """What is set for a gate."""

    require: Requirement | None = None


class Latency(Struct, frozen=True, kw_only=True):
    """The latency budget of one operation."""

    p95: Requirement | None = None
    p99: Requirement | None = None


class Budgets(Struct, frozen=True, kw_only=True):
    """Budgets that differ from the defaults. `limits` are by the names of `BUDGETS`, the rest by operation."""

    limits: dict[str, Requirement] = {}
    latency: dict[str, Latency] = {}
    success: dict[str, Requirement] = {}

    def limit(self, name: str) -> Requirement:
        """Return a budget, or its default. Raises KeyError for a name that is not in `BUDGETS`."""
        return self.limits.get(name) or parse_requirement(BUDGETS[name])


class Configuration(Struct, frozen=True, kw_only=True):
    """A whole `qualification.toml`. Without arguments: what holds where there is no such file.

    `recipes` is by component id, `gates` by gate id; both hold only what is set. `debt` is the baseline that stands
    beside the file.
    """

    profile: Profile = Profile.QUICK
    exclude: tuple[str, ...] = ()
    matrix: Matrix = Matrix()
    stages: dict[StageId, StageSettings] = {}
    gates: dict[str, GateSettings] = {}
    recipes: dict[ComponentId, Recipe] = {}
    budgets: Budgets = Budgets()
    waivers: tuple[Waiver, ...] = ()
    debt: Debt | None = None

    def owner(self, stage: StageId) -> str:
        """Return who answers for a stage."""
        settings = self.stages.get(stage, StageSettings())
        return settings.owner or OWNERS[stage]

    def required(self, gate: Gate) -> Requirement:
        """Return a gate's threshold: the one that is set, else its default.

        Raises InvalidRequirement where the gate's own default is not a threshold.
        """
        settings = self.gates.get(gate.id, GateSettings())
        return settings.require or parse_requirement(gate.required, unit=gate.unit)

    def recipe(self, component: ComponentId) -> Recipe:
        """Return how a component is prepared and measured; the default recipe where nothing is set."""
        return self.recipes.get(component, Recipe())
