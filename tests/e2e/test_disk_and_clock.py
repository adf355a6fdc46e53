"""A disk that is full and a clock that is set back: told by name, nothing recorded is lost, no verdict is fooled."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.program import Ran, speccursor
from tests.e2e.test_hostile import GOOD_TEST, project
from tests.e2e.test_interrupted import journal

pytestmark = [pytest.mark.e2e, pytest.mark.network]

LINT = ("--stage", "static-analysis", "--json")
KIB = 1024


# the disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB, where this is root and may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)]
    mounted = subprocess.run(asked, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S607  (the system's)


def fill(disk: Path, *, leave: int) -> Path:
    """Fill a file system but for some bytes; return the file to delete."""
    filler = disk / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - leave))
    return filler


@pytest.mark.parametrize("left", [20, 68], ids=lambda left: f"{left} KiB left")
def test_a_full_state_folder_is_told_and_what_was_observed_is_gone_on_with(left: int, disk: Path) -> None:
    folder = project(disk / "c", GOOD_TEST)
    (folder / ".speccursor").mkdir()
    (folder / ".speccursor" / ".gitignore").write_text("*\n")
    filler = fill(disk, leave=left * KIB)
    full = speccursor("qualify", *LINT, "--no-cache", str(folder))
    assert (full.code, full.out) == (3, "")
    assert "No space left on device" in full.err
    assert f"the file system at {disk}" in full.err
    observed = journal(folder)
    assert all(json.loads(line)["outcome"]["type"] == "finished" for line in observed)

    filler.unlink()
    if list(folder.glob(".speccursor/runs/*/record.json")):
        again = speccursor("judge", "--json", cwd=folder)
    else:
        again = speccursor("qualify", str(folder), *LINT, "--no-cache", "--resume")
    assert again.code == 0, again.err
    assert journal(folder)[: len(observed)] == observed
    assert len(journal(folder)) == len(again.rulings())
    assert len(list((folder / ".speccursor" / "runs").iterdir())) == 1


def test_a_candidate_on_a_disk_without_any_room_is_judged_and_its_runs_are_kept_elsewhere(
    disk: Path, tmp_path: Path
) -> None:
    folder = project(disk / "c", GOOD_TEST)
    fill(disk, leave=0)
    states = {"XDG_STATE_HOME": str(tmp_path / "states")}
    ran = speccursor("qualify", *LINT, str(folder), environment=states)
    assert ran.code == 0
    assert "cannot be written (No space left on device); its runs are kept in" in ran.err
    assert speccursor("judge", "--json", cwd=folder, environment=states).out == ran.out


def test_a_disk_that_is_full_again_and_again_loses_nothing_on_the_way(disk: Path, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    state = ("--state", str(disk / "state"))
    filler = fill(disk, leave=36 * KIB)
    seen: list[bytes] = []
    more: tuple[str, ...] = ()
    for _ in range(20):
        ran = speccursor("qualify", *LINT, *state, *more, "--no-cache", str(folder))
        written = [path.read_bytes() for path in disk.glob("state/runs/*/journal.jsonl")]
        seen.append(written[0])
        assert written[0].startswith(seen[-2] if len(seen) > 1 else b"")
        if ran.code == 0 or list(disk.glob("state/runs/*/record.json")):
            break
        assert ran.code == 3, ran.err
        more = ("--resume",)
        with filler.open("r+b") as file:
            file.truncate(filler.stat().st_size - 12 * KIB)
    filler.unlink()
    judged = speccursor("judge", "--json", *state)
    assert judged.code == 0, judged.err
    assert len(seen) > 1
    assert len(seen[-1].splitlines()) == 1 + len(judged.rulings())


def test_no_room_for_scratch_files_is_told_with_the_place(disk: Path, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    filler = fill(disk, leave=24 * KIB)
    full = speccursor("qualify", *LINT, "--no-cache", str(folder), environment={"TMPDIR": str(disk)})
    assert (full.code, full.out) == (3, "")
    assert "No space left on device" in full.err
    assert str(disk) in full.err
    filler.unlink()
    assert speccursor("qualify", str(folder), *LINT, "--resume").code == 0


@pytest.mark.parametrize("blocks", [1, 16])
def test_a_limit_on_the_size_of_files_is_told_as_what_it_is(blocks: int, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    limited = ("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh")
    ran = speccursor("qualify", *LINT, "--no-cache", str(folder), under=limited)
    assert ran.code == 3, ran.err
    assert "File too large" in ran.err
    assert str(folder / ".speccursor") in ran.err
    assert speccursor("qualify", *LINT, str(folder)).code == 0


def test_a_verdict_that_cannot_be_printed_is_no_pass_and_is_kept(tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    printing_nowhere = ("sh", "-c", 'exec "$@" >/dev/full', "sh")
    for arguments in (("qualify", *LINT), ("runs",)):
        ran = speccursor(*arguments, cwd=folder, under=printing_nowhere, environment={"PYTHONUNBUFFERED": ""})
        assert ran.code == 3
        assert "No space left on device: what is printed" in ran.err
    assert speccursor("judge", "--json", cwd=folder).code == 0


# the clock

SHIFTED = """\
import datetime, os, time

