"""Runs of several machines in one folder, complete in itself; of several plans or commits, none."""

from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from speccursor.qualify.model.digests import canonical_json, digest_of_bytes
from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.model.merging import merged
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.outcome import Finished
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.store import gathering
from speccursor.qualify.store.bundles import read_bundle, write_bundle
from speccursor.qualify.store.gathering import Given, gather
from speccursor.qualify.store.runs import RunFolder
from speccursor.qualify.store.state import State
from tests.unit.judge.matrix import NAMES
from tests.unit.store.runs import PLAN, changed, files, stored


def made(folder: Path, number: int, *cells: str, plan: Plan = PLAN) -> Given:
    home = folder / f"machine-{number}"
    home.mkdir(exist_ok=True)
    run = stored(home, number, *cells, plan=plan)
    return Given(run.id, run)


def verify(run: RunFolder) -> None:
    """Hash every raw output of a run."""
    for observation in run.record().observations:
        assert observation.envelope is not None
        run.outputs(observation.owed, observation.envelope).verify()


def test_what_is_put_together_is_a_run_like_any_and_the_same_in_any_order(tmp_path: Path) -> None:
    runs = [made(tmp_path, number, name) for number, name in enumerate(NAMES)]
    for number, order in enumerate(permutations(runs)):
        gather(order, tmp_path / f"out-{number}", below=tmp_path)
    first = files(tmp_path / "out-0")
    assert all(files(tmp_path / f"out-{number}") == first for number in range(6))
    whole = RunFolder(tmp_path / "out-0")
    assert whole.plan().digest == PLAN.digest
    record = whole.record()
    assert record == merged([one.folder.record() for one in runs])
    assert len(record.observations) == len(PLAN.owed)
    for observation in record.observations:
        assert observation.envelope is not None
        outputs = whole.outputs(observation.owed, observation.envelope)
        outputs.verify()
        assert observation.owed in outputs.read("stdout").decode()
    assert len(record.preparations) == 3
    for preparation in record.preparations:
        whole.verify_log(preparation)


def test_it_is_kept_under_a_name_of_what_it_holds_which_replaces_itself_and_nothing_else(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    runs = [made(tmp_path, number, name) for number, name in enumerate(NAMES)]
    below = state.folder / "runs"
    first = gather(runs, None, below=below)
    (first.path / "report.json").write_text("old")
    again = gather(list(reversed(runs)), None, below=below)
    assert again.path == first.path == below / first.record().run
    assert not (again.path / "report.json").exists()
    less = gather(runs[:2], None, below=below)
    assert {run.id for run in state.runs()} == {first.id, less.id}
    assert state.find("latest").id in {first.id, less.id}
    grown = gather([Given("less", less), runs[2]], None, below=below)
    assert grown.path == first.path


def test_a_single_run_stays_what_it_is(tmp_path: Path) -> None:
    run = made(tmp_path, 1, NAMES[0])
    alone = gather([run, run], None, below=tmp_path / "runs")
    assert alone.record() == run.folder.record()
    assert alone.id.endswith(alone.id.partition("-judged-")[2])
    assert alone.id != run.folder.id


def test_two_machines_may_have_made_one_environment_each_with_a_log_of_its_own(tmp_path: Path) -> None:
    runs = [made(tmp_path, number, name) for number, name in enumerate(NAMES[:2])]
    (first,), (second,) = (one.folder.record().preparations for one in runs)
    assert first.digest == second.digest
    assert first.log != second.log
    for order in permutations(runs):
        whole = gather(order, None, below=tmp_path / "runs")
        for preparation in (first, second):
            whole.verify_log(preparation)
        log = next(path for path in whole.path.rglob("log.txt") if b"3.12" in path.read_bytes())
        log.unlink()  # the run that it came from has the same file
        log.write_text("forged")
        with pytest.raises(UnreadableEvidence, match="is not the one"):
            whole.verify_log(second)
        whole.verify_log(first)


def test_what_two_runs_observed_is_kept_as_claims_without_outputs(tmp_path: Path) -> None:
    runs = [made(tmp_path, number, NAMES[0]) for number in (1, 2)]
    whole = gather(runs, None, below=tmp_path / "runs")
    twice = [item.owed for item in whole.record().observations]
    assert len(twice) == 2 * len(set(twice))
    assert not list(whole.path.rglob("stdout"))


def test_an_output_that_is_damaged_in_one_place_is_taken_from_another_that_holds_the_same_run(tmp_path: Path) -> None:
    run = made(tmp_path, 1, NAMES[0])
    bundle = Given("bundle", read_bundle(write_bundle(run.folder, [NAMES[0]]), tmp_path / "bundle"))
    damaged = next(run.folder.path.rglob("raw/**/stdout"))
    damaged.unlink()
    damaged.write_text("damaged")
    for order in ([run, bundle], [bundle, run]):
        verify(gather(order, None, below=tmp_path / "runs"))
    alone = gather([run], None, below=tmp_path / "runs")
    with pytest.raises(UnreadableEvidence):
        verify(alone)
    damaged.unlink()
    gone = gather([run], None, below=tmp_path / "runs")
    assert len(list(gone.path.rglob("stdout"))) == len(list(bundle.folder.path.rglob("raw/**/stdout"))) - 1


# what is refused


def other(plan: Plan = PLAN, **changes: object) -> Plan:
    result: Plan = msgspec.structs.replace(plan, **changes)
    return result


ANOTHER_COMMIT = other(candidate=msgspec.structs.replace(PLAN.candidate, revision="0ther" * 8))
ANOTHER_TREE = other(candidate=msgspec.structs.replace(PLAN.candidate, tree=digest_of_bytes(b"changed"), dirty=True))
NO_COMMIT = other(candidate=msgspec.structs.replace(PLAN.candidate, revision=None))


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (ANOTHER_COMMIT, "of commit 0ther0ther0t, tree"),
        (ANOTHER_TREE, "of commit c0ffee with changes, tree"),
        (NO_COMMIT, "of no commit, tree"),
        (other(profile="release"), 'they differ in profile ("quick" and "release")'),
        (other(partial=True, questions=()), "they differ in partial (false and true), questions"),
        (other(candidate=msgspec.structs.replace(PLAN.candidate, name="b")), "they differ in candidate"),
    ],
)
def test_evidence_of_another_commit_or_another_plan_is_refused_by_name(plan: Plan, says: str, tmp_path: Path) -> None:
    runs = [made(tmp_path, 1, NAMES[0]), made(tmp_path, 2, NAMES[1], plan=plan), made(tmp_path, 3, NAMES[2])]
    told = set()
    for order in permutations(runs):
        with pytest.raises(UnusableRun) as refusal:
            gather(order, None, below=tmp_path / "runs")
        told.add(str(refusal.value))
    (message,) = told
    assert says in message
    assert runs[0].name in message
    assert runs[1].name in message
    assert not (tmp_path / "runs").exists()


