"""``speccursor qualify`` as a user calls it, on a candidate whose tools are programs of any system."""

import errno
import json
import re
import tarfile
from pathlib import Path

import pytest

from speccursor.cli.target import placed
from speccursor.qualify.model.tool import Invocation, Unprovided
from speccursor.qualify.store.state import State
from speccursor.qualify.workspaces.copies import copy_files
from tests.unit.cli.offline import MANIFEST, STAGE_ONE, WORD, Offline
from tests.unit.survey.trees import commit

GATES = {"lint-errors", "format-errors", "type-errors", "complexity"}


def test_a_candidate_that_passes_may_ship_and_its_run_is_kept_in_every_form(project: Offline) -> None:
    code, out, err = project.run("qualify", *STAGE_ONE, "--json")
    verdict = json.loads(out)
    assert (code, verdict["status"], verdict["partial"]) == (0, "passed", True)
    assert {gate["id"] for gate in verdict["stages"][0]["gates"]} == GATES
    assert "finished" in err
    (run,) = (project.folder / ".speccursor" / "runs").iterdir()
    assert {path.name for path in run.iterdir()} >= {
        "report.json",
        "report.md",
        "report.html",
        "junit.xml",
        "report.sarif",
        "record.json",
        "journal.jsonl",
    }
    assert (run / "report.json").read_text() == out
    assert json.loads((run / "record.json").read_text())["weakened"] == ["measured without isolation (none: a test)"]


def test_a_defect_fails_the_candidate_and_is_told_with_its_place(project: Offline) -> None:
    project.write("src/pkg/__init__.py", f"A = 1\nB = '{WORD}'\n")
    code, out, _ = project.run("qualify", *STAGE_ONE, "--color", "never")
    assert code == 1
    assert "src/pkg/__init__.py:2" in out
    assert "report.html" in out
    assert "\x1b[" not in out
    assert "\x1b[" in project.run("qualify", *STAGE_ONE, "--color", "always")[1]


def test_a_configuration_named_by_hand_counts_and_one_that_is_not_there_is_a_mistake(project: Offline) -> None:
    other = project.write("../other.toml", '[stages.static-analysis]\nowner = "Somebody"\n')
    _, out, _ = project.run("qualify", *STAGE_ONE, "--json", "--config", str(other))
    assert json.loads(out)["stages"][0]["owner"] == "Somebody"
    code, _, err = project.run("qualify", *STAGE_ONE, "--config", "absent.toml")
    assert code == 2
    assert "there is no absent.toml" in err


def test_a_tool_that_crashes_or_cannot_be_brought_leaves_its_gate_inconclusive(project: Offline) -> None:
    project.change("mypy", invoke=lambda *_: Invocation(argv=("grep",)))
    project.change("lizard", provision=Unprovided("no build of it", "wait for one"))
    code, out, _ = project.run("qualify", *STAGE_ONE, "--json")
    causes = {gate["id"]: gate["cause"] for gate in json.loads(out)["stages"][0]["gates"] if gate["cause"]}
    assert code == 3
    assert causes == {"type-errors": "errored", "complexity": "unavailable"}


# what is reused


def test_what_did_not_change_is_reused_and_what_changed_is_measured_again(project: Offline) -> None:
    project.run("qualify", *STAGE_ONE)
    assert "4 cached" in project.run("qualify", *STAGE_ONE)[2]
    assert "0 cached" in project.run("qualify", *STAGE_ONE, "--no-cache")[2]
    assert "0 cached" in project.run("qualify", *STAGE_ONE, "--audit-cache", "100%")[2]
    project.write("src/pkg/__init__.py", f"{WORD} = 1\n")
    code, _, err = project.run("qualify", *STAGE_ONE)
    assert code == 1
    assert "0 cached" in err


def test_a_sealed_verdict_stands_while_nothing_changes(project: Offline) -> None:
    project.shield()
    first = project.run("qualify", *STAGE_ONE, "--json")
    again = project.run("qualify", *STAGE_ONE, "--json")
    assert again == (0, first[1], "")
    code, out, err = project.run("qualify", *STAGE_ONE)
    assert (code, err) == (0, "")
    assert "its verdict stands" in out


@pytest.mark.parametrize("changed", ["candidate", "evidence", "evidence gone", "seal", "question"])
def test_a_seal_is_broken_by_whatever_it_depends_on(project: Offline, changed: str) -> None:
    project.shield()
    project.run("qualify", *STAGE_ONE, "--json")
    state = project.folder / ".speccursor"
    raw = next(path for path in sorted(state.rglob("raw/**/stdout")))
    arguments = ["qualify", *STAGE_ONE, "--json"]
    if changed == "candidate":
        project.write("src/pkg/new.py", "C = 3\n")
    elif changed == "evidence":
        raw.unlink()
        raw.write_text("src/pkg/__init__.py:1:forged\n")
    elif changed == "evidence gone":
        (next((state / "runs").iterdir()) / "record.json").unlink()
    elif changed == "seal":
        next((state / "seals").iterdir()).write_text("{}")
    else:
        arguments += ["--profile", "standard"]
    code, out, err = project.run(*arguments)
    assert (code, json.loads(out)["status"]) == (0, "passed")
    assert "finished" in err


