"""What makes the reports is loaded while tools are at work."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from speccursor.cli import publish, qualifying
from speccursor.qualify.execute import local
from tests.unit.cli.offline import STAGE_ONE, Offline


def test_everything_that_a_form_of_the_report_needs_is_loaded_beforehand() -> None:
    tree = ast.parse(Path(publish.__file__).read_text())
    makers = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    needed = {node.module for maker in makers for node in ast.walk(maker) if isinstance(node, ast.ImportFrom)}
    program = "import sys; from speccursor.cli.publish import load; load(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert needed <= set(loaded.stdout.split())
    assert len(needed) == len(publish.FORMS)  # JSON is always there; the screen is no form


def test_a_qualification_loads_them_while_its_tools_are_at_work(
    project: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(qualifying, "load", lambda: loaded.append("once"))
    monkeypatch.setattr(local, "_MEANWHILE_S", 0.0)
    project.run("qualify", *STAGE_ONE)
    assert loaded == ["once"]
