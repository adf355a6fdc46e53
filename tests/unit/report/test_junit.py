from collections import Counter

from defusedxml.ElementTree import fromstring
from hypothesis import given
from msgspec.structs import replace

from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Location, Status, Verdict
from speccursor.qualify.report.blockers import unexplained
from speccursor.qualify.report.junit import report_junit
from tests.unit.report import sample
from tests.unit.report.strategies import verdicts

ELEMENTS = {"testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped"}


@given(verdicts)
def test_it_is_xml_with_a_case_a_gate_whatever_the_text(verdict: Verdict) -> None:
    root = fromstring(report_junit(verdict))
    assert {element.tag for element in root.iter()} <= ELEMENTS
    alone = Counter(status for _, status in unexplained(verdict))
    statuses = alone + Counter(ruling.status for stage in verdict.stages for ruling in stage.gates)
    for element, counted in (("failure", Status.FAILED), ("error", Status.INCONCLUSIVE)):
        assert len(root.findall(f".//{element}")) == statuses[counted]
    assert len(root.findall(".//testcase")) == statuses.total() == int(root.get("tests", "-1"))
    assert int(root.get("skipped", "-1")) == statuses[Status.WAIVED] + statuses[Status.NOT_APPLICABLE]
    for suite in root:
        assert int(suite.get("tests", "-1")) == len(suite.findall("testcase"))


def test_each_status_has_its_element() -> None:
    root = fromstring(report_junit(sample.failing()))
    assert (root.get("tests"), root.get("failures"), root.get("errors"), root.get("skipped")) == ("32", "3", "22", "2")
    static = root[0]
    assert (static.get("name"), static.get("time")) == ("1. Static analysis", "41.700")
    complexity = static.findall("testcase")[3]
    assert complexity.get("name") == "complexity [python:services/api host lizard]"
    failure = complexity[0]
    assert failure.get("message") == "9 of 1894 functions are not <= 15; the greatest is resolve_8"
    assert failure.get("type") == "complexity"
    assert "remedy: " in (failure.text or "")
    assert "services/api/src/resolver/solve_0.py:12: C901" in (failure.text or "")
    broken = static.findall("testcase")[5][0]
    assert (broken.tag, broken.get("type")) == ("error", "errored")
    assert "the tool broke off" in (broken.get("message") or "")
    waived = static.findall("testcase")[2][0]
    assert waived.tag == "skipped"
    assert "waived by kim" in (waived.get("message") or "")


def test_thousands_of_places_are_cut_and_said_so() -> None:
    text = report_junit(sample.failing()).decode()
    assert "and 2309 more places, all of them in report.json" in text
    assert len(text) < 200_000


def test_a_whole_file_has_no_line() -> None:
    ruling = sample.ruling("lint-errors", Status.FAILED, locations=(Location("a.py", None, "not formatted"),))
    text = report_junit(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, ruling))).decode()
    assert "a.py: not formatted" in text


def test_an_empty_stage_is_not_green() -> None:
    root = fromstring(report_junit(sample.verdict(sample.stage(StageId.LOAD_TESTS))))
    assert root.get("errors") == "1"
    assert root[0][1].get("name") == "(the whole)"


def test_a_verdict_that_nothing_explains_has_a_suite_of_its_own() -> None:
    root = fromstring(report_junit(replace(sample.passing(), status=Status.FAILED)))
    assert root[-1].get("name") == "verdict"
    assert root.get("failures") == "1"
