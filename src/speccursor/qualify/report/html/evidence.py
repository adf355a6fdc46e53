"""The evidence: what ran, by which tool in which version, how isolated, and the digests of what it left."""

from speccursor.qualify.model.event import word_of
from speccursor.qualify.model.outcome import Finished, Outcome, TimedOut
from speccursor.qualify.model.plan import Owed
from speccursor.qualify.model.record import Envelope, Observation, Preparation
from speccursor.qualify.report.html.markup import Html, element, join
from speccursor.qualify.report.html.parts import code, facts, folded, number, row, section, table
from speccursor.qualify.report.material import Material, is_reused, seconds_of
from speccursor.qualify.report.text import cut
from speccursor.qualify.report.words import duration, short


def evidence(material: Material) -> Html:
    """Return the observations and the prepared environments."""
    observations = material.observations()
    headings = ("tool", "component", "outcome", "time", "where it comes from")
    caption = f"Evidence owed ({len(material.plan.owed)}) and what became of it"
    listing = table(
        caption,
        headings,
        material.plan.owed,
        lambda owed: _row(owed, observations.get(owed.id)),
        limit=260_000,
        what="observations",
        tools=True,
    )
    return section("evidence", "Evidence", listing, _preparations(material.record.preparations))


def _row(owed: Owed, observation: Observation | None) -> Html:
    cell = "" if owed.cell.name == "host" else f" ({cut(owed.cell.name, 80)})"
    where = join((code(owed.subject, limit=160), cell))
    if observation is None:
        return row(cut(owed.tool, 80), where, "never observed", "", "")
    seconds = seconds_of(observation.outcome)
    time = number("" if seconds is None else duration(seconds), seconds or 0.0)
    return row(
        cut(owed.tool, 80),
        where,
        _outcome(observation),
        time,
        _envelope(observation.envelope) if observation.envelope else "nothing was started",
    )


def _outcome(observation: Observation) -> str:
    word = _told(observation.outcome)
    return f"reused: {word}" if is_reused(observation) else word


def _told(outcome: Outcome) -> str:
    word = word_of(outcome).replace("_", " ")
    if isinstance(outcome, Finished):
        return f"{word}, exit code {outcome.exit_code}"
    if isinstance(outcome, TimedOut):
        return f"{word} after {duration(outcome.limit_s)}"
    return f"{word}: {cut(outcome.reason, 300)}"


def _envelope(envelope: Envelope) -> Html:
    outputs = element(
        "ul",
        join(
            element("li", code(output.name, limit=120), f" {output.size} bytes ", code(output.digest, limit=80))
            for output in envelope.outputs[:20]
        ),
        class_="places",
    )
    told = facts(
        (
            ("Command", code(" ".join(envelope.argv), limit=1500)),
            ("Isolation", cut(envelope.isolation, 200)),
            ("Started", cut(envelope.started, 40)),
            ("Finished", cut(envelope.finished, 40)),
            ("Reused from", cut(envelope.origin.run, 80) if envelope.origin else ""),
            ("Inputs", code(envelope.inputs, limit=80)),
            ("Nonce", code(envelope.nonce, limit=64)),
            ("Outputs", outputs if envelope.outputs else "none"),
        )
    )
    return folded(f"{cut(envelope.tool, 80)} {cut(envelope.version, 60)}", told)


def _preparations(preparations: tuple[Preparation, ...]) -> Html:
    if not preparations:
        return Html("")
    headings = ("component", "cell", "outcome", "time", "digest", "notes")
    caption = f"Prepared environments ({len(preparations)})"
    return table(caption, headings, preparations, _preparation, limit=60_000, what="environments")


def _preparation(item: Preparation) -> Html:
    return row(
        code(item.component, limit=160),
        cut(item.cell, 80),
        _told(item.outcome),
        number("stood already" if item.cached else duration(item.seconds), item.seconds),
        code(short(item.digest)),
        cut("; ".join(item.notes), 300),
    )
