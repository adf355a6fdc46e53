"""Intervals as a report prints them."""

from interval import Interval


def ruler(interval: Interval) -> str:
    """Draw the interval over a scale, for the eye."""
    bar = "=" * interval.width
    left = str(interval.low)
    right = str(interval.high)
    gap = " " * max(1, interval.width - len(left) - len(right))
    scale = left + gap + right
    return "\n".join([bar, scale])
