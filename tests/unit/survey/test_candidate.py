import errno
import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.candidate import Candidate, File, Role, Source
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.survey import content
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.folder import read_folder
from speccursor.qualify.survey.holding import tree_digest
from tests.unit.survey.conftest import Places
from tests.unit.survey.trees import commit, git, only, paths, write

FILES = {"src/p/__init__.py": "x = 1\n", "tests/test_p.py": "def test(): pass\n", "README.md": "# p\n"}


def test_a_commit_a_dirty_tree_and_a_plain_copy_with_the_same_content_have_one_digest(tmp_path: Path) -> None:
    commit(tmp_path / "clean", FILES)
    clean = survey(tmp_path / "clean")
    commit(tmp_path / "dirty", {**FILES, "README.md": "old"})
    write(tmp_path / "dirty", FILES)
    dirty = survey(tmp_path / "dirty")
    shutil.copytree(tmp_path / "clean", tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    copy = survey(tmp_path / "copy")
    assert clean.tree == dirty.tree == copy.tree
    assert (clean.dirty, dirty.dirty, copy.dirty) == (False, True, False)
    assert (clean.source, copy.source) == (Source.GIT, Source.FOLDER)
    assert copy.revision is None
    assert clean.revision == git(tmp_path / "clean", "rev-parse", "HEAD")


def test_what_gitignore_names_is_in_neither_the_work_tree_nor_the_copy(tmp_path: Path) -> None:
    ignoring = {".gitignore": "*.log\n/out/\n!keep.log\n", "sub/.gitignore": "!a.log\nb.txt\n"}
    git(write(tmp_path, {**FILES, **ignoring}), "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    ignored = {"a.log": "", "out/x.py": "", "sub/b.txt": ""}
    write(tmp_path, {**ignored, "keep.log": "", "sub/a.log": ""})
    found = survey(tmp_path)
    assert paths(found) == sorted([*FILES, *ignoring, "keep.log", "sub/a.log"])
    shutil.rmtree(tmp_path / ".git")
    assert survey(tmp_path).tree == found.tree


def test_what_programs_leave_behind_is_not_the_candidate_s(tmp_path: Path) -> None:
    left = {
        "__pycache__/a.pyc": "",
        "web/node_modules/x/index.js": "",
        "web/package.json": '{"name": "w"}',
        "env/pyvenv.cfg": "",
        "env/lib/x.py": "",
        "target/CACHEDIR.TAG": "",
        "target/debug/x.rs": "",
        ".speccursor/runs/1/report.json": "",
        "other/node_modules/.package-lock.json": "{}",
        "other/node_modules/y/index.js": "",
        "tests/fixtures/node_modules/z/index.js": "",
    }
    write(tmp_path, {**FILES, **left})
    expected = sorted([*FILES, "web/package.json", "tests/fixtures/node_modules/z/index.js"])
    assert paths(survey(tmp_path)) == expected
    git(tmp_path, "init", "-q")
    assert paths(survey(tmp_path)) == expected


def test_tracked_files_in_such_folders_are_kept_and_noted(tmp_path: Path) -> None:
    commit(tmp_path, {**FILES, "__pycache__/a.py": "", "node_modules/x/i.js": "", "package.json": '{"name": "w"}'})
    found = survey(tmp_path)
    assert "__pycache__/a.py" in paths(found)
    assert any("1 tracked files" in note for note in found.notes)
    assert not found.dirty


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root, {"new.py": ""}),
        lambda root: write(root, {"README.md": "# q\n"}),
        lambda root: (root / "README.md").unlink(),
        lambda root: (root / "README.md").chmod(0o755),
        lambda root: git(root, "rm", "-q", "--cached", "README.md"),
        lambda root: shutil.rmtree(root / "tests"),
    ],
)
def test_any_difference_from_the_commit_is_dirty(tmp_path: Path, change: Callable[[Path], object]) -> None:
    commit(tmp_path, FILES)
    assert not survey(tmp_path).dirty
    change(tmp_path)
    assert survey(tmp_path).dirty