def test_the_same_plan_written_in_another_way_is_another_plan(tmp_path: Path) -> None:
    runs = [made(tmp_path, 1, NAMES[0]), made(tmp_path, 2, NAMES[1])]
    (runs[1].folder.path / "plan.json").write_bytes(canonical_json(PLAN) + b"\n")
    with pytest.raises(UnusableRun, match="how they are written"):
        gather(runs, None, below=tmp_path / "runs")


def test_a_place_that_is_taken_is_not_overwritten(tmp_path: Path) -> None:
    run = made(tmp_path, 1, NAMES[0])
    (tmp_path / "out").mkdir()
    assert gather([run], tmp_path / "out", below=tmp_path).finished
    for place in (tmp_path / "out", run.folder.path / "plan.json"):
        with pytest.raises(UnusableRun, match="is there already"):
            gather([run], place, below=tmp_path)


def test_a_run_that_is_odd_is_refused_and_one_that_is_not_finished(tmp_path: Path) -> None:
    run = made(tmp_path, 1, NAMES[0])
    first = run.folder.record().observations[0]
    odd = msgspec.structs.replace(first, owed=msgspec.json.decode(b'"a b c ../../.."'))
    changed(run.folder, observations=(odd,))
    with pytest.raises(UnusableRun, match=run.name):
        gather([run], None, below=tmp_path / "runs")
    (run.folder.path / "record.json").unlink()
    with pytest.raises(UnusableRun, match=r"no record\.json"):
        gather([run], None, below=tmp_path / "runs")


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = made(tmp_path, 1, NAMES[0])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gathering, "keep_file", full)
    with pytest.raises(OSError, match="No space"):
        gather([run], None, below=tmp_path / "runs")
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_draft_that_a_crash_left_is_no_run(tmp_path: Path) -> None:
    state = State(tmp_path)
    run = made(tmp_path, 1, NAMES[0])
    whole = gather([run], None, below=state.folder / "runs")
    whole.path.rename(whole.path.with_name(f".{whole.id}.1234"))
    assert state.runs() == []


def test_links_that_somebody_put_in_a_run_are_not_followed(tmp_path: Path) -> None:
    run = made(tmp_path, 1, NAMES[0])
    output = next(run.folder.path.rglob("raw/**/stdout"))
    output.unlink()
    output.symlink_to("/etc/hostname")
    whole = gather([run], None, below=tmp_path / "runs")
    assert not any(path.is_symlink() for path in whole.path.rglob("*"))
    assert isinstance(whole.record().observations[0].outcome, Finished)
