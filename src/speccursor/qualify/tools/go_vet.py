"""go vet over every package of a module and its tests, with all of its checks.

The exit codes of go vet say whether it found anything (https://pkg.go.dev/cmd/vet); with ``-json`` a package that does
not type-check is told on standard error, and is a finding. Files that build constraints leave out on this platform are
not examined, not counted, and told as notes.
"""

from speccursor.qualify.evidence.go_vet import read_go_vet
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Findings, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import FromToolchain, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.go_layout import without_go
from speccursor.qualify.tools.go_run import cwd_of, go_run, not_examined, read_account

_OUTPUTS = {"packages": "packages.json", "vet": "vet.json", "log": "vet.log"}
_LONGEST = 500


def _invoke(component: Component, options: Options) -> Invocation:
    return go_run("vet", component, options, _OUTPUTS, tool="-")


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account, packages = read_account(outputs)
    if "vet" not in account.steps:
        raise UnreadableEvidence("go vet was not started")
    found = read_go_vet(
        outputs.read("vet"),
        outputs.read("log"),
        units=sum(one.units for one in packages),
        examined=len({path for one in packages for path in one.built}),
        root=outputs.root,
        cwd=cwd_of(outputs),
    )
    broken = [one for one in packages if one.error]
    if broken and not found.findings:
        raise UnreadableEvidence(f"{broken[0].path} cannot be loaded: {broken[0].error[:_LONGEST]}")
    notes = not_examined(account, packages)
    return (Findings((*found.findings, *notes), found.examined),)


TOOL = Tool(
    id="go-vet",
    title="go vet",
    languages=frozenset({Language.GO}),
    kinds=(Kind.FINDINGS,),
    provision=FromToolchain(programs=("go",)),
    invoke=_invoke,
    read=_read,
    reproduce="go vet ./...",
    applies=without_go,
    environment=True,
    toolchain="go",
)
