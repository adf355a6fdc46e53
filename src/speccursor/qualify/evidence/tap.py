"""TAP 13 and 14 -> TestRun (node:test, tape, node-tap, AVA, Mocha, prove).

Specification: https://testanything.org/tap-version-14-specification.html. A test point with a subtest is its
children, unless it failed on its own. A run is complete when each plan stands there once and was met to the
number. Lines that are no TAP are what the tests printed, and are passed over.
"""

import re

from msgspec import Struct

from speccursor.qualify.evidence.documents import EXCERPT, excerpt, lines_of, position, seconds_of
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import CollectionError, TestCase, TestOutcome, TestRun, UnreadableEvidence

_VERSION = re.compile(r"TAP version (\d{1,3})")
_POINT = re.compile(r"(not )?ok\b(?: +(\d{1,9}))?(?: +- +| +|$)(.*)")
_PLAN = re.compile(r"1\.\.(\d{1,9})(?:\s*#.*)?")
_BAIL = re.compile(r"Bail out!\s*(.*)")
_DIRECTIVE = re.compile(r"(?<!\\)#\s*(SKIP|TODO)\b", re.IGNORECASE)
_SUBTEST = "# Subtest"
# "Test.<anonymous> (/candidate/t.js:3:29)", "/candidate/t.mjs:3:1", "file:///candidate/t.mjs:3:1"
_LOCATION = re.compile(r"(?:^|.*?[\s(])((?:file://)?/.+?):(\d{1,9})(?::\d{1,9})?\)?")
_KEY = re.compile(r"\s*([A-Za-z_]{1,40}):\s?(.*)")
_STEP = 4
_DEEPEST = 100
_LONGEST = 4 * EXCERPT
_LONGEST_VALUE = 1000


class _Diagnostic(Struct):
    """A YAML block: the few keys that are read, and its text for the message."""

    path: str | None = None
    line: int | None = None
    seconds: float | None = None
    suite: bool = False
    text: list[str] = []
    size: int = 0


class _Point(Struct):
    """A test point with its block and its children."""

    failed: bool
    name: str
    directive: str
    reason: str
    section: str
    number: int
    children: "list[_Point]"
    diagnostic: _Diagnostic


class _Level(Struct):
    """One level of tests: the document or a subtest. `plan` None: none yet."""

    points: list[_Point] = []
    plan: int | None = None
    sound: bool = True
    section: str = ""

    @property
    def met(self) -> bool:
        """Whether the plan stands there once and every number of it came, once."""
        if not self.sound or self.plan != len(self.points):
            return False
        return {point.number for point in self.points} == set(range(1, len(self.points) + 1))


def read_tap(content: bytes, *, root: str, cwd: str = "") -> TestRun:
    """Read a TAP stream. A bail-out is an error, and the run not complete.

    Raises UnreadableEvidence for another version and for what holds no version, plan or test point.
    """
    reader = _Reader(Root(root), cwd)
    for line in lines_of(content, "TAP"):
        reader.take(line)
    return reader.run()


