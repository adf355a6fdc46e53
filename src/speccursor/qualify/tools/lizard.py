"""lizard: the cyclomatic complexity of every function, in every language that it reads.

Exit codes: 0, or 1 when functions are above lizard's own limits; with ``--ignore_warnings -1`` always 0, since
limits are a gate's business (https://github.com/terryyin/lizard#using-lizard). 1 is then a crash.

Source, tests and support are counted, data is not. Comments by which a source takes itself out of lizard's
count are not obeyed (see ``assets/lizard``). A file that lizard gives up leaves its functions out silently, with a word
on standard error alone; `read` then believes nothing.
"""

from speccursor.qualify.evidence.lizard import read_lizard
from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Evidence, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.asset import read_asset

SUFFIXES = {
    Language.PYTHON: (".py",),
    Language.JAVASCRIPT: (".js", ".cjs", ".mjs", ".jsx", ".ts", ".tsx", ".vue"),
    Language.RUST: (".rs",),
    Language.GO: (".go",),
}
_DRIVER = "speccursor_lizard.py"
_FILES = "files.txt"
_GIVEN_UP = ("Error: ", "[skip] ")


def _files(component: Component) -> list[str]:
    suffixes = SUFFIXES.get(component.language, ())
    return [path for path in component.paths(Role.SOURCE, Role.TEST, Role.SUPPORT) if path.endswith(suffixes)]


def _applies(component: Component) -> str:
    return "" if _files(component) else f"no file of {component.id} is one that lizard reads, data aside"


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=(
            "{tool}/bin/python",
            "{in}/" + _DRIVER,
            "--csv",
            "--ignore_warnings",
            "-1",
            "--no-gitignore",
            "--input_file",
            "{in}/" + _FILES,
        ),
        inputs={
            _DRIVER: read_asset(f"lizard/{_DRIVER}"),
            _FILES: "".join(f"./{path}\n" for path in _files(component)),
        },
        environment={"PYTHONUTF8": "1"},
        cwd="{root}",
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    lines = outputs.read("stderr").decode("utf-8", "replace").splitlines()
    given_up = [line for line in lines if line.startswith(_GIVEN_UP)]
    if given_up:
        raise UnreadableEvidence(f"lizard did not read {len(given_up)} files: {given_up[0][:500]}")
    return (read_lizard(outputs.read("stdout"), root=outputs.root, cwd=outputs.root),)


TOOL = Tool(
    id="lizard",
    title="lizard, cyclomatic complexity",
    languages=frozenset(SUFFIXES),
    kinds=(Kind.FUNCTIONS,),
    provision=Pypi(name="lizard", version="1.24.3"),
    invoke=_invoke,
    read=_read,
    reproduce="lizard --CCN 15 .",
    applies=_applies,
    suffixes=tuple(suffix for suffixes in SUFFIXES.values() for suffix in suffixes),
)
