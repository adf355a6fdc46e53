"""A pytest plugin that runs a component's Hypothesis properties alone and writes down what became of each.

It asks for the number of examples by the documented means, a settings profile
(https://hypothesis.readthedocs.io/en/latest/reference/api.html#hypothesis.settings.register_profile), which inherits
from the project's own: its deadline, phases and health checks stay, a higher number too. Profiles are taken
when a test is defined, so the profile is loaded again before each module, after whatever the project's
conftest.py files loaded. A property's own ``@settings(max_examples=...)`` stays, and is told as `asked`.

Written are JSON lines, ``speccursor.properties/1``: one a property, in the order of their ends, then one last line
with the number collected. A run that breaks off has no last line. `statistics` is the text of Hypothesis's
own pytest plugin. With pytest-xdist the workers send their lines along with their reports.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SCHEMA = "speccursor.properties/1"
PROFILE = "speccursor"
_LINE = "_speccursor_property"
_COUNT = "speccursor_collected"
_LONGEST = 8000
# Of these the property's author, not the property, is the cause: nothing was falsified.
_NOT_FALSIFIED = ("FailedHealthCheck", "Unsatisfiable", "InvalidArgument", "InvalidState")
# Hypothesis's words for a counterexample, to 6.1xx and after.
_COUNTEREXAMPLE = ("Falsifying", "Failing test case")
_RANK = ("passed", "xfailed", "skipped", "failed", "error")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the file to write, the run's mark and the number of examples."""
    group = parser.getgroup("speccursor", "SpecCursor's measurement")
    group.addoption("--speccursor-properties", help="the file to write, JSON lines")
    group.addoption("--speccursor-examples", type=int, default=1000, help="examples asked for")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Ask for the examples once the project's own profile has been loaded, and begin to write."""
    if config.getoption("--speccursor-properties"):
        _ask(config.getoption("--speccursor-examples"))
        config.pluginmanager.register(Recorder(config), "speccursor-recorder")


def _ask(examples: int) -> None:
    from hypothesis import settings  # noqa: PLC0415  (as late as Hypothesis's own plugin imports it)

    current = settings()
    if current.max_examples < examples or current.database is not None:
        asked = max(current.max_examples, examples)
        settings.register_profile(PROFILE, parent=current, max_examples=asked, database=None)
        settings.load_profile(PROFILE)


def is_property(item: pytest.Item) -> bool:
    """Whether an item is a Hypothesis test, by Hypothesis's own word."""
    import hypothesis  # noqa: PLC0415  (as late as Hypothesis's own plugin imports it)

    known = getattr(hypothesis, "is_hypothesis_test", None)  # public since 6.83
    if known is None:
        return item.get_closest_marker("hypothesis") is not None
    return isinstance(item, pytest.Function) and bool(known(item.obj))


def asked_of(item: pytest.Item) -> int | None:
    """Return the number of examples that a property asks for, where it can be told."""
    test = getattr(item, "obj", None)
    machine = getattr(getattr(test, "__self__", None), "settings", None)
    found = getattr(test, "_hypothesis_internal_use_settings", None) if machine is None else machine
    examples = getattr(found, "max_examples", None)
    return examples if isinstance(examples, int) else None


def counterexample_of(error: BaseException | None) -> str:
    """Return the falsifying examples that Hypothesis noted on an exception, or on those in its group."""
    if error is None:
        return ""
    notes = [str(note) for note in getattr(error, "__notes__", ())]
    own = [note for note in notes if note.lstrip().startswith(_COUNTEREXAMPLE)]
    return "\n".join(own + list(filter(None, map(counterexample_of, getattr(error, "exceptions", ())))))


