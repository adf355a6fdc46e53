"""The release before, measured beside a real candidate: pytest and coverage.py on a repository with a tag."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Ran, speccursor
from tests.unit.survey.trees import commit, git, write

pytestmark = [pytest.mark.e2e, pytest.mark.network]

ASKED = ("qualify", "--stage", "2", "--json")
MANIFEST = """\
[project]
name = "signs"
version = "1.0.0"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[tool.hatch.build.targets.wheel]
packages = ["src/signs"]
"""
SIGN = """\
def sign(number: int) -> int:
    if number < 0:
        return -1
    return 1
"""
CLAMP = """\
def clamp(number: int) -> int:
    if number > 9:
        return 9
    return number
"""
TEST_SIGN = """\
from signs.sign import sign


def test_sign() -> None:
    assert [sign(-2), sign(2)] == [-1, 1]
"""
TEST_CLAMP = """\
from signs.clamp import clamp


def test_clamp() -> None:
    assert [clamp(10), clamp(1)] == [9, 1]
"""
LOWER = '[gates.line-coverage]\nrequire = ">= 50 %"\n\n[gates.branch-coverage]\nrequire = ">= 50 %"\n'


def repository(folder: Path, **more: str) -> Path:
    """Make a repository whose one commit covers everything; tag it to release it."""
    files = {
        "pyproject.toml": MANIFEST,
        "qualification.toml": LOWER,
        "requirements-test.txt": "pytest\n",
        "src/signs/__init__.py": "",
        "src/signs/sign.py": SIGN,
        "tests/test_sign.py": TEST_SIGN,
    }
    commit(folder, {**files, **more})
    return folder


def delta(ran: Ran) -> dict[str, Any]:
    (found,) = [ruling for ruling in ran.rulings() if ruling["id"] == "coverage-delta"]
    return found


def test_a_candidate_that_keeps_its_coverage_passes_and_the_release_is_measured_once(tmp_path: Path) -> None:
    folder = repository(tmp_path / "c")
    git(folder, "tag", "v1.0.0")
    commit(folder, {"src/signs/clamp.py": CLAMP, "tests/test_clamp.py": TEST_CLAMP})
    ran = speccursor(*ASKED, str(folder))
    assert (ran.code, ran.verdict["status"]) == (0, "passed"), ran.err
    assert delta(ran)["measured"] == "+0.00 points"
    assert "100.00 % (4 of 4) in v1.0.0" in delta(ran)["reason"]
    assert "prepare python:. @v1.0.0" in ran.err

    write(folder, {"tests/test_clamp.py": TEST_CLAMP.replace("clamp(1)", "clamp(1) + 0")})
    again = speccursor(*ASKED, str(folder))
    assert (again.code, delta(again)["status"]) == (0, "passed")
    assert "end    unit-tests python:. @v1.0.0 pytest cached" in again.err
    assert "end    unit-tests python:. pytest done" in again.err


def test_a_candidate_that_loses_more_than_two_points_fails_by_name_of_the_file(tmp_path: Path) -> None:
    folder = repository(tmp_path / "c")
    git(folder, "tag", "v1.0.0")
    commit(
        folder, {"src/signs/clamp.py": CLAMP, "tests/test_clamp.py": TEST_CLAMP.replace("10", "5").replace("9", "5")}
    )
    ran = speccursor(*ASKED, str(folder))
    assert ran.code == 1, ran.err
    assert [ruling["id"] for ruling in ran.rulings("failed")] == ["coverage-delta"]
    assert delta(ran)["locations"] == [
        {
            "path": "src/signs/clamp.py",
            "line": 3,
            "message": "1 line not run, 0 in v1.0.0; 1 branch not taken, 0 in v1.0.0; line 3",
        }
    ]
    run = next((folder / ".speccursor/runs").iterdir())
    judged = speccursor("judge", str(run), "--json")
    assert judged.out == ran.out, "judged again from what is stored, it is the same"


def test_a_release_whose_tests_fail_is_compared_with_nothing(tmp_path: Path) -> None:
    folder = repository(tmp_path / "c", **{"tests/test_sign.py": TEST_SIGN.replace("[-1, 1]", "[1, 1]")})
    git(folder, "tag", "v1.0.0")
    commit(folder, {"tests/test_sign.py": TEST_SIGN})
    ran = speccursor(*ASKED, str(folder))
    assert (ran.code, ran.verdict["status"]) == (3, "inconclusive"), ran.err
    assert [ruling["id"] for ruling in ran.rulings("inconclusive")] == ["coverage-delta"]
    assert "in v1.0.0 1 of 1 tests do not pass here" in delta(ran)["reason"]
    assert "waiver" in delta(ran)["remedy"]


def test_without_a_tag_nothing_is_compared_and_the_plan_says_so(tmp_path: Path) -> None:
    folder = repository(tmp_path / "c")
    ran = speccursor(*ASKED, str(folder))
    assert (ran.code, ran.verdict["status"]) == (0, "passed"), ran.err
    assert not [ruling for ruling in ran.rulings() if ruling["id"] == "coverage-delta"]
    told = speccursor("plan", "--stage", "2", str(folder)).out
    assert "1 piece of evidence owed, 4 questions" in told
    assert "not asked: coverage-delta: the history of the candidate shows no earlier release" in told
