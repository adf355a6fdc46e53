"""What the tools of Rust really print, read: the findings, the lines and the counts are those of the golden crate."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.cargo import read_examined, read_messages
from speccursor.qualify.evidence.llvm_cov import read_llvm_cov
from speccursor.qualify.evidence.rust_properties import read_rust_properties
from speccursor.qualify.evidence.rustfmt import read_rustfmt
from speccursor.qualify.evidence.rustscan import read_sources, read_unsafe
from speccursor.qualify.model.evidence import Branches, FileCoverage, PropertyOutcome, Severity, UnreadableEvidence

GOLDEN = Path(__file__).parents[2] / "golden"
ROOT = "/candidate"
METADATA = (GOLDEN / "cargo-1.95.0/metadata.json").read_bytes()
CLIPPY = (GOLDEN / "cargo-1.95.0/clippy.jsonl").read_bytes()
LLVM_COV = GOLDEN / "llvm-cov-19.1.7"
COVERAGE = (LLVM_COV / "coverage.json").read_bytes()
INSTANTIATED = (LLVM_COV / "instantiated.json").read_bytes()
DIFFERING = (GOLDEN / "rustfmt-1.9.0/differing.txt").read_bytes()
SCAN = (GOLDEN / "rustscan-1.0.0/scan.jsonl").read_bytes()
PROPERTIES = (GOLDEN / "proptest-1.12.0/properties.jsonl").read_bytes()


def message(**more: object) -> dict[str, object]:
    """Return a diagnostic as rustc writes it."""
    return {"message": "m", "level": "error", "code": None, "spans": [], **more}


def told(*diagnostics: dict[str, object], success: bool = False) -> bytes:
    """Return cargo's messages of a build."""
    lines = [{"reason": "compiler-message", "message": one} for one in diagnostics]
    ended = {"reason": "build-finished", "success": success}
    return b"".join(json.dumps(line).encode() + b"\n" for line in (*lines, ended))


def test_each_of_clippys_findings_counts_once_with_its_place() -> None:
    read = read_messages(CLIPPY, root=ROOT, metadata=METADATA)
    assert read.succeeded
    assert {(one.path, one.line, one.rule) for one in read.findings} == {
        ("src/lib.rs", 14, "clippy::needless_return"),
        ("src/shape.rs", 5, "clippy::unnecessary_map_or"),
        ("src/shape.rs", 9, "clippy::len_zero"),
    }
    assert {one.severity for one in read.findings} == {Severity.MEDIUM}
    assert CLIPPY.count(b"needless_return") > 1  # told of the library and of its tests


def test_a_build_that_does_not_say_how_it_ended_is_not_read() -> None:
    cut = CLIPPY[: CLIPPY.rindex(b'{"reason":"build-finished"')]
    with pytest.raises(UnreadableEvidence, match="did not say how the build ended"):
        read_messages(cut, root=ROOT, metadata=METADATA)


def test_what_a_macro_prints_while_it_is_expanded_is_passed_over() -> None:
    noisy = b"expanding [1/2]\n" + CLIPPY
    assert read_messages(noisy, root=ROOT, metadata=METADATA) == read_messages(CLIPPY, root=ROOT, metadata=METADATA)


def test_an_error_without_a_place_is_a_finding_and_rustcs_summaries_are_none() -> None:
    diagnostics = (
        message(message="linking with `cc` failed"),
        message(message="aborting due to 1 previous error"),
        message(message="2 warnings emitted", level="warning"),
        message(message="for more information", level="failure-note"),
    )
    read = read_messages(told(*diagnostics), root=ROOT, metadata=METADATA)
    assert [(one.path, one.line, one.message, one.severity) for one in read.findings] == [
        (".", None, "linking with `cc` failed", Severity.HIGH)
    ]
    assert read.findings[0].refused
    assert not read.succeeded


@given(st.integers(-(2**31), 0))
def test_a_line_that_cannot_be_one_is_refused(line: int) -> None:
    span = {"file_name": "src/a.rs", "line_start": line, "column_start": 1, "is_primary": True}
    with pytest.raises(UnreadableEvidence):
        read_messages(told(message(spans=[span])), root=ROOT, metadata=METADATA)


def test_paths_begin_at_the_workspace_and_sources_outside_the_candidate_are_left_out() -> None:
    inner = METADATA.replace(b'"workspace_root":"/candidate"', b'"workspace_root":"/candidate/rust"')
    listed = b"src/lib.rs\n/environment/cargo/x/src/lib.rs\n../../outside.rs\n/candidate/shared/a.rs\n"
    assert read_examined(listed, root=ROOT, metadata=inner) == {"rust/src/lib.rs", "shared/a.rs"}
    examined = (GOLDEN / "cargo-1.95.0/examined.txt").read_bytes()
    assert len(read_examined(examined, root=ROOT, metadata=METADATA)) == 4


