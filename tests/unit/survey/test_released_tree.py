import os
import shutil
import stat
from pathlib import Path

import msgspec
import pytest

from speccursor.qualify.model.baseline import Before, Released, Unreached, Unreleased
from speccursor.qualify.model.candidate import Candidate, Role
from speccursor.qualify.model.misuse import Misuse, UnusableCandidate
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.released_tree import release_before, tree_at
from tests.unit.survey.trees import commit, git, only, paths, write

MANIFEST = '[project]\nname = "pkg"\nversion = "1"\n'
FIRST = {"pyproject.toml": MANIFEST, "pkg/__init__.py": "A = 1\n", "pkg/old.py": "B = 1\n"}
SECOND = {"pkg/__init__.py": "A = 2\n", "pkg/new.py": "C = 1\n"}


def released(root: Path, files: dict[str, str | bytes] | None = None) -> str:
    """Make a repository with a release and a commit on it; return the release's commit."""
    first = commit(root, {**FIRST, **(files or {})})
    git(root, "tag", "v1.0.0")
    (root / "pkg/old.py").unlink()
    commit(root, SECOND)
    return first


def before(folder: Path, kept: Path, *, exclude: tuple[str, ...] = (), candidate: Candidate | None = None) -> Before:
    return release_before(folder, candidate or survey(folder, exclude=exclude), kept=kept, exclude=exclude)


def tree_of(found: Before) -> tuple[Candidate, Path]:
    assert isinstance(found, Released), found
    assert found.tree is not None
    return found.tree


def test_the_release_is_surveyed_as_it_was_committed_whatever_the_work_tree_holds(tmp_path: Path) -> None:
    first = released(tmp_path / "c")
    write(tmp_path / "c", {"pkg/__init__.py": "A = 3\n", "pkg/untracked.py": "D = 1\n"})
    found = before(tmp_path / "c", tmp_path / "kept")
    tree, place = tree_of(found)
    assert isinstance(found, Released)
    assert (found.tag, found.commit, tree.revision, tree.dirty) == ("v1.0.0", first, first, False)
    assert place == tmp_path / "kept" / first
    assert (place / "pkg/__init__.py").read_text() == "A = 1\n"
    assert paths(tree) == ["pkg/__init__.py", "pkg/old.py", "pyproject.toml"]
    plain = write(tmp_path / "plain", dict(FIRST))
    assert tree.tree == survey(plain).tree
    mine = survey(tmp_path / "c")
    assert (tree.name, tree.released) == (mine.name, mine.released)


def test_it_is_surveyed_with_the_candidates_exclusions(tmp_path: Path) -> None:
    released(tmp_path / "c")
    tree, _ = tree_of(before(tmp_path / "c", tmp_path / "kept", exclude=("pkg/old.py",)))
    assert only(tree, "python:.").files["pkg/old.py"] is Role.DATA


def test_a_checkout_that_is_still_the_commit_is_used_again(tmp_path: Path) -> None:
    released(tmp_path / "c")
    _, place = tree_of(before(tmp_path / "c", tmp_path / "kept"))
    made = place.stat().st_ino
    assert tree_of(before(tmp_path / "c", tmp_path / "kept"))[1].stat().st_ino == made


@pytest.mark.parametrize("harm", ["changed", "added", "removed", "mode", "index", "head", "git"])
def test_a_checkout_that_is_no_longer_the_commit_is_made_anew(harm: str, tmp_path: Path) -> None:
    first = released(tmp_path / "c")
    whole, place = tree_of(before(tmp_path / "c", tmp_path / "kept"))
    match harm:
        case "changed":
            (place / "pkg/old.py").write_text("B = 2\n")
        case "added":
            (place / "pkg/more.py").write_text("")
        case "removed":
            (place / "pkg/old.py").unlink()
        case "mode":
            (place / "pkg/old.py").chmod(0o755)
        case "index":
            (place / "pkg/old.py").write_text("B = 2\n")
            git(place, "add", "-A")
        case "head":
            (place / "pkg/old.py").write_text("B = 2\n")
            git(place, "commit", "-q", "-a", "-m", "not released")
        case "git":
            shutil.rmtree(place / ".git")
    tree, place = tree_of(before(tmp_path / "c", tmp_path / "kept"))
    assert (tree.revision, tree.dirty, tree.tree) == (first, False, whole.tree)
    assert not (place / "pkg/more.py").exists()


