"""Versions of coverage.py that projects pin: what each of them counts is what is told."""

import json
import subprocess
from pathlib import Path

import pytest
from uv import find_uv_bin

from speccursor.qualify.model.evidence import Coverage, FileCoverage, TestRun
from speccursor.qualify.tools import pytest as adapter
from tests.unit.tools.bench import Bench

VERSIONS = ("6.5.0", "7.2.7", "7.4.4", "7.10.7")
# Docstrings, `with` and "no branch" are what older versions list otherwise than they count.
SOURCE = '''"""A module."""


class A:
    """A class."""

    def f(self, x):
        """A method
        of two lines."""
        while True:  # pragma: no branch
            if x:
                break
            x = 1
        with open("/dev/null"):
            if x > 9:  # pragma: no cover
                return 3
        if x == 8:
            return 4
        return [y for y in range(3) if y]
'''
TEST = "import sys\nsys.path.insert(0, 'src')\nfrom pkg.a import A\n\n\ndef test_it(): assert A().f(0)\n"


def _environment(folder: Path, version: str) -> str:
    uv = find_uv_bin()
    made = [uv, "venv", "--quiet", "--python", "3.11", str(folder)]
    asked = [f"coverage=={version}", "pytest==8.4.2", "pytest-xdist==3.8.0"]
    installed = [uv, "pip", "install", "--quiet", "--python", str(folder / "bin/python"), *asked]
    for argv in (made, installed):
        done = subprocess.run(argv, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode != 0:
            pytest.skip(f"coverage.py {version} could not be installed: {done.stderr[-300:]}")
    return str(folder / "bin/python")


def measured(bench: Bench) -> tuple[TestRun, dict[str, FileCoverage]]:
    tests, coverage = bench.measure(adapter.TOOL, bench.component(packages="src/pkg", imports="pkg"))
    assert isinstance(tests, TestRun)
    assert isinstance(coverage, Coverage)
    return tests, {file.path: file for file in coverage.files}


@pytest.mark.network
@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_older_version_counts_is_what_is_told(bench: Bench, tmp_path: Path, version: str) -> None:
    bench.python = _environment(tmp_path / "environment", version)
    bench.write({"src/pkg/__init__.py": "", "src/pkg/a.py": SOURCE, "src/pkg/never.py": "if 1:\n    x = 1\n"})
    bench.write({"test_a.py": TEST, "src/pkg/broken.py": "def f(:\n"})
    _, files = measured(bench)
    assert "src/pkg/broken.py" not in files
    file = files["src/pkg/a.py"]
    assert (file.missing, file.excluded) == ((18,), (15, 16))
    assert set(file.executed) >= {4, 7, 10, 11, 12, 13, 14, 17, 19}
    assert file.branches is not None
    assert 17 in file.branches.missing_lines
    assert files["src/pkg/never.py"].executed == ()
    by_hand = json.loads(_by_hand(bench))["files"]["src/pkg/a.py"]["summary"]
    assert by_hand["covered_lines"] == len(file.executed)
    assert (by_hand["covered_branches"], by_hand["num_branches"]) == (file.branches.covered, file.branches.total)


def _by_hand(bench: Bench) -> str:
    for words in (
        ["run", "--branch", "--include=src/*", "-m", "pytest", "-q"],
        ["json", "-q", "--include=src/pkg/a.py", "-o", "by-hand.json"],
    ):
        argv = [bench.python, "-m", "coverage", *words]
        subprocess.run(argv, cwd=bench.root, capture_output=True, timeout=120, check=True)
    return (bench.root / "by-hand.json").read_text()


@pytest.mark.network
@pytest.mark.parametrize("version", ["6.5.0", "7.10.7"])
def test_workers_of_xdist_are_measured_by_older_versions_too(bench: Bench, tmp_path: Path, version: str) -> None:
    bench.python = _environment(tmp_path / "environment", version)
    bench.write({"src/pkg/__init__.py": "", "src/pkg/a.py": SOURCE, "pytest.ini": "[pytest]\naddopts = -n 2\n"})
    bench.write({"conftest.py": TEST.partition("\n\n\n")[0], "test_a.py": TEST})
    tests, files = measured(bench)
    assert len(tests.cases) == 1
    assert files["src/pkg/a.py"].missing == (18,)
