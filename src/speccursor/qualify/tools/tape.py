"""tape, the project's own, under c8: every test's outcome, and lines and branches as monocart counts them (see mocha).

Exit codes: 0 all passed, 1 some did not, or the process died (https://github.com/tape-testing/tape#exit). Our recorder
takes the place of tape's TAP text, see ``assets/js/tape-recorder.cjs``: a test is one call of ``test()``, whatever the
number of its assertions. What dies after its last test leaves a whole record of passed tests, and is not believed.
"""

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, TestOutcome, TestRun, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.javascript_layout import not_run_by
from speccursor.qualify.tools.javascript_run import (
    C8,
    last_words,
    read_account,
    read_tests_and_coverage,
    run_of,
)
from speccursor.qualify.tools.repeating import tests_apart


def _invoke(component: Component, options: Options) -> Invocation:
    return run_of(component, options, "tape")


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    status = read_account(outputs).status
    read = read_tests_and_coverage(outputs)
    failed = [
        piece
        for piece in read
        if isinstance(piece, TestRun)
        and (piece.errors or any(case.outcome is TestOutcome.FAILED for case in piece.cases))
    ]
    if status != 0 and not failed:
        raise UnreadableEvidence(f"tape ended with {status} after tests that all passed: {last_words(outputs)}")
    return read


TOOL = Tool(
    id="tape",
    title="tape under c8",
    languages=frozenset({Language.JAVASCRIPT}),
    kinds=(Kind.TESTS, Kind.COVERAGE),
    provision=C8,
    invoke=_invoke,
    read=_read,
    reproduce=tests_apart("npx tape", "npx c8 --experimental-monocart --all npx tape"),
    applies=not_run_by("tape"),
    environment=True,
)
