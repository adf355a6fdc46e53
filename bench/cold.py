"""Cold stages 1 to 3, tools and environments prepared, beside the best script of the same tool calls.

The peer is what a careful person would write by hand for this very repository: the same command lines on a plain
copy, two at a time, longest first, with no plan, no sandbox, no copies for each tool, and no record of anything. The
sequence is the same calls one after another.
"""

import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.timing import verdict
from speccursor.qualify.execute.filling import fill
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Record
from speccursor.qualify.store.runs import RunFolder
from speccursor.qualify.tools import TOOLS

ROOT = Path(__file__).resolve().parents[1]
BOUND, SEQUENCE_BOUND = 1.05, 0.56
Call = tuple[float, list[str], Path, dict[str, str]]
_PROGRAM = str(Path(sysconfig.get_path("scripts")) / "speccursor")


def _ours(folder: Path, state: Path) -> float:
    began = time.perf_counter()
    argv = (_PROGRAM, "qualify", "--stage", "1-3", "--no-cache", "--json", "--state", str(state), str(folder))
    ended = subprocess.run(argv, capture_output=True, timeout=3600, check=False)
    if ended.returncode != 0:
        raise RuntimeError(f"the candidate does not pass: {ended.stderr.decode()[-2000:]}")
    return time.perf_counter() - began


def _calls(
    plan: Plan, record: Record, folder: Path, scratch: Path
) -> list[tuple[float, list[str], Path, dict[str, str]]]:
    """Return the record's tool calls for a plain copy: (seconds it took, argv, folder, environment)."""
    calls = []
    components = {component.id: component for component in plan.components}
    for number, owed in enumerate(plan.owed):
        observation = next(item for item in record.observations if item.owed == owed.id)
        assert observation.envelope is not None
        component, tool = components[owed.component], TOOLS[owed.tool]
        invocation = tool.invoke(component, plan.options[component.id])
        into, out = scratch / f"in-{number}", scratch / f"out-{number}"
        for place in (into, out):
            place.mkdir()
        for name, text in invocation.inputs.items():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_text(text)
        program = observation.envelope.argv[0]
        values = {
            "root": str(folder),
            "component": str(folder / component.path),
            "in": str(into),
            "out": str(out),
            "tool": str(Path(program).parents[1]),
            "python": program,
            "node": program,
            "nonce": observation.envelope.nonce,
        }
        argv = [program, *(fill(word, values) for word in invocation.argv[1:])]
        extra = {name: fill(text, values) for name, text in invocation.environment.items()}
        seconds = getattr(observation.outcome, "seconds", 0.0)
        calls.append((seconds, argv, Path(fill(invocation.cwd, values)), {**os.environ, **extra}))
    return sorted(calls, key=lambda call: -call[0])


def _script(calls: list[Call], *, workers: int) -> float:
    def one(call: Call) -> int:
        _, argv, cwd, environment = call
        return subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, timeout=3600, check=False).returncode

    began = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        codes = list(pool.map(one, calls))
    if any(code not in {0, 1} for code in codes):
        raise RuntimeError(f"a call of the script broke off: {codes}")
    return time.perf_counter() - began


def main() -> int:
    """Print our time as a multiple of the script's and of the sequence's."""
    with tempfile.TemporaryDirectory(prefix="bench-cold-") as name:
        scratch = Path(name)
        folder, state = scratch / "polyglot", scratch / "state"
        leave = shutil.ignore_patterns("typescript", "node_modules", ".speccursor", ".venv", "__pycache__")
        shutil.copytree(ROOT / "examples" / "polyglot", folder, ignore=leave)
        _ours(folder, state)  # prepares; its durations let the next run start the longest first
        ours = min(_ours(folder, state) for _ in range(2))
        run = RunFolder(max((state / "runs").iterdir()))
        plain = scratch / "plain"
        shutil.copytree(folder, plain)
        (scratch / "one").mkdir()
        (scratch / "two").mkdir()
        together = _script(_calls(run.plan(), run.record(), plain, scratch / "one"), workers=2)
        sequence = _script(_calls(run.plan(), run.record(), plain, scratch / "two"), workers=1)
    told = {"ours_s": round(ours, 2), "script_s": round(together, 2), "sequence_s": round(sequence, 2)}
    print(f"  {json.dumps(told)}")
    missed = verdict("cold stages 1 to 3 / parallel script of the same calls", ours / together, BOUND)
    return missed + verdict("cold stages 1 to 3 / the sequence of the same calls", ours / sequence, SEQUENCE_BOUND)
