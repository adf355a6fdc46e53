"""The release before, as a user meets it: on a candidate whose test runner is a program of any system."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from speccursor.qualify.model.evidence import (
    Branches,
    Coverage,
    Evidence,
    FileCoverage,
    TestCase,
    TestOutcome,
    TestRun,
)
from speccursor.qualify.model.tool import Invocation, Outputs, Pypi
from tests.unit.cli.offline import WORD, Offline, mend
from tests.unit.survey.trees import commit, git

SOURCE = "src/pkg/__init__.py"
STAGE_TWO = ("--stage", "2")


def told(outputs: Outputs) -> tuple[Evidence, ...]:
    """Read ``covered total failed`` off what the fake runner printed."""
    covered, total, failed = map(int, outputs.read("stdout").split())
    lines = FileCoverage(
        path=SOURCE,
        executed=tuple(range(1, covered + 1)),
        missing=tuple(range(covered + 1, total + 1)),
        branches=Branches(0, 0),
    )
    outcomes = [TestOutcome.PASSED, *[TestOutcome.FAILED] * failed]
    return TestRun(tuple(TestCase(id=str(n), outcome=one) for n, one in enumerate(outcomes))), Coverage((lines,))


@pytest.fixture
def repository(project: Offline) -> Offline:
    """A release that covers 98 of 100 lines, and nothing after it."""
    project.change(
        "pytest",
        invoke=lambda *_: Invocation(argv=("cat", "figures"), cwd="{root}"),
        read=told,
        environment=False,
        provision=Pypi("ruff", "0"),
    )
    project.write("figures", "98 100 0")
    project.write("qualification.toml", '[gates.line-coverage]\nrequire = ">= 50 %"\n')
    commit(project.folder)
    git(project.folder, "tag", "v1.0.0")
    commit(project.folder, {"README": "later\n"})
    return project


def delta(out: str) -> dict[str, Any]:
    (found,) = [
        gate for stage in json.loads(out)["stages"] for gate in stage["gates"] if gate["id"] == "coverage-delta"
    ]
    return found  # type: ignore[no-any-return]  # the published shape


@pytest.mark.parametrize(
    ("figures", "code", "status", "measured"),
    [
        ("99 100 0", 0, "passed", "+1.00 points"),
        ("96 100 0", 0, "passed", "-2.00 points"),
        ("95 100 0", 1, "failed", "-3.00 points"),
    ],
)
def test_a_candidate_is_held_against_what_the_release_covers(
    repository: Offline, figures: str, code: int, status: str, measured: str
) -> None:
    repository.write("figures", figures)
    ended, out, err = repository.run("qualify", *STAGE_TWO, "--json")
    ruling = delta(out)
    assert (ended, ruling["status"], ruling["measured"], ruling["component"]) == (code, status, measured, "python:*")
    assert "98.00 % (98 of 100) in v1.0.0" in ruling["reason"]
    assert "start  unit-tests python:. @v1.0.0 pytest" in err
    if status == "failed":
        assert ruling["locations"] == [
            {"path": SOURCE, "line": 96, "message": "5 lines not run, 2 in v1.0.0; lines 96-100"}
        ]


def test_the_same_configuration_measures_both(repository: Offline) -> None:
    repository.write("qualification.toml", '[components."python:."]\nskip = [{ tool = "pytest", reason = "slow" }]\n')
    _, out, _ = repository.run("qualify", *STAGE_TWO, "--json")
    assert (delta(out)["status"], delta(out)["cause"]) == ("inconclusive", "skipped")


def test_a_release_whose_tests_fail_leaves_it_open_and_a_waiver_lets_it_be(repository: Offline) -> None:
    git(repository.folder, "tag", "-d", "v1.0.0")
    commit(repository.folder, {"figures": "98 100 3"})
    git(repository.folder, "tag", "v1.1.0")
    commit(repository.folder, {"figures": "98 100 0"})
    code, out, _ = repository.run("qualify", *STAGE_TWO, "--json")
    assert (code, delta(out)["status"]) == (3, "inconclusive")
    assert delta(out)["reason"] == "in v1.1.0 3 of 4 tests do not pass here"
    assert "waiver with a reason, an owner and an expiry" in delta(out)["remedy"]
    waiver = '[[waivers]]\ngate = "coverage-delta"\ncomponent = "python:*"\nreason = "old"\nowner = "us"\n'
    repository.write("qualification.toml", f"{waiver}expires = 2999-01-01\n")
    code, out, _ = repository.run("qualify", *STAGE_TWO, "--json")
    assert (code, delta(out)["status"]) == (0, "waived")


def test_the_plan_prints_what_is_owed_of_the_release(repository: Offline) -> None:
    first = git(repository.folder, "rev-parse", "v1.0.0")
    _, out, _ = repository.run("plan", *STAGE_TWO)
    assert "coverage-delta >= -2 points on python:*: pytest, against @v1.0.0" in out
    assert f"beside it, v1.0.0 (commit {first}) owes:\n      ?  pytest on python:. [host]" in out
    assert (repository.folder / ".speccursor/baselines" / first / SOURCE).is_file()
    assert "beside it" not in repository.run("plan", "--stage", "1")[1]


def test_a_fix_never_touches_the_release(repository: Offline) -> None:
    git(repository.folder, "tag", "-d", "v1.0.0")
    repository.change("pytest", fix=mend)
    bad = f"A = '{WORD}'\n"
    commit(repository.folder, {SOURCE: bad, "old/pyproject.toml": '[project]\nname = "old"\n', "old/a.py": bad})
    git(repository.folder, "tag", "v1.1.0")
    shutil.rmtree(repository.folder / "old")
    commit(repository.folder, {"README": "later still\n"})
    repository.run("plan", "--stage", "1-2")
    (kept,) = (repository.folder / ".speccursor/baselines").glob("*/src/pkg/__init__.py")
    assert "pytest on python:old [host]" in repository.run("plan", *STAGE_TWO)[1]
    _, _, err = repository.run("qualify", "--stage", "1-2", "--fix")
    assert f"fixed {SOURCE}" in err
    assert (repository.folder / SOURCE).read_text() == "A = 'good'\n"
    assert kept.read_text() == bad


def test_a_candidate_of_the_same_folder_is_not_made_of_the_releases_files(repository: Offline) -> None:
    tree = json.loads(repository.run("plan", *STAGE_TWO, "--json")[1])["candidate"]["tree"]
    again = json.loads(repository.run("plan", *STAGE_TWO, "--json")[1])
    assert (again["candidate"]["tree"], again["candidate"]["dirty"]) == (tree, False)


def test_a_release_that_cannot_be_had_today_leaves_no_verdict_that_stands(repository: Offline, tmp_path: Path) -> None:
    repository.shield()
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository.folder}", "shallow")
    repository.monkeypatch.chdir(tmp_path / "shallow")
    for _ in range(2):
        code, out, err = repository.run("qualify", *STAGE_TWO)
        assert code == 3
        assert "git fetch --tags --unshallow" in " ".join(out.split())
        assert "Nothing changed" not in out
        assert "1 observations owed" not in out
        assert "finished" in err
    git(tmp_path / "shallow", "fetch", "-q", "--tags", "--unshallow")
    assert repository.run("qualify", *STAGE_TWO)[0] == 0
    assert "its verdict stands" in repository.run("qualify", *STAGE_TWO)[1]


def test_every_form_of_the_report_names_the_release_and_draws_the_candidate_alone(repository: Offline) -> None:
    repository.write("figures", "60 100 0")
    repository.run("qualify", *STAGE_TWO)
    assert "pytest on python:. @v1.0.0" in repository.run("report")[1]
    for form in ("markdown", "html", "json", "sarif", "junit"):
        repository.run("report", "--form", form, "--output", "report")
        said = (repository.folder / "report").read_text().replace("\\", "")
        assert ("2 in v1.0.0" if form == "sarif" else "98.00 % (98 of 100) in v1.0.0") in said, form
    repository.run("report", "--form", "html", "--output", "report")
    page = (repository.folder / "report").read_text()
    assert "of 100 in 1 shipped files" in page
    assert "60 of 100" in page
    assert "60.0 %" in page
    assert "98.0 %" not in page, "a bar of the release would be one of the candidate's"
