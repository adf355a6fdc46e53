"""The TypeScript compiler: types of what the component ships, by its ``tsconfig.json`` or by strict built-in options.

Exit codes (``ExitStatus`` in TypeScript's sources): 0 no error, 1 and 2 errors. The compiler is the project's own where
it has one, else ours. A program that the configuration describes is checked as it stands, tests and all; shipped files
that it leaves out are checked in a second one with the same options. The options are in ``assets/js/run-tsc.cjs``.
"""

from posixpath import join

from speccursor.qualify.evidence.tsc import read_tsc
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Findings, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Npm, Options, Outputs, Tool
from speccursor.qualify.tools.javascript_layout import SUFFIXES, typed_sources, without_types
from speccursor.qualify.tools.javascript_run import driven, last_words, read_account


def _invoke(component: Component, options: Options) -> Invocation:
    settings: dict[str, object] = {
        "source": typed_sources(component),
        "tsconfig": component.facts.get("tsconfig", ""),
    }
    return driven(
        "run-tsc.cjs",
        settings,
        outputs={"tsc": "tsc.txt", "left-out": "tsc-left-out.txt"},
        timeout_s=options.timeout_s,
        ok_exit_codes=frozenset({0, 1, 2}),
        environment={"SPECCURSOR_TOOL": "{tool}"},
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account = read_account(outputs)
    said = outputs.read("tsc")
    if not said.strip():
        raise UnreadableEvidence(f"tsc {account.version} printed nothing: {last_words(outputs)}")
    cwd = join(outputs.root, outputs.component)
    found = read_tsc(said, root=outputs.root, cwd=cwd)
    if not account.left_out:
        return (found,)
    more = read_tsc(outputs.read("left-out"), root=outputs.root, cwd=cwd)
    examined = (found.examined or 0) + account.left_out
    return (Findings(tuple(dict.fromkeys((*found.findings, *more.findings))), examined),)


TOOL = Tool(
    id="tsc",
    title="TypeScript compiler",
    languages=frozenset({Language.JAVASCRIPT}),
    kinds=(Kind.FINDINGS,),
    provision=Npm(name="typescript", version="6.0.3"),
    invoke=_invoke,
    read=_read,
    reproduce="npx tsc --noEmit",
    applies=without_types,
    suffixes=(*SUFFIXES, ".json"),
    imports=True,
    environment=True,
)
