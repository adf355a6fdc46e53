import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.junit import read_junit
from speccursor.qualify.model.evidence import CollectionError, TestCase, TestOutcome, TestRun, UnreadableEvidence
from tests.unit.evidence.readers import GOLDEN, ROOT


def read(content: bytes | str, *, cwd: str = "") -> TestRun:
    body = content.encode() if isinstance(content, str) else content
    return read_junit(io.BytesIO(body), root=ROOT, cwd=cwd)


def golden(path: str) -> TestRun:
    return read((GOLDEN / path).read_bytes())


def outcomes(run: TestRun) -> dict[str, TestOutcome]:
    return {case.id.rpartition("::")[2]: case.outcome for case in run.cases}


def only(content: str) -> TestCase:
    (case,) = read(content).cases
    return case


FILE = "tests/test_all.py"


def test_pytest_gives_node_ids_places_outcomes_and_its_mark() -> None:
    run = golden("pytest-9.2.0/xunit1.xml")
    assert run.nonce == "0123456789abcdef"
    assert run.complete
    assert run.cases[0] == TestCase(id=f"{FILE}::test_pass", outcome=TestOutcome.PASSED, seconds=0.0, path=FILE, line=4)
    assert f"{FILE}::TestA::test_in_class" in {case.id for case in run.cases}
    assert len(run.cases) == len({case.id for case in run.cases}) == 22
    said = outcomes(run)
    assert [name for name, outcome in said.items() if outcome is TestOutcome.FAILED] == [
        "test_fail",
        "test_xpass_strict",
        "test_fail_and_teardown",
        "test_sub",
        "test_unexpected_success",
        "test_subtests",
    ]
    assert (said["test_setup"], said["test_teardown"]) == (TestOutcome.ERRORED, TestOutcome.ERRORED)
    assert (said["test_skip"], said["test_xfail"], said["test_expected"]) == (
        TestOutcome.SKIPPED,
        TestOutcome.XFAILED,
        TestOutcome.XFAILED,
    )
    (error,) = run.errors
    assert error.path == "tests/test_broken.py"
    assert "No module named 'nosuch'" in error.message
    both = next(case for case in run.cases if case.id.endswith("::test_fail_and_teardown"))
    assert both.attempts == 1
    assert "assert 0" in both.message
    assert "failed on teardown" in both.message


def test_the_xunit2_dialect_of_pytest_knows_no_files() -> None:
    run = golden("pytest-9.2.0/xunit2.xml")
    assert run.cases[0].id == "tests.test_all::test_pass"
    assert (run.cases[0].path, run.cases[0].line) == (None, None)
    assert len(run.cases) == 22
    assert run.errors[0].path == "tests.test_broken"


def test_reruns_of_pytest_are_attempts_of_one_test() -> None:
    run = golden("pytest-9.2.0/reruns.xml")
    assert len(run.cases) == 22
    failed = next(case for case in run.cases if case.id == f"{FILE}::test_fail")
    assert (failed.outcome, failed.attempts) == (TestOutcome.FAILED, 3)


def test_a_pass_after_a_rerun_is_told_as_such() -> None:
    case = only(
        '<testsuites name="pytest tests"><testsuite name="pytest" tests="2" failures="0">'
        '<testcase classname="t" name="a"/><testcase classname="t" name="a"/></testsuite></testsuites>'
    )
    assert (case.outcome, case.attempts) == (TestOutcome.PASSED, 2)


def test_a_report_without_a_test_is_an_empty_run() -> None:
    assert golden("pytest-9.2.0/zero.xml") == TestRun(())


def test_node_counts_children_and_its_to_do_is_skipped() -> None:
    run = golden("node-20.20.2/junit.xml")
    assert outcomes(run) == {
        "passes": TestOutcome.PASSED,
        "fails <&>": TestOutcome.FAILED,
        "skipped": TestOutcome.SKIPPED,
        "todo": TestOutcome.SKIPPED,
        "inner": TestOutcome.PASSED,
        "inner fails": TestOutcome.FAILED,
        "deeper": TestOutcome.PASSED,
        "sub ok": TestOutcome.PASSED,
        "sub bad": TestOutcome.FAILED,
    }
    assert run.nonce is None


def test_jest_tells_a_file_that_did_not_load_once() -> None:
    run = golden("junit-of-jest-17.0.0/tests.xml")
    assert [case.outcome.value for case in run.cases] == ["passed", "failed", "skipped", "passed"]
    assert run.cases[0].path == "jest/a.test.js"
    assert [error.path for error in run.errors] == ["jest/broken.test.js"]


