"""Debian's packages are unpacked into the cache, or it is told why not; stand-ins play apt and dpkg."""

import asyncio
import os
import subprocess
from pathlib import Path
from shutil import which

import pytest

from speccursor.qualify.provision import debian
from speccursor.qualify.provision.debian import unpack
from speccursor.qualify.provision.installed import Missing

APT = """\
echo "$@" >> "$CALLS"
case "$*" in
  *update*) exit ${UPDATE:-0};;
  *print-uris*) echo "'http://a/b/libneeded_1%3a2_amd64.deb' libneeded_1%3a2_amd64.deb 7 SHA256:0"; exit ${PLAN:-0};;
  *download*) touch thing_1_amd64.deb libneeded_2_amd64.deb; exit ${FETCH:-0};;
esac
"""
DPKG = 'mkdir -p "$3/usr/bin"; echo "$2" > "$3/usr/bin/$(basename "$2" .deb)"; exit ${UNPACK:-0}\n'


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Put the stand-ins first on PATH."""
    for name, script in (("apt-get", APT), ("dpkg-deb", DPKG)):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}")
        program.chmod(0o755)
    found = f"{tmp_path}/bin:/usr/bin:/bin"
    monkeypatch.setenv("PATH", found)
    return found


def unpacked(tmp_path: Path, path: str, **environment: str) -> Path | Missing:
    told = {"PATH": path, "CALLS": str(tmp_path / "calls"), **environment}
    return asyncio.run(unpack("thing", cache=tmp_path / "cache", environment=told))


def test_a_package_is_unpacked_once_with_what_it_needs(tmp_path: Path, path: str) -> None:
    folder = unpacked(tmp_path, path)
    assert folder == tmp_path / "cache/tools/debian/thing"
    assert {one.name for one in (folder / "usr/bin").iterdir()} == {"thing_1_amd64", "libneeded_2_amd64"}
    assert not (folder / "work").exists()
    calls = (tmp_path / "calls").read_text()
    assert calls.splitlines()[-1].endswith("download libneeded thing")
    assert unpacked(tmp_path, path) == folder
    assert (tmp_path / "calls").read_text() == calls


@pytest.mark.parametrize("step", ["UPDATE", "PLAN", "FETCH", "UNPACK"])
def test_a_step_that_fails_leaves_nothing(step: str, tmp_path: Path, path: str) -> None:
    missing = unpacked(tmp_path, path, **{step: "100"})
    assert isinstance(missing, Missing)
    assert "could not be had from Debian's archive" in missing.reason
    assert missing.hint == "as root on Debian: apt-get install thing"
    assert list((tmp_path / "cache/tools/debian").iterdir()) == []


def test_where_there_is_no_apt_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "which", lambda _: None)
    missing = unpacked(tmp_path, "/nowhere")
    assert isinstance(missing, Missing)
    assert "this is no Debian" in missing.reason
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path, path: str) -> None:
    (tmp_path / "cache").write_text("a file")
    missing = unpacked(tmp_path, path)
    assert isinstance(missing, Missing)
    assert "could not be unpacked: Not a directory" in missing.reason


@pytest.mark.network
@pytest.mark.skipif(which("apt-get") is None, reason="this is no Debian")
def test_a_real_package_runs_from_where_it_was_unpacked(tmp_path: Path) -> None:
    folder = asyncio.run(unpack("hello", cache=tmp_path / "cache", environment=os.environ))
    assert isinstance(folder, Path), folder
    ran = subprocess.run((f"{folder}/usr/bin/hello",), capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout == "Hello, world!\n"
