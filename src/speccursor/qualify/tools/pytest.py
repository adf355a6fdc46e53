"""pytest and coverage.py in one run: every test's outcome, and the lines and branches that the tests ran.

Exit codes (https://docs.pytest.org/en/stable/reference/exit-codes.html): 0 passed, 1 some failed, 2 interrupted or
not collected, 5 nothing collected are ends that the report explains; 3 and 4 are errors, and so is any signal.

The project's own configuration decides which tests there are; pytest runs unittest suites and doctests too. Its
coverage configuration decides nothing but which lines it excludes, see ``assets/python/speccursor_measure.py``.
The report is JUnit XML of family xunit1, the only one that holds files and lines. pytest's cache stays on: with
it off, ``cache_dir`` and ``--lf`` in a project's configuration become errors, and it is written to a copy.
"""

from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from speccursor.qualify.evidence.junit import read_junit
from speccursor.qualify.evidence.speccursor_coverage import read_speccursor_coverage
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, TestRun, UnreadableEvidence, shortfall
from speccursor.qualify.model.tool import FromEnvironment, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.python_run import COMMAND, ENDED, inputs_of
from speccursor.qualify.tools.repeating import tests_apart

VERSION = "9.2.0"


class _Attempts(Struct):
    """What ``speccursor_pytest.py`` writes: attempts by node id, where there was more than one, and tests left out."""

    schema: Literal["speccursor.attempts/1"]
    nonce: str
    attempts: dict[str, int]
    deselected: int = 0


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=(*COMMAND, "--", *options.test_arguments),
        outputs={
            "junit": "junit.xml",
            "attempts": "attempts.json",
            "coverage": "coverage.json",
            "coveragerc": "coveragerc",
        },
        optional=frozenset({"coverage", "coveragerc"}),
        inputs=inputs_of(component, "speccursor_pytest.py"),
        ok_exit_codes=ENDED,
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    """Read the tests and, where any was measured, the coverage; the judge misses what is not there."""
    with outputs.open("junit") as stream:
        tests = read_junit(stream, root=outputs.root, cwd=outputs.component)
    tests = _with_record(tests, outputs.read("attempts"))
    if "coverage" not in outputs.names():
        return (tests,)
    coverage, nonce = read_speccursor_coverage(outputs.read("coverage"), root=outputs.root)
    if nonce != tests.nonce:
        raise UnreadableEvidence("the record of coverage and the report carry the marks of different runs")
    return tests, replace(coverage, incomplete=shortfall(tests))


def _with_record(tests: TestRun, content: bytes) -> TestRun:
    """Add the attempts that the plugin counted to the tests of the same ids, and how many tests were deselected."""
    try:
        told = msgspec.json.decode(content, type=_Attempts)
    except msgspec.DecodeError as error:
        raise UnreadableEvidence(f"the record of attempts: {error}") from error
    if told.nonce != tests.nonce:
        raise UnreadableEvidence("the record of attempts and the report carry the marks of different runs")
    cases = tuple(
        replace(case, attempts=max(case.attempts, told.attempts.get(case.id, 1))) if case.id in told.attempts else case
        for case in tests.cases
    )
    if set(told.attempts) - {case.id for case in cases}:
        raise UnreadableEvidence("a test was attempted more than once that the report does not tell")
    return replace(tests, cases=cases, deselected=told.deselected)


TOOL = Tool(
    id="pytest",
    title="pytest under coverage.py",
    languages=frozenset({Language.PYTHON}),
    kinds=(Kind.TESTS, Kind.COVERAGE),
    provision=FromEnvironment(package="pytest", version=VERSION, beside={"coverage": "7.17.3"}),
    invoke=_invoke,
    read=_read,
    reproduce=tests_apart(
        "python -m pytest", "python -m coverage run --branch -m pytest; python -m coverage report -m"
    ),
    environment=True,
)