def test_nothing_is_sealed_that_would_be_measured_again(project: Offline) -> None:
    project.run("qualify", *STAGE_ONE)
    assert not (project.folder / ".speccursor" / "seals").exists()  # nothing was isolated
    project.shield()
    project.change("mypy", invoke=lambda *_: Invocation(argv=("grep",)))
    project.run("qualify", *STAGE_ONE, "--no-cache")
    assert not (project.folder / ".speccursor" / "seals").exists()  # a crash


# what a change can reach


def committed(project: Offline) -> None:
    """Make a commit of the candidate with a second package beside the first, whose state is kept out of it."""
    project.write("other/pyproject.toml", '[project]\nname = "other"\nversion = "1"\n')
    project.write("other/other.py", "A = 1\n")
    project.write(".gitignore", ".speccursor\n")
    commit(project.folder)


def test_only_what_a_change_reaches_is_asked_and_the_verdict_is_partial(project: Offline) -> None:
    committed(project)
    project.write("src/pkg/__init__.py", f"{WORD} = 1\n")
    code, out, _ = project.run("qualify", *STAGE_ONE, "--since", "HEAD", "--json")
    verdict = json.loads(out)
    assert (code, verdict["status"], verdict["partial"]) == (1, "failed", True)
    asked = {gate["component"] for gate in verdict["stages"][0]["gates"]}
    assert asked == {"python:."}
    told = project.run("report", "--color", "never")[1]
    assert "every gate on python:other: no file that it is made of" in " ".join(told.split())


def test_where_no_change_reaches_anything_every_gate_says_so_and_nothing_is_run(project: Offline) -> None:
    committed(project)
    project.change("ruff-check", invoke=None)
    code, out, _ = project.run("qualify", *STAGE_ONE, "--since", "HEAD", "--json")
    verdict = json.loads(out)
    assert (code, verdict["status"], verdict["partial"]) == (0, "not_applicable", True)
    assert {gate["status"] for gate in verdict["stages"][0]["gates"]} == {"not_applicable"}


def test_a_run_since_a_commit_neither_takes_nor_leaves_a_seal(project: Offline) -> None:
    committed(project)
    project.shield()
    project.run("qualify", *STAGE_ONE, "--since", "HEAD")
    assert not (project.folder / ".speccursor" / "seals").exists()
    project.run("qualify", *STAGE_ONE)
    assert "finished" in project.run("qualify", *STAGE_ONE, "--since", "HEAD")[2]


def test_a_commit_that_is_not_there_is_a_mistake(project: Offline) -> None:
    committed(project)
    code, _, err = project.run("qualify", *STAGE_ONE, "--since", "nowhere")
    assert code == 2
    assert "names no commit" in err


# going on with an interrupted run


