"""A project with old faults adopts the qualification: known ones are counted, new ones fail, paid ones go."""

import json
from pathlib import Path

import pytest

from tests.e2e.program import REPOSITORY, copied, speccursor

pytestmark = [pytest.mark.e2e, pytest.mark.network]

STATIC = ("--stage", "static-analysis", "--json")
OLD = REPOSITORY / "examples" / "broken" / "python-lint-error"


def lint(folder: Path) -> tuple[int, str, str]:
    ran = speccursor("qualify", *STATIC, str(folder))
    (ruling,) = (one for one in ran.rulings() if one["id"] == "lint-errors")
    return ran.code, ruling["status"], ruling["reason"]


def test_old_faults_are_counted_new_ones_fail_and_paid_ones_go(tmp_path: Path) -> None:
    folder = copied(OLD, tmp_path / "old")
    baseline = folder / "qualification.baseline.json"
    assert lint(folder)[:2] == (1, "failed")

    recorded = speccursor("init", "--baseline", str(folder))
    assert recorded.code == 0, recorded.err
    newest = max((folder / ".speccursor" / "runs").iterdir(), key=lambda run: run.name)
    assert {"report.json", "report.html"} <= {path.name for path in newest.iterdir()}
    (known,) = json.loads(baseline.read_text())["findings"]
    assert (known["gate"], known["rule"], known["count"]) == ("lint-errors", "F401", 1)
    code, status, reason = lint(folder)
    assert (code, status) == (0, "passed")
    assert "; 1 known ones of the baseline are set aside" in reason

    again = speccursor("init", "--baseline", str(folder))
    assert (again.code, "is there already" in again.err) == (2, True)

    package = folder / "src" / "interval"
    module = package / "moved.py"
    text = (folder / known["path"]).read_text()
    (folder / known["path"]).rename(module)
    module.write_text("# It was moved and renamed.\n" + text)
    exported = 'from interval.moved import Interval\n\n__all__ = ["Interval"]\n'
    (package / "__init__.py").write_text(f'"""Closed intervals of integers."""\n\n{exported}')
    assert lint(folder)[:2] == (0, "passed")

    module.write_text(module.read_text().replace("from dataclasses", "import sys\nfrom dataclasses", 1))
    code, status, reason = lint(folder)
    assert (code, status) == (1, "failed")
    assert "1 finding" in reason

    module.write_text(text.replace("import dataclass, field", "import dataclass"))
    pruned = speccursor("baseline", "prune", str(folder))
    assert pruned.code == 0, pruned.err
    assert json.loads(baseline.read_text())["findings"] == []
    assert lint(folder)[:2] == (0, "passed")


def test_a_baseline_that_is_none_is_a_clear_error_and_nothing_is_qualified(tmp_path: Path) -> None:
    folder = copied(OLD, tmp_path / "old")
    (folder / "qualification.baseline.json").write_text("{}")
    ran = speccursor("qualify", *STATIC, str(folder))
    assert ran.code == 2
    assert "qualification.baseline.json: is not a baseline" in ran.err
    assert "init --baseline --force" in ran.err
