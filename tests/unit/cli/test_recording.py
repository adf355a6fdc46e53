"""What `init --baseline` says of what it does not record."""

import json

from msgspec.structs import replace

from speccursor.qualify.model.evidence import Evidence, Finding, Findings
from speccursor.qualify.model.tool import Outputs
from speccursor.qualify.report.text import visible
from tests.unit.cli.offline import WORD, Offline, found

LEFT_OUT = "is not recorded: a file that its checker refuses is no debt"


def refused(outputs: Outputs) -> tuple[Evidence, ...]:
    (piece,) = found(outputs)
    assert isinstance(piece, Findings)
    return (Findings(tuple(replace(one, refused=True) for one in piece.findings), piece.examined),)


def recorded(project: Offline) -> tuple[list[str], int]:
    code, _, err = project.run("init", "--baseline")
    assert code == 0
    known = json.loads((project.folder / "qualification.baseline.json").read_bytes())["findings"]
    return [line for line in err.splitlines() if "refuses" in line or "such findings" in line], len(known)


def test_a_file_that_its_checker_refuses_is_named_as_left_out(project: Offline) -> None:
    project.write("src/pkg/bad.py", f"{WORD}\n" * 12)
    for name in ("ruff-format", "mypy"):
        project.change(name, read=lambda _: (Findings((), 1),))
    project.change("ruff-check", read=refused)
    notes, known = recorded(project)
    assert notes == [
        *(f"speccursor: note: src/pkg/bad.py:{line} W1 {LEFT_OUT}" for line in range(1, 11)),
        "speccursor: note: nor are 2 more such findings",
    ]
    assert known == 0


def test_a_place_is_told_without_a_line_where_it_has_none_and_cannot_write_to_the_screen(project: Offline) -> None:
    project.write("src/pkg/bad.py", f"{WORD}\n")
    hostile = Finding("src/pkg/\x1b[2Jbad.py", None, None, "W1", "", refused=True)
    for name in ("ruff-check", "ruff-format", "mypy"):
        project.change(name, read=lambda _: (Findings((hostile,), 1),))
    notes, _ = recorded(project)
    assert notes == [f"speccursor: note: {visible(hostile.path)} W1 {LEFT_OUT}"]
    assert "\x1b" not in notes[0]


def test_what_is_recorded_is_not_told_as_left_out(project: Offline) -> None:
    project.write("src/pkg/bad.py", f"{WORD}\n")
    assert recorded(project) == ([], 3)