def interrupted(project: Offline) -> Path:
    """Make the one stored run look as if it had been broken off after its first observation."""
    (run,) = (project.folder / ".speccursor" / "runs").iterdir()
    (run / "record.json").unlink()
    lines = (run / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (run / "journal.jsonl").write_bytes(b"".join(lines[:2]))
    return run


def test_an_interrupted_run_is_gone_on_with(project: Offline) -> None:
    project.run("qualify", *STAGE_ONE)
    run = interrupted(project)
    assert re.fullmatch(
        rf"{run.name}  interrupted \(partial\)  no revision  \S+ \d\d:\d\d UTC\n", project.run("runs")[1]
    )
    (run / "journal.jsonl").rename(run / "kept")
    assert project.run("runs")[1] == f"{run.name}  interrupted (partial)  no revision\n"
    (run / "kept").rename(run / "journal.jsonl")
    code, out, _ = project.run("qualify", *STAGE_ONE, "--json", "--resume")
    assert (code, json.loads(out)["run"]) == (0, run.name)
    assert len((run / "journal.jsonl").read_bytes().splitlines()) == 1 + len(GATES)


def test_a_finished_run_or_one_of_another_plan_is_not_gone_on_with(project: Offline) -> None:
    project.run("qualify", *STAGE_ONE)
    code, _, err = project.run("qualify", *STAGE_ONE, "--resume")
    assert code == 2
    assert "is finished" in err
    run = interrupted(project)
    project.write("src/pkg/__init__.py", "A = 2\n")
    code, _, err = project.run("qualify", *STAGE_ONE, "--resume", run.name)
    assert code == 2
    assert "other files or settings" in err
    assert "give it that run's options" in err


# fixing


def test_fix_mends_the_users_own_file_and_keeps_its_mode(project: Offline) -> None:
    target = project.write("src/pkg/__init__.py", f"A = '{WORD}'\n")
    target.chmod(0o755)
    code, _, err = project.run("qualify", *STAGE_ONE, "--fix")
    assert code == 0
    assert "fixed src/pkg/__init__.py" in err
    assert target.read_text() == "A = 'good'\n"
    assert target.stat().st_mode & 0o777 == 0o755


def test_fix_overwrites_no_file_that_was_edited_meanwhile(project: Offline) -> None:
    target = project.write("src/pkg/__init__.py", f"A = '{WORD}'\n")
    line = f"sed -i s/{WORD}/good/ src/pkg/__init__.py && echo mine > {target}"
    project.change("ruff-check", fix=lambda *_: Invocation(argv=("sh", "-c", line), cwd="{root}"))
    code, _, err = project.run("qualify", *STAGE_ONE, "--fix")
    assert code == 2
    assert "was edited while it was being fixed" in err
    assert target.read_text() == "mine\n"


def test_nothing_to_fix_with_fixes_nothing(project: Offline) -> None:
    project.change("ruff-check", fix=None)
    target = project.write("src/pkg/__init__.py", f"A = '{WORD}'\n")
    assert project.run("qualify", *STAGE_ONE, "--fix")[0] == 1
    assert WORD in target.read_text()


def test_only_a_folder_of_the_user_is_fixed(project: Offline) -> None:
    code, _, err = project.run("qualify", str(sdist(project)), *STAGE_ONE, "--fix")
    assert code == 2
    assert "only a folder of yours" in err


# targets


def sdist(project: Offline, **more: str) -> Path:
    source = project.folder.parent / "pkg-1"
    (source / "src" / "pkg").mkdir(parents=True)
    (source / "pyproject.toml").write_text(MANIFEST)
    (source / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: pkg\nVersion: 1\n")
    (source / "src" / "pkg" / "__init__.py").write_text("A = 1\n")
    for name, text in more.items():
        (source / name).write_text(text)
    archive = project.folder.parent / "pkg-1.tar.gz"
    with tarfile.open(archive, "w:gz") as written:
        written.add(source, "pkg-1")
    return archive


def test_an_sdist_is_qualified_on_a_copy_and_its_run_kept_here(project: Offline) -> None:
    code, out, _ = project.run("qualify", str(sdist(project)), *STAGE_ONE, "--json")
    assert (code, json.loads(out)["status"]) == (0, "passed")
    assert len(list((project.folder / ".speccursor" / "runs").iterdir())) == 1


def test_what_an_archive_holds_is_judged_whatever_its_gitignore_names(project: Offline) -> None:
    archive = sdist(project, **{".gitignore": "hidden.py\n", "src/pkg/hidden.py": f"A = '{WORD}'\n"})
    code, out, _ = project.run("qualify", str(archive), *STAGE_ONE, "--json")
    assert (code, json.loads(out)["status"]) == (1, "failed")


@pytest.mark.usefixtures("project")
def test_a_clone_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    def clone(url: str, destination: Path, *, revision: str | None) -> Path:
        assert (url, revision) == ("https://example.invalid/pkg.git", None)
        folder = destination / "pkg"
        folder.mkdir(parents=True)
        return folder

    monkeypatch.setattr("speccursor.qualify.survey.clone.clone", clone)
    with placed("https://example.invalid/pkg.git") as place:
        assert place.folder.name == "pkg"
        assert place.folder.is_dir()
        assert not place.own
    assert not place.folder.exists()


def test_runs_of_a_folder_that_cannot_be_written_are_kept_elsewhere_and_that_is_told(
    project: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = State.open

    def refuse(state: State) -> None:
        if state.folder.is_relative_to(project.folder):
            raise OSError(errno.EROFS, "Read-only file system", str(state.folder))
        opened(state)

    monkeypatch.setattr(State, "open", refuse)
    code, _, err = project.run("qualify", *STAGE_ONE)
    assert code == 0
    assert "cannot be written (Read-only file system)" in err
    assert not (project.folder / ".speccursor").exists()
    assert "passed" in project.run("runs")[1]  # and found again
    code, _, err = project.run("qualify", *STAGE_ONE, "--state", str(project.folder / "kept"))
    assert code == 3
    assert "Read-only file system" in err


def test_a_file_that_changes_while_it_is_measured_spoils_the_evidence(
    project: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(files: object, *, source: Path, target: Path) -> object:
        (source / "src" / "pkg" / "__init__.py").write_text("A = 99\n")
        return copy_files(files, source=source, target=target)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr("speccursor.qualify.execute.preparing.copy_files", late)
    code, out, _ = project.run("qualify", *STAGE_ONE, "--json")
    gates = json.loads(out)["stages"][0]["gates"]
    assert code == 3
    assert {gate["cause"] for gate in gates} == {"errored"}
    assert all("changed while the candidate was being qualified" in gate["reason"] for gate in gates)
