"""Properties of Go: rapid, gopter, testing/quick, and native fuzz targets, each with the examples it really executed.

rapid (https://pkg.go.dev/pgregory.net/rapid), testing/quick and the fuzzer (https://go.dev/doc/security/fuzz/) are
asked for a number of examples; gopter's stands in the source (``MinSuccessfulTests``,
https://pkg.go.dev/github.com/leanovate/gopter#TestParameters) and is 100 where nothing is said. Counted is what a
framework itself says that it executed. A fuzz target counts only with inputs that were generated, never with its
seeds.
"""

from speccursor.qualify.evidence.go_properties import read_go_properties
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.go_layout import without_go
from speccursor.qualify.tools.go_run import GOBCO, go_run, read_account

_OUTPUTS = {"packages": "packages.json", "goscan": "goscan.jsonl", "properties": "properties.jsonl"}


def _invoke(component: Component, options: Options) -> Invocation:
    tags = tuple(word for word in options.test_arguments if word.lstrip("-").startswith("tags="))
    return go_run("properties", component, options, _OUTPUTS, arguments=tags)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account, _ = read_account(outputs)
    if "properties" not in outputs.names():
        raise UnreadableEvidence(f"the properties were not looked for: {account.said('goscan')}")
    found = read_go_properties(outputs.read("properties"))
    if found.nonce != account.nonce:
        raise UnreadableEvidence("the record of the properties and the account carry the marks of different runs")
    return (found,)


TOOL = Tool(
    id="go-properties",
    title="rapid, gopter, testing/quick and fuzz targets",
    languages=frozenset({Language.GO}),
    kinds=(Kind.PROPERTIES,),
    provision=GOBCO,
    invoke=_invoke,
    read=_read,
    reproduce="go test -count=1 ./...",
    applies=without_go,
    environment=True,
    toolchain="go",
)
