import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.speccursor_coverage import read_speccursor_coverage
from speccursor.qualify.model.evidence import Branches, FileCoverage, UnreadableEvidence

HEAD = {"schema": "speccursor.coverage/1", "nonce": "n", "version": "7.4.4"}
FILE = {"executed": [3, 1], "missing": [2], "excluded": [9, 8], "branches": [[1, 2, 1], [3, 2, 2]]}


def record(**more: object) -> bytes:
    return json.dumps({**HEAD, "files": {"src/a.py": FILE}, **more}).encode()


def test_lines_and_exits_of_branches_are_told_by_file() -> None:
    coverage, nonce = read_speccursor_coverage(record(), root="/candidate")
    assert nonce == "n"
    assert coverage.files == (
        FileCoverage(path="src/a.py", executed=(1, 3), missing=(2,), excluded=(8, 9), branches=Branches(3, 4, (1,))),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "a record of coverage"),
        (record()[:-1], "a record of coverage"),
        (record(schema="speccursor.coverage/2"), "a record of coverage"),
        (record(files={"a.py": {**FILE, "missing": [1]}}), "a line of a.py is told twice"),
        (record(files={"a.py": {**FILE, "executed": [1, 1]}}), "a line of a.py is told twice"),
        (record(files={"a.py": {**FILE, "branches": [[1, 2, 1], [1, 2, 2]]}}), "a branch of a.py is told twice"),
        (record(files={"a.py": {**FILE, "branches": [[1, 2, 3]]}}), "more exits of a branch of a.py were taken"),
        (record(files={"a.py": {**FILE, "executed": [-1]}}), "a record of coverage"),
    ],
)
def test_what_cannot_be_is_not_believed(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableEvidence, match=reason):
        read_speccursor_coverage(content, root="/candidate")


LINES = st.sets(st.integers(1, 500)).map(sorted)


@given(LINES, LINES, st.dictionaries(st.integers(1, 500), st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_every_line_and_exit_counts_once(
    executed: list[int], missing: list[int], branches: dict[int, tuple[int, int]]
) -> None:
    missing = [line for line in missing if line not in executed]
    exits = [[line, max(pair), min(pair)] for line, pair in branches.items()]
    file = {"executed": executed, "missing": missing, "excluded": [], "branches": exits}
    coverage, _ = read_speccursor_coverage(record(files={"a.py": file}), root="/candidate")
    (read,) = coverage.files
    assert (list(read.executed), list(read.missing)) == (executed, missing)
    assert read.branches is not None
    assert read.branches.total == sum(total for _, total, _ in exits)
    assert read.branches.total - read.branches.covered == sum(total - taken for _, total, taken in exits)
    assert list(read.branches.missing_lines) == sorted(line for line, total, taken in exits if taken < total)
