"""gocyclo: the cyclomatic complexity of every Go function, as Go's own users count it.

Exit codes: 0, or 1 where a function is above ``-over``, which is 0 here (https://github.com/fzipp/gocyclo); the
driver keeps them in its account. Comments ``//gocyclo:ignore`` are not obeyed: limits are a gate's business.
"""

from speccursor.qualify.evidence.gocyclo import read_gocyclo
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import GoModule, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.go_layout import SUFFIX, without_go
from speccursor.qualify.tools.go_run import account_of, go_run

_OUTPUTS = {"functions": "gocyclo.txt", "log": "gocyclo.log"}
_ENDED = frozenset({0, 1})


def _invoke(component: Component, options: Options) -> Invocation:
    return go_run("complexity", component, options, _OUTPUTS)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account = account_of(outputs)
    found = read_gocyclo(outputs.read("functions"), outputs.read("log"), root=outputs.root, cwd=outputs.root)
    if not {step.exit for step in account.steps.values()} <= _ENDED:
        raise UnreadableEvidence("gocyclo did not come to an end")
    return (found,)


TOOL = Tool(
    id="gocyclo",
    title="gocyclo, cyclomatic complexity of Go",
    languages=frozenset({Language.GO}),
    kinds=(Kind.FUNCTIONS,),
    provision=GoModule(name="gocyclo", version="0.6.0"),
    invoke=_invoke,
    read=_read,
    reproduce="gocyclo -over 15 .",
    applies=without_go,
    suffixes=(SUFFIX,),
)