steps = iter(float(step) for step in os.environ["CLOCK_STEPS"].split(","))
at = [0.0]
real = time.time

def shift():
    at[0] = next(steps, at[0])
    return at[0]

class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=shift())

datetime.datetime = Shifted
time.time = lambda: real() + at[0]
"""
DAY = 86400
WAIVED = """\
[[waivers]]
gate = "lint-errors"
component = "*"
reason = "a test"
owner = "All Lang Leads"
expires = {day}
"""


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    """A folder for PYTHONPATH that makes a program's clock wrong: the steps are in seconds, one for each reading."""
    folder = tmp_path / "clock"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SHIFTED)
    return folder


def at(clock: Path, *steps: int, folder: Path) -> Ran:
    """Qualify with a clock that is wrong by these seconds at each reading in turn; the last one stays."""
    path = os.pathsep.join((str(clock), os.environ.get("PYTHONPATH", "")))
    shifted = {"PYTHONPATH": path, "CLOCK_STEPS": ",".join(map(str, steps))}
    return speccursor("qualify", *LINT, str(folder), environment=shifted)


def records(folder: Path) -> list[dict[str, str]]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob(".speccursor/runs/*/record.json"))]


def today(*, days: int = 0) -> date:
    return datetime.now(UTC).date() + timedelta(days=days)


def test_a_clock_set_back_during_a_run_makes_no_time_negative(clock: Path, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    ran = at(clock, 0, -7200, -14400, folder=folder)
    assert ran.code == 0, ran.err
    (record,) = records(folder)
    spans = [(record["started"], record["finished"])]
    for line in journal(folder):
        observation = json.loads(line)
        assert observation["outcome"]["seconds"] >= 0
        spans.append((observation["envelope"]["started"], observation["envelope"]["finished"]))
    assert all(datetime.fromisoformat(begun) <= datetime.fromisoformat(ended) for begun, ended in spans)
    assert speccursor("judge", "--json", cwd=folder).out == ran.out


def test_a_seal_of_tomorrow_does_not_stand_today_and_the_newest_run_stays_the_newest(
    clock: Path, tmp_path: Path
) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    tomorrow = at(clock, DAY, folder=folder)
    now = at(clock, 0, folder=folder)
    assert [ran.verdict["judged_at"] for ran in (tomorrow, now)] == [str(today(days=1)), str(today())]
    runs = [ran.verdict["run"] for ran in (tomorrow, now)]
    assert len(set(runs)) == 2
    newest = json.loads(speccursor("judge", "--json", cwd=folder).out)
    assert newest["run"] == runs[1]
    if not now.verdict["weakened"]:  # what was not isolated is not sealed
        assert at(clock, 0, folder=folder).out == now.out


def test_a_waiver_ends_with_its_day_whatever_the_clock_said_when_it_was_sealed(clock: Path, tmp_path: Path) -> None:
    folder = project(tmp_path / "c", GOOD_TEST)
    (folder / "src" / "victim" / "faulty.py").write_text("import os\n")
    (folder / "qualification.toml").write_text(WAIVED.format(day=today()))
    begun_today_ended_tomorrow = at(clock, 0, DAY, folder=folder)
    assert (begun_today_ended_tomorrow.code, begun_today_ended_tomorrow.verdict["status"]) == (0, "waived")
    assert at(clock, DAY, folder=folder).code == 1
    assert at(clock, 0, folder=folder).code == 0
    assert at(clock, DAY, folder=folder).code == 1