class Recorder:
    """Follows the items of one session and writes their lines."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.path = Path(config.getoption("--speccursor-properties"))
        self.mark = {"schema": SCHEMA, "nonce": config.getoption("--speccursor-nonce")}
        self.is_worker = hasattr(config, "workerinput")
        self.collected = 0
        if not self.is_worker:
            self.path.write_bytes(b"")

    def pytest_report_header(self) -> str:
        """Say what was asked for, and with which seed."""
        return f"speccursor: properties only, profile {PROFILE}, seed {self.config.getoption('--hypothesis-seed')}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> None:
        """Ask again right before a module is imported: its tests take the profile that is loaded then."""
        if isinstance(collector, pytest.Module):
            _ask(self.config.getoption("--speccursor-examples"))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the properties alone, after Hypothesis and the project have had their say."""
        chosen = [item for item in items if is_property(item)]
        kept = set(chosen)
        self.config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = chosen
        self.collected = len(chosen)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Gather a property's line over its three phases; it goes with the last report."""
        result = yield
        report = result.get_result()
        line = item.__dict__.setdefault(_LINE, _begin(item))
        outcome = _outcome(report, call)
        if _RANK.index(outcome) > _RANK.index(line["outcome"]):
            line["outcome"] = outcome
        if report.failed or outcome == "xfailed":
            line["message"] = (line["message"] or _message(report, call.excinfo))[:_LONGEST]
            noted = counterexample_of(call.excinfo.value if call.excinfo else None)
            line["counterexample"] = (line["counterexample"] or noted or _said(report))[:_LONGEST]
        elif report.skipped:
            line["message"] = _message(report, call.excinfo)[:_LONGEST]
        line["statistics"] = getattr(item, "hypothesis_statistics", None)
        if report.when == "teardown":
            setattr(report, _LINE, item.__dict__.pop(_LINE))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write a property's line where the reports come together."""
        line = getattr(report, _LINE, None)
        if line is not None and not self.is_worker:
            self._write({**self.mark, **line})

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the last line, or send the count to whoever does."""
        if self.is_worker:
            session.config.workeroutput[_COUNT] = self.collected  # type: ignore[attr-defined]  # pytest-xdist's
        else:
            self._write({**self.mark, "finished": True, "collected": self.collected})

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take a worker's count; each of them collects everything."""
        self.collected = max(self.collected, getattr(node, "workeroutput", {}).get(_COUNT, 0))

    def _write(self, line: dict[str, object]) -> None:
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")


def _begin(item: pytest.Item) -> dict[str, Any]:
    path, line = str(getattr(item, "path", item.fspath)), item.location[1]
    return {
        "id": item.nodeid,
        "path": path,
        "line": None if line is None else line + 1,
        "outcome": "passed",
        "statistics": None,
        "counterexample": "",
        "message": "",
        "asked": asked_of(item),
    }


def _outcome(report: pytest.TestReport, call: pytest.CallInfo[None]) -> str:
    if report.skipped:
        return "xfailed" if hasattr(report, "wasxfail") else "skipped"
    if report.failed:
        of_author = call.excinfo is not None and call.excinfo.typename in _NOT_FALSIFIED
        return "error" if report.when != "call" or of_author else "failed"
    return "passed"


def _message(report: pytest.TestReport, raised: pytest.ExceptionInfo[BaseException] | None) -> str:
    if isinstance(report.longrepr, tuple):  # a skip: file, line, reason
        return str(report.longrepr[2])
    crash = getattr(report.longrepr, "reprcrash", None)
    message = str(crash.message) if crash is not None else report.longreprtext
    first, line_break, rest = message.partition("\n")
    return f"{first}: {_statement(raised)}{line_break}{rest}" if first == "AssertionError" else message


def _statement(raised: pytest.ExceptionInfo[BaseException] | None) -> str:
    """Return the statement that raised, in one line: an assertion that is left plain says nothing of itself."""
    last = raised.traceback[-1] if raised is not None else None
    source = last.frame.code.fullsource if last is not None else None
    if last is None or source is None or not 0 <= last.lineno < len(source):  # generated code names any line
        return "an assertion without a source"
    return " ".join(str(last.statement).split())


def _said(report: pytest.TestReport) -> str:
    """Return the falsifying example out of Hypothesis's section, where older versions print it."""
    for title, text in report.sections:
        if title == "Hypothesis":
            starts = [text.index(words) for words in _COUNTEREXAMPLE if words in text]
            if starts:
                return str(text[min(starts) :])
    return ""