class _Reader:
    __slots__ = ("_any", "_bails", "_complete", "_cwd", "_levels", "_place", "_subtests", "_yaml", "_yaml_indent")

    def __init__(self, place: Root, cwd: str) -> None:
        self._place = place
        self._cwd = cwd
        self._levels = [_Level()]
        self._complete = True
        self._any = False
        self._subtests = False
        self._bails: list[CollectionError] = []
        self._yaml: _Diagnostic | None = None
        self._yaml_indent = 0

    def take(self, line: str) -> None:
        """Take one line."""
        if self._yaml is not None:
            self._in_yaml(self._yaml, line)
            return
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if text == "---" and self._opens_yaml(indent):
            return
        depth, rest = divmod(indent, _STEP)
        if rest == 0 and depth < _DEEPEST and text:
            self._in_level(depth, text)

    def run(self) -> TestRun:
        """Return what was read, after the last line."""
        if not self._any:
            raise UnreadableEvidence("not TAP: no version, no plan, no test point")
        top = self._levels[0]
        complete = self._complete and len(self._levels) == 1 and top.met and self._yaml is None and not self._bails
        cases: list[TestCase] = []
        for point in top.points:
            self._flatten(point, (), cases)
        return TestRun(tuple(cases), tuple(self._bails), None, complete)

    def _in_level(self, depth: int, text: str) -> None:
        if found := _POINT.fullmatch(text):
            self._point(depth, found)
        elif found := _PLAN.fullmatch(text):
            level = self._open(depth)
            level.sound &= level.plan is None
            level.plan = int(found[1])
            self._any = True
        elif found := _BAIL.fullmatch(text):
            self._bails.append(CollectionError("", excerpt(f"Bail out! {found[1]}".rstrip())))
            self._any = True
        elif found := _VERSION.fullmatch(text):
            if found[1] not in ("12", "13", "14"):
                raise UnreadableEvidence(f"TAP version {found[1]} is not known")
            self._any = True
        elif text.startswith(_SUBTEST):
            self._subtests = True
        elif depth == 0 and text.startswith("# ") and not self._subtests:
            self._levels[0].section = text[2:].strip()  # tape's way to name a test

    def _open(self, depth: int) -> _Level:
        """Return the level at `depth`, opening the ones up to it; deeper ones are lost without their parent."""
        if len(self._levels) > depth + 1:
            del self._levels[depth + 1 :]
            self._complete = False
        while len(self._levels) <= depth:
            self._levels.append(_Level())
        return self._levels[depth]

    def _point(self, depth: int, found: re.Match[str]) -> None:
        children: list[_Point] = []
        if len(self._levels) == depth + 2:
            below = self._levels.pop()
            self._complete &= below.met
            children = below.points
        level = self._open(depth)
        name, directive, reason = _described(found[3])
        number = int(found[2]) if found[2] else len(level.points) + 1
        diagnostic = _Diagnostic()
        level.points.append(
            _Point(bool(found[1]), name, directive, reason, level.section, number, children, diagnostic)
        )
        self._any = True

    def _opens_yaml(self, indent: int) -> bool:
        depth, rest = divmod(indent, _STEP)
        if rest != 2 or depth >= len(self._levels) or not self._levels[depth].points:  # noqa: PLR2004  (section "YAML Diagnostics": indented by two)
            return False
        self._yaml = self._levels[depth].points[-1].diagnostic
        self._yaml_indent = indent
        return True

    def _in_yaml(self, block: _Diagnostic, line: str) -> None:
        if line == " " * self._yaml_indent + "...":
            self._yaml = None
            return
        line = line[self._yaml_indent :] if line.startswith(" " * self._yaml_indent) else line
        if block.size <= _LONGEST:
            block.text.append(line[:_LONGEST])
            block.size += len(line)
        if found := _KEY.fullmatch(line):
            self._key(block, found[1], found[2][:_LONGEST_VALUE].strip().strip("'\""))

    def _key(self, block: _Diagnostic, key: str, value: str) -> None:
        match key:
            case "at" | "location" if block.path is None and (found := _LOCATION.fullmatch(value)):
                block.path, block.line = self._place.of_uri(found[1]), int(found[2])
            case "file" | "fileName" if block.path is None and value:
                block.path = self._place.relative(value, cwd=self._cwd)
            case "line" | "lineNumber" if block.line is None and value.isascii() and value.isdigit():
                block.line = int(value[:12])
            case "duration_ms":
                block.seconds = _milliseconds(value)
            case "type":
                block.suite |= value == "suite"
            case _:
                pass

    def _flatten(self, point: _Point, above: tuple[str, ...], cases: list[TestCase]) -> None:
        """Append a point's cases: itself, or its children, or both when it failed and none of them did."""
        names = (*above, point.name)
        before = len(cases)
        for child in point.children:
            self._flatten(child, names, cases)
        if point.children:
            bad = (TestOutcome.FAILED, TestOutcome.ERRORED)
            if not point.failed or any(case.outcome in bad for case in cases[before:]):
                return
        elif point.diagnostic.suite and not point.failed:
            return  # a suite without a test is no test
        block = point.diagnostic
        outcome = _outcome(point)
        text = "\n".join((point.reason, *block.text)).strip() if outcome is not TestOutcome.PASSED else ""
        section = point.section if point.section and not point.name.startswith(point.section) else ""
        cases.append(
            TestCase(
                id=" > ".join(part for part in (section, *names) if part),
                outcome=outcome,
                seconds=block.seconds,
                path=block.path,
                line=position(block.line),
                message=excerpt(text),
            )
        )


def _described(text: str) -> tuple[str, str, str]:
    """Split a description into name, directive ("SKIP", "TODO" or "") and the directive's reason."""
    found = _DIRECTIVE.search(text)
    if found is None:
        return text.strip().replace("\\#", "#"), "", ""
    return text[: found.start()].strip().replace("\\#", "#"), found[1].upper(), text[found.end() :].strip()


def _outcome(point: _Point) -> TestOutcome:
    match point.directive, point.failed:
        case "SKIP", _:
            return TestOutcome.SKIPPED
        case "TODO", failed:
            return TestOutcome.XFAILED if failed else TestOutcome.XPASSED
        case _, failed:
            return TestOutcome.FAILED if failed else TestOutcome.PASSED


def _milliseconds(text: str) -> float | None:
    try:
        return seconds_of(float(text[:40]) / 1000)
    except ValueError:
        return None
