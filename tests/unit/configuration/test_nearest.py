import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speccursor.qualify.configuration.nearest import nearest, one_edit_apart

WORDS = st.text("abc", max_size=6)


def _distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance by its textbook recurrence."""
    rows = [[max(i, j) if not min(i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(WORDS, WORDS)
@example("abc", "acb")
@example("abcb", "acbc")
@example("ab", "ba")
@example("", "a")
@example("abc", "abbc")
def test_one_edit_is_a_distance_of_at_most_one(one: str, other: str) -> None:
    assert one_edit_apart(one, other) == (_distance(one, other) <= 1)


@pytest.mark.parametrize(
    ("written", "names", "found"),
    [
        ("pyhton", ["python", "rust"], "python"),
        ("Static_Analysis", ["static-analysis"], "static-analysis"),
        ("coverage", ["complexity", "line-coverage"], "line-coverage"),
        ("skip_tools", ["sources", "skip"], "skip"),
        ("gos", ["os", "go"], "os"),
        ("zzz", ["python", "rust"], None),
        ("x", [], None),
        ("", ["python"], None),
        ("a" * 1_000_000, ["python"], None),
    ],
)
def test_the_nearest_name_is_what_was_probably_meant(written: str, names: list[str], found: str | None) -> None:
    assert nearest(written, names) == found
