"""Every other command on stored runs and on a candidate whose tools are programs of any system."""

import json
import os
import re
import subprocess
import sys
import tomllib
from argparse import Namespace
from collections.abc import Iterable

import pytest

from speccursor.cli import doctor, tools
from speccursor.cli.commands import COMMANDS
from speccursor.cli.screen import ROWS, colour
from speccursor.qualify.gates import GATES
from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.tool import Provision, Unprovided
from speccursor.qualify.provision.installed import Installed, Missing, Origin, Status
from speccursor.qualify.tools import TOOLS
from tests.unit.cli.offline import STAGE_ONE, WORD, Offline
from tests.unit.survey.trees import commit


def qualified(project: Offline, text: str = "A = 1\n") -> str:
    """Qualify once and return the run's id."""
    project.write("src/pkg/__init__.py", text)
    return str(json.loads(project.run("qualify", *STAGE_ONE, "--json")[1])["run"])


@pytest.mark.parametrize("module", ["speccursor", "speccursor.cli"])
def test_the_package_is_a_program(module: str) -> None:
    argv = [sys.executable, "-m", module, "--version"]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout.split()[0]) == (0, "speccursor")


# stored runs


def test_a_stored_run_is_judged_again_to_the_same_bytes_wherever_it_is_named(project: Offline) -> None:
    run = qualified(project, f"{WORD} = 1\n")
    folder = project.folder / ".speccursor" / "runs" / run
    report = (folder / "report.json").read_text()
    for name in ("latest", run, run[:12], str(folder), str(folder / "record.json")):
        assert project.run("judge", name, "--json") == (1, report, ""), name
    assert "lint-errors" in project.run("judge")[1]
    assert json.loads(project.run("judge", "--json", "--date", "2027-02-01")[1])["judged_at"] == "2027-02-01"


def test_a_run_that_is_not_there_is_a_mistake_with_a_hint(project: Offline) -> None:
    for command in ("judge", "report"):
        code, out, err = project.run(command, "20010101")
        assert (code, out) == (2, "")
        assert err.count("\n") >= 2


@pytest.mark.parametrize(
    ("form", "file"),
    [
        ("json", "report.json"),
        ("markdown", "report.md"),
        ("junit", "junit.xml"),
        ("sarif", "report.sarif"),
        ("html", "report.html"),
    ],
)
def test_a_stored_run_is_reported_in_any_form_as_it_was_published(project: Offline, form: str, file: str) -> None:
    run = qualified(project)
    published = (project.folder / ".speccursor" / "runs" / run / file).read_bytes()
    assert project.run("report", "--form", form, "--output", "again")[0] == 0
    assert (project.folder / "again").read_bytes() == published


def test_a_report_goes_to_the_screen_or_to_standard_output(project: Offline) -> None:
    run = qualified(project, f"{WORD} = 1\n")
    code, out, _ = project.run("report", run)
    assert code == 0  # shown, not judged
    assert "lint-errors" in out
    code, out, _ = project.run("report", run, "--form", "json")
    assert (code, json.loads(out)["status"]) == (0, "failed")


def test_a_run_ends_with_one_screen_and_its_report_shows_what_that_leaves_out(project: Offline) -> None:
    project.write("src/pkg/__init__.py", f"{WORD} = 1\n" * 60)
    _, ended, _ = project.run("qualify", "--no-cache", "--stage", "1", "--stage", "4-12")
    assert len(ended.rstrip("\n").splitlines()) <= ROWS + 2
    assert "`speccursor report` shows more" in " ".join(ended.split())
    assert "  · 2 to 3: not asked" in ended
    assert "  ? 4 to 12: inconclusive" in ended
    _, shown, _ = project.run("report")
    assert "`speccursor report` shows more" not in " ".join(shown.split())
    assert "  ? 12 Deployment drill" in shown
    assert project.run("judge")[1] == ended


