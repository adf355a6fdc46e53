"""Interpreters are found where they really are, and only those that start."""

import asyncio
import platform
import sys
from pathlib import Path

import pytest

from speccursor.qualify.model.machine import own_program
from speccursor.qualify.model.toolchains import VARIABLE
from speccursor.qualify.workspaces import interpreters
from speccursor.qualify.workspaces.interpreters import Interpreter, ask, every_interpreter, find_interpreter

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


def test_the_engines_own_is_known_without_starting_it(monkeypatch: pytest.MonkeyPatch) -> None:
    said = asyncio.run(ask(Path(sys.executable)))  # a virtual environment's: it has to be asked

    async def nothing_starts(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(asyncio, "create_subprocess_exec", nothing_starts)
    assert said is not None
    known = asyncio.run(ask(Path(own_program())))
    assert known is not None
    assert (known.version, known.prefix, known.name) == (said.version, said.prefix, said.name)
    assert known.path.resolve() == said.path.resolve()


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


# named by the user, and lying


def test_the_program_that_the_user_names_is_the_only_one(tmp_path: Path) -> None:
    fake(tmp_path / ".pyenv/versions/3.99.1/bin/python3", "3.99.1")
    mine = fake(tmp_path / "mine/python", "3.99.7")

    def named(path: object) -> dict[str, str]:
        return {"HOME": str(tmp_path), VARIABLE: f"python-3.99={path}"}

    found = find("3.99", named(mine))
    assert isinstance(found, Interpreter)
    assert found.version == "3.99.7"
    absent = tmp_path / "nowhere"
    assert find("3.99", named(absent)) == f"{absent}, which was named for python-3.99, is no Python that starts"
    liar = fake(tmp_path / "liar/python", "3.98.1")
    assert find("3.99", named(liar)) == f"{liar}, which was named for python-3.99, says that it is 3.98.1"
    exact = find("3.99.1", named(absent))
    assert isinstance(exact, Interpreter), "only the cell of that name is meant"


def test_a_folder_that_lies_about_what_it_holds_is_told_and_not_taken(tmp_path: Path) -> None:
    liar = fake(tmp_path / "versions/3.99.1/bin/python3", "3.98.7")
    dead = tmp_path / "versions/3.99.0/bin/python3"
    dead.parent.mkdir(parents=True)
    dead.write_text("not a program")
    renamed = fake(tmp_path / "bin/python3.99", "3.97.2")
    environment = {"PYENV_ROOT": str(tmp_path), "PATH": str(tmp_path / "bin")}
    assert find("3.99", environment) == (
        f"Python 3.99 is not on this machine; {liar} says that it is 3.98.7; {dead} does not start; "
        f"{renamed} says that it is 3.97.2"
    )
    found = find("3.98", environment)
    assert isinstance(found, Interpreter)
    assert found.version == "3.98.7"


def test_another_patch_or_a_candidate_of_a_release_is_told_and_not_taken(tmp_path: Path) -> None:
    other = fake(tmp_path / "versions/3.99.1/bin/python3", "3.99.1")
    early = fake(tmp_path / "versions/3.99.2rc1/bin/python3", "3.99.2rc1")
    environment = {"PYENV_ROOT": str(tmp_path)}
    told = find("3.99.2", environment)
    assert isinstance(told, str)
    assert f"3.99.1 is at {other}" in told
    assert f"{early} says that it is 3.99.2rc1" in told
    exact = find("3.99.2rc1", environment)
    assert isinstance(exact, Interpreter)
    assert exact.path == early
    newest = find("3.99", environment)
    assert isinstance(newest, Interpreter)
    assert newest.version == "3.99.1"


def test_another_implementation_is_not_what_a_version_means(tmp_path: Path) -> None:
    program = fake(tmp_path / "versions/pypy3.99-7.3/bin/python3", "3.99.1")
    program.write_text(program.read_text().replace("cpython", "pypy"))
    told = find("3.99", {"PYENV_ROOT": str(tmp_path)})
    assert isinstance(told, str)
    assert told.endswith("says that it is pypy 3.99.1")


def test_every_interpreter_is_listed_once_the_newest_first(tmp_path: Path) -> None:
    older = fake(tmp_path / "versions/3.98.0/bin/python3", "3.98.0")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3.98").symlink_to(older)
    fake(tmp_path / "bin/python3.97", "3.97.5")
    fake(tmp_path / "bin/python3-config", "3.1.0")
    named = fake(tmp_path / "mine/python", "3.99.1")
    environment = {
        "PYENV_ROOT": str(tmp_path),
        "PATH": f"{tmp_path}/bin:{tmp_path}/nowhere:",
        VARIABLE: f"python-3.99={named}:node-20=/nowhere:python-3.96=/nowhere",
    }
    found = asyncio.run(every_interpreter(environment=environment, own=OWN))
    assert [one.version for one in found[:3]] == ["3.99.1", "3.98.0", "3.97.5"]
    assert platform.python_version() in {one.version for one in found}
    assert len(found) == len({one.path.resolve() for one in found})
