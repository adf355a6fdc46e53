import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.digests import canonical_json, digest_of, digest_of_bytes
from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.outcome import Crashed, Finished
from speccursor.qualify.model.record import Envelope, Observation, Origin, Output, Preparation
from speccursor.qualify.store.files import append_line, write_atomically
from speccursor.qualify.store.objects import Objects
from speccursor.qualify.store.runs import RunFolder, Start
from speccursor.qualify.store.state import State
from tests.unit.judge.cases import RUN_NONCE, observe, plan_of, record_of

NOW = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
PLAN = plan_of((0,))
OWED = PLAN.owed[0]


@pytest.fixture
def state(tmp_path: Path) -> State:
    opened = State(tmp_path / ".speccursor")
    opened.open()
    return opened


def report(state: State, folder: Path, content: bytes = b"[]") -> Output:
    source = folder / "report.json"
    source.write_bytes(content)
    return state.objects.put("stdout", source)


def observation(*outputs: Output, **changes: object) -> Observation:
    made = observe(PLAN, OWED)
    assert made.envelope is not None
    envelope: Envelope = msgspec.structs.replace(made.envelope, outputs=outputs, **changes)
    return msgspec.structs.replace(made, envelope=envelope)


def begun(state: State) -> RunFolder:
    folder = state.new_run(NOW)
    folder.begin(PLAN, Start(run=folder.id, nonce=RUN_NONCE, plan=PLAN.digest, machine="m", started=NOW.isoformat()))
    return folder


def envelope_of(made: Observation) -> Envelope:
    assert made.envelope is not None
    return made.envelope


def test_the_state_folder_ignores_itself_and_keeps_what_somebody_else_wrote_there(state: State) -> None:
    ignore = state.folder / ".gitignore"
    assert ignore.read_text() == "*\n"
    ignore.write_text("mine\n")
    state.open()
    assert ignore.read_text() == "mine\n"


def test_an_output_is_named_by_its_content(state: State, tmp_path: Path) -> None:
    output = report(state, tmp_path, b"hello")
    assert (output.digest, output.size) == (digest_of_bytes(b"hello"), 5)
    assert state.objects.holds(output)


@given(content=st.binary(min_size=1, max_size=64), place=st.integers(0, 63), bit=st.integers(0, 7))
def test_one_changed_bit_of_a_stored_object_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, place: int, bit: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "bits"
    folder.mkdir(exist_ok=True)
    objects = Objects(folder / "objects")
    (folder / "source").write_bytes(content)
    output = objects.put("stdout", folder / "source")
    changed = bytearray(content)
    changed[place % len(content)] ^= 1 << bit
    assert objects.holds(output)
    objects.path(output.digest).write_bytes(bytes(changed))
    assert not objects.holds(output)


def test_an_object_that_is_gone_is_not_held(state: State, tmp_path: Path) -> None:
    output = report(state, tmp_path)
    state.objects.path(output.digest).unlink()
    assert not state.objects.holds(output)


def test_a_link_is_never_followed_into_the_store(state: State, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/hostname")
    with pytest.raises(OSError, match="symbolic"):
        state.objects.put("stdout", tmp_path / "link")


def test_a_full_disk_leaves_neither_half_a_file_nor_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "kept").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(tmp_path / "kept", b"new")
    assert (tmp_path / "kept").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept"]


