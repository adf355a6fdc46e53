"""Measures what fails in a candidate today, for ``init --baseline`` and ``baseline prune``."""

import os
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from speccursor.cli.arguments import default_jobs
from speccursor.cli.asking import configuration_of
from speccursor.cli.publish import publish
from speccursor.cli.qualifying import begun, laboratory
from speccursor.cli.target import placed
from speccursor.qualify.configuration.debt import written
from speccursor.qualify.evidence.speccursor_lines import marks_of
from speccursor.qualify.execute import Run
from speccursor.qualify.judge.recording import recorded
from speccursor.qualify.model.debt import FILE, Debt
from speccursor.qualify.model.evidence import Evidence, Findings, Lines
from speccursor.qualify.model.pathnames import on_disk
from speccursor.qualify.model.plan import OwedId
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Status
from speccursor.qualify.pipeline import answer, ask
from speccursor.qualify.plan import Scope
from speccursor.qualify.report.text import visible
from speccursor.qualify.store.files import write_atomically

_STAGES = (StageId.STATIC_ANALYSIS, StageId.UNIT_TESTS)


class Measured(Struct, frozen=True, kw_only=True):
    """What fails in a candidate today, and what of it no baseline holds.

    `unanswered` are the gates that nobody could answer, `refused` the places of files that their checker does not
    accept at all (``path:line rule``), fit to be shown.
    """

    debt: Debt
    unanswered: tuple[str, ...]
    refused: tuple[str, ...]


def measured(folder: Path, arguments: Namespace, *, day: str) -> Measured:
    """Qualify a folder without its baseline."""
    with placed(str(folder), state=arguments.state) as place:
        configuration = replace(configuration_of(place.folder, None), debt=None)
        asked = ask(place.folder, configuration, Scope(stages=_STAGES), kept=place.kept)
        run, start, observed = begun(place, asked, None)
        with laboratory(place, asked, os.environ) as bench:
            material = answer(
                Run(
                    plan=asked.plan,
                    state=place.state,
                    folder=run,
                    start=start,
                    laboratory=bench,
                    jobs=default_jobs(),
                    observed=observed,
                    durations=place.state.durations(),
                )
            )
    publish(material, run)
    rulings = [ruling for stage in material.verdict.stages for ruling in stage.gates]
    debt = recorded(asked.plan, rulings, material.evidence, _lines(folder, material.evidence), day=day)
    unanswered = [f"{one.id} on {one.component}" for one in rulings if one.status is Status.INCONCLUSIVE]
    return Measured(debt=debt, unanswered=tuple(unanswered), refused=_refused(material.evidence))


def write(folder: Path, debt: Debt) -> Path:
    """Write the baseline into the candidate."""
    path = folder / FILE
    write_atomically(path, written(debt))
    return path


def _refused(evidence: Mapping[OwedId, tuple[Evidence, ...]]) -> tuple[str, ...]:
    found = (piece for pieces in evidence.values() for piece in pieces if isinstance(piece, Findings))
    refused = (one for piece in found for one in piece.findings if one.refused)
    places = (f"{one.path if one.line is None else f'{one.path}:{one.line}'} {one.rule}" for one in refused)
    return tuple(dict.fromkeys(map(visible, places)))


def _lines(folder: Path, evidence: Mapping[OwedId, tuple[Evidence, ...]]) -> Lines:
    """Return the marks of the files that something was found in."""
    found = (piece for pieces in evidence.values() for piece in pieces if isinstance(piece, Findings))
    paths = {finding.path for piece in found for finding in piece.findings}
    places = {path: folder / on_disk(path) for path in paths}
    return Lines({path: marks_of(place.read_bytes()) for path, place in places.items() if place.is_file()})
