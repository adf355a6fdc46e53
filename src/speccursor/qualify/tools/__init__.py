"""One adapter for each external tool: how it is provided, called and read. `TOOLS` holds them by id.

An adapter never judges. Nothing registers on import: a tool that is not named here does not exist.
"""

from speccursor.qualify.model.tool import Registry, Tool
from speccursor.qualify.tools import (
    eslint,
    fast_check,
    hypothesis,
    jest,
    lizard,
    mocha,
    mypy,
    node_test,
    pytest,
    ruff_check,
    ruff_format,
    tape,
    tsc,
    vitest,
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
_EVERYWHERE: tuple[Tool, ...] = (lizard.TOOL,)

TOOLS: Registry = {tool.id: tool for tool in (*_PYTHON, *_JAVASCRIPT, *_EVERYWHERE, *UNPROVIDED)}
