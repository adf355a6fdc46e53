"""The third verb, execute: plan in, record out, one observation for everything that the run takes and none dropped."""

from speccursor.qualify.execute.laboratory import Laboratory, Measurement
from speccursor.qualify.execute.run import Progress, Run
from speccursor.qualify.execute.settle import settle
from speccursor.qualify.model.event import RunEnded, RunStarted
from speccursor.qualify.model.record import Record

__all__ = ["Laboratory", "Measurement", "Run", "execute"]


def execute(run: Run) -> Record:
    """Execute a plan and return its record, which then also stands in the run's folder."""
    progress = Progress(run)
    run.watch(RunStarted(at_s=progress.at(), run=run.start.run, owed=len(run.owed()), jobs=run.jobs))
    interrupted = True
    try:
        left = settle(progress)
        if left:
            import asyncio  # noqa: PLC0415  (a run in which nothing changed needs no event loop: 40 ms)

            from speccursor.qualify.execute.local import measure_all  # noqa: PLC0415  (the same)

            asyncio.run(measure_all(progress, left))
        interrupted = False
    finally:
        run.watch(RunEnded(at_s=progress.at(), interrupted=interrupted))
    record = progress.record()
    run.folder.finish(record)
    return record
