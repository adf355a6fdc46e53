"""The runner that cargo starts each test binary with: ``speccursor_binary.py OUT BINARY [ARGUMENT...]``.

A binary is first asked for its list (``--list``, https://doc.rust-lang.org/rustc/tests/index.html). One that answers as
Rust's own harness does, with its count at the end, is run with a log of its own (``--logfile``), where each test's
outcome stands whatever the tests print. Any other has a harness of its own and is run as it is. All that it said is
kept in ``OUT/runs/N``. Where properties are asked for, each one that the binary holds is run alone instead.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from speccursor_properties import observe

_LISTED = re.compile(r"(.*): (?:test|benchmark)")
_COUNT = re.compile(r"(\d+) tests?, (\d+) benchmarks?")
_QUIET = frozenset({"-q", "--quiet"})


def main() -> int:
    """Run one binary and return its exit code, as a shell would where a signal ended it."""
    out, argv = Path(sys.argv[1]), sys.argv[2:]
    folder = out / "runs" / f"{len(list((out / 'runs').iterdir())):04}"
    folder.mkdir()
    (folder / "binary").write_text(argv[0])
    names = listed(argv)
    asked = out / "properties-asked.json"
    if asked.is_file():
        observe(folder, argv[0], names or [], json.loads(asked.read_text()))
        return 0
    start = time.monotonic()
    log = () if names is None else ("--logfile", str(folder / "log"))
    with (folder / "said").open("wb") as file:
        code = subprocess.run((*argv, *log), stdout=file, stderr=subprocess.STDOUT, check=False).returncode
    seconds = round(time.monotonic() - start, 3)
    ran = {"names": names, "exit": code, "seconds": seconds}
    (folder / "run.json").write_text(json.dumps(ran))
    return code if code >= 0 else 128 - code


def listed(argv: Sequence[str]) -> list[str] | None:
    """Return the names of a binary's tests and benchmarks; None where it is not Rust's own harness that answers."""
    told = (*(word for word in argv if word not in _QUIET), "--list")
    ended = subprocess.run(told, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    lines = [line for line in ended.stdout.decode(errors="replace").splitlines() if line]
    count = _COUNT.fullmatch(lines[-1]) if lines and ended.returncode == 0 else None
    names = [found[1] for line in lines[:-1] if (found := _LISTED.fullmatch(line))]
    return names if count and len(names) == len(lines) - 1 == int(count[1]) + int(count[2]) else None


if __name__ == "__main__":
    raise SystemExit(main())
