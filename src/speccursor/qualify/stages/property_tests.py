"""Stage 3, property-based tests: what holds for inputs that nobody thought of."""

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.stage import Ask, Stage, StageId
from speccursor.qualify.stages.documents import aside

STAGE = Stage(
    id=StageId.PROPERTY_TESTS,
    question="Do the project's properties hold over enough generated examples?",
    owner="QA Team",
    asks=(
        Ask(
            gate="property-holds",
            tools={
                Language.PYTHON: ("hypothesis",),
                Language.JAVASCRIPT: ("fast-check",),
                Language.RUST: ("proptest",),
                Language.GO: ("go-properties",),
                Language.LEAN: ("lean",),
            },
            aside=aside("state no property of code: they are linted in stage 1"),
            obligatory=True,
        ),
    ),
)
