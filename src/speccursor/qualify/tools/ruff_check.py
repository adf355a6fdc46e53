"""Ruff's linter, with the project's own rules, else Ruff's default ones. It never edits.

Exit codes (https://docs.astral.sh/ruff/linter/#exit-codes): 0 nothing found, 1 something found, 2 ended
abnormally. 2 is let through to `read`, which says in Ruff's own words what was wrong (a required version,
an unknown rule) and believes nothing else of that run.

Every Python file that is not data is named, so that neither ``include`` nor a .gitignore decides what is
looked at; what the project excludes stays excluded (``--force-exclude``). Notebooks are left out. The count of
files stands on standard error alone, hence ``--verbose``. It runs in the component's folder: where no configuration
says otherwise, what is imported from there and from its ``src`` is first-party
(https://docs.astral.sh/ruff/settings/#src), and imports are sorted by that.
"""

from posixpath import relpath

from speccursor.qualify.evidence.ruff import read_ruff_check
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.python_layout import SUFFIXES, judged_files, without_python
from speccursor.qualify.tools.ruff_failure import refuse_failure

RUFF = Pypi(name="ruff", version="0.17.6")
FILES = "files.txt"


def file_list(component: Component) -> dict[str, str]:
    """Return the input that names the files to look at from the component's folder, for ``@{in}/files.txt``."""
    return {FILES: "".join(f"./{relpath(path, component.path)}\n" for path in judged_files(component))}


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=(
            "{tool}/bin/ruff",
            "check",
            "--no-fix",
            "--no-fix-only",
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
        argv=(
            "{tool}/bin/ruff",
            "check",
            "--fix-only",
            "--no-unsafe-fixes",
            "--no-cache",
            "--force-exclude",
            "@{in}/" + FILES,
        ),
        inputs=file_list(component),
        cwd="{component}",
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    content, log = outputs.read("stdout"), outputs.read("stderr")
    refuse_failure(content, log)
    return (read_ruff_check(content, root=outputs.root, log=log),)


TOOL = Tool(
    id="ruff-check",
    title="Ruff linter",
    languages=frozenset({Language.PYTHON}),
    kinds=(Kind.FINDINGS,),
    provision=RUFF,
    invoke=_invoke,
    read=_read,
    reproduce="ruff check --no-fix .",
    applies=without_python,
    suffixes=(*SUFFIXES, ".toml"),
    fix=_fix,
)
