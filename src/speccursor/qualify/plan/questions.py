"""From stages, components and cells to what is owed and what is asked.

Every stage in scope gives at least one question for everything found: one that is asked of evidence,
one that is not applicable and says why, or one that nothing can answer yet. None is left out silently.
"""

from collections.abc import Iterable, Mapping

from speccursor.qualify.configuration.values import Configuration
from speccursor.qualify.model.baseline import Before, Earlier, Released, Unreached
from speccursor.qualify.model.candidate import Candidate, Component, ComponentId, Language
from speccursor.qualify.model.plan import Baseline, NotAsked, Plan, StageAsked
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.tool import Options
from speccursor.qualify.model.verdict import CandidateId, Cause
from speccursor.qualify.plan.asking import Asked, Asking, together
from speccursor.qualify.plan.comparison import compared
from speccursor.qualify.plan.configured import as_configured
from speccursor.qualify.plan.reach import Reach
from speccursor.qualify.plan.scope import Declarations, Scope, components_in

_NAMED = 5
_NOT_LOOKED = Unreached(reason="nobody looked for a release before this one", hint="qualify the candidate's own folder")


def make_plan(
    candidate: Candidate,
    configuration: Configuration,
    declarations: Declarations,
    *,
    scope: Scope,
    engine: str,
    weakened: tuple[str, ...] = (),
    absent: Mapping[Language, str] | None = None,
    before: Before | None = None,
    earlier: Earlier | None = None,
) -> Plan:
    """Say what evidence this candidate owes and what is asked of it.

    `absent` is the proof, by language, that the candidate holds none of it; `before` what it is compared with,
    None where nobody looked; `earlier` the commit since which something must have changed to be asked. Raises Misuse
    when the scope names a component that is not there.
    """
    before = before or _NOT_LOOKED
    reached, apart, proof = _reached(components_in(scope, candidate), candidate, configuration, declarations, earlier)
    components = _configured(reached, configuration)
    released = _configured(_released(before, scope, apart), configuration)
    profile = scope.profile or configuration.profile
    stages = scope.asked()
    asked = together(
        part
        for stage in stages
        for asking in (Asking(declarations.stages[stage], configuration, declarations),)
        for part in _of_stage(
            asking, components, before, released, candidate.absent, untouched=proof if apart and not reached else ""
        )
    )
    measured = {item.component for item in asked.owed if item.release is not None}
    theirs = tuple(item for item in released if item.id in measured)
    examples = max(1, int(configuration.required(declarations.gates["property-holds"]).bound))
    return Plan(
        engine=engine,
        candidate=_identity(candidate),
        components=components,
        profile=profile,
        partial=scope.partial,
        limited=scope.limited,
        stages=tuple(StageAsked(id=stage, owner=configuration.owner(stage)) for stage in stages),
        owed=asked.owed,
        questions=asked.questions,
        not_asked=_unreached(apart, stages[0], proof) + asked.not_asked + _absent(absent or {}, stages[0]),
        waivers=configuration.waivers,
        recipes=_recipes(components, configuration),
        options=_options(components, configuration, profile, examples),
        weakened=weakened,
        baseline=_baseline(
            before, theirs, _recipes(theirs, configuration), _options(theirs, configuration, profile, examples)
        ),
    )


def _reached(
    named: tuple[Component, ...],
    candidate: Candidate,
    configuration: Configuration,
    declarations: Declarations,
    earlier: Earlier | None,
) -> tuple[tuple[Component, ...], tuple[Component, ...], str]:
    """Return the components that a change can reach, the others, and why these need not be asked.

    Without an earlier commit every component is reached.
    """
    if earlier is None:
        return named, (), ""
    reach = Reach(candidate=candidate, earlier=earlier, tools=declarations.tools, recipe=configuration.recipe)
    reached = reach.of(named)
    return reached, tuple(one for one in named if one not in reached), reach.proof


def _released(before: Before, scope: Scope, apart: Iterable[Component]) -> tuple[Component, ...]:
    """Return the release's components in scope, without those that stand `apart` in the candidate."""
    if not isinstance(before, Released) or before.tree is None:
        return ()
    aside = {one.id for one in apart}
    return tuple(one for one in scope.named(before.tree[0].components) if one.id not in aside)


