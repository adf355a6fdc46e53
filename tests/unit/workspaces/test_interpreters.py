"""Interpreters are found where they really are, and only those that start."""

import asyncio
import platform
import sys
from pathlib import Path

import pytest

from speccursor.qualify.workspaces import interpreters
from speccursor.qualify.workspaces.interpreters import Interpreter, ask, find_interpreter

OWN = str(Path(getattr(sys, "_base_executable", sys.executable)))


def fake(path: Path, version: str) -> Path:
    """Make a program that answers as a Python of that version would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    said = f'{{"version": "{version}", "prefix": "{path.parent.parent}", "path": "{path}", "name": "cpython"}}'
    path.write_text(f"#!/bin/sh\necho '{said}'\n")
    path.chmod(0o755)
    return path


def find(version: str | None, environment: dict[str, str], requires: str | None = None) -> Interpreter | str:
    return asyncio.run(find_interpreter(version, environment=environment, own=OWN, requires=requires))


def test_the_engines_own_is_taken_when_none_is_named() -> None:
    found = find(None, {})

    assert isinstance(found, Interpreter)
    assert found.version == platform.python_version()
    assert found.prefix == Path(sys.base_prefix)


def test_a_version_is_found_under_pyenv_and_under_uv(tmp_path: Path) -> None:
    older = fake(tmp_path / ".pyenv/versions/3.99.1/bin/python3", "3.99.1")
    newer = fake(tmp_path / ".pyenv/versions/3.99.10/bin/python3", "3.99.10")
    other = fake(tmp_path / ".local/share/uv/python/cpython-3.98.0-linux/bin/python3", "3.98.0")
    home = {"HOME": str(tmp_path)}

    assert [
        found.path if isinstance(found, Interpreter) else found
        for found in (find("3.99", home), find("3.99.1", home), find("3.98", home))
    ] == [newer, older, other]


def test_a_version_is_found_on_path_and_shims_are_passed_over(tmp_path: Path) -> None:
    fake(tmp_path / "shims/python3.99", "3.99.9")
    real = fake(tmp_path / "bin/python3.99", "3.99.2")
    found = find("3.99", {"PATH": f"{tmp_path}/shims:{tmp_path}/bin:"})

    assert isinstance(found, Interpreter)
    assert found.path == real


def test_the_newest_that_a_project_admits_is_taken_where_the_engines_own_is_too_old(tmp_path: Path) -> None:
    fake(tmp_path / "versions/3.97.0/bin/python3", "3.97.0")
    fake(tmp_path / "versions/3.99.0/bin/python3", "3.99.0")
    fake(tmp_path / "versions/3.98.0/bin/python3", "3.98.0")
    found = find(None, {"PYENV_ROOT": str(tmp_path)}, ">=3.97,<3.99")

    assert isinstance(found, Interpreter)
    assert found.version == "3.98.0"


def test_a_requirement_that_cannot_be_read_excludes_nothing() -> None:
    assert isinstance(find(None, {}, "nonsense"), Interpreter)


def test_a_version_that_is_not_there_is_said() -> None:
    assert find("3.99", {}) == "Python 3.99 is not on this machine"
    assert find(None, {}, ">=9") == "a Python that satisfies >=9 is not on this machine"


@pytest.mark.parametrize(
    "script", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\necho '{}'\n", "not a program", "#!/bin/sh\necho nothing\n"]
)
def test_a_program_that_is_no_python_is_passed_over(script: str, tmp_path: Path) -> None:
    program = tmp_path / "python3"
    program.write_text(script)
    program.chmod(0o755)

    assert asyncio.run(ask(program)) is None


def test_a_version_that_is_none_is_passed_over(tmp_path: Path) -> None:
    assert asyncio.run(ask(fake(tmp_path / "bin/python3", "what"))) is None


def test_a_program_that_does_not_answer_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "python3"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(interpreters, "_TIMEOUT_S", 0.2)

    assert asyncio.run(ask(program)) is None
