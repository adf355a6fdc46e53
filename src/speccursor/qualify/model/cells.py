"""The cells of a plan: which there are, which are meant, and how the evidence of one is brought from elsewhere.

A component is owed in the matrix's cells as they differ for it: on its system and in its own toolchain. These parts
of the matrix's cells are what a plan names, what ``--cell`` takes and what a report shows: each piece of evidence is
owed in exactly one of them, so that machines can share them out.
"""

import shlex
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.plan import Cell, Plan
from speccursor.qualify.model.stage import StageId

HOST = Cell().name
"""The name of the one cell of a matrix that names nothing."""


def cells_of(plan: Plan) -> tuple[str, ...]:
    """Return the names of the cells that something is owed in, in the plan's order."""
    return tuple(dict.fromkeys(owed.cell.name for owed in plan.owed))


def chosen(plan: Plan, patterns: Sequence[str]) -> tuple[str, ...]:
    """Return the cells that the patterns name. Raises Misuse for one that names none, with what was probably meant."""
    known = cells_of(plan)
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in known):
            raise Misuse(f"no cell of the plan is called {pattern!r}", hint=_meant(pattern, known))
    return tuple(name for name in known if any(fnmatchcase(name, pattern) for pattern in patterns))


def _meant(pattern: str, known: Sequence[str]) -> str:
    """Say what a name of the whole matrix comes to for the components, else which cells there are."""
    parts = set(pattern.split(","))
    within = [name for name in known if set(name.split(",")) <= parts]
    if within:
        return f"for its components that is {' and '.join(f'--cell {shlex.quote(name)}' for name in within)}"
    return f"the cells are {', '.join(known) or 'none'}"


def how_to_bring(plan: Plan, cell: str) -> str:
    """Say how the evidence of a cell comes from a machine that can run it."""
    command = command_of(plan, cell)
    return f"run `{command}` on a machine that has it, then `speccursor judge` its bundle together with the others"


def command_of(plan: Plan, cell: str) -> str:
    """Return the command that makes the observations of one cell of this very plan, in the candidate's folder."""
    words = ["speccursor", "qualify", "--profile", plan.profile]
    stages = [stage.id for stage in plan.stages]
    if set(stages) != set(StageId):
        words += [word for numbers in _ranges(stages) for word in ("--stage", numbers)]
    if plan.limited:
        words += [word for component in plan.components for word in ("--component", component.id)]
    return shlex.join([*words, "--cell", cell])


def _ranges(stages: Iterable[StageId]) -> list[str]:
    """Write stages as their numbers: ``1-3`` and ``7``."""
    runs: list[list[int]] = []
    for number in sorted(stage.number for stage in stages):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
