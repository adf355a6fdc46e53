"""Closed intervals of integers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """The integers from low to high, both included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"empty interval: {self.low} > {self.high}")

    @property
    def width(self) -> int:
        """How many integers it holds."""
        return self.high - self.low + 1

    def __contains__(self, value: int) -> bool:
        return self.low <= value <= self.high

    def __and__(self, other: "Interval") -> "Interval | None":
        """What both hold, or None."""
        low = max(self.low, other.low)
        high = min(self.high, other.high)
        if low <= high:
            return Interval(low, high)
        return None

    def side(self, value: int) -> str:
        """Where a value lies."""
        if value in self:
            return None
        return "below" if value < self.low else "above"

    def clamp(self, value: int) -> int:
        """The member nearest to the value."""
        if value < self.low:
            return self.low
        if value > self.high:
            return self.high
        return value
