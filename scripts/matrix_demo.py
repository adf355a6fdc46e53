"""``make matrix-demo``: cells of a matrix, each run in a folder of its own, bundled, and judged together.

Two cells are of Pythons that this machine has, one is of a Python that it has not. It ends with 0 only where it saw
exactly what must be seen: the two passed in the very versions that they name, and of the third nothing is known, with
the command that brings it. With 1 it saw something else, with 4 it could not try: fewer than two Pythons are here.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLE = REPOSITORY / "examples" / "matrix"
STAGES = ("--stage", "1-3")
LEAST = (3, 10)
"""The oldest Python that the example, and the pytest that the engine brings, run on."""
CELLS = 2
TOO_FEW = 4
INCONCLUSIVE = 3


def main() -> int:
    """Run the demonstration; return its exit code."""
    versions = pythons()
    if len(versions) < CELLS:
        found = ", ".join(versions) or "none"
        say(f"matrix-demo: needs {CELLS} Pythons from {'.'.join(map(str, LEAST))} on, and here is {found}")
        say("install another (pyenv, your system's, or `uv python install 3.12`); `speccursor doctor` lists them")
        return TOO_FEW
    here, absent = versions[-CELLS:], f"3.{int(versions[-1].partition('.')[2]) + 1}"
    with tempfile.TemporaryDirectory(prefix="speccursor-matrix-") as scratch:
        say(f"cells: Python {' and '.join(here)}, which are here, and Python {absent}, which is not")
        bundles = [bundle_of(version, (*here, absent), Path(scratch)) for version in (*here, absent)]
        wrong = [*seen(bundles, here, absent, Path(scratch))]
    for told in wrong:
        say(f"matrix-demo: {told}")
    say("matrix-demo: not what must be seen" if wrong else "matrix-demo: exactly what must be seen")
    return 1 if wrong else 0


def pythons() -> list[str]:
    """Return the versions of CPython that cells can be run with here, as ``3.12``, the oldest first."""
    things = {thing["name"]: thing for thing in json.loads(speccursor("doctor", "--json", cwd=REPOSITORY).stdout)}
    told = [found["version"].split(".") for found in things["python cells"]["toolchains"]]
    numbers = {(int(parts[0]), int(parts[1])) for parts in told if parts[0].isdecimal() and parts[-1].isdecimal()}
    return [".".join(map(str, version)) for version in sorted(numbers) if version >= LEAST]


def bundle_of(version: str, matrix: Sequence[str], scratch: Path) -> Path:
    """Qualify one cell on a copy of the example, as on a machine of its own, and return the bundle."""
    folder = scratch / f"machine-{version}" / EXAMPLE.name
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (folder / "qualification.toml").write_text(f"[matrix]\npython = {json.dumps(list(matrix))}\n")
    ended = speccursor("qualify", *STAGES, "--json", "--cell", f"python-{version}", cwd=folder)
    bundles = [*folder.glob(f".speccursor/runs/*/evidence-python-{version}.tar")]
    if ended.returncode != INCONCLUSIVE or len(bundles) != 1:
        say(ended.stdout + ended.stderr)
        raise SystemExit(
            f"matrix-demo: the cell python-{version} ended with {ended.returncode}, {len(bundles)} bundles"
        )
    return bundles[0]


def seen(bundles: Sequence[Path], here: Sequence[str], absent: str, scratch: Path) -> Iterator[str]:
    """Judge the bundles together and yield everything that is not as it must be."""
    place = scratch / "judge"
    place.mkdir()
    judged = [
        speccursor("judge", "--json", *map(str, order), cwd=place) for order in (bundles, list(reversed(bundles)))
    ]
    shown = speccursor("judge", *map(str, bundles), cwd=place)
    say(shown.stdout)
    if judged[0].stdout != judged[1].stdout:
        yield "the verdict depends on the order of the bundles"
    if (judged[0].returncode, shown.returncode) != (INCONCLUSIVE, INCONCLUSIVE):
        yield f"the verdict ended with {judged[0].returncode} and {shown.returncode}, not with {INCONCLUSIVE}"
        yield judged[0].stderr + shown.stderr
        return
    verdict = json.loads(judged[0].stdout)
    gates: dict[str, list[dict[str, Any]]] = {}
    for stage in verdict["stages"]:
        for gate in stage["gates"]:
            gates.setdefault(gate["cell"], []).append(gate)
    if gates.keys() != {f"python-{version}" for version in (*here, absent)}:
        yield f"the verdict tells of the cells {', '.join(gates)}"
        return
    for version in here:
        yield from (
            f"{gate['id']} in python-{version} is {gate['status']}: {gate['reason']}"
            for gate in gates[f"python-{version}"]
            if gate["status"] != "passed"
        )
    command = f"speccursor qualify --profile quick --stage 1-3 --cell python-{absent}`"
    for gate in gates[f"python-{absent}"]:
        if (gate["status"], gate["cause"]) != ("inconclusive", "unavailable") or command not in gate["remedy"]:
            yield f"{gate['id']} in python-{absent} is {gate['status']} ({gate['cause']}): {gate['remedy']}"
    yield from ran_in(next(place.glob(".speccursor/runs/*/record.json")), here)


def ran_in(record: Path, here: Sequence[str]) -> Iterator[str]:
    """Yield the cells whose tests did not run in the very version that they name."""
    observations = json.loads(record.read_text())["observations"]
    for version in here:
        ran = {
            toolchain["version"]
            for item in observations
            if f" python-{version} pytest" in item["owed"]
            for toolchain in item["envelope"]["toolchains"]
        }
        say(f"the tests of python-{version} ran in Python {', '.join(ran) or 'nobody knows which'}")
        if len(ran) != 1 or not next(iter(ran)).startswith(f"{version}."):
            yield f"the tests of python-{version} ran in {', '.join(ran) or 'nobody knows what'}"


def speccursor(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Call the program as a user does."""
    argv = [sys.executable, "-m", "speccursor", *arguments]
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, text=True, timeout=900, check=False)


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