def test_a_touched_file_with_the_same_content_is_not_dirty_even_with_an_old_date(tmp_path: Path) -> None:
    commit(tmp_path, FILES)
    os.utime(tmp_path / "README.md", (1, 1))
    assert not survey(tmp_path).dirty


def test_a_change_of_the_same_size_and_date_is_dirty(tmp_path: Path) -> None:
    commit(tmp_path, FILES)
    before = (tmp_path / "README.md").stat()
    write(tmp_path, {"README.md": "# q\n"})
    os.utime(tmp_path / "README.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert survey(tmp_path).dirty


def test_missing_files_are_named(tmp_path: Path) -> None:
    commit(tmp_path, FILES)
    (tmp_path / "README.md").unlink()
    found = survey(tmp_path)
    assert "1 tracked files are not there: README.md" in found.notes


def test_a_repository_without_commits_is_read_and_says_so(tmp_path: Path) -> None:
    git(write(tmp_path, FILES), "init", "-q")
    found = survey(tmp_path)
    assert (found.revision, found.dirty, found.released) == (None, True, None)
    assert "the repository has no commits yet" in found.notes


def test_a_detached_head_is_a_revision(tmp_path: Path) -> None:
    first = commit(tmp_path, FILES)
    commit(tmp_path, {"more.py": ""})
    git(tmp_path, "checkout", "-q", "--detach", first)
    found = survey(tmp_path)
    assert (found.revision, found.dirty) == (first, False)


def test_an_empty_folder_and_an_empty_repository_are_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableCandidate, match="holds no files"):
        survey(tmp_path)
    git(tmp_path, "init", "-q")
    with pytest.raises(UnusableCandidate, match="holds no files"):
        survey(tmp_path)


def test_a_bare_repository_is_unusable_with_the_way_out(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "b.git")
    with pytest.raises(UnusableCandidate, match="bare repository") as caught:
        survey(tmp_path / "b.git")
    assert "file://" in caught.value.hint


def test_a_file_and_what_is_not_there_are_unusable(tmp_path: Path) -> None:
    write(tmp_path, {"a": ""})
    (tmp_path / "loop").symlink_to("loop")
    for name in ("a", "missing", "loop"):
        with pytest.raises(UnusableCandidate):
            survey(tmp_path / name)


def test_a_damaged_repository_is_unusable_and_git_s_words_are_told(tmp_path: Path) -> None:
    commit(tmp_path, FILES)
    (tmp_path / ".git/index").write_bytes(b"DIRC" + b"\0" * 40)
    with pytest.raises(UnusableCandidate, match="git cannot read the repository") as caught:
        survey(tmp_path)
    assert "fsck" in caught.value.hint


def test_a_git_file_that_leads_nowhere_makes_a_plain_folder(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, ".git": "gitdir: /nowhere/at/all\n"})
    found = survey(tmp_path)
    assert found.source is Source.FOLDER
    assert any(".git leads to no repository" in note for note in found.notes)
    assert paths(found) == sorted(FILES)


