"""Every gate: its question, what was measured and required, how far apart they are, and what to do."""

from collections.abc import Iterator
from functools import partial

from speccursor.qualify.model.verdict import Location, Ruling, StageVerdict, Status
from speccursor.qualify.report.html.bullet import bullet
from speccursor.qualify.report.html.markup import Fit, Html, element, join
from speccursor.qualify.report.html.parts import (
    code,
    command,
    facts,
    folded,
    place_of,
    row,
    section,
    status_tag,
    table,
    where,
    words,
)
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.text import cut
from speccursor.qualify.report.words import CAUSE, TITLE

_PLACES = 100
_LIMIT = 850_000
_OPEN_AT_FIRST = 12


def gates(material: Material) -> Html:
    """Return the gates by stage. Where they do not all fit, those that block are kept before the others."""
    chosen, fit = _chosen(material)
    parts = []
    for stage in material.verdict.stages:
        mine = [chosen[key] for number, _ in enumerate(stage.gates) if (key := (stage.number, number)) in chosen]
        left = len(stage.gates) - len(mine)
        note = element("p", f"{left} more gates of this stage were left out for size.", class_="cut")
        parts.append(
            element(
                "section",
                element("h3", f"{stage.number}. {TITLE[stage.id]} ", status_tag(stage.status)),
                join(mine) if stage.gates else element("p", "No gate was asked.", class_="quiet"),
                note if left else Html(""),
                id=stage.id.value,
                class_="stage",
            )
        )
    return section("gates", "Gates", join(parts), fit.note("gates"))


def _chosen(material: Material) -> tuple[dict[tuple[int, int], Html], Fit]:
    """Render the gates worst first while they fit; the key is the stage's number and the gate's place in it."""
    ranked = sorted(
        ((stage, number, ruling) for stage in material.verdict.stages for number, ruling in enumerate(stage.gates)),
        key=lambda item: -item[2].status.rank,
    )
    fit = Fit(_LIMIT)
    found: dict[tuple[int, int], Html] = {}
    opened = {(stage.number, number) for stage, number, ruling in ranked[:_OPEN_AT_FIRST] if _failed(ruling)}
    for stage, number, ruling in ranked:
        key = (stage.number, number)
        render = partial(_card, material, stage, identifier=f"gate-{stage.number}-{number}", is_open=key in opened)
        for card in fit.take([ruling], render):
            found[key] = card
    return found, fit


def _failed(ruling: Ruling) -> bool:
    return ruling.status is Status.FAILED


def _card(material: Material, stage: StageVerdict, ruling: Ruling, *, identifier: str, is_open: bool) -> Html:
    measured = cut(ruling.measured or "nothing measured", 80)
    head = element(
        "summary",
        status_tag(ruling.status),
        " ",
        element("b", cut(ruling.id, 120)),
        " ",
        where(ruling),
        " ",
        element("span", f"{measured}, required {cut(ruling.required, 80)}", class_="quiet"),
    )
    body = element("div", join(_body(material, ruling, identifier)), class_="body")
    return element(
        "details",
        head,
        body,
        id=identifier,
        class_="gate",
        open=is_open,
        data_status=ruling.status,
        data_stage=stage.id,
    )


def _body(material: Material, ruling: Ruling, identifier: str) -> Iterator[str]:
    gate = material.gates.get(ruling.id)
    if gate is not None:
        yield element("p", words(gate.question, limit=400), class_="question")
        yield element("p", words(gate.why, limit=600), class_="quiet")
    yield element("p", words(ruling.reason))
    yield bullet(ruling, f"{identifier}-b")
    yield facts(
        (
            ("Cause", CAUSE[ruling.cause] if ruling.cause else ""),
            ("Measured", cut(ruling.measured or "nothing", 200)),
            ("Required", cut(ruling.required, 200)),
            ("Could have caught", words(ruling.could_have_caught, limit=600)),
            ("Tool", cut(ruling.tool, 120)),
            ("Cell", cut(ruling.cell, 200)),
            ("What to do", words(ruling.remedy)),
        )
    )
    if ruling.reproduce:
        yield element("p", "Reproduce:", class_="quiet")
        yield command(ruling.reproduce)
    yield _places(ruling)


def _places(ruling: Ruling) -> Html:
    if not ruling.locations:
        return Html("")
    count = len(ruling.locations)
    caption = f"Places ({count})" if count <= _PLACES else f"Places, the first {_PLACES} of {count}"
    places = ruling.locations[:_PLACES]
    return folded(caption, table(caption, ("place", "what"), places, _place, limit=60_000, what="places"))


def _place(place: Location) -> Html:
    return row(code(place_of(place), limit=300), cut(place.message, 600))
