"""staticcheck over every package of a module and its tests, with the project's own configuration.

Exit codes: 0, or 1 where there are findings (https://staticcheck.dev/docs/running-staticcheck/cli/); the driver
keeps them in its account. Comments of the form ``//lint:ignore`` are obeyed: they name a check and a reason each.
Files that build constraints leave out on this platform are not examined, and told as notes.
"""

from speccursor.qualify.evidence.staticcheck import read_staticcheck
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Findings, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import GoModule, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.go_layout import without_go
from speccursor.qualify.tools.go_run import cwd_of, go_run, not_examined, read_account

_OUTPUTS = {"packages": "packages.json", "findings": "staticcheck.jsonl"}
_ENDED = frozenset({0, 1})


def _invoke(component: Component, options: Options) -> Invocation:
    return go_run("staticcheck", component, options, _OUTPUTS)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account, packages = read_account(outputs)
    if "staticcheck" not in account.steps or account.steps["staticcheck"].exit not in _ENDED:
        raise UnreadableEvidence(f"staticcheck did not come to an end: {account.said('staticcheck')}")
    examined = len({path for one in packages for path in one.built})
    content = outputs.read("findings")
    if not content.strip():
        raise UnreadableEvidence(f"staticcheck says nothing: {account.said('staticcheck')}")
    found = read_staticcheck(content, examined=examined, root=outputs.root, cwd=cwd_of(outputs))
    return (Findings((*found.findings, *not_examined(account, packages)), examined),)


TOOL = Tool(
    id="staticcheck",
    title="staticcheck",
    languages=frozenset({Language.GO}),
    kinds=(Kind.FINDINGS,),
    provision=GoModule(name="staticcheck", version="0.8.2"),
    invoke=_invoke,
    read=_read,
    reproduce="staticcheck ./...",
    applies=without_go,
    environment=True,
    toolchain="go",
    facts=True,
)
