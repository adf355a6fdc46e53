"""How the SARIF and JUnit readers compare with the barest loop that parses the same bytes.

For SARIF that is one `msgspec` decode into types for every member that the log holds (`bench/sarif_types.py`); what a
decode into the reader's own, leaner types takes is printed beside it.

Each side runs in a child process of its own, several times, and the best counts; memory is the child's peak
above what it holds before reading.
Times are of the processor, so that other programs count for little.
`python -m bench.readers [--megabytes 100] [--rounds 3]`
"""

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET  # the bare loop, over a file made here

import msgspec

from bench.sarif_types import Log
from bench.timing import verdict
from speccursor.qualify.evidence import junit, sarif

TIME_LIMIT = 1.3
SARIF_LIMIT_MB = 300
JUNIT_LIMIT_MB = 60


def write_sarif(path: Path, size: int) -> None:
    """Write a log like CodeQL's: results with a rule, a place, fingerprints and a message of a sentence."""
    rules = [{"id": f"py/rule-{n}", "properties": {"security-severity": f"{n % 10}.5"}} for n in range(200)]
    head = {"tool": {"driver": {"name": "bench", "rules": rules}}}
    with path.open("w") as out:
        out.write('{"version":"2.1.0","runs":[' + json.dumps(head)[:-1] + ',"results":[')
        number = 0
        while out.tell() < size:
            batch = []
            for _ in range(1000):
                number += 1
                region = {"startLine": number % 900 + 1, "startColumn": 5, "endLine": number % 900 + 2, "endColumn": 41}
                artifact = {
                    "uri": f"src/package/module_{number % 3000}.py",
                    "uriBaseId": "%SRCROOT%",
                    "index": number % 3000,
                }
                result = {
                    "ruleId": f"py/rule-{number % 200}",
                    "ruleIndex": number % 200,
                    "rule": {"id": f"py/rule-{number % 200}", "index": number % 200},
                    "message": {
                        "text": f"This value ({number}) may reach a place that does not expect it, from [here](1)."
                    },
                    "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
                    "partialFingerprints": {"primaryLocationLineHash": f"{number:032x}:1", "column": "4"},
                    "relatedLocations": [
                        {"id": 1, "physicalLocation": {"artifactLocation": artifact, "region": region}}
                    ],
                }
                batch.append(json.dumps(result))
            out.write(("," if number > 1000 else "") + ",".join(batch))
        out.write("]}]}")


def write_junit(path: Path, size: int) -> None:
    """Write a report like pytest's, one test in fifty failing with a traceback."""
    trace = "\n".join(f"    line {n} of a traceback, with some &lt;text&gt; in it" for n in range(30))
    body = io.StringIO()
    number = failures = 0
    while body.tell() < size:
        number += 1
        module = f"test_module_{number // 200}"
        head = (
            f'<testcase classname="tests.unit.{module}" name="test_number_{number}[param-{number}]"'
            f' file="tests/unit/{module}.py" line="{number % 900}" time="0.{number % 1000:03}"'
        )
        if number % 50:
            body.write(head + " />")
        else:
            failures += 1
            body.write(f'{head}><failure message="assert {number} == 0">{trace}</failure></testcase>')
    start = (
        '<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="speccursor-0"'
        f' errors="0" failures="{failures}" skipped="0" tests="{number}">'
    )
    path.write_text(start + body.getvalue() + "</testsuite></testsuites>")


def bare_sarif(path: Path) -> int:
    log = msgspec.json.decode(path.read_bytes(), type=Log)
    return sum(len(run.results) for run in log.runs)


def lean_sarif(path: Path) -> int:
    log = sarif.SARIF.decode(path.read_bytes())
    return sum(len(run.results or ()) for run in log.runs)


def read_sarif(path: Path) -> int:
    return len(sarif.read_sarif(path.read_bytes(), root="/candidate").findings)


def bare_junit(path: Path) -> int:
    seen = 0
    with path.open("rb") as stream:
        for _event, element in ET.iterparse(stream):  # noqa: S314  (written by this program)
            seen += element.tag == "testcase"
            element.clear()
    return seen


def read_junit(path: Path) -> int:
    with path.open("rb") as stream:
        return len(junit.read_junit(stream, root="/candidate").cases)


SIDES: dict[str, Callable[[Path], int]] = {
    "bare-sarif": bare_sarif,
    "lean-sarif": lean_sarif,
    "sarif": read_sarif,
    "bare-junit": bare_junit,
    "junit": read_junit,
}


def peak_kilobytes() -> int:
    """Return this process's own peak: getrusage would begin with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))


def child(side: str, path: Path) -> None:
    before = peak_kilobytes()
    start = time.process_time()
    count = SIDES[side](path)
    seconds = time.process_time() - start
    peak = peak_kilobytes()
    print(json.dumps([seconds, (peak - before) / 1024, count]))


def measure(side: str, path: Path) -> tuple[float, float, int]:
    argv = [sys.executable, "-m", "bench.readers", "--child", side, str(path)]
    told = subprocess.run(argv, check=True, capture_output=True, timeout=600).stdout
    seconds, megabytes, count = json.loads(told)
    return seconds, megabytes, count


def compare(kind: str, path: Path, rounds: int, limit_mb: float) -> int:
    """Print how a reader compares with the bare loop; return how many bounds it misses."""
    sides = [side for side in SIDES if side.endswith(kind)]
    # The sides take turns, so that a slow moment of the machine meets all of them.
    runs = [{side: measure(side, path) for side in sides} for _ in range(rounds)]
    best = {side: min(run[side] for run in runs) for side in sides}
    for side, (seconds, megabytes, count) in best.items():
        print(f"  {side:11}{path.stat().st_size / 1e6:5.0f} MB {count:8} read {seconds:6.2f} s {megabytes:5.0f} MB")
    bare, ours = best[f"bare-{kind}"], best[kind]
    missed = verdict(f"{kind} reader / the bare loop", ours[0] / bare[0], TIME_LIMIT)
    return missed + verdict(f"{kind} reader, memory above its start", ours[1], limit_mb, unit="MB")


def main(arguments: Sequence[str] = ()) -> int:
    """Measure both readers; return how many bounds are missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=2)
    options = parser.parse_args(arguments)
    if options.child:
        child(options.child[0], Path(options.child[1]))
        return 0
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind, write, limit_mb in (("sarif", write_sarif, SARIF_LIMIT_MB), ("junit", write_junit, JUNIT_LIMIT_MB)):
            path = Path(folder) / kind
            write(path, options.megabytes * 1_000_000)
            missed += compare(kind, path, options.rounds, limit_mb)
    return missed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
