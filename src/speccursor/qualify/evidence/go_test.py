"""The events of ``go test -json``, held against the tests that the sources declare -> TestRun.

Format: JSON lines, https://pkg.go.dev/cmd/test2json. Tests print what they like, and may end their process whenever
they like, so two things are asked of every package: that each test which its files declare was begun and ended, and
that its own last word agrees with its tests'. Whatever is missing is told as an error outside any test.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Literal

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json_lines, seconds_of
from speccursor.qualify.model.evidence import CollectionError, TestCase, TestOutcome, TestRun, UnreadableEvidence

_Kind = Literal["test", "example", "fuzz"]
_KEPT_LINES = 200
_LONGEST_LINE = 2000
_OUTCOMES = {"pass": TestOutcome.PASSED, "fail": TestOutcome.FAILED, "skip": TestOutcome.SKIPPED}
_FRAME = re.compile(r"(?:=== |\s*--- |FAIL\b|exit status|coverage: |PASS\b|ok\b|={18}$)")
_PLACE = re.compile(r"\s*([^\s:]+_test\.go):(\d{1,9}): ?")
_NOT_BUILT = re.compile(r"\[(?:build|setup) failed\]")
_REPEATED = re.compile(r"-\d+$")
_NO_SEEDS = "it has no input to begin with, so that nothing was run"


class _Event(Struct, rename="pascal"):
    action: str
    package: str = ""
    test: str = ""
    elapsed: float | None = None
    output: str = ""
    import_path: str = ""
    failed_build: str = ""


_EVENTS = msgspec.json.Decoder(_Event)


class Declared(Struct, frozen=True):
    """A test that a source declares."""

    kind: _Kind
    path: str
    line: int


class TestedPackage(Struct, frozen=True, kw_only=True):
    """A package that was to be tested: its folder, the tests that it declares, why it could not be loaded or ""."""

    __test__ = False

    folder: str
    tests: Mapping[str, Declared]
    error: str = ""


class _Told:
    """What was told of one test, or of a package outside its tests."""

    def __init__(self) -> None:
        self.outcome: TestOutcome | None = None
        self.seconds: float | None = None
        self.lines: deque[str] = deque(maxlen=_KEPT_LINES)

    def end(self, event: _Event) -> None:
        outcome = _OUTCOMES[event.action]
        if self.outcome is not TestOutcome.FAILED:
            self.outcome = outcome
        self.seconds = (self.seconds or 0.0) + event.elapsed if event.elapsed is not None else self.seconds

    @property
    def said(self) -> str:
        """What it printed, without test's own frame around it."""
        return "".join(line for line in self.lines if not _FRAME.match(line)).strip()


class _Stream:
    """The events in the order of their packages and tests."""

    def __init__(self, events: Sequence[_Event]) -> None:
        self.packages: dict[str, _Told] = {}
        self.tests: dict[str, dict[str, _Told]] = {}
        self.builds: dict[str, deque[str]] = {}
        self.failed_builds: dict[str, str] = {}
        for event in events:
            self._take(event)

    def _take(self, event: _Event) -> None:
        if event.action.startswith("build-"):
            self.builds.setdefault(event.import_path, deque(maxlen=_KEPT_LINES)).append(event.output[:_LONGEST_LINE])
            return
        package = self.packages.setdefault(event.package, _Told())
        tests = self.tests.setdefault(event.package, {})
        one = tests.setdefault(event.test, _Told()) if event.test else package
        if event.action == "output":
            one.lines.append(event.output[:_LONGEST_LINE])
        elif event.action in _OUTCOMES:
            one.end(event)
        if event.failed_build:
            self.failed_builds[event.package] = event.failed_build


