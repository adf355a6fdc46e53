"""ruff, mypy, eslint and tsc on what they really printed."""

import json

import pytest

from speccursor.qualify.evidence.eslint import read_eslint
from speccursor.qualify.evidence.mypy import read_mypy
from speccursor.qualify.evidence.ruff import read_ruff_check, read_ruff_format
from speccursor.qualify.evidence.tsc import read_tsc
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence
from tests.unit.evidence.readers import GOLDEN, ROOT


def golden(path: str) -> bytes:
    return (GOLDEN / path).read_bytes()


def places(findings: Findings) -> list[tuple[str, int | None, str]]:
    return [(finding.path, finding.line, finding.rule) for finding in findings.findings]


ODD = 'pkg/odd "name", \u00e9.py'


def test_ruff_check_gives_each_violation_with_its_place_and_the_count_of_files() -> None:
    read = read_ruff_check(golden("ruff-0.17.6/check.json"), root=ROOT, log=golden("ruff-0.17.6/check.log"))
    assert read.examined == 5
    assert places(read)[:2] == [("pkg/__init__.py", 1, "I001"), ("pkg/__init__.py", 1, "F401")]
    assert (ODD, 4, "B006") in places(read)
    first = read.findings[0]
    assert (first.column, first.fixable, first.severity) == (1, True, Severity.MEDIUM)
    unsafe = next(finding for finding in read.findings if finding.rule == "F841")
    assert not unsafe.fixable
    broken = next(finding for finding in read.findings if finding.path == "pkg/broken.py")
    assert (broken.rule, broken.severity) == ("invalid-syntax", Severity.HIGH)
    assert {one.rule for one in read.findings if one.refused} == {"invalid-syntax"}


def test_ruff_check_of_an_older_release_is_read_too() -> None:
    read = read_ruff_check(golden("ruff-0.14.0/check.json"), root=ROOT)
    assert read.examined is None
    assert ("pkg/__init__.py", 2, "E401") in places(read)


def test_ruff_without_a_finding_says_nothing_of_files_unless_its_log_does() -> None:
    clean = golden("ruff-0.17.6/check-clean.json")
    assert read_ruff_check(clean, root=ROOT) == Findings((), None)
    assert read_ruff_check(clean, root=ROOT, log=golden("ruff-0.17.6/check-nothing.log")) == Findings((), 0)
    with pytest.raises(UnreadableEvidence, match="how many files"):
        read_ruff_check(clean, root=ROOT, log=b"[ruff::commands::check][DEBUG] Looked at 3 files\n")


@pytest.mark.parametrize("version", ["0.14.0", "0.17.6"])
def test_ruff_format_gives_one_finding_a_file_at_its_first_changed_line(version: str) -> None:
    read = read_ruff_format(golden(f"ruff-{version}/format.json"), root=ROOT)
    assert places(read) == [
        ("pkg/__init__.py", 3, "unformatted"),
        ("pkg/broken.py", 1, "invalid-syntax"),
        (ODD, 1, "unformatted"),
        ("pkg/typed.py", 5, "unformatted"),
    ]


def test_ruff_format_counts_the_files_of_its_log() -> None:
    content, log = golden("ruff-0.17.6/format.json"), golden("ruff-0.17.6/format.log")
    assert read_ruff_format(content, root=ROOT, log=log).examined == 5
    twice = json.dumps(json.loads(content) * 2).encode()
    assert read_ruff_format(twice, root=ROOT) == read_ruff_format(content, root=ROOT)


def test_a_path_that_ruff_could_not_read_is_unreadable() -> None:
    with pytest.raises(UnreadableEvidence, match="could not read"):
        read_ruff_format(golden("ruff-0.17.6/format-missing.json"), root=ROOT)


def test_a_syntax_error_of_ruff_before_it_had_a_code_is_one() -> None:
    content = b'[{"filename":"/candidate/a.py","message":"SyntaxError: x","code":null,"location":null}]'
    expected = Finding("a.py", None, None, "invalid-syntax", "SyntaxError: x", Severity.HIGH, refused=True)
    assert read_ruff_check(content, root=ROOT).findings == (expected,)


def test_mypy_gives_errors_and_no_notes_and_counts_the_modules_of_its_report() -> None:
    content, report = golden("mypy-2.4.1/errors.jsonl"), golden("mypy-2.4.1/errors-linecount.txt")
    read = read_mypy(content, root=ROOT, report=report)
    assert read.examined == 4
    assert b'"severity": "note"' in content
    assert (ODD, 2, "return-value") in places(read)
    assert [finding.line for finding in read.findings if finding.path == "pkg/typed.py"] == [2, 3, 7, 10, 12]
    assert "types-PyYAML" in "".join(finding.message for finding in read.findings)
    below = read_mypy(content, root=ROOT, cwd="services", report=report)
    assert below.findings[0].path == f"services/{ODD}"


def test_a_silent_mypy_is_clean_only_with_a_report_of_what_it_checked() -> None:
    content = golden("mypy-2.4.1/clean.jsonl")
    assert read_mypy(content, root=ROOT, report=golden("mypy-2.4.1/clean-linecount.txt")) == Findings((), 1)
    with pytest.raises(UnreadableEvidence, match="no report"):
        read_mypy(golden("mypy-2.4.1/nothing.jsonl"), root=ROOT)


