"""How the run went, for the screen: what weakened it, what took long, what was reused, what it did not ask."""

from collections.abc import Iterator, Sequence

from speccursor.qualify.model.plan import Owed
from speccursor.qualify.model.record import Observation
from speccursor.qualify.report.entries import Detail, Entry
from speccursor.qualify.report.layout import Line, Span
from speccursor.qualify.report.material import Material, is_reused, seconds_of
from speccursor.qualify.report.text import brief
from speccursor.qualify.report.words import duration, not_asked, plural

_SLOWEST = 5
_LONGEST = 400


def course_entries(material: Material) -> list[Entry]:
    """Return an entry for each of these that there is something to say of. What weakened a run is always counted."""
    weakened = material.weakened()
    counted = Line((Span(f"Weakened by {plural(len(weakened), 'thing')}", "bold"),))
    entries = [
        Entry(head=(Line(), counted), details=tuple(_dealt(list(_listed(weakened))))),
        Entry(head=(), details=tuple(_titled("Slowest", list(_slowest(material))))),
        Entry(head=(), details=tuple(_reused(material))),
        Entry(head=(), details=tuple(_titled("Not asked", list(_listed(not_asked(material.plan)))))),
    ]
    return [entry for entry in entries if entry.details]


def _titled(title: str, lines: Sequence[Line]) -> Iterator[Detail]:
    """Deal lines out, the title with the first."""
    for number, detail in enumerate(_dealt(lines)):
        above = () if number else (Line(), Line((Span(title, "bold"),)))
        yield Detail(lines=(*above, *detail.lines), turn=detail.turn)


def _dealt(lines: Sequence[Line]) -> Iterator[Detail]:
    for turn, line in enumerate(lines):
        yield Detail(lines=(line,), turn=turn)


def _listed(items: Sequence[str]) -> Iterator[Line]:
    for item in items:
        yield Line((Span(f"- {brief(item, _LONGEST)}"),), indent=2)


def _slowest(material: Material) -> Iterator[Line]:
    for seconds, what in sorted(_timed(material), key=lambda pair: -pair[0])[:_SLOWEST]:
        time = duration(seconds)
        spans = (Span(time, "bold"), Span(f" {brief(what, _LONGEST)}"))
        yield Line(spans, indent=max(12 - len(time), 0), hang=len(time) + 1)


def _timed(material: Material) -> Iterator[tuple[float, str]]:
    """Yield what took time in this run: commands that ran in it, and environments made for it."""
    observations = material.observations()
    for owed in material.plan.owed:
        observation = observations.get(owed.id)
        if observation is not None and not is_reused(observation):
            seconds = seconds_of(observation.outcome)
            cell = "" if owed.cell.name == "host" else f" ({owed.cell.name})"
            if seconds is not None:
                yield seconds, f"{owed.tool} on {owed.subject}{cell}"
    for preparation in material.record.preparations:
        if not preparation.cached:
            yield preparation.seconds, f"preparing {preparation.component} ({preparation.cell})"


def _reused(material: Material) -> Iterator[Detail]:
    observations = material.observations()
    owed: list[tuple[Owed, Observation]] = [
        (item, observations[item.id]) for item in material.plan.owed if item.id in observations
    ]
    if not owed:
        return
    reused = [observation for _, observation in owed if is_reused(observation)]
    saved = sum(seconds_of(observation.outcome) or 0.0 for observation in reused)
    told = f"{len(reused)} of {plural(len(owed), 'observation')} reused"
    line = Line((Span("Cache ", "bold"), Span(told + (f", {duration(saved)} saved" if reused else ""))))
    yield Detail(lines=(Line(), line), turn=0)
