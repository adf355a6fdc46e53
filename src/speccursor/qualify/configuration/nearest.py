"""The nearest of some names: what somebody probably meant.

One wrong, missing, doubled or swapped character comes first, because that is what typing errors are
(Damerau 1964: four of five); then a name that was made
longer (``skip_tools``); what is further off is left to difflib's likeness.
"""

import difflib
from collections.abc import Iterable

_ALIKE = 0.55


def nearest(written: str, names: Iterable[str]) -> str | None:
    """Return the name nearest to what was written, or None when none is near."""
    known = list(names)
    plain = {name: _plain(name) for name in known}
    target = _plain(written[:200])
    for name in known:
        if one_edit_apart(target, plain[name]):
            return name
    starts = [name for name in known if target.startswith(plain[name] + "-")]
    if starts:
        return max(starts, key=len)
    alike = difflib.get_close_matches(target, list(plain.values()), n=1, cutoff=_ALIKE)
    return next((name for name in known if plain[name] in alike), None)


def one_edit_apart(written: str, name: str) -> bool:
    """Whether at most one insertion, deletion, substitution or swap of neighbours makes one the other."""
    start = 0
    while start < min(len(written), len(name)) and written[start] == name[start]:
        start += 1
    left, right = written[start:], name[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
    )


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-")
