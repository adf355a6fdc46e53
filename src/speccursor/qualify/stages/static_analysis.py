"""Stage 1, static analysis: what can be seen without running the candidate."""

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.stage import Ask, Stage, StageId

STAGE = Stage(
    id=StageId.STATIC_ANALYSIS,
    question="Is the source free of lint, format and type errors, and simple enough to review?",
    owner="All Lang Leads",
    asks=(
        Ask(
            gate="lint-errors",
            tools={
                Language.PYTHON: ("ruff-check",),
                Language.JAVASCRIPT: ("eslint",),
                Language.RUST: ("clippy",),
                Language.GO: ("go-vet",),
                Language.LEAN: ("lean",),
                Language.DOCKERFILE: ("hadolint",),
                Language.WORKFLOW: ("actionlint", "zizmor"),
            },
            obligatory=True,
        ),
        Ask(
            gate="format-errors",
            tools={
                Language.PYTHON: ("ruff-format",),
                Language.RUST: ("rustfmt",),
                Language.GO: ("gofmt",),
            },
            obligatory=True,
        ),
        Ask(gate="type-errors", tools={Language.PYTHON: ("mypy",), Language.JAVASCRIPT: ("tsc",)}),
        Ask(
            gate="complexity",
            tools={
                Language.PYTHON: ("lizard",),
                Language.JAVASCRIPT: ("lizard",),
                Language.RUST: ("lizard",),
                Language.GO: ("lizard",),
            },
            obligatory=True,
        ),
        Ask(gate="candidate-complete", whole=True),
    ),
)
