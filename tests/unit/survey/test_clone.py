from pathlib import Path

import pytest

from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.clone import _name, clone
from speccursor.qualify.survey.git import Repository
from tests.unit.survey.trees import commit, git, write


def _remote(tmp_path: Path) -> tuple[str, str, str]:
    first = commit(tmp_path / "remote", {"a.py": "1"})
    git(tmp_path / "remote", "tag", "v1.0.0")
    second = commit(tmp_path / "remote", {"a.py": "2"})
    return f"file://{tmp_path}/remote", first, second


def test_a_clone_is_clean_and_knows_its_history(tmp_path: Path) -> None:
    url, first, second = _remote(tmp_path)
    found = survey(clone(url, tmp_path / "into", revision=None))
    assert (found.name, found.revision, found.dirty) == ("remote", second, False)
    assert found.released == ("v1.0.0", first)


@pytest.mark.parametrize("kind", ["tag", "branch", "commit"])
def test_a_tag_a_branch_and_a_commit_can_be_asked_for(tmp_path: Path, kind: str) -> None:
    url, first, _ = _remote(tmp_path)
    git(tmp_path / "remote", "branch", "old", first)
    revision = {"tag": "v1.0.0", "branch": "old", "commit": first}[kind]
    assert survey(clone(url, tmp_path / "into", revision=revision)).revision == first


def test_nothing_that_a_remote_brings_is_run_or_fetched(tmp_path: Path) -> None:
    url, _, _ = _remote(tmp_path)
    inner = tmp_path / "inner"
    commit(inner, {"i.py": ""})
    remote = tmp_path / "remote"
    git(remote, "submodule", "--quiet", "add", str(inner), "inner")
    write(remote, {".gitattributes": "*.py filter=f\n", ".lfsconfig": "[lfs]\nurl = https://example.org\n"})
    commit(remote)
    git(remote, "config", "uploadpack.packObjectsHook", f"touch {tmp_path}/ran")
    folder = clone(url, tmp_path / "into", revision=None)
    assert not list((folder / ".git").glob("hooks/*"))
    assert not (folder / "inner/i.py").exists()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("revision", ["nothing", "", "-x", "--upload-pack=x"])
def test_a_revision_that_is_none_is_refused(tmp_path: Path, revision: str) -> None:
    url, _, _ = _remote(tmp_path)
    with pytest.raises(UnusableCandidate, match="revision"):
        clone(url, tmp_path / "into", revision=revision)


def test_a_remote_that_is_not_there_is_told_in_git_s_words(tmp_path: Path) -> None:
    with pytest.raises(UnusableCandidate, match=r"cannot be cloned: \w"):
        clone(f"file://{tmp_path}/nowhere", tmp_path / "into", revision=None)


def test_a_remote_without_commits_is_unusable(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "empty.git")
    with pytest.raises(UnusableCandidate, match="has no commits"):
        clone(f"file://{tmp_path}/empty.git", tmp_path / "into", revision=None)


def test_a_remote_that_does_not_answer_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, _, _ = _remote(tmp_path)
    slow = write(tmp_path / "bin", {"git": "#!/bin/sh\nexec sleep 600\n"}) / "git"
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:/usr/bin:/bin")
    with pytest.raises(UnusableCandidate, match="did not answer within"):
        clone(url, tmp_path / "into", revision=None, timeout_s=0.3)


def test_a_commit_whose_files_are_damaged_cannot_be_checked_out(tmp_path: Path) -> None:
    url, _, _ = _remote(tmp_path)
    clone(url, tmp_path / "good", revision=None)
    blob = git(tmp_path / "remote", "rev-parse", "HEAD:a.py")
    (tmp_path / "remote/.git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(UnusableCandidate, match=r"cannot be (cloned|checked out)"):
        clone(url, tmp_path / "into", revision=None)


def test_a_checkout_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, _, _ = _remote(tmp_path)
    real = Repository.argv

    def failing(self: Repository, *arguments: str) -> list[str]:
        return ["false"] if arguments[0] == "checkout" else real(self, *arguments)

    monkeypatch.setattr(Repository, "argv", failing)
    with pytest.raises(UnusableCandidate, match=r"cannot be checked out: git ended with exit code 1"):
        clone(url, tmp_path / "into", revision=None)


def test_a_path_is_not_cloned(tmp_path: Path) -> None:
    with pytest.raises(UnusableCandidate, match="is here already"):
        clone(str(tmp_path), tmp_path / "into", revision=None)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/o/repo.git", "repo"),
        ("git@example.org:repo.git", "repo"),
        ("https://example.org/o/..", "candidate"),
        ("https://example.org/o/a b%;c/", "a-b--c"),
    ],
)
def test_the_folder_is_called_like_the_repository(url: str, name: str) -> None:
    assert _name(url) == name
