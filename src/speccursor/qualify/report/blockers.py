"""Blockers: what keeps a candidate from shipping, in the order in which a person should look at it."""

from collections.abc import Iterator

from msgspec import Struct

from speccursor.qualify.model.verdict import Ruling, StageVerdict, Status, Verdict, worst
from speccursor.qualify.report.cells import silent_cells


class Blocker(Struct, frozen=True):
    """A ruling that keeps the candidate from shipping, and its stage."""

    stage: StageVerdict
    ruling: Ruling


class Undecided(Struct, frozen=True):
    """What a stage leaves open. `whole`: every one of its gates, for the one reason `reason`."""

    stage: StageVerdict
    rulings: tuple[Ruling, ...]
    whole: bool
    reason: str


def failures(verdict: Verdict) -> tuple[Blocker, ...]:
    """Return the failed rulings in the order of the stages."""
    return tuple(
        Blocker(stage, ruling) for stage in verdict.stages for ruling in stage.gates if ruling.status is Status.FAILED
    )


def undecided(verdict: Verdict) -> tuple[Undecided, ...]:
    """Return the stages that leave something open; those that only some gates leave open come first.

    What is open because its whole cell is not here is not among it (see `cells`).
    """
    silent = silent_cells(verdict)
    found = [_undecided(stage, silent) for stage in verdict.stages]
    return tuple(sorted((item for item in found if item is not None), key=lambda item: item.whole))


def unexplained(verdict: Verdict) -> Iterator[tuple[StageVerdict | None, Status]]:
    """Yield each status that no ruling explains: a stage without gates, a verdict without stages.

    Forms that list rulings tell these beside them, so that nothing reads as good by being empty. None
    stands for the verdict itself.
    """
    for stage in verdict.stages:
        if not stage.gates or worst(ruling.status for ruling in stage.gates) is not stage.status:
            yield stage, stage.status
    if not verdict.stages or worst(stage.status for stage in verdict.stages) is not verdict.status:
        yield None, verdict.status


def _undecided(stage: StageVerdict, silent: frozenset[str]) -> Undecided | None:
    open_ = (ruling for ruling in stage.gates if ruling.status is Status.INCONCLUSIVE)
    rulings = tuple(ruling for ruling in open_ if ruling.cell not in silent)
    if not stage.gates and stage.status is Status.INCONCLUSIVE:
        return Undecided(stage, (), whole=True, reason="nothing was asked of it")
    reasons = {ruling.reason for ruling in rulings}
    whole = len(reasons) == 1 and len(rulings) == len(stage.gates)
    return Undecided(stage, rulings, whole, rulings[0].reason if whole else "") if rulings else None
