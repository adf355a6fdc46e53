"""Repositories and folders in odd shapes: each is judged for what it holds, or refused with what to do."""

import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.program import REPOSITORY, Ran, speccursor
from tests.e2e.test_hostile import GOOD_TEST, causes, project
from tests.unit.survey.trees import commit, git

pytestmark = [pytest.mark.e2e]

LINT = ("--stage", "static-analysis", "--json")
UNUSED = "import os\n"  # one finding of the linter, whatever its settings
NOBODY = 65534


def fault_in(ran: Ran, path: str) -> bool:
    """Whether a failed ruling names this file."""
    return path in places(ran)


def places(ran: Ran) -> set[str]:
    """Return the files that failed rulings point at."""
    return {place["path"] for ruling in ran.rulings("failed") for place in ruling["locations"]}


# git


def test_a_repository_without_files_is_refused(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    ran = speccursor("qualify", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "holds no files" in ran.err


@pytest.mark.network
def test_a_repository_without_commits_is_judged_as_it_stands_and_names_no_commit(tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    git(folder, "init", "-q")
    ran = speccursor("qualify", *LINT, str(folder))
    assert ran.code == 0
    assert (ran.verdict["candidate"]["revision"], ran.verdict["candidate"]["dirty"]) == (None, True)
    assert "note: the repository has no commits yet" in ran.err


@pytest.mark.network
def test_a_detached_head_is_judged_as_the_commit_that_it_is(tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    first = commit(folder)
    commit(folder, {"src/victim/later.py": UNUSED})
    git(folder, "checkout", "-q", "--detach", first)
    ran = speccursor("qualify", *LINT, str(folder))
    assert ran.code == 0
    assert (ran.verdict["candidate"]["revision"], ran.verdict["candidate"]["dirty"]) == (first, False)


@pytest.mark.network
def test_a_submodule_that_is_checked_out_is_judged_and_one_that_is_not_is_named(tmp_path: Path) -> None:
    part = project(tmp_path / "part", GOOD_TEST)
    commit(part, {"src/victim/faulty.py": UNUSED})
    whole = project(tmp_path / "whole", GOOD_TEST)
    commit(whole)
    git(whole, "submodule", "--quiet", "add", str(part), "inner")
    commit(whole)
    ran = speccursor("qualify", *LINT, str(whole))
    assert ran.code == 1
    assert fault_in(ran, "inner/src/victim/faulty.py")

    git(tmp_path, "clone", "-q", str(whole), "clone")
    ran = speccursor("qualify", *LINT, str(tmp_path / "clone"))
    assert "note: inner: this submodule is not checked out" in ran.err
    assert ("candidate-complete", "missing") in {(one["id"], one["cause"]) for one in ran.rulings("inconclusive")}
    assert ran.code == 3


@pytest.mark.network
def test_a_bare_repository_is_refused_and_the_way_out_that_is_told_works(tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    revision = commit(folder)
    git(tmp_path, "clone", "-q", "--bare", "c", "bare.git")
    ran = speccursor("qualify", str(tmp_path / "bare.git"))
    assert ran.code == 2
    url = f"file://{tmp_path / 'bare.git'}"
    assert url in ran.err
    assert not (tmp_path / "bare.git" / ".speccursor").exists()

    ran = speccursor("qualify", *LINT, url, cwd=tmp_path)
    assert ran.code == 0
    assert ran.verdict["candidate"]["revision"] == revision


# names


def with_files(folder: Path, *names: bytes) -> Path:
    """Write faulty modules with these names into a small package below a folder."""
    made = project(folder, GOOD_TEST)
    for name in names:
        Path(os.fsdecode(os.fsencode(made / "src" / "victim") + b"/" + name)).write_text(UNUSED)
    commit(made)
    return made


@pytest.mark.network
def test_names_with_spaces_quotes_escapes_dashes_and_stars_are_judged_and_told_apart(tmp_path: Path) -> None:
    names = ["a \u00fc '\".py", "\x1b[31mred\x1b[0m.py", "-rf.py", "*.py"]
    folder = with_files(tmp_path / "odd\nfolder \u2603 \"'", *map(os.fsencode, names))
    ran = speccursor("qualify", *LINT, str(folder))
    assert ran.code == 1
    assert places(ran) >= {f"src/victim/{name}" for name in names}
    judged = speccursor("judge", "--json", cwd=folder)
    assert (judged.code, judged.out) == (1, ran.out)
    shown = speccursor("report", "--color", "never", cwd=folder)
    assert "\x1b" not in shown.out + shown.err + ran.err


@pytest.mark.network
def test_names_that_a_tool_cannot_be_given_leave_it_inconclusive_and_never_pass(tmp_path: Path) -> None:
    folder = with_files(tmp_path / "c", b"a b\nc.py", b"stray\xff.py", rb"literal\xff.py")
    ran = speccursor("qualify", *LINT, str(folder))
    assert ran.code == 3
    assert causes(ran, "lint-errors") == {("inconclusive", "unreadable")}
    assert "changed while" not in ran.out  # they are what they were
    paths = {path for component in json.loads(plan_of(folder))["components"] for path in component["files"]}
    assert {"src/victim/a b\nc.py", r"src/victim/stray\xff.py", r"src/victim/literal\x5cxff.py"} <= paths
    judged = speccursor("judge", "--json", cwd=folder)
    assert (judged.code, judged.out) == (3, ran.out)


def plan_of(folder: Path) -> str:
    return speccursor("plan", "--json", str(folder)).out


# links


@pytest.mark.network
def test_links_that_loop_dangle_or_lead_out_are_noted_and_nothing_is_read_through_them(tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text(f"import os\nTOKEN = 'do-not-{tmp_path.name}-read'\n")
    folder = project(tmp_path / "c", GOOD_TEST)
    for name, target in {
        "one": "two",
        "two": "one",
        "src/victim/self": ".",
        "src/victim/outside.py": "../../../secret.py",
        "src/victim/absolute.py": str(secret),
        "elsewhere": str(tmp_path),
        "nowhere": "gone",
    }.items():
        (folder / name).symlink_to(target)
    ran = speccursor("qualify", "--stage", "1-2", "--json", str(folder))
    assert ran.code == 0, ran.rulings("failed", "inconclusive")
    for note in ("one: a link that leads back to itself", "nowhere: a link that leads nowhere"):
        assert note in ran.err
    assert ran.err.count("a link that leads out of the tree, not followed") == 3
    kept = b"".join(path.read_bytes() for path in (folder / ".speccursor").rglob("*") if path.is_file())
    assert f"do-not-{tmp_path.name}-read".encode() not in kept


# size


@pytest.mark.network
def test_a_file_of_two_gigabytes_is_hashed_to_its_last_byte(tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    huge = folder / "huge.bin"
    with huge.open("wb") as file:
        file.truncate((2 << 30) + 1)
    ran = speccursor("qualify", *LINT, "--component", "python:*", str(folder))
    assert ran.code == 0
    assert "note: huge.bin: 2.0 GiB" in ran.err
    with huge.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\1")
    plan = json.loads(plan_of(folder))
    assert plan["candidate"]["tree"] != ran.verdict["candidate"]["tree"]


# manifests

MALFORMED = {
    "cut short": b'[project\nname = "x',
    "not UTF-8": b"\xff\xfe\x00",
    "of other types": b'project = 3\n[build-system]\nrequires = "x"\n',
    "empty": b"",
    "nested deeply": b"a = " + b"[" * 2000,
}


@pytest.mark.network
@pytest.mark.parametrize("manifest", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_manifest_is_never_a_pass_of_what_it_spoils(manifest: bytes, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    (folder / "pyproject.toml").write_bytes(manifest)
    ran = speccursor("qualify", "--stage", "unit-tests", "--json", str(folder))
    assert ran.code in {1, 3}, ran.out
    assert causes(ran, "tests-pass") != {("passed", None)}
    assert all(ruling["reason"] for ruling in ran.rulings("inconclusive"))


# rights


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user reaches; pytest's own is root's alone."""
    folder = Path(tempfile.mkdtemp(prefix="speccursor-odd-"))
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A candidate on a file system that is mounted for reading only, where this is root and may mount."""
    folder = project(tmp_path / "c", GOOD_TEST)
    seen = tmp_path / "seen"
    seen.mkdir()
    bound = subprocess.run(["mount", "--bind", str(folder), str(seen)], capture_output=True, text=True, check=False)  # noqa: S607  (the system's)
    if bound.returncode != 0:
        pytest.skip(f"nothing can be mounted here: {bound.stderr.strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(seen)], check=True)  # noqa: S607  (as above)
        yield seen
    finally:
        subprocess.run(["umount", str(seen)], check=True)  # noqa: S607  (as above)


@pytest.mark.network
def test_a_tree_mounted_for_reading_only_is_judged_and_its_runs_are_kept_elsewhere(
    read_only: Path, tmp_path: Path
) -> None:
    states = {"XDG_STATE_HOME": str(tmp_path / "states")}
    ran = speccursor("qualify", *LINT, str(read_only), environment=states)
    assert ran.code == 0
    assert "cannot be written (Read-only file system); its runs are kept in" in ran.err
    assert ran.verdict["run"] in speccursor("runs", cwd=read_only, environment=states).out
    assert speccursor("judge", "--json", cwd=read_only, environment=states).out == ran.out
    refused = speccursor("qualify", *LINT, "--state", str(read_only / "state"), str(read_only))
    assert (refused.code, refused.out) == (3, "")
    assert "Read-only file system" in refused.err
    assert str(read_only) in refused.err


@pytest.mark.network
def test_a_run_kept_elsewhere_is_found_before_an_older_one_in_a_tree_that_became_read_only(
    read_only: Path, tmp_path: Path
) -> None:
    states = {"XDG_STATE_HOME": str(tmp_path / "states")}
    older = speccursor("qualify", *LINT, str(tmp_path / "c"), environment=states)
    assert speccursor("judge", "--json", cwd=read_only, environment=states).out == older.out
    (tmp_path / "c" / "src" / "victim" / "faulty.py").write_text(UNUSED)
    newer = speccursor("qualify", *LINT, str(read_only), environment=states)
    assert (older.code, newer.code) == (0, 1)
    assert "its runs are kept in" in newer.err
    assert speccursor("judge", "--json", cwd=read_only, environment=states).out == newer.out


def ordinary_user(folder: Path) -> tuple[dict[str, str], str, tuple[str, ...]]:
    """Return the environment, interpreter and starter to run the program as a user without rights, or skip."""
    home = folder / "home"
    home.mkdir()
    environment = {"HOME": str(home), "XDG_STATE_HOME": "", "XDG_CACHE_HOME": "", "SPECCURSOR_CACHE": ""}
    if os.getuid() != 0:
        return environment, sys.executable, ()
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not here to run as another user than root")
    under = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    os.chown(home, NOBODY, NOBODY)
    environment["PYTHONPATH"] = f"{REPOSITORY / 'src'}:{sysconfig.get_path('purelib')}"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        probe = (*under, python, "-c", "import os, sys, speccursor; os.stat(os.path.realpath(sys.executable))")
        if subprocess.run(probe, env={**os.environ, **environment}, capture_output=True, check=False).returncode == 0:
            return environment, python, under
    pytest.skip(f"no {version} here that user {NOBODY} can start with these packages")


def test_an_ordinary_user_who_may_only_read_gets_a_verdict_and_finds_it_again(shared: Path) -> None:
    folder = shared / "c"
    folder.mkdir()
    (folder / "notes.txt").write_text("hello\n")
    (folder / "secret.txt").write_text("x\n")
    (folder / "secret.txt").chmod(0)
    folder.chmod(0o555)
    environment, python, under = ordinary_user(shared)
    ran = speccursor("qualify", "--json", str(folder), environment=environment, under=under, python=python)
    assert ran.code == 3
    assert "cannot be written (Permission denied); its runs are kept in" in ran.err
    assert "note: secret.txt: cannot be read (Permission denied), left out" in ran.err
    listed = speccursor("runs", cwd=folder, environment=environment, under=under, python=python)
    assert ran.verdict["run"] in listed.out
    assert not (folder / ".speccursor").exists()


def test_a_user_who_may_write_nowhere_is_told_which_folder_and_what_to_name(shared: Path) -> None:
    folder = shared / "c"
    folder.mkdir()
    (folder / "notes.txt").write_text("hello\n")
    folder.chmod(0o555)
    environment, python, under = ordinary_user(shared)
    (shared / "home").chmod(0o555)
    ran = speccursor("qualify", str(folder), environment=environment, under=under, python=python)
    assert (ran.code, ran.out) == (3, "")
    assert "Permission denied" in ran.err
    assert str(shared / "home") in ran.err
    assert "--state" in ran.err
    assert stat.S_IMODE(folder.stat().st_mode) == 0o555
