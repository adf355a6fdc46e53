"""gofmt, which has no configuration. It never edits.

Every Go file that is not data is named, whatever build constraints say. Exit codes of gofmt: 0, or 2 where a file does
not parse (https://pkg.go.dev/cmd/gofmt), which leaves the gate undecided; the driver keeps them in its account.
"""

from speccursor.qualify.evidence.gofmt import read_gofmt
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import FromToolchain, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.go_layout import SUFFIX, judged_files, without_go
from speccursor.qualify.tools.go_run import account_of, go_run
from speccursor.qualify.tools.linted import LAUNCHER, LIST, listing

_OUTPUTS = {"gofmt": "gofmt.txt", "log": "gofmt.log"}


def _invoke(component: Component, options: Options) -> Invocation:
    return go_run("format", component, options, _OUTPUTS, tool="-")


def _fix(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=("{python}", "-s", "-E", "{in}/" + LAUNCHER, "{in}/" + LIST, "{toolchain}/bin/gofmt", "-w"),
        inputs=listing(*judged_files(component)),
        cwd="{root}",
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account = account_of(outputs)
    content, log = outputs.read("gofmt"), outputs.read("log")
    found = read_gofmt(content, log, examined=len(account.files), root=outputs.root)
    if any(step.exit for step in account.steps.values()):
        raise UnreadableEvidence("gofmt did not come to an end")
    return (found,)


TOOL = Tool(
    id="gofmt",
    title="gofmt",
    languages=frozenset({Language.GO}),
    kinds=(Kind.FINDINGS,),
    provision=FromToolchain(programs=("gofmt",)),
    invoke=_invoke,
    read=_read,
    reproduce="gofmt -l .",
    applies=without_go,
    suffixes=(SUFFIX,),
    toolchain="go",
    fix=_fix,
)
