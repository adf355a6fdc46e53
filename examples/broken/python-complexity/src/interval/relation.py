"""How two intervals lie to each other (Allen, 1983), on the whole line."""

from interval import Interval


def relation(a: Interval, b: Interval) -> str:
    """Name the one of Allen's thirteen relations that holds."""
    if a.low == b.low and a.high == b.high:
        return "equals"
    if a.high < b.low:
        return "before"
    if b.high < a.low:
        return "after"
    if a.high == b.low:
        return "meets"
    if b.high == a.low:
        return "met by"
    if a.low == b.low and a.high < b.high:
        return "starts"
    if a.low == b.low and b.high < a.high:
        return "started by"
    if a.high == b.high and a.low > b.low:
        return "finishes"
    if a.high == b.high and b.low > a.low:
        return "finished by"
    if a.low > b.low and a.high < b.high:
        return "during"
    if b.low > a.low and b.high < a.high:
        return "contains"
    if a.low < b.low:
        return "overlaps"
    return "overlapped by"
