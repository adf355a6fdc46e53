"""A pytest plugin that keeps a run to its component and counts what its report does not tell. It judges nothing.

Plugins that run a failed test again (pytest-rerunfailures, flaky, pytest-retry) leave no trace in JUnit XML, or each
another one; but each attempt has its own setup, which is counted here. With pytest-xdist the counts come along
with the workers' reports. Tests that options or plugins deselect (``-k``, ``-m``) are in no report at all. Written at
the end is one JSON object, ``speccursor.attempts/1``:
``{"schema", "nonce", "attempts": {node id: number of attempts, where above 1}, "deselected": number of tests}``.

It hides its own way of being found from the tests, and our coverage configuration: a test that runs coverage.py itself
sees its project's. It leaves folders out in which the component has no file (they are other components' or
made by a build), and refuses a configuration from outside of the candidate. Where coverage is owed, it sees to
it that each of pytest-xdist's workers measures, and saves what it measured, whatever the tests do.
Hooks: https://docs.pytest.org/en/stable/reference/reference.html#hooks
"""

from __future__ import annotations

import atexit
import json
import multiprocessing.process
import os
import sys
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


def _hide_coverage() -> None:
    """Take our coverage configuration out of the environment, where a coverage.py of the tests would find it.

    ``coverage run`` sets COVERAGE_RUN. Before 7.10 a process of multiprocessing is measured by COVERAGE_RCFILE alone
    (``coverage/multiproc.py``), so it gets that back while it starts. What measures subprocesses from 7.10 on is
    COVERAGE_PROCESS_CONFIG, which nobody reads as a configuration of one's own.
    """
    os.environ.pop("COVERAGE_RUN", None)
    settings = os.environ.pop("COVERAGE_RCFILE", None)
    multiproc = sys.modules.get("coverage.multiproc")
    if settings is None or multiproc is None:
        return
    process: Any = multiprocessing.process.BaseProcess
    module: Any = multiproc
    starting, running = process._bootstrap, module.original_bootstrap  # noqa: SLF001  (as coverage.py does)

    def bootstrap(self: Any, *arguments: Any, **options: Any) -> Any:
        os.environ["COVERAGE_RCFILE"] = settings
        return starting(self, *arguments, **options)

    def bootstrapped(self: Any, *arguments: Any, **options: Any) -> Any:
        os.environ.pop("COVERAGE_RCFILE", None)
        return running(self, *arguments, **options)

    process._bootstrap = bootstrap  # noqa: SLF001  (as coverage.py does)
    module.original_bootstrap = bootstrapped


def _measure(settings: str) -> None:
    """Have a worker of pytest-xdist measured to its end.

    From 7.10 on coverage.py has begun by itself, and stops saving as soon as a test makes a `Coverage` of its own;
    before, nothing measures in a worker. Saving is all that is left to do at the end: it flushes what is running.
    """
    import coverage  # noqa: PLC0415  (only where coverage is measured)

    measuring = coverage.Coverage.current()
    if measuring is None:
        measuring = coverage.Coverage(config_file=settings, data_suffix=True)
        measuring.start()
        _hide_coverage()
    atexit.register(measuring.save)


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


_hide()
_hide_coverage()

_COMPONENTS: dict[int, Component] = {}
_ATTEMPTS = "_speccursor_attempts"
_DESELECTED = "speccursor_deselected"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the candidate's root and the list of the component's folders."""
    group = parser.getgroup("speccursor", "SpecCursor's measurement")
    group.addoption("--speccursor-root", help="the candidate's root")
    group.addoption("--speccursor-files", help="the component's files and folders, JSON")
    group.addoption("--speccursor-attempts", help="the file to write the attempts to, JSON")
    group.addoption("--speccursor-coverage", help="the configuration of coverage.py, where it measures")
    group.addoption("--speccursor-nonce", default="", help="the mark of this run")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Measure in a worker before any file of the project is imported."""
    settings = early_config.known_args_namespace.speccursor_coverage
    if settings and "PYTEST_XDIST_WORKER" in os.environ:
        _measure(settings)


def pytest_configure(config: pytest.Config) -> None:
    """Read what the component holds; refuse a configuration that lies outside of the candidate."""
    if config.getoption("--speccursor-attempts"):
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
    """Gathers the counts where the reports come together, and writes them; a worker sends its own there."""

    def __init__(self, config: pytest.Config) -> None:
        self.path = Path(config.getoption("--speccursor-attempts"))
        self.nonce = config.getoption("--speccursor-nonce")
        self.is_worker = hasattr(config, "workerinput")
        self.counts: dict[str, int] = {}
        self.deselected = 0

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Count tests that will not be run."""
        self.deselected += len(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a report's count."""
        count = getattr(report, _ATTEMPTS, 0)
        if count > 1:
            self.counts[report.nodeid] = max(count, self.counts.get(report.nodeid, 0))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write them down, or send them to whoever does."""
        if self.is_worker:
            session.config.workeroutput[_DESELECTED] = self.deselected  # type: ignore[attr-defined]  # pytest-xdist's
            return
        told = {
            "schema": "speccursor.attempts/1",
            "nonce": self.nonce,
            "attempts": self.counts,
            "deselected": self.deselected,
        }
        self.path.write_text(json.dumps(told), encoding="utf-8")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take a worker's count; all of them collect the same."""
        count = (getattr(node, "workeroutput", None) or {}).get(_DESELECTED, 0)
        self.deselected = max(self.deselected, count)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out folders of others; None lets pytest and the project decide."""
    component = _COMPONENTS.get(id(config))
    return True if component is not None and component.is_foreign(str(collection_path)) else None
