import os
import signal
import subprocess
from pathlib import Path

import pytest

from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.git import Asking, Repository, ask, environment, repository_of
from speccursor.qualify.workspaces.processes import process
from tests.unit.endings import LONGER_S, comes_to_its_end, happens
from tests.unit.survey.trees import commit, git, paths, write


def _trap(root: Path, name: str, *, then: str = "cat") -> Path:
    script = root.parent / f"{name}.sh"
    script.write_text(f"#!/bin/sh\ntouch '{root.parent}/ran-{name}'\n{then}\n")
    script.chmod(0o755)
    return script


def test_no_program_that_a_repository_names_is_run(tmp_path: Path) -> None:
    root = tmp_path / "evil"
    commit(root, {"a.py": "1", "b.txt": "2", ".gitattributes": "*.txt filter=f diff=d\n"})
    git(root, "tag", "v1.0.0")
    commit(root, {"a.py": "2"})
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.askPass",
        "core.alternateRefsCommand",
        "credential.helper",
        "diff.external",
        "diff.d.textconv",
        "diff.d.command",
        "filter.f.clean",
        "filter.f.smudge",
        "filter.f.process",
        "gpg.program",
        "alias.ls-files",
        "uploadpack.packObjectsHook",
    ):
        value = str(_trap(root, key)) if not key.startswith("alias") else f"!{_trap(root, key)}"
        git(root, "config", key, value)
    hooks = root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (hooks / hook).symlink_to(_trap(root, hook))
    write(root, {"b.txt": "3", "new.txt": ""})
    found = survey(root)
    assert found.dirty
    assert found.released is not None
    assert not list(tmp_path.glob("ran-*"))
    git(root, "-c", "core.hooksPath=/dev/null", "ls-files", "-m")
    assert list(tmp_path.glob("ran-*")), "the trap itself works: git without protection runs it"


def test_objects_that_are_missing_are_not_fetched_from_where_a_repository_says(tmp_path: Path) -> None:
    root = tmp_path / "evil"
    commit(root, {"a.py": "1"})
    git(root, "tag", "v1.0.0")
    last = commit(root, {"a.py": "2"})
    git(root, "config", "core.repositoryformatversion", "1")
    git(root, "config", "extensions.partialClone", "origin")
    git(root, "config", "remote.origin.promisor", "true")
    git(root, "config", "remote.origin.url", str(tmp_path))
    git(root, "config", "remote.origin.uploadpack", str(_trap(root, "uploadpack", then="exit 1")))
    (root / ".git/objects" / last[:2] / last[2:]).unlink()
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "log", "-1")
    assert (tmp_path / "ran-uploadpack").exists(), "the trap itself works"
    (tmp_path / "ran-uploadpack").unlink()
    found = survey(root)
    assert found.revision is None
    assert found.dirty
    assert not (tmp_path / "ran-uploadpack").exists()


def test_a_work_tree_that_a_repository_puts_elsewhere_is_not_believed(tmp_path: Path) -> None:
    write(tmp_path / "secret", {"key": ""})
    commit(tmp_path / "repo", {"a.py": ""})
    git(tmp_path / "repo", "config", "core.worktree", str(tmp_path))
    found = survey(tmp_path / "repo")
    assert (paths(found), found.dirty) == (["a.py"], False)


def test_the_caller_s_git_variables_do_not_reach_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path / "a", {"a.py": ""})
    commit(tmp_path / "b", {"b.py": ""})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "b/.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "b"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "b/.git/index"))
    found = survey(tmp_path / "a")
    assert (paths(found), found.dirty) == (["a.py"], False)
    assert "GIT_DIR" not in environment()


def test_a_repository_of_somebody_else_s_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, {"a.py": ""})
    monkeypatch.setattr("speccursor.qualify.survey.git.environment", _as_another)
    found = survey(tmp_path)
    assert found.revision is not None


def _as_another(**more: str) -> dict[str, str]:
    return {**environment(**more), "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}


def test_git_that_is_not_there_is_said_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, {"a.py": ""})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnusableCandidate, match="git is needed") as caught:
        survey(tmp_path)
    assert "apt-get install git" in caught.value.hint


# What the git of a test starts; it has told its number before anybody waits for it.
STARTS = f"{{0}} sleep {LONGER_S} & echo $! > new; mv new pid; {1}"


def _asked(tmp_path: Path, script: str) -> tuple[Asking, int]:
    """Start a question with a child of its own; it is over when the child is, or never."""
    asking = Asking(["sh", "-c", script], cwd=tmp_path, timeout_s=0.2)
    assert happens((tmp_path / "pid").exists)
    return asking, int((tmp_path / "pid").read_text())


@pytest.mark.parametrize("then", ["wait", "exit"], ids=["it waits for its child", "it leaves its child behind"])
def test_a_question_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path, then: str) -> None:
    asking, child = _asked(tmp_path, STARTS.format("", then))
    with pytest.raises(UnusableCandidate, match="did not answer within"):
        asking.answer()
    assert process(child) is None


def test_what_has_left_the_group_of_a_question_keeps_nobody_waiting(tmp_path: Path) -> None:
    asking, child = _asked(tmp_path, STARTS.format("setsid", "wait"))
    assert happens(lambda: os.getsid(child) == child)
    asking.end()
    os.kill(child, signal.SIGKILL)
    assert comes_to_its_end(child)


def test_ending_what_has_ended_is_no_mistake(tmp_path: Path) -> None:
    asking = Asking(["true"], cwd=tmp_path)
    asking.answer()
    again = Asking(["sh", "-c", "exit 0"], cwd=tmp_path)
    os.waitid(os.P_PID, again._process.pid, os.WEXITED | os.WNOWAIT)
    again.end()


def test_a_repository_is_found_from_any_folder_in_it(tmp_path: Path) -> None:
    commit(tmp_path, {"a/b/c.py": ""})
    assert repository_of(tmp_path / "a/b") == Repository(tmp_path)
    assert ask(Repository(tmp_path), "ls-files").answer().text == "a/b/c.py\n"


def test_a_folder_called_git_that_is_none_makes_no_repository(tmp_path: Path) -> None:
    write(tmp_path, {".git/readme": "", "a.py": ""})
    assert repository_of(tmp_path) is None
    assert paths(survey(tmp_path)) == ["a.py"]
