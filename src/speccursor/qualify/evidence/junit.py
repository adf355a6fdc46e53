"""JUnit XML -> TestRun, streamed: pytest, Maven Surefire, jest-junit, node:test, go-junit-report and their kin.

There is no specification; the nearest are the schemas of Surefire
(https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd) and of pytest's xunit2
(https://docs.pytest.org/en/stable/how-to/output.html#creating-junitxml-format-files). Dialects differ in what
their counts count, so each count must agree with one of the known ways; one that agrees with none means
that cases are missing. pytest alone counts passed subtests and reruns as tests without writing a case.
"""

from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat

from msgspec import Struct

from speccursor.qualify.evidence.cases import Cases
from speccursor.qualify.evidence.documents import (
    EXCERPT,
    Nesting,
    by_name,
    excerpt,
    position,
    read_xml,
    seconds_of,
    whole,
)
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import CollectionError, TestOutcome, TestRun, UnreadableEvidence

MARK = "speccursor-"
_REMEMBERED = 4096
_SUITES = frozenset({"testsuites", "testsuite"})
_ENDED = frozenset({"failure", "error", "skipped"})
_AGAIN = frozenset({"flakyFailure", "flakyError", "rerunFailure", "rerunError"})
# pytest's words for a module that could not be collected, and jest-junit's for a file that did not load.
_COLLECTION_FAILURE = "collection failure"
_SUITE_FAILED = "Test suite failed to run"
# jest-junit's default name of the whole; it writes a case for a "to do" and does not count it.
_JEST = "jest tests"
_PYTEST = frozenset({"pytest", "pytest tests"})


class _Suite(Struct, gc=False):
    """One open suite: what it claims (None: nothing) and what was seen in it, in the ways of counting."""

    file: str | None = None
    pytest: bool = False
    jest: bool = False
    tests: int | None = None
    bad: int | None = None
    skipped: int | None = None
    cases: int = 0
    children: int = 0
    bad_elements: int = 0
    bad_cases: int = 0
    bad_children: int = 0
    skipped_elements: int = 0
    skipped_children: int = 0
    broken: int = 0


class _Told(Struct, gc=False):
    """What the elements of the open test case said so far."""

    failures: int = 0
    errors: int = 0
    skips: int = 0
    again: int = 0
    xfail: bool = False
    collection: bool = False
    message: str = ""


def read_junit(stream: BinaryIO, *, root: str, cwd: str = "") -> TestRun:
    """Read a JUnit report. The nonce is what follows ``speccursor-`` in the name of its suites.

    `cwd` is the folder that the paths in it are relative to. Raises UnreadableEvidence: for what is not
    a JUnit report or is cut short, and where counts and cases disagree.
    """
    reader = _Reader(Root(root), cwd)
    read_xml(stream, what="JUnit XML", start=reader.start, end=reader.end, ready=reader.ready)
    return reader.run()


