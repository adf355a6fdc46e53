"""SARIF 2.1.0 -> Findings. What CodeQL, Semgrep, zizmor, ESLint and most security scanners can write.

Specification: OASIS SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), sections named
below. Severity: `security-severity` of the result or of its rule (a CVSS score as GitHub reads it),
else the level. A run without results, or that says its execution failed, has shown nothing.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import Struct, field

from speccursor.qualify.evidence.documents import EXCERPT, LARGEST, excerpt, from_json
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence

Level = Literal["none", "note", "warning", "error"]


class _Wire(Struct, rename="camel", gc=False):
    pass


class _ArtifactLocation(_Wire):
    uri: str | None = None
    uri_base_id: str | None = None
    index: int = -1


class _Region(_Wire):
    start_line: int | None = None
    start_column: int | None = None


class _PhysicalLocation(_Wire):
    artifact_location: _ArtifactLocation | None = None
    region: _Region | None = None


class _Location(_Wire):
    physical_location: _PhysicalLocation | None = None


class _Message(_Wire):
    text: str | None = None
    id: str | None = None
    arguments: list[str] | None = None


class _Configuration(_Wire):
    level: Level = "warning"


class _Properties(Struct, gc=False):
    security_severity: str | float | None = field(name="security-severity", default=None)


class _Rule(_Wire):
    id: str
    default_configuration: _Configuration | None = None
    message_strings: dict[str, _Message] | None = None
    properties: _Properties | None = None


class _RuleReference(_Wire):
    id: str | None = None
    index: int = -1


class _Suppression(_Wire):
    status: str = "accepted"


class _Result(_Wire):
    message: _Message
    rule_id: str | None = None
    rule_index: int = -1
    rule: _RuleReference | None = None
    level: Level | None = None
    kind: str = "fail"
    baseline_state: str | None = None
    locations: list[_Location] | None = None
    suppressions: list[_Suppression] | None = None
    properties: _Properties | None = None
    fixes: list[msgspec.Raw] | None = None


class _Notification(_Wire):
    message: _Message
    level: Level = "warning"
    descriptor: _RuleReference | None = None
    locations: list[_Location] | None = None


class _Invocation(_Wire):
    execution_successful: bool
    tool_execution_notifications: list[_Notification] | None = None
    tool_configuration_notifications: list[_Notification] | None = None


class _Artifact(_Wire):
    location: _ArtifactLocation | None = None
    roles: list[str] | None = None


class _Component(_Wire):
    name: str
    rules: list[_Rule] | None = None


class _Tool(_Wire):
    driver: _Component


class _External(_Wire):
    results: list[msgspec.Raw] | None = None


class _Run(_Wire):
    tool: _Tool
    results: list[_Result] | None = None
    invocations: list[_Invocation] | None = None
    artifacts: list[_Artifact] | None = None
    original_uri_base_ids: dict[str, _ArtifactLocation] | None = None
    external_property_file_references: _External | None = None


class SarifLog(_Wire):
    """A log file (section 3.13), the parts that are read here."""

    version: Literal["2.1.0"]
    runs: list[_Run]


SARIF = msgspec.json.Decoder(SarifLog)

_SEVERITY: dict[Level, Severity] = {
    "error": Severity.HIGH,
    "warning": Severity.MEDIUM,
    "note": Severity.LOW,
    "none": Severity.NOTE,
}
_CVSS = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.1, Severity.LOW))
_NO_FINDING = frozenset({"pass", "notApplicable", "informational"})
_PLACEHOLDER = re.compile(r"\{(\d{1,3})\}")


def read_sarif(content: bytes, *, root: str) -> Findings:
    """Read a SARIF log. `examined` counts the artifacts that it marks as analysis targets.

    Suppressed results and those of an earlier baseline are no findings. A notification at level
    ``error`` is one: something was not analysed. Raises UnreadableEvidence.
    """
    log = from_json(SARIF, content, "SARIF 2.1.0")
    if not log.runs:
        raise UnreadableEvidence("the SARIF log holds no run")
    place = Root(root)
    findings: list[Finding] = []
    examined: int | None = 0
    for run in log.runs:
        read = _Reader(run, place)
        findings.extend(read.findings())
        examined = None if examined is None or (seen := read.examined()) is None else examined + seen
    return Findings(tuple(findings), examined)


class _Reader:
    """One run, with its rules and its artifacts at hand. What many results share is worked out once."""

    __slots__ = ("_artifacts", "_bases", "_paths", "_place", "_rules", "_rules_by_id", "_run", "_sorts")

    def __init__(self, run: _Run, place: Root) -> None:
        self._run = run
        self._place = place
        self._artifacts = run.artifacts or []
        self._rules = run.tool.driver.rules or []
        self._rules_by_id = {rule.id: rule for rule in self._rules}
        self._bases = {name: base.uri or "" for name, base in (run.original_uri_base_ids or {}).items()}
        self._paths: dict[tuple[str | None, str | None], str] = {}
        self._sorts: dict[tuple[str | None, int, Level | None], tuple[str, Severity, _Rule | None]] = {}

    def findings(self) -> Iterator[Finding]:
        """Yield the run's findings. The results are taken apart on the way, to keep memory low."""
        results = self._results()
        results.reverse()  # taken from the end, so that each is freed as soon as it is read
        where, sort = self._where, self._sort
        while results:
            result = results.pop()
            if result.kind in _NO_FINDING or result.baseline_state == "absent":
                continue
            if result.suppressions and all(one.status == "accepted" for one in result.suppressions):
                continue  # section 3.27.23
            path, line, column = where(result.locations)
            rule, severity, definition = sort(result)
            message = result.message
            text = message.text
            if text is None or message.arguments is not None or len(text) > EXCERPT:
                text = _text(message, definition)
            yield Finding(path, line, column, rule, text, severity, bool(result.fixes))
        yield from self._notifications()

    def _results(self) -> list[_Result]:
        """Return the run's results, of which none is missing. Raises UnreadableEvidence."""
        run, name = self._run, self._run.tool.driver.name
        if not all(call.execution_successful for call in run.invocations or ()):
            raise UnreadableEvidence(f"{name} says that its execution failed")
        if run.results is None:
            raise UnreadableEvidence(f"the run of {name} has no results, not even none")
        if run.external_property_file_references and run.external_property_file_references.results:
            raise UnreadableEvidence(f"{name} put its results into other files")
        return run.results

    def examined(self) -> int | None:
        """Count the artifacts marked as analysis targets (section 3.24.6); None where no roles are told."""
        roles = [artifact.roles for artifact in self._artifacts if artifact.roles is not None]
        return sum("analysisTarget" in role for role in roles) if roles else None

    def _notifications(self) -> Iterator[Finding]:
        for call in self._run.invocations or ():
            told = (call.tool_execution_notifications or []) + (call.tool_configuration_notifications or [])
            for one in told:
                if one.level == "error":
                    path, line, column = self._where(one.locations)
                    rule = (one.descriptor and one.descriptor.id) or "notification"
                    yield Finding(path, line, column, rule, _text(one.message, None), Severity.HIGH)

    def _sort(self, result: _Result) -> tuple[str, Severity, _Rule | None]:
        """Return a result's rule id, its severity and its rule, where that is defined."""
        rule_id, index, level, reference = result.rule_id, result.rule_index, result.level, result.rule
        if reference is not None:
            rule_id = reference.id if rule_id is None else rule_id
            index = reference.index if index < 0 else index
        key = (rule_id, index, level)
        known = self._sorts.get(key)
        if known is None:
            known = self._sorts[key] = self._new_sort(*key)
        own = result.properties
        if own is not None and own.security_severity is not None:
            return known[0], _severity(own, level or "warning"), known[2]
        return known

    def _new_sort(self, rule_id: str | None, index: int, level: Level | None) -> tuple[str, Severity, _Rule | None]:
        rule = self._rules[index] if 0 <= index < len(self._rules) else None
        if rule is None and rule_id is not None:
            # Section 3.27.5: a hierarchical id ("CA1000/1") belongs to the rule of its first parts.
            rule = self._rules_by_id.get(rule_id) or self._rules_by_id.get(rule_id.rpartition("/")[0])
        if rule is None:
            return rule_id or "", _severity(None, level or "warning"), None
        default = rule.default_configuration.level if rule.default_configuration else "warning"
        return rule_id or rule.id, _severity(rule.properties, level or default), rule

    def _where(self, locations: list[_Location] | None) -> tuple[str, int | None, int | None]:
        physical = locations[0].physical_location if locations else None
        if physical is None:
            return "", None, None
        artifact, region = physical.artifact_location, physical.region
        path = "" if artifact is None else self._paths.get((artifact.uri, artifact.uri_base_id))
        if artifact is not None and path is None:
            path = self._path(artifact.uri, artifact.uri_base_id, artifact.index)
            if artifact.uri is not None:
                self._paths[artifact.uri, artifact.uri_base_id] = path
        if region is None:
            return path or "", None, None
        line, column = region.start_line, region.start_column
        # `position`, written out: calls are what this loop spends its time on.
        return (
            path or "",
            line if line is not None and 1 <= line <= LARGEST else None,
            column if column is not None and 1 <= column <= LARGEST else None,
        )

    def _path(self, uri: str | None, base: str | None, index: int) -> str:
        if uri is None:
            found = self._artifacts[index].location if 0 <= index < len(self._artifacts) else None
            if found is None or found.uri is None:
                return ""
            uri, base = found.uri, found.uri_base_id
        if base is not None and ":" not in uri:
            uri = self._bases.get(base, "") + uri
        return self._place.of_uri(uri)


def _severity(properties: _Properties | None, level: Level) -> Severity:
    score = properties.security_severity if properties else None
    if score is None:
        return _SEVERITY[level]
    try:
        number = float(score)
    except ValueError:
        return _SEVERITY[level]
    return next((severity for least, severity in _CVSS if number >= least), Severity.NOTE)


def _text(message: _Message, rule: _Rule | None) -> str:
    """Return a message's text, looked up in its rule where it stands there (section 3.11)."""
    text = message.text
    if text is None:
        strings = rule.message_strings if rule else None
        found = strings.get(message.id or "") if strings else None
        text = (found.text if found else None) or message.id or ""
    if message.arguments:
        arguments = message.arguments

        def argument(at: re.Match[str]) -> str:
            number = int(at[1])
            return arguments[number] if number < len(arguments) else at[0]

        text = _PLACEHOLDER.sub(argument, text)
    return excerpt(text)
