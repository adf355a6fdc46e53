"""coverage.py's JSON -> Coverage (``coverage json``).

Format: https://coverage.readthedocs.io/en/latest/commands/cmd_json.html, ``meta.format`` 2 and 3. The lists of
lines are held against the file's own summary: a list that was cut is unreadable, not a better coverage.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, UnreadableEvidence

_Line = Annotated[int, Meta(ge=0, le=LARGEST)]
_Target = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]


class _Summary(Struct):
    covered_lines: int
    missing_lines: int
    num_branches: int | None = None
    covered_branches: int | None = None


class _File(Struct):
    executed_lines: list[_Line]
    missing_lines: list[_Line]
    excluded_lines: list[_Line]
    summary: _Summary
    executed_branches: list[tuple[_Target, _Target]] | None = None
    missing_branches: list[tuple[_Target, _Target]] | None = None


class _Meta(Struct):
    branch_coverage: bool
    format: int = 1


class _Report(Struct):
    meta: _Meta
    files: dict[str, _File]


_REPORT = msgspec.json.Decoder(_Report)
_FORMATS = frozenset({2, 3})


def read_coverage_py(content: bytes, *, root: str, cwd: str = "") -> Coverage:
    """Read a JSON report; `cwd` is the folder that it was written in. Raises UnreadableEvidence."""
    report = from_json(_REPORT, content, "coverage.py's JSON")
    if report.meta.format not in _FORMATS:
        raise UnreadableEvidence(f"coverage.py's format {report.meta.format} is not known")
    place = Root(root)
    measured = report.meta.branch_coverage
    return Coverage(
        tuple(
            FileCoverage(
                path=place.relative(path, cwd=cwd),
                executed=_lines(path, file.executed_lines, file.summary.covered_lines),
                missing=_lines(path, file.missing_lines, file.summary.missing_lines),
                excluded=_lines(path, file.excluded_lines, len(file.excluded_lines)),
                branches=_branches(path, file) if measured else None,
            )
            for path, file in report.files.items()
        )
    )


def _lines(path: str, lines: list[int], count: int) -> tuple[int, ...]:
    if len(lines) != count or len(set(lines)) != count:
        raise UnreadableEvidence(f"the lines and the summary of {path[:200]} disagree")
    return tuple(sorted({max(line, 1) for line in lines}))  # some versions call an empty file's line 0


def _branches(path: str, file: _File) -> Branches:
    executed, missing, summary = file.executed_branches, file.missing_branches, file.summary
    if executed is None or missing is None or summary.num_branches is None:
        raise UnreadableEvidence(f"branches were measured, and those of {path[:200]} are not told")
    total = len(executed) + len(missing)
    if (summary.covered_branches, summary.num_branches) != (len(executed), total):
        raise UnreadableEvidence(f"the branches and the summary of {path[:200]} disagree")
    return Branches(len(executed), total, tuple(sorted({max(abs(origin), 1) for origin, _target in missing})))