class _Reader:
    """Follows the parser's events. Only the open suites, the open case and the results are kept.

    A test case without elements, nearly all of them, takes the shortest way: where its attributes stand
    and what its class name and file mean are remembered from the case before.
    """

    __slots__ = (
        "_again",
        "_at",
        "_case",
        "_cases",
        "_cwd",
        "_errors",
        "_last",
        "_last_prefix",
        "_lines",
        "_names",
        "_nesting",
        "_nonces",
        "_owner",
        "_parser",
        "_place",
        "_prefix",
        "_suite",
        "_suites",
        "_text",
        "_text_size",
        "_times",
        "_told",
        "_within",
    )

    def __init__(self, place: Root, cwd: str) -> None:
        self._place = place
        self._cwd = cwd
        self._parser: expat.XMLParserType
        self._nesting = Nesting()
        self._suites: list[_Suite] = []
        self._suite = _Suite()
        self._nonces: set[str | None] = set()
        # The open case: its attributes, what its elements told, the name of the open element and its text.
        self._case: list[str] | None = None
        self._told: _Told | None = None
        self._within = ""
        self._text: list[str] = []
        self._text_size = 0
        # Remembered from the case before: names of the attributes and their places, class name and file.
        self._names: list[str] | None = None
        self._at = (0, 0, 0, 0, 0)
        self._owner = ("", "")
        self._prefix = ""
        self._lines: dict[str, int] = {}
        self._times: dict[str, float] = {}
        self._last: str | None = None
        self._last_prefix = ""
        self._again = False
        self._cases = Cases()
        self._errors: list[CollectionError] = []

    def ready(self, parser: expat.XMLParserType) -> None:
        """Keep the parser, to hear of text only where a message stands."""
        self._parser = parser

    def run(self) -> TestRun:
        """Return what was read, after the end of the document."""
        nonce = self._nonces.pop() if len(self._nonces) == 1 else None
        return TestRun(self._cases, tuple(self._errors), nonce)

    def start(self, name: str, attributes: list[str]) -> None:
        """Take the start of an element."""
        if self._case is not None:
            self._nesting.enter(name)
            if not self._within:
                self._in_case(name, attributes)
        elif name == "testcase" and self._suites:
            self._case = attributes
        else:
            self._nesting.enter(name)
            if name in _SUITES:
                self._open_suite(name, by_name(attributes))
            elif not self._suites:
                raise UnreadableEvidence(f"its root is <{name[:100]}>")

    def end(self, name: str) -> None:
        """Take the end of an element."""
        case = self._case
        if case is None:
            self._nesting.leave()
            if name in _SUITES:
                self._close_suite()
        elif name == "testcase":  # there is none in another one
            self._case = None
            self._close_case(case)
        else:
            self._nesting.leave()
            if name == self._within:
                self._close_message()

    def _hear(self, handler: Callable[[str], None] | None) -> None:
        self._parser.CharacterDataHandler = handler

    def _in_case(self, name: str, attributes: list[str]) -> None:
        if name in _ENDED:
            told = self._told = self._told or _Told()
            by = by_name(attributes)
            message = by.get("message", "")
            if name == "skipped":
                told.skips += 1
                told.xfail = by.get("type") == "pytest.xfail"
            elif name == "failure":
                told.failures += 1
            else:
                told.errors += 1
                told.collection = message == _COLLECTION_FAILURE
            if message:
                self._take(message + "\n")
            self._within = name
            self._hear(self._take)
        elif name in _AGAIN:
            told = self._told = self._told or _Told()
            told.again += 1
        elif name == "testcase":
            raise UnreadableEvidence("a test case stands in another one")

    def _take(self, text: str) -> None:
        if self._text_size <= EXCERPT:
            self._text.append(text[: EXCERPT + 1])
            self._text_size += len(text)

    def _close_message(self) -> None:
        self._hear(None)
        text = "".join(self._text).strip()
        told = self._told or _Told()
        told.message = f"{told.message}\n{text}" if told.message and text else told.message or text
        self._text.clear()
        self._text_size = 0
        self._within = ""

    def _open_suite(self, name: str, attributes: dict[str, str]) -> None:
        own = attributes.get("name", "")
        outer = self._suite
        marked = name == "testsuite" and own.startswith(MARK)
        if name == "testsuite" and len(self._suites) <= 1:
            self._mark(own.removeprefix(MARK) if marked else None)
        failures, errors = _count(attributes, "failures"), _count(attributes, "errors")
        self._suite = _Suite(
            file=attributes.get("file") or outer.file,
            pytest=outer.pytest or marked or own in _PYTEST,
            jest=outer.jest or own == _JEST,
            tests=_count(attributes, "tests"),
            bad=None if failures is None and errors is None else (failures or 0) + (errors or 0),
            skipped=_count(attributes, "skipped", "skips"),
        )
        self._suites.append(self._suite)
        self._forget()

    def _mark(self, nonce: str | None) -> None:
        self._nonces.add(nonce)
        if len(self._nonces - {None}) > 1:
            raise UnreadableEvidence("its suites carry the marks of different runs")

    def _close_suite(self) -> None:
        suite = self._suites.pop()
        _check(suite)
        self._suite = _Suite()
        if self._suites:
            outer = self._suite = self._suites[-1]
            outer.children += 1
            outer.bad_children += bool(suite.bad_cases)
            for way in ("cases", "bad_elements", "bad_cases", "skipped_elements", "broken"):
                setattr(outer, way, getattr(outer, way) + getattr(suite, way))
        self._forget()

    def _forget(self) -> None:
        """Forget the case before: in another suite nothing follows from it."""
        self._names = None
        self._lines = {}
        self._last = None

    def _learn(self, names: list[str], attributes: list[str]) -> None:
        """Remember where each attribute stands: at its value, or at an empty one behind them all."""
        places = {name: 2 * place + 1 for place, name in enumerate(names)}
        name, owner, file, line, time = (
            places.get(name, len(attributes)) for name in ("name", "classname", "file", "line", "time")
        )
        self._at = (name, owner, file, line, time)
        self._names = names
        self._owner = ("", "\0")  # no attribute's value: the next class name is a new one

    def _belong(self, owner: str, file: str) -> None:
        """Remember what a class name and a file mean for the ids and paths of their cases."""
        place = file or self._suite.file
        self._owner = (owner, file)
        path = self._place.relative(place, cwd=self._cwd) if place else None
        self._prefix = _node_prefix(place, owner) if self._suite.pytest else f"{owner}::" if owner else ""
        self._cases.group(self._prefix, path)

    def _close_case(self, attributes: list[str]) -> None:
        names = attributes[::2]
        if names != self._names:
            self._learn(names, attributes)
        attributes.append("")
        at = self._at
        name = attributes[at[0]]
        belongs = (attributes[at[1]], attributes[at[2]])
        if belongs != self._owner:
            self._belong(*belongs)
        told = self._told
        if told is not None or belongs[0] == _SUITE_FAILED:
            told = self._tell(told or _Told(), *belongs, name)
            if told is None:
                return
        suite = self._suite
        if name == self._last and self._prefix == self._last_prefix and suite.pytest:
            self._go_on(told)
            return
        suite.cases += 1
        suite.children += 1
        seconds, line = self._times.get(attributes[at[4]]), self._lines.get(attributes[at[3]])
        self._cases.add(
            name,
            self._seconds(attributes[at[4]]) if seconds is None else seconds,
            self._line(attributes[at[3]]) if line is None else line,
        )
        if told is not None:
            self._cases.tell(_outcome(told), excerpt(told.message), 1 + told.again)
        self._last, self._last_prefix = name, self._prefix
        self._again = told is None

    def _tell(self, told: _Told, owner: str, file: str, name: str) -> _Told | None:
        """Count what a case tells besides that it ran. None: it is no case, but a suite that did not start."""
        self._told = None
        if (told.collection and not owner) or owner == _SUITE_FAILED:
            self._close_collection(told, file or name)
            return None
        _tally(self._suite, told)
        return told

    def _seconds(self, text: str) -> float | None:
        seconds = _seconds(text)
        if seconds is not None and len(self._times) < _REMEMBERED:
            self._times[text] = seconds
        return seconds

    def _line(self, text: str) -> int | None:
        number = whole(text)
        line = None if number is None else position(number + self._suite.pytest)  # pytest counts from 0
        if line is not None and len(self._lines) < _REMEMBERED:
            self._lines[text] = line
        return line

    def _close_collection(self, told: _Told, path: str) -> None:
        path = self._place.relative(path, cwd=self._cwd)
        if self._errors and self._errors[-1].path == path:  # jest-junit tells the same file twice
            return
        self._suite.broken += 1
        self._errors.append(CollectionError(path, excerpt(told.message)))

    def _go_on(self, told: _Told | None) -> None:
        """Join a case to the one before it, of the same id: a later attempt, or what its teardown met.

        pytest-rerunfailures leaves a case without elements for each attempt that failed.
        """
        before, again = self._cases[-1], self._again
        outcome = TestOutcome.PASSED if told is None else _outcome(told)
        self._again = outcome is TestOutcome.PASSED
        self._cases.tell(
            outcome if again or before.outcome is TestOutcome.PASSED else before.outcome,
            excerpt("\n".join(text for text in (before.message, told.message if told else "") if text)),
            before.attempts + again,
        )


