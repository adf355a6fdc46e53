"""Whether we keep to a bound, from rounds in which we and the peer take turns (design: a noisy gate has three rulings).

A machine that others use too changes its speed within a minute, by more than the bounds here leave: the least time of
each is then whose luck it was. A round's ratio has both within a few seconds, and who goes first changes. Its logarithm
lies about as far above the true one as below it, which is what Wilcoxon's signed-rank test asks for.
"""

from collections.abc import Sequence

import numpy as np
from scipy import stats

LOOKS = (8, 16, 32)
"""After how many rounds the ratios are looked at. Undecided after the last is not kept."""
_LEVEL = 0.05 / len(LOOKS)
"""How often a look may err, so that all of them together err in one of twenty benchmarks."""


def ruling(ratios: Sequence[float], bound: float) -> bool | None:
    """Return whether the true ratio is shown to be at most the bound, shown to be above it, or neither (None)."""
    beyond = np.log(ratios) - np.log(bound)
    if not np.any(beyond):
        return None
    if stats.wilcoxon(beyond, alternative="less").pvalue < _LEVEL:
        return True
    return False if stats.wilcoxon(beyond, alternative="greater").pvalue < _LEVEL else None


def tell(name: str, ratios: Sequence[float], bound: float) -> int:
    """Print the median ratio and what was ruled; return 1 unless it is shown to keep to the bound."""
    held = ruling(ratios, bound)
    said = {True: "ok", False: "MISSED", None: "UNDECIDED"}[held]
    low, middle, high = np.quantile(ratios, (0.25, 0.5, 0.75))
    spread = f"{len(ratios)} rounds, half of them {low:.2f} to {high:.2f}"
    print(f"  {name:<58}{middle:>8.2f} x  (at most {bound:g}; {spread}) {said}", flush=True)
    return 0 if held else 1
