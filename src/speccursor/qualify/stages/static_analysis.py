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
                Language.GO: ("go-vet", "staticcheck"),
                Language.LEAN: ("lean",),
                Language.DOCKERFILE: ("hadolint",),
                Language.WORKFLOW: ("actionlint", "zizmor"),
                Language.SHELL: ("shellcheck",),
                Language.SQL: ("sqlfluff",),
                Language.YAML: ("yamllint",),
                Language.TOML: ("tombi",),
                Language.MARKDOWN: ("markdownlint",),
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
            aside={Language.LEAN: "Lean has no formatter that its users agree on"},
            obligatory=True,
        ),
        Ask(gate="unsafe-code", tools={Language.RUST: ("geiger",)}),
        Ask(
            gate="type-errors",
            tools={Language.PYTHON: ("mypy",), Language.JAVASCRIPT: ("tsc",)},
            aside={Language.LEAN: "a type error in Lean is an error of Lean itself, which lint-errors counts"},
        ),
        Ask(
            gate="complexity",
            tools={
                Language.PYTHON: ("lizard",),
                Language.JAVASCRIPT: ("lizard",),
                Language.RUST: ("lizard",),
                Language.GO: ("lizard", "gocyclo"),
            },
            aside={Language.LEAN: "lizard does not read Lean, whose definitions are terms and have no paths to count"},
            obligatory=True,
        ),
        Ask(gate="candidate-complete", whole=True),
    ),
)
