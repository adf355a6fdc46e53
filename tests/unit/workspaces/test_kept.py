"""What a compiler keeps is handed out to each command as its own, and no command changes the original."""

import asyncio
import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.workspaces import places
from speccursor.qualify.workspaces.command import Access, Command, Ended, Limits, Mount
from speccursor.qualify.workspaces.environment import Environment
from speccursor.qualify.workspaces.isolation import Isolation, find_isolation
from speccursor.qualify.workspaces.kept import ORIGINALS, hand_out
from speccursor.qualify.workspaces.places import Place
from speccursor.qualify.workspaces.sandbox import run

Handed = tuple[tuple[Mount, ...], dict[str, str]]

FOUND = asyncio.run(find_isolation())
NONE = Isolation(bubblewrap=None, reason="the test asks for none")
NEEDS_BUBBLEWRAP = pytest.mark.skipif(FOUND.bubblewrap is None, reason=f"needs bubblewrap: {FOUND.reason}")
EITHER = pytest.mark.parametrize(
    "isolation",
    [pytest.param(FOUND, marks=NEEDS_BUBBLEWRAP, id="bubblewrap"), pytest.param(NONE, id="none")],
)
CONTENT, EXECUTABLE = "ab/ab02-d", "cd/cd03-d/tool"
KEPT = {
    "ab/ab01-a": "v1 index",
    CONTENT: "content",
    "ab/ab07-d": "",
    EXECUTABLE: "program",
    "README": "read me",
    "trim.txt": "1",
}


@pytest.fixture
def kept(tmp_path: Path) -> Environment:
    """Return an environment that keeps one file for its compiler."""
    return environment_of(tmp_path / "environment", {"deep/file": "original"})


def environment_of(folder: Path, files: dict[str, str], *, links: bool = False) -> Environment:
    for name, text in files.items():
        (folder / "cache" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "cache" / name).write_text(text)
    cache = {"CACHE": f"{folder}/cache"}
    return Environment(
        folder=str(folder),
        digest=digest_of(1),
        programs=str(folder),
        copies={} if links else cache,
        links=cache if links else {},
    )


def handed(
    environment: Environment | None, place: Place, scratch: Path, *, uses: Callable[[Handed], None] = lambda _: None
) -> Handed:
    """Return what is handed out; `uses` is called while it stands."""

    async def use() -> Handed:
        async with hand_out(environment, place=place, scratch=scratch) as given:
            uses(given)
        return given

    return asyncio.run(use())


def spoiled(environment: Environment, place: Place, scratch: Path) -> tuple[tuple[Mount, ...], dict[str, str], Path]:
    """Write to what is handed out; return its mounts and variables, and where it was."""
    owns: list[Path] = []

    def spoil(given: Handed) -> None:
        mounts, variables = given
        owns.append(Path(mounts[0].source if mounts else variables["CACHE"]))
        assert (owns[0] / "deep" / "file").read_text() == "original"
        (owns[0] / "deep" / "file").write_text("spoiled")

    return *handed(environment, place, scratch, uses=spoil), owns[0]


def original(environment: Environment) -> str:
    return Path(environment.kept["CACHE"], "deep", "file").read_text()


# copies


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
    assert handed(None, Place(folder=tmp_path, seen="/candidate"), tmp_path) == ((), {})


# links


def test_in_the_sandbox_content_is_a_link_into_the_original_which_is_mounted_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_has_room", lambda *_: False)
    environment = environment_of(tmp_path / "environment", KEPT, links=True)
    found: dict[str, str] = {}

    def look(given: Handed) -> None:
        own = given[0][1].source
        for name in sorted(KEPT):
            path = own / name
            found[name] = f"-> {path.readlink()}" if path.is_symlink() else path.read_text()
        assert sum(1 for path in own.rglob("*") if path.is_symlink() or path.is_file()) == len(KEPT)

    mounts, variables = handed(environment, Place(folder=tmp_path, seen="/candidate"), tmp_path / "scratch", uses=look)
    assert found == {
        **KEPT,
        CONTENT: f"-> {ORIGINALS}/CACHE/{CONTENT}",
        EXECUTABLE: f"-> {ORIGINALS}/CACHE/{EXECUTABLE}",
    }
    cache, own = environment.links["CACHE"], tmp_path / "scratch/kept/CACHE"
    assert mounts == (
        Mount(source=Path(cache), target=f"{ORIGINALS}/CACHE", access=Access.READ),
        Mount(source=own, target=cache, access=Access.WRITE),
    )
    assert variables == {"CACHE": cache}


def test_without_a_sandbox_there_are_no_links_through_which_a_command_could_write(tmp_path: Path) -> None:
    environment = environment_of(tmp_path / "environment", KEPT, links=True)
    mounts, variables = handed(environment, Place(folder=tmp_path, seen=str(tmp_path)), tmp_path / "scratch")
    own = Path(variables["CACHE"])
    assert mounts == ()
    assert own.is_relative_to(tmp_path / "scratch")
    assert {path.relative_to(own).as_posix(): path.read_text() for path in own.rglob("*") if path.is_file()} == KEPT
    assert [path for path in own.rglob("*") if path.is_symlink()] == []


