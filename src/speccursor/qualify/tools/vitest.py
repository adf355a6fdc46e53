"""Vitest, the project's own: every test's outcome, and lines and branches by a provider that counts them exactly.

Exit codes: 0 all passed, 1 some did not, or Vitest could not begin (https://vitest.dev/guide/cli). A failed hook leaves
its tests "skipped" and a rejection that nobody handles leaves its test "passed"; both stand in the run's errors.

Istanbul's provider where it is installed, else v8's from Vitest 4 on (3.2 by an option), which count syntax trees; with
an older v8 provider alone there is no coverage. The provider must be of Vitest's own version, so it is not provisioned
here but beside the project's Vitest, where its environment is prepared.
"""

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.tool import FromEnvironment, Invocation, Options, Tool
from speccursor.qualify.tools.javascript_layout import not_run_by
from speccursor.qualify.tools.javascript_run import read_tests_and_coverage, run_of
from speccursor.qualify.tools.repeating import tests_apart


def _invoke(component: Component, options: Options) -> Invocation:
    return run_of(component, options, "vitest")


TOOL = Tool(
    id="vitest",
    title="Vitest with coverage",
    languages=frozenset({Language.JAVASCRIPT}),
    kinds=(Kind.TESTS, Kind.COVERAGE),
    provision=FromEnvironment(package="vitest", version="4.1.12"),
    invoke=_invoke,
    read=read_tests_and_coverage,
    reproduce=tests_apart("npx vitest run", "npx vitest run --coverage"),
    applies=not_run_by("vitest"),
    environment=True,
)
