"""Real tools from the registry, installed once for all tests that ask for them (a plugin of the test modules)."""

import shutil
import subprocess
from pathlib import Path

import pytest

from speccursor.qualify.provision.pins import LOCKS

_PROJECT = (
    "@vitest/coverage-istanbul@4.1.12",
    "fast-check@4.10.2",
    "jest@30.5.2",
    "mocha@11.8.0",
    "tape@5.10.2",
    "vitest@4.1.12",
)
_QUIETLY = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def _npm(folder: Path, *words: str) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not on this machine")
    argv = (npm, *words, *_QUIETLY)
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        pytest.skip(f"npm could not install: {done.stderr[-500:]}")
    return folder


@pytest.fixture(scope="session")
def project_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ``node_modules`` with each test runner, Vitest's coverage and fast-check."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "package.json").write_text('{"name": "project", "private": true}')
    return _npm(folder, "install", *_PROJECT) / "node_modules"


@pytest.fixture(scope="session")
def c8(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return c8's folder as it is provisioned."""
    return _locked("c8", tmp_path_factory)


@pytest.fixture(scope="session")
def eslint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return ESLint's folder as it is provisioned."""
    return _locked("eslint", tmp_path_factory)


@pytest.fixture(scope="session")
def typescript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return TypeScript's folder as it is provisioned."""
    return _locked("typescript", tmp_path_factory)


def _locked(name: str, factory: pytest.TempPathFactory) -> Path:
    folder = factory.mktemp(name)
    shutil.copytree(LOCKS / "npm" / name, folder, dirs_exist_ok=True)
    return _npm(folder, "ci")
