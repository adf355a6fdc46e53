"""Locks, what makes one compatible, and the upgrades that keep it so.

The invariant: ``is_upgrade(p, q)`` and ``is_compatible(p)`` imply ``is_compatible(q)``.
A lock may hold several versions of one package, as npm's and Cargo's do.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lockstep.range import Range
from lockstep.version import Version


@dataclass(frozen=True, slots=True)
class Requirement:
    """A package that must be there, in one of the versions allowed."""

    name: str
    range: Range


@dataclass(frozen=True, slots=True)
class Package:
    """One version of a package, with what it requires."""

    name: str
    version: Version
    requirements: tuple[Requirement, ...] = ()


Lock: TypeAlias = frozenset[Package]


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement together with the package that makes it."""

    owner: Package
    requirement: Requirement

    def __str__(self) -> str:
        return (
            f"{self.owner.name} {self.owner.version} requires "
            f"{self.requirement.name} {self.requirement.range}"
        )


def is_compatible(lock: Lock) -> bool:
    """Whether each requirement of each package is met by a package of the lock."""
    return not unmet(lock)


def unmet(lock: Lock) -> list[Demand]:
    """Return the demands that no package of the lock meets, in the order of print."""
    return _unmet(_demands(lock), lock)


def is_upgrade(before: Lock, after: Lock) -> bool:
    """Whether a compatible ``before`` guarantees a compatible ``after``."""
    return not objections(before, after)


def objections(before: Lock, after: Lock) -> list[Demand]:
    """Return the demands touched by the change and not met after it.

    The check is local. A demand is touched if its owner came with the change, or if
    a package of the name it asks for went with it. Any other one has in ``after``
    all that it had to choose from in ``before``, and is not looked at.
    """
    arrived = after - before
    left = {package.name for package in before - after}
    touched = (
        demand
        for demand in _demands(after)
        if demand.owner in arrived or demand.requirement.name in left
    )
    return _unmet(touched, after)


def _demands(lock: Lock) -> Iterator[Demand]:
    for package in lock:
        for requirement in package.requirements:
            yield Demand(package, requirement)


def _unmet(demands: Iterable[Demand], lock: Lock) -> list[Demand]:
    versions = defaultdict(list)
    for package in lock:
        versions[package.name].append(package.version)

    def is_met(requirement: Requirement) -> bool:
        return any(v in requirement.range for v in versions[requirement.name])

    return sorted((d for d in demands if not is_met(d.requirement)), key=str)
