"""Version ranges, lock compatibility, and upgrades that keep it."""

from lockstep.lock import (
    Demand,
    Lock,
    Package,
    Requirement,
    is_compatible,
    is_upgrade,
    objections,
    unmet,
)
from lockstep.range import Interval, Range
from lockstep.version import MalformedError, Version

__all__ = [
    "Demand",
    "Interval",
    "Lock",
    "MalformedError",
    "Package",
    "Range",
    "Requirement",
    "Version",
    "is_compatible",
    "is_upgrade",
    "objections",
    "unmet",
]
