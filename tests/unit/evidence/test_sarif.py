import json
from typing import Any

import pytest

from speccursor.qualify.evidence.sarif import read_sarif
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence
from tests.unit.evidence.readers import GOLDEN, ROOT


def sarif(*results: dict[str, Any], rules: tuple[dict[str, Any], ...] = (), **run: Any) -> bytes:
    driver = {"name": "scanner", "rules": list(rules)}
    return json.dumps(
        {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": list(results), **run}]}
    ).encode()


def result(**fields: Any) -> dict[str, Any]:
    return {"message": {"text": "m"}, "ruleId": "R", **fields}


def at(uri: str | None, line: int | None = 3, **artifact: Any) -> list[dict[str, Any]]:
    location = artifact if uri is None else {"uri": uri, **artifact}
    region = {} if line is None else {"region": {"startLine": line, "startColumn": 2}}
    return [{"physicalLocation": {"artifactLocation": location, **region}}]


def only(content: bytes) -> Finding:
    (finding,) = read_sarif(content, root=ROOT).findings
    return finding


def test_a_real_log_is_read() -> None:
    read = read_sarif((GOLDEN / "eslint-formatter-sarif-3/findings.sarif").read_bytes(), root=ROOT)
    assert [(one.path, one.line, one.rule, one.severity) for one in read.findings] == [
        ("src/a.js", 1, "no-unused-vars", Severity.HIGH),
        ("src/a.js", 3, "eqeqeq", Severity.MEDIUM),
        ("src/a.js", 3, "semi", Severity.HIGH),
        ("src/a.js", 4, "semi", Severity.HIGH),
    ]
    assert read.examined is None


def test_a_run_that_says_it_failed_is_unreadable() -> None:
    with pytest.raises(UnreadableEvidence, match="execution failed"):
        read_sarif((GOLDEN / "eslint-formatter-sarif-3/crashed.sarif").read_bytes(), root=ROOT)


@pytest.mark.parametrize(
    ("fields", "rule", "severity"),
    [
        ({}, {}, Severity.MEDIUM),
        ({"level": "error"}, {}, Severity.HIGH),
        ({"level": "note"}, {}, Severity.LOW),
        ({"level": "none"}, {}, Severity.NOTE),
        ({}, {"defaultConfiguration": {"level": "error"}}, Severity.HIGH),
        ({"level": "note"}, {"properties": {"security-severity": "9.8"}}, Severity.CRITICAL),
        ({}, {"properties": {"security-severity": 7}}, Severity.HIGH),
        ({}, {"properties": {"security-severity": "4.0"}}, Severity.MEDIUM),
        ({}, {"properties": {"security-severity": "0.5"}}, Severity.LOW),
        ({}, {"properties": {"security-severity": "0.0"}}, Severity.NOTE),
        ({"level": "error"}, {"properties": {"security-severity": "high"}}, Severity.HIGH),
        ({"properties": {"security-severity": "9.1"}}, {"properties": {"security-severity": "1"}}, Severity.CRITICAL),
    ],
)
def test_severity_is_the_security_score_or_the_level(
    fields: dict[str, Any], rule: dict[str, Any], severity: Severity
) -> None:
    assert only(sarif(result(**fields), rules=({"id": "R", **rule},))).severity is severity


@pytest.mark.parametrize(
    "fields", [{"ruleIndex": 1}, {"rule": {"index": 1}}, {"rule": {"id": "S"}}, {"ruleId": "S"}, {"ruleId": "S/2"}]
)
def test_a_rule_is_found_by_index_by_reference_and_by_id(fields: dict[str, Any]) -> None:
    one = {"message": {"id": "default", "arguments": ["x", "y"]}, **fields}
    strings = {"messageStrings": {"default": {"text": "{1} and {0}, {7}"}}}
    finding = only(sarif(one, rules=({"id": "R"}, {"id": "S", **strings})))
    assert finding.message == "y and x, {7}"
    assert finding.rule == fields.get("ruleId", "S")


def test_a_message_that_stands_nowhere_is_its_id() -> None:
    assert only(sarif({"message": {"id": "gone"}})).message == "gone"
    assert only(sarif({"message": {}})).message == ""
    assert len(only(sarif(result(message={"text": "x" * 9000}))).message) == 4096


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "pass"},
        {"kind": "notApplicable"},
        {"baselineState": "absent"},
        {"suppressions": [{"kind": "inSource"}]},
        {"suppressions": [{"kind": "external", "status": "accepted"}]},
    ],
)
def test_what_is_no_finding_any_more_is_none(fields: dict[str, Any]) -> None:
    assert read_sarif(sarif(result(**fields)), root=ROOT) == Findings((), None)


