"""Jest, the project's own: every test's outcome, and lines and branches by istanbul (``--coverageProvider=babel``).

Exit codes: 0 all passed, 1 some did not, or Jest could not begin (https://jestjs.io/docs/cli); the record says which,
as only a run that came to its end makes it whole. V8's own provider is not used: it does not see the branches of
functions that never ran. What the project's configuration leaves out of coverage, and its thresholds, do not count.
"""

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.tool import FromEnvironment, Invocation, Options, Tool
from speccursor.qualify.tools.javascript_layout import not_run_by
from speccursor.qualify.tools.javascript_run import read_tests_and_coverage, run_of
from speccursor.qualify.tools.repeating import tests_apart


def _invoke(component: Component, options: Options) -> Invocation:
    return run_of(component, options, "jest")


TOOL = Tool(
    id="jest",
    title="Jest with istanbul coverage",
    languages=frozenset({Language.JAVASCRIPT}),
    kinds=(Kind.TESTS, Kind.COVERAGE),
    provision=FromEnvironment(package="jest", version="30.5.2"),
    invoke=_invoke,
    read=read_tests_and_coverage,
    reproduce=tests_apart("npx jest", "npx jest --coverage --coverageProvider=babel"),
    applies=not_run_by("jest"),
    environment=True,
)
