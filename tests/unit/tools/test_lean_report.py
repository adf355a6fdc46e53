"""What Lean's driver reports of checked files, and how it has the kernel check them once more."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.tools.bench import NONCE
from tests.unit.tools.lean_files import ASSETS
from tests.unit.tools.lean_machine import PROJECT, LeanMachine

# isort: split
import speccursor_lean_again as again
import speccursor_lean_report as reporting
from speccursor_lean_process import Ended
from speccursor_lean_program import Lean
from speccursor_olean import Constant, Olean, read_olean

OLEAN = read_olean(PROJECT / "A.olean")


@pytest.fixture
def machine(tmp_path: Path) -> LeanMachine:
    return LeanMachine(tmp_path)


# the kernel once more


def lean(library: str | None = "/l/libleanshared.so", version: str = "4.35.0") -> Lean:
    return Lean(("lean",), version, "given", library=library, environment={"LD_LIBRARY_PATH": "/l"})


@pytest.mark.parametrize(
    ("here", "own", "reason"),
    [
        (lean(), {("Basis",), ("A",)}, ""),
        (lean(None), {("Basis",)}, "the kernel of Lean 4.35.0 cannot be called here"),
        (lean(version="4.36.0"), {("Basis",)}, "the kernel of Lean 4.36.0 cannot be called here"),
        (lean(), {("A",)}, "A.lean stands on Basis, which the kernel is not given here"),
    ],
)
def test_the_kernel_is_asked_where_it_is_the_known_one_and_gets_all_that_is_beneath(
    here: Lean, own: set[tuple[str, ...]], reason: str
) -> None:
    assert again.not_for_the_kernel(here, {"A.lean": OLEAN}, own=own) == reason


ANSWER = {"version": "4.35.0", "checked": 30, "refused": []}


@pytest.mark.parametrize(
    ("ended", "answer"),
    [
        (Ended(0, "", "", json.dumps(ANSWER).encode(), "", 0.1), {"asked": True, **ANSWER}),
        (Ended(1, "", "", json.dumps(ANSWER).encode(), "no", 0.1), {"asked": True, "reason": "it ended with 1: no"}),
        (Ended(0, "", "", b"noise", "noise", 0.1), {"asked": True, "reason": "it ended with 0: noise"}),
        (Ended(0, "", "", b'["checked"]', "[]", 0.1), {"asked": True, "reason": "it ended with 0: []"}),
        (Ended(None, "timed_out", "timed out", b"", "", 0.1), {"asked": True, "reason": "timed out"}),
    ],
)
def test_the_kernel_is_given_every_checked_file_behind_its_imports_and_its_answer_is_told(
    ended: Ended, answer: dict[str, Any], machine: LeanMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = machine.check()
    told = check.all()
    check.lean = lean()
    given: list[dict[str, Any]] = []

    def run(argv: list[str], limits: Any, **options: Any) -> Ended:
        given.append({"argv": argv, "limits": limits, **options})
        return ended

    monkeypatch.setattr(again, "run", run)
    assert again.ask_kernel(check, told) == answer
    (call,) = given
    basis, a = (["Basis", f"{check.build}/Basis.olean"], ["A", f"{check.build}/A.olean"])
    assert json.loads(call["given"]) == {"library": "/l/libleanshared.so", "modules": [[*basis, []], [*a, [basis]]]}
    assert call["argv"] == [sys.executable, str(ASSETS / "speccursor_lean_kernel.py")]
    assert call["limits"].rss_bytes == 2 * check.rss_bytes
    assert call["environment"]["LD_LIBRARY_PATH"] == "/l"


def test_a_library_that_cannot_be_loaded_leaves_the_kernel_unasked_with_its_words(machine: LeanMachine) -> None:
    library = machine.toolchain / "lib/lean/libleanshared.so"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"no library")
    check = machine.check()
    told = again.ask_kernel(check, check.all())
    assert told["asked"]
    assert "checked" not in told
    assert "libleanshared.so: file too short" in told["reason"]


# the report


def reported(machine: LeanMachine, *files: str) -> dict[str, dict[str, Any]]:
    check = machine.check(*files)
    told = check.all()
    whole = reporting.report(check, told, {"asked": False}, {"nonce": NONCE, "axioms": ["propext"]})
    assert (whole["nonce"], whole["allowed"], whole["finished"]) == (NONCE, ["propext"], True)
    assert whole["kernel"] == {"asked": False}
    assert whole["lean"] == {"version": "4.35.0", "whose": "given", "modules": False}
    return {one["path"]: one for one in whole["files"]}


def test_a_checked_file_tells_its_theorems_with_all_axioms_beneath_them(machine: LeanMachine) -> None:
    told = reported(machine)["A.lean"]
    assert [(one["name"], one["line"], one["axioms"], one["said"], one["beyond"]) for one in told["theorems"]] == [
        ("uses", 6, ["lazy"], ["lazy"], False),
        ("hidden", 7, [], [], False),
        ("unused", 8, [], [], False),
        ("left", 9, ["sorryAx"], ["sorryAx"], False),
    ]
    assert told["theorems"][1]["constant"] == "_private.A.0.hidden"
    assert sorted((one["name"], one["line"]) for one in told["axioms"]) == [("lazy", 5), ("sorryAx", 4)]
    assert told["sorry"] == [{"name": "left", "line": 9}]
    assert sorted((one["name"], one["line"], one["mark"]) for one in told["marks"]) == [
        ("closed", 11, "opaque"),
        ("foreign", 12, "extern"),
        ("replaced", 14, "implemented_by"),
        ("wild", 10, "unsafe"),
    ]
    assert (told["text"], told["options"], told["unshown"]) == ([], [], 0)


def test_a_refused_file_tells_what_its_text_seems_to_declare(machine: LeanMachine) -> None:
    told = reported(machine)["B.lean"]
    assert told["text"] == [{"name": "wrong", "line": 3}]
    assert (told["theorems"], told["axioms"], told["sorry"], told["marks"]) == ([], [], [], [])


def test_what_a_file_switches_off_is_told_and_of_very_many_messages_the_first(machine: LeanMachine) -> None:
    machine.write(Basis="prelude\nset_option debug.skipKernelTC true\n")
    line = (PROJECT / "B.jsonl").read_text().splitlines()[0].replace('"error"', '"warning"')
    machine.says_of("Basis", f"{line}\n" * 502)
    told = reported(machine, "Basis.lean")["Basis.lean"]
    assert told["options"] == [{"name": "skipKernelTC", "line": 2}]
    assert (len(told["messages"]), told["unshown"]) == (500, 2)


def test_files_of_required_packages_are_checked_and_not_reported(machine: LeanMachine) -> None:
    (machine.root / "lakefile.toml").write_text('[[require]]\nname = "dep"\npath = "dep"\n')
    machine.write(dep__Basis=(PROJECT / "Basis.lean").read_text())
    (machine.root / "Basis.lean").unlink()
    told = reported(machine, "A.lean")
    assert list(told) == ["A.lean"]
    assert told["A.lean"]["theorems"][0]["axioms"] == ["lazy"]


def test_what_no_checked_file_declares_is_beyond_what_can_be_said() -> None:
    def one(name: str, kind: str, *uses: str) -> Constant:
        return Constant((name,), kind, frozenset((use,) for use in uses), False, 0, 1)

    olean = Olean("4.35.0", "", 0, (), {(name,): value for name, value in (("t", one("t", "theorem", "d", "t")),)})
    other = Olean("4.35.0", "", 0, (), {("d",): one("d", "definition", "x", "t", "Init"), ("x",): one("x", "axiom")})
    axioms = reporting.Axioms([olean, other])
    assert axioms.of(olean.constants["t",]) == (["x"], ["Init"])
    assert reporting.Axioms([olean]).of(olean.constants["t",]) == ([], ["d"])


def test_what_replaces_a_constant_of_another_file_has_no_line_here() -> None:
    olean = replace(OLEAN, constants={}, tagged={("Lean", "externAttr"): (("far", "away"),)})
    assert list(reporting._marks(olean)) == [{"name": "far.away", "line": None, "mark": "extern"}]
