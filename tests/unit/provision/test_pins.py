"""The locks that ship: whole, hashed, without addresses, and as the lock program states them."""

import json
import re
from pathlib import Path

import pytest

from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.tool import Npm, Pypi
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.lock import NPM, PYPI
from speccursor.qualify.provision.node import NODE
from speccursor.qualify.provision.pins import LOCKS, every_lock, lock_of

EVERY = list(every_lock())


def test_every_pin_has_a_lock_and_every_lock_a_pin() -> None:
    assert {tool.name: tool.version for tool in EVERY if isinstance(tool, Pypi)} == PYPI
    assert {tool.name: tool.version for tool in EVERY if isinstance(tool, Npm)} == {
        name: beside[name] for name, beside in NPM.items()
    }
    assert NODE in EVERY


@pytest.mark.parametrize("tool", [tool for tool in EVERY if isinstance(tool, Pypi)], ids=lambda tool: tool.name)
def test_every_package_from_pypi_has_a_hash(tool: Pypi) -> None:
    lock = lock_of(tool)
    assert lock is not None
    packages = [part for part in re.split(r"\n(?=\S)", lock.files[f"{tool.name}.txt"].strip()) if part]

    assert packages
    assert all("==" in part and "--hash=sha256:" in part for part in packages)
    assert "://" not in lock.files[f"{tool.name}.txt"]


@pytest.mark.parametrize("tool", [tool for tool in EVERY if isinstance(tool, Npm)], ids=lambda tool: tool.name)
def test_every_package_from_npm_has_a_hash_and_no_address(tool: Npm) -> None:
    lock = lock_of(tool)
    assert lock is not None
    packages = json.loads(lock.files["package-lock.json"])["packages"]
    packages.pop("")

    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_a_lock_changes_with_its_files(tmp_path: Path) -> None:
    (tmp_path / "pypi").mkdir()
    (tmp_path / "pypi/x.txt").write_text("x==1.0 \\\n    --hash=sha256:00\n")
    first = lock_of(Pypi("x", "1.0"), locks=tmp_path)
    (tmp_path / "pypi/x.txt").write_text("x==1.0 \\\n    --hash=sha256:01\n")
    second = lock_of(Pypi("x", "1.0"), locks=tmp_path)

    assert first is not None
    assert second is not None
    assert first.version == second.version == "1.0"
    assert first.digest != second.digest


def test_a_lock_that_pins_something_else_has_no_version(tmp_path: Path) -> None:
    (tmp_path / "pypi").mkdir()
    (tmp_path / "pypi/x.txt").write_text("y==1.0\n")
    lock = lock_of(Pypi("x", "1.0"), locks=tmp_path)

    assert lock is not None
    assert lock.version == ""


def test_a_tool_without_a_lock_has_none() -> None:
    assert lock_of(Npm("nothing", "1")) is None
    assert LOCKS.is_dir()


@pytest.mark.parametrize(
    ("environment", "root"),
    [
        ({"SPECCURSOR_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/b/speccursor"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/c"}, "/c/.cache/speccursor"),
    ],
)
def test_the_cache_stands_where_the_environment_says(environment: dict[str, str], root: str) -> None:
    assert cache_root(environment) == Path(root)


def test_without_any_place_for_a_cache_the_user_is_told() -> None:
    with pytest.raises(Misuse, match="no folder for the cache"):
        cache_root({})
