"""Timing side by side: the contenders take turns, so that whatever else the machine does meets all of them."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def seconds(body: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds."""
    began = time.perf_counter()
    body()
    return time.perf_counter() - began


def best_of(contenders: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Return the best time of each contender over `rounds` turns, in seconds."""
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(rounds):
        for name, body in contenders.items():
            best[name] = min(best[name], seconds(body))
    return best


def command(argv: Sequence[str], *, cwd: Path, ok: tuple[int, ...] = (0,)) -> Callable[[], None]:
    """Return a call that runs a command silently and refuses any other exit code."""

    def run() -> None:
        ended = subprocess.run(argv, cwd=cwd, capture_output=True, timeout=3600, check=False)
        if ended.returncode not in ok:
            raise RuntimeError(f"{argv[0]} ended with {ended.returncode}: {ended.stderr.decode()[-800:]}")

    return run


def verdict(name: str, measured: float, bound: float, *, unit: str = "x") -> int:
    """Print one figure against its bound; return 1 when it misses it."""
    held = measured <= bound
    print(f"  {name:<58}{measured:>8.2f} {unit}  (at most {bound:g}) {'ok' if held else 'MISSED'}", flush=True)
    return 0 if held else 1
