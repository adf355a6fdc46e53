"""Members of real workspaces, installed by npm and uv from one another's sources."""

import shutil
from pathlib import Path

import pytest

from tests.e2e.program import Ran, speccursor
from tests.unit.survey.trees import commit, write

pytestmark = [pytest.mark.e2e, pytest.mark.network]

PACKAGE = '{"name": "@m/%s", "version": "1.0.0", "main": "index.js", "scripts": {"test": "node --test"}%s}\n'
JAVASCRIPT = {
    "package.json": '{"name": "m", "private": true, "workspaces": ["packages/*"]}\n',
    "package-lock.json": """{
  "name": "m",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {"name": "m", "workspaces": ["packages/*"]},
    "node_modules/@m/a": {"resolved": "packages/a", "link": true},
    "node_modules/@m/b": {"resolved": "packages/b", "link": true},
    "packages/a": {"name": "@m/a", "version": "1.0.0", "dependencies": {"@m/b": "^1.0.0"}},
    "packages/b": {"name": "@m/b", "version": "1.0.0"}
  }
}
""",
    "packages/a/package.json": PACKAGE % ("a", ', "dependencies": {"@m/b": "^1.0.0"}'),
    "packages/a/index.js": "const { double } = require('@m/b');\n\nexports.quad = (n) => double(double(n));\n",
    "packages/a/index.test.js": "const assert = require('node:assert');\nconst test = require('node:test');\n"
    "const { quad } = require('./index.js');\n\ntest('quads', () => assert.equal(quad(2), 8));\n",
    "packages/b/package.json": PACKAGE % ("b", ""),
    "packages/b/index.js": "exports.double = (n) => n * 2;\n",
    "packages/b/index.test.js": "const assert = require('node:assert');\nconst test = require('node:test');\n"
    "const { double } = require('./index.js');\n\ntest('doubles', () => assert.equal(double(2), 4));\n",
}

PROJECT = """[project]
name = "{0}"
version = "1.0"
requires-python = ">=3.11"
{1}
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[dependency-groups]
dev = ["pytest"]
"""
PYTHON = {
    "pyproject.toml": '[tool.uv.workspace]\nmembers = ["core", "app"]\n',
    "core/pyproject.toml": PROJECT.format("m-core", ""),
    "core/src/m_core/py.typed": "",
    "core/src/m_core/__init__.py": "def double(n: int) -> int:\n    return n * 2\n",
    "core/tests/test_core.py": "from m_core import double\n\n\ndef test_it() -> None:\n    assert double(2) == 4\n",
    "app/pyproject.toml": PROJECT.format("m-app", 'dependencies = ["m-core"]\n')
    + "\n[tool.uv.sources]\nm-core = { workspace = true }\n",
    "app/src/m_app/py.typed": "",
    "app/src/m_app/__init__.py": "from m_core import double\n\n\ndef quad(n: int) -> int:\n    return double(n) * 2\n",
    "app/tests/test_app.py": "from m_app import quad\n\n\ndef test_it() -> None:\n    assert quad(2) == 8\n",
}

GO = {
    "go.work": "go 1.22\n\nuse (\n\t./a\n\t./b\n)\n",
    "a/go.mod": "module example.com/a\n\ngo 1.22\n\nrequire example.com/b v0.0.0\n",
    "a/a.go": '// Package a quadruples.\npackage a\n\nimport "example.com/b"\n\n// Quad quadruples.\n'
    "func Quad(n int) int { return b.Double(b.Double(n)) }\n",
    "a/a_test.go": 'package a\n\nimport "testing"\n\nfunc TestQuad(t *testing.T) {\n\tif Quad(2) != 8 {\n'
    '\t\tt.Fatal("no")\n\t}\n}\n',
    "b/go.mod": "module example.com/b\n\ngo 1.22\n",
    "b/b.go": "// Package b doubles.\npackage b\n\n// Double doubles.\nfunc Double(n int) int { return n * 2 }\n",
    "b/b_test.go": 'package b\n\nimport "testing"\n\nfunc TestDouble(t *testing.T) {\n\tif Double(2) != 4 {\n'
    '\t\tt.Fatal("no")\n\t}\n}\n',
}
RUST = {
    "Cargo.toml": '[workspace]\nmembers = ["x", "y"]\nresolver = "2"\n',
    "x/Cargo.toml": '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n'
    'y = { path = "../y" }\n',
    "x/src/lib.rs": "//! X.\n\n/// Quadruples.\npub fn quad(n: u32) -> u32 {\n    y::double(y::double(n))\n}\n\n"
    "#[cfg(test)]\nmod tests {\n    #[test]\n    fn quads() {\n        assert_eq!(super::quad(2), 8);\n    }\n}\n",
    "y/Cargo.toml": '[package]\nname = "y"\nversion = "0.1.0"\nedition = "2021"\n',
    "y/src/lib.rs": "//! Y.\n\n/// Doubles.\npub fn double(n: u32) -> u32 {\n    n * 2\n}\n\n"
    "#[cfg(test)]\nmod tests {\n    #[test]\n    fn doubles() {\n        assert_eq!(super::double(2), 4);\n    }\n}\n",
}


