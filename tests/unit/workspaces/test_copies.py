"""Copies hold exactly the files that the survey saw, and nothing that leads out of them."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.candidate import File
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.workspaces.copies import _leads_out, copy_files, copy_tree, tree_of
from tests.unit.workspaces.making import files_of, write


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = tmp_path / "source"
    write(root, {"a.py": "a", "deep/er/b c\nd.txt": "b", "run.sh": "#!/bin/sh\n"})
    (root / "run.sh").chmod(0o755)
    (root / "deep/link").symlink_to("../a.py")
    return root


def test_a_copy_has_the_content_the_modes_and_the_links(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    copied = copy_files(files_of(source), source=source, target=target)

    assert (copied.files, copied.changed, copied.left_out) == (4, (), ())
    assert tree_of(target) == tree_of(source)
    assert os.access(target / "run.sh", os.X_OK)
    assert not os.access(target / "a.py", os.X_OK)
    assert (target / "deep/link").readlink() == Path("../a.py")


def test_names_and_links_that_are_not_text_are_copied_under_their_own_bytes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in (b"stray\xff", rb"literal\xff", b"new\nline"):
        Path(os.fsdecode(os.fsencode(source) + b"/" + name)).write_bytes(name)
    (source / "link").symlink_to(os.fsdecode(b"stray\xff"))
    copied = copy_files(survey(source).files, source=source, target=tmp_path / "target")
    assert (copied.files, copied.changed) == (4, ())
    assert {path.name for path in (tmp_path / "target").iterdir()} == {path.name for path in source.iterdir()}
    assert (tmp_path / "target" / "link").read_bytes() == b"stray\xff"


def test_a_copy_shares_no_file_with_the_users_tree(source: Path, tmp_path: Path) -> None:
    copy_files(files_of(source), source=source, target=tmp_path / "target")
    (tmp_path / "target/a.py").write_text("changed")

    assert (source / "a.py").read_text() == "a"
    assert (source / "a.py").stat().st_ino != (tmp_path / "target/a.py").stat().st_ino


def test_only_the_listed_files_are_copied(source: Path, tmp_path: Path) -> None:
    files = [file for file in files_of(source) if file.path == "a.py"]
    copy_files(files, source=source, target=tmp_path / "target")

    assert list(tree_of(tmp_path / "target")) == ["a.py"]


def test_what_changed_since_the_survey_is_named(source: Path, tmp_path: Path) -> None:
    files = files_of(source)
    (source / "a.py").write_text("other")
    (source / "run.sh").chmod(0o644)
    (source / "deep/er/b c\nd.txt").unlink()
    (source / "deep/link").unlink()
    copied = copy_files(files, source=source, target=tmp_path / "target")

    assert set(copied.changed) == {"a.py", "run.sh", "deep/er/b c\nd.txt", "deep/link"}


def test_a_link_that_changed_is_named(source: Path, tmp_path: Path) -> None:
    files = files_of(source)
    (source / "deep/link").unlink()
    (source / "deep/link").symlink_to("er")

    assert copy_files(files, source=source, target=tmp_path / "target").changed == ("deep/link",)


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_a_file_that_became_something_else_is_never_followed(kind: str, source: Path, tmp_path: Path) -> None:
    files = files_of(source)
    secret = tmp_path / "secret"
    secret.write_text("a")
    (source / "a.py").unlink()
    match kind:
        case "link":
            (source / "a.py").symlink_to(secret)
        case "folder":
            (source / "a.py").mkdir()
        case _:
            os.mkfifo(source / "a.py")
    copied = copy_files(files, source=source, target=tmp_path / "target")

    assert copied.changed == ("a.py",)
    assert not (tmp_path / "target/a.py").exists()


def test_a_folder_that_became_a_link_is_never_followed(source: Path, tmp_path: Path) -> None:
    files = files_of(source)
    (source / "deep/er").rename(tmp_path / "outside")
    (source / "deep/er").symlink_to(tmp_path / "outside")

    assert copy_files(files, source=source, target=tmp_path / "target").changed == ("deep/er/b c\nd.txt",)


@pytest.mark.parametrize("link", ["/etc/passwd", "../outside", "er/../../..", "../../x"])
def test_a_link_out_of_the_tree_is_left_out_and_told(link: str, source: Path, tmp_path: Path) -> None:
    depth = "a" if link == "../outside" else "deep/a"
    file = File(depth, 1, digest_of_bytes(link.encode()), link=link)
    copied = copy_files([file], source=source, target=tmp_path / "target")

    assert copied.left_out == (f"{depth}: a link out of the tree, to {link}",)
    assert tree_of(tmp_path / "target") == {}


@pytest.mark.parametrize("path", [r"\x2e\x2e/a", "/etc/passwd", "../a", "a/../b", "a//b", "", ".", "a\0b"])
def test_a_path_that_is_not_below_the_root_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a path below"):
        copy_files([File(path, 1, digest_of_bytes(b""))], source=tmp_path, target=tmp_path / "target")


def test_a_target_that_cannot_be_written_is_an_error(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    write(target, {"a.py": "in the way"})

    with pytest.raises(FileExistsError):
        copy_files(files_of(source), source=source, target=target)


def test_a_file_that_cannot_be_read_to_its_end_is_named(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    files = files_of(source)
    monkeypatch.setattr(os, "read", broken)
    assert copy_files(files, source=source, target=tmp_path / "copy").changed == tuple(
        file.path for file in files if file.link is None
    )


def test_a_full_disk_is_an_error(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)

    with pytest.raises(OSError, match="No space left"):
        copy_files(files_of(source), source=source, target=tmp_path / "target")


def test_a_tree_is_read_without_what_is_left_out(source: Path) -> None:
    (source / "linked").symlink_to("deep")
    os.mkfifo(source / "pipe")

    assert set(tree_of(source, leave_out=frozenset({"er"}))) == {"a.py", "run.sh", "deep/link", "linked"}


def test_a_folder_of_ours_is_copied_over_another(source: Path, tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    copy_tree(source, tmp_path / "target")

    assert tree_of(tmp_path / "target") == tree_of(source)


_PARTS = st.lists(st.sampled_from(["..", ".", "", "a", "b", "d"]), min_size=1, max_size=6).map("/".join)


@given(depth=st.integers(0, 3), first=_PARTS, second=_PARTS)
def test_no_chain_of_links_that_are_kept_leads_out(depth: int, first: str, second: str) -> None:
    """Two links, each kept, in folders of one depth: walk them as the kernel would, over a tree of names."""
    path = "/".join(["d"] * depth + ["l"])
    if _leads_out(path, first) or _leads_out(path, second):
        return
    here = ["d"] * depth
    for link in (first, second):
        for part in link.split("/"):
            if part == "..":
                assert here
                here.pop()
            elif part not in ("", "."):
                here.append(part)
        here = ["d"] * depth
