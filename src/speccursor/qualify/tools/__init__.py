"""One adapter for each external tool: how it is provided, called and read. `TOOLS` holds them by id.

An adapter never judges. Nothing registers on import: a tool that is not named here does not exist.
"""

from speccursor.qualify.model.tool import Registry, Tool
from speccursor.qualify.tools import (
    actionlint,
    cargo_test,
    clippy,
    eslint,
    fast_check,
    geiger,
    go_properties,
    go_test,
    go_vet,
    gocyclo,
    gofmt,
    hadolint,
    hypothesis,
    jest,
    lean,
    line_marks,
    lizard,
    markdownlint,
    mocha,
    mypy,
    node_test,
    pytest,
    ruff_check,
    ruff_format,
    rust_properties,
    rustfmt,
    shellcheck,
    sqlfluff,
    staticcheck,
    tape,
    tombi,
    tsc,
    vitest,
    yamllint,
    zizmor,
)
from speccursor.qualify.tools.unprovided import UNPROVIDED

_PYTHON: tuple[Tool, ...] = (ruff_check.TOOL, ruff_format.TOOL, mypy.TOOL, pytest.TOOL, hypothesis.TOOL)
_JAVASCRIPT: tuple[Tool, ...] = (
    eslint.TOOL,
    tsc.TOOL,
    jest.TOOL,
    vitest.TOOL,
    node_test.TOOL,
    mocha.TOOL,
    tape.TOOL,
    fast_check.TOOL,
)
_LEAN: tuple[Tool, ...] = (lean.TOOL,)
_RUST: tuple[Tool, ...] = (clippy.TOOL, rustfmt.TOOL, geiger.TOOL, cargo_test.TOOL, rust_properties.TOOL)
_GO: tuple[Tool, ...] = (
    go_vet.TOOL,
    staticcheck.TOOL,
    gofmt.TOOL,
    gocyclo.TOOL,
    go_test.TOOL,
    go_properties.TOOL,
)
_LINTERS: tuple[Tool, ...] = (
    hadolint.TOOL,
    actionlint.TOOL,
    zizmor.TOOL,
    shellcheck.TOOL,
    sqlfluff.TOOL,
    yamllint.TOOL,
    tombi.TOOL,
    markdownlint.TOOL,
)
_EVERYWHERE: tuple[Tool, ...] = (
    line_marks.TOOL,
    lizard.TOOL,
)

TOOLS: Registry = {
    tool.id: tool for tool in (*_PYTHON, *_JAVASCRIPT, *_RUST, *_GO, *_LEAN, *_LINTERS, *_EVERYWHERE, *UNPROVIDED)
}
