"""The debt of old code: findings and coverage that a project has recorded, so that a gate may ask for none new.

It stands in the candidate itself (``qualification.baseline.json``), is reviewed like any other file, and is part of
the plan, so that a stored run is judged with the debt that it was asked with.
"""

from typing import Literal

from msgspec import Struct

FILE = "qualification.baseline.json"


class Known(Struct, frozen=True, order=True, kw_only=True):
    """A finding that is known: its rule, and the mark of the line that it stands on, wherever that line is now.

    `mark` is that of the whole file where the finding has no line. `count` are equal ones. `path` is where it was
    found when it was recorded: for a whole file it is an identity too, since such a file changes and stays itself.
    """

    gate: str
    language: str
    tool: str
    rule: str
    mark: str
    path: str
    whole: bool = False
    count: int = 1


class KnownFunction(Struct, frozen=True, order=True, kw_only=True):
    """A function that is known to be above the limit, and how complex it was: it may not become more so."""

    gate: str
    language: str
    tool: str
    name: str
    complexity: int


class Reached(Struct, frozen=True, order=True, kw_only=True):
    """Coverage that was reached, where that is less than is asked for: it may not become less."""

    gate: str
    component: str
    covered: int
    total: int


class Debt(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is recorded. `recorded` is the day (ISO date), `revision` the commit that it was measured on."""

    schema: Literal["speccursor.baseline/1"] = "speccursor.baseline/1"
    recorded: str
    revision: str | None
    findings: tuple[Known, ...] = ()
    functions: tuple[KnownFunction, ...] = ()
    coverage: tuple[Reached, ...] = ()

    @property
    def size(self) -> int:
        """How many findings and functions are known."""
        return sum(known.count for known in self.findings) + len(self.functions)
