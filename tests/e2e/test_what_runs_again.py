"""After a change only what reads the changed file runs again; the rest is reused, and told as reused."""

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.program import speccursor

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.network,
    pytest.mark.skipif(
        shutil.which("bwrap") is None, reason="bubblewrap is missing: every result depends on the whole tree"
    ),
]

FILES = {
    "one/pyproject.toml": '[project]\nname = "one"\nversion = "1"\n',
    "one/one.py": '"""One."""\n\nONE = 1\n',
    "one/README.md": "# One\n",
    "two/pyproject.toml": '[project]\nname = "two"\nversion = "1"\n',
    "two/two.py": '"""Two."""\n\nTWO = 2\n',
    "web/package.json": '{"name": "web", "version": "1.0.0"}\n',
    "web/index.js": "export const three = 3;\n",
}
TOOLS = {"ruff-check", "ruff-format", "lizard"}
LEFT_OUT = '[[components."{}".skip]]\ntool = "{}"\nreason = "it needs an environment, which this test does without"\n'


def measured_again(folder: Path) -> set[tuple[str, str]]:
    """Qualify the folder's first stage; return (component, tool) of what was run and not reused."""
    ran = speccursor("qualify", "--stage", "1", "--json", ".", cwd=folder)
    assert ran.code in {0, 1, 3}, ran.err
    record = json.loads((max((folder / ".speccursor" / "runs").iterdir()) / "record.json").read_bytes())
    owed = (item for item in record["observations"] if item["envelope"] and not item["envelope"]["origin"])
    return {(words[1], words[3]) for words in (item["owed"].split(" ") for item in owed)}


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    skips = [LEFT_OUT.format(f"python:{name}", "mypy") for name in ("one", "two")]
    (tmp_path / "qualification.toml").write_text("".join([*skips, LEFT_OUT.format("javascript:web", "eslint")]))
    return tmp_path


def test_one_changed_python_file_runs_what_reads_it_and_nothing_else(candidate: Path) -> None:
    everything = {(component, tool) for component in ("python:one", "python:two") for tool in TOOLS}
    assert measured_again(candidate) == everything | {("javascript:web", "lizard")}

    (candidate / "one" / "one.py").write_text('"""One, changed."""\n\nONE = 1\n')
    assert measured_again(candidate) == {("python:one", tool) for tool in TOOLS}


def test_a_file_that_no_tool_reads_runs_nothing_again(candidate: Path) -> None:
    measured_again(candidate)
    (candidate / "one" / "README.md").write_text("# One, changed\n")

    assert measured_again(candidate) == set()


@pytest.mark.skipif(shutil.which("cargo") is None, reason="Rust is not on this machine")
def test_one_changed_line_of_rust_runs_rust_again_and_no_other_language(candidate: Path) -> None:
    crate = candidate / "crate"
    (crate / "src").mkdir(parents=True)
    (crate / "Cargo.toml").write_text('[package]\nname = "three"\nversion = "0.1.0"\nedition = "2021"\n')
    (crate / "src" / "lib.rs").write_text("pub const THREE: u8 = 3;\n")
    everything = measured_again(candidate)
    assert {component for component, _ in everything} == {"python:one", "python:two", "javascript:web", "rust:crate"}

    (crate / "src" / "lib.rs").write_text("pub const THREE: u8 = 1 + 2;\n")
    again = measured_again(candidate)
    assert again == {one for one in everything if one[0] == "rust:crate"}
    assert {"clippy", "rustfmt"} <= {tool for _, tool in again}
