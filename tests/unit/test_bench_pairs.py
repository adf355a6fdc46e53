"""How often the benchmark's ruling errs, by simulation of a machine whose speed drifts."""

import numpy as np
import pytest

from bench.pairs import LOOKS, ruling, tell

BOUND = 1.05


def simulated(true: float, *, runs: int, noise: float = 0.08) -> list[bool | None]:
    """Return what is ruled at the first look that decides, for rounds with log-normal noise around a true ratio."""
    random = np.random.default_rng(7)
    ruled = []
    for _ in range(runs):
        ratios = true * np.exp(random.normal(0, noise, max(LOOKS)))
        held = (ruling(ratios[:look].tolist(), BOUND) for look in LOOKS)
        ruled.append(next((one for one in held if one is not None), None))
    return ruled


def test_a_ratio_at_the_bound_is_seldom_said_to_keep_to_it() -> None:
    ruled = simulated(BOUND, runs=1000)
    assert ruled.count(True) <= 60  # 5 % of a thousand, and two standard errors of a simulation more
    assert ruled.count(False) <= 60
    assert ruled.count(True) > 0


def test_what_is_ten_percent_better_or_worse_is_told() -> None:
    assert simulated(BOUND / 1.1, runs=200).count(True) >= 190
    assert simulated(BOUND * 1.1, runs=200).count(False) >= 190


def test_no_difference_at_all_decides_nothing() -> None:
    assert ruling([BOUND] * 32, BOUND) is None


@pytest.mark.parametrize(("ratio", "code", "word"), [(0.9, 0, "ok"), (1.2, 1, "MISSED"), (1.05, 1, "UNDECIDED")])
def test_only_what_is_shown_is_ok(ratio: float, code: int, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert tell("one / other", [ratio] * 8, BOUND) == code
    assert capsys.readouterr().out.rstrip().endswith(word)
