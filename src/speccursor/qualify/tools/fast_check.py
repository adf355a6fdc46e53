"""fast-check, run by the project's own test runner: every property, with the number of runs that it really made.

Exit codes are the runner's: 0 all passed, 1 some did not. A run apart from that of the tests: fast-check's default of
100 runs is raised by its documented global setting (https://fast-check.dev/docs/configuration/global-settings/), and
time limits of tests are longer. The record is fast-check's own RunDetails, see ``assets/js/fast-check-recorder.cjs``.

A property that is not in the record was not shown. So the run's tests are read as well: a run without its end proves
nothing, and a file that declares properties, but did not load, broke, or brought none, is told as one not shown.
"""

from collections.abc import Iterator

from speccursor.qualify.evidence.speccursor_json import files_observed, read_properties
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import (
    Evidence,
    Kind,
    Properties,
    Property,
    PropertyOutcome,
    TestOutcome,
    TestRun,
    UnreadableEvidence,
)
from speccursor.qualify.model.tool import FromEnvironment, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.javascript_layout import runner_of
from speccursor.qualify.tools.javascript_run import read_account, read_run, run_of

_RUNNERS = frozenset({"jest", "vitest", "node", "mocha", "tape"})
_BROKEN = (TestOutcome.FAILED, TestOutcome.ERRORED)
_UNSEEN = "it declares properties, and none was observed to run"


def _applies(component: Component) -> str:
    if not component.facts.get("fast_check"):
        return f"fast-check is no dependency of {component.id}"
    runner = runner_of(component)
    return "" if runner in _RUNNERS else f"no adapter here observes fast-check under the test runner {runner}"


def _invoke(component: Component, options: Options) -> Invocation:
    return run_of(component, options, runner_of(component), properties=True)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account = read_account(outputs)
    run = read_run(outputs, account)
    content = outputs.read("properties")
    told = read_properties(content)
    if told.nonce != account.nonce:
        raise UnreadableEvidence("the record of the properties and the account carry the marks of different runs")
    unshown = _unshown(run, told, files_observed(content), frozenset(account.declaring))
    return (Properties((*told.properties, *unshown), told.nonce),)


def _unshown(run: TestRun, told: Properties, files: frozenset[str], declaring: frozenset[str]) -> Iterator[Property]:
    """Tell what would have brought properties, and did not: files and tests that broke, files that were never seen."""
    broken = {error.path: error.message for error in run.errors if not error.path or error.path in declaring}
    for case in run.cases:
        if case.outcome in _BROKEN and case.path in declaring:
            broken.setdefault(case.path or "", f"{case.id}: {case.message}")
    falsified = {item.path for item in told.properties if item.outcome is PropertyOutcome.FALSIFIED}
    for path in sorted(broken.keys() - falsified):
        yield _property(path, PropertyOutcome.ERRORED, broken[path])
    for path in sorted(declaring - files - broken.keys()):
        yield _property(path, PropertyOutcome.SKIPPED, _UNSEEN)


def _property(path: str, outcome: PropertyOutcome, message: str) -> Property:
    return Property(id=path or "the run", outcome=outcome, executed=None, path=path or None, message=message)


TOOL = Tool(
    id="fast-check",
    title="fast-check properties",
    languages=frozenset({Language.JAVASCRIPT}),
    kinds=(Kind.PROPERTIES,),
    provision=FromEnvironment(package="fast-check", version="4.10.2"),
    invoke=_invoke,
    read=_read,
    reproduce="npm test  # with fc.configureGlobal({ numRuns: 1000 })",
    applies=_applies,
    environment=True,
)
