"""Numbers that stay between two others."""


def clamp(value: int, low: int, high: int) -> int:
    """Return the number nearest to `value` that is not below `low` and not above `high`."""
    if value < low:
        return low
    return min(value, high)
