"""The matrix as a user calls it: one cell here, others elsewhere, and all of them judged together."""

import json
import shutil
from pathlib import Path
from platform import python_version

import pytest

from speccursor.qualify.model.toolchains import VARIABLE
from tests.unit.cli.offline import STAGE_ONE, WORD, Offline
from tests.unit.workspaces.test_interpreters import fake

HERE = python_version()
ABSENT = "2.3"
THIRD = "3.99"
MATRIX = f'[matrix]\npython = ["{HERE}", "{THIRD}", "{ABSENT}"]\n'


@pytest.fixture
def matrix(project: Offline) -> Offline:
    """A candidate that is owed in three Pythons; one of them is here."""
    project.write("qualification.toml", MATRIX)
    return project


@pytest.fixture
def third(matrix: Offline) -> str:
    """A program that says that it is the second of them, as `--toolchain` takes it."""
    return f"python-{THIRD}={fake(matrix.folder.parent / 'elsewhere/python3', f'{THIRD}.1')}"


def cell(version: str) -> str:
    return f"python-{version}"


def statuses(out: str) -> dict[str, set[tuple[str, str | None]]]:
    """Return what the gates of each cell came to."""
    found: dict[str, set[tuple[str, str | None]]] = {}
    for stage in json.loads(out)["stages"]:
        for gate in stage["gates"]:
            found.setdefault(gate["cell"], set()).add((gate["status"], gate["cause"]))
    return found


PASSED = {("passed", None)}
MISSING = {("inconclusive", "missing")}
UNAVAILABLE = {("inconclusive", "unavailable")}


def bundle_of(matrix: Offline, version: str, *more: str, code: int = 3) -> Path:
    """Qualify in one cell and return its bundle."""
    ended, _, err = matrix.run("qualify", *STAGE_ONE, "--json", "--cell", cell(version), *more)
    assert ended == code
    bundle = Path(err.strip().splitlines()[-2])
    assert bundle.name == f"evidence-python-{version}.tar"
    return bundle


def test_a_whole_run_measures_the_cells_that_are_here_and_owes_the_others(matrix: Offline) -> None:
    code, out, _ = matrix.run("qualify", *STAGE_ONE, "--json")
    assert code == 3
    assert statuses(out) == {cell(HERE): PASSED, cell(THIRD): UNAVAILABLE, cell(ABSENT): UNAVAILABLE}
    absent = [gate for gate in json.loads(out)["stages"][0]["gates"] if gate["cell"] == cell(ABSENT)]
    assert {gate["reason"] for gate in absent} == {f"Python {ABSENT} is not on this machine"}
    for gate in absent:
        assert f"`speccursor qualify --profile quick --stage 1 --cell {cell(ABSENT)}`" in gate["remedy"]


def test_one_cell_is_measured_the_others_stay_owed_and_the_plan_is_the_whole_one(matrix: Offline, third: str) -> None:
    plan = json.loads(matrix.run("plan", *STAGE_ONE, "--json")[1])
    _, out, err = matrix.run("qualify", *STAGE_ONE, "--json", "--cell", cell(THIRD), "--toolchain", third)
    verdict = json.loads(out)
    assert statuses(out) == {cell(HERE): MISSING, cell(THIRD): PASSED, cell(ABSENT): MISSING}
    assert verdict["partial"]  # for the stage, not for the cell
    run = matrix.folder / ".speccursor" / "runs" / verdict["run"]
    assert json.loads((run / "plan.json").read_text()) == plan
    assert "4 observations owed" in err
    assert {line["owed"] for line in json.loads((run / "record.json").read_text())["observations"]} == {
        f"static-analysis python:. {cell(THIRD)} {tool}" for tool in ("ruff-check", "ruff-format", "mypy", "lizard")
    }
    assert "--cell" not in (run / "report.md").read_text().partition("see the cells")[0]


def test_a_verdict_of_all_stages_is_not_partial_for_want_of_cells(matrix: Offline) -> None:
    _, out, _ = matrix.run("qualify", "--json", "--cell", cell(ABSENT))
    assert not json.loads(out)["partial"]