SUREFIRE = """<testsuite name="com.x.T" time="1,234.5" tests="4" errors="0" skipped="0" failures="1">
  <properties><property name="java" value="21"/></properties>
  <testcase name="flaky" classname="com.x.T" time="1,234.5"><flakyFailure message="m" type="E">
    <stackTrace>at x</stackTrace></flakyFailure><flakyError/><system-out>noise</system-out></testcase>
  <testcase name="bad" classname="com.x.T" time="NaN"><failure message="m">t</failure>
    <rerunFailure/><rerunError/></testcase>
  <testcase name="slow" classname="com.x.T" time="soon"/>
  <testcase name="odd" time="-1"/>
</testsuite>"""


def test_surefire_tells_attempts() -> None:
    flaky, bad, slow, odd = read(SUREFIRE).cases
    assert (flaky.outcome, flaky.attempts, flaky.seconds) == (TestOutcome.PASSED, 3, 1234.5)
    assert (bad.outcome, bad.attempts, bad.seconds, bad.message) == (TestOutcome.FAILED, 3, None, "m\nt")
    assert (slow.seconds, odd.seconds, odd.id) == (None, None, "odd")


GO = """<testsuites tests="3" failures="1" errors="0" skipped="1">
<testsuite name="example/pkg" tests="3" failures="1" errors="0" skipped="1" time="0.01">
<properties><property name="go.version" value="go1.26"></property></properties>
<testcase name="TestA" classname="example/pkg" time="0.000"></testcase>
<testcase name="TestB/sub" classname="example/pkg" time="0.000"><failure message="Failed">no</failure></testcase>
<testcase name="TestC" classname="example/pkg" time="0.000"><skipped message="not here"></skipped></testcase>
<system-out><![CDATA[<testcase name="forged"/>]]></system-out>
</testsuite></testsuites>"""


def test_go_junit_report_is_read() -> None:
    assert [case.outcome.value for case in read(GO).cases] == ["passed", "failed", "skipped"]


def test_a_case_takes_the_file_of_its_suite() -> None:
    case = only('<testsuite file="/candidate/a.rb"><testcase name="a" classname="A" line="7" note="x"/></testsuite>')
    assert (case.path, case.line, case.id) == ("a.rb", 7, "A::a")
    moved = read('<testsuite><testcase name="a" file="a.py" line="0"/></testsuite>', cwd="sub").cases[0]
    assert (moved.path, moved.line, moved.seconds) == ("sub/a.py", None, None)


def test_a_class_name_of_pytest_that_is_not_its_files_is_left_out_of_the_node_id() -> None:
    case = only('<testsuite name="pytest"><testcase classname="doc" name="a" file="README.md" line="-1"/></testsuite>')
    assert (case.id, case.line) == ("README.md::a", None)
    assert only('<testsuite name="pytest"><testcase name="a"/></testsuite>').id == "a"


def test_long_messages_are_cut() -> None:
    text = "x" * 50_000 + "<!-- c -->" + "y" * 50_000
    case = only(f'<testsuite><testcase name="a"><error>{text}</error></testcase></testsuite>')
    assert case.outcome is TestOutcome.ERRORED
    assert len(case.message) == 4096


def test_a_document_type_that_declares_nothing_is_read() -> None:
    assert read('<!DOCTYPE testsuite SYSTEM "http://example.org/x.dtd"><testsuite/>') == TestRun(())


