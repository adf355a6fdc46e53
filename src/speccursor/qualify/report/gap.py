"""The gap between what was measured and what is required, where both are numbers of one unit."""

import re

from msgspec import Struct

from speccursor.qualify.model.misuse import InvalidRequirement
from speccursor.qualify.model.requirement import Requirement, parse_requirement
from speccursor.qualify.model.verdict import Ruling, Status

_NUMBER = re.compile(r"\s*([-+]?\d{1,15}(?:\.\d{1,15})?)(?![\d.,]\d)\s*(.*)", re.DOTALL)


class Gap(Struct, frozen=True):
    """A measured value beside its requirement, both in the requirement's unit."""

    measured: float
    requirement: Requirement

    @property
    def holds(self) -> bool:
        """Whether the measured value satisfies the requirement."""
        return self.requirement.holds(self.measured)

    @property
    def distance(self) -> float:
        """How far the measured value is from the bound; never negative."""
        return abs(self.measured - self.requirement.bound)

    def __str__(self) -> str:
        """Say the gap in words: ``2 over``, ``0.79 % short``, ``5 to spare``, ``at the limit``."""
        if self.distance == 0:
            return "at the limit"
        unit = f" {self.requirement.unit}" if self.requirement.unit else ""
        told = f"{round(self.distance, 4):g}{unit}"
        if self.holds:
            return f"{told} to spare"
        return f"{told} {'over' if self.measured > self.requirement.bound else 'short'}"


def gap_of(ruling: Ruling) -> Gap | None:
    """Return a ruling's gap, or None where its words hold no two numbers of one unit.

    None too where the numbers would contradict the ruling: then something else decided, and `reason`
    says what.
    """
    found = _NUMBER.match(ruling.measured or "")
    if found is None:
        return None
    try:
        requirement = parse_requirement(ruling.required)
    except InvalidRequirement:
        return None
    number, rest = found.groups()
    if not rest.startswith(requirement.unit):
        return None
    gap = Gap(float(number), requirement)
    contradicted = (ruling.status is Status.FAILED and gap.holds) or (ruling.status is Status.PASSED and not gap.holds)
    return None if contradicted else gap


def bound_of(required: str) -> float | None:
    """Return the number of a requirement, or None where it is none."""
    try:
        return parse_requirement(required).bound
    except InvalidRequirement:
        return None
