"""Ruff's formatter, asked whether each file is as it would write it. With the project's own settings.

Exit codes (https://docs.astral.sh/ruff/formatter/#exit-codes): 0 all formatted, 1 some are not, 2 ended
abnormally, which it also says, after a whole report, when a file does not parse. `read` tells the two apart.
"""

from speccursor.qualify.evidence.ruff import read_ruff_format
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.python_layout import SUFFIXES, without_python
from speccursor.qualify.tools.ruff_check import FILES, RUFF, file_list
from speccursor.qualify.tools.ruff_failure import refuse_failure


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=(
            "{tool}/bin/ruff",
            "format",
            "--check",
            "--no-cache",
            "--force-exclude",
            "--output-format=json",
            "--verbose",
            "@{in}/" + FILES,
        ),
        inputs=file_list(component),
        cwd="{component}",
        ok_exit_codes=frozenset({0, 1, 2}),
        timeout_s=options.timeout_s,
    )


def _fix(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=("{tool}/bin/ruff", "format", "--no-cache", "--force-exclude", "@{in}/" + FILES),
        inputs=file_list(component),
        cwd="{component}",
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    content, log = outputs.read("stdout"), outputs.read("stderr")
    refuse_failure(content, log)
    return (read_ruff_format(content, root=outputs.root, log=log),)


TOOL = Tool(
    id="ruff-format",
    title="Ruff formatter",
    languages=frozenset({Language.PYTHON}),
    kinds=(Kind.FINDINGS,),
    provision=RUFF,
    invoke=_invoke,
    read=_read,
    reproduce="ruff format --check .",
    applies=without_python,
    suffixes=(*SUFFIXES, ".toml"),
    fix=_fix,
)
