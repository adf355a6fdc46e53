"""What no run of ours holds is refused before a path is made of it."""

from pathlib import Path

import msgspec
import pytest

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.plan import Cell, OwedId, Waiver
from speccursor.qualify.store.foreign import refuse_odd
from tests.unit.judge.matrix import plan_over, run_of
from tests.unit.store.runs import PLAN, stored


def test_a_run_of_ours_is_not_odd(tmp_path: Path) -> None:
    refuse_odd(PLAN, stored(tmp_path, 1).record(), name="it")


@pytest.mark.parametrize(
    "changes",
    [
        {"cell": Cell(os="..")},
        {"cell": Cell(os="two words")},
        {"cell": Cell(os="x" * 300)},
        {"tool": ".."},
        {"tool": ""},
        {"tool": "a b"},
        {"component": ComponentId("..")},
        {"component": ComponentId("x" * 256)},
    ],
    ids=str,
)
def test_an_id_that_would_be_no_folder_of_its_own_is_odd(changes: dict[str, object], tmp_path: Path) -> None:
    owed = msgspec.structs.replace(PLAN.owed[0], **changes)
    plan = msgspec.structs.replace(PLAN, owed=(owed, *PLAN.owed[1:]))
    with pytest.raises(UnusableRun, match="is no name"):
        refuse_odd(plan, msgspec.structs.replace(stored(tmp_path, 1).record(), observations=()), name="it")


def test_a_component_with_slashes_and_spaces_and_a_release_are_names() -> None:
    odd = msgspec.structs.replace(PLAN.owed[0], component=ComponentId("python:a b/../c"), release="v1 2/3")
    assert "/" in odd.id
    plan = msgspec.structs.replace(PLAN, owed=(odd,))
    refuse_odd(plan, run_of(PLAN, 1), name="it")


@pytest.mark.parametrize("time", ["", "yesterday", "2026-11-22", "2026-11-22T10:00:00", "x" * 5000])
def test_times_that_are_none_are_odd(time: str, tmp_path: Path) -> None:
    record = stored(tmp_path, 1).record()
    for odd in (
        msgspec.structs.replace(record, started=time),
        msgspec.structs.replace(record, parts=(msgspec.structs.replace(record.runs()[0], finished=time),)),
        msgspec.structs.replace(record, parts=record.runs(), finished=time),
    ):
        with pytest.raises(UnusableRun, match="times") as refusal:
            refuse_odd(PLAN, odd, name="it")
        assert len(str(refusal.value)) < 400


def test_a_waiver_without_a_day_is_odd(tmp_path: Path) -> None:
    waiver = Waiver(gate="lint-errors", component="*", reason="r", owner="o", expires="never")
    with pytest.raises(UnusableRun, match="never"):
        refuse_odd(plan_over(waivers=(waiver,)), stored(tmp_path, 1).record(), name="it")


def test_an_observation_of_what_is_not_owed_is_odd(tmp_path: Path) -> None:
    record = stored(tmp_path, 1).record()
    stranger = msgspec.structs.replace(record.observations[0], owed=OwedId("a b c d"))
    with pytest.raises(UnusableRun, match="does not owe"):
        refuse_odd(PLAN, msgspec.structs.replace(record, observations=(stranger,)), name="it")


def test_two_outputs_of_one_name_and_digests_that_are_none_are_odd(tmp_path: Path) -> None:
    record = stored(tmp_path, 1).record()
    (first, *_), (preparation,) = record.observations, record.preparations
    assert first.envelope is not None
    output = first.envelope.outputs[0]
    for outputs, says in (
        ((output, output), "two outputs"),
        ((msgspec.structs.replace(output, digest=Digest("sha256:..")),), "is no output"),
        ((msgspec.structs.replace(output, size=-1),), "is no output"),
    ):
        envelope = msgspec.structs.replace(first.envelope, outputs=outputs)
        odd = msgspec.structs.replace(record, observations=(msgspec.structs.replace(first, envelope=envelope),))
        with pytest.raises(UnusableRun, match=says):
            refuse_odd(PLAN, odd, name="it")
    named = msgspec.structs.replace(preparation, digest=Digest("../../.."))
    with pytest.raises(UnusableRun, match="has no name"):
        refuse_odd(PLAN, msgspec.structs.replace(record, preparations=(named,)), name="it")
