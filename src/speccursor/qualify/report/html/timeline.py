"""When each tool ran: one row an observation by its start, those that were reused marked as such."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from speccursor.qualify.model.event import word_of
from speccursor.qualify.report.html.drawing import bar, drawing, label, line, shortened, ticks
from speccursor.qualify.report.html.markup import Html
from speccursor.qualify.report.html.parts import figure
from speccursor.qualify.report.material import Material, is_reused, seconds_of
from speccursor.qualify.report.words import duration, plural

_ROWS = 60
_ROW = 20.0
_LEFT = 300.0
_PLOT = 760.0
_WIDTH = 1160.0


class Span(Struct, frozen=True, order=True):
    """One observation on the time axis: seconds since the run began. `reused`: it ran in an earlier run."""

    begin_s: float
    seconds: float
    name: str
    outcome: str
    reused: bool


def spans_of(material: Material) -> list[Span]:
    """Return what can be placed on the axis, by its start; what never started or has no readable time is left out."""
    observations = material.observations()
    found = []
    for owed in material.plan.owed:
        observation = observations.get(owed.id)
        if observation is None or observation.envelope is None:
            continue
        began, started = _time(material.began(observation)), _time(observation.envelope.started)
        seconds = seconds_of(observation.outcome)
        reused = is_reused(observation)
        if seconds is None or began is None or started is None:
            continue
        begin = 0.0 if reused else max((started - began).total_seconds(), 0.0)
        cell = "" if owed.cell.name == "host" else f" ({owed.cell.name})"
        name = f"{owed.tool} {owed.subject}{cell}"
        found.append(Span(begin, max(seconds, 0.0), name, word_of(observation.outcome), reused))
    return sorted(found)


def timeline_figure(material: Material) -> Html:
    """Return the plot; nothing when nothing ran."""
    spans = spans_of(material)
    if not spans:
        return Html("")
    ran = [span for span in spans if not span.reused]
    reused = len(spans) - len(ran)
    shown = sorted(sorted(spans, key=lambda span: -span.seconds)[:_ROWS])
    more = f" Shown are the {_ROWS} longest." if len(spans) > _ROWS else ""
    work = duration(sum(span.seconds for span in ran))
    note = f"{plural(len(ran), 'observation')} ran, {work} of work; {reused} reused from earlier runs.{more}"
    end = max((span.begin_s + span.seconds for span in ran), default=1.0)
    height = 34 + _ROW * len(shown)
    shapes = _shapes(shown, ticks(end, 6), height)
    chart = drawing("timeline", "Durations", note, shapes, width=_WIDTH, height=height)
    return figure("Durations", note, chart, shape="wide")


def _shapes(spans: list[Span], scale: list[float], height: float) -> Iterator[Html]:
    for tick in scale:
        x = _LEFT + _PLOT * tick / scale[-1]
        yield line(x, 20, x, height - 4, "grid")
        yield label(x, 12, f"{tick:g} s", "tick", anchor="middle")
    for place, span in enumerate(spans):
        y = 24 + _ROW * place
        yield label(_LEFT - 8, y + 12, shortened(span.name, 44), anchor="end")
        if span.reused:
            yield bar(_LEFT, y + 2, 8, _ROW - 7, "reused", title=f"{span.name}: reused")
            yield label(_LEFT + 14, y + 12, f"reused; took {duration(span.seconds)} when it ran", "value")
            continue
        x, width = _LEFT + _PLOT * span.begin_s / scale[-1], _PLOT * span.seconds / scale[-1]
        kind = "neutral" if span.outcome == "finished" else "odd"
        word = "" if span.outcome == "finished" else f" {span.outcome.replace('_', ' ')}"
        title = f"{span.name}: {duration(span.seconds)}, from {duration(span.begin_s)}{word}"
        yield bar(x, y + 2, max(width, 2), _ROW - 7, kind, title=title)
        yield label(x + max(width, 2) + 6, y + 12, f"{duration(span.seconds)}{word}", "value")


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