def test_suites_need_the_same_mark_or_the_run_has_none() -> None:
    inner = '<testsuite name="speccursor-{}"/>'
    assert read(f"<testsuites>{inner.format('a') * 2}</testsuites>").nonce == "a"
    assert read(f"<testsuites>{inner.format('a')}<testsuite/></testsuites>").nonce is None
    with pytest.raises(UnreadableEvidence, match="different runs"):
        read(f"<testsuites>{inner.format('a')}{inner.format('b')}</testsuites>")


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<testsuite><testcase name="&b;"/></testsuite>'
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "document type declares"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><testsuite name="&a;"/>', "document type declares"),
        (
            '<!DOCTYPE x SYSTEM "x.dtd"><testsuite><testcase name="a"><failure>&a;</failure></testcase></testsuite>',
            "entity",
        ),
        ("<testsuite>&a;</testsuite>", "undefined entity"),
        ("<html/>", "its root is <html>"),
        ("<testcase name='a'/>", "its root is <testcase>"),
        ("<a>" * 200, "its root"),
        ("<testsuite>" * 200, "nested deeper"),
        ('<testsuite><testcase name="a">' + "<a>" * 200, "nested deeper"),
        ('<testsuite><testcase name="a"><testcase name="b"/></testcase></testsuite>', "in another one"),
        ('<testsuite tests="2"><testcase name="a"/></testsuite>', "claims 2 tests and holds 1"),
        ('<testsuite tests="0"><testcase name="a"/></testsuite>', "claims 0 tests and holds 1"),
        ('<testsuite name="pytest" tests="3"/>', "claims 3 tests and holds 0"),
        ('<testsuite name="pytest" tests="0"><testcase name="a"/></testsuite>', "claims 0 tests"),
        ('<testsuite failures="1"><testcase name="a"/></testsuite>', "claims 1 failures"),
        ('<testsuite errors="0"><testcase name="a"><failure/></testcase></testsuite>', "claims 0 failures"),
        ('<testsuite skipped="1"><testcase name="a"/></testsuite>', "claims 1 skipped"),
        ('<testsuites tests="2"><testsuite><testcase name="a"/></testsuite></testsuites>', "claims 2 tests"),
        ('<testsuite tests="many"/>', "not a number"),
        ('<testsuite tests="-1"/>', "not a number"),
        ('<?xml version="1.0" encoding="utf-7"?><testsuite/>', "encoding"),
        ('<?xml version="1.0" encoding="base64"?><testsuite/>', "encoding"),
        ('<testsuite name="a" name="b"/>', "duplicate attribute"),
        ("<testsuite/><testsuite/>", "junk after"),
        ("", "no element found"),
    ],
)
def test_what_is_no_whole_report_is_unreadable(content: str, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        read(content)


def test_tests_of_one_name_in_two_classes_are_two_and_not_an_attempt_more() -> None:
    cases = "".join(f'<testcase classname="tests.test_a.{one}" name="test_it" file="tests/test_a.py"/>' for one in "AB")
    run = read(f'<testsuite name="speccursor-5eed" tests="2">{cases}</testsuite>')
    assert [(case.id, case.attempts) for case in run.cases] == [
        ("tests/test_a.py::A::test_it", 1),
        ("tests/test_a.py::B::test_it", 1),
    ]


@pytest.mark.parametrize("mark", ["other", "speccursor-5eed"])
def test_cases_without_any_attribute_are_cases_without_a_name(mark: str) -> None:
    bare = '<testsuite name="{}" tests="{}">{}</testsuite>'
    named = bare.format(mark, 1, '<testcase classname="a" name="b"/>')
    run = read(f"<testsuites>{named}{bare.format(mark, 1, '<testcase/>')}</testsuites>")
    assert [case.id for case in run.cases] == ["a::b", ""]
    assert [case.id for case in read(bare.format(mark, 1, "<testcase/>")).cases] == [""]


def test_bytes_that_are_no_utf_8_are_unreadable() -> None:
    with pytest.raises(UnreadableEvidence, match="not well-formed"):
        read(b'<testsuite><testcase name="\xff"/></testsuite>')


@given(
    st.lists(st.sampled_from(["", "<failure/>", "<error/>", "<skipped/>"]), max_size=12),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_a_report_is_read_exactly_when_its_counts_are_its_cases(elements: list[str], more: int, worse: int) -> None:
    cases = "".join(f'<testcase name="t{number}">{element}</testcase>' for number, element in enumerate(elements))
    bad = sum(element in ("<failure/>", "<error/>") for element in elements)
    content = f'<testsuite tests="{len(elements) + more}" failures="{bad + worse}">{cases}</testsuite>'
    if more or worse:
        with pytest.raises(UnreadableEvidence):
            read(content)
    else:
        run = read(content)
        assert len(run.cases) == len(elements)
        assert sum(case.outcome in (TestOutcome.FAILED, TestOutcome.ERRORED) for case in run.cases) == bad
        assert run.errors == ()


def test_a_collection_error_is_no_test() -> None:
    content = (
        '<testsuite name="pytest" tests="1" errors="1"><testcase classname="" name="a.py">'
        '<error message="collection failure">x</error></testcase></testsuite>'
    )
    assert read(content) == TestRun((), (CollectionError("a.py", "collection failure\nx"),))
