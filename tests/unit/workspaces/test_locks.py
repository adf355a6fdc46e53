"""The versions that a project has locked are taken from each kind of lock file, and only where they are certain."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from speccursor.qualify.workspaces import locks
from speccursor.qualify.workspaces.locks import find_lock, read_export, read_lock
from tests.unit.workspaces.making import write


def versions(folder: Path, text: str, python: str = "3.11.7") -> dict[str, str]:
    (folder / "x.lock").write_text(text)
    return dict(read_lock(folder / "x.lock", lock="x.lock", python=python).versions)


def test_an_export_is_read_without_what_is_no_pin_of_an_index() -> None:
    text = """
        # a comment
        -e ./member
        Pytest==8.4.2
        thing @ git+https://example.invalid/thing@abc
        loose>=1
        coverage==7.10.7
        colorama==0.4.6 ; sys_platform == 'win32'
        sphinx==8.1.3 ; python_full_version < '3.11'
        sphinx==8.2.3 ; python_full_version >= '3.11'
    """
    locked = read_export("\n".join(map(str.strip, text.splitlines())), lock="uv.lock", python="3.11.7")

    assert locked.versions == {"pytest": "8.4.2", "colorama": "0.4.6", "sphinx": "8.2.3"}
    assert locked.constraints() == "colorama==0.4.6\npytest==8.4.2\nsphinx==8.2.3\n"
    assert read_export("sphinx==1 ; python_version < '3.11'\nsphinx==2", lock="", python="3.10.1").versions == {}


POETRY = """
[[package]]
name = "Py_Test"
version = "8.0"
markers = "python_version < '3.12'"
[[package]]
name = "both"
version = "1"
markers = {main = "python_version >= '3.12'", dev = "python_version < '3'"}
[[package]]
name = "both"
version = "2"
markers = {main = "python_version < '3.12'"}
[[package]]
name = "unsure"
version = "1"
[[package]]
name = "unsure"
version = "2"
[[package]]
name = "wrong"
version = "1"
markers = "this is no marker"
[[package]]
name = "wrong"
version = "2"
markers = "nor_is == 'this'"
[[package]]
name = "from-git"
version = "1"
[package.source]
type = "git"
[[package]]
name = "other-index"
version = "1"
[package.source]
type = "legacy"
"""


def test_poetrys_lock_is_read(tmp_path: Path) -> None:
    assert versions(tmp_path, POETRY) == {"py-test": "8.0", "both": "2", "other-index": "1"}


def test_pdms_lock_and_the_standard_one_are_read(tmp_path: Path) -> None:
    pdm = '[[package]]\nname = "a"\nversion = "1"\nmarker = "python_version > \'3\'"\n'
    pdm += '[[package]]\nname = "b"\nversion = "1"\ngit = "somewhere"\n'
    standard = '[[packages]]\nname = "a"\nversion = "1"\n[[packages]]\nname = "b"\n[packages.directory]\npath = "."\n'

    assert versions(tmp_path, pdm) == {"a": "1"}
    assert versions(tmp_path, standard) == {"a": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "package = 7",
        "package = [7]",
        '[[package]]\nname = "a"\n',
        '[[package]]\nname = "a b"\nversion = "1"\n',
        '[[package]]\nname = "a"\nversion = "one"\n',
        '[[package]]\nname = "a"\nversion = 1\n',
    ],
)
def test_what_names_no_version_pins_nothing(text: str, tmp_path: Path) -> None:
    assert versions(tmp_path, text) == {}


def test_a_lock_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("= broken", "a = " + "[" * 100_000):
        with pytest.raises(ValueError, match=r"Invalid|deep|Cannot|cannot"):
            versions(tmp_path, text)
    (tmp_path / "y.lock").write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match="decode"):
        read_lock(tmp_path / "y.lock", lock="y.lock", python="3.11.7")
    monkeypatch.setattr(locks, "_LARGEST_LOCK", 5)
    with pytest.raises(ValueError, match="larger"):
        versions(tmp_path, "a = 12345")
    with pytest.raises(OSError, match="none"):
        read_lock(tmp_path / "none.lock", lock="none.lock", python="3.11.7")


@pytest.mark.parametrize(
    ("files", "path", "found"),
    [
        ((), ".", None),
        ((), "a/b", None),
        (("uv.lock", "poetry.lock"), ".", "uv.lock"),
        (("pdm.lock", "pylock.toml"), ".", "pylock.toml"),
        (("uv.lock",), "a/b", "uv.lock"),
        (("a/uv.lock", "uv.lock"), "a/b", "a/uv.lock"),
        (("a/b/poetry.lock", "uv.lock"), "a/b", "a/b/poetry.lock"),
        (("poetry.lock",), "a/b", None),
        (("x/uv.lock",), "a", None),
    ],
)
def test_the_lock_that_covers_a_component_is_found(
    files: tuple[str, ...], path: str, found: str | None, tmp_path: Path
) -> None:
    write(tmp_path, dict.fromkeys(files, ""))

    assert find_lock(tmp_path, path) == found


LINES = st.one_of(
    st.text(max_size=20),
    st.text("ab-._=<>;@ 1.0'\n[]", max_size=30),
    st.builds("{}=={}".format, st.text(string.ascii_letters, min_size=1, max_size=3), st.sampled_from(["1", "1.0.*"])),
)


@given(st.lists(LINES, max_size=6))
def test_whatever_is_exported_becomes_constraints_of_one_version_each(lines: list[str]) -> None:
    locked = read_export("\n".join(lines), lock="uv.lock", python="3.11.7")

    names = [Requirement(line).name for line in locked.constraints().splitlines()]
    assert sorted(set(names)) == names
