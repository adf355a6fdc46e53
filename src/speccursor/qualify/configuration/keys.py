"""Every key of `qualification.toml`: the one table behind the reader, the schema and the reference.

The file's format is TOML 1.0 (https://toml.io/en/v1.0.0). Which gates and tools there are, the caller
knows; everything else is settled here.
"""

from collections.abc import Collection, Mapping, Sequence
from math import prod

from speccursor.qualify.configuration.names import (
    COMPONENT,
    GLOB,
    OPERATION,
    SCOPE,
    SYSTEM,
    VERSIONS,
    known_component,
    repeated,
)
from speccursor.qualify.configuration.recipe import recipe_objections, recipe_shape
from speccursor.qualify.configuration.shape import (
    Day,
    Key,
    Many,
    Map,
    Mistake,
    Table,
    Text,
    Threshold,
    Values,
    Word,
)
from speccursor.qualify.configuration.values import BUDGETS, LATENCY, OWNERS, SUCCESS
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.stage import Profile, StageId

MOST_CELLS = 256
"""How many cells a matrix may come to."""


def file_shape(
    *,
    gates: Mapping[str, Gate],
    tools: Collection[str] = (),
    components: Collection[str] | None = None,
) -> Table:
    """Return the shape of the whole file.

    `tools` are the ids that a skip may name; none: any. `components` are the ids of the candidate at
    hand; None: not known yet, any.
    """
    waiver = _waiver(gates, components)
    return Table(
        keys=(
            Key(
                name="profile",
                shape=Word(thing="profile", choices=tuple(str(profile) for profile in Profile)),
                says="How long the live stages run. Only `release` can be attested as a release qualification.",
                default="quick",
                example="quick",
            ),
            Key(
                name="exclude",
                shape=Many(of=GLOB),
                says="Files that are no part of the candidate, as gitignore patterns. The report tells each.",
                default="nothing",
                example=["examples/broken/**"],
            ),
            Key(
                name="matrix",
                shape=_MATRIX,
                says="Where the candidate must hold: cells are the product of the lists. "
                "A cell that this machine cannot run is owed and missing, never dropped.",
                default="this machine",
                example={"os": ["debian-12"], "python": ["3.11", "3.12"]},
            ),
            Key(
                name="stages",
                shape=_STAGES,
                says="Who answers for each stage.",
                default="the seed's owners",
                example={"static-analysis": {"owner": "All Lang Leads"}},
            ),
            Key(
                name="gates",
                shape=_gates(gates),
                says="Thresholds that differ from the gates' own, by gate id.",
                default="each gate's own threshold",
                example={gate.id: {"require": gate.required} for gate in list(gates.values())[:1]},
            ),
            Key(
                name="components",
                shape=Map(
                    thing="component",
                    names=known_component(COMPONENT, components),
                    of=recipe_shape(tools),
                    objections=recipe_objections,
                ),
                says="How each component is prepared and measured, by its id, language:path.",
                default="what the survey finds",
                example={"python:.": {"extras": ["test"]}},
                field="recipes",
            ),
            Key(
                name="budgets",
                shape=_BUDGETS,
                says="Budgets of cost, latency and resources.",
                default="the seed's budgets",
                example={"compute_monthly": "<= 5000 USD"},
            ),
            Key(
                name="waivers",
                shape=Many(of=waiver, unique=False, objections=_waiver_objections),
                says="Gates that a person lets be, for a reason and until a day. The report tells each.",
                default="none",
                example=[{key.name: key.example for key in waiver.keys}],
            ),
        )
    )


def _dimension(name: str, of: Text, example: list[str]) -> Key:
    return Key(
        name=name,
        shape=Many(of=of),
        says=f"Values of {name} that the candidate must hold on.",
        default="any",
        example=example,
    )


def _matrix_objections(values: Values) -> Sequence[Mistake]:
    cells = prod(len(found) for found in values.values() if isinstance(found, list))
    if cells <= MOST_CELLS:
        return ()
    return (Mistake((), f"comes to {cells} cells; at most {MOST_CELLS} are allowed", "shorten the lists"),)


_MATRIX = Table(
    keys=(
        _dimension("os", SYSTEM, ["debian-12"]),
        _dimension("node", VERSIONS["node"], ["20"]),
        _dimension("python", VERSIONS["python"], ["3.11", "3.12"]),
        _dimension("rust", VERSIONS["rust"], ["1.78"]),
        _dimension("go", VERSIONS["go"], ["1.22"]),
        _dimension("lean", VERSIONS["lean"], ["4.20.0"]),
    ),
    objections=_matrix_objections,
)

