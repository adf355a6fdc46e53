"""The twelve stages in order, each with its status; those that were not asked are there and say so."""

from collections.abc import Iterator

from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import StageVerdict, Verdict
from speccursor.qualify.report.html.markup import Html, element
from speccursor.qualify.report.html.parts import number, row, section, status_tag, table
from speccursor.qualify.report.text import cut
from speccursor.qualify.report.words import TITLE, WORD, WORST_FIRST, duration


def stages(verdict: Verdict) -> Html:
    """Return the table of stages."""
    asked = {stage.id: stage for stage in verdict.stages}
    headings = ("stage", "status", "gates", "time", "answers for it")
    return section(
        "stages",
        "Stages",
        table(
            "The twelve stages of the qualification",
            headings,
            tuple(StageId),
            lambda stage: _row(stage, asked.get(stage)),
            limit=60_000,
            what="stages",
        ),
    )


def _row(stage: StageId, verdict: StageVerdict | None) -> Html:
    name = f"{stage.number}. {TITLE[stage]}"
    if verdict is None:
        return row(name, status_tag(None), "", "", "")
    title = element("a", name, href=f"#{stage}")
    time = "cached" if verdict.cached else duration(verdict.seconds) if verdict.seconds else ""
    return row(
        title,
        status_tag(verdict.status),
        ", ".join(_tally(verdict)) or "none",
        number(time, verdict.seconds),
        cut(verdict.owner, 120),
        status=verdict.status,
    )


def _tally(verdict: StageVerdict) -> Iterator[str]:
    found = [ruling.status for ruling in verdict.gates]
    for status in WORST_FIRST:
        if status in found:
            yield f"{found.count(status)} {WORD[status]}"