def test_a_linked_worktree_is_read_like_a_clone(tmp_path: Path) -> None:
    first = commit(tmp_path / "main", FILES)
    git(tmp_path / "main", "worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    found = survey(tmp_path / "linked")
    assert (found.revision, found.dirty, paths(found)) == (first, False, sorted(FILES))


def test_a_folder_of_a_work_tree_is_a_candidate_of_its_own(tmp_path: Path) -> None:
    first = commit(tmp_path, {"a/x.py": "", "b/y.py": "", ".gitignore": "ignored\n"})
    found = survey(tmp_path / "a")
    assert (found.revision, paths(found), found.dirty) == (first, ["x.py"], False)
    write(tmp_path, {"b/y.py": "changed"})
    assert not survey(tmp_path / "a").dirty
    write(tmp_path, {"ignored/z.py": ""})
    outside = survey(tmp_path / "ignored")
    assert (outside.source, outside.revision, paths(outside)) == (Source.FOLDER, None, ["z.py"])


def _with_submodule(tmp_path: Path) -> Path:
    commit(tmp_path / "inner", {"inner.py": "i = 1\n"})
    commit(tmp_path / "outer", FILES)
    git(tmp_path / "outer", "submodule", "--quiet", "add", str(tmp_path / "inner"), "lib/inner")
    commit(tmp_path / "outer")
    return tmp_path / "outer"


def test_a_submodule_that_is_checked_out_is_part_of_the_candidate(tmp_path: Path) -> None:
    outer = _with_submodule(tmp_path)
    found = survey(outer)
    assert "lib/inner/inner.py" in paths(found)
    assert not found.dirty
    assert found.absent == ()
    shutil.copytree(outer, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    assert survey(tmp_path / "copy").tree == found.tree
    commit(outer / "lib/inner", {"more.py": ""})
    assert survey(outer).dirty


def test_a_submodule_that_is_not_checked_out_is_noted(tmp_path: Path) -> None:
    outer = _with_submodule(tmp_path)
    git(tmp_path, "clone", "-q", str(outer), "again")
    found = survey(tmp_path / "again")
    assert any("lib/inner: this submodule is not checked out" in note for note in found.notes)
    assert found.absent == ("lib/inner",)
    assert not found.dirty


def test_a_repository_inside_that_is_no_submodule_is_included_as_a_change(tmp_path: Path) -> None:
    commit(tmp_path, FILES)
    commit(tmp_path / "sub", {"inner.py": ""})
    found = survey(tmp_path)
    assert "sub/inner.py" in paths(found)
    assert found.dirty
    shutil.rmtree(tmp_path / "sub/.git")
    write(tmp_path, {"sub/.git": "gitdir: nowhere"})
    broken = survey(tmp_path)
    assert broken.dirty


def test_repositories_are_not_nested_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, FILES)
    commit(tmp_path / "sub", {"inner.py": ""})
    monkeypatch.setattr("speccursor.qualify.survey.worktree._NESTED_LIMIT", 0)
    found = survey(tmp_path)
    assert found.dirty
    assert "sub: the repository in this folder cannot be read" in found.notes
    assert found.absent == ("sub",)


@pytest.mark.parametrize("tracked", [True, False])
def test_folders_as_deep_as_the_system_allows_are_read(
    tmp_path: Path, tracked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1900 - len(str(tmp_path)) // 2):
        Path("a").mkdir()
        os.chdir("a")
    Path("x.py").touch()
    monkeypatch.chdir(tmp_path)
    if tracked:
        git(tmp_path, "init", "-q")
    try:
        found = survey(tmp_path, exclude=["nothing"])
    finally:
        # shutil.rmtree gives up at such a depth
        subprocess.run(["rm", "-rf", "a"], cwd=tmp_path, check=True, timeout=60)  # noqa: S607  (the rm that is there)
    assert [path[-6:] for path in paths(found)] == ["a/x.py"]
    assert [one.id for one in found.components] == ["python:."]


def test_a_merge_that_is_not_done_is_noted(tmp_path: Path) -> None:
    commit(tmp_path, {"a": "1\n"})
    git(tmp_path, "checkout", "-q", "-b", "other")
    commit(tmp_path, {"a": "2\n"})
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"a": "3\n"})
    with pytest.raises(Exception, match="merge"):
        git(tmp_path, "merge", "-q", "other")
    found = survey(tmp_path)
    assert "a: not merged yet" in found.notes
    assert found.dirty


def test_names_with_spaces_newlines_unicode_and_stray_bytes_are_told_apart(tmp_path: Path) -> None:
    names = [b"a b.py", b"a\nb.py", "käse.py".encode(), b"bad\xff.py", b"bad\\xff.py", b"back\\slash.py"]
    for name in names:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_bytes(b"")
    folder = survey(tmp_path)
    expected = sorted(["a b.py", "a\nb.py", "käse.py", r"bad\xff.py", r"bad\x5cxff.py", "back\\slash.py"])
    assert paths(folder) == expected
    assert sum("written with escapes" in note for note in folder.notes) == 2
    assert any("cannot be shown" in note for note in folder.notes)
    commit(tmp_path)
    work_tree = survey(tmp_path)
    assert (work_tree.tree, work_tree.dirty) == (folder.tree, False)
    assert msgspec.json.decode(msgspec.json.encode(work_tree), type=Candidate) == work_tree


