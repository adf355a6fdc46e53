"""Stage 2, unit tests with coverage: what the project's own tests show."""

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.stage import Ask, Stage, StageId

_RUNNERS = {
    Language.PYTHON: ("pytest",),
    Language.JAVASCRIPT: ("jest", "vitest", "node-test", "mocha", "tape", "ava", "tap", "jasmine"),
    Language.RUST: ("cargo-test",),
    Language.GO: ("go-test",),
}

STAGE = Stage(
    id=StageId.UNIT_TESTS,
    question="Do the project's own tests pass, and do they run what is shipped?",
    owner="All Lang Leads",
    asks=(
        Ask(gate="tests-pass", tools=_RUNNERS, obligatory=True),
        Ask(gate="no-retries", tools=_RUNNERS, obligatory=True),
        Ask(gate="line-coverage", tools=_RUNNERS, obligatory=True, merged=True),
        Ask(gate="branch-coverage", tools=_RUNNERS, obligatory=True, merged=True),
        Ask(gate="coverage-delta", tools=_RUNNERS, obligatory=True, baseline=True),
    ),
)
