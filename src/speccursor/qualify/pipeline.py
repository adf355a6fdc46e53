"""The verbs in order: survey, plan, execute, judge, report. Read this first."""

from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from speccursor import __version__
from speccursor.qualify.configuration.values import Configuration
from speccursor.qualify.configuration.weaker import weakened
from speccursor.qualify.execute import Run, execute
from speccursor.qualify.gates import GATES
from speccursor.qualify.judge import judge
from speccursor.qualify.model.baseline import Before
from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.reading import Unread
from speccursor.qualify.model.record import Record
from speccursor.qualify.plan import Declarations, Scope, compares, make_plan
from speccursor.qualify.report.material import Material
from speccursor.qualify.stages import STAGES
from speccursor.qualify.store.runs import RunFolder
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.components import absent
from speccursor.qualify.survey.released_tree import release_before, tree_at
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.tools.reading import Readings, described

ENGINE = f"speccursor {__version__}"
DECLARATIONS = Declarations(stages=STAGES, gates=GATES, tools=TOOLS)


class Asked(Struct, frozen=True):
    """A candidate, what it is compared with (None: nothing in scope compares), and what both owe."""

    candidate: Candidate
    before: Before | None
    plan: Plan


def ask(folder: Path, configuration: Configuration, scope: Scope, *, kept: Path, packed: bool = False) -> Asked:
    """Survey a folder and plan its qualification. Nothing of the candidate is run.

    `packed`: the folder was unpacked from an archive. The files of the release before, and of the commit that
    changes are told from, are kept below `kept`.
    """
    candidate = survey(folder, exclude=configuration.exclude, packed=packed)
    before = None
    if compares(scope, STAGES):
        before = release_before(folder, candidate, kept=kept / "baselines", exclude=configuration.exclude)
    earlier = None
    if scope.since:
        earlier = tree_at(folder, candidate, scope.since, kept=kept / "since", exclude=configuration.exclude)
    weaker = weakened(configuration, GATES)
    plan = make_plan(
        candidate,
        configuration,
        DECLARATIONS,
        scope=scope,
        engine=ENGINE,
        weakened=weaker + candidate.unjudged,
        absent=absent(candidate),
        before=before,
        earlier=earlier,
    )
    return Asked(candidate, before, plan)


def answer(run: Run) -> Material:
    """Execute a plan, read what it brought, and judge it."""
    readings = Readings(run.folder, TOOLS)
    watched = replace(run, found=lambda observation: described(observation, readings.of(observation)))
    return _judged(run.plan, execute(watched), readings, None)


def judged(folder: RunFolder, plan: Plan, record: Record, *, today: date | None = None) -> Material:
    """Judge a stored run from its raw outputs, on the day it was started unless told otherwise.

    Raises UnusableRun where it asks what this release does not know.
    """
    unknown = sorted({question.gate for question in plan.questions} - GATES.keys())
    if unknown:
        raise UnusableRun(
            f"{folder.id} asks {', '.join(unknown)}, which this release does not know", hint="judge it with a later one"
        )
    return _judged(plan, record, Readings(folder, TOOLS), today)


def _judged(plan: Plan, record: Record, reading: Readings, today: date | None) -> Material:
    readings = reading.of_record(plan, record)
    day = today or datetime.fromisoformat(record.started).date()
    verdict = judge(plan, record, readings, gates=GATES, today=day)
    evidence = {owed: reading for owed, reading in readings.items() if not isinstance(reading, Unread)}
    return Material(verdict, plan, record, evidence, GATES)
