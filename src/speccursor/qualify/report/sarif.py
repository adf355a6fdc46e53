"""``report.sarif``: the verdict for code scanning, SARIF 2.1.0 (OASIS Standard, 27 March 2020).

What holds the candidate back is a result; what passed or does not apply is counted in the run's
properties, because common viewers show every result as a problem. By the standard's words (3.27.9, 3.27.10):

- FAILED is kind ``fail``, level ``error``, one result per location.
- INCONCLUSIVE is kind ``open``, "there was insufficient information to decide", whose level must be
  ``none``. A viewer that knows no kinds could pass over it, so the invocation also says
  ``executionSuccessful: false`` and carries an error notification for each (3.20.14, 3.20.21).
- WAIVED is kind ``fail`` with an accepted external suppression (3.27.23, 3.35), as a waiver is.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from speccursor.qualify.model.verdict import Location, Ruling, StageVerdict, Status, Verdict
from speccursor.qualify.report.blockers import unexplained
from speccursor.qualify.report.json import indented
from speccursor.qualify.report.text import brief, visible_lines
from speccursor.qualify.report.words import CAUSE, TITLE, WORD, counts, sentence

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

Json = Mapping[str, object]

_RESULTS = 5000
_LONGEST = 2000
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_TOLD = (Status.FAILED, Status.INCONCLUSIVE, Status.WAIVED)


def report_sarif(verdict: Verdict) -> bytes:
    """Return the verdict as one SARIF run, indented JSON, UTF-8, with a newline at its end."""
    rules = _rules(verdict)
    results = [result for stage in verdict.stages for result in _results(stage, rules)]
    run = {
        "tool": {"driver": {"name": "SpecCursor", **_version(verdict), "rules": list(rules.values())}},
        "invocations": [_invocation(verdict, len(results))],
        "automationDetails": {"id": f"speccursor/{verdict.profile}/{verdict.run}"},
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the candidate."}}},
        "columnKind": "unicodeCodePoints",
        "results": results[:_RESULTS],
        "properties": {
            "status": verdict.status,
            "partial": verdict.partial,
            "revision": verdict.candidate.revision,
            "tree": verdict.candidate.tree,
            "planDigest": verdict.plan_digest,
            "gates": {str(status): count for status, count in counts(verdict).items()},
        },
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return indented(log)


def uri_of(path: str) -> str:
    """Return a path of the candidate as a relative URI reference (RFC 3986); "" is its root."""
    raw = path.encode("utf-8", "surrogatepass")
    quoted = "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in raw)
    return quoted.lstrip("/")


def _version(verdict: Verdict) -> Json:
    return {"version": verdict.engine} if verdict.engine else {}


def _rules(verdict: Verdict) -> dict[str, Json]:
    rules: dict[str, Json] = {}
    for stage in verdict.stages:
        for ruling in stage.gates:
            if ruling.id in rules:
                continue
            help_ = ruling.remedy or ruling.reason or ruling.id
            rules[ruling.id] = {
                "id": ruling.id,
                "shortDescription": _message(f"{TITLE[stage.id]}: {ruling.id} {ruling.required}"),
                "help": _message(help_),
                "defaultConfiguration": {"level": "error"},
                "properties": {"tags": [str(stage.id)], "required": ruling.required},
            }
    return rules


def _results(stage: StageVerdict, rules: Mapping[str, Json]) -> Iterator[Json]:
    index = {name: number for number, name in enumerate(rules)}
    for ruling in stage.gates:
        if ruling.status not in _TOLD:
            continue
        places: Sequence[Location] = ruling.locations if ruling.status is Status.FAILED else ()
        seen: dict[str, int] = {}
        for place in places or (Location("", None, ""),):
            mark = _fingerprint(ruling, place)
            seen[mark] = seen.get(mark, 0) + 1
            yield {
                "ruleId": ruling.id,
                "ruleIndex": index[ruling.id],
                **_kind(ruling),
                "message": _message(_told(ruling, place)),
                "locations": [_location(ruling, place)],
                "partialFingerprints": {"speccursorRuling/1": f"{mark}:{seen[mark]}"},
                "properties": {
                    "stage": stage.id,
                    "component": ruling.component,
                    "cell": ruling.cell,
                    "status": ruling.status,
                    "cause": ruling.cause,
                },
            }


def _kind(ruling: Ruling) -> Json:
    match ruling.status:
        case Status.INCONCLUSIVE:
            return {"kind": "open", "level": "none"}
        case Status.WAIVED:
            waived = {"kind": "external", "status": "accepted", "justification": _cut(ruling.reason)}
            return {"kind": "fail", "level": "error", "suppressions": [waived]}
        case _:
            return {"kind": "fail", "level": "error"}


def _told(ruling: Ruling, place: Location) -> str:
    if place.message:
        return place.message
    cause = f" ({CAUSE[ruling.cause]})" if ruling.cause else ""
    return f"{ruling.id} is {WORD[ruling.status]}{cause}: {ruling.reason}"


def _location(ruling: Ruling, place: Location) -> Json:
    """Where the result is; the component's folder where the ruling names no file."""
    path = place.path or ruling.component.partition(":")[2]
    physical: dict[str, object] = {
        "artifactLocation": {"uri": uri_of("" if path == "." else path), "uriBaseId": "SRCROOT"}
    }
    if place.line is not None and place.line > 0:
        physical["region"] = {"startLine": place.line}
    return {"physicalLocation": physical}


def _fingerprint(ruling: Ruling, place: Location) -> str:
    """What makes a result the same one in another run: not its line, which moves when others are edited."""
    parts = (ruling.id, ruling.component, ruling.cell, ruling.tool, place.path, place.message)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _invocation(verdict: Verdict, results: int) -> Json:
    told = [
        _notification(f"{ruling.id} on {ruling.component}: {_told(ruling, Location('', None, ''))}", ruling.id)
        for stage in verdict.stages
        for ruling in stage.gates
        if ruling.status is Status.INCONCLUSIVE
    ]
    for stage, status in unexplained(verdict):
        if not status.may_ship:
            told.append(_notification(f"{stage.id if stage else 'the verdict'} is {WORD[status]}"))
    if results > _RESULTS:
        told.append(_notification(f"cut here: {results - _RESULTS} of {results} results are in report.json"))
    return {
        "executionSuccessful": not told,
        "exitCodeDescription": _cut(sentence(verdict)),
        "toolExecutionNotifications": told[:_RESULTS],
    }


def _notification(text: str, rule: str | None = None) -> Json:
    about = {} if rule is None else {"associatedRule": {"id": rule}}
    return {"level": "error", "message": _message(text), **about}


def _message(text: str) -> Json:
    """Return a plain-text message: braces would be placeholders (3.11.5), ``](`` a link (3.11.6)."""
    return {"text": _cut(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _cut(text: str) -> str:
    return brief(text, _LONGEST, show=visible_lines)