def test_links_are_hashed_by_their_text_and_never_followed(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "inside").symlink_to("README.md")
    (tmp_path / "outside").symlink_to("/etc/hostname")
    (tmp_path / "above").symlink_to("../../secret")
    (tmp_path / "loop").symlink_to("loop2")
    (tmp_path / "loop2").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nothing")
    (tmp_path / "folder").symlink_to("src")
    (tmp_path / "self").symlink_to(".")
    folder = survey(tmp_path)
    links = {file.path: file for file in folder.files if file.link is not None}
    assert set(links) == {"inside", "outside", "above", "loop", "loop2", "dangling", "folder", "self"}
    assert links["outside"].link == "/etc/hostname"
    assert links["outside"].digest == digest_of_bytes(b"/etc/hostname")
    for words in ("outside: a link that leads out", "above: a link that leads out", "loop: a link that leads back"):
        assert any(note.startswith(words) for note in folder.notes), words
    assert "dangling: a link that leads nowhere" in folder.notes
    assert not any(path.startswith(("folder/", "self/")) for path in paths(folder))
    commit(tmp_path)
    found = survey(tmp_path)
    assert (found.tree, found.dirty) == (folder.tree, False)
    (tmp_path / "inside").unlink()
    (tmp_path / "inside").symlink_to("src")
    assert survey(tmp_path).dirty


def test_a_tracked_folder_replaced_by_a_link_is_not_read_through_it(tmp_path: Path) -> None:
    commit(tmp_path / "repo", {"sub/a.py": "a", "b.py": ""})
    write(tmp_path, {"secret/a.py": "a"})
    shutil.rmtree(tmp_path / "repo/sub")
    (tmp_path / "repo/sub").symlink_to(tmp_path / "secret")
    found = survey(tmp_path / "repo")
    assert paths(found) == ["b.py", "sub"]
    assert found.dirty


def test_what_is_neither_file_nor_folder_nor_link_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILES)
    os.mkfifo(tmp_path / "fifo")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        found = survey(tmp_path)
    assert paths(found) == sorted(FILES)
    assert sum("neither a file nor a folder nor a link" in note for note in found.notes) == 2


def test_a_tracked_file_replaced_by_a_fifo_does_not_hang(tmp_path: Path) -> None:
    commit(tmp_path, FILES)
    (tmp_path / "README.md").unlink()
    os.mkfifo(tmp_path / "README.md")
    found = survey(tmp_path)
    assert found.dirty
    assert any(note.startswith("README.md: cannot be read") for note in found.notes)


