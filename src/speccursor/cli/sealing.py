"""Whether a run may be sealed: only one whose every observation would be reused as it is."""

from argparse import Namespace

from speccursor.cli.exits import exit_of
from speccursor.cli.screen import ROWS
from speccursor.cli.target import Place
from speccursor.cli.unchanged import leave_seal
from speccursor.qualify.execute.workbench import LIVE
from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.outcome import Finished, Unavailable
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Observation
from speccursor.qualify.model.tool import Unprovided
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.terminal import screen
from speccursor.qualify.store.runs import RunFolder
from speccursor.qualify.tools import TOOLS

_WIDTH = 100


def seal(place: Place, candidate: Candidate, material: Material, folder: RunFolder, arguments: Namespace) -> None:
    """Seal a run of the user's own folder when asking again would give the very same record.

    A crash, a timeout or a live stage would be measured again; a tool that was not there may be there next time,
    unless it is one that this release cannot bring at all, which changes only with the release. What other toolchains
    a cell was run with is not looked at again, and a run of some cells is not the whole. What a branch's name stands
    for moves.
    """
    plan = material.plan
    if not place.own or arguments.cell or arguments.since or any(owed.cell.toolchains for owed in plan.owed):
        return
    if not all(_lasts(item, plan) for item in material.record.observations):
        return
    leave_seal(
        place,
        candidate,
        arguments,
        run=folder.id,
        day=material.verdict.judged_at,
        code=exit_of(material.verdict.status),
        screen=screen(material, width=_WIDTH, colour=False, rows=ROWS),
    )


def _lasts(observation: Observation, plan: Plan) -> bool:
    outcome, envelope = observation.outcome, observation.envelope
    owed = next(item for item in plan.owed if item.id == observation.owed)
    if isinstance(outcome, Unavailable):
        return isinstance(TOOLS[owed.tool].provision, Unprovided)
    shielded = envelope is not None and not envelope.isolation.startswith("none")
    return isinstance(outcome, Finished) and shielded and owed.stage not in LIVE
