"""Finished runs on disk, each of some cells of one plan, with real files for what they left."""

from pathlib import Path

import msgspec

from speccursor.qualify.model.digests import canonical_json, digest_of
from speccursor.qualify.model.outcome import Finished
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Observation, Output, Preparation, Record
from speccursor.qualify.store.objects import Objects
from speccursor.qualify.store.runs import RunFolder, Start
from tests.unit.judge.matrix import NAMES, in_cells, plan_over, run_of

PLAN = plan_over()


def stored(folder: Path, number: int, *cells: str, plan: Plan = PLAN, log: str = "", day: int = 22) -> RunFolder:
    """A finished run of these cells; each observation left a ``stdout`` of its own, and each cell a log."""
    record = run_of(plan, number, in_cells(plan, *(cells or NAMES[:1])), day=day)
    run = RunFolder(folder / record.run)
    objects = Objects(folder / "objects")
    run.begin(plan, Start(run=run.id, nonce=record.nonce, plan=plan.digest, machine="m", started=record.started))
    observations: list[Observation] = []
    for observation in record.observations:
        assert observation.envelope is not None
        output = put(objects, folder, "stdout", f"{record.run} {observation.owed}")
        envelope = msgspec.structs.replace(observation.envelope, outputs=(output, put(objects, folder, "stderr", "")))
        observations.append(msgspec.structs.replace(observation, envelope=envelope))
        run.observe(observations[-1], objects)
    preparations = tuple(
        Preparation(
            component="python:.",
            cell=cell,
            outcome=Finished(0, 1.0),
            seconds=1.0,
            cached=False,
            digest=digest_of("environment"),
            log=put(objects, folder, "log.txt", log or f"made for {cell}"),
        )
        for cell in cells or NAMES[:1]
    )
    for preparation in preparations:
        assert preparation.log is not None
        place = run.new_log(preparation, preparation.log)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(objects.path(preparation.log.digest).read_bytes())
    run.finish(msgspec.structs.replace(record, observations=tuple(observations), preparations=preparations))
    return run


def put(objects: Objects, folder: Path, name: str, text: str) -> Output:
    source = folder / "source"
    source.write_text(text)
    return objects.put(name, source)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(run: RunFolder, **changes: object) -> Record:
    """Write a run's record anew with these changes."""
    record: Record = msgspec.structs.replace(run.record(), **changes)
    (run.path / "record.json").write_bytes(canonical_json(record))
    return record
