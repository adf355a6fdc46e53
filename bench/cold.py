"""Cold stages 1 to 3, tools and environments prepared, beside the best script of the same tool calls.

The peer is what a careful person would write by hand for this very repository: the command lines that our own run
recorded, on a plain copy, two at a time, longest first, with no plan, no sandbox, no copies for each tool, and no
record of anything. The sequence is the same calls one after another. The candidates are real releases: six in one
repository, whose work divides, and one whose tests take most of the time, so that nothing can be gained but by waste.
"""

import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from bench.timing import verdict
from speccursor.qualify.execute.filling import fill
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Record
from speccursor.qualify.store.runs import RunFolder
from speccursor.qualify.survey.unpack import unpack
from speccursor.qualify.tools import TOOLS
from tests.e2e.real import fetch, read_table

BOUND, SEQUENCE_BOUND = 1.05, 0.56
ROUNDS = 3
CANDIDATES = {
    "six releases": ("blinker", "click", "h11", "iniconfig", "itsdangerous", "pluggy"),
    "click": ("click",),
}
Call = tuple[float, list[str], Path, dict[str, str], frozenset[int]]
_PROGRAM = str(Path(sysconfig.get_path("scripts")) / "speccursor")
_RULED = {0, 1, 3}
_WAYS = ("ours", "script", "sequence")


def _ours(folder: Path, state: Path) -> float:
    began = time.perf_counter()
    argv = (_PROGRAM, "qualify", "--stage", "1-3", "--no-cache", "--json", "--state", str(state), str(folder))
    ended = subprocess.run(argv, capture_output=True, timeout=3600, check=False)
    if ended.returncode not in _RULED:
        raise RuntimeError(f"no verdict: {ended.stderr.decode()[-2000:]}")
    return time.perf_counter() - began


def _calls(plan: Plan, record: Record, folder: Path, scratch: Path) -> list[Call]:
    """Return the record's tool calls for a plain copy: (seconds it took, argv, folder, environment, exit codes)."""
    calls = []
    components = {component.id: component for component in plan.components}
    for number, (owed, observation) in enumerate(zip(plan.owed, record.observations, strict=True)):
        envelope = observation.envelope
        if envelope is None or owed.release is not None:
            continue
        component = components[owed.component]
        invocation = TOOLS[owed.tool].invoke(component, plan.options[component.id])
        into, out = scratch / f"in-{number}", scratch / f"out-{number}"
        for place in (into, out):
            place.mkdir()
        for name, text in invocation.inputs.items():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_text(text)
        places = {envelope.root: str(folder), "/speccursor/in": str(into), "/speccursor/out": str(out)}
        argv = [_elsewhere(word, places) for word in envelope.argv]
        values = {
            "root": str(folder),
            "component": str(folder / component.path),
            "in": str(into),
            "out": str(out),
            "nonce": envelope.nonce,
        }
        extra = {name: fill(text, values) for name, text in invocation.environment.items()}
        # The environment's editable install names the place that the sandbox shows; here the copy stands elsewhere.
        source = folder / component.path
        extra["PYTHONPATH"] = os.pathsep.join((str(source / "src"), str(source)))
        seconds = getattr(observation.outcome, "seconds", 0.0)
        calls.append(
            (seconds, argv, Path(fill(invocation.cwd, values)), {**os.environ, **extra}, invocation.ok_exit_codes)
        )
    return sorted(calls, key=lambda call: -call[0])


def _elsewhere(word: str, places: Mapping[str, str]) -> str:
    """Return a word of a recorded command line with the places of the sandbox as they are in the plain copy."""
    seen = "|".join(rf"{re.escape(place)}(?![\w-])" for place in places)
    return re.sub(seen, lambda found: places[found[0]], word)


def _script(calls: list[Call], *, workers: int) -> float:
    def one(call: Call) -> None:
        _, argv, cwd, environment, known = call
        ended = subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, timeout=3600, check=False)
        if ended.returncode not in known:
            raise RuntimeError(f"a call of the script broke off: {argv}: {ended.stderr.decode()[-2000:]}")

    began = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, calls))
    return time.perf_counter() - began


def _measure(name: str, folder: Path, scratch: Path) -> tuple[float, float]:
    """Return the medians of ours / script and of ours / sequence; each ratio is of times measured one after another."""
    state = scratch / "state"
    _ours(folder, state)  # prepares; its durations let the next runs start the longest first
    run = RunFolder(max((state / "runs").iterdir()))
    plan, record = run.plan(), run.record()
    turns: list[tuple[float, float, float]] = []
    for turn in range(ROUNDS):
        seconds = [_ours(folder, state)]
        for way, workers in (("script", 2), ("sequence", 1)):
            place = scratch / f"{way}-{turn}"
            shutil.copytree(folder, place / "plain")
            seconds.append(_script(_calls(plan, record, place / "plain", place), workers=workers))
        turns.append((seconds[0], seconds[1], seconds[2]))
        told = ", ".join(f"{way} {spent:.1f} s" for way, spent in zip(_WAYS, seconds, strict=True))
        print(f"  {name}: {told}", flush=True)
    return median(turn[0] / turn[1] for turn in turns), median(turn[0] / turn[2] for turn in turns)


def _unpacked(names: Sequence[str], folder: Path) -> Path:
    """Return a folder of real releases, one folder each, or of one alone."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "speccursor-bench"
    releases = [real for real in read_table() if real.name in names]
    places = [unpack(fetch(real, kept), folder / real.name) for real in releases]
    return folder if len(places) > 1 else places[0]


def main() -> int:
    """Print our time as a multiple of the script's and of the sequence's."""
    missed = 0
    for name, releases in CANDIDATES.items():
        with tempfile.TemporaryDirectory(prefix="bench-cold-") as folder:
            scratch = Path(folder)
            script, sequence = _measure(name, _unpacked(releases, scratch / "candidate"), scratch)
        missed += verdict(f"{name}, cold stages 1 to 3 / parallel script", script, BOUND)
        if len(releases) > 1:
            missed += verdict(f"{name}, cold stages 1 to 3 / the sequence", sequence, SEQUENCE_BOUND)
    return missed