def test_an_unreadable_file_is_noted_and_makes_the_candidate_dirty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path, FILES)
    opened = os.open

    def refusing(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if str(path).endswith("README.md"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refusing)
    found = survey(tmp_path)
    assert "README.md: cannot be read (Permission denied), left out" in found.notes
    assert found.absent == ("README.md",)
    assert found.dirty


def test_an_unreadable_folder_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**FILES, "locked/a.py": ""})
    scanned = os.scandir
    listed = os.listdir

    def refusing(path: str) -> object:
        if str(path).rstrip("/").endswith("locked"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return scanned(path)

    def refusing_too(path: str) -> list[str]:
        if str(path).rstrip("/").endswith("locked"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(os, "listdir", refusing_too)
    found = survey(tmp_path)
    monkeypatch.undo()
    assert "locked/: this folder cannot be read (Permission denied), left out" in found.notes
    assert found.absent == ("locked/",)
    assert paths(found) == sorted(FILES)


def test_a_file_that_changes_once_is_read_again_and_one_that_keeps_changing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.py": "1"})
    reading = os.read
    times = [1]

    def writing(descriptor: int, size: int) -> bytes:
        got = reading(descriptor, size)
        if times[0] > 0:
            times[0] -= 1
            (tmp_path / "a.py").write_bytes(b"x" * (10 + times[0]))
        return got

    monkeypatch.setattr(os, "read", writing)
    found = survey(tmp_path)
    assert "a.py: was written to while it was read; read again" in found.notes
    assert found.files[0].digest == digest_of_bytes(b"x" * 10)
    times[0] = 100
    with pytest.raises(UnusableCandidate, match=r"a\.py changes while it is read"):
        survey(tmp_path)


def test_a_manifest_that_changes_after_it_was_hashed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"pyproject.toml": "[project]\nname = 'a'\n", "a.py": ""})
    real = content.read_contents

    def then_changed(root: str, listed: dict[str, str]) -> content.Contents:
        got = real(root, listed)
        write(tmp_path, {"pyproject.toml": "[project]\nname = 'b'\n"})
        return got

    monkeypatch.setattr("speccursor.qualify.survey.holding.read_in_shares", then_changed)
    with pytest.raises(UnusableCandidate, match="changed while the candidate was read"):
        survey(tmp_path)
    write(tmp_path, {"pyproject.toml": "[project]\nname = 'a'\n"})

    def then_gone(root: str, listed: dict[str, str]) -> content.Contents:
        got = real(root, listed)
        (tmp_path / "pyproject.toml").unlink()
        return got

    monkeypatch.setattr("speccursor.qualify.survey.holding.read_in_shares", then_gone)
    with pytest.raises(UnusableCandidate, match="changed while"):
        survey(tmp_path)
    os.mkfifo(tmp_path / "x")
    write(tmp_path, {"pyproject.toml": "[project]\nname = 'a'\n"})

    def then_a_pipe(root: str, listed: dict[str, str]) -> content.Contents:
        got = real(root, listed)
        (tmp_path / "x").rename(tmp_path / "pyproject.toml")
        return got

    monkeypatch.setattr("speccursor.qualify.survey.holding.read_in_shares", then_a_pipe)
    with pytest.raises(UnusableCandidate, match="changed while"):
        survey(tmp_path)


def test_a_file_of_two_gigabytes_is_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "huge.bin").open("wb") as file:
        file.truncate(64 << 20)
    with (tmp_path / "huge2.bin").open("wb") as file:
        file.truncate(5 << 20)
    write(tmp_path, {"a.py": ""})
    monkeypatch.setattr("speccursor.qualify.survey.candidate._HUGE_BYTES", 60 << 20)
    largest = [0]
    reading = os.read

    def measured(descriptor: int, size: int) -> bytes:
        got = reading(descriptor, size)
        largest[0] = max(largest[0], len(got))
        return got

    monkeypatch.setattr(os, "read", measured)
    found = survey(tmp_path)
    sizes = {file.path: file for file in found.files}
    assert sizes["huge.bin"].digest == digest_of_bytes(b"\0" * (64 << 20))
    assert sizes["huge2.bin"].size == 5 << 20
    assert largest[0] <= 1 << 20
    assert any(note.startswith("huge.bin: 1.1 GiB") for note in found.notes)


def test_a_large_file_that_keeps_changing_is_refused_from_its_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "LARGE_BYTES", 1)
    write(tmp_path, {"a.bin": "12345", "b.bin": "12345"})
    monkeypatch.setattr(os, "read", lambda *_: b"")
    with pytest.raises(UnusableCandidate, match="changes while it is read"):
        survey(tmp_path)


def test_large_tracked_files_are_compared_with_their_blobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "LARGE_BYTES", 1)
    monkeypatch.setattr(content, "_CHUNK_BYTES", 2)
    commit(tmp_path, {"a.bin": "12345", "b.bin": "12345"})
    assert not survey(tmp_path).dirty
    write(tmp_path, {"a.bin": "12346"})
    assert survey(tmp_path).dirty
    (tmp_path / "b.bin").unlink()
    assert "1 tracked files are not there: b.bin" in survey(tmp_path).notes