def test_bundles_of_cells_are_judged_together_wherever_and_in_whatever_order(
    matrix: Offline, third: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundles = [
        bundle_of(matrix, HERE),
        bundle_of(matrix, THIRD, "--toolchain", third),
        bundle_of(matrix, ABSENT),
    ]
    told = set()
    for number, order in enumerate((bundles, bundles[::-1], [bundles[1], bundles[0], bundles[2], bundles[0]])):
        place = matrix.folder.parent / f"judge-{number}"
        place.mkdir()
        copies = [shutil.copy(bundle, place / f"{place_in}-{bundle.name}") for place_in, bundle in enumerate(order)]
        monkeypatch.chdir(place)
        code, out, _ = matrix.run("judge", "--json", *map(str, copies))
        assert code == 3
        told.add(out)
        (kept,) = (place / ".speccursor" / "runs").iterdir()
        assert (kept / "report.json").read_text() == out
        for form, file in (("html", "report.html"), ("markdown", "report.md"), ("junit", "junit.xml")):
            matrix.run("report", "--form", form, "--output", "shown")
            assert Path("shown").read_bytes() == (kept / file).read_bytes()
        assert matrix.run("judge", "--json") == (3, out, "")
        assert matrix.run("runs")[1].startswith(kept.name)
    (verdict,) = told
    assert statuses(verdict) == {cell(HERE): PASSED, cell(THIRD): PASSED, cell(ABSENT): UNAVAILABLE}


def test_a_whole_run_is_judged_with_the_bundle_of_the_cell_that_it_could_not_run(matrix: Offline, third: str) -> None:
    project = matrix.write("qualification.toml", MATRIX.replace(f', "{ABSENT}"', ""))
    assert project.is_file()
    code, out, _ = matrix.run("qualify", *STAGE_ONE, "--json")
    assert code == 3
    bundle = bundle_of(matrix, THIRD, "--toolchain", third)
    code, out, _ = matrix.run("judge", "--json", json.loads(out)["run"], str(bundle))
    assert (code, json.loads(out)["status"]) == (0, "passed")
    assert statuses(out) == {cell(HERE): PASSED, cell(THIRD): PASSED}


def test_a_defect_that_one_cell_shows_fails_the_whole(matrix: Offline) -> None:
    matrix.write("src/pkg/__init__.py", f"{WORD} = 1\n")
    bundles = [bundle_of(matrix, HERE, code=1), bundle_of(matrix, ABSENT)]
    code, out, _ = matrix.run("judge", "--json", *map(str, bundles))
    assert (code, json.loads(out)["status"]) == (1, "failed")
    assert ("failed", None) in statuses(out)[cell(HERE)]


def test_one_bundle_is_judged_to_the_very_report_of_its_run(matrix: Offline) -> None:
    bundle = bundle_of(matrix, HERE)
    report = (bundle.parent / "report.json").read_text()
    code, out, _ = matrix.run("judge", "--json", str(bundle))
    assert (code, out) == (3, report)


def test_the_same_cell_run_twice_is_stale_and_a_bundle_given_twice_is_not(matrix: Offline) -> None:
    first, second = bundle_of(matrix, HERE), bundle_of(matrix, HERE, "--no-cache")
    assert statuses(matrix.run("judge", "--json", str(first), str(first))[1])[cell(HERE)] == PASSED
    out = matrix.run("judge", "--json", str(first), str(second))[1]
    assert statuses(out)[cell(HERE)] == {("inconclusive", "stale")}
    assert first.parent.name in out
    assert second.parent.name in out


def test_evidence_of_other_files_or_of_another_question_is_refused_by_name(matrix: Offline) -> None:
    first = bundle_of(matrix, HERE)
    other = bundle_of(matrix, ABSENT, "--profile", "standard")
    code, out, err = matrix.run("judge", str(first), str(other))
    assert (code, out) == (2, "")
    assert 'they differ in profile ("quick" and "standard")' in err
    assert str(first) in err
    assert str(other) in err
    matrix.write("src/pkg/__init__.py", f"{WORD} = 1\n")
    changed = bundle_of(matrix, ABSENT)
    code, out, err = matrix.run("judge", str(first), str(changed))
    assert (code, out) == (2, "")
    assert "is evidence of no commit, tree" in err
    assert "one commit at a time" in err


def test_what_is_judged_together_is_kept_where_it_is_wanted(matrix: Offline) -> None:
    bundle = bundle_of(matrix, HERE)
    before = len(list((matrix.folder / ".speccursor" / "runs").iterdir()))
    code, _, _ = matrix.run("judge", str(bundle), "--out", "judged")
    assert code == 3
    assert {"report.html", "record.json", "plan.json", "raw"} <= {path.name for path in Path("judged").iterdir()}
    assert len(list((matrix.folder / ".speccursor" / "runs").iterdir())) == before
    code, out, err = matrix.run("judge", str(bundle), "--out", "judged")
    assert (code, out) == (2, "")
    assert "judged is there already" in err
    assert matrix.run("report", "judged")[0] == 0
    assert matrix.run("judge", "latest", "--out", "again")[0] == 3


def test_a_damaged_bundle_is_refused_by_name_and_leaves_nothing(matrix: Offline) -> None:
    bundle = bundle_of(matrix, HERE)
    runs = matrix.folder / ".speccursor" / "runs"
    before = sorted(path.name for path in runs.iterdir())
    content = bundle.read_bytes()
    for damaged in (b"", content[:-1], content.replace(b"python:.", b"python:x"), b"\x1f\x8b" + content):
        bundle.write_bytes(damaged)
        code, out, err = matrix.run("judge", str(bundle))
        assert (code, out) == (2, "")
        assert str(bundle) in err
    assert sorted(path.name for path in runs.iterdir()) == before


def test_a_gate_that_this_release_does_not_know_is_told(matrix: Offline) -> None:
    run = bundle_of(matrix, HERE).parent
    (run / "plan.json").write_bytes((run / "plan.json").read_bytes().replace(b'"complexity"', b'"later-gate"'))
    code, _, err = matrix.run("judge", str(run))
    assert code == 2
    assert "asks later-gate, which this release does not know" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--cell", "python-9"), "no cell of the plan is called 'python-9'"),
        (("--toolchain", "python-3.12"), "names no program"),
        (("--toolchain", "ruby-3=/usr/bin/ruby"), "names no program"),
    ],
)
def test_a_cell_or_a_toolchain_that_cannot_be_meant_is_a_mistake(
    arguments: tuple[str, ...], says: str, matrix: Offline, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code, _, err = matrix.run("qualify", *STAGE_ONE, *arguments)
    except SystemExit as left:  # argparse ends the program itself
        code, err = int(str(left.code)), capsys.readouterr().err
    assert code == 2
    assert says in err
    assert not list((matrix.folder / ".speccursor").glob("runs/*/record.json"))


def test_a_toolchain_that_is_named_and_lies_or_is_not_there_is_not_used(
    matrix: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    liar = fake(matrix.folder.parent / "liar", "3.98.1")
    for named, says in ((liar, "says that it is 3.98.1"), (Path("/nowhere"), "is no Python that starts")):
        _, out, _ = matrix.run("qualify", *STAGE_ONE, "--json", "--toolchain", f"python-{THIRD}={named}")
        assert statuses(out)[cell(THIRD)] == UNAVAILABLE
        assert f"{named}, which was named for python-{THIRD}, {says}" in out
    monkeypatch.setenv(VARIABLE, f"python-{THIRD}={liar}")
    assert f"{liar}, which was named" in matrix.run("qualify", *STAGE_ONE, "--json")[1]
    monkeypatch.setenv(VARIABLE, "nonsense")
    code, _, err = matrix.run("qualify", *STAGE_ONE)
    assert code == 2
    assert "'nonsense' names no program" in err


def test_a_toolchain_may_be_named_from_here(matrix: Offline) -> None:
    fake(matrix.folder / "python3.99", "3.99.1")
    _, out, _ = matrix.run("qualify", *STAGE_ONE, "--json", "--toolchain", f"python-{THIRD}=python3.99")
    assert statuses(out)[cell(THIRD)] == PASSED


def test_a_run_of_a_cell_and_one_whose_cells_name_toolchains_are_never_sealed(matrix: Offline) -> None:
    matrix.shield()
    matrix.write("qualification.toml", f'[matrix]\npython = ["{HERE}"]\n')
    for more in ((), ("--cell", cell(HERE))):
        assert matrix.run("qualify", *STAGE_ONE, *more)[0] == 0
        assert not (matrix.folder / ".speccursor" / "seals").exists()
    matrix.write("qualification.toml", "")
    assert matrix.run("qualify", *STAGE_ONE)[0] == 0
    assert (matrix.folder / ".speccursor" / "seals").exists()
    code, out, _ = matrix.run("qualify", *STAGE_ONE, "--cell", "host")
    assert code == 0
    assert "its verdict stands" not in out
    assert "evidence-host.tar" in out


def test_an_interrupted_run_of_a_cell_is_gone_on_with(matrix: Offline) -> None:
    run = bundle_of(matrix, HERE).parent
    whole = (run / "record.json").read_bytes()
    (run / "record.json").unlink()
    lines = (run / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (run / "journal.jsonl").write_bytes(b"".join(lines[:3]))
    code, out, _ = matrix.run("qualify", *STAGE_ONE, "--cell", cell(HERE), "--resume", "--color", "never")
    assert code == 3
    assert str(run / f"evidence-python-{HERE}.tar") in out
    observed = [item["owed"] for item in json.loads((run / "record.json").read_bytes())["observations"]]
    assert observed == [item["owed"] for item in json.loads(whole)["observations"]]


def test_the_screen_tells_each_cell_once(matrix: Offline) -> None:
    _, out, _ = matrix.run("qualify", *STAGE_ONE, "--color", "never")
    assert out.count(f"Python {ABSENT} is not on this machine") == 1
    assert f"✓ {cell(HERE)}" in out
    assert f"? {cell(ABSENT)}" in out


def test_the_doctor_lists_what_cells_can_be_run_with(matrix: Offline, monkeypatch: pytest.MonkeyPatch) -> None:
    named = fake(matrix.folder.parent / "mine", "3.99.1")
    monkeypatch.setenv(VARIABLE, f"python-3.99={named}")
    things = {thing["name"]: thing for thing in json.loads(matrix.run("doctor", "--json")[1])}
    found = things["python cells"]["toolchains"]
    assert {"toolchain": "python", "version": "3.99.1", "path": str(named)} in found
    assert HERE in {one["version"] for one in found}
    assert {"node cells", "rust cells", "go cells"} <= things.keys()
    assert f"3.99.1 at {named}" in matrix.run("doctor")[1]
