"""llvm-cov's JSON -> Coverage: lines by their segments, each condition once however often it was instantiated.

Format: ``llvm-cov export`` (https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-export), type
``llvm.coverage.json.export``, version 2 or 3. A segment is ``[line, column, count, has a count, begins a region, is a
gap]`` and holds until the next one; which lines it makes is LLVM's own rule (``LineCoverageStats`` in
https://github.com/llvm/llvm-project/blob/main/llvm/lib/ProfileData/Coverage/CoverageMapping.cpp), the one of its LCOV.
A branch is ``[line, column, end line, end column, true, false, ...]`` and has two outcomes.

A file's totals are no totals of its lines. They add up, for each place where a function begins, the most lines that
one of its instantiations has, and the most that one has run (``CoverageReport::prepareSingleFileReport``): a closure's
lines count twice, and lines that two instantiations ran between them count too few. So files are held against the
totals of the whole document, which are their sum, and a file that counts lines or branches must tell of some.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import from_json
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, UnreadableEvidence

_Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_Segment = tuple[_Number, _Number, _Number, bool, bool, bool]
_Ranges = Sequence[tuple[int, int]]
_FIELDS = 6
_MOST_LINES = 5_000_000
_KNOWN = re.compile(r"[23]\.\d+\.\d+")


class _Total(Struct):
    count: _Number


class _Summary(Struct):
    lines: _Total
    branches: _Total


class _File(Struct):
    filename: str
    segments: list[_Segment]
    branches: list[list[_Number]]
    summary: _Summary


class _Data(Struct):
    files: list[_File]
    totals: _Summary


class _Export(Struct):
    data: list[_Data]
    type: Literal["llvm.coverage.json.export"]
    version: str


_EXPORT = msgspec.json.Decoder(_Export)


def read_llvm_cov(content: bytes, *, root: str, without: Mapping[str, _Ranges] | None = None) -> Coverage:
    """Read lines and branches of every file; `without` are ranges of lines, by path, that are no part of the question.

    Raises UnreadableEvidence.
    """
    place = Root(root)
    export = from_json(_EXPORT, content, "llvm-cov's export")
    if not _KNOWN.fullmatch(export.version):
        raise UnreadableEvidence(f"llvm-cov's export has the version {export.version[:40]!r}, which is not known")
    for data in export.data:
        _hold_against_totals(data)
    if sum(file.segments[-1][0] for data in export.data for file in data.files if file.segments) > _MOST_LINES:
        raise UnreadableEvidence(f"llvm-cov's export is of more than {_MOST_LINES} lines")
    found: dict[str, FileCoverage] = {}
    for file in (file for data in export.data for file in data.files):
        path = place.relative(file.filename)
        if path in found:
            raise UnreadableEvidence(f"llvm-cov tells of {path[:200]} twice")
        found[path] = _coverage(path, file, (without or {}).get(path, ()))
    if not found:
        raise UnreadableEvidence("llvm-cov told of no file")
    return Coverage(tuple(found.values()))


def _hold_against_totals(data: _Data) -> None:
    summaries = [file.summary for file in data.files]
    lines, branches = sum(one.lines.count for one in summaries), sum(one.branches.count for one in summaries)
    if (lines, branches) != (data.totals.lines.count, data.totals.branches.count):
        raise UnreadableEvidence("the files of llvm-cov's export do not add up to its totals")


def _coverage(path: str, file: _File, without: _Ranges) -> FileCoverage:
    lines = _lines(file)
    counted = file.summary
    if (counted.lines.count and not lines) or (counted.branches.count and not file.branches):
        raise UnreadableEvidence(f"llvm-cov counts lines or branches of {path[:200]} and tells none")
    inside = {line for first, last in without for line in range(first, last + 1) if line in lines}
    return FileCoverage(
        path=path,
        executed=tuple(line for line, count in lines.items() if count and line not in inside),
        missing=tuple(line for line, count in lines.items() if not count and line not in inside),
        branches=_branches(file, without),
    )


def _lines(file: _File) -> dict[int, int]:
    """Return how often each line was run, in order."""
    lines: dict[int, int] = {}
    reached = 0
    goes_on, count = False, 0
    for line, group in groupby(file.segments, key=itemgetter(0)):
        if line <= reached:
            raise UnreadableEvidence(f"llvm-cov's segments of {file.filename[:200]} are not in order at line {line}")
        if goes_on:
            lines.update(dict.fromkeys(range(reached + 1, line), count))
        here = list(group)
        begun = [(told, gap) for _, _, told, has_count, begins, gap in here if has_count and begins]
        skipped = here[0][4] and not here[0][3]
        if begun or (goes_on and not skipped):
            lines[line] = max([count, *(told for told, gap in begun if not gap)])
        _, _, count, goes_on, _, _ = here[-1]
        reached = line
    return lines


def _branches(file: _File, without: _Ranges) -> Branches:
    taken: dict[tuple[int, ...], tuple[bool, bool]] = {}
    for branch in file.branches:
        if len(branch) < _FIELDS or not branch[0]:
            raise UnreadableEvidence(f"llvm-cov's branch {branch[:_FIELDS]} is not one")
        place = tuple(branch[:4])
        true, false = taken.get(place, (False, False))
        taken[place] = true or branch[4] > 0, false or branch[5] > 0
    judged = {place: hits for place, hits in taken.items() if not any(a <= place[0] <= b for a, b in without)}
    missed = {place[0] for place, hits in judged.items() if not all(hits)}
    return Branches(sum(map(sum, judged.values())), 2 * len(judged), tuple(sorted(missed)))
