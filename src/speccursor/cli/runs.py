"""``speccursor runs``: the stored runs, and what changed between two."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from speccursor.cli.arguments import add_json, add_state
from speccursor.cli.stored import run_folder
from speccursor.cli.target import state_of
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.record import Record
from speccursor.qualify.model.verdict import Ruling, Verdict
from speccursor.qualify.pipeline import judged
from speccursor.qualify.report.words import duration, short
from speccursor.qualify.store.runs import RunFolder

EXAMPLES = """\
  speccursor runs
  speccursor runs compare 20261122T2201 latest
  speccursor runs list --json"""


class Listed(Struct, frozen=True, kw_only=True):
    """One stored run in the list. `started`: ISO 8601; None where a run broke off before it kept that.

    `seconds`: how long it took, None while it is unfinished.
    """

    run: str
    finished: bool
    status: str
    revision: str | None
    partial: bool
    started: str | None
    seconds: float | None


class Change(Struct, frozen=True, kw_only=True):
    """One ruling that two runs answer differently. None: the run does not ask it."""

    gate: str
    component: str
    cell: str
    tool: str
    before: str | None
    after: str | None
    measured_before: str | None
    measured_after: str | None


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("action", nargs="?", choices=["list", "compare"], default="list")
    parser.add_argument("runs", nargs="*", metavar="RUN", help="for compare: two runs, the earlier first")
    add_state(parser)
    add_json(parser)


def run(arguments: Namespace) -> int:
    """List or compare."""
    return _compare(arguments) if arguments.action == "compare" else _list(arguments)


def _list(arguments: Namespace) -> int:
    listed = [_listed(folder) for folder in state_of(Path.cwd(), arguments.state).runs()]
    if arguments.json:
        print(canonical_json(listed).decode())
    else:
        for item in listed:
            print(_line(item))
        if not listed:
            print("no run is stored here; `speccursor qualify` makes one")
    return 0


def _listed(folder: RunFolder) -> Listed:
    plan = folder.plan()
    record = folder.record() if folder.finished else None
    status = judged(folder, plan, record).verdict.status if record is not None else "interrupted"
    return Listed(
        run=folder.id,
        finished=record is not None,
        status=status,
        revision=plan.candidate.revision,
        partial=plan.partial,
        started=record.started if record is not None else _began(folder),
        seconds=_seconds(record) if record is not None else None,
    )


def _began(folder: RunFolder) -> str | None:
    try:
        return folder.journal()[0].started
    except UnusableRun:
        return None


def _seconds(record: Record) -> float:
    return (datetime.fromisoformat(record.finished) - datetime.fromisoformat(record.started)).total_seconds()


def _line(item: Listed) -> str:
    status = item.status + (" (partial)" if item.partial else "")
    began = [f"{datetime.fromisoformat(item.started).astimezone(UTC):%Y-%m-%d %H:%M} UTC"] if item.started else []
    took = [duration(item.seconds)] if item.seconds is not None else []
    return "  ".join([item.run, status, short(item.revision) if item.revision else "no revision", *began, *took])


def _verdict(folder: RunFolder) -> Verdict:
    return judged(folder, folder.plan(), folder.record()).verdict


def _compare(arguments: Namespace) -> int:
    if len(arguments.runs) != 2:  # noqa: PLR2004  (two runs are compared)
        raise UnusableRun("compare takes two runs", hint="speccursor runs compare EARLIER LATER")
    before, after = (_verdict(run_folder(name, Path.cwd(), arguments.state)) for name in arguments.runs)
    changes = changed(before, after)
    if arguments.json:
        print(canonical_json(changes).decode())
        return 0
    print(f"{before.status} -> {after.status}, {len(changes)} rulings differ")
    for change in changes:
        told = f"{change.before or 'not asked'} -> {change.after or 'not asked'}"
        print(f"  {change.gate} on {change.component} [{change.cell}]: {told}")
        print(f"      {change.measured_before or 'nothing'} -> {change.measured_after or 'nothing'}")
    return 0


def changed(before: Verdict, after: Verdict) -> list[Change]:
    """Return the rulings that two verdicts answer differently, in the later one's order."""
    old, new = _by_question(before), _by_question(after)
    return [
        Change(
            gate=key[0],
            component=key[1],
            cell=key[2],
            tool=key[3],
            before=_status(old.get(key)),
            after=_status(new.get(key)),
            measured_before=_measured(old.get(key)),
            measured_after=_measured(new.get(key)),
        )
        for key in dict.fromkeys([*new, *old])
        if (_status(old.get(key)), _measured(old.get(key))) != (_status(new.get(key)), _measured(new.get(key)))
    ]


def _by_question(verdict: Verdict) -> dict[tuple[str, str, str, str], Ruling]:
    rulings = (ruling for stage in verdict.stages for ruling in stage.gates)
    return {(ruling.id, ruling.component, ruling.cell, ruling.tool): ruling for ruling in rulings}


def _status(ruling: Ruling | None) -> str | None:
    return None if ruling is None else ruling.status


def _measured(ruling: Ruling | None) -> str | None:
    return None if ruling is None else ruling.measured
