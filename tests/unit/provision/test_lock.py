"""The lock program asks the registries' own clients, and says what they say when they refuse."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from speccursor.qualify.provision import lock
from speccursor.qualify.provision.calls import Called


class Clients:
    """Stands for uv and npm."""

    def __init__(self, code: int = 0) -> None:
        self.argvs: list[tuple[str, ...]] = []
        self.code = code

    async def __call__(
        self, argv: Sequence[str], *, environment: Mapping[str, str], timeout_s: float, cwd: Path
    ) -> Called:
        assert environment
        assert timeout_s > 0
        assert cwd.is_dir()
        self.argvs.append(tuple(argv))
        return Called(code=self.code, output="the client said no")


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Clients:
    stand_in = Clients()
    monkeypatch.setattr(lock, "call", stand_in)
    monkeypatch.setattr(lock, "LOCKS", tmp_path)
    return stand_in


def test_a_python_tool_is_locked_with_hashes_for_every_platform(clients: Clients, tmp_path: Path) -> None:
    asyncio.run(lock.lock_pypi("ruff", locks=tmp_path))

    (argv,) = clients.argvs
    assert {"--universal", "--generate-hashes", "--no-header"} <= set(argv)
    assert str(tmp_path / "pypi/ruff.txt") in argv
    assert not any("index" in word for word in argv)


def test_a_javascript_tool_is_locked_without_addresses(clients: Clients, tmp_path: Path) -> None:
    asyncio.run(lock.lock_npm("eslint", locks=tmp_path))

    assert "--omit-lockfile-registry-resolved" in clients.argvs[0]
    assert json.loads((tmp_path / "npm/eslint/package.json").read_text())["dependencies"] == lock.NPM["eslint"]


def test_a_client_that_refuses_is_heard(clients: Clients, tmp_path: Path) -> None:
    clients.code = 1

    with pytest.raises(RuntimeError, match="the client said no"):
        asyncio.run(lock.lock_pypi("ruff", locks=tmp_path))


def test_a_tool_of_go_is_locked_anew_by_go_itself(clients: Clients, tmp_path: Path) -> None:
    name = next(iter(lock.GO))
    (tmp_path / "go" / name).mkdir(parents=True)
    (tmp_path / "go" / name / "go.sum").write_text("old\n")
    asyncio.run(lock.lock_go(name, locks=tmp_path))

    assert clients.argvs == [("go", "get", "-tool", lock.GO[name])]
    assert (tmp_path / "go" / name / "go.mod").read_text() == f"module speccursor/tool/{name}\n\ngo 1.24\n"
    assert not (tmp_path / "go" / name / "go.sum").exists()


def test_a_tool_of_rust_is_locked_anew_beside_its_manifest(clients: Clients, tmp_path: Path) -> None:
    name = next(iter(lock.CRATES))
    (tmp_path / "crates" / name).mkdir(parents=True)
    (tmp_path / "crates" / name / "Cargo.lock").write_text("old\n")
    asyncio.run(lock.lock_crate(name, locks=tmp_path))

    assert clients.argvs == [("cargo", "generate-lockfile")]
    assert not (tmp_path / "crates" / name / "Cargo.lock").exists()


EVERY = len(lock.PYPI) + len(lock.NPM) + len(lock.GO) + len(lock.CRATES)


@pytest.mark.parametrize(("names", "count"), [([], EVERY), (["ruff", "c8"], 2), (["gocyclo", "rustscan"], 2)])
def test_all_or_the_named_tools_are_locked(names: list[str], count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    locked: list[str] = []

    async def note(name: str) -> None:
        locked.append(name)

    monkeypatch.setattr(lock, "lock_pypi", note)
    monkeypatch.setattr(lock, "lock_npm", note)
    monkeypatch.setattr(lock, "lock_go", note)
    monkeypatch.setattr(lock, "lock_crate", note)
    asyncio.run(lock.main(names))

    assert len(locked) == count
