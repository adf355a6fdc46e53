"""A gate that compares with the release before: by language, and over several languages together.

Its tools are owed twice, on the candidate's components and on the release's, so that both figures are
measured here in the same way. Only a language that both hold is compared.
"""

from collections.abc import Iterable, Sequence
from typing import assert_never

from speccursor.qualify.model.baseline import Before, Released, Unreached, Unreleased
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.plan import EVERY_COMPONENT, NotAsked, every_component_in
from speccursor.qualify.model.stage import Ask
from speccursor.qualify.model.verdict import Cause
from speccursor.qualify.plan.asking import UNKNOWN, Asked, Asking


def compared(
    asking: Asking, ask: Ask, components: Sequence[Component], before: Before, released: Sequence[Component]
) -> Iterable[Asked]:
    """Ask a gate of components against the `released` ones, or say why nothing can be compared, or need not be."""
    if isinstance(before, Unreleased):
        yield _not_asked(asking, ask.gate, before.proof)
        return
    mine, theirs = _by_language(components), _by_language(released)
    parts = [
        _one(asking, ask, mine[language], theirs.get(language, []), before)
        if language in ask.tools
        else _not_asked(
            asking,
            f"{ask.gate} on {language}",
            ask.aside.get(language, UNKNOWN),
        )
        for language in mine
    ]
    yield from parts
    yield _merged(asking, ask, parts)


def _by_language(components: Sequence[Component]) -> dict[Language, list[Component]]:
    """Return components by language, the languages in their own order."""
    found: dict[Language, list[Component]] = {}
    for component in sorted(components, key=lambda item: list(Language).index(item.language)):
        found.setdefault(component.language, []).append(component)
    return found


def _merged(asking: Asking, ask: Ask, parts: Sequence[Asked]) -> Asked:
    """Ask a gate once more over every language that is compared, where there are several."""
    compared = [part.owed for part in parts if part.owed]
    if len(compared) < 2:  # noqa: PLR2004  (one is merged already)
        return Asked()
    now = [item for owed in compared for item in owed if item.release is None]
    then = [item for owed in compared for item in owed if item.release is not None]
    return Asked(questions=(asking.of_several(ask.gate, EVERY_COMPONENT, now, then),))


def _one(
    asking: Asking, ask: Ask, mine: Sequence[Component], theirs: Sequence[Component], before: Released | Unreached
) -> Asked:
    """Ask a gate of one language."""
    language = mine[0].language
    everything = every_component_in(language)
    match before:
        case Unreached(reason=reason, hint=hint):
            return Asked(questions=(asking.question(ask.gate, everything, hint=f"{reason}; {hint}"),))
        case Released(tag=tag):
            if not theirs:
                return _not_asked(asking, f"{ask.gate} on {language}", f"{tag} holds no {language} that is asked of")
            now, unfit = asking.owed_of(ask, mine, release=None)
            then, unfit_then = asking.owed_of(ask, theirs, release=tag)
            if unfit or unfit_then:
                hint = "; ".join((*unfit, *(f"in {tag} {why}" for why in unfit_then)))
                return Asked(questions=(asking.question(ask.gate, everything, hint=hint, cause=Cause.MISSING),))
            question = asking.of_several(ask.gate, everything, now, then)
            return Asked(owed=(*now, *then), questions=(question,))
        case other:
            assert_never(other)


def _not_asked(asking: Asking, what: str, proof: str) -> Asked:
    return Asked(not_asked=(NotAsked(stage=asking.stage.id, what=what, proof=proof),))
