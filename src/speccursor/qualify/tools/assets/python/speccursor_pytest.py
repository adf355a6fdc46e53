"""A pytest plugin that keeps a run to its component and counts attempts. It changes no test and judges nothing.

Plugins that run a failed test again (pytest-rerunfailures, flaky, pytest-retry) leave no trace in JUnit XML, or each
another one; but each attempt has its own setup, which is counted here. With pytest-xdist the counts come along
with the workers' reports. Written at the end is one JSON object, ``speccursor.attempts/1``:
``{"schema", "nonce", "attempts": {node id: number of attempts, where above 1}}``.

It hides its own way of being found from the tests, leaves folders out in which the component has no file (they
are other components' or made by a build), and refuses a configuration from outside of the candidate.
Hooks: https://docs.pytest.org/en/stable/reference/reference.html#hooks
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


def _hide() -> None:
    """Give PYTHONPATH back what it was, so that tests and their subprocesses see nothing of us."""
    before = os.environ.pop("SPECCURSOR_PYTHONPATH", None)
    if before:
        os.environ["PYTHONPATH"] = before
    elif before is not None:
        os.environ.pop("PYTHONPATH", None)


_hide()


class Component:
    """The folders in which the component has files, below the candidate's root."""

    def __init__(self, root: str, folders: list[str]) -> None:
        self.root = os.path.realpath(root)
        self.folders = frozenset(os.path.normpath(folder) for folder in folders)

    def holds(self, path: str) -> bool:
        """Whether a path is in the candidate at all."""
        return os.path.realpath(path).startswith(self.root + os.sep)

    def is_foreign(self, path: str) -> bool:
        """Whether a folder of the candidate holds none of the component's files. A link is never foreign."""
        if Path(path).is_symlink() or not Path(path).is_dir() or not self.holds(path):
            return False
        return os.path.relpath(os.path.realpath(path), self.root) not in self.folders


_COMPONENTS: dict[int, Component] = {}
_ATTEMPTS = "_speccursor_attempts"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the candidate's root and the list of the component's folders."""
    group = parser.getgroup("speccursor", "SpecCursor's measurement")
    group.addoption("--speccursor-root", help="the candidate's root")
    group.addoption("--speccursor-files", help="the component's files and folders, JSON")
    group.addoption("--speccursor-attempts", help="the file to write the attempts to, JSON")
    group.addoption("--speccursor-nonce", default="", help="the mark of this run")


def pytest_configure(config: pytest.Config) -> None:
    """Read what the component holds; refuse a configuration that lies outside of the candidate."""
    if config.getoption("--speccursor-attempts") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Attempts(config), "speccursor-attempts")
    root, files = config.getoption("--speccursor-root"), config.getoption("--speccursor-files")
    if not root or not files:
        return
    component = Component(root, json.loads(Path(files).read_text(encoding="utf-8"))["folders"])
    _COMPONENTS[id(config)] = component
    found = config.inipath
    if found is not None and not component.holds(str(found)):
        message = f"pytest would be configured by {found}, which lies outside of the candidate"
        raise pytest.UsageError(message)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Forget the component."""
    _COMPONENTS.pop(id(config), None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Count one more attempt at a test."""
    item.__dict__[_ATTEMPTS] = item.__dict__.get(_ATTEMPTS, 0) + 1


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """Send the count with each report."""
    result = yield
    setattr(result.get_result(), _ATTEMPTS, item.__dict__.get(_ATTEMPTS, 0))


class Attempts:
    """Gathers the counts where the reports come together, and writes those above one."""

    def __init__(self, config: pytest.Config) -> None:
        self.path = Path(config.getoption("--speccursor-attempts"))
        self.nonce = config.getoption("--speccursor-nonce")
        self.counts: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a report's count."""
        count = getattr(report, _ATTEMPTS, 0)
        if count > 1:
            self.counts[report.nodeid] = max(count, self.counts.get(report.nodeid, 0))

    def pytest_sessionfinish(self) -> None:
        """Write them down."""
        told = {"schema": "speccursor.attempts/1", "nonce": self.nonce, "attempts": self.counts}
        self.path.write_text(json.dumps(told), encoding="utf-8")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out folders of others; None lets pytest and the project decide."""
    component = _COMPONENTS.get(id(config))
    return True if component is not None and component.is_foreign(str(collection_path)) else None
