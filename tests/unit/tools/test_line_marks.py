"""Marks of lines: the program and the engine make the same ones, whatever the bytes are."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.speccursor_lines import marks_of, read_lines
from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.tools.asset import _FOLDER

PROGRAM = _FOLDER / "python" / "speccursor_lines.py"


def marked(folder: Path, *names: str) -> bytes:
    (folder / "list").write_bytes("".join(f"{name}\0" for name in names).encode())
    subprocess.run((sys.executable, "-I", PROGRAM, folder / "list", folder / "out"), cwd=folder, check=True)
    return (folder / "out").read_bytes()


CONTENTS = (b"", b"\n", b"x = 1\r\ny = 2\n", b"\xff\xfe\0\n\tx  y ", "é\u2028z\n".encode(), b"a" * 100_000)


def test_the_program_and_the_engine_make_the_same_marks(tmp_path: Path) -> None:
    names = [f"a file {number}\n.py" for number in range(len(CONTENTS))]
    for name, content in zip(names, CONTENTS, strict=True):
        (tmp_path / name).write_bytes(content)
    lines = read_lines(marked(tmp_path, *names))
    assert lines.files == {name: marks_of(content) for name, content in zip(names, CONTENTS, strict=True)}


def test_a_file_that_is_not_there_ends_the_program_and_leaves_no_whole_record(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(subprocess.CalledProcessError):
        marked(tmp_path, "a", "nowhere")
    with pytest.raises(UnreadableEvidence):
        read_lines((tmp_path / "out").read_bytes())


def test_lines_that_differ_in_spaces_only_are_alike_and_others_are_not() -> None:
    one, same, other = (marks_of(text).lines[0] for text in (b"  x =\t1 ", b"x = 1", b"x = 2"))
    assert one == same != other
    assert marks_of(b"  \n").lines == ("", "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"path": "a", "whole": "b", "lines": []}\n',
        b'{"end": true}\n{"end": true}\n',
        b'{"path": "a", "whole": "b"}\n{"path": "a", "whole": "b"}\n{"end": true}\n',
        b'{"whole": "b"}\n{"end": true}\n',
    ],
    ids=["empty", "no end", "two ends", "a file twice", "no path"],
)
def test_a_record_that_is_not_whole_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_lines(content)


@given(st.binary(max_size=200))
def test_only_unreadable_evidence_escapes(content: bytes) -> None:
    try:
        read_lines(content)
    except UnreadableEvidence:
        return


@given(st.binary(max_size=200))
def test_every_line_of_a_file_has_its_place(content: bytes) -> None:
    marks = marks_of(content)
    assert len(marks.lines) == content.count(b"\n") + 1
