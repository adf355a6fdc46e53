"""Marks of every line of a component, by which a known finding is known again when its code has moved.

Owed only where a baseline of findings stands in the candidate. Exit code: 0; any other is a crash.
"""

from speccursor.qualify.evidence.speccursor_lines import read_lines
from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import BuiltIn, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.asset import read_asset

_DRIVER = "speccursor_lines.py"


def _files(component: Component) -> tuple[str, ...]:
    return component.paths(Role.SOURCE, Role.TEST, Role.SUPPORT)


def _applies(component: Component) -> str:
    return "" if _files(component) else f"{component.id} has no file that is judged"


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=("{python}", "-I", "{in}/" + _DRIVER, "{in}/files", "{out}/lines.jsonl"),
        outputs={"lines": "lines.jsonl"},
        inputs={_DRIVER: read_asset(f"python/{_DRIVER}"), "files": "".join(f"{path}\0" for path in _files(component))},
        cwd="{root}",
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    return (read_lines(outputs.read("lines")),)


TOOL = Tool(
    id="line-marks",
    title="marks of lines, for the baseline",
    languages=frozenset(Language),
    kinds=(Kind.LINES,),
    provision=BuiltIn(),
    invoke=_invoke,
    read=_read,
    reproduce="speccursor baseline",
    applies=_applies,
    whole=True,
)