def _tally(suite: _Suite, told: _Told) -> None:
    """Count what a case's elements told, in the ways of counting."""
    bad = told.failures + told.errors
    suite.bad_elements += bad
    suite.bad_cases += bool(bad)
    suite.bad_children += bool(bad)
    suite.skipped_elements += told.skips
    suite.skipped_children += bool(told.skips)


def _outcome(told: _Told) -> TestOutcome:
    if told.skips:  # node:test writes a failed "to do" as both
        return TestOutcome.XFAILED if told.xfail else TestOutcome.SKIPPED
    if told.failures:
        return TestOutcome.FAILED  # a strict XPASS of pytest too: it fails the run
    return TestOutcome.ERRORED if told.errors else TestOutcome.PASSED


def _node_prefix(file: str | None, owner: str) -> str:
    """Return pytest's node id up to the name: the class name is the file's dotted path, then the classes."""
    if not file:
        return f"{owner}::" if owner else ""
    dotted = file.removesuffix(".py").replace("/", ".")
    if owner != dotted and not owner.startswith(dotted + "."):
        return f"{file}::"
    return "::".join((file, *filter(None, owner[len(dotted) + 1 :].split(".")), ""))


def _check(suite: _Suite) -> None:
    """Hold a suite's claims against what stood in it."""
    seen, tests = suite.cases, suite.tests
    if tests is not None and tests not in (seen, seen + suite.broken, suite.children):
        # What pytest counts beyond its cases are passed subtests, reruns and collection errors.
        beyond = suite.pytest and seen + suite.broken > 0 and tests > seen
        if not beyond and not (suite.jest and tests < seen):
            raise UnreadableEvidence(f"a suite claims {tests} tests and holds {seen}")
    bad = suite.bad_elements + suite.broken
    if suite.bad is not None and suite.bad not in (bad, suite.bad_cases + suite.broken, suite.bad_children):
        raise UnreadableEvidence(f"a suite claims {suite.bad} failures and errors and holds {bad}")
    skipped = suite.skipped_elements
    if suite.skipped is not None and suite.skipped not in (skipped, suite.skipped_children):
        raise UnreadableEvidence(f"a suite claims {suite.skipped} skipped tests and holds {skipped}")


def _count(attributes: dict[str, str], *names: str) -> int | None:
    for name in names:
        text = attributes.get(name)
        if text:
            number = whole(text)
            if number is None:
                raise UnreadableEvidence(f"its count {name}={text[:40]!r} is not a number")
            return number
    return None


def _seconds(text: str) -> float | None:
    try:
        return seconds_of(float(text))
    except ValueError:
        return _thousands(text)


def _thousands(text: str) -> float | None:
    """Read Surefire's way to write durations: 1,234.5."""
    try:
        return seconds_of(float(text.replace(",", "")))
    except ValueError:
        return None
