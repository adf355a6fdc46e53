"""Hypothesis's own record -> Properties, in JSON lines that our pytest plugin writes.

The shape, ``speccursor.properties/1``, one line a property::

    {"schema", "nonce", "id": pytest's node id, "path", "line", "outcome": "passed|failed|skipped|xfailed|error",
     "statistics": text or null, "counterexample", "message", "asked": int or null, "numRuns": int or null}

and a last line ``{"schema", "nonce", "finished": true, "collected": N}`` with N properties collected; beside it stands
``"searched": M`` where nothing was collected because none of M files names Hypothesis.
`statistics` is the text that Hypothesis's own pytest plugin makes for ``--hypothesis-show-statistics`` and for
JUnit (``hypothesis.statistics.describe_statistics``). It is the framework's own record of what ran; the other
one, observability, is declared experimental and writes every example to disk. Its wording is not promised to
be stable, so it is matched word by word, as it was from 6.80 to 6.170; in any other words the count is None.
Events and targets in it are text of the candidate's, which must not pass for counts: phases are believed only
in Hypothesis's order, once each, and their counts only where they stand.
"""

import re
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import LARGEST, excerpt, from_json_lines, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.counted import counted
from speccursor.qualify.model.evidence import Properties, Property, PropertyOutcome, UnreadableEvidence

Schema = Literal["speccursor.properties/1"]


class _Line(Struct, rename="camel"):
    """A property, or the last line."""

    schema: Schema
    nonce: str
    finished: bool = False
    collected: int | None = None
    searched: int | None = None
    id: str | None = None
    path: str | None = None
    line: int | None = None
    outcome: Literal["passed", "failed", "skipped", "xfailed", "error"] | None = None
    statistics: str | None = None
    counterexample: str = ""
    message: str = ""
    asked: int | None = None
    num_runs: int | None = None


class Statistics(Struct, frozen=True):
    """What a statistics text says. `generated`: a generate phase ran; `exhausted`: nothing was left to do."""

    passing: int
    failing: int
    invalid: int
    generated: bool
    exhausted: bool
    asked: int | None
    stopped: str


_LINES = msgspec.json.Decoder(_Line)
_ORDER = ("reuse", "generate", "target", "shrink", "explain")
# Shrinking and explaining run variations of one failure: they test nothing new.
_TESTING = frozenset({"reuse", "generate", "target"})
_PHASE = re.compile(r"  - during (\w{1,40}) phase \(\d+\.\d\d seconds\):")
_RUNTIMES = "    - Typical runtimes: "
_COUNTS = (
    re.compile(r"    - (\d{1,9}) passing, (\d{1,9}) failing, and (\d{1,9}) invalid test cases"),
    re.compile(r"    - (\d{1,9}) passing examples, (\d{1,9}) failing examples, (\d{1,9}) invalid examples"),
)
_STOPPED = "  - Stopped because "
_ASKED = re.compile(
    r"settings\.max_examples=(\d{1,9})(?:, but < 10?% of (?:examples|test cases) satisfied assumptions)?"
)
_EXHAUSTED = "nothing left to do"
_OTHER_REASONS = re.compile(
    r"nothing left to do|test was flaky|shrinking was very slow|shrunk (?:example|test case) \d{1,6} times"
)
_OUTCOMES = {
    "passed": PropertyOutcome.HELD,
    "skipped": PropertyOutcome.SKIPPED,
    "xfailed": PropertyOutcome.EXPECTED_FAILURE,
    "error": PropertyOutcome.ERRORED,
}