def test_only_the_newest_release_is_kept_and_no_draft(tmp_path: Path) -> None:
    first = released(tmp_path / "c")
    before(tmp_path / "c", tmp_path / "kept")
    git(tmp_path / "c", "tag", "v1.1.0")
    second = commit(tmp_path / "c", {"pkg/more.py": "E = 1\n"})
    write(tmp_path / "kept", {"draft-dead/half": "x"})
    tree, _ = tree_of(before(tmp_path / "c", tmp_path / "kept"))
    assert tree.revision not in {first, second}
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {".lock", str(tree.revision)}


def test_a_folder_of_a_repository_is_compared_with_the_same_folder(tmp_path: Path) -> None:
    first = released(tmp_path / "c", {"services/api/pyproject.toml": MANIFEST, "services/api/api.py": "X = 1\n"})
    tree, place = tree_of(before(tmp_path / "c/services/api", tmp_path / "kept"))
    assert (paths(tree), tree.revision) == (["api.py", "pyproject.toml"], first)
    assert place == tmp_path / "kept" / first / "services/api"
    assert not (tmp_path / "kept" / first / "pkg").exists(), "the rest of the repository is not needed"


def test_a_folder_that_the_release_had_not_is_said_to_be_none(tmp_path: Path) -> None:
    first = released(tmp_path / "c", {"link/real": "x"})
    shutil.rmtree(tmp_path / "c/link")
    (tmp_path / "c/elsewhere").symlink_to("/etc")
    commit(tmp_path / "c", {"new/pyproject.toml": MANIFEST, "new/a.py": ""})
    for _ in range(2):
        assert before(tmp_path / "c/new", tmp_path / "kept") == Released(tag="v1.0.0", commit=first, tree=None)


def test_a_link_in_the_folders_place_is_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.py": "S = 1\n"})
    root = tmp_path / "c"
    root.mkdir()
    (root / "sub").symlink_to(outside)
    commit(root, {"a.py": "A = 1\n"})
    git(root, "tag", "v1.0.0")
    (root / "sub").unlink()
    commit(root, {"sub/mine.py": "M = 1\n"})
    for _ in range(2):
        found = before(root / "sub", tmp_path / "kept")
        assert isinstance(found, Released)
        assert found.tree is None


def test_a_link_in_the_folders_place_is_not_followed_into_a_clone_of_the_release_either(tmp_path: Path) -> None:
    root, outside = tmp_path / "c", tmp_path / "clone"
    root.mkdir()
    (root / "sub").symlink_to(outside)
    first = commit(root, {"a.py": "A = 1\n"})
    git(root, "tag", "v1.0.0")
    git(tmp_path, "clone", "-q", f"file://{root}", "clone")
    (root / "sub").unlink()
    commit(root, {"sub/mine.py": "M = 1\n"})
    _, place = tree_of(before(root, tmp_path / "kept"))
    assert (place / "sub").is_symlink()
    assert before(root / "sub", tmp_path / "kept") == Released(tag="v1.0.0", commit=first, tree=None)


def test_a_folder_whose_name_means_something_to_git_is_only_a_name(tmp_path: Path) -> None:
    released(tmp_path / "c", {":(top)x/setup.py": "", ":(top)x/a.py": "A = 1\n"})
    tree, _ = tree_of(before(tmp_path / "c/:(top)x", tmp_path / "kept"))
    assert paths(tree) == ["a.py", "setup.py"]


def test_a_work_tree_beside_the_repository_finds_its_objects(tmp_path: Path) -> None:
    first = released(tmp_path / "c")
    git(tmp_path / "c", "worktree", "add", "-q", str(tmp_path / "w"))
    assert (tmp_path / "w/.git").is_file()
    tree, _ = tree_of(before(tmp_path / "w", tmp_path / "kept"))
    assert tree.revision == first


def test_a_repository_that_was_moved_finds_its_checkout_again(tmp_path: Path) -> None:
    released(tmp_path / "c")
    _, place = tree_of(before(tmp_path / "c", tmp_path / "kept"))
    made = place.stat().st_ino
    (tmp_path / "c").rename(tmp_path / "moved")
    assert tree_of(before(tmp_path / "moved", tmp_path / "kept"))[1].stat().st_ino == made