def _baseline(
    before: Before,
    components: tuple[Component, ...],
    recipes: dict[ComponentId, Recipe],
    options: dict[ComponentId, Options],
) -> Baseline | None:
    """Return the release as the plan names it, or None where nothing is owed of it."""
    if not isinstance(before, Released) or before.tree is None or not components:
        return None
    return Baseline(
        release=before.tag,
        candidate=_identity(before.tree[0]),
        components=components,
        recipes=recipes,
        options=options,
    )


def _of_stage(
    asking: Asking,
    components: tuple[Component, ...],
    before: Before,
    released: tuple[Component, ...],
    absent: tuple[str, ...],
    *,
    untouched: str,
) -> Iterable[Asked]:
    """Ask a stage; where none of its gates arises in any language that is there, say so in a ruling of each.

    `untouched` is the proof that no change reached anything, if that is so.
    """
    if untouched and any(ask.tools for ask in asking.stage.asks):
        parts = [_of_nothing(asking, untouched), *_whole(asking, absent)]
    else:
        parts = [*_everything(asking, components, before, released), *_whole(asking, absent)]
    yield from parts
    if any(part.questions for part in parts):
        return
    for ask in asking.stage.asks:
        if not ask.whole and all(component.language in ask.aside for component in components):
            proof = "; ".join(dict.fromkeys(ask.aside[component.language] for component in components))
            yield Asked(questions=(asking.question(ask.gate, proof=proof),))


def _everything(
    asking: Asking, components: tuple[Component, ...], before: Before, released: tuple[Component, ...]
) -> Iterable[Asked]:
    """Ask every gate of a stage of every component in every cell."""
    provided = any(ask.tools for ask in asking.stage.asks)
    if not provided or not components:
        nothing = "nothing in a language that is known here was found in the candidate"
        hint = nothing if provided else asking.stage.hint
        yield Asked(questions=tuple(asking.question(ask.gate, hint=hint) for ask in asking.stage.asks if not ask.whole))
        return
    for ask in asking.stage.asks:
        if ask.baseline:
            yield from compared(asking, ask, components, before, released)
        elif not ask.whole:
            yield from asking.each(ask, components)


def _of_nothing(asking: Asking, proof: str) -> Asked:
    """Rule on every gate of a stage that no change could reach."""
    return Asked(questions=tuple(asking.question(ask.gate, proof=proof) for ask in asking.stage.asks if not ask.whole))


def _whole(asking: Asking, absent: tuple[str, ...]) -> Iterable[Asked]:
    """Ask where the rest of the candidate is, when some of it is not here: nobody can answer, so it stays open."""
    named = ", ".join(absent[:_NAMED]) + (f" and {len(absent) - _NAMED} more" if absent[_NAMED:] else "")
    hint = f"not here: {named}; check submodules out (`git submodule update --init --recursive`), let files be read"
    for ask in asking.stage.asks:
        if ask.whole and not asking.configuration.required(asking.declarations.gates[ask.gate]).holds(len(absent)):
            yield Asked(questions=(asking.question(ask.gate, hint=hint, cause=Cause.MISSING),))


def _configured(components: Iterable[Component], configuration: Configuration) -> tuple[Component, ...]:
    return tuple(as_configured(item, configuration.recipe(item.id)) for item in components)


def _identity(candidate: Candidate) -> CandidateId:
    return CandidateId(name=candidate.name, revision=candidate.revision, tree=candidate.tree, dirty=candidate.dirty)


def _absent(absent: Mapping[Language, str], stage: StageId) -> tuple[NotAsked, ...]:
    return tuple(
        NotAsked(stage=stage, what=f"every gate on {language}", proof=proof) for language, proof in absent.items()
    )


def _unreached(components: Iterable[Component], stage: StageId, proof: str) -> tuple[NotAsked, ...]:
    return tuple(NotAsked(stage=stage, what=f"every gate on {one.id}", proof=proof) for one in components)


def _recipes(components: Iterable[Component], configuration: Configuration) -> dict[ComponentId, Recipe]:
    return {item.id: configuration.recipe(item.id) for item in components}


def _options(
    components: Iterable[Component], configuration: Configuration, profile: Profile, examples: int
) -> dict[ComponentId, Options]:
    return {
        component: Options(
            profile=profile,
            examples=examples,
            timeout_s=recipe.timeout_s or 600.0,
            test_arguments=recipe.test_arguments,
            axioms=recipe.axioms,
        )
        for component, recipe in _recipes(components, configuration).items()
    }
