"""What Lean says is read, and what it made is held against the text, without any Lean."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.tools.lean_machine import PROJECT

# isort: split
import speccursor_lean_check as checking
import speccursor_lean_said as said
from speccursor_lean_process import Ended
from speccursor_lean_project import Source
from speccursor_lean_text import Header
from speccursor_olean import Olean, read_olean

ERROR = [{"severity": "error", "text": "no"}]
WARNING = [{"severity": "warning", "text": "hm"}]


@pytest.mark.parametrize(
    ("code", "limit", "words", "messages", "outcome"),
    [
        (0, "", "x", WARNING, ("", "")),
        (0, "", "x", ERROR, ("crashed", "Lean tells an error and ends without one")),
        (1, "", "x", [*WARNING, *ERROR], ("refused", "")),
        (1, "", "x", WARNING, ("refused", "x")),
        (1, "", "INTERNAL PANIC: out of memory", [], ("crashed", "Lean broke off: INTERNAL PANIC: out of memory")),
        (1, "", "INTERNAL PANIC: out of memory", ERROR, ("refused", "")),
        (-9, "", "x", ERROR, ("crashed", "Lean ended with -9: x")),
        (None, "memory", "x", [], ("memory", "held 9 MiB")),
    ],
)
def test_how_lean_ended_decides_unless_it_contradicts_itself(
    code: int | None, limit: str, words: str, messages: list[dict[str, Any]], outcome: tuple[str, str]
) -> None:
    ended = Ended(code, limit, "held 9 MiB" if limit else "", b"", words, 0.1)
    assert said.ending(ended, messages) == outcome


@pytest.mark.parametrize("prelude", [True, False])
def test_each_answer_belongs_to_the_line_that_asked(prelude: bool) -> None:
    names = (("a",), ("_private", "M", 0, "b"), ("c",))
    text = said.questions(("M", "x y"), [("a",), ("b",), ("c",)], prelude=prelude)
    lines = text.splitlines()
    assert lines == [
        *(["prelude"] if prelude else []),
        "import «M».«x y»",
        *(f"#print axioms «{one}»" for one in "abc"),
    ]

    def answer(number: int, words: str) -> bytes:
        told = {"severity": "information", "kind": "", "pos": {"line": number, "column": 0}, "data": words}
        return json.dumps(told).encode() + b"\n"

    at = len(lines) - 2
    output = answer(at, "'c' depends on axioms: [x]") + answer(at + 1, "'b' does not depend on any axioms")
    output += answer(at + 2, "Unknown constant `c`") + answer(1, "'a' does not depend on any axioms")
    assert said.answers(output, names, prelude=prelude) == {names[0]: ["x"], names[1]: []}


A = ("A.lean", (PROJECT / "A.lean").read_text())
OLEAN = read_olean(PROJECT / "A.olean")
SOURCE = Source(A[0], Path("/r/A.lean"), Path("/r"), ("A",), A[1], Header(True, False, (("Basis",),)))


@pytest.mark.parametrize(
    ("olean", "text", "imported", "version", "reason"),
    [
        (OLEAN, A[1], [("Basis",)], "4.35.0-rc2", ""),
        (OLEAN, A[1], [("Basis",)], "4.34.0", "it was compiled by Lean 4.35.0, and the Lean here is 4.34.0"),
        (OLEAN, A[1], [("Basis",), ("B",)], "4.35.0", "what Lean made of it does not import what its text does"),
        (
            OLEAN,
            A[1] + "theorem more : x\n",
            [],
            "4.35.0",
            "its text declares more in line 15, what Lean made of it does not",
        ),
        (replace(OLEAN, constants={(): OLEAN.constants["uses",]}), "", [], "4.35.0", ""),
    ],
)
def test_a_compiled_file_is_believed_where_it_is_of_this_lean_and_says_what_the_text_does(
    olean: Olean, text: str, imported: list[tuple[str, ...]], version: str, reason: str
) -> None:
    source = replace(SOURCE, text=text)
    assert checking.disbelief(olean, source, imported=imported, version=version) == reason


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (("A", "b c"), ("A", "b c")),
        (("_private", "A", 0, "x"), ("x",)),
        (("_private", "A", 0, "x", 3), None),
        (("a»b",), None),
        (("a\nb",), None),
        (("_private", "A", 0), None),
        ((), None),
    ],
)
def test_a_name_is_public_where_its_own_module_can_write_it(
    name: tuple[str | int, ...], expected: tuple[str, ...] | None
) -> None:
    assert checking.public(name, SOURCE) == expected