def covered(content: bytes, **more: Any) -> dict[str, FileCoverage]:
    """Return the coverage of each file of an export."""
    return {file.path: file for file in read_llvm_cov(content, root=ROOT, **more).files}


def test_lines_of_tests_are_left_out_of_the_coverage() -> None:
    tests = {path: source.test_lines for path, source in read_sources(SCAN).items()}
    whole, shipped = covered(COVERAGE), covered(COVERAGE, without=tests)
    assert whole["src/lib.rs"].executed == (13, 14, 15, 18, 19, 20, 27, 28, 29, 32, 33, 34, 35)
    assert shipped["src/lib.rs"].executed == (13, 14, 15, 18, 19, 20)
    assert shipped["src/shape.rs"].missing == (10,)
    assert not shipped["tests/double.rs"].executed


@pytest.mark.parametrize("name", ["coverage", "instantiated"])
def test_lines_are_those_of_llvm_covs_own_tracefile_whatever_its_totals_say(name: str) -> None:
    lines: dict[str, dict[int, bool]] = {}
    for record in (LLVM_COV / f"{name}.lcov").read_text().split("end_of_record\n")[:-1]:
        told = re.findall(r"^DA:(\d+),(\d+)$", record, re.MULTILINE)
        path = record.partition("\n")[0].removeprefix(f"SF:{ROOT}/")
        lines[path] = {int(line): count != "0" for line, count in told}
    read = covered((LLVM_COV / f"{name}.json").read_bytes())
    assert {
        path: dict.fromkeys(file.executed, True) | dict.fromkeys(file.missing, False) for path, file in read.items()
    } == lines


def test_llvm_covs_totals_are_neither_those_of_its_lines_nor_a_bound_of_them() -> None:
    (summary,) = json.loads(INSTANTIATED)["data"][0]["files"]
    file = covered(INSTANTIATED)["src/lib.rs"]
    assert summary["summary"]["lines"]["count"] > len(file.executed) + len(file.missing)
    assert summary["summary"]["lines"]["covered"] < len(file.executed)


def test_each_condition_has_two_outcomes_however_often_it_was_instantiated() -> None:
    assert covered(COVERAGE)["src/shape.rs"].branches == Branches(4, 6, (5, 9))
    without = {"src/shape.rs": [(9, 9)]}
    assert covered(COVERAGE, without=without)["src/shape.rs"].branches == Branches(3, 4, (5,))


Segments = tuple[tuple[int, int, int, bool, bool, bool], ...]
LINE: Segments = ((3, 1, 1, True, True, False), (3, 9, 0, False, False, False))


def exported(*branches: list[int], segments: Segments = LINE, lines: int = 1, **more: Any) -> bytes:
    """Return an export of one file."""
    summary = {"branches": {"count": 2 * len(branches)}, "lines": {"count": lines}}
    file = {"filename": "/candidate/a.rs", "branches": branches, "segments": segments, "summary": summary}
    data = {"files": [file], "totals": summary, **more}
    version = {"type": "llvm.coverage.json.export", "version": "2.0.1"}
    return json.dumps({"data": [data], **version}).encode()


def test_instantiations_of_one_condition_are_one_and_what_never_ran_counts() -> None:
    twice = exported([3, 1, 3, 9, 1, 0, 0, 0, 4], [3, 1, 3, 9, 0, 2, 0, 0, 4], [7, 1, 7, 9, 0, 0, 0, 0, 4])
    assert covered(twice)["a.rs"].branches == Branches(2, 4, (7,))


@pytest.mark.parametrize(
    ("segments", "executed", "missing"),
    [
        (((3, 1, 1, True, True, False), (5, 2, 0, False, False, False)), (3, 4, 5), ()),
        (((3, 1, 0, True, True, False), (5, 2, 0, False, False, False)), (), (3, 4, 5)),
        (((3, 1, 1, True, True, False), (4, 5, 0, True, True, False), (5, 1, 1, True, False, False)), (3, 4), (5,)),
        (((3, 1, 0, True, True, False), (4, 5, 2, True, True, True), (5, 1, 0, False, False, False)), (5,), (3, 4)),
        (((3, 1, 1, True, True, False), (4, 1, 0, False, True, False), (6, 1, 1, True, False, False)), (3,), ()),
        (((3, 1, 0, False, False, False), (3, 5, 2, True, True, False), (3, 9, 0, False, False, False)), (3,), ()),
        ((), (), ()),
    ],
    ids=["run", "not run", "wrapped", "gap", "skipped", "begins late", "nothing"],
)
def test_a_line_is_run_where_a_region_that_was_run_begins_or_goes_on(
    segments: Segments, executed: tuple[int, ...], missing: tuple[int, ...]
) -> None:
    (file,) = covered(exported(segments=segments, lines=len(executed) + len(missing))).values()
    assert (file.executed, file.missing) == (executed, missing)