def test_a_repository_of_sha256_objects_is_compared_by_them(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    commit(tmp_path, FILES)
    found = survey(tmp_path)
    assert (len(found.revision or ""), found.dirty) == (64, False)


def test_line_ends_and_large_file_pointers_are_no_change(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "one\r\ntwo\r\n", ".gitattributes": "*.txt text eol=crlf\n"})
    commit(tmp_path)
    assert git(tmp_path, "cat-file", "-s", ":a.txt") == "8"
    assert not survey(tmp_path).dirty
    write(tmp_path, {"a.txt": "one\r\nTwo\r\n"})
    assert survey(tmp_path).dirty
    write(tmp_path, {"a.txt": "one\r\ntwo\r\n"})
    body = b"large"
    pointer = f"version https://git-lfs.github.com/spec/v1\noid {digest_of_bytes(body)}\nsize {len(body)}\n"
    commit(tmp_path, {"b.bin": pointer})
    write(tmp_path, {".gitattributes": "*.txt text eol=crlf\n*.bin filter=lfs\n"})
    git(tmp_path, "commit", "-q", "-am", "attributes")
    write(tmp_path, {"b.bin": body})
    assert not survey(tmp_path).dirty
    write(tmp_path, {"b.bin": b"LARGE"})
    assert survey(tmp_path).dirty


def test_line_ends_in_a_repository_of_sha256_objects_are_no_change(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    commit(tmp_path, {".gitattributes": "*.txt text eol=crlf\n", "a.txt": "one\r\n"})
    assert not survey(tmp_path).dirty


def test_a_file_under_another_filter_counts_as_changed_and_the_filter_is_not_run(tmp_path: Path) -> None:
    commit(tmp_path, {"a.txt": "one", ".gitattributes": "*.txt filter=evil\n"})
    git(tmp_path, "config", "filter.evil.clean", f"touch {tmp_path}/ran; cat")
    git(tmp_path, "config", "filter.evil.process", f"touch {tmp_path}/ran")
    write(tmp_path, {"a.txt": "two"})
    found = survey(tmp_path)
    assert found.dirty
    assert any("under a git filter" in note for note in found.notes)
    assert not (tmp_path / "ran").exists()


def test_a_shallow_clone_says_that_history_is_cut_off(tmp_path: Path) -> None:
    commit(tmp_path / "a", FILES)
    commit(tmp_path / "a", {"b": ""})
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/a", "b")
    assert any("shallow" in note for note in survey(tmp_path / "b").notes)


def test_excluded_files_stay_in_the_tree_and_are_judged_by_nothing(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "pyproject.toml": "[project]\nname='p'\n", "bad/pyproject.toml": "[project]\nname='b'\n"})
    write(tmp_path, {"bad/b.py": "", "bad/keep/c.py": "", "src/p/gen.py": ""})
    whole = survey(tmp_path)
    found = survey(tmp_path, exclude=["/bad/", "gen.py", "!bad/keep/c.py"])
    assert found.tree == whole.tree
    assert "python:bad" in [one.id for one in whole.components]
    assert [one.id for one in found.components] == ["python:."]
    data = only(found, "python:.").paths(Role.DATA)
    assert data == ("bad/b.py", "bad/keep/c.py", "src/p/gen.py")
    assert any("4 files are excluded by configuration" in note for note in found.notes)


