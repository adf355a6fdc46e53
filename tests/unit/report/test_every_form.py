"""The one law of the reports: whatever form a person or a machine reads, it tells the same verdict."""

import json
import re
import subprocess
import sys

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Status, Verdict
from speccursor.qualify.report.html import report_html
from speccursor.qualify.report.json import report_json
from speccursor.qualify.report.junit import report_junit
from speccursor.qualify.report.markdown import report_markdown
from speccursor.qualify.report.sarif import report_sarif
from speccursor.qualify.report.terminal import screen
from speccursor.qualify.report.words import MARK, WORD
from tests.unit.report import sample
from tests.unit.report.strategies import bare, verdicts

BY_WORD = {word: status for status, word in WORD.items()}


def told_by_json(verdict: Verdict) -> Status:
    return Status(json.loads(report_json(verdict))["status"])


def told_by_markdown(verdict: Verdict) -> Status:
    heading = report_markdown(bare(verdict)).splitlines()[1]
    found = re.match(r"## \S+ ([A-Z][a-z ]+): ", heading)
    assert found is not None
    return BY_WORD[found[1].lower()]


def told_by_html(verdict: Verdict) -> Status:
    page = report_html(bare(verdict))
    banner = re.findall(r'<div class="verdict s-(\w+)" id="verdict" data-status="(\w+)"', page)
    title = re.search(r"<title>([A-Z][a-z ]+): ", page)
    word = re.search(r'<strong class="word">([^<]+)</strong>', page)
    assert len(banner) == 1
    assert banner[0][0] == banner[0][1]
    assert title is not None
    assert word is not None
    assert title[1] == word[1] == WORD[Status(banner[0][1])].capitalize()
    return Status(banner[0][1])


def told_by_screen(verdict: Verdict) -> Status:
    lines = screen(bare(verdict), width=300, colour=False).splitlines()
    found = [status for status in Status if lines[-1].startswith(f"{MARK[status]} {WORD[status].upper()} M")]
    assert len(found) == 1
    assert lines[0].startswith(f"{MARK[found[0]]} {WORD[found[0]].upper()}")
    return found[0]


def may_ship_by_junit(verdict: Verdict) -> Status:
    """JUnit knows red, error and green: what is green may ship."""
    root = fromstring(report_junit(verdict))
    if root.get("failures") != "0":
        return Status.FAILED
    return Status.INCONCLUSIVE if root.get("errors") != "0" else Status.PASSED


def may_ship_by_sarif(verdict: Verdict) -> Status:
    run = json.loads(report_sarif(verdict))["runs"][0]
    failed = [item for item in run["results"] if item["kind"] == "fail" and "suppressions" not in item]
    if failed:
        return Status.FAILED
    return Status.PASSED if run["invocations"][0]["executionSuccessful"] else Status.INCONCLUSIVE


def as_colour(status: Status) -> Status:
    return Status.PASSED if status.may_ship else status


@given(verdicts)
def test_every_form_tells_the_same_verdict(verdict: Verdict) -> None:
    assert told_by_json(verdict) is verdict.status
    assert told_by_markdown(verdict) is verdict.status
    assert told_by_html(verdict) is verdict.status
    assert told_by_screen(verdict) is verdict.status
    assert may_ship_by_junit(verdict) is as_colour(verdict.status)
    assert may_ship_by_sarif(verdict) is as_colour(verdict.status)


@pytest.mark.parametrize("status", Status)
def test_every_form_tells_a_status_that_no_ruling_explains(status: Status) -> None:
    """A verdict that was stored wrongly is told as it stands, and never better by a form that lists rulings."""
    stages = sample.passing().stages
    verdict = Verdict(
        **{
            name: getattr(sample.passing(), name)
            for name in ("engine", "run", "partial", "profile", "candidate", "plan_digest", "judged_at", "weakened")
        },
        status=status,
        stages=stages,
    )
    assert told_by_json(verdict) is status
    assert told_by_markdown(verdict) is status
    assert told_by_html(verdict) is status
    assert told_by_screen(verdict) is status
    assert may_ship_by_junit(verdict) is as_colour(status)
    assert json.loads(report_sarif(verdict))["runs"][0]["invocations"][0]["executionSuccessful"] is status.may_ship


def test_a_verdict_on_nothing_is_inconclusive_in_every_form() -> None:
    verdict = sample.verdict()
    assert may_ship_by_junit(verdict) is Status.INCONCLUSIVE
    assert may_ship_by_sarif(verdict) is Status.INCONCLUSIVE
    assert "nothing was shown" in report_markdown(bare(verdict))
    assert "nothing was shown" in report_html(bare(verdict))


def test_every_form_for_people_says_partial() -> None:
    for partial in (True, False):
        found = bare(sample.passing(partial=partial))
        assert ("Partial: less than the whole" in report_markdown(found)) is partial
        assert ("Partial: less than the whole" in report_html(found)) is partial
        assert ("Partial: less than the whole" in screen(found, width=200, colour=False)) is partial
        assert (b"Partial: less than the whole" in report_junit(found.verdict)) is partial


@pytest.mark.parametrize("cause", Cause)
def test_every_form_for_people_tells_each_cause(cause: Cause) -> None:
    open_ = sample.ruling("complexity", Status.INCONCLUSIVE, cause=cause, reason=f"because of {cause}!")
    closed = sample.ruling("lint-errors", Status.PASSED)
    found = bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, open_, closed)))
    for told in (
        report_markdown(found),
        report_html(found),
        screen(found, width=200, colour=False),
        report_junit(found.verdict).decode(),
        report_sarif(found.verdict).decode(),
    ):
        assert cause.replace("_", "") in told.replace("\\", "").replace("_", "")


def test_no_form_but_the_coloured_one_imports_rich() -> None:
    script = (
        "import sys\n"
        "from speccursor.qualify.report import html, json, junit, markdown, sarif, terminal, live, explain\n"
        "print('rich' in sys.modules, 'asyncio' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == ["False", "False"]
