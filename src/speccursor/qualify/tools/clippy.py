"""Clippy over every target of a package, with the project's own configuration; every warning counts, as with -D
warnings.

Warnings are not turned into errors, so that one does not end the check of what comes after it. Exit codes of cargo
(https://doc.rust-lang.org/cargo/commands/cargo-check.html): 0, or 101 where something does not compile, which is told
as a finding. What was examined are the sources that rustc's own dependency files name. A shipped source that is not
among them (behind a feature or for another platform) was seen by nobody: no finding then shows nothing.
"""

from speccursor.qualify.evidence.cargo import read_examined, read_messages
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Findings, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.cargo_run import RUSTSCAN, cargo_run, read_account
from speccursor.qualify.tools.rust_layout import without_package


def _invoke(component: Component, options: Options) -> Invocation:
    return cargo_run("clippy", component, options, ("metadata.json", "build.jsonl", "examined.txt"))


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account = read_account(outputs)
    metadata, build = outputs.read("metadata"), outputs.read("build")
    if not build:
        raise UnreadableEvidence(f"cargo clippy did not begin: {account.said_last('build')}")
    told = read_messages(build, root=outputs.root, metadata=metadata)
    if not told.succeeded and not told.findings:
        raise UnreadableEvidence(f"cargo clippy did not come to a good end: {account.said_last('build')}")
    examined = read_examined(outputs.read("examined"), root=outputs.root, metadata=metadata)
    unseen = sorted(frozenset(account.sources) - examined)
    if unseen and not told.findings:
        raise UnreadableEvidence(f"{len(unseen)} shipped files were not compiled, so not examined: {unseen[0]} first")
    touched = {finding.path for finding in told.findings}
    return (Findings(told.findings, len(examined | touched)),)


TOOL = Tool(
    id="clippy",
    title="Clippy",
    languages=frozenset({Language.RUST}),
    kinds=(Kind.FINDINGS,),
    provision=RUSTSCAN,
    invoke=_invoke,
    read=_read,
    reproduce="cargo clippy --all-targets -- -D warnings",
    applies=without_package,
    environment=True,
    toolchain="rust",
)
