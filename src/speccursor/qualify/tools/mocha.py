"""Mocha, the project's own, under c8: every test's outcome, and lines and branches as monocart counts them.

Exit codes: the number of failures, which the driver hands on as 1 (https://mochajs.org/running/cli/). Mocha drops
rejections that nobody handles; our reporter keeps them. An import that fails ends the run before there is any record.
c8 (https://github.com/bcoe/c8) alone flatters: V8 knows no branch in functions that never ran; the syntax trees of
monocart-coverage-reports do.
"""

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.tool import Invocation, Options, Tool
from speccursor.qualify.tools.javascript_layout import not_run_by
from speccursor.qualify.tools.javascript_run import C8, read_tests_and_coverage, run_of
from speccursor.qualify.tools.repeating import tests_apart


def _invoke(component: Component, options: Options) -> Invocation:
    return run_of(component, options, "mocha")


TOOL = Tool(
    id="mocha",
    title="Mocha under c8",
    languages=frozenset({Language.JAVASCRIPT}),
    kinds=(Kind.TESTS, Kind.COVERAGE),
    provision=C8,
    invoke=_invoke,
    read=read_tests_and_coverage,
    reproduce=tests_apart("npx mocha", "npx c8 --experimental-monocart --all npx mocha"),
    applies=not_run_by("mocha"),
    environment=True,
)