def test_the_stored_runs_are_listed_and_two_are_compared(project: Offline) -> None:
    assert "no run is stored here" in project.run("runs")[1]
    before, after = qualified(project), qualified(project, f"{WORD} = 1\n")
    listed = json.loads(project.run("runs", "list", "--json")[1])
    assert {item["run"]: item["status"] for item in listed} == {before: "passed", after: "failed"}
    code, out, _ = project.run("runs", "compare", before, after)
    assert code == 0
    assert out.startswith("passed -> failed, 3 rulings differ\n")
    assert "lint-errors on python:. [host]: passed -> failed" in out
    changes = json.loads(project.run("runs", "compare", before, after, "--json")[1])
    assert {(item["measured_before"], item["measured_after"]) for item in changes} == {("0 in 1 file", "1 in 1 file")}
    assert project.run("runs", "compare", before, before, "--json")[1].strip() == "[]"


def test_a_listed_run_tells_its_commit_short_its_day_and_how_long_it_took(project: Offline) -> None:
    project.write(".gitignore", ".speccursor\n")
    commit(project.folder)
    run = qualified(project)
    (item,) = json.loads(project.run("runs", "--json")[1])
    assert len(item["revision"]) == 40
    record = json.loads((project.folder / ".speccursor" / "runs" / run / "record.json").read_bytes())
    assert item["started"] == record["started"]
    assert item["seconds"] > 0
    told = re.fullmatch(
        rf"{run}  passed \(partial\)  {item['revision'][:12]}  (\S+ \d\d:\d\d) UTC  [\d.]+ s\n", project.run("runs")[1]
    )
    assert told
    assert told[1] == record["started"][:16].replace("T", " ")


@pytest.mark.parametrize("name", ["nosuch.tar", "./nosuch", "there/nosuch", "evidence-host.TAR"])
def test_a_file_that_is_not_there_is_no_run_that_does_not_match(project: Offline, name: str) -> None:
    for command in (("judge", name), ("judge", name, "latest"), ("report", name)):
        code, _, err = project.run(*command)
        assert code == 2
        assert f"there is no file or folder {name!r}" in err
        assert "`speccursor runs` lists the runs; a bundle is what `qualify --cell` leaves" in err


def test_a_word_that_is_no_path_is_looked_for_among_the_runs(project: Offline) -> None:
    assert "no run in" in project.run("judge", "20261122")[2]


def test_a_question_that_only_one_run_asks_is_a_difference(project: Offline) -> None:
    before = qualified(project)
    project.change("pytest", provision=Unprovided("no build of it", "wait for one"))
    project.run("qualify", "--stage", "2", "--json")
    after = next(path.name for path in (project.folder / ".speccursor" / "runs").iterdir() if path.name != before)
    out = project.run("runs", "compare", before, after)[1]
    assert "complexity on python:. [host]: passed -> not asked" in out
    assert "tests-pass on python:." in out


def test_compare_takes_two_runs(project: Offline) -> None:
    code, _, err = project.run("runs", "compare", "latest")
    assert code == 2
    assert "compare takes two runs" in err


# before a run


def test_a_plan_tells_what_is_owed_what_is_not_asked_and_what_is_weaker(project: Offline) -> None:
    project.write("qualification.toml", 'exclude = ["docs/**"]\n[matrix]\npython = ["3.12"]\n')
    code, out, _ = project.run("plan")
    assert code == 0
    assert " 1  static-analysis" in out
    assert "lint-errors == 0 on python:. [python-3.12]" in out
    assert "!" in out
    assert "weaker: exclude: docs/** is left out" in out
    told = json.loads(project.run("plan", "--json", "--component", "python:*")[1])
    assert {owed["component"] for owed in told["owed"]} == {"python:."}
    assert told["partial"]


def test_explain_tells_of_every_gate_and_of_a_place_in_the_newest_run(project: Offline) -> None:
    out = project.run("explain")[1]
    assert all(name in out for name in GATES)
    assert GATES["complexity"].question in project.run("explain", "complexity")[1]
    (told,) = json.loads(project.run("explain", "complexity", "--json")[1])
    assert told["id"] == "complexity"
    assert len(json.loads(project.run("explain", "--json")[1])) == len(GATES)
    assert project.run("explain", "nothing", "--json")[0] == 2
    assert project.run("explain", "nothing")[0] == 2
    assert project.run("explain", "complexity", "--run", "2001")[0] == 2
    qualified(project, f"{WORD} = 1\n")
    assert WORD in project.run("explain", "src/pkg/__init__.py:1")[1]