@pytest.mark.parametrize(
    "fields", [{"kind": "open"}, {"kind": "review"}, {"suppressions": []}, {"suppressions": [{"status": "rejected"}]}]
)
def test_what_may_be_one_is_a_finding(fields: dict[str, Any]) -> None:
    assert only(sarif(result(**fields))).rule == "R"


@pytest.mark.parametrize(
    ("locations", "expected"),
    [
        (at("src/a.py"), ("src/a.py", 3, 2)),
        (at("file:///candidate/a%20b.py"), ("a b.py", 3, 2)),
        (at("a.py", uriBaseId="ROOT"), ("sub/a.py", 3, 2)),
        (at("a.py", uriBaseId="UNKNOWN"), ("a.py", 3, 2)),
        (at(None, index=0), ("sub/b.py", 3, 2)),
        (at(None, index=1), ("", 3, 2)),
        (at(None, index=9), ("", 3, 2)),
        (at("a.py", None), ("a.py", None, None)),
        (at("a.py", -4), ("a.py", None, 2)),
        ([{"physicalLocation": {"region": {"startLine": 1}}}], ("", 1, None)),
        ([{"physicalLocation": {}}], ("", None, None)),
        ([{}], ("", None, None)),
        ([], ("", None, None)),
    ],
)
def test_a_place_is_found(locations: list[dict[str, Any]], expected: tuple[str, int | None, int | None]) -> None:
    bases = {"ROOT": {"uri": "file:///candidate/sub/"}, "NONE": {}}
    artifacts = [{"location": {"uri": "b.py", "uriBaseId": "ROOT"}}, {}]
    content = sarif(*[result(locations=locations)] * 2, originalUriBaseIds=bases, artifacts=artifacts)
    for finding in read_sarif(content, root=ROOT).findings:
        assert (finding.path, finding.line, finding.column) == expected


def test_examined_counts_analysis_targets() -> None:
    artifacts = [{"roles": ["analysisTarget"]}, {"roles": ["resultFile"]}, {"roles": ["analysisTarget"]}, {}]
    assert read_sarif(sarif(artifacts=artifacts), root=ROOT).examined == 2


def test_an_error_that_a_scanner_notifies_is_a_finding_and_a_warning_is_not() -> None:
    told = [
        {"level": "error", "message": {"text": "cannot parse"}, "locations": at("a.py"), "descriptor": {"id": "P1"}},
        {"level": "error", "message": {"text": "out of memory"}},
        {"level": "warning", "message": {"text": "slow"}},
        {"message": {"text": "slow"}},
    ]
    content = sarif(invocations=[{"executionSuccessful": True, "toolExecutionNotifications": told}])
    assert read_sarif(content, root=ROOT).findings == (
        Finding("a.py", 3, 2, "P1", "cannot parse", Severity.HIGH),
        Finding("", None, None, "notification", "out of memory", Severity.HIGH),
    )


def test_a_fix_makes_a_finding_fixable() -> None:
    assert only(sarif(result(fixes=[{"artifactChanges": []}]))).fixable
    assert not only(sarif(result(fixes=[]))).fixable


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"version":"2.1.0","runs":[]}', "no run"),
        (b'{"version":"2.0.0","runs":[]}', "Invalid enum value"),
        (b'{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}}}]}', "no results"),
        (b'{"version":"2.1.0","runs":[{"results":[]}]}', "missing required field"),
        (sarif(externalPropertyFileReferences={"results": [{}]}), "other files"),
        (sarif(result(level="fatal")), "Invalid enum value"),
        (sarif(result())[:-1], "truncated"),
    ],
)
def test_a_log_that_shows_nothing_is_unreadable(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        read_sarif(content, root=ROOT)


def test_of_two_equal_keys_the_last_one_counts_and_nothing_breaks() -> None:
    content = b'{"version":"2.1.0","runs":[],"runs":[{"tool":{"driver":{"name":"x"}},"results":[]}]}'
    assert read_sarif(content, root=ROOT) == Findings((), None)
