import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.tool import Tool
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.tools.repeating import on_files
from speccursor.qualify.tools.zizmor import TOOL as ZIZMOR
from tests.unit.tools.bench import Bench

pytest_plugins = ("tests.unit.tools.linters",)

WORKFLOW = """\
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.issue.title }}"
"""


def component(language: Language, *paths: str, path: str = ".", manifest: str | None = None) -> Component:
    return Component(language=language, path=path, manifest=manifest, files=dict.fromkeys(paths, Role.SOURCE), facts={})


@pytest.mark.parametrize(
    ("tool", "tests", "measurer"),
    [
        ("pytest", "python -m pytest", "coverage"),
        ("cargo-test", "cargo test", "llvm-cov"),
        ("go-test", "go test -race ./...", "-coverpkg=./..."),
        ("jest", "npx jest", "--coverage"),
        ("vitest", "npx vitest run", "--coverage"),
        ("mocha", "npx mocha", "c8"),
        ("tape", "npx tape", "c8"),
        ("node-test", "node --test", "c8"),
    ],
)
def test_a_failing_test_is_repeated_without_its_measurer(tool: str, tests: str, measurer: str) -> None:
    one = component(Language.PYTHON, "a")
    assert TOOLS[tool].command(one, Kind.TESTS) == TOOLS[tool].command(one, None) == tests
    assert measurer in TOOLS[tool].command(one, Kind.COVERAGE)
    assert "&&" not in TOOLS[tool].command(one, Kind.COVERAGE), "failing tests would keep the coverage from being told"


def test_lean_is_repeated_by_lake_only_where_there_is_a_lakefile() -> None:
    alone = component(Language.LEAN, "lean/A B.lean", "C.lean", "lakefile.lean")
    assert TOOLS["lean"].command(alone, Kind.FINDINGS) == "lean C.lean && lean 'lean/A B.lean'"
    project = component(Language.LEAN, "lean/A.lean", path="lean", manifest="lean/lakefile.toml")
    assert TOOLS["lean"].command(project, Kind.FINDINGS) == "lake build --wfail"


@pytest.mark.parametrize("tool", ["hadolint", "shellcheck"])
def test_a_linter_of_single_files_is_repeated_on_the_files_that_it_was_given(tool: str) -> None:
    found = TOOLS[tool].command(component(Language.SHELL, "-x/y", "bin/run me"), Kind.FINDINGS)
    assert shlex.split(found) == [tool, "./-x/y", "bin/run me"]


def test_mypy_is_repeated_on_what_is_shipped() -> None:
    files = {"py/src/pkg/__init__.py": Role.SOURCE, "py/tests/test_a.py": Role.TEST}
    python = Component(language=Language.PYTHON, path="py", manifest=None, files=files, facts={})
    assert TOOLS["mypy"].command(python, Kind.FINDINGS) == "mypy --strict src/pkg/__init__.py"


def test_files_are_named_from_the_components_folder() -> None:
    assert on_files("see", component(Language.SHELL, path="a/b"), "a/b/c", "d") == "see c ../../d"


def test_the_command_of_zizmor_finds_what_zizmor_found(bench: Bench, provide: Callable[[Tool], Path]) -> None:
    bench.write({".github/workflows/ci.yml": WORKFLOW})
    program, *arguments = shlex.split(ZIZMOR.command(component(Language.WORKFLOW), Kind.FINDINGS))
    done = subprocess.run(
        [provide(ZIZMOR) / "bin" / program, *arguments],
        cwd=bench.root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "template-injection" in done.stdout, done.stderr