def test_init_writes_a_file_that_is_read_again_and_replaces_none(project: Offline) -> None:
    code, shown, _ = project.run("init", "--print")
    assert code == 0
    assert not (project.folder / "qualification.toml").exists()
    assert project.run("init")[0] == 0
    written = (project.folder / "qualification.toml").read_text()
    assert written == shown
    assert tomllib.loads(written) == {} or "profile" in tomllib.loads(written)
    code, _, err = project.run("init")
    assert code == 2
    assert "--force" in err
    assert project.run("init", "--force")[0] == 0
    assert project.run("plan")[0] == 0


# tools


def test_tools_are_listed_with_where_they_come_from_and_what_asks_for_them(project: Offline) -> None:
    out = project.run("tools")[1]
    assert all(name in out for name in TOOLS)
    (line,) = json.loads(project.run("tools", "list", "pytest", "--json")[1])
    assert line["state"] == "environment"
    assert "tests-pass" in line["gates"]
    (line,) = json.loads(project.run("tools", "list", "ruff-check", "--json")[1])
    assert (line["source"], line["state"]) == ("PyPI", "absent")
    unprovided = next(line for line in json.loads(project.run("tools", "--json")[1]) if line["state"] == "unprovided")
    assert unprovided["note"]
    code, _, err = project.run("tools", "install", "nothing")
    assert code == 2
    assert "there is no tool 'nothing'" in err


@pytest.mark.parametrize("works", [True, False])
def test_tools_are_installed_or_it_is_told_why_not(
    project: Offline, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    async def install(provisions: Iterable[Provision], **options: object) -> dict[Provision, Status]:
        progress = options["progress"]
        assert callable(progress)
        progress("fetching")
        here = Installed(path="/t", version="0", digest=digest_of("t"), source=Origin.PYPI)
        return dict.fromkeys(provisions, here if works else Missing(reason="the registry is gone", hint="wait"))

    monkeypatch.setattr(tools, "install", install)
    code, out, err = project.run("tools", "install", "ruff-check")
    assert "fetching" in err
    assert (code, out) == ((0, "1 of 1 tools are installed\n") if works else (3, "0 of 1 tools are installed\n"))
    assert works or "ruff 0: the registry is gone\n  wait" in err


def test_the_doctor_tells_what_is_here_and_what_each_missing_thing_costs(
    project: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    things = {thing["name"]: thing for thing in json.loads(project.run("doctor", "--json")[1])}
    assert things["python"]["there"]
    assert things.keys() >= {"system", "isolation", "node", "npm", "cargo", "go", *TOOLS}
    assert "brought when needed" in things["ruff-check"]["told"]

    async def nothing(name: str, **_: object) -> Missing:
        return Missing(reason=f"{name} is not on PATH", hint="install it")

    monkeypatch.setattr(doctor, "find_on_path", nothing)
    monkeypatch.setenv("PATH", os.devnull)
    code, out, _ = project.run("doctor")
    assert code == 0
    assert "? node" in out
    assert re.search(r"\? go +go is not on PATH; [\d.]+ is brought when needed\n", out)
    assert "is not on PATH" in out
    assert "? isolation" in out
    assert "; each report says so" in out


def test_completion_knows_every_command(project: Offline) -> None:
    for shell in ("bash", "zsh"):
        code, out, _ = project.run("completion", shell)
        assert code == 0
        assert all(name in out for name in COMMANDS)


def test_colour_is_for_a_terminal_unless_told_otherwise() -> None:
    assert not colour(Namespace(color="auto"))  # captured output is no terminal
    assert colour(Namespace(color="always"))
    assert not colour(Namespace(color="never"))
