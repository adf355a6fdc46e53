"""What needs no command: evidence that is kept from the same inputs, told to be skipped, or out of reach.

It is settled before anything is started, without an event loop, so that a run in which nothing
changed costs no more than reading what stands. What several stages owe of the same inputs is measured once.
"""

import msgspec

from speccursor.qualify.execute.run import Progress, Run
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Skipped, Unavailable
from speccursor.qualify.model.plan import Owed, Plan, release_of
from speccursor.qualify.model.record import Envelope, Observation, Origin, nonce_of
from speccursor.qualify.store.cache import Kept


def settle(progress: Progress) -> list[tuple[Owed, Digest]]:
    """Observe everything that needs no command; return what is left to be measured, with its inputs' digest."""
    left: list[tuple[Owed, Digest]] = []
    for owed in progress.remaining():
        inputs = progress.run.laboratory.inputs(owed)
        reason = _skipped(progress.run.plan, owed)
        if reason:
            progress.observe(owed, Observation(owed=owed.id, outcome=Skipped(reason), envelope=None))
        elif isinstance(inputs, Unavailable):
            progress.observe(owed, Observation(owed=owed.id, outcome=inputs, envelope=None))
        elif (reused := _reused(progress.run, owed, inputs)) is not None:
            progress.observe(owed, reused)
        else:
            left.append((owed, inputs))
    return left


def _skipped(plan: Plan, owed: Owed) -> str:
    tree = plan.tree_of(owed)
    recipe = tree.recipes.get(owed.component) if tree is not None else None
    skips = recipe.skip if recipe is not None else ()
    return next((f"qualification.toml leaves it out: {skip.reason}" for skip in skips if skip.tool == owed.tool), "")


def _reused(run: Run, owed: Owed, inputs: Digest) -> Observation | None:
    """Bind an observation that is kept from the same inputs to this run, saying where it comes from."""
    if not run.use_cache or run.laboratory.live(owed) or run.audit(owed):
        return None
    kept = run.state.cache.find(inputs)
    return None if kept is None else _bound(run, owed, kept)


def of_this_run(run: Run, owed: Owed, inputs: Digest) -> Observation | None:
    """Bind what this very run has measured of the same tree and inputs for another stage, if it has."""
    kept = None if run.laboratory.live(owed) else run.state.cache.find(inputs)
    if kept is None or kept.run != run.start.run or release_of(kept.observation.owed) != owed.release:
        return None
    return _bound(run, owed, kept)


def _bound(run: Run, owed: Owed, kept: Kept) -> Observation | None:
    if kept.observation.envelope is None:
        return None
    made, tree = kept.observation.envelope, run.plan.tree_of(owed)
    assert tree is not None  # noqa: S101  (its inputs are known)
    envelope: Envelope = msgspec.structs.replace(
        made,
        revision=tree.candidate.revision,
        tree=tree.candidate.tree,
        plan=run.plan.digest,
        nonce=nonce_of(run.start.nonce, owed.id),
        origin=Origin(run=kept.run, nonce=made.nonce, revision=made.revision, tree=made.tree),
    )
    return Observation(owed=owed.id, outcome=kept.observation.outcome, envelope=envelope)
