import pytest

from speccursor.qualify.model.counted import counted, verb


@pytest.mark.parametrize(
    ("count", "noun", "several", "told"),
    [
        (0, "file", "", "0 files"),
        (1, "file", "", "1 file"),
        (2, "file", "", "2 files"),
        (1, "branch", "branches", "1 branch"),
        (3, "branch", "branches", "3 branches"),
    ],
)
def test_a_count_agrees_with_its_noun(count: int, noun: str, several: str, told: str) -> None:
    assert counted(count, noun, several) == told


def test_a_verb_agrees_with_its_count() -> None:
    assert [verb(count, "is", "are") for count in (0, 1, 2)] == ["are", "is", "are"]
