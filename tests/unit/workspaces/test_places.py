"""Places: the same path in every run, and one run at a time in each."""

import os
from pathlib import Path

import pytest

from speccursor.qualify.workspaces import places
from speccursor.qualify.workspaces.command import Access
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.places import another_copy, folder_for_copy, sweep_memory, take_place

WRAPPED = Isolation(bubblewrap="/usr/bin/bwrap", version="1")
NONE = Isolation(bubblewrap=None, reason="a test")


def test_under_bubblewrap_every_copy_is_seen_at_one_path(tmp_path: Path) -> None:
    with take_place(WRAPPED, cache=tmp_path, project="p", scratch=tmp_path / "run") as place:
        assert place.seen == "/candidate"
        assert place.mounted
        assert place.seen_at("a/b") == "/candidate/a/b"
        assert place.seen_at(".") == "/candidate"
        assert place.folder.is_dir()
        mount = place.mount(Access.WRITE)
        assert (mount.source, mount.target, mount.access) == (place.folder, "/candidate", Access.WRITE)
        other = another_copy(place, tmp_path / "other")
        assert (other.folder, other.seen) == (tmp_path / "other", "/candidate")


def test_without_bubblewrap_a_project_gets_the_same_folder_again_and_it_is_empty(tmp_path: Path) -> None:
    with take_place(NONE, cache=tmp_path, project="p", scratch=tmp_path / "run") as first:
        (first.folder / "left").write_text("x")
        assert another_copy(first, tmp_path / "other") is first
    assert not first.folder.exists()
    with take_place(NONE, cache=tmp_path, project="p", scratch=tmp_path / "run") as second:
        assert second == first
        assert not second.mounted
        assert list(second.folder.iterdir()) == []


def test_two_runs_of_one_project_and_two_projects_do_not_meet(tmp_path: Path) -> None:
    with (
        take_place(NONE, cache=tmp_path, project="p", scratch=tmp_path / "1") as first,
        take_place(NONE, cache=tmp_path, project="p", scratch=tmp_path / "2") as second,
        take_place(NONE, cache=tmp_path, project="q", scratch=tmp_path / "3") as third,
    ):
        assert len({first.folder, second.folder, third.folder}) == 3
        assert (first.lane, second.lane, third.lane) == (0, 1, 0)


def test_a_small_copy_is_made_in_memory_and_is_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory, disk = tmp_path / "memory", tmp_path / "disk"
    memory.mkdir()
    monkeypatch.setattr(places, "_MEMORY", memory)
    monkeypatch.setattr(places, "_ROOM_TO_READ", 1)
    monkeypatch.setattr(places, "_ROOM_TO_WRITE", 1)
    for read in (True, False):
        with folder_for_copy(10, read=read, otherwise=disk) as folder:
            assert folder.is_relative_to(memory)
            folder.mkdir()
            (folder / "file").write_text("x")
        assert list(memory.iterdir()) == []


@pytest.mark.parametrize(
    ("size", "room_to_read", "there"),
    [(places._LARGEST_IN_MEMORY + 1, 1, True), (1, 2**62, True), (1, 1, False)],
    ids=["too large", "no room", "no such place"],
)
def test_any_other_copy_is_made_where_it_was_to_be(
    size: int, room_to_read: int, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_MEMORY", tmp_path if there else tmp_path / "nowhere")
    monkeypatch.setattr(places, "_ROOM_TO_READ", room_to_read)
    with folder_for_copy(size, read=True, otherwise=tmp_path / "disk") as folder:
        assert folder == tmp_path / "disk"


def test_a_copy_that_may_grow_needs_more_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_MEMORY", tmp_path)
    monkeypatch.setattr(places, "_ROOM_TO_READ", 1)
    monkeypatch.setattr(places, "_ROOM_TO_WRITE", 2**62)
    with folder_for_copy(1, read=False, otherwise=tmp_path / "disk") as folder:
        assert folder == tmp_path / "disk"


def test_what_a_killed_engine_left_in_memory_is_swept_and_what_a_living_one_has_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_MEMORY", tmp_path)
    for name in (f"speccursor-{2**22 + 1}-x", f"speccursor-{os.getpid()}-x", "speccursor-place-x", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    sweep_memory()
    assert {path.name for path in tmp_path.iterdir()} == {f"speccursor-{os.getpid()}-x", "speccursor-place-x", "other"}
