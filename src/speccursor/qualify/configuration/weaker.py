"""What in a configuration makes the question weaker than the defaults ask it.

Each such setting is told in the report: a candidate that passes with its thresholds loosened, its files
excluded or its tests steered must not look like one that passes without.
"""

import math
from collections.abc import Iterator, Mapping

from speccursor.qualify.configuration.shape import dotted
from speccursor.qualify.configuration.values import BUDGETS, LATENCY, SUCCESS, Configuration
from speccursor.qualify.model.debt import FILE, Debt
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.recipe import LEAN_AXIOMS, Recipe
from speccursor.qualify.model.requirement import Requirement, parse_requirement

_STEERING = (
    *("CARGO", "COVERAGE", "GO", "HYPOTHESIS", "JEST", "LD_", "LEAN_", "LLVM_", "NODE_", "NPM_CONFIG_", "PROPTEST"),
    *("PYTEST", "PYTHON", "QUICKCHECK", "RUST", "VITEST"),
)
"""Variables by which test runners and interpreters can be told to measure less."""


def weakened(configuration: Configuration, gates: Mapping[str, Gate]) -> tuple[str, ...]:
    """Return one sentence for each setting that weakens the question, in the order of the file."""
    return (
        *(f"exclude: {pattern} is left out" for pattern in configuration.exclude if not pattern.startswith("!")),
        *_looser_gates(configuration, gates),
        *(
            f"{dotted(('components', component))}: {weakness}"
            for component, recipe in configuration.recipes.items()
            for weakness in _weaknesses(recipe)
        ),
        *_looser_budgets(configuration),
        *_indebted(configuration.debt),
        *(
            f"waivers: {waiver.gate} of {waiver.component} is waived until {waiver.expires} by {waiver.owner}: "
            f"{waiver.reason}"
            for waiver in configuration.waivers
        ),
    )


def _indebted(debt: Debt | None) -> Iterator[str]:
    if debt is None:
        return
    if debt.size:
        yield f"{FILE}: {debt.size} findings and functions, recorded on {debt.recorded}, are known and set aside"
    for reached in debt.coverage:
        share = f"{reached.covered} of {reached.total}"
        yield f"{FILE}: {reached.gate} of {reached.component} need not be more than the {share} of {debt.recorded}"


def admits_more(asked: Requirement, default: Requirement) -> bool:
    """Whether some value satisfies `asked` and not `default`.

    Both admit one interval each, so it is enough to look at the bounds, their neighbours and the ends.
    """
    points = [-math.inf, math.inf]
    for bound in (asked.bound, default.bound):
        points += [math.nextafter(bound, -math.inf), bound, math.nextafter(bound, math.inf)]
    return any(asked.holds(point) and not default.holds(point) for point in points)


def _looser(key: str, asked: Requirement | None, default: str) -> Iterator[str]:
    if asked is not None and admits_more(asked, parse_requirement(default)):
        yield f"{key}: requires {asked} instead of {default}"


def _looser_gates(configuration: Configuration, gates: Mapping[str, Gate]) -> Iterator[str]:
    for name, settings in configuration.gates.items():
        yield from _looser(dotted(("gates", name)), settings.require, gates[name].required)


def _looser_budgets(configuration: Configuration) -> Iterator[str]:
    budgets = configuration.budgets
    for name, asked in budgets.limits.items():
        yield from _looser(dotted(("budgets", name)), asked, BUDGETS[name])
    for operation, latency in budgets.latency.items():
        at = ("budgets", "latency", operation)
        yield from _looser(dotted((*at, "p95")), latency.p95, LATENCY["p95"])
        yield from _looser(dotted((*at, "p99")), latency.p99, LATENCY["p99"])
    for operation, asked in budgets.success.items():
        yield from _looser(dotted(("budgets", "success", operation)), asked, SUCCESS)


def _weaknesses(recipe: Recipe) -> Iterator[str]:
    if recipe.scripts:
        yield "install scripts of its packages may run"
    if recipe.network:
        yield "its tests may reach the network"
    for name in recipe.environment:
        if name.upper().startswith(_STEERING):
            yield f"the environment variable {name} may steer what is measured"
    if recipe.sources is not None:
        yield f"only {', '.join(recipe.sources)} counts as shipped"
    if recipe.tests is not None:
        yield f"only {', '.join(recipe.tests)} counts as tests"
    if recipe.test_arguments:
        yield f"its tests run with {' '.join(recipe.test_arguments)}"
    for axiom in recipe.axioms or ():
        if axiom not in LEAN_AXIOMS:
            yield f"its theorems may rest on the axiom {axiom}"
    for skip in recipe.skip:
        yield f"{skip.tool} is skipped: {skip.reason}"
