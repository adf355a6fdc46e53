"""Requirements: thresholds as a person writes them (``<= 15``, ``>= 95 %``, ``<= 3 s``).

A requirement is an operator, a number and a unit. It is parsed once, compared in the gate's own
unit, and printed back as it was written.
"""

import re
from typing import Literal

from msgspec import Struct

from speccursor.qualify.model.misuse import InvalidRequirement

Operator = Literal["<=", ">=", "<", ">", "=="]

_PATTERN = re.compile(r"^\s*(<=|>=|==|<|>)\s*([-+]?\d{1,15}(?:\.\d{1,9})?)(?![\d.])\s*(.*?)\s*$")


class Requirement(Struct, frozen=True):
    """``operator bound unit``; the unit is compared as text, so a gate's requirement keeps its unit."""

    operator: Operator
    bound: float
    unit: str

    def holds(self, value: float) -> bool:
        """Whether a measured value, in this requirement's unit, satisfies it. NaN never does."""
        match self.operator:
            case "<=":
                return value <= self.bound
            case ">=":
                return value >= self.bound
            case "<":
                return value < self.bound
            case ">":
                return value > self.bound
            case "==":
                return value == self.bound

    def __str__(self) -> str:
        """Return the requirement as it is written."""
        number = f"{self.bound:.9f}".rstrip("0").rstrip(".")
        return f"{self.operator} {number}{' ' if self.unit else ''}{self.unit}"


def parse_requirement(text: str, *, unit: str | None = None) -> Requirement:
    """Parse ``"<= 15"``; with `unit`, refuse any other unit than the gate's own.

    Raises InvalidRequirement with what was expected.
    """
    found = _PATTERN.match(text)
    if found is None:
        raise InvalidRequirement(f"{text!r} is not a requirement; write an operator, a number and a unit, like '<= 15'")
    operator, number, written = found.groups()
    if unit is not None and written != unit:
        expected = f"the unit {unit!r}" if unit else "no unit"
        raise InvalidRequirement(f"{text!r} has the unit {written!r}, expected {expected}")
    return Requirement(operator, float(number), written)  # type: ignore[arg-type]  # the pattern admits only operators
