"""The seal: a verdict is given again only where nothing that it depends on has changed."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from speccursor.cli import unchanged
from speccursor.cli.target import Place
from speccursor.cli.unchanged import leave_seal, standing_verdict
from speccursor.qualify.store.state import State
from speccursor.qualify.survey.candidate import survey

Change = Callable[[Place, Path], object]


def asked(**changes: object) -> Namespace:
    given: dict[str, object] = {
        "no_cache": False,
        "fix": False,
        "resume": None,
        "audit_cache": 0.0,
        "config": None,
        "profile": None,
        "stage": [],
        "component": [],
        "cell": [],
        "toolchain": [],
        "since": None,
        "json": False,
    }
    return Namespace(**{**given, **changes})


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Place, Path]:
    """A candidate with one finished run and its seal."""
    folder = tmp_path / "candidate"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.py").write_text("A = 1\n")
    (folder / "pyproject.toml").write_text('[project]\nname = "a"\nversion = "1"\n')
    state = State(folder / ".speccursor")
    state.open()
    run = state.folder / "runs" / "one"
    (run / "raw" / "unit-tests").mkdir(parents=True)
    (run / "raw" / "unit-tests" / "stdout").write_text("1 passed")
    (run / "report.json").write_text('{"status": "passed"}\n')
    (run / "record.json").write_text("{}")
    place = Place(folder, state.folder, own=True)
    leave_seal(place, survey(folder), asked(), run="one", day=unchanged._today(), code=0, screen="PASSED\n")
    return place, run


def test_a_verdict_stands_where_nothing_changed(sealed: tuple[Place, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert standing_verdict(sealed[0], asked()) == 0
    assert capsys.readouterr().out.startswith("Nothing changed since run one: its verdict stands.\n\nPASSED\n")


def test_as_json_it_is_the_report_of_that_run_byte_for_byte(
    sealed: tuple[Place, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert standing_verdict(sealed[0], asked(json=True)) == 0
    assert capsys.readouterr().out == '{"status": "passed"}\n'


CHANGES: dict[str, Change] = {
    "a source file": lambda place, _: (place.folder / "src" / "a.py").write_text("A = 2\n"),
    "a new file": lambda place, _: (place.folder / "src" / "b.py").write_text(""),
    "a deleted file": lambda place, _: (place.folder / "src" / "a.py").unlink(),
    "a mode": lambda place, _: (place.folder / "src" / "a.py").chmod(0o755),
    "a raw output": lambda _, run: (run / "raw" / "unit-tests" / "stdout").write_text("2 passed"),
    "a raw output that is gone": lambda _, run: (run / "raw" / "unit-tests" / "stdout").unlink(),
    "a raw output that was added": lambda _, run: (run / "raw" / "more").write_text(""),
    "the report": lambda _, run: (run / "report.json").write_text("{}"),
    "the report that is gone": lambda _, run: (run / "report.json").unlink(),
    "the record": lambda _, run: (run / "record.json").write_text("{ }"),
    "the seal": lambda place, _: next((place.state.folder / "seals").iterdir()).write_text("{}"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_does_not_stand_after_a_change_of(change: Change, sealed: tuple[Place, Path]) -> None:
    change(*sealed)
    assert standing_verdict(sealed[0], asked()) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"no_cache": True},
        {"fix": True},
        {"resume": "one"},
        {"audit_cache": 0.1},
        {"profile": "standard"},
        {"stage": [()]},
        {"cell": ["host"]},
        {"toolchain": [("python-3.12", "/opt/python3")]},
        {"since": "main"},
    ],
    ids=str,
)
def test_it_does_not_stand_for_another_question(changes: dict[str, object], sealed: tuple[Place, Path]) -> None:
    assert standing_verdict(sealed[0], asked(**changes)) is None


def test_another_configuration_is_another_question(sealed: tuple[Place, Path], tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('profile = "standard"\n')
    assert standing_verdict(sealed[0], asked(config=tmp_path / "other.toml")) is None


def test_it_stands_for_its_own_day_only(sealed: tuple[Place, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "_today", lambda: "2031-01-01")
    assert standing_verdict(sealed[0], asked()) is None


def test_it_does_not_stand_on_another_engine_or_toolchain(
    sealed: tuple[Place, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/sh")
    assert standing_verdict(sealed[0], asked()) is None


def test_a_copy_of_the_candidate_has_no_standing_verdict(sealed: tuple[Place, Path]) -> None:
    place = sealed[0]
    assert standing_verdict(Place(place.folder, place.kept, own=False), asked()) is None


@pytest.mark.parametrize(
    ("variable", "program"), [("RUSTUP_HOME", "toolchains/stable/bin/rustc"), ("ELAN_HOME", "toolchains/v4/bin/lean")]
)
def test_a_toolchain_that_is_brought_or_replaced_is_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, program: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path))
    beneath = [unchanged._beneath(), unchanged._beneath()]
    (tmp_path / program).parent.mkdir(parents=True)
    for content in ("1", "22"):
        (tmp_path / program).write_text(content)
        beneath.append(unchanged._beneath())
    assert beneath[0] == beneath[1]
    assert len(set(beneath)) == 3
