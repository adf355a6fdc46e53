"""``junit.xml``: a testsuite per stage, a testcase per gate, for systems that show test reports.

There is no standard; the shape is the one that Jenkins' xUnit plug-in and the common CI systems read.
FAILED is a failure, INCONCLUSIVE an error, WAIVED and NOT_APPLICABLE are skipped with their reason. A
stage or verdict that no ruling explains gets a testcase of its own, because such systems take an empty
suite for a green one. The text is XML 1.0 for any input: what it cannot carry, `visible` escapes.
"""

from msgspec import Struct

from speccursor.qualify.model.verdict import Ruling, StageVerdict, Status, Verdict
from speccursor.qualify.report.blockers import unexplained
from speccursor.qualify.report.text import brief, cut, visible_lines
from speccursor.qualify.report.words import CAUSE, TITLE, WORD, partial_note, plural, sentence

_LOCATIONS = 100
_NAME = 300
_LONGEST = 4000

_ELEMENT = {
    Status.FAILED: "failure",
    Status.INCONCLUSIVE: "error",
    Status.WAIVED: "skipped",
    Status.NOT_APPLICABLE: "skipped",
}


class _Case(Struct, frozen=True, kw_only=True):
    """One testcase; `told` is the one line, `more` the lines below it."""

    group: str
    name: str
    status: Status
    kind: str
    told: str
    more: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        opening = f"    <testcase{_attributes(classname=self.group, name=self.name)}"
        if self.status is Status.PASSED:
            return [f"{opening}/>"]
        element = _ELEMENT[self.status]
        named = _attributes(message=self.told) + ("" if element == "skipped" else _attributes(type=self.kind))
        body = _escape("\n".join((self.told, *self.more)))
        return [f"{opening}>", f"      <{element}{named}>{body}</{element}>", "    </testcase>"]


class _Suite(Struct, frozen=True, kw_only=True):
    """One testsuite; `seconds` is what its stage took."""

    name: str
    seconds: float
    facts: dict[str, str]
    cases: tuple[_Case, ...]

    def counts(self) -> dict[str, int]:
        statuses = [case.status for case in self.cases]
        return {
            "tests": len(statuses),
            "failures": statuses.count(Status.FAILED),
            "errors": statuses.count(Status.INCONCLUSIVE),
            "skipped": statuses.count(Status.WAIVED) + statuses.count(Status.NOT_APPLICABLE),
        }

    def lines(self) -> list[str]:
        opening = f"  <testsuite{_attributes(name=self.name)}{_counted(self.counts())}"
        lines = [f'{opening} time="{self.seconds:.3f}">', "    <properties>"]
        lines += [f"      <property{_attributes(name=k, value=v)}/>" for k, v in self.facts.items()]
        lines.append("    </properties>")
        for case in self.cases:
            lines += case.lines()
        return [*lines, "  </testsuite>"]


def report_junit(verdict: Verdict) -> bytes:
    """Return the verdict as JUnit XML, UTF-8, with a newline at its end."""
    alone = {stage.id if stage else None: status for stage, status in unexplained(verdict)}
    suites = [_suite(verdict, stage, alone.get(stage.id)) for stage in verdict.stages]
    if None in alone:
        case = _unexplained("verdict", alone[None], sentence(verdict))
        suites.append(_Suite(name="verdict", seconds=0.0, facts=_facts(verdict), cases=(case,)))
    counts = [suite.counts() for suite in suites]
    total = {name: sum(count[name] for count in counts) for name in counts[0]}
    title = f"{cut(verdict.candidate.name, _NAME)}: {WORD[verdict.status]}. {partial_note(verdict)}".rstrip()
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites{_attributes(name=title)}{_counted(total)}>",
    ]
    for suite in suites:
        lines += suite.lines()
    return ("\n".join([*lines, "</testsuites>"]) + "\n").encode()


def _facts(verdict: Verdict) -> dict[str, str]:
    return {
        "verdict.status": verdict.status,
        "verdict.partial": str(verdict.partial).lower(),
        "verdict.profile": verdict.profile,
        "verdict.run": verdict.run,
        "candidate.tree": verdict.candidate.tree,
        "plan.digest": verdict.plan_digest,
    }


def _suite(verdict: Verdict, stage: StageVerdict, alone: Status | None) -> _Suite:
    cases = [_case(stage, ruling) for ruling in stage.gates]
    if alone is not None:
        told = f"the stage is {WORD[alone]}, and {plural(len(stage.gates), 'gate')} of it do not say why"
        cases.append(_unexplained(stage.id, alone, told))
    facts = {
        "stage.status": str(stage.status),
        "stage.owner": stage.owner,
        "stage.cached": str(stage.cached).lower(),
    }
    return _Suite(
        name=f"{stage.number}. {TITLE[stage.id]}",
        seconds=stage.seconds,
        facts=facts | _facts(verdict),
        cases=tuple(cases),
    )


def _case(stage: StageVerdict, ruling: Ruling) -> _Case:
    told = ruling.reason if ruling.cause is None else f"{CAUSE[ruling.cause]}: {ruling.reason}"
    facts = {
        "measured": ruling.measured or "nothing",
        "required": ruling.required,
        "could have caught": ruling.could_have_caught,
        "remedy": ruling.remedy,
        "reproduce": ruling.reproduce,
    }
    more = [f"{name}: {value}" for name, value in facts.items() if value]
    for place in ruling.locations[:_LOCATIONS]:
        line = "" if place.line is None else f":{place.line}"
        more.append(f"{brief(place.path, _NAME)}{line}: {brief(place.message, _NAME)}")
    if len(ruling.locations) > _LOCATIONS:
        more.append(f"and {len(ruling.locations) - _LOCATIONS} more places, all of them in report.json")
    where = " ".join(part for part in (ruling.component, ruling.cell, ruling.tool) if part)
    return _Case(
        group=stage.id,
        name=f"{ruling.id} [{where}]",
        status=ruling.status,
        kind=ruling.cause or ruling.id,
        told=cut(told, _LONGEST),
        more=tuple(cut(line, _LONGEST) for line in more),
    )


def _unexplained(group: str, status: Status, told: str) -> _Case:
    return _Case(group=group, name="(the whole)", status=status, kind="unexplained", told=told)


def _counted(counts: dict[str, int]) -> str:
    return "".join(f' {name}="{count}"' for name, count in counts.items())


def _attributes(**values: str) -> str:
    return "".join(f' {name}="{_escape(brief(value, _LONGEST))}"' for name, value in values.items())


def _escape(text: str) -> str:
    safe = visible_lines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;")
