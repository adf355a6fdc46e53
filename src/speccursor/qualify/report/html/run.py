"""What limits the verdict (weakened, waived, not asked) and the facts of the run."""

from collections.abc import Sequence

from speccursor.qualify.model.verdict import Status
from speccursor.qualify.report.html.markup import Fit, Html, element, join
from speccursor.qualify.report.html.parts import code, facts, section
from speccursor.qualify.report.material import Material, is_reused
from speccursor.qualify.report.text import cut
from speccursor.qualify.report.words import not_asked


def limits(material: Material) -> Html:
    """Return what makes the verdict say less than it could: always there, and says so where it is empty."""
    verdict = material.verdict
    waived = [
        f"{ruling.id} on {ruling.component}: {ruling.reason}"
        for stage in verdict.stages
        for ruling in stage.gates
        if ruling.status is Status.WAIVED
    ]
    return section(
        "limits",
        "What limits this verdict",
        _list("Weakened", material.weakened(), "Nothing weakened this run."),
        _list("Waived", waived, "No gate was waived."),
        _list("Not asked", not_asked(material.plan), "Nothing was left unasked."),
    )


def run_facts(material: Material) -> Html:
    """Return when, where and by what the verdict was made."""
    verdict, record = material.verdict, material.record
    reused = sum(map(is_reused, record.observations))
    return section(
        "run",
        "Run",
        facts(
            (
                ("Run", code(verdict.run, limit=100)),
                ("Engine", cut(verdict.engine, 80)),
                ("Profile", str(verdict.profile)),
                ("Judged", cut(verdict.judged_at, 60)),
                ("Started", cut(record.started, 60)),
                ("Finished", cut(record.finished, 60)),
                ("Machine", cut(record.machine, 300)),
                ("Commit", code(verdict.candidate.revision, limit=80) if verdict.candidate.revision else "none"),
                ("Tree", code(verdict.candidate.tree, limit=80)),
                ("Working tree", "with changes" if verdict.candidate.dirty else "as committed"),
                ("Plan", code(verdict.plan_digest, limit=80)),
                ("Observations", f"{len(record.observations)}, {reused} of them reused"),
                ("Schema", verdict.schema),
            )
        ),
    )


def _list(title: str, items: Sequence[str], nothing: str) -> Html:
    fit = Fit(40_000)
    found = join(fit.take(items, lambda item: element("li", cut(item, 500))))
    listed = element("ul", found) if found else element("p", nothing, class_="quiet")
    return join((element("h3", title), listed, fit.note("lines")))
