"""``make bench``: every ratio that the project promises, measured side by side in this run.

``python -m bench NAME...`` runs some of them; ``--list`` names them. A ratio above its bound is told and makes the
exit code 1, so that nobody has to read the figures to notice.
"""

import os
import sys
from importlib import import_module

NAMES = ("startup", "unchanged", "cold", "survey", "readers")


def main(arguments: list[str]) -> int:
    """Run the benchmarks named, or all; return 1 when a ratio misses its bound."""
    if arguments == ["--list"]:
        print("\n".join(NAMES))
        return 0
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else a part of every figure is how long Python compiles
    missed = 0
    for name in arguments or NAMES:
        print(f"== {name}", flush=True)
        missed += import_module(f"bench.{name}").main() != 0
    return 1 if missed else 0


raise SystemExit(main(sys.argv[1:]))
