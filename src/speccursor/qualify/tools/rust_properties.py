"""proptest and quickcheck: every declared property, run alone, with the number of examples that it really executed.

Asked for by their documented variables (``PROPTEST_CASES``, https://docs.rs/proptest/latest/proptest/test_runner/struct.Config.html;
``QUICKCHECK_TESTS``, https://docs.rs/quickcheck), which a setting in the source may override. Counted are
proptest's own lines for each example (``PROPTEST_VERBOSE=2``) and quickcheck's own log (its feature ``use_logging``); a
framework that does not say leaves the property undecided. So does a property that is declared and stands in no test
binary.
"""

from msgspec.structs import replace

from speccursor.qualify.evidence.rust_properties import read_rust_properties
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, Property, PropertyOutcome, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.cargo_run import RUSTSCAN, Undeclared, cargo_run, read_account
from speccursor.qualify.tools.rust_layout import without_package

_OUTPUTS = ("metadata.json", "build.jsonl", "rustscan.jsonl", "properties.jsonl")


def _applies(component: Component) -> str:
    if not component.facts.get("properties"):
        return f"neither proptest nor quickcheck is a dependency of {component.id}"
    return without_package(component)


def _invoke(component: Component, options: Options) -> Invocation:
    return cargo_run("properties", component, options, _OUTPUTS)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account = read_account(outputs)
    if not account.succeeded("build"):
        raise UnreadableEvidence(f"the properties do not build: {account.said_last('rustscan', 'build')}")
    found = read_rust_properties(outputs.read("properties"))
    if found.nonce != account.nonce:
        raise UnreadableEvidence("the record of the properties and the account carry the marks of different runs")
    return (replace(found, properties=(*found.properties, *map(_unshown, account.unshown))),)


def _unshown(one: Undeclared) -> Property:
    return Property(
        id=f"{one.file} > {one.name}",
        outcome=PropertyOutcome.SKIPPED,
        executed=None,
        path=one.file,
        line=one.line,
        message="it is declared, and no test binary holds it",
    )


TOOL = Tool(
    id="proptest",
    title="proptest and quickcheck",
    languages=frozenset({Language.RUST}),
    kinds=(Kind.PROPERTIES,),
    provision=RUSTSCAN,
    invoke=_invoke,
    read=_read,
    reproduce="PROPTEST_CASES=1000 QUICKCHECK_TESTS=1000 cargo test",
    applies=_applies,
    environment=True,
    toolchain="rust",
)