def test_what_is_no_plain_file_is_not_opened_outside_of_the_sandbox(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    environment = environment_of(tmp_path / "environment", KEPT, links=True)
    cache = Path(environment.links["CACHE"])
    (cache / "ab/ab04-a").symlink_to(tmp_path / "secret")
    (cache / "ef").symlink_to(tmp_path)
    os.mkfifo(cache / "ab/ab05-a")

    def look(given: Handed) -> None:
        own = given[0][1].source
        for name in ("ab/ab04-a", "ab/ab05-a", "ef"):
            assert (own / name).readlink() == Path(ORIGINALS, "CACHE", name)

    handed(environment, Place(folder=tmp_path, seen="/candidate"), tmp_path / "scratch", uses=look)


def test_a_full_disk_is_told_by_the_path_that_could_not_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(text: str, target: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", text, None, target)

    monkeypatch.setattr(places, "_has_room", lambda *_: False)
    monkeypatch.setattr(os, "symlink", full)
    environment = environment_of(tmp_path / "environment", {CONTENT: "content"}, links=True)
    with pytest.raises(OSError, match="No space left") as told:
        handed(environment, Place(folder=tmp_path, seen="/candidate"), tmp_path / "scratch")
    assert told.value.filename == str(tmp_path / "scratch/kept/CACHE" / CONTENT)


# what a command can do to the original: nothing

SPOILS = """
cd "$CACHE" && cat ab/ab02-d cd/cd03-d/tool ab/ab01-a >read || exit 9
for place in "$CACHE" "$ORIGINAL"; do
    cd "$place" || exit 9
    for name in ab/ab01-a ab/ab02-d cd/cd03-d/tool trim.txt; do
        echo spoiled >>$name
        echo spoiled >$name
        true >$name
        truncate -s 1 $name
        chmod 777 $name
        touch -d 2001-01-01 $name
        ln $name $name-linked
        mv $name $name-moved
        mv $name-moved $name
        rm -f $name
        echo anew >$name
    done
    rm -rf ab cd
    mkdir -p new && echo new >new/file
done
"""


def spoil(isolation: Isolation, environment: Environment, base: Path, words: str = SPOILS) -> tuple[Ended, list[str]]:
    """Run a command with what is handed out; return how it ended and what then stood in its own folder."""
    left: list[str] = []
    wrapped = isolation.bubblewrap is not None
    place = Place(folder=base, seen="/candidate" if wrapped else str(base))

    async def spoils() -> Ended:
        async with hand_out(environment, place=place, scratch=base / "scratch") as (mounts, variables):
            own = next((mount.source for mount in mounts if mount.access is Access.WRITE), None)
            where = f"{ORIGINALS}/CACHE" if wrapped else variables["CACHE"]
            command = Command(
                argv=("/bin/sh", "-c", words),
                cwd="/",
                scratch=base / "scratch",
                mounts=mounts,
                environment={**variables, "ORIGINAL": where},
            )
            ended = await run(command, limits=Limits(wall_s=60.0), isolation=isolation)
            folder = own or Path(variables["CACHE"])
            left.extend(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")))
            return ended

    return asyncio.run(spoils()), left


def state(folder: Path) -> dict[str, tuple[str, int, int, int]]:
    """Return the content, mode, links and date of everything below a folder."""
    found = {}
    for path in folder.rglob("*"):
        told = path.lstat()
        content = path.read_text() if stat.S_ISREG(told.st_mode) else ""
        found[path.relative_to(folder).as_posix()] = (content, told.st_mode, told.st_nlink, told.st_mtime_ns)
    return found


@EITHER
def test_whatever_a_command_does_to_its_own_folder_the_original_stays_as_it_was(
    isolation: Isolation, tmp_path: Path
) -> None:
    environment = environment_of(tmp_path / "environment", KEPT, links=True)
    cache = Path(environment.links["CACHE"])
    before = state(cache)
    ended, left = spoil(isolation, environment, tmp_path)
    assert ended.exit_code is not None, ended.reason
    assert state(cache) == before
    assert left == ["README", "new", "new/file", "read", "trim.txt", "trim.txt-linked"]


@EITHER
def test_an_entry_can_be_put_again_and_a_new_one_added_as_go_does(isolation: Isolation, tmp_path: Path) -> None:
    environment = environment_of(tmp_path / "environment", KEPT, links=True)
    before = state(Path(environment.links["CACHE"]))
    puts = """
        cd "$CACHE" && cat ab/ab02-d cd/cd03-d/tool && printf 'v1 again' >ab/ab01-a && echo 2 >trim.txt &&
        echo new >ab/ab06-d && echo whole >ab/ab07-d && cat ab/ab01-a trim.txt ab/ab06-d ab/ab07-d
    """
    ended, left = spoil(isolation, environment, tmp_path, puts)
    said = (tmp_path / "scratch/stdout").read_text()
    assert (ended.exit_code, said) == (0, "contentprogramv1 again2\nnew\nwhole\n"), (
        tmp_path / "scratch/stderr"
    ).read_text()
    assert "ab/ab06-d" in left
    assert state(Path(environment.links["CACHE"])) == before
