"""Cold stages 1 to 3, tools and environments prepared, beside the best script of the same tool calls.

The peer is what a careful person would write by hand for this very repository: the command lines that our own run
recorded, on a plain copy, two at a time, longest first, with no plan, no sandbox, no copies for each tool, and no
record of anything; what was prepared (packages, build caches) stands ready for it. The sequence is the same calls one
after another. The candidates are real releases: six in one repository, whose work divides, and one whose tests take
most of the time, so that nothing can be gained but by waste; and the example in five languages.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from bench.pairs import LOOKS, ruling, tell
from speccursor.qualify.execute.filling import fill
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Record
from speccursor.qualify.model.tool import Invocation, Registered
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.installed import Installed
from speccursor.qualify.provision.installing import install
from speccursor.qualify.store.runs import RunFolder
from speccursor.qualify.survey.unpack import unpack
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.workspaces.environment import Environment, attach
from speccursor.qualify.workspaces.places import Place
from tests.e2e.real import fetch, read_table

BOUND, SEQUENCE_BOUND = 1.05, 0.56
CANDIDATES = {
    "six releases": (
        ("blinker", "click", "h11", "iniconfig", "itsdangerous", "pluggy"),
        {"parallel script": BOUND, "the sequence": SEQUENCE_BOUND},
    ),
    "click": (("click",), {"parallel script": BOUND}),
}
POLYGLOT = Path(__file__).parents[1] / "examples" / "polyglot"
Call = tuple[float, list[str], Path, dict[str, str], frozenset[int]]
_PROGRAM = str(Path(sysconfig.get_path("scripts")) / "speccursor")
_RULED = {0, 1, 3}
_NOT_OURS = ("node_modules", "target", ".venv", ".speccursor", "__pycache__", ".*_cache", ".hypothesis", "build")
_PEERS = {"parallel script": 2, "the sequence": 1}
"""How many calls each peer makes at once."""


def _ours(folder: Path, state: Path) -> float:
    began = time.perf_counter()
    argv = (_PROGRAM, "qualify", "--stage", "1-3", "--no-cache", "--json", "--state", str(state), str(folder))
    ended = subprocess.run(argv, capture_output=True, timeout=3600, check=False)
    if ended.returncode not in _RULED:
        raise RuntimeError(f"no verdict: {ended.stderr.decode()[-2000:]}")
    return time.perf_counter() - began


def _environments(record: Record) -> dict[str, Environment]:
    """Return what was prepared for each component, as it stands in the user's cache."""
    places = cache_root(os.environ) / "environments"
    found: dict[str, Environment] = {}
    for one in record.preparations:
        for stamp in places.glob(f"*-{one.digest.removeprefix('sha256:')[:16]}/environment.json"):
            found[one.component] = msgspec.json.decode(stamp.read_bytes(), type=Environment)
    return found


def _installed(plan: Plan) -> dict[str, str]:
    """Return the folder of each tool that comes from a registry; all of them stand in the user's cache."""
    wanted = {owed.tool: TOOLS[owed.tool].provision for owed in plan.owed}
    named = {tool: provision for tool, provision in wanted.items() if isinstance(provision, Registered)}
    found = asyncio.run(install(named.values(), cache=cache_root(os.environ), environment=os.environ))
    places = {tool: found[provision] for tool, provision in named.items()}
    return {tool: place.path for tool, place in places.items() if isinstance(place, Installed)}