def test_an_exclusion_that_costs_too_much_is_not_honoured_and_noted(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    found = survey(tmp_path, exclude=["*a*a*a*a*a*b"])
    assert any("exclude: 1 patterns with too many wildcards" in note for note in found.notes)


def test_the_caller_says_that_it_was_an_sdist(tmp_path: Path) -> None:
    assert survey(write(tmp_path, FILES), packed=True).source is Source.SDIST


def test_what_is_packed_is_released_whatever_gitignore_names(tmp_path: Path) -> None:
    ignored = {"Cargo.lock": "", "cmd/tool/main.go": "package main\n"}
    write(tmp_path, {**FILES, ".gitignore": "Cargo.lock\ntool\n", **ignored, "__pycache__/a.pyc": ""})
    assert paths(survey(tmp_path)) == sorted([*FILES, ".gitignore"])
    assert paths(survey(tmp_path, packed=True)) == sorted([*FILES, ".gitignore", *ignored])


def test_an_archive_of_a_repository_is_that_repository(tmp_path: Path) -> None:
    first = commit(tmp_path, {**FILES, ".gitignore": "ignored\n"})
    write(tmp_path, {"ignored": ""})
    found = survey(tmp_path, packed=True)
    assert (found.source, found.revision) == (Source.GIT, first)
    assert paths(found) == sorted([*FILES, ".gitignore"])


def test_hostile_gitignore_files_are_not_honoured_and_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speccursor.qualify.survey.ignore.FILE_LIMIT_BYTES", 100)
    write(tmp_path, {**FILES, "a/.gitignore": "*\n" * 200, "a/x": "", "b/.gitignore": "*a*a*a*a*b\nx\n", "b/x": ""})
    write(tmp_path, {"c/x": "", "d/x": "", "e/.gitignore": "\n# nothing\n", "e/x": "", "outside": "*"})
    os.mkfifo(tmp_path / "c/.gitignore")
    (tmp_path / "d/.gitignore").symlink_to("../outside")
    found = survey(tmp_path)
    assert {"a/x", "c/x", "d/x", "e/x"} <= set(paths(found))
    assert "b/x" not in paths(found)
    assert any(note.startswith("b/.gitignore: 1 patterns with too many") for note in found.notes)
    for folder in "acd":
        assert any(note.startswith(f"{folder}/.gitignore: ") for note in found.notes), folder


def test_the_name_is_the_root_s_component_s_else_the_folder_s(tmp_path: Path) -> None:
    write(tmp_path / "folder", FILES)
    assert survey(tmp_path / "folder").name == "folder"
    write(tmp_path / "folder", {"pyproject.toml": "[project]\nname = 'told'\n"})
    assert survey(tmp_path / "folder").name == "told"


_FILE = st.builds(
    lambda path, content, executable, link: File(
        path, len(content), digest_of_bytes(content), executable, "t" if link else None
    ),
    st.text("ab/\n\0"[:4], min_size=1, max_size=4),
    st.binary(max_size=2),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(_FILE, max_size=4, unique_by=lambda file: file.path), st.data())
def test_the_tree_s_digest_tells_every_difference_and_no_order(files: list[File], data: st.DataObject) -> None:
    digest = tree_digest(files)
    assert tree_digest(data.draw(st.permutations(files))) == digest
    if files:
        place = data.draw(st.integers(0, len(files) - 1))
        old = files[place]
        new = data.draw(
            st.sampled_from(
                [
                    msgspec.structs.replace(old, path=old.path + "x"),
                    msgspec.structs.replace(old, digest=digest_of_bytes(b"another")),
                    msgspec.structs.replace(old, executable=not old.executable, link=None),
                    msgspec.structs.replace(old, link=None if old.link else "t"),
                ]
            )
        )
        changed = [*files[:place], new, *files[place + 1 :]]
        same_kind = (old.link is not None) and (new.link is not None) and new.path == old.path
        assert (tree_digest(changed) == digest) == (same_kind and new.digest == old.digest)
        assert tree_digest(files[:place] + files[place + 1 :]) != digest


_NAMES = st.text("ab c\n-é", min_size=1, max_size=3)
_TREE = st.dictionaries(_NAMES, st.tuples(st.binary(max_size=8), st.booleans()), min_size=1, max_size=2)


@given(_TREE, st.integers(0, 2**31), st.data())
def test_a_folder_s_digest_depends_on_names_modes_and_bytes_and_not_on_place_or_date(
    places: Places, tree: dict[str, tuple[bytes, bool]], date: int, data: st.DataObject
) -> None:
    here, there = places.new(), places.new() / "deeper"
    there.mkdir()
    for place, order in ((here, sorted(tree)), (there, sorted(tree, reverse=True))):
        for name in order:
            (place / name).write_bytes(tree[name][0])
            (place / name).chmod(0o755 if tree[name][1] else 0o644)
    name = data.draw(st.sampled_from(sorted(tree)))
    os.utime(there / name, (date, date))
    digest = _digest(here)
    assert _digest(there) == digest
    match data.draw(st.sampled_from(["byte", "mode", "name"])):
        case "byte":
            (there / name).write_bytes(tree[name][0] + b"!")
        case "mode":
            (there / name).chmod(0o644 if tree[name][1] else 0o755)
        case _:
            (there / name).rename(there / f"{name}.new")
    assert _digest(there) != digest


def _digest(folder: Path) -> str:
    return tree_digest(content.read_contents(str(folder), read_folder(folder).files).files)
