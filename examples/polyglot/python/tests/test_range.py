"""Ranges, by the shared vectors."""

import pytest
from vectors import RANGES, ValidRange

from lockstep import MalformedError, Range, Version


@pytest.mark.parametrize("vector", RANGES["valid"], ids=lambda v: v["range"])
def test_a_range_allows_and_forbids(vector: ValidRange) -> None:
    allowed = Range.parse(vector["range"])
    for text in vector["allows"]:
        assert Version.parse(text) in allowed, text
    for text in vector["forbids"]:
        assert Version.parse(text) not in allowed, text


@pytest.mark.parametrize("text", RANGES["invalid"])
def test_what_is_not_a_range_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        Range.parse(text)


def test_a_range_is_printed_as_written() -> None:
    assert str(Range.parse(">= 1.2 <2 || 3.x")) == ">= 1.2 <2 || 3.x"