def read_go_test(
    content: bytes,
    *,
    packages: Mapping[str, TestedPackage],
    selected: bool = False,
    weaker: str = "",
    nonce: str | None = None,
) -> TestRun:
    """Read the events of a run. Raises UnreadableEvidence.

    `packages` are those that were to be tested, by import path. With `selected` the project itself names the tests to
    run, and the others are deselected. `weaker` says what the run was to look for and could not, `nonce` is its mark.
    """
    stream = _Stream(from_json_lines(_EVENTS, content, "the events of go test"))
    if not stream.packages:
        raise UnreadableEvidence("go test told nothing")
    cases: list[TestCase] = []
    errors: list[CollectionError] = []
    deselected = 0
    for path in sorted(stream.packages.keys() | packages.keys()):
        package = packages.get(path)
        tests = stream.tests.get(path, {})
        divided = {name.partition("/")[0] for name in tests if "/" in name}
        cases += (_case(path, name, told, package, divided) for name, told in tests.items() if told.outcome is not None)
        silent = sorted(_silent(package, tests)) if package is not None else []
        deselected += len(silent) if selected else 0
        errors += _errors(path, package, stream, () if selected else silent)
    return TestRun(tuple(cases), tuple(errors), nonce, deselected=deselected, weaker=weaker)


def _silent(package: TestedPackage, tests: Mapping[str, _Told]) -> Iterator[str]:
    begun = {_REPEATED.sub("", name) if name not in package.tests else name for name in tests}
    return (name for name in package.tests if name not in begun)


def _case(path: str, name: str, told: _Told, package: TestedPackage | None, divided: Set[str]) -> TestCase:
    top = name.partition("/")[0]
    declared = None
    if package is not None:
        declared = package.tests.get(top) or package.tests.get(_REPEATED.sub("", top))
    outcome = told.outcome or TestOutcome.ERRORED
    said = told.said
    is_fuzzed = declared is not None and declared.kind == "fuzz" and name == top
    if is_fuzzed and outcome is TestOutcome.PASSED and name not in divided:
        outcome, said = TestOutcome.SKIPPED, _NO_SEEDS
    return TestCase(
        id=f"{path} > {name}",
        outcome=outcome,
        seconds=seconds_of(told.seconds),
        path=declared.path if declared is not None else None,
        line=_line(said, declared) if declared is not None else None,
        message=excerpt(said) if outcome is not TestOutcome.PASSED else "",
    )


def _line(said: str, declared: Declared) -> int:
    """Return the line of its own file that a test complains of first, else the line that it begins on."""
    for line in said.splitlines():
        place = _PLACE.match(line)
        if place is not None and place[1].rpartition("/")[2] == declared.path.rpartition("/")[2] and int(place[2]):
            return int(place[2])
    return declared.line


def _errors(
    path: str, package: TestedPackage | None, stream: _Stream, silent: Sequence[str]
) -> Iterator[CollectionError]:
    folder = package.folder if package is not None else path
    if package is not None and package.error:
        yield CollectionError(folder, f"{path} cannot be loaded: {excerpt(package.error)}")
    elif reason := _cut_short(path, stream, silent):
        yield CollectionError(folder, f"{path} {reason}")
    strange = [name for name in stream.tests.get(path, {}) if package is not None and not _declares(package, name)]
    if strange:
        yield CollectionError(folder, f"{path} tells of {strange[0]}, which no file of it declares")


def _cut_short(path: str, stream: _Stream, silent: Sequence[str]) -> str:
    """Say why a package's tests are not told of to their end, or ""."""
    told, tests = stream.packages.get(path), stream.tests.get(path, {})
    unended = [name for name, one in tests.items() if one.outcome is None]
    said = excerpt(told.said) if told is not None else ""
    if path in stream.failed_builds or (told is not None and any(map(_NOT_BUILT.search, told.lines))):
        return f"does not build: {_build(path, stream) or said}"
    if told is None or told.outcome is None:
        return f"was not tested to its end: {said}"
    lost = [*unended, *silent]
    if lost:
        return f"ended before {len(lost)} of its tests, {lost[0]} first: {said}"
    if told.outcome is TestOutcome.FAILED and not any(one.outcome is TestOutcome.FAILED for one in tests.values()):
        return f"failed, and none of its tests did: {said}"
    return ""


def _declares(package: TestedPackage, name: str) -> bool:
    top = name.partition("/")[0]
    return top in package.tests or _REPEATED.sub("", top) in package.tests


def _build(path: str, stream: _Stream) -> str:
    lines = stream.builds.get(stream.failed_builds.get(path, ""), ())
    return excerpt("".join(lines).strip())
