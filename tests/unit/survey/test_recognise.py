import os
from pathlib import Path

import pytest

from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.survey.recognise import Target, recognise


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/owner/repo",
        "https://example.org/owner/repo.git",
        "git+https://example.org/owner/repo",
        "ssh://git@example.org/owner/repo.git",
        "git@example.org:owner/repo.git",
        "file:///srv/repo.git",
    ],
)
def test_git_urls_are_recognised(url: str) -> None:
    assert recognise(url) is Target.GIT


def test_paths_win_over_everything_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "git@example.org:owner").mkdir()
    assert recognise("git@example.org:owner") is Target.FOLDER
    for name in ("a.tar.gz", "a.TGZ", "a.tar.bz2", "a.tar.xz", "a.zip"):
        (tmp_path / name).touch()
        assert recognise(name) is Target.ARCHIVE


@pytest.mark.parametrize(
    ("target", "said", "hint"),
    [
        ("", "no candidate is named", "`.`"),
        ("a\0b", "no candidate is named", ""),
        ("x" * 5000, "cannot be looked at", ""),
        ("nowhere", "there is no 'nowhere'", "a folder, an sdist or a git URL"),
        ("owner/repo", "there is no 'owner/repo'", "whole URL"),
        ("http://example.org/r", "not a way to fetch", "https"),
        ("git://example.org/r", "not a way to fetch", "https"),
        ("ext::sh -c touch% x", "remote helper", "schemes"),
        ("https://example.org/a-1.0.tar.gz", "archive on another machine", "download it first"),
        ("https://", "names no repository", "owner"),
        ("ssh://-oProxyCommand=x/y", "names no repository", ""),
        ("-oProxyCommand=x@h:y", "there is no", ""),
    ],
)
def test_everything_else_is_refused_with_a_hint(target: str, said: str, hint: str) -> None:
    with pytest.raises(UnusableCandidate, match=said) as caught:
        recognise(target)
    assert hint in caught.value.hint


def test_files_that_are_no_candidates_are_refused_with_a_hint(tmp_path: Path) -> None:
    for name, said in (("a.whl", "wheel"), ("a.txt", "kind that is no candidate")):
        (tmp_path / name).touch()
        with pytest.raises(UnusableCandidate, match=said):
            recognise(str(tmp_path / name))
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(UnusableCandidate, match="neither a folder nor a file"):
        recognise(str(tmp_path / "fifo"))