def one(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return the content with the first of something replaced, which must be there."""
    assert old in content
    return content.replace(old, new, 1)


@pytest.mark.parametrize(
    "content",
    [
        exported([3, 1, 3]),
        exported([0, 1, 3, 9, 1, 0]),
        exported(segments=()),
        exported(segments=(*LINE, *LINE, (2, 1, 1, True, True, False))),
        exported(segments=((1, 1, 1, True, True, False), (2**40, 1, 0, False, False, False))),
        exported(totals={"branches": {"count": 0}, "lines": {"count": 2}}),
        exported(totals={"branches": {"count": 2}, "lines": {"count": 1}}),
        exported(files=[], totals={"branches": {"count": 0}, "lines": {"count": 0}}),
        one(exported([3, 1, 3, 9, 1, 0]), b"[[3, 1, 3, 9, 1, 0]]", b"[]"),
        one(COVERAGE, b'"version":"2.', b'"version":"4.'),
        one(COVERAGE, b"/candidate/src/lib.rs", b"/candidate/src/shape.rs"),
    ],
)
def test_an_export_that_contradicts_itself_or_is_of_another_version_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_llvm_cov(content, root=ROOT)


@given(st.integers(0, len(COVERAGE) - 1))
def test_an_export_that_is_cut_short_is_refused_wherever_it_is_cut(end: int) -> None:
    with pytest.raises(UnreadableEvidence):
        read_llvm_cov(COVERAGE[:end], root=ROOT)


@given(st.integers(0, 2))
def test_an_export_that_has_lost_a_file_is_refused(lost: int) -> None:
    export = json.loads(COVERAGE)
    del export["data"][0]["files"][lost]
    with pytest.raises(UnreadableEvidence, match="do not add up"):
        read_llvm_cov(json.dumps(export).encode(), root=ROOT)


def test_rustfmt_tells_what_it_looked_at_and_what_differs_once() -> None:
    read = read_rustfmt(DIFFERING, b"", root=ROOT)
    assert [(one.path, one.rule, one.fixable) for one in read.findings] == [("src/shape.rs", "format", True)]
    assert read.examined == 4


def test_a_file_that_rustfmt_cannot_parse_leaves_all_of_it_unread() -> None:
    broken = (GOLDEN / "rustfmt-1.9.0/broken.stderr").read_bytes()
    with pytest.raises(UnreadableEvidence, match="unclosed delimiter"):
        read_rustfmt(DIFFERING, broken, root=ROOT)


@pytest.mark.parametrize("line", [b"/candidate/src/other.rs\n", b"something new\n"])
def test_a_line_that_rustfmt_never_announced_is_refused(line: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_rustfmt(DIFFERING + line, b"", root=ROOT)


def test_uses_of_unsafe_code_have_their_lines_and_tests_have_none() -> None:
    read = read_unsafe(SCAN)
    assert [(one.path, one.line, one.rule) for one in read.findings] == [("src/lib.rs", 19, "unsafe-block")]
    assert read.examined == 4
    assert {path: source.functions for path, source in read_sources(SCAN).items()}["src/kinds.rs"] == 0


def test_a_source_that_was_not_parsed_leaves_all_unread_and_so_does_no_source() -> None:
    broken = SCAN.replace(b'"error":""', b'"error":"expected one of"', 1)
    for content in (broken, b""):
        with pytest.raises(UnreadableEvidence):
            read_unsafe(content)


def test_properties_have_the_examples_that_their_frameworks_counted() -> None:
    found = {one.id.partition(" > ")[2]: one for one in read_rust_properties(PROPERTIES).properties}
    assert (found["tests::held"].outcome, found["tests::by_helper"].executed) == (PropertyOutcome.HELD, 100)
    assert found["tests::falsified"].counterexample == "x = 317"
    assert found["wrong"].outcome is PropertyOutcome.FALSIFIED
    assert found["ten"].executed == 10
    assert found["tests::ignored"].outcome is PropertyOutcome.SKIPPED
    assert found["tests::expected"].outcome is PropertyOutcome.EXPECTED_FAILURE
    assert found["tests::all_rejected"].outcome is PropertyOutcome.ERRORED
    assert "tests::plain" not in found


@pytest.mark.parametrize("cut", ["ready", "end"])
def test_a_record_of_properties_without_its_beginning_or_end_is_refused(cut: str) -> None:
    lines = [line for line in PROPERTIES.splitlines(keepends=True) if f'"event": "{cut}"'.encode() not in line]
    with pytest.raises(UnreadableEvidence):
        read_rust_properties(b"".join(lines))


def test_a_record_of_properties_of_two_runs_is_refused() -> None:
    with pytest.raises(UnreadableEvidence, match="several runs"):
        read_rust_properties(PROPERTIES.replace(b'"nonce": "n0"', b'"nonce": "other"', 1))
