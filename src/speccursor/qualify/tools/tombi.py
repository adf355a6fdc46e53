"""tombi: TOML, where the project brings a configuration of it, or of Taplo.

Exit codes: 0 no error, 1 errors; https://tombi-toml.github.io/tombi/docs/linter. Taplo has had no release since 2024,
ends with 0 where a file is missing and draws what it finds; a project that configures it has its TOML linted by tombi's
rules all the same. Schemas are those that tombi holds and the project's own files (``--offline``).
"""

from posixpath import relpath

from speccursor.qualify.evidence.tombi import read_tombi
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.linted import LAUNCHER, LIST, heard, judged, listing


def _invoke(component: Component, options: Options) -> Invocation:
    files = (relpath(path, component.path) for path in judged(component, ".toml"))
    return Invocation(
        argv=(
            "{tool}/bin/python",
            "{in}/" + LAUNCHER,
            "{in}/" + LIST,
            "{tool}/bin/tombi",
            "-v",
            "lint",
            "--offline",
            "--diagnostics-format=json",
            "--diagnostics-file={out}/tombi.json",
        ),
        outputs={"tombi": "tombi.json"},
        optional=frozenset({"tombi"}),
        inputs=listing(*files),
        environment={"NO_COLOR": "1"},
        ok_exit_codes=frozenset({0, 1}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    content = heard(outputs, "tombi", name="tombi")
    return (read_tombi(content, root=outputs.root, log=outputs.read("stderr"), cwd=outputs.component),)


TOOL = Tool(
    id="tombi",
    title="tombi",
    languages=frozenset({Language.TOML}),
    kinds=(Kind.FINDINGS,),
    provision=Pypi(name="tombi", version="1.9.6"),
    invoke=_invoke,
    read=_read,
    reproduce="tombi lint --offline",
    suffixes=(".toml", ".json"),
)