def read_hypothesis(content: bytes, *, root: str) -> Properties:
    """Read the plugin's JSON lines. `executed` is None where the record does not say it in known words.

    A failure without a counterexample is ERRORED: nothing was falsified. Raises UnreadableEvidence: without
    the last line, with a property missing, or with marks of different runs.
    """
    lines = from_json_lines(_LINES, content, "the record of the properties")
    if not lines or not lines[-1].finished:
        raise UnreadableEvidence("the record of the properties has no end")
    last = lines.pop()
    if any(line.finished or line.nonce != last.nonce for line in lines):
        raise UnreadableEvidence("the record of the properties is put together from several")
    if last.collected != len(lines):
        raise UnreadableEvidence(f"{last.collected} properties were collected and {len(lines)} are told")
    if last.searched is not None and lines:
        raise UnreadableEvidence("there are properties, and it is said that no file names Hypothesis")
    place = Root(root)
    return Properties(tuple(_property(line, place) for line in lines), last.nonce, none_because=_absence(last.searched))


def _absence(files: int | None) -> str:
    files = _amount(files)
    return "" if files is None else f"none of {counted(files, 'file')} names Hypothesis, and nothing installed needs it"


def statistics_of(text: str) -> Statistics | None:
    """Read Hypothesis's statistics text; None where any of its words is not known."""
    lines = text.rstrip("\n").split("\n")
    stopped = lines[-1].removeprefix(_STOPPED)
    asked = _ASKED.fullmatch(stopped)
    if stopped == lines[-1] or not (asked or _OTHER_REASONS.fullmatch(stopped)):
        return None
    phases = _phases(lines)
    counts = [_counts(lines, at) for name, at in phases.items() if name in _TESTING]
    known = [count for count in counts if count is not None]
    if not phases or len(known) != len(counts):
        return None
    passing, failing, invalid = map(sum, zip((0, 0, 0), *known, strict=True))
    return Statistics(
        passing=passing,
        failing=failing,
        invalid=invalid,
        generated="generate" in phases,
        exhausted=stopped == _EXHAUSTED,
        asked=int(asked[1]) if asked else None,
        stopped=stopped,
    )


def _phases(lines: Sequence[str]) -> dict[str, int]:
    """Return where each phase begins; none where they are not Hypothesis's own, in its order and once each."""
    phases = [(found[1], at) for at, line in enumerate(lines) if (found := _PHASE.fullmatch(line))]
    if any(name not in _ORDER for name, _ in phases):
        return {}
    places = [_ORDER.index(name) for name, _ in phases]
    return dict(phases) if places == sorted(set(places)) else {}


def _counts(lines: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """Return passing, failing and invalid of the phase that begins at a line: they stand two lines below."""
    below = lines[at + 1 : at + 3]
    if len(below) == 2 and below[0].startswith(_RUNTIMES):  # noqa: PLR2004  (runtimes, then counts)
        for pattern in _COUNTS:
            if found := pattern.fullmatch(below[1]):
                return int(found[1]), int(found[2]), int(found[3])
    return None


def _property(line: _Line, place: Root) -> Property:
    if line.id is None or line.outcome is None:
        raise UnreadableEvidence("a property has no id, or no outcome")
    said = None if line.statistics is None else statistics_of(line.statistics)
    outcome = _OUTCOMES.get(line.outcome) or _failed(line, said)
    executed = _amount(line.num_runs) if said is None else said.passing + said.failing
    return Property(
        id=line.id,
        outcome=outcome,
        executed=executed,
        # Without a generate phase "nothing left to do" says only that nothing was asked for.
        complete=outcome is PropertyOutcome.HELD and said is not None and said.exhausted and said.generated,
        asked=said.asked if line.asked is None and said is not None else _amount(line.asked),
        invalid=said.invalid if said else 0,
        path=None if line.path is None else place.relative(line.path),
        line=position(line.line),
        counterexample=excerpt(line.counterexample),
        message=excerpt(line.message),
    )


def _failed(line: _Line, said: Statistics | None) -> PropertyOutcome:
    falsified = bool(line.counterexample) or (said is not None and said.failing > 0)
    return PropertyOutcome.FALSIFIED if falsified else PropertyOutcome.ERRORED


def _amount(number: int | None) -> int | None:
    if number is not None and not 0 <= number <= LARGEST:
        raise UnreadableEvidence("a count of a property's runs is not one")
    return number