def _calls(plan: Plan, record: Record, folder: Path, scratch: Path) -> list[Call]:
    """Return the record's tool calls for a plain copy: (seconds it took, argv, folder, environment, exit codes)."""
    components = {component.id: component for component in plan.components}
    environments, installed = _environments(record), _installed(plan)
    plain = Place(folder=folder, seen=str(folder))
    for one in environments.values():
        attach(one, place=plain)
    calls = []
    for number, (owed, observation) in enumerate(zip(plan.owed, record.observations, strict=True)):
        envelope = observation.envelope
        if envelope is None or envelope.origin is not None or owed.release is not None:
            continue  # nothing was started, or what two stages owe was measured once
        component = components[owed.component]
        invocation = TOOLS[owed.tool].invoke(component, plan.options[component.id])
        into, out = _furnished(invocation, scratch / str(number))
        values = {
            "root": str(folder),
            "component": str(folder / component.path),
            "in": str(into),
            "out": str(out),
            "nonce": envelope.nonce,
            "tool": installed.get(owed.tool, ""),
        }
        places = {envelope.root: str(folder), "/speccursor/in": str(into), "/speccursor/out": str(out)}
        variables = {name: fill(text, values) for name, text in invocation.environment.items()}
        # The environment's editable install names the place that the sandbox shows; here the copy stands elsewhere.
        variables["PYTHONPATH"] = os.pathsep.join(str(folder / component.path / name) for name in ("src", "."))
        if TOOLS[owed.tool].environment and owed.component in environments:
            environment = environments[owed.component]
            copies = {name: str(scratch / str(number) / name) for name in environment.kept}
            for name, copy in copies.items():
                shutil.copytree(environment.kept[name], copy, symlinks=True)
            prepared = {name: _elsewhere(text, places) for name, text in environment.variables.items()}
            variables = {**prepared, **copies, **variables}
        calls.append(
            (
                getattr(observation.outcome, "seconds", 0.0),
                [_elsewhere(word, places) for word in envelope.argv],
                Path(fill(invocation.cwd, values)),
                {**os.environ, **variables},
                invocation.ok_exit_codes,
            )
        )
    return sorted(calls, key=lambda call: -call[0])


def _furnished(invocation: Invocation, scratch: Path) -> tuple[Path, Path]:
    """Make a call's folders; return the one with its input files and the one for its outputs."""
    into, out = scratch / "in", scratch / "out"
    for place in (into, out):
        place.mkdir(parents=True)
    for name, text in invocation.inputs.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_text(text)
    return into, out


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


def _compare(name: str, folder: Path, scratch: Path, *, bounds: Mapping[str, float]) -> int:
    """Take turns with each peer until its bound is shown to be kept or missed; return how many are not kept."""
    state = scratch / "state"
    _ours(folder, state)  # prepares; its durations let the next runs start the longest first
    run = RunFolder(max((state / "runs").iterdir()))
    plan, record = run.plan(), run.record()

    def peer(way: str) -> float:
        place = scratch / "peer"
        shutil.copytree(folder, place / "plain")
        spent = _script(_calls(plan, record, place / "plain", place), workers=_PEERS[way])
        shutil.rmtree(place)
        return spent

    ratios: dict[str, list[float]] = {way: [] for way in bounds}
    undecided = list(bounds)
    for number in range(max(LOOKS)):
        turns = {"ours": lambda: _ours(folder, state), **{way: partial(peer, way) for way in undecided}}
        order = list(turns) if number % 2 == 0 else list(reversed(turns))
        spent = {way: turns[way]() for way in order}
        print(f"  {name}: {', '.join(f'{way} {seconds:.1f} s' for way, seconds in spent.items())}", flush=True)
        for way in undecided:
            ratios[way].append(spent["ours"] / spent[way])
        if number + 1 in LOOKS:
            undecided = [way for way in undecided if ruling(ratios[way], bounds[way]) is None]
        if not undecided:
            break
    return sum(tell(f"{name}, cold stages 1 to 3 / {way}", ratios[way], bound) for way, bound in bounds.items())


def _unpacked(names: Sequence[str], folder: Path) -> Path:
    """Return a folder of real releases, one folder each, or of one alone."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "speccursor-bench"
    releases = [real for real in read_table() if real.name in names]
    places = [unpack(fetch(real, kept), folder / real.name) for real in releases]
    return folder if len(places) > 1 else places[0]


def main() -> int:
    """Print our time as a multiple of the script's and of the sequence's."""
    missed = 0
    for name, (releases, bounds) in CANDIDATES.items():
        with tempfile.TemporaryDirectory(prefix="bench-cold-") as folder:
            candidate = _unpacked(releases, Path(folder) / "candidate")
            missed += _compare(name, candidate, Path(folder), bounds=bounds)
    with tempfile.TemporaryDirectory(prefix="bench-cold-") as folder:
        candidate = Path(folder) / "candidate"
        shutil.copytree(POLYGLOT, candidate, ignore=shutil.ignore_patterns(*_NOT_OURS))
        return missed + _compare("five languages", candidate, Path(folder), bounds={"parallel script": BOUND})
