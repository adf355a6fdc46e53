"""zizmor: what is unsafe in GitHub workflows and actions. It asks nobody (``--offline``).

Exit codes (https://docs.zizmor.sh/usage/#exit-codes): with SARIF 0 whatever it found, 1 it failed, 3 it had nothing to
audit; the last two `read` tells in its words. ``--strict-collection`` makes a failure of a file that does not parse or
is no workflow, which would else be left out with a warning. The project's configuration and comments are obeyed.
"""

from speccursor.qualify.evidence.zizmor import read_zizmor
from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.linted import LAUNCHER, LIST, heard, listing


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=(
            "{tool}/bin/python",
            "{in}/" + LAUNCHER,
            "{in}/" + LIST,
            "{tool}/bin/zizmor",
            "--offline",
            "--no-progress",
            "--color=never",
            "--strict-collection",
            "--format=sarif",
        ),
        inputs=listing(*component.paths(Role.SOURCE)),
        cwd="{root}",
        ok_exit_codes=frozenset({0, 1, 3}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    content = heard(outputs, "zizmor")
    return (read_zizmor(content, root=outputs.root, log=outputs.read("stderr")),)


TOOL = Tool(
    id="zizmor",
    title="zizmor",
    languages=frozenset({Language.WORKFLOW}),
    kinds=(Kind.FINDINGS,),
    provision=Pypi(name="zizmor", version="1.32.0"),
    invoke=_invoke,
    read=_read,
    reproduce="zizmor --offline --collect=workflows --collect=actions .",
    suffixes=(".yml", ".yaml"),
)
