"""coverage.py, Cobertura, LCOV and Istanbul: the same files measured by different producers."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.cobertura import read_cobertura
from speccursor.qualify.evidence.coverage_py import read_coverage_py
from speccursor.qualify.evidence.istanbul import read_istanbul
from speccursor.qualify.evidence.lcov import read_lcov
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, UnreadableEvidence
from tests.unit.evidence.readers import GOLDEN, ROOT


def golden(path: str) -> bytes:
    return (GOLDEN / path).read_bytes()


def cobertura(content: bytes | str) -> Coverage:
    return read_cobertura(io.BytesIO(content.encode() if isinstance(content, str) else content), root=ROOT)


EXECUTED = (1, 2, 3, 4, 5, 13, 14, 15, 16, 17)
CORE = FileCoverage(path="lib/core.py", executed=EXECUTED, missing=(6,), branches=Branches(6, 8, (4, 15)))
EMPTY = FileCoverage(path="lib/__init__.py", executed=(), missing=(), branches=Branches(0, 0))


def test_coverage_py_tells_the_same_in_each_of_its_formats() -> None:
    (empty, core) = read_coverage_py(golden("coverage-7.17.3/branches.json"), root=ROOT).files
    assert core.excluded == (9, 10)
    assert (empty, core.executed, core.missing, core.branches) == (EMPTY, CORE.executed, CORE.missing, CORE.branches)
    assert cobertura(golden("coverage-7.17.3/cobertura.xml")) == Coverage((EMPTY, CORE))
    assert read_lcov(golden("coverage-7.17.3/branches.lcov"), root=ROOT) == Coverage((EMPTY, CORE))


def test_branches_that_were_not_measured_are_none_and_not_zero() -> None:
    for read in (
        read_coverage_py(golden("coverage-7.17.3/lines.json"), root=ROOT),
        cobertura(golden("coverage-7.17.3/lines.xml")),
        read_lcov(golden("coverage-7.17.3/lines.lcov"), root=ROOT),
    ):
        assert [(file.executed, file.branches) for file in read.files] == [((), None), (EXECUTED, None)]


def test_istanbul_tells_the_same_as_its_lcov() -> None:
    final = read_istanbul(golden("nyc-18.0.0/coverage-final.json"), root=ROOT)
    assert final == read_lcov(golden("nyc-18.0.0/lcov.info"), root=ROOT)
    assert final.files[0] == FileCoverage(
        path="lib/c.cjs", executed=(2, 3, 4, 8), missing=(), branches=Branches(6, 10, (3, 4))
    )
    # Cobertura cannot tell of a branch on a line without a statement, the default argument in line 1.
    assert cobertura(golden("nyc-18.0.0/cobertura.xml")).files[0].branches == Branches(5, 9, (3, 4))


def test_the_coverage_of_node_is_read() -> None:
    first = read_lcov(golden("node-20.20.2/coverage.lcov"), root=ROOT).files[0]
    assert (first.path, first.missing, first.branches) == ("lib/m.mjs", (7,), Branches(5, 9, (3, 4)))


def report(meta: dict[str, Any] | None = None, summary: dict[str, Any] | None = None, **file: Any) -> bytes:
    one = {
        "executed_lines": [0, 2],
        "missing_lines": [3],
        "excluded_lines": [],
        "executed_branches": [[2, 3]],
        "missing_branches": [[2, -1]],
        "summary": {
            "covered_lines": 2,
            "missing_lines": 1,
            "num_branches": 2,
            "covered_branches": 1,
            **(summary or {}),
        },
        **file,
    }
    return json.dumps({"meta": {"format": 3, "branch_coverage": True, **(meta or {})}, "files": {"a.py": one}}).encode()


def test_line_zero_of_an_empty_file_is_its_first() -> None:
    (file,) = read_coverage_py(report(), root=ROOT, cwd="sub").files
    assert file == FileCoverage(path="sub/a.py", executed=(1, 2), missing=(3,), branches=Branches(1, 2, (2,)))


@pytest.mark.parametrize(
    "content",
    [
        report(meta={"format": 4}),
        report(summary={"covered_lines": 3}),
        report(summary={"missing_lines": 0}),
        report(summary={"num_branches": 3}),
        report(summary={"num_branches": None}),
        report(summary={"covered_branches": 2}),
        report(missing_branches=None),
        report(executed_lines=[2, 2]),
        report(executed_lines=[-1, 2]),
        report(executed_lines=[2**40, 2]),
        report(missing_lines=["3"]),
        report(missing_branches=[[2]]),
        b'{"meta":{"format":3},"files":{}}',
    ],
)
def test_a_report_of_coverage_py_that_contradicts_itself_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_coverage_py(content, root=ROOT)


def final(**fields: Any) -> bytes:
    span = {"start": {"line": 2}, "end": {"line": 2}}
    file = {
        "path": "/candidate/a.js",
        "statementMap": {"0": span, "1": span, "2": {"start": {"line": 0}}},
        "s": {"0": 0, "1": 4, "2": 0},
        "branchMap": {"0": {"locations": [span, {"start": {}}], "loc": {"start": {"line": 7}}}},
        "b": {"0": [0, 0]},
        **fields,
    }
    return json.dumps({"/candidate/a.js": file}).encode()


def test_a_line_of_istanbul_is_executed_when_one_of_its_statements_is() -> None:
    (file,) = read_istanbul(final(), root=ROOT).files
    assert file == FileCoverage(path="a.js", executed=(2,), missing=(1,), branches=Branches(0, 2, (2, 7)))


def test_a_branch_without_any_line_is_missed_in_the_first() -> None:
    content = final(branchMap={"0": {"locations": [{"start": {}}, {"start": {}}]}})
    assert read_istanbul(content, root=ROOT).files[0].branches == Branches(0, 2, (1,))


@pytest.mark.parametrize(
    "content",
    [
        final(s={"0": 1, "1": 1}),
        final(s={"0": 1, "1": -1, "2": 0}),
        final(b={}),
        final(b={"0": [1]}),
        final(b={"0": [1, 1.5]}),
        final(statementMap={"0": {"start": {}}}, s={"0": 1}),
        b"[]",
    ],
)
def test_a_coverage_of_istanbul_that_contradicts_itself_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_istanbul(content, root=ROOT)


def test_records_of_one_file_are_added_up() -> None:
    content = (
        b"# geninfo\nTN:x\nSF:/candidate/a.c\nVER:1\nDA:1,0\nDA:2,1,hash\nBRDA:1,e0,a, b,-\n"
        b"BRDA:1,0,1,0\nBRF:2\nBRH:0\nend_of_record\n"
        b"SF:a.c\r\nDA:1,3\r\nDA:2,0\r\nBRDA:1,0,1,2\r\nend_of_record\r\n"
    )
    (file,) = read_lcov(content, root=ROOT).files
    assert file == FileCoverage(path="a.c", executed=(1, 2), missing=(), branches=Branches(1, 2, (1,)))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"SF:a\nDA:1,1\n",
        b"end_of_record\n",
        b"SF:a\nSF:b\nend_of_record\n",
        b"SF:\nend_of_record\n",
        b"DA:1,1\n",
        b"SF:a\nDA:0,1\nend_of_record\n",
        b"SF:a\nDA:-1,1\nend_of_record\n",
        b"SF:a\nDA:1,-1\nend_of_record\n",
        b"SF:a\nDA:1\nend_of_record\n",
        "SF:a\nDA:1,\u0663\nend_of_record\n".encode(),
        b"SF:a\nDA:1,1\nLF:2\nend_of_record\n",
        b"SF:a\nDA:1,1\nLH:0\nend_of_record\n",
        b"SF:a\nBRF:1\nend_of_record\n",
        b"SF:a\nBRDA:1,0\nend_of_record\n",
        b"SF:a\nXY:1\nend_of_record\n",
        b"SF:a\nhello\nend_of_record\n",
    ],
)
def test_a_tracefile_that_is_cut_or_contradicts_itself_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_lcov(body, root=ROOT)


def cls(lines: str, sources: str = "", head: str = "") -> str:
    return (
        f"<coverage {head}><sources>{sources}</sources><packages><package><classes><class filename='src/a.py'>"
        f"<methods><method><lines><line number='99' hits='1'/></lines></method></methods><lines>{lines}</lines>"
        "</class></classes></package></packages></coverage>"
    )


@pytest.mark.parametrize(
    ("sources", "path"),
    [
        ("", "src/a.py"),
        ("<source> /candidate/sub </source>", "sub/src/a.py"),
        ("<source>.</source>", "src/a.py"),
        ("<source>/candidate/one</source><source>/candidate/two</source>", "src/a.py"),
        ("<source>/elsewhere</source>", "src/a.py"),
    ],
)
def test_a_file_is_below_its_only_source(sources: str, path: str) -> None:
    (file,) = cobertura(cls("<line number='1' hits='00'/><line number='1' hits='7'/>", sources)).files
    assert (file.path, file.executed, file.missing) == (path, (1,), ())


@pytest.mark.parametrize(
    "content",
    [
        "<html/>",
        cls("<line number='0' hits='1'/>"),
        cls("<line hits='1'/>"),
        cls("<line number='1'/>"),
        cls("<line number='1' hits='-1'/>"),
        cls("<line number='1' hits='1' branch='true'/>"),
        cls("<line number='1' hits='1' branch='true' condition-coverage='100% (3/2)'/>"),
        cls("<line number='1' hits='1'/>", head="lines-valid='2'"),
        "<coverage><class/></coverage>",
        "<!DOCTYPE coverage [<!ENTITY a 'b'>]><coverage/>",
        cls("<line number='1' hits='1'/>")[:-1],
    ],
)
def test_a_cobertura_report_that_contradicts_itself_is_unreadable(content: str) -> None:
    with pytest.raises(UnreadableEvidence):
        cobertura(content)


def test_a_line_of_cobertura_outside_any_class_counts_for_nothing() -> None:
    assert cobertura(
        "<coverage><line number='1' hits='1'/><class><lines/></class></coverage>".replace(
            "<class>", "<class filename='a'>"
        )
    ) == Coverage((FileCoverage(path="a", executed=(), missing=()),))


@given(st.dictionaries(st.integers(1, 60), st.integers(0, 3), min_size=1, max_size=20))
def test_lcov_and_cobertura_of_the_same_hits_say_the_same(hits: dict[int, int]) -> None:
    tracefile = "SF:src/a.py\n" + "".join(f"DA:{line},{count}\n" for line, count in hits.items()) + "end_of_record\n"
    lines = "".join(f"<line number='{line}' hits='{count}'/>" for line, count in hits.items())
    read = read_lcov(tracefile.encode(), root=ROOT)
    assert read == cobertura(cls(lines))
    assert read.files[0].executed == tuple(sorted(line for line, count in hits.items() if count))
    assert len(read.files[0].executed) + len(read.files[0].missing) == len(hits)