_STAGES = Table(
    keys=tuple(
        Key(
            name=str(stage),
            shape=Table(
                keys=(
                    Key(
                        name="owner",
                        shape=Text(says="a person or team"),
                        says="Who answers for the stage.",
                        default=OWNERS[stage],
                        example=OWNERS[stage],
                    ),
                )
            ),
            says=f"Stage {stage.number} of twelve.",
            default=OWNERS[stage],
            example={"owner": OWNERS[stage]},
        )
        for stage in StageId
    )
)


def _gates(gates: Mapping[str, Gate]) -> Table:
    return Table(
        keys=tuple(
            Key(
                name=gate.id,
                shape=Table(keys=(_require(gate),)),
                says=gate.question,
                default=gate.required,
                example={"require": gate.required},
            )
            for gate in gates.values()
        )
    )


def _require(gate: Gate) -> Key:
    return Key(
        name="require",
        shape=Threshold(gate.required, gate.unit),
        says="The threshold: an operator, a number and the gate's own unit. A looser one is told in the report.",
        default=gate.required,
        example=gate.required,
    )


def _budget(name: str, default: str, says: str) -> Key:
    unit = default.split(" ", 2)[2]
    return Key(name=name, shape=Threshold(default, unit), says=says, default=default, example=default)


_BUDGET_SAYS = {
    "compute_monthly": "Compute, per month.",
    "tokens_monthly": "Tokens of language models, per month.",
    "storage_monthly": "Storage, per month.",
    "network_monthly": "Network traffic, per month.",
    "total_monthly": "Everything, per month.",
    "compute_per_operation": "Compute, per operation.",
    "tokens_per_operation": "Tokens of language models, per operation.",
    "total_per_operation": "Everything, per operation.",
    "cpu_p95": "Use of one core, 95th percentile.",
    "cpu_max": "Use of one core, highest.",
    "memory_p95": "Resident memory, 95th percentile.",
    "memory_max": "Resident memory, highest.",
    "connection_pool": "Use of a database's connection pool.",
    "cache_p95": "Latency of a cache, 95th percentile.",
}

_BUDGETS = Table(
    keys=(
        *(_budget(name, default, _BUDGET_SAYS[name]) for name, default in BUDGETS.items()),
        Key(
            name="latency",
            shape=Map(
                thing="operation",
                names=OPERATION,
                of=Table(
                    keys=tuple(
                        _budget(name, default, f"The {name} latency of the operation.")
                        for name, default in LATENCY.items()
                    )
                ),
            ),
            says="Latency budgets by operation.",
            default="p95 <= 3 s, p99 <= 5 s",
            example={"verify": {"p95": "<= 8 s", "p99": "<= 15 s"}},
        ),
        Key(
            name="success",
            shape=Map(thing="operation", names=OPERATION, of=Threshold(SUCCESS, "%")),
            says="Share of each operation that must succeed.",
            default=SUCCESS,
            example={"verify": ">= 99 %"},
        ),
    )
)


def _waiver(gates: Mapping[str, Gate], components: Collection[str] | None) -> Table:
    def unwaivable(gate: str) -> tuple[str, str] | None:
        if gates[gate].waivable:
            return None
        return f"{gate} cannot be waived", gates[gate].remedy

    return Table(
        keys=(
            Key(
                name="gate",
                shape=Word(thing="gate", choices=tuple(gates), objection=unwaivable),
                says="The gate that is let be.",
                example=next((gate.id for gate in gates.values() if gate.waivable), "complexity"),
                required=True,
            ),
            Key(
                name="component",
                shape=known_component(SCOPE, components),
                says="The component that it is let be for, or `*` for every one.",
                example="python:.",
                required=True,
            ),
            Key(
                name="reason",
                shape=Text(says="the reason"),
                says="Why.",
                example="the parser is generated",
                required=True,
            ),
            Key(
                name="owner",
                shape=Text(says="a person or team"),
                says="Who decided it.",
                example="All Lang Leads",
                required=True,
            ),
            Key(
                name="expires",
                shape=Day(),
                says="The last day on which it counts.",
                example="2027-01-31",
                required=True,
            ),
        )
    )


def _waiver_objections(waivers: Sequence[object]) -> Sequence[Mistake]:
    return repeated(waivers, ("gate", "component"), "is waived already")
