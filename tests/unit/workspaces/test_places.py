"""Places: the same path in every run, and one run at a time in each."""

from pathlib import Path

from speccursor.qualify.workspaces.command import Access
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.places import another_copy, take_place

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
