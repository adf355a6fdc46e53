"""Runs of one plan, made on several machines, put together into the folder of one run: complete in itself like any.

What is put together, `model.merging` decides; here the plans are compared, and the raw outputs copied. Evidence of
another commit or another plan is refused as a whole, because nobody could say which of the two is meant.
"""

import contextlib
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from speccursor.qualify.model.digests import Digest, canonical_json
from speccursor.qualify.model.merging import merged, name_of
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Observation, Output, Record
from speccursor.qualify.model.verdict import CandidateId
from speccursor.qualify.store.files import write_atomically
from speccursor.qualify.store.foreign import refuse_odd
from speccursor.qualify.store.objects import hash_stream
from speccursor.qualify.store.runs import RunFolder, keep_file

_LONGEST = 60


class Given(Struct, frozen=True):
    """A run, and what the user calls it: a bundle's path, a run's id."""

    name: str
    folder: RunFolder


def gather(runs: Sequence[Given], target: Path | None, *, below: Path) -> RunFolder:
    """Put runs together in the folder `target`, else in one below `below` that is named for what they hold.

    The same runs give the same files in any order. What stands in a folder of that name is replaced; a `target`
    must be new or empty. Raises UnusableRun for runs of different plans, and for what no run leaves.
    """
    plan = _one_plan(runs)
    records = [(one.folder, one.folder.record()) for one in runs]
    for one, (_, record) in zip(runs, records, strict=True):
        refuse_odd(plan, record, name=one.name)
    whole = merged([record for _, record in records])
    folder = target or below / name_of(whole)
    if target is not None and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UnusableRun(f"{target} is there already", hint="name a new or an empty folder")
    with _draft(folder) as draft:
        for output, sources, place in chain(_outputs(records, whole, draft), _logs(records, whole, draft)):
            source = _right(output, sources)
            if source is not None:
                place.parent.mkdir(parents=True, exist_ok=True)
                keep_file(source, place)
        write_atomically(draft / "plan.json", (runs[0].folder.path / "plan.json").read_bytes())
        write_atomically(draft / "record.json", canonical_json(whole))
    return RunFolder(folder)


@contextlib.contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """Yield a folder to be filled, which takes the place of `folder` when the body ends, or leaves nothing."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    draft.mkdir()
    try:
        yield draft
        if folder.exists():
            shutil.rmtree(folder)
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


_Held = Sequence[tuple[RunFolder, Record]]
_Wanted = Iterator[tuple[Output, list[Path], Path]]
"""A raw output or log of the record: where it may stand, and where it is to stand."""


def _outputs(records: _Held, whole: Record, draft: Path) -> _Wanted:
    """Yield every raw output. What was observed twice is stale, so that nobody reads its outputs; they are left."""
    made: dict[str, list[tuple[RunFolder, Observation]]] = {}
    for folder, record in records:
        for observation in record.observations:
            made.setdefault(observation.owed, []).append((folder, observation))
    times = Counter(observation.owed for observation in whole.observations)
    for observation in whole.observations:
        if observation.envelope is None or times[observation.owed] > 1:
            continue
        holders = [folder for folder, one in made[observation.owed] if one == observation]
        for output in observation.envelope.outputs:
            places = [folder.raw(observation.owed) / output.name for folder in holders]
            yield output, places, RunFolder(draft).raw(observation.owed) / output.name


def _logs(records: _Held, whole: Record, draft: Path) -> _Wanted:
    for preparation in whole.preparations:
        if preparation.log is not None:
            holders = [folder for folder, record in records if preparation in record.preparations]
            places = [folder.log_of(preparation, preparation.log) for folder in holders]
            yield preparation.log, places, RunFolder(draft).new_log(preparation, preparation.log)


def _right(output: Output, places: Sequence[Path]) -> Path | None:
    """Return the place that holds an output as it was recorded, else one that holds what the judge will refuse."""
    there = [path for path in places if path.is_file() and not path.is_symlink()]
    if len(there) > 1:
        right = (path for path in there if _holds(path, output))
        return next(right, there[0])
    return there[0] if there else None


def _holds(path: Path, output: Output) -> bool:
    with path.open("rb") as stream:
        return hash_stream(stream) == (output.digest, output.size)


# one plan


def _one_plan(runs: Sequence[Given]) -> Plan:
    """Return the plan that all runs are of. Raises UnusableRun, which says how they differ."""
    plans: dict[Digest, tuple[str, Plan]] = {}
    for one in sorted(runs, key=lambda one: one.name):
        plan = one.folder.plan()
        plans.setdefault(plan.digest, (one.name, plan))
    (name, plan), *others = plans.values()
    for other, different in others:
        if (plan.candidate.revision, plan.candidate.tree) != (different.candidate.revision, different.candidate.tree):
            raise UnusableRun(
                f"{name} is evidence of {_told(plan.candidate)}, {other} of {_told(different.candidate)}",
                hint="evidence counts for the commit and the files that it was gathered on; judge one commit at a time",
            )
        raise UnusableRun(
            f"{name} and {other} were gathered for different plans: they differ in {_difference(plan, different)}",
            hint="qualify each cell with the same options, the same qualification.toml, the same tags and release",
        )
    return plan


def _told(candidate: CandidateId) -> str:
    commit = f"commit {candidate.revision[:12]}" if candidate.revision else "no commit"
    return f"{commit}{' with changes' if candidate.dirty else ''}, tree {candidate.tree.removeprefix('sha256:')[:12]}"


def _difference(plan: Plan, other: Plan) -> str:
    """Name the parts in which two plans differ; short ones with what they say."""
    told = []
    for name in plan.__struct_fields__:
        mine, theirs = getattr(plan, name), getattr(other, name)
        if name == "kept" or mine == theirs:
            continue
        written = [msgspec.json.encode(value).decode() for value in (mine, theirs)]
        short = all(len(text) <= _LONGEST for text in written)
        told.append(f"{name} ({written[0]} and {written[1]})" if short else name)
    return ", ".join(told) or "how they are written"