def test_a_failed_copy_leaves_no_temporary_object(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space") as refused:
        report(state, tmp_path)
    assert str(refused.value.filename).startswith(str(state.objects.folder))
    assert [path for path in state.objects.folder.rglob("*") if path.is_file()] == []


def test_a_run_folder_is_complete_in_itself_and_can_be_moved(state: State, tmp_path: Path) -> None:
    folder = begun(state)
    made = observation(report(state, tmp_path))
    folder.observe(made, state.objects)
    folder.finish(record_of(PLAN, (made,)))
    moved = RunFolder(folder.path.rename(tmp_path / "elsewhere"))
    outputs = moved.outputs(OWED.id, envelope_of(made))
    outputs.verify()
    assert outputs.read("stdout") == b"[]"
    assert outputs.names() == {"stdout"}
    assert moved.plan() == msgspec.structs.replace(PLAN, kept=PLAN.digest)
    assert moved.record().observations == (made,)
    assert moved.finished


def test_a_stored_plan_is_what_its_bytes_are_whatever_fields_this_engine_knows(state: State) -> None:
    folder = begun(state)
    known = msgspec.json.decode(canonical_json(PLAN))
    del known["baseline"]  # an engine from before there was one
    other = canonical_json({**known, "from-later": True, "kept": "sha256:forged"})
    (folder.path / "plan.json").write_bytes(other)

    assert folder.plan().digest == digest_of_bytes(other) != PLAN.digest
    assert msgspec.structs.replace(folder.plan(), kept=msgspec.UNSET) == PLAN


def test_a_changed_raw_output_is_refused_before_it_is_read(state: State, tmp_path: Path) -> None:
    folder = begun(state)
    made = observation(report(state, tmp_path))
    folder.observe(made, state.objects)
    path = folder.raw(OWED.id) / "stdout"
    path.write_bytes(b"{}")
    with pytest.raises(UnreadableEvidence, match="not the one that the run left"):
        folder.outputs(OWED.id, envelope_of(made)).verify()


def test_an_output_that_is_gone_or_was_never_left_is_unreadable(state: State, tmp_path: Path) -> None:
    folder = begun(state)
    made = observation(report(state, tmp_path))
    folder.observe(made, state.objects)
    outputs = folder.outputs(OWED.id, envelope_of(made))
    with pytest.raises(UnreadableEvidence, match=r"left no junit\.xml"):
        outputs.read("junit.xml")
    (folder.raw(OWED.id) / "stdout").unlink()
    with pytest.raises(UnreadableEvidence, match="is gone"):
        outputs.read("stdout")


def test_a_reused_outputs_mark_is_that_of_the_run_that_made_it(state: State, tmp_path: Path) -> None:
    origin = Origin(run="earlier", nonce="e" * 32, revision=None, tree=PLAN.candidate.tree)
    envelope = envelope_of(observation(report(state, tmp_path), origin=origin))
    assert begun(state).outputs(OWED.id, envelope).nonce == "e" * 32


def test_where_the_file_system_has_no_links_a_copy_is_kept(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "hardlink_to", lambda *_: (_ for _ in ()).throw(OSError(1, "not permitted")))
    folder = begun(state)
    output = report(state, tmp_path)
    folder.observe(observation(output), state.objects)
    preparation = Preparation(
        component="python:.",
        cell="host",
        outcome=Finished(0, 1.0),
        seconds=1.0,
        cached=False,
        digest=digest_of("environment"),
        log=output,
    )
    folder.keep_log(preparation, state.objects)
    folder.verify_log(preparation)
    assert (folder.raw(OWED.id) / "stdout").read_bytes() == b"[]"
    (log,) = (folder.path / "raw" / "preparation").rglob("stdout")
    assert log.read_bytes() == b"[]"

    folder.keep_log(msgspec.structs.replace(preparation, log=None), state.objects)
    folder.verify_log(msgspec.structs.replace(preparation, log=None))
    log.write_bytes(b"[ ]")
    with pytest.raises(UnreadableEvidence, match="is not the one that was recorded"):
        folder.verify_log(preparation)
    log.unlink()
    with pytest.raises(UnreadableEvidence, match="is gone"):
        folder.verify_log(preparation)


@given(cut=st.integers(0, 2000))
def test_a_journal_cut_anywhere_gives_back_every_line_that_was_written_whole(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    state = State(tmp_path_factory.getbasetemp() / "journal" / ".speccursor")
    state.open()
    folder = RunFolder(state.folder / "runs" / "one")
    journal = folder.path / "journal.jsonl"
    journal.unlink(missing_ok=True)
    start = Start(run="one", nonce=RUN_NONCE, plan=PLAN.digest, machine="m", started=NOW.isoformat())
    folder.begin(PLAN, start)
    made = [observation(), observation(version="2")]
    for item in made:
        folder.observe(item, state.objects)
    whole = journal.read_bytes()
    journal.write_bytes(whole[:cut])
    lines = whole[:cut].count(b"\n")
    if lines == 0:
        with pytest.raises(UnusableRun, match="cannot be read"):
            folder.journal()
    else:
        assert folder.journal() == (start, made[: lines - 1])


@given(cut=st.integers(0, 2000))
def test_a_journal_cut_anywhere_is_gone_on_with_and_every_whole_line_stays(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    journal = tmp_path_factory.getbasetemp() / "resumed.jsonl"
    journal.unlink(missing_ok=True)
    for line in (b"a" * 700, b"b" * 700):
        append_line(journal, line)
    whole = journal.read_bytes()
    journal.write_bytes(whole[:cut])
    append_line(journal, b"c")
    kept = whole[:cut].rpartition(b"\n")[0].split(b"\n") if b"\n" in whole[:cut] else []
    assert journal.read_bytes().splitlines() == [*kept, b"c"]


def test_a_line_that_could_not_be_written_whole_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = tmp_path / "journal.jsonl"
    append_line(journal, b"first")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("speccursor.qualify.store.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left") as refused:
        append_line(journal, b"second")
    assert refused.value.filename == str(journal)
    assert journal.read_bytes() == b"first\n"


@given(seconds=st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=5))
def test_a_new_run_comes_after_every_stored_one_whatever_the_clock_says(
    tmp_path_factory: pytest.TempPathFactory, seconds: list[int]
) -> None:
    state = State(tmp_path_factory.mktemp("clock") / ".speccursor")
    made = []
    for second in seconds:
        folder = state.new_run(NOW + timedelta(seconds=second))
        folder.begin(PLAN, Start(run=folder.id, nonce=RUN_NONCE, plan=PLAN.digest, machine="m", started=""))
        made.append(folder.id)
    assert [run.id for run in state.runs()] == made
    assert len(set(made)) == len(made)


def test_a_run_never_takes_a_folder_that_is_there(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["aaaa", "aaaa", "bbbb"])
    monkeypatch.setattr("speccursor.qualify.store.state.secrets.token_hex", lambda _: next(drawn))
    assert state.new_run(NOW).id.endswith("-aaaa")  # not begun yet, as that of a run at the same moment
    assert state.new_run(NOW).id.endswith("-bbbb")


@pytest.mark.parametrize(
    "name", ["mine", "29991122", "2999-11-22T23:00:00+00:00", "29991122T230000", "29991122T230000,5Z"]
)
def test_a_folder_that_somebody_else_named_is_no_time(name: str, state: State) -> None:
    foreign = state.folder / "runs" / name
    foreign.mkdir(parents=True)
    (foreign / "plan.json").write_text("{}")
    assert state.new_run(NOW).id.startswith("20261122T230000Z-")


def test_a_run_without_journal_plan_or_record_says_which_is_missing(state: State) -> None:
    folder = RunFolder(state.folder / "runs" / "none")
    assert not folder.finished
    with pytest.raises(UnusableRun, match="has no journal"):
        folder.journal()
    with pytest.raises(UnusableRun, match=r"no plan\.json"):
        folder.plan()
    folder.write("record.json", b"{nonsense")
    with pytest.raises(UnusableRun, match="cannot be read"):
        folder.record()


def test_a_run_is_found_by_its_beginning_when_that_is_unique(state: State) -> None:
    first, second = begun(state), begun(state)
    assert [run.id for run in state.runs()] == sorted([first.id, second.id])
    assert state.find(first.id).id == first.id
    assert state.find("latest").id == max(first.id, second.id)
    with pytest.raises(UnusableRun, match="2 runs"):
        state.find("2026")
    with pytest.raises(UnusableRun, match=r"no run in .* matches"):
        state.find("1999")


def test_where_nothing_was_run_there_are_no_runs(tmp_path: Path) -> None:
    nowhere = State(tmp_path / "nowhere")
    assert nowhere.runs() == []
    with pytest.raises(UnusableRun, match="no run"):
        nowhere.find("latest")


def test_an_observation_without_an_envelope_is_in_the_journal_all_the_same(state: State) -> None:
    folder = begun(state)
    made = msgspec.structs.replace(observation(), envelope=None)
    folder.observe(made, state.objects)
    assert folder.journal()[1] == [made]


class TestCache:
    def test_a_finished_observation_is_found_again_from_the_same_inputs(self, state: State, tmp_path: Path) -> None:
        made = observation(report(state, tmp_path))
        state.cache.keep("run", made)
        kept = state.cache.find(envelope_of(made).inputs)
        assert kept is not None
        assert (kept.run, kept.observation) == ("run", made)

    def test_other_inputs_are_a_miss(self, state: State, tmp_path: Path) -> None:
        state.cache.keep("run", observation(report(state, tmp_path)))
        assert state.cache.find(digest_of_bytes(b"other")) is None

    def test_an_output_that_no_longer_hashes_is_a_miss(self, state: State, tmp_path: Path) -> None:
        output = report(state, tmp_path)
        made = observation(output)
        state.cache.keep("run", made)
        state.objects.path(output.digest).write_bytes(b"{}")
        assert state.cache.find(envelope_of(made).inputs) is None

    def test_an_entry_that_was_moved_to_another_key_or_damaged_is_a_miss(self, state: State, tmp_path: Path) -> None:
        made = observation(report(state, tmp_path))
        state.cache.keep("run", made)
        (entry,) = [path for path in state.cache.folder.rglob("*.json") if path.is_file()]
        other = digest_of_bytes(b"other").removeprefix("sha256:")
        moved = state.cache.folder / other[:2] / f"{other[2:]}.json"
        moved.parent.mkdir(parents=True, exist_ok=True)
        moved.write_bytes(entry.read_bytes())
        assert state.cache.find(digest_of_bytes(b"other")) is None
        entry.write_bytes(b"{")
        assert state.cache.find(envelope_of(made).inputs) is None

    def test_what_crashed_was_reused_or_never_ran_is_not_kept(self, state: State) -> None:
        origin = Origin(run="earlier", nonce="e", revision=None, tree=PLAN.candidate.tree)
        crashed = Observation(owed=OWED.id, outcome=Crashed("x", 1, 1.0), envelope=envelope_of(observation()))
        for made in (
            observation(origin=origin),
            crashed,
            Observation(owed=OWED.id, outcome=Finished(0, 1.0), envelope=None),
        ):
            state.cache.keep("run", made)
        assert not state.cache.folder.exists()
