"""``speccursor --help``: under 0.12 s, start-up of the interpreter included."""

import sys
import sysconfig
from pathlib import Path

from bench.timing import best_of, command, verdict

BOUND_S = 0.12


def main() -> int:
    """Print the time of the help text beside that of the bare interpreter."""
    program = str(Path(sysconfig.get_path("scripts")) / "speccursor")
    times = best_of(
        {
            "help": command((program, "--help"), cwd=Path.cwd()),
            "interpreter": command((sys.executable, "-c", ""), cwd=Path.cwd()),
        },
        rounds=15,
    )
    print(f"  bare interpreter {times['interpreter']:.3f} s")
    return verdict("speccursor --help", times["help"], BOUND_S, unit="s")
