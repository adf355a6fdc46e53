"""Stage 2, unit tests with coverage: what the project's own tests show."""

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.stage import Ask, Stage, StageId
from speccursor.qualify.stages.documents import aside

_RUNNERS = {
    Language.PYTHON: ("pytest",),
    Language.JAVASCRIPT: ("jest", "vitest", "node-test", "mocha", "tape", "ava", "tap", "jasmine"),
    Language.RUST: ("cargo-test",),
    Language.GO: ("go-test",),
}
_ASIDE = {
    Language.LEAN: (
        "nothing of Lean is tested by running it: its kernel checks every theorem and example, for all inputs, in "
        "stages 1 and 3; a test driver of Lake is not run"
    ),
    **aside("hold no code that a unit test could call: they are linted in stage 1"),
}

STAGE = Stage(
    id=StageId.UNIT_TESTS,
    question="Do the project's own tests pass, and do they run what is shipped?",
    owner="All Lang Leads",
    asks=(
        Ask(gate="tests-pass", tools=_RUNNERS, aside=_ASIDE, obligatory=True),
        Ask(gate="no-retries", tools=_RUNNERS, aside=_ASIDE, obligatory=True),
        Ask(gate="line-coverage", tools=_RUNNERS, aside=_ASIDE, obligatory=True, merged=True),
        Ask(gate="branch-coverage", tools=_RUNNERS, aside=_ASIDE, obligatory=True, merged=True),
        Ask(gate="coverage-delta", tools=_RUNNERS, aside=_ASIDE, obligatory=True, baseline=True),
    ),
)
