"""Bubblewrap is believed only when it works, and what it is told is what the record says."""

import asyncio
import stat
from pathlib import Path

import pytest

from speccursor.qualify.workspaces import isolation as module
from speccursor.qualify.workspaces.command import Access, Command, Mount
from speccursor.qualify.workspaces.isolation import Isolation, find_isolation, wrap

WRAPPED = Isolation(bubblewrap="/usr/bin/bwrap", version="0.8.0")


def program(folder: Path, script: str) -> str:
    path = folder / "bwrap"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def found(path: str) -> Isolation:
    return asyncio.run(find_isolation(path))


def test_no_bubblewrap_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    isolation = asyncio.run(find_isolation())

    assert isolation.bubblewrap is None
    assert isolation.describe() == "none: bubblewrap is not installed"


def test_a_bubblewrap_that_works_is_taken(tmp_path: Path) -> None:
    path = program(tmp_path, 'test "$1" = --version && echo bubblewrap 9.9; exit 0')

    assert found(path) == Isolation(bubblewrap=path, version="9.9")


def test_a_bubblewrap_that_may_not_make_namespaces_is_not_taken(tmp_path: Path) -> None:
    path = program(tmp_path, 'test "$1" = --version && echo bubblewrap 9.9 && exit 0; echo no permission >&2; exit 1')

    assert found(path).describe() == "none: bubblewrap 9.9 does not work here: no permission"


def test_a_bubblewrap_that_does_not_start_is_not_taken(tmp_path: Path) -> None:
    assert "does not start: No such file" in found(str(tmp_path / "nothing")).reason


def test_a_bubblewrap_that_does_not_answer_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TRIAL_TIMEOUT_S", 0.2)

    assert "no answer within 0.2 s" in found(program(tmp_path, "exec sleep 60")).reason


def test_the_description_says_whether_there_is_network() -> None:
    assert WRAPPED.describe() == "bubblewrap 0.8.0: no network, read-only root, private home"
    assert WRAPPED.describe(network=True) == "bubblewrap 0.8.0: network, read-only root, private home"


def test_the_command_line_holds_every_mount_and_ends_with_the_command(tmp_path: Path) -> None:
    mounts = (
        Mount(source=Path("/a"), target="/b"),
        Mount(source=Path("/c"), target="/d", access=Access.WRITE),
        Mount(source=Path("/e"), target="/f", access=Access.MEMORY),
    )
    command = Command(argv=("tool", "--x"), cwd="/b", scratch=tmp_path, mounts=mounts)
    line = " ".join(wrap(WRAPPED, command, status_fd=9))

    for part in ("--ro-bind /a /b", "--bind /c /d", "--tmpfs /f", "--unshare-net", "--cap-drop ALL", "--uid 1000"):
        assert part in line
    assert line.endswith("--remount-ro / --chdir /b -- tool --x")


def test_with_network_the_names_can_be_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = Command(argv=("tool",), cwd="/", scratch=tmp_path, network=True)
    assert "--unshare-net" not in wrap(WRAPPED, command, status_fd=9)
    monkeypatch.setattr(Path, "is_symlink", lambda path: path.name == "resolv.conf")

    assert "--ro-bind-try" in module._name_resolution()


def test_there_is_nothing_to_wrap_in_without_bubblewrap(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no bubblewrap"):
        wrap(Isolation(bubblewrap=None), Command(argv=("x",), cwd="/", scratch=tmp_path), status_fd=9)


def test_what_others_may_not_read_is_masked(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "closed").mkdir(mode=0o700)
    for name in ("public", "secret", "open/secret", "closed/secret"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o644 if name == "public" else 0o600)
    (tmp_path / "link").symlink_to("secret")
    (tmp_path / "open").chmod(0o755)
    masked = list(module._masked(tmp_path))

    assert masked == [
        *("--tmpfs", str(tmp_path / "closed")),
        *("--ro-bind", "/dev/null", str(tmp_path / "open/secret")),
        *("--ro-bind", "/dev/null", str(tmp_path / "secret")),
    ]
    assert stat.S_IMODE((tmp_path / "closed").stat().st_mode) == 0o700
