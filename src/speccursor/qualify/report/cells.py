"""The verdict by cell: what each place of the matrix came to in each stage, and what a cell that is not here takes.

Where a matrix names nothing there is the one cell `host`, and nothing to tell of it.
"""

from msgspec import Struct

from speccursor.qualify.model.cells import HOST
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Ruling, Status, Verdict, worst

TOGETHER = "*"
"""The cell of a question that is asked of several cells together, or of none."""


class Row(Struct, frozen=True, kw_only=True):
    """One cell: the worst of its rulings, by stage and in all. `silent` says why nothing is known of it at all."""

    cell: str
    stages: dict[StageId, Status]
    status: Status
    silent: Ruling | None


class Table(Struct, frozen=True):
    """The cells in the plan's order, the questions over several of them last, and the stages that are asked by cell."""

    rows: tuple[Row, ...]
    stages: tuple[StageId, ...]


def by_cell(verdict: Verdict) -> Table | None:
    """Return the verdict by cell, or None where the matrix names nothing."""
    found: dict[str, dict[StageId, list[Ruling]]] = {}
    for stage in verdict.stages:
        for ruling in stage.gates:
            found.setdefault(ruling.cell, {}).setdefault(stage.id, []).append(ruling)
    if found.keys() <= {HOST, TOGETHER}:
        return None
    asked = {stage for cell, stages in found.items() if cell != TOGETHER for stage in stages}
    together = found.pop(TOGETHER, {})
    rows = [_row(cell, stages) for cell, stages in found.items()]
    over_cells = {stage: rulings for stage, rulings in together.items() if stage in asked}
    if over_cells:
        rows.append(_row(TOGETHER, over_cells))
    return Table(tuple(rows), tuple(stage for stage in StageId if stage in asked))


def silent_cells(verdict: Verdict) -> frozenset[str]:
    """Return the cells of which nothing is known: their rulings are told with them, and need not be told one by one."""
    table = by_cell(verdict)
    return frozenset(row.cell for row in table.rows if row.silent is not None) if table is not None else frozenset()


def named(cell: str) -> str:
    """Return a cell's name where the matrix names it, else ""."""
    return "" if cell in (HOST, TOGETHER) else cell


def name_of(cell: str) -> str:
    """Return a cell's name for people."""
    return "several cells together" if cell == TOGETHER else cell


def _row(cell: str, stages: dict[StageId, list[Ruling]]) -> Row:
    rulings = [ruling for several in stages.values() for ruling in several]
    return Row(
        cell=cell,
        stages={stage: worst(ruling.status for ruling in several) for stage, several in stages.items()},
        status=worst(ruling.status for ruling in rulings),
        silent=rulings[0] if cell != TOGETHER and _is_silent(rulings) else None,
    )


def _is_silent(rulings: list[Ruling]) -> bool:
    """Whether rulings are all open for the one reason that the cell itself is not here."""
    absent = all(ruling.cause in (Cause.MISSING, Cause.UNAVAILABLE) for ruling in rulings)
    return absent and len({(ruling.cause, ruling.reason, ruling.remedy) for ruling in rulings}) == 1