def test_a_mypy_that_gave_up_has_checked_nothing_and_says_why() -> None:
    content, report = golden("mypy-2.4.1/syntax.jsonl"), golden("mypy-2.4.1/syntax-linecount.txt")
    read = read_mypy(content, root=ROOT, report=report)
    assert read.examined == 0
    assert {(finding.severity, finding.refused) for finding in read.findings} == {(Severity.HIGH, True)}
    assert read_mypy(content, root=ROOT).examined is None


@pytest.mark.parametrize(
    "content",
    [golden("mypy-2.4.1/text.txt"), b"pkg/a.py:1: error: INTERNAL ERROR -- Please try\n", b'{"file":"a"}\n'],
)
def test_other_words_of_mypy_are_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_mypy(content, root=ROOT, report=golden("mypy-2.4.1/clean-linecount.txt"))


def test_a_severity_of_mypy_that_is_not_known_is_unreadable() -> None:
    content = golden("mypy-2.4.1/errors.jsonl").replace(b'"severity": "note"', b'"severity": "warning"')
    with pytest.raises(UnreadableEvidence, match="not known"):
        read_mypy(content, root=ROOT)


@pytest.mark.parametrize(
    "report",
    [
        b"",
        b"      6       6      1      1 total\n",
        b"      6       6      1      1 pkg.clean\n",
        b"      6       6      1      1 total\n      6       5      1      1 pkg.clean\n",
        b"      6       6      1      1 total\n      6       6      1      1 pkg.clean",
        b"      6       6      1      1 total\nmodules: pkg.clean\n",
    ],
)
def test_a_line_count_report_that_does_not_add_up_is_unreadable(report: bytes) -> None:
    with pytest.raises(UnreadableEvidence, match="line count report"):
        read_mypy(b"", root=ROOT, report=report)


def test_eslint_counts_the_files_it_linted_and_not_the_ignored_one() -> None:
    read = read_eslint(golden("eslint-9.39.5/findings.json"), root=ROOT)
    assert read.examined == 2
    assert [(finding.rule, finding.severity, finding.fixable) for finding in read.findings] == [
        ("no-unused-vars", Severity.MEDIUM, False),
        ("eqeqeq", Severity.LOW, False),
        ("semi", Severity.MEDIUM, True),
        ("semi", Severity.MEDIUM, True),
        ("parsing-error", Severity.HIGH, False),
    ]
    assert places(read)[-1] == ("src/broken.js", 1, "parsing-error")
    assert [one.rule for one in read.findings if one.refused] == ["parsing-error"]
    assert read_eslint(golden("eslint-9.39.5/clean.json"), root=ROOT) == Findings((), 1)


def eslint(**message: object) -> bytes:
    one = {"ruleId": None, "severity": 1, "message": "m", **message}
    return json.dumps([{"filePath": "/else/a.js", "messages": [one], "errorCount": 0, "warningCount": 1}]).encode()


def test_a_message_of_eslint_itself_is_a_finding() -> None:
    read = read_eslint(eslint(message="Unused eslint-disable directive", line=-3, column=0), root=ROOT)
    expected = Finding("/else/a.js", None, None, "eslint", "Unused eslint-disable directive", Severity.LOW)
    assert read == Findings((expected,), 1)


@pytest.mark.parametrize(
    "content", [eslint(severity=3), eslint().replace(b'"warningCount": 1', b'"warningCount": 2'), b"[{}]", b"{}"]
)
def test_results_of_eslint_that_contradict_themselves_are_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_eslint(content, root=ROOT)


def test_tsc_gives_each_error_with_its_chain_and_counts_the_candidates_own_files() -> None:
    read = read_tsc(golden("typescript-5.9.3/errors.txt"), root=ROOT, cwd=ROOT)
    assert read.examined == 2
    assert places(read)[0] == ("a.ts", 2, "TS2322")
    assert len(read.findings) == 5
    chain = read_tsc(golden("typescript-5.9.3/chain.txt"), root=ROOT, cwd=ROOT)
    assert chain.findings[0].message.endswith("    Type 'string' is not assignable to type 'number'.")
    assert read_tsc(golden("typescript-5.9.3/clean.txt"), root=ROOT, cwd=ROOT) == Findings((), 1)


def test_a_syntax_error_of_tsc_is_high_and_dependencies_are_not_counted() -> None:
    content = (
        b"x.ts(1,7): error TS1134: Variable declaration expected.\n/candidate/x.ts\n/candidate/node_modules/a/b.d.ts\n"
    )
    read = read_tsc(content, root=ROOT, cwd="/candidate/web")
    said = "Variable declaration expected."
    assert read == Findings((Finding("web/x.ts", 1, 7, "TS1134", said, Severity.HIGH, refused=True),), 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (golden("typescript-5.9.3/no-inputs.txt"), "TS18003"),
        (golden("typescript-5.9.3/usage.txt"), "TS5023"),
        (b"", "did not list"),
        (b"a.ts(1,1): error TS2322: x\n", "did not list"),
        (b"/candidate/a.ts\nVersion 5.9.3\n", "not a line"),
        (b"a.ts(1,1): error TS2322: x\n/candidate/a.ts\n  more\n", "not a line"),
        (b"/candidate/a\0.ts\n", "NUL"),
    ],
)
def test_what_shows_nothing_of_a_typescript_project_is_unreadable(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        read_tsc(content, root=ROOT, cwd=ROOT)
