"""The examples: the polyglot library passes what its sources can show, each broken copy fails for its named reason."""

import json
from pathlib import Path

import pytest

from tests.e2e.program import REPOSITORY, SOURCES_ONLY, copied, speccursor

EXAMPLES = REPOSITORY / "examples"
BROKEN = sorted((EXAMPLES / "broken").iterdir())
INCONCLUSIVE = sorted((EXAMPLES / "inconclusive").iterdir())

pytestmark = [pytest.mark.e2e, pytest.mark.network]


def names(folders: list[Path]) -> list[str]:
    return [folder.name for folder in folders]


@pytest.mark.parametrize("folder", BROKEN, ids=names(BROKEN))
def test_a_broken_copy_fails_and_names_exactly_its_planted_defect(folder: Path, tmp_path: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    ran = speccursor("qualify", *SOURCES_ONLY, "--json", str(copied(folder, tmp_path / folder.name)))
    assert ran.code == 1, ran.err
    assert ran.verdict["status"] == "failed"
    failed = {gate["id"] for gate in ran.rulings("failed")}
    assert expected["gate"] in failed
    assert failed <= {expected["gate"], *expected.get("also", [])}  # the unit tests may meet the counterexample too
    assert ran.rulings("inconclusive") == []
    for gate in ran.rulings("failed"):
        places = {(place["path"], place["line"]) for place in gate["locations"]}
        assert {path for path, _ in places} == {expected["path"]}
        if gate["id"] == expected["gate"] and expected["line"] is not None:
            assert expected["line"] in {line for _, line in places}


@pytest.mark.parametrize("folder", INCONCLUSIVE, ids=names(INCONCLUSIVE))
def test_an_inconclusive_copy_is_inconclusive_for_its_named_cause(folder: Path, tmp_path: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    ran = speccursor("qualify", *SOURCES_ONLY, "--json", str(copied(folder, tmp_path / folder.name)))
    assert ran.code == 3, ran.err
    assert (expected["gate"], expected["cause"]) in {(gate["id"], gate["cause"]) for gate in ran.rulings()}
    assert ran.rulings("failed") == []


def test_the_polyglot_example_passes_stages_1_to_3_and_nine_stages_stay_inconclusive(tmp_path: Path) -> None:
    folder = copied(EXAMPLES / "polyglot", tmp_path / "polyglot")
    ran = speccursor("qualify", "--json", str(folder))
    statuses = [stage["status"] for stage in ran.verdict["stages"]]
    assert statuses == ["passed"] * 3 + ["inconclusive"] * 9
    assert ran.code == 3
    assert not ran.verdict["partial"]

    (run,) = (folder / ".speccursor" / "runs").iterdir()
    again = speccursor("judge", str(run), "--json")
    assert again.code == 3
    assert again.out.encode() == (run / "report.json").read_bytes()

    raw = [path for path in sorted(run.rglob("raw/**/*")) if path.is_file() and path.stat().st_size]
    assert len(raw) > len(ran.verdict["stages"])
    passed = {(ruling["id"], ruling["component"], ruling["tool"]) for ruling in ran.rulings("passed")}
    for path in raw:
        content = path.read_bytes()
        path.unlink()  # the cache may hold the same file
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        tampered = speccursor("judge", str(run), "--json")
        path.write_bytes(content)

        spoiled = [one for one in tampered.rulings() if (one["id"], one["component"], one["tool"]) in passed]
        causes = {one["cause"] for one in spoiled if one["status"] == "inconclusive"}
        assert causes, f"a changed byte in {path.relative_to(run)} went unnoticed"
        assert causes <= {"unreadable", "stale"}
        assert all(one["status"] in {"passed", "inconclusive"} for one in spoiled)
