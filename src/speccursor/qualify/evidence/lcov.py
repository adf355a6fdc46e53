"""LCOV's tracefiles -> Coverage (c8, nyc, node:test, coverage.py, geninfo).

Format: geninfo(1), https://github.com/linux-test-project/lcov/blob/master/man/geninfo.1, section FILES. Each
record goes from ``SF:`` to ``end_of_record``; its own totals are held against its lines. Several records of one
file are added up, as ``lcov -a`` does. Branches are None where no record of the file's producer has any. llvm-cov's
own totals are no totals of its lines, so its JSON is read instead (`llvm_cov.py`).
"""

import re

from msgspec import Struct

from speccursor.qualify.evidence.documents import LARGEST, lines_of, whole
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, UnreadableEvidence

_KEYWORD = re.compile(r"([A-Z]{1,6}):(.*)")
_OTHER = frozenset(
    {"TN", "VER", "FN", "FNDA", "FNF", "FNH", "FNL", "FNA", "FL", "FLH", "MCDC", "MCF", "MCH", "BA", "BF", "BH"}
)


class _File(Struct):
    lines: dict[int, int] = {}
    branches: dict[tuple[int, str], bool] = {}


class _Record(Struct):
    """One open record: its lines and branches, and its totals as it tells them."""

    path: str
    lines: dict[int, int] = {}
    branches: dict[tuple[int, str], bool] = {}
    totals: dict[str, int] = {}


def read_lcov(content: bytes, *, root: str, cwd: str = "") -> Coverage:
    """Read a tracefile; `cwd` is the folder that its paths are relative to. Raises UnreadableEvidence."""
    place = Root(root)
    files: dict[str, _File] = {}
    record: _Record | None = None
    measured = False
    for line in lines_of(content, "an LCOV tracefile"):
        if not line.strip() or line.startswith("#"):
            continue
        if line == "end_of_record":
            if record is None:
                raise UnreadableEvidence("an LCOV record ends that did not begin")
            measured |= _close(record, files.setdefault(place.relative(record.path, cwd=cwd), _File()))
            record = None
        else:
            record = _take(line, record)
    if record is not None or not files:
        raise UnreadableEvidence("not an LCOV tracefile, or one that is cut short")
    return Coverage(tuple(_coverage(path, file, measured=measured) for path, file in files.items()))


def _take(line: str, record: _Record | None) -> _Record | None:
    found = _KEYWORD.fullmatch(line)
    if found is None:
        raise UnreadableEvidence(f"not a line of an LCOV tracefile: {line[:200]!r}")
    keyword, rest = found.groups()
    if keyword == "SF":
        if record is not None or not rest:
            raise UnreadableEvidence("an LCOV record begins within another one, or has no path")
        return _Record(rest)
    if keyword in _OTHER:
        return record
    if record is None:
        raise UnreadableEvidence(f"{keyword} stands outside an LCOV record")
    match keyword:
        case "DA":
            number, _, hits = rest.partition(",")
            line_number = _line(number)
            record.lines[line_number] = record.lines.get(line_number, 0) + _count(hits.partition(",")[0])
        case "BRDA":
            _branch(record, rest)
        case "LF" | "LH" | "BRF" | "BRH":
            record.totals[keyword] = _count(rest)
        case _:
            raise UnreadableEvidence(f"LCOV's {keyword} is not known")
    return record


def _branch(record: _Record, rest: str) -> None:
    """Take ``BRDA:line,block,branch,taken``; the branch may be an expression with commas in it."""
    number, _, rest = rest.partition(",")
    which, comma, taken = rest.rpartition(",")
    if not comma:
        raise UnreadableEvidence("a BRDA of LCOV has too few fields")
    key = (_line(number), which)
    hit = taken != "-" and _count(taken) > 0
    record.branches[key] = record.branches.get(key, False) or hit


def _close(record: _Record, file: _File) -> bool:
    """Add a complete record to its file. Returns whether it tells of branches at all."""
    told = record.totals
    lines, branches = record.lines, record.branches
    seen = {
        "LF": len(lines),
        "LH": sum(hits > 0 for hits in lines.values()),
        "BRF": len(branches),
        "BRH": sum(branches.values()),
    }
    if any(told[name] != seen[name] for name in told):
        raise UnreadableEvidence(f"the totals and the lines of {record.path[:200]} disagree")
    for line, hits in lines.items():
        file.lines[line] = file.lines.get(line, 0) + hits
    for key, hit in branches.items():
        file.branches[key] = file.branches.get(key, False) or hit
    return bool(branches) or "BRF" in told


def _coverage(path: str, file: _File, *, measured: bool) -> FileCoverage:
    missed = {line for (line, _), hit in file.branches.items() if not hit}
    branches = Branches(sum(file.branches.values()), len(file.branches), tuple(sorted(missed)))
    return FileCoverage(
        path=path,
        executed=tuple(sorted(line for line, hits in file.lines.items() if hits)),
        missing=tuple(sorted(line for line, hits in file.lines.items() if not hits)),
        branches=branches if measured else None,
    )


def _line(text: str) -> int:
    line = _count(text)
    if not 1 <= line <= LARGEST:
        raise UnreadableEvidence(f"LCOV's line {text[:40]!r} is not one")
    return line


def _count(text: str) -> int:
    count = whole(text)
    if count is None:
        raise UnreadableEvidence(f"LCOV's count {text[:40]!r} is not one")
    return count
