"""SQLFluff: SQL, where the project brings a configuration of it, which must name a dialect.

Exit codes (https://docs.sqlfluff.com/en/stable/reference/cli.html): 0 nothing found, 1 something found, 2 an error (no
dialect, a templater that is not there, such as dbt's); an unknown dialect ends with 1 as well. `read` tells an error in
its words. What the project excludes, and ``noqa`` comments, are obeyed.

It sees the whole folder: templates may load macros and libraries from anywhere in it.
"""

from speccursor.qualify.evidence.sqlfluff import read_sqlfluff
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.linted import LAUNCHER, LIST, heard, judged, last_words, listing


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=(
            "{tool}/bin/python",
            "{in}/" + LAUNCHER,
            "{in}/" + LIST,
            "{tool}/bin/sqlfluff",
            "lint",
            "--format=json",
            "--nocolor",
            "--disable-progress-bar",
            "--processes=1",
        ),
        inputs=listing(*judged(component, ".sql")),
        cwd="{root}",
        ok_exit_codes=frozenset({0, 1, 2}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    content = heard(outputs, "SQLFluff")
    if not content.lstrip().startswith(b"["):  # some errors stand where the report would
        raise UnreadableEvidence(f"SQLFluff ended abnormally: {last_words(outputs, name='stdout')}")
    return (read_sqlfluff(content, root=outputs.root, log=outputs.read("stderr")),)


TOOL = Tool(
    id="sqlfluff",
    title="SQLFluff",
    languages=frozenset({Language.SQL}),
    kinds=(Kind.FINDINGS,),
    provision=Pypi(name="sqlfluff", version="4.5.0"),
    invoke=_invoke,
    read=_read,
    reproduce="sqlfluff lint .",
)
