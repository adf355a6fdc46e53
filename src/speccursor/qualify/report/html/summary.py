"""The top of the page: the verdict, what it means, and what blocks the candidate."""

from collections.abc import Iterator

from speccursor.qualify.model.verdict import Status, Verdict
from speccursor.qualify.report.blockers import Blocker, Undecided, failures, undecided
from speccursor.qualify.report.html.bullet import bullet
from speccursor.qualify.report.html.markup import Fit, Html, element, join
from speccursor.qualify.report.html.parts import code, command, place_of, section, status_tag, where, words
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.text import cut
from speccursor.qualify.report.words import (
    CAUSE,
    MARK,
    TITLE,
    WORD,
    counts,
    partial_note,
    plural,
    sentence,
    short,
)

_PLACES = 3


def summary(material: Material) -> Html:
    """Return the verdict and the blockers."""
    verdict = material.verdict
    return join((_verdict(verdict), _failed(verdict), _open(verdict)))


def _verdict(verdict: Verdict) -> Html:
    candidate = verdict.candidate
    revision = f"commit {short(candidate.revision)}" if candidate.revision else "no commit"
    told = [revision + (" with changes" if candidate.dirty else ""), f"tree {short(candidate.tree)}"]
    mark = element("span", MARK[verdict.status], class_="seal", aria_hidden="true")
    word = element("strong", WORD[verdict.status].capitalize(), class_="word")
    name = element("h1", word, " ", element("span", cut(candidate.name, 200), class_="candidate"))
    badges = [element("li", f"profile {verdict.profile}"), *(element("li", cut(item, 80)) for item in told)]
    if verdict.partial:
        badges.insert(0, element("li", "partial", class_="partial"))
    return element(
        "div",
        mark,
        element(
            "div",
            name,
            element("p", sentence(verdict), class_="sentence"),
            element("p", partial_note(verdict), class_="quiet") if verdict.partial else Html(""),
            element("ul", join(badges), class_="badges"),
            element("ul", join(_counts(verdict)), class_="counts", aria_label="Gates by status"),
        ),
        class_=f"verdict s-{verdict.status}",
        id="verdict",
        data_status=verdict.status,
        data_partial=str(verdict.partial).lower(),
    )


def _counts(verdict: Verdict) -> Iterator[Html]:
    for status, count in counts(verdict).items():
        if count:
            yield element("li", element("b", str(count)), " ", status_tag(status))


def _failed(verdict: Verdict) -> Html:
    found = failures(verdict)
    if not found:
        return Html("")
    fit = Fit(120_000)
    items = join(fit.take([*enumerate(found)], _blocker))
    return section(
        "blockers", f"What failed ({len(found)})", element("ol", items, class_="blockers"), fit.note("failed gates")
    )


def _blocker(item: tuple[int, Blocker]) -> Html:
    place, blocker = item
    ruling = blocker.ruling
    title = element(
        "h3",
        element("span", MARK[ruling.status], class_="mark", aria_hidden="true"),
        element("span", f"{blocker.stage.number}. {TITLE[blocker.stage.id]}: ", class_="quiet"),
        cut(ruling.id, 120),
        " ",
        where(ruling),
    )
    places = [
        element("li", code(place_of(spot), limit=200), " ", cut(spot.message, 200))
        for spot in ruling.locations[:_PLACES]
    ]
    if len(ruling.locations) > _PLACES:
        places.append(element("li", f"and {plural(len(ruling.locations) - _PLACES, 'more place')}", class_="quiet"))
    return element(
        "li",
        title,
        element(
            "div",
            element("span", element("b", cut(ruling.measured or "nothing", 120)), " measured"),
            element("span", element("b", cut(ruling.required, 120)), " required"),
            bullet(ruling, f"blocker-{place}"),
            class_="measure",
        ),
        element("p", words(ruling.reason, limit=600)),
        element("ul", join(places), class_="places") if places else Html(""),
        element("p", element("b", "What to do: "), words(ruling.remedy, limit=600)) if ruling.remedy else Html(""),
        command(ruling.reproduce) if ruling.reproduce else Html(""),
    )


def _open(verdict: Verdict) -> Html:
    found = undecided(verdict)
    if not found:
        return Html("")
    fit = Fit(80_000)
    parts = join(fit.take([item for item in found if not item.whole], _parts))
    wholes = join(fit.take([item for item in found if item.whole], _whole))
    total = sum(ruling.status is Status.INCONCLUSIVE for stage in verdict.stages for ruling in stage.gates)
    title = f"What is inconclusive ({total})"
    return section(
        "inconclusive",
        title,
        element("ul", parts, class_="open") if parts else Html(""),
        element("ul", wholes, class_="open several") if wholes else Html(""),
        fit.note("stages"),
    )


def _title(item: Undecided) -> Html:
    mark = element("span", MARK[Status.INCONCLUSIVE], class_="mark s-inconclusive", aria_hidden="true")
    return join((mark, element("b", f"{item.stage.number}. {TITLE[item.stage.id]}")))


def _whole(item: Undecided) -> Html:
    gates = ", ".join(dict.fromkeys(cut(ruling.id, 80) for ruling in item.rulings[:12]))
    quiet = element("span", gates, class_="quiet")
    return element("li", _title(item), " ", quiet, element("p", words(item.reason, limit=400)))


def _parts(item: Undecided) -> Html:
    parts = [
        element(
            "li",
            cut(ruling.id, 80),
            " ",
            where(ruling),
            ": ",
            element("span", f"{CAUSE[ruling.cause] if ruling.cause else 'no cause'}", class_="cause"),
            ". ",
            words(ruling.reason, limit=300),
        )
        for ruling in item.rulings[:12]
    ]
    if len(item.rulings) > len(parts):
        parts.append(element("li", f"and {len(item.rulings) - len(parts)} more"))
    return element("li", _title(item), element("ul", join(parts), class_="places"))
