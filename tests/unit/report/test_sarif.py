import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Location, Status, Verdict
from speccursor.qualify.report.sarif import report_sarif, uri_of
from tests.unit.report import sample
from tests.unit.report.strategies import texts, verdicts

Json = dict[str, Any]  # a decoded log

_MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_KIND = {"enum": ["pass", "open", "informational", "notApplicable", "review", "fail"]}
_LOCATION = {
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {"required": ["uri"], "properties": {"uri": {"type": "string"}}},
                "region": {"properties": {"startLine": {"type": "integer", "minimum": 1}}},
            },
        }
    },
}
_RESULT = {
    "required": ["message", "ruleId", "ruleIndex", "kind", "level", "locations", "partialFingerprints"],
    "properties": {
        "message": _MESSAGE,
        "kind": _KIND,
        "level": _LEVEL,
        "locations": {"type": "array", "minItems": 1, "items": _LOCATION},
        "partialFingerprints": {"additionalProperties": {"type": "string"}},
        "suppressions": {
            "items": {
                "required": ["kind"],
                "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "status": {"enum": ["accepted", "underReview", "rejected"]},
                },
            }
        },
    },
    "if": {"properties": {"kind": {"not": {"const": "fail"}}}},
    "then": {"properties": {"level": {"const": "none"}}},
}
_RULE = {
    "required": ["id", "help"],
    "properties": {"id": {"type": "string"}, "help": _MESSAGE, "shortDescription": _MESSAGE},
}
_INVOCATION = {
    "required": ["executionSuccessful"],
    "properties": {
        "executionSuccessful": {"type": "boolean"},
        "toolExecutionNotifications": {
            "items": {"required": ["message"], "properties": {"message": _MESSAGE, "level": _LEVEL}}
        },
    },
}
ESSENTIALS = Draft202012Validator(
    {
        "required": ["$schema", "version", "runs"],
        "properties": {
            "version": {"const": "2.1.0"},
            "runs": {
                "minItems": 1,
                "items": {
                    "required": ["tool", "results"],
                    "properties": {
                        "tool": {
                            "required": ["driver"],
                            "properties": {
                                "driver": {
                                    "required": ["name", "rules"],
                                    "properties": {"rules": {"items": _RULE, "uniqueItems": True}},
                                }
                            },
                        },
                        "results": {"type": "array", "items": _RESULT},
                        "invocations": {"minItems": 1, "items": _INVOCATION},
                        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    },
                },
            },
        },
    }
)


def run_of(verdict: Verdict) -> Json:
    log = json.loads(report_sarif(verdict))
    ESSENTIALS.validate(log)
    found: Json = log["runs"][0]
    return found


@given(verdicts)
def test_it_is_sarif_whatever_the_text(verdict: Verdict) -> None:
    run = run_of(verdict)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    marks = [result["partialFingerprints"]["speccursorRuling/1"] for result in run["results"]]
    gates = [ruling for stage in verdict.stages for ruling in stage.gates]
    assert len(set(marks)) == len(marks) or len({(g.id, g.component, g.cell, g.tool) for g in gates}) < len(gates)
    assert {kind for result in run["results"] if (kind := result["kind"]) == "open"} == (
        {"open"} if any(gate.status is Status.INCONCLUSIVE for gate in gates) else set()
    )
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]


def test_each_status_has_its_kind() -> None:
    run = run_of(sample.failing())
    by_status = {result["properties"]["status"]: result for result in run["results"]}
    assert set(by_status) == {"failed", "inconclusive", "waived"}
    assert (by_status["failed"]["kind"], by_status["failed"]["level"]) == ("fail", "error")
    assert (by_status["inconclusive"]["kind"], by_status["inconclusive"]["level"]) == ("open", "none")
    assert by_status["waived"]["suppressions"][0]["status"] == "accepted"
    assert "kim" in by_status["waived"]["suppressions"][0]["justification"]
    assert run["properties"]["gates"] == {
        "failed": 3,
        "inconclusive": 22,
        "not_applicable": 1,
        "waived": 1,
        "passed": 5,
    }
    rule = run["tool"]["driver"]["rules"][by_status["waived"]["ruleIndex"]]
    assert rule["help"]["text"].startswith("Fix the types")


def test_each_place_is_a_result_and_keeps_its_mark_when_lines_move() -> None:
    def of(line: int) -> list[Json]:
        places = (Location("src/a b.py", line, "unused"), Location("src/a b.py", line + 4, "unused"))
        ruling = sample.ruling("lint-errors", Status.FAILED, locations=places)
        found: list[Json] = run_of(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, ruling)))["results"]
        return found

    first, moved = of(3), of(90)
    assert [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in first] == [3, 7]
    assert first[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/a%20b.py"
    marks = [[result["partialFingerprints"] for result in found] for found in (first, moved)]
    assert marks[0] == marks[1]
    assert marks[0][0] != marks[0][1]


def test_a_ruling_without_places_stands_at_its_component() -> None:
    def uri(component: str) -> str:
        ruling = sample.ruling("complexity", Status.INCONCLUSIVE, component=ComponentId(component), cause=Cause.MISSING)
        run = run_of(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, ruling)))
        found: str = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        return found

    assert uri("python:services/api") == "services/api"
    assert uri("python:.") == uri("*") == ""


def test_execution_is_successful_only_where_the_evidence_is_whole() -> None:
    failing = sample.verdict(
        sample.stage(StageId.STATIC_ANALYSIS, sample.ruling("complexity", Status.FAILED, measured="17"))
    )
    assert run_of(failing)["invocations"][0]["executionSuccessful"] is True
    invocation = run_of(sample.failing())["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 22
    assert run_of(sample.verdict())["invocations"][0]["executionSuccessful"] is False


def test_text_can_plant_no_placeholder_and_no_link() -> None:
    ruling = sample.ruling("complexity", Status.FAILED, reason="{0} [a](https://example.org)")
    text = run_of(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, ruling)))["results"][0]["message"]["text"]
    assert text == "complexity is failed: {{0}} [a] (https://example.org)"


def test_too_many_results_are_cut_and_said_so() -> None:
    places = tuple(Location("a.py", number, f"finding {number}") for number in range(1, 5004))
    ruling = sample.ruling("lint-errors", Status.FAILED, locations=places)
    run = run_of(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, ruling)))
    assert len(run["results"]) == 5000
    told = run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    assert told == "cut here: 3 of 5003 results are in report.json"


def test_an_engine_without_a_name_has_no_version() -> None:
    assert "version" not in run_of(replace(sample.passing(), engine=""))["tool"]["driver"]


@given(texts | st.text())
def test_a_path_is_a_relative_reference(path: str) -> None:
    uri = urlsplit(uri_of(path))
    assert (uri.scheme, uri.netloc, uri.query, uri.fragment) == ("", "", "", "")
    assert unquote(uri.path, errors="surrogatepass") == path.lstrip("/")


@pytest.mark.parametrize("kind", ["fail", "open"])
def test_the_essentials_can_fail(kind: str) -> None:
    log = json.loads(report_sarif(sample.failing()))
    log["runs"][0]["results"][-1].update(kind=kind, level="warning" if kind == "open" else "severe")
    assert not ESSENTIALS.is_valid(log)
