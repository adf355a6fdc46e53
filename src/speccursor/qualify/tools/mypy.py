"""mypy in strict mode over what the component ships, with the project's own configuration where there is one.

Exit codes: 0 no error, 1 errors found, 2 it could not build the program (a file that does not parse, two files of
one module name) or not even begin (configuration, a plugin that is not there, a crash of its own);
https://mypy.readthedocs.io/en/stable/command_line.html. `read` tells these apart by the line count report,
which lists every module that was checked and stays empty when the build was given up.

Checked are the package folders, so that the project's ``exclude`` counts; a folder in which tests or data
stand too is given file by file. The project's ``files`` is not followed: it may leave out what is
shipped. ``--strict`` sets the global flags; overrides by module stay the project's.
"""

from posixpath import relpath

from speccursor.qualify.evidence.mypy import read_mypy
from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Evidence, Findings, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.python_layout import (
    SUFFIXES,
    below,
    namespaces,
    packages,
    python_files,
    without_source,
)
from speccursor.qualify.tools.repeating import on_files

_LONGEST = 500
_TARGETS = "targets.txt"


def targets(component: Component) -> tuple[str, ...]:
    """Return the folders and files that mypy is given, relative to the root."""
    source = python_files(component, Role.SOURCE)
    other = python_files(component, Role.TEST, Role.SUPPORT, Role.DATA)
    chosen: list[str] = []
    for place in packages(component):
        inside = below(place, source)
        pure = inside and place != "." and not below(place, other)
        chosen += [place] if pure else inside
    return tuple(dict.fromkeys(chosen)) or source


def _invoke(component: Component, options: Options) -> Invocation:
    roots = namespaces(component)
    explicit = ("--namespace-packages", "--explicit-package-bases") if roots else ()
    lines = [f"./{relpath(path, component.path)}\n" for path in targets(component)]
    return Invocation(
        argv=(
            "{tool}/bin/mypy",
            "--strict",
            "--python-executable={python}",
            "--no-incremental",
            "--cache-dir=/dev/null",
            "--output=json",
            "--show-absolute-path",
            "--linecount-report={out}/mypy",
            *explicit,
            "@{in}/" + _TARGETS,
        ),
        outputs={"linecount": "mypy/linecount.txt"},
        optional=frozenset({"linecount"}),
        inputs={_TARGETS: "".join(lines)},
        environment={"MYPYPATH": ":".join(f"{{root}}/{root}" for root in roots)} if roots else {},
        ok_exit_codes=frozenset({0, 1, 2}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    said = outputs.read("stderr").decode("utf-8", "replace")
    if "linecount" not in outputs.names():
        words = _first_words(outputs.read("stdout").decode("utf-8", "replace"), outputs) or said.strip()
        raise UnreadableEvidence(
            f"mypy stopped before it checked anything: {words[:_LONGEST] or 'it does not say why'}"
        )
    if "INTERNAL ERROR" in said:
        raise UnreadableEvidence(f"mypy crashed: {said.strip()[:_LONGEST]}")
    report = outputs.read("linecount")
    findings = read_mypy(outputs.read("stdout"), root=outputs.root, cwd=outputs.component, report=report)
    if findings.examined == 0 and not any(finding.rule == "syntax" for finding in findings.findings):
        reason = findings.findings[0].message if findings.findings else said.strip() or "it was given no module"
        raise UnreadableEvidence(f"mypy checked no module: {reason[:_LONGEST]}")
    return (findings,)


def _first_words(text: str, outputs: Outputs) -> str:
    """Return mypy's first message, where it printed any in JSON."""
    if not text.strip():
        return ""
    try:
        found: Findings = read_mypy(text.encode(), root=outputs.root, cwd=outputs.component)
    except UnreadableEvidence:
        return text.strip()
    return found.findings[0].message if found.findings else text.strip()


TOOL = Tool(
    id="mypy",
    title="mypy, strict",
    languages=frozenset({Language.PYTHON}),
    kinds=(Kind.FINDINGS,),
    provision=Pypi(name="mypy", version="2.4.1"),
    invoke=_invoke,
    read=_read,
    reproduce=lambda component, _: on_files("mypy --strict", component, *targets(component)),
    applies=without_source,
    suffixes=(*SUFFIXES, ".toml", ".ini", ".cfg", "py.typed"),
    imports=True,
    environment=True,
)