def test_a_repository_of_long_object_names_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    git(tmp_path / "c", "init", "-q", "--object-format=sha256")
    first = released(tmp_path / "c")
    assert len(first) == 64
    assert tree_of(before(tmp_path / "c", tmp_path / "kept"))[0].revision == first


def test_names_of_any_bytes_come_out_as_they_went_in(tmp_path: Path) -> None:
    names = [b"pkg/two words.py", b"pkg/line\nbreak.py", b'pkg/"quoted".py', b"pkg/\xff.py", b":(glob)pkg/x.py"]
    root = tmp_path / "c"
    for name in names:
        path = Path(os.fsdecode(os.path.join(os.fsencode(root), name)))  # noqa: PTH118  (bytes)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("N = 1\n")
    released(root)
    tree, place = tree_of(before(root, tmp_path / "kept"))
    assert all(os.path.lexists(os.path.join(os.fsencode(place), name)) for name in names)  # noqa: PTH118  (bytes)
    assert len(tree.files) == len(FIRST) + len(names)


def test_nothing_of_the_repository_or_of_the_user_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho $0 $* >> {ran}\ncat\n")
    trap.chmod(0o755)
    files: dict[str, str | bytes] = {
        ".gitattributes": "*.bin filter=trap\n*.py ident\n*.u16 working-tree-encoding=UTF-16\n*.txt eol=crlf\n",
        "a.bin": "bytes\n",
        "pkg/id.py": "# $Id$\n",
        "b.u16": "text\n".encode("utf-16"),
        "c.txt": "line\r\n",
    }
    first = released(tmp_path / "c", files)
    repository = tmp_path / "c/.git"
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (repository / "hooks").mkdir(exist_ok=True)
        shutil.copy(trap, repository / "hooks" / hook)
    with (repository / "config").open("a") as config:
        config.write(f'[core]\nfsmonitor = {trap}\n[filter "trap"]\nsmudge = {trap}\nclean = {trap}\n')
    home = write(
        tmp_path / "home",
        {
            ".gitconfig": f'[filter "trap"]\nsmudge = {trap}\nrequired = true\n[core]\nautocrlf = true\n'
            f"hooksPath = {repository}/hooks\n[init]\ntemplateDir = {tmp_path}/template\n",
            ".config/git/attributes": "* filter=trap\n",
        },
    )
    write(tmp_path / "template", {"hooks/post-checkout": trap.read_bytes()})
    candidate = survey(tmp_path / "c")
    ran.unlink(missing_ok=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    tree, place = tree_of(before(tmp_path / "c", tmp_path / "kept", candidate=candidate))
    assert not ran.exists(), ran.read_text()
    assert (tree.revision, tree.dirty) == (first, False)
    assert (place / "a.bin").read_text() == "bytes\n"
    assert (place / "pkg/id.py").read_text() == "# $Id$\n"
    assert (place / "c.txt").read_bytes() == b"line\r\n", "line endings are those that every checkout has"
    assert not (place / ".git/hooks").exists()


def test_modes_and_links_are_kept(tmp_path: Path) -> None:
    root = write(tmp_path / "c", {"run.sh": "#!/bin/sh\n"})
    (root / "run.sh").chmod(0o755)
    (root / "to").symlink_to("pyproject.toml")
    released(root)
    _, place = tree_of(before(root, tmp_path / "kept"))
    assert (place / "run.sh").stat().st_mode & stat.S_IXUSR
    assert (place / "to").readlink() == Path("pyproject.toml")


def test_without_a_history_or_a_tag_there_is_no_release_and_that_is_proved(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain", dict(FIRST))
    assert before(plain, tmp_path / "kept") == Unreleased(
        proof="the candidate came without a history that could show an earlier release"
    )
    commit(tmp_path / "c", dict(FIRST))
    assert before(tmp_path / "c", tmp_path / "kept") == Unreleased(
        proof="the history of the candidate shows no earlier release"
    )
    assert not (tmp_path / "kept").exists()


def test_a_history_that_is_cut_off_proves_nothing(tmp_path: Path) -> None:
    released(tmp_path / "c")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/c", "shallow")
    found = before(tmp_path / "shallow", tmp_path / "kept")
    assert isinstance(found, Unreached)
    assert "cut off" in found.reason
    assert "git fetch --tags --unshallow" in found.hint
    git(tmp_path / "shallow", "worktree", "add", "-q", str(tmp_path / "w"))
    assert isinstance(before(tmp_path / "w", tmp_path / "kept"), Unreached)
    git(tmp_path / "shallow", "fetch", "-q", "--tags", "--unshallow")
    assert isinstance(before(tmp_path / "shallow", tmp_path / "kept"), Released)


def test_objects_that_are_not_here_are_not_fetched_and_the_way_to_them_is_told(tmp_path: Path) -> None:
    first = released(tmp_path / "c")
    candidate = survey(tmp_path / "c")
    absent = msgspec.structs.replace(candidate, released=("v0.9.0", "0" * 40))
    found = before(tmp_path / "c", tmp_path / "kept", candidate=absent)
    assert isinstance(found, Unreached)
    assert found.reason.startswith("the files of v0.9.0, the release before, cannot be had:")
    assert "git fetch" in found.hint
    blob = git(tmp_path / "c", "rev-parse", f"{first}:pkg/old.py")
    (tmp_path / "c/.git/objects" / blob[:2] / blob[2:]).unlink()
    found = before(tmp_path / "c", tmp_path / "kept")
    assert isinstance(found, Unreached)
    assert "git archive" in found.hint
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {".lock"}, "no half of it is kept"


def test_a_release_with_submodules_cannot_be_had_whole(tmp_path: Path) -> None:
    commit(tmp_path / "inner", {"inner.py": "I = 1\n"})
    commit(tmp_path / "c", dict(FIRST))
    git(tmp_path / "c", "submodule", "--quiet", "add", f"file://{tmp_path}/inner", "lib")
    released(tmp_path / "c")
    found = before(tmp_path / "c", tmp_path / "kept")
    assert isinstance(found, Unreached)
    assert "its submodules are not checked out (lib)" in found.reason
    assert "waiver" in found.hint


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    released(tmp_path / "c")
    (tmp_path / "kept").write_text("a file stands there")
    found = before(tmp_path / "c", tmp_path / "kept")
    assert isinstance(found, Unreached)
    assert "cannot be kept in" in found.reason
    assert "--state" in found.hint


# another commit


@pytest.mark.parametrize("named", ["HEAD~1", "v1.0.0", "commit"])
def test_an_earlier_commit_is_surveyed_as_it_was_committed(named: str, tmp_path: Path) -> None:
    first = released(tmp_path / "c")
    mine = survey(tmp_path / "c")
    found = tree_at(tmp_path / "c", mine, first if named == "commit" else named, kept=tmp_path / "kept")
    assert found.commit == first
    assert found.tree is not None
    assert (found.tree.name, found.tree.released) == (mine.name, mine.released)
    assert found.tree.tree == survey(write(tmp_path / "plain", dict(FIRST))).tree


def test_a_folder_that_the_commit_had_not_has_no_tree(tmp_path: Path) -> None:
    commit(tmp_path / "c", {"a.txt": "a"})
    commit(tmp_path / "c", {"sub/pyproject.toml": MANIFEST, "sub/p.py": ""})
    folder = tmp_path / "c" / "sub"
    assert tree_at(folder, survey(folder), "HEAD~1", kept=tmp_path / "kept").tree is None


@pytest.mark.parametrize("named", ["nowhere", "--help", "-x", "HEAD:pyproject.toml", "", "a\nb", "HEAD^{tree}"])
def test_what_names_no_commit_is_refused(named: str, tmp_path: Path) -> None:
    released(tmp_path / "c")
    with pytest.raises(Misuse, match="names no commit"):
        tree_at(tmp_path / "c", survey(tmp_path / "c"), named, kept=tmp_path / "kept")


def test_without_a_history_nothing_can_have_changed_since(tmp_path: Path) -> None:
    write(tmp_path / "c", dict(FIRST))
    with pytest.raises(Misuse, match="without a history"):
        tree_at(tmp_path / "c", survey(tmp_path / "c"), "HEAD", kept=tmp_path / "kept")


def test_a_place_for_another_commit_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    released(tmp_path / "c")
    (tmp_path / "kept").write_text("")
    with pytest.raises(UnusableCandidate, match="cannot be kept"):
        tree_at(tmp_path / "c", survey(tmp_path / "c"), "HEAD~1", kept=tmp_path / "kept" / "since")
