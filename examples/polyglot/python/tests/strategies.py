"""Versions, ranges and locks for the properties.

Most are drawn from small pools, for two reasons: what is drawn twice should collide
often, and one draw costs a tenth of building the same value from its parts.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeVar

from hypothesis import strategies as st

from lockstep import Lock, Package, Range, Requirement, Version, objections
from lockstep.version import LARGEST_NUMBER

T = TypeVar("T")


def _pool(values: Sequence[T]) -> st.SearchStrategy[T]:
    """Draw one of many values, of which a report of failure need not print all."""
    return st.integers(0, len(values) - 1).map(lambda index: values[index])


_IDENTIFIERS: tuple[int | str, ...] = (
    0,
    1,
    11,
    LARGEST_NUMBER,
    "-",
    "0a",
    "Rc",
    "alpha",
    "rc",
)
_PRERELEASES = [
    prerelease
    for length in range(4)
    for prerelease in product(_IDENTIFIERS, repeat=length)
]
_numbers = st.integers(0, LARGEST_NUMBER)
versions = st.builds(
    Version,
    _numbers,
    _numbers,
    _numbers,
    _pool(_PRERELEASES),
    _pool([(), ("001",), ("exp", "sha-5114f85")]),
)

_CORES = list(product(range(3), range(3), range(3)))
_RELEASES = [Version(*core) for core in _CORES]
_NEAR_IDENTIFIERS: tuple[int | str, ...] = (0, 1, "a", "b")
_NEAR_PRERELEASES = [
    prerelease
    for length in (1, 2)
    for prerelease in product(_NEAR_IDENTIFIERS, repeat=length)
]
_NEAR = _RELEASES * 10 + [
    Version(*core, prerelease=prerelease)
    for core, prerelease in product(_CORES, _NEAR_PRERELEASES)
]
releases = _pool(_RELEASES)
near_versions = _pool(_NEAR)
"""Few enough that two of them often are of one core, or equal."""

_OPERATORS = ("", "=", "^", "~", ">=", "<=", ">", "<")
_PARTIALS = ["*", *"012", *(f"{a}.{b}" for a, b in product("012", "012x"))]
_OPERANDS = [*map(str, _NEAR), *_PARTIALS * 10]
_COMPARATORS = ["".join(parts) for parts in product(_OPERATORS, _OPERANDS)]
_operands = _pool(_OPERANDS)
_comparators = _pool(_COMPARATORS)
alternatives = (
    _comparators
    | st.builds("{} {}".format, _comparators, _comparators)
    | st.builds("{} - {}".format, _operands, _operands)
)
range_texts = alternatives | st.builds("{} || {}".format, alternatives, alternatives)

_LOCKED = [
    (name, Version.parse(version))
    for name in ("app", "lib", "log")
    for version in ("0.0.3", "0.1.0", "0.1.7", "0.2.0", "1.0.0", "1.4.0", "2.0.0-rc.1")
]
_SPELLINGS = (None, None, None, "{}", "^{}", "~{}", ">={}", "<={}")


def _requirements(
    targets: Sequence[tuple[str, Version]], code: bytes
) -> Iterator[Requirement]:
    """Read each byte as a requirement that one of the targets meets, or as none."""
    for byte in code:
        target, spelling = divmod(byte, len(_SPELLINGS))
        name, version = targets[target % len(targets)]
        if text := _SPELLINGS[spelling]:
            yield Requirement(name, Range.parse(text.format(version)))


def _lock(code: bytes, others: Lock = frozenset()) -> Lock:
    """Read three bytes a package: which it is, and two requirements.

    Each requirement was written for a package of the lock, or of the others.
    """
    codes = {
        _LOCKED[c % len(_LOCKED)]: code[3 * i + 1 : 3 * i + 3]
        for i, c in enumerate(code[::3])
    }
    targets = [*codes, *sorted((p.name, p.version) for p in others)]
    return frozenset(
        Package(name, version, tuple(_requirements(targets, requirements)))
        for (name, version), requirements in codes.items()
    )


def _change(draw: st.DrawFn, before: Lock) -> Lock:
    """Let some packages leave and others arrive, which may ask for one that left."""
    leaves = draw(st.integers(0, 255))
    ordered = sorted(before, key=str)
    stayed = {p for i, p in enumerate(ordered) if not leaves >> i & 1}
    return _lock(draw(st.binary(max_size=9)), before) | stayed


@st.composite
def changes(draw: st.DrawFn) -> tuple[Lock, Lock]:
    """Draw a compatible lock, and what became of it."""
    before = _lock(draw(st.binary(min_size=9, max_size=24)))
    return before, _change(draw, before)


@st.composite
def upgrades(draw: st.DrawFn) -> tuple[Lock, Lock]:
    """Draw a change, then drop from it each package that has an objection."""
    before, after = draw(changes())
    while found := objections(before, after):
        after -= {objection.owner for objection in found}
    return before, after


@st.composite
def histories(draw: st.DrawFn) -> tuple[Lock, Lock, Lock]:
    """Draw a lock changed twice: the second and the third may well be broken."""
    first, second = draw(changes())
    return first, second, _change(draw, second)