def by_gate(ran: Ran, component: str) -> dict[str, str]:
    return {ruling["id"]: ruling["status"] for ruling in ran.rulings() if ruling["component"] == component}


def test_packages_of_an_npm_workspace_run_their_neighbours_code(tmp_path: Path) -> None:
    commit(tmp_path / "c", {**JAVASCRIPT})
    ran = speccursor("qualify", "--stage", "1-2", "--json", cwd=tmp_path / "c")
    for component in ("javascript:packages/a", "javascript:packages/b"):
        told = by_gate(ran, component)
        assert (told["tests-pass"], told["line-coverage"], told["lint-errors"]) == ("passed",) * 3, ran.out
    assert by_gate(ran, "javascript:*")["line-coverage"] == "passed"


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="without bubblewrap one run sees the whole tree")
def test_a_defect_of_a_neighbour_fails_whoever_needs_it_and_reaches_nobody_else(tmp_path: Path) -> None:
    commit(tmp_path / "c", {**JAVASCRIPT})
    write(tmp_path / "c", {"packages/b/index.js": "exports.double = (n) => n * 3;\n"})
    ran = speccursor("qualify", "--stage", "2", "--since", "HEAD", "--json", cwd=tmp_path / "c")
    assert ran.code == 1
    assert ran.verdict["partial"]
    for component in ("javascript:packages/a", "javascript:packages/b"):
        assert by_gate(ran, component)["tests-pass"] == "failed"
    write(tmp_path / "c", {"packages/b/index.js": JAVASCRIPT["packages/b/index.js"]})
    write(tmp_path / "c", {"packages/a/index.js": "exports.quad = (n) => n * 5;\n"})
    ran = speccursor("qualify", "--stage", "2", "--since", "HEAD", "--json", cwd=tmp_path / "c")
    assert by_gate(ran, "javascript:packages/a")["tests-pass"] == "failed"
    assert not by_gate(ran, "javascript:packages/b")


def test_members_of_a_uv_workspace_are_tested_and_typed_with_their_neighbours_code(tmp_path: Path) -> None:
    commit(tmp_path / "c", {**PYTHON})
    ran = speccursor("qualify", "--stage", "1-2", "--json", cwd=tmp_path / "c")
    for component in ("python:app", "python:core"):
        told = by_gate(ran, component)
        assert (told["tests-pass"], told["line-coverage"], told["type-errors"]) == ("passed",) * 3, ran.out
    assert by_gate(ran, "python:*")["line-coverage"] == "passed"


@pytest.mark.skipif(shutil.which("go") is None, reason="Go is not on this machine")
def test_modules_of_a_go_workspace_take_one_another_from_their_folders(tmp_path: Path) -> None:
    commit(tmp_path / "c", {**GO})
    ran = speccursor("qualify", "--stage", "1-2", "--json", cwd=tmp_path / "c")
    for component in ("go:a", "go:b"):
        told = by_gate(ran, component)
        assert (told["tests-pass"], told["line-coverage"], told["lint-errors"]) == ("passed",) * 3, ran.out
    assert by_gate(ran, "go:*")["line-coverage"] == "passed"


@pytest.mark.skipif(shutil.which("cargo") is None, reason="Rust is not on this machine")
def test_members_of_a_cargo_workspace_are_built_from_one_another(tmp_path: Path) -> None:
    commit(tmp_path / "c", {**RUST})
    ran = speccursor("qualify", "--stage", "1-2", "--json", cwd=tmp_path / "c")
    for component in ("rust:x", "rust:y"):
        told = by_gate(ran, component)
        assert (told["tests-pass"], told["lint-errors"]) == ("passed", "passed"), ran.out
    write(tmp_path / "c", {"x/src/lib.rs": RUST["x/src/lib.rs"].replace("y::double(y::double(n))", "y::double(n)")})
    ran = speccursor("qualify", "--stage", "2", "--since", "HEAD", "--json", cwd=tmp_path / "c")
    assert by_gate(ran, "rust:x")["tests-pass"] == "failed"
    assert not by_gate(ran, "rust:y")
