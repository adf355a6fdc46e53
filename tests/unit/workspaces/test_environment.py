"""What a compiler keeps is handed out to each command as a copy of its own."""

import asyncio
from pathlib import Path

import pytest

from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.workspaces import places
from speccursor.qualify.workspaces.command import Access, Mount
from speccursor.qualify.workspaces.environment import Environment, hand_out
from speccursor.qualify.workspaces.places import Place


@pytest.fixture
def kept(tmp_path: Path) -> Environment:
    """Return an environment that keeps one file for its compiler."""
    folder = tmp_path / "environment"
    (folder / "cache" / "deep").mkdir(parents=True)
    (folder / "cache" / "deep" / "file").write_text("original")
    return Environment(
        folder=str(folder), digest=digest_of(1), programs=str(folder), copies={"CACHE": f"{folder}/cache"}
    )


def spoiled(environment: Environment, place: Place, scratch: Path) -> tuple[tuple[Mount, ...], dict[str, str], Path]:
    """Write to what is handed out; return its mounts and variables, and where it was."""

    async def spoil() -> tuple[tuple[Mount, ...], dict[str, str], Path]:
        async with hand_out(environment, place=place, scratch=scratch) as (mounts, variables):
            own = Path(mounts[0].source if mounts else variables["CACHE"])
            assert (own / "deep" / "file").read_text() == "original"
            (own / "deep" / "file").write_text("spoiled")
        return mounts, variables, own

    return asyncio.run(spoil())


def original(environment: Environment) -> str:
    return Path(environment.copies["CACHE"], "deep", "file").read_text()


def test_what_a_command_writes_stays_in_its_own_copy(kept: Environment, tmp_path: Path) -> None:
    mounts, variables, own = spoiled(kept, Place(folder=tmp_path, seen=str(tmp_path)), tmp_path / "scratch")
    assert mounts == ()
    assert variables == {"CACHE": str(own)}
    assert own.is_relative_to(tmp_path / "scratch")
    assert original(kept) == "original"


def test_in_the_sandbox_the_copy_is_seen_where_the_original_is_and_goes_with_the_command(
    kept: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_has_room", lambda *_: True)
    monkeypatch.setattr(places, "_MEMORY", tmp_path / "memory")
    (tmp_path / "memory").mkdir()
    mounts, variables, own = spoiled(kept, Place(folder=tmp_path, seen="/candidate"), tmp_path / "scratch")
    assert mounts == (Mount(source=own, target=kept.copies["CACHE"], access=Access.WRITE),)
    assert variables == {"CACHE": kept.copies["CACHE"]}
    assert own.is_relative_to(tmp_path / "memory")
    assert list((tmp_path / "memory").iterdir()) == []
    assert original(kept) == "original"


def test_where_memory_has_no_room_the_copy_is_on_disk(
    kept: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_has_room", lambda *_: False)
    _, _, own = spoiled(kept, Place(folder=tmp_path, seen="/candidate"), tmp_path / "scratch")
    assert own.is_relative_to(tmp_path / "scratch")
    assert original(kept) == "original"


def test_without_an_environment_nothing_is_handed_out(tmp_path: Path) -> None:
    async def nothing() -> object:
        async with hand_out(None, place=Place(folder=tmp_path, seen="/candidate"), scratch=tmp_path) as handed:
            return handed

    assert asyncio.run(nothing()) == ((), {})
