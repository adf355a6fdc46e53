from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.released import version_order
from tests.unit.survey.trees import commit, git


def test_the_newest_final_version_before_head_is_the_release(tmp_path: Path) -> None:
    commit(tmp_path, {"a": "1"})
    git(tmp_path, "tag", "v1.9.0")
    second = commit(tmp_path, {"a": "2"})
    git(tmp_path, "tag", "-a", "-m", "annotated", "v1.10.0")
    git(tmp_path, "tag", "v2.0.0rc1")
    git(tmp_path, "tag", "nightly")
    commit(tmp_path, {"a": "3"})
    assert survey(tmp_path).released == ("v1.10.0", second)
    git(tmp_path, "tag", "v1.11.0")
    assert survey(tmp_path).released == ("v1.10.0", second), "a tag at HEAD is the candidate itself"


def test_versions_of_other_branches_are_no_earlier_release(tmp_path: Path) -> None:
    first = commit(tmp_path, {"a": "1"})
    git(tmp_path, "tag", "1.0")
    git(tmp_path, "checkout", "-q", "-b", "next")
    for number in range(2, 7):
        commit(tmp_path, {"a": str(number)})
        git(tmp_path, "tag", f"{number}.0")
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"b": "fix"})
    assert survey(tmp_path).released == ("1.0", first)
    git(tmp_path, "tag", "-d", "1.0")
    assert survey(tmp_path).released is None


def test_without_tags_there_is_no_release(tmp_path: Path) -> None:
    commit(tmp_path, {"a": "1"})
    assert survey(tmp_path).released is None


@pytest.mark.parametrize(
    "tag", ["v1", "1.0rc1", "v1.0-beta", "1.0.dev1", "release", "v1.0.", "1.0a1", "v1.2.3-rc.1", ""]
)
def test_what_is_no_final_version_has_no_order(tag: str) -> None:
    assert version_order(tag) is None


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("1.9", "1.10"), ("v1.0", "V1.0.1"), ("9.9", "1!0.1"), ("1.0", "1.0.post1"), ("2023.12", "2024.1")],
)
def test_versions_order_by_number(smaller: str, larger: str) -> None:
    assert (version_order(smaller) or ()) < (version_order(larger) or ())


def test_trailing_zeros_and_build_numbers_do_not_count() -> None:
    assert version_order("1.0") == version_order("v1.0.0") == version_order("1.0.0+build.5")


@given(st.lists(st.integers(0, 10**8), min_size=2, max_size=4))
def test_every_dotted_number_is_a_version(numbers: list[int]) -> None:
    order = version_order("v" + ".".join(map(str, numbers)))
    assert order is not None
    assert [*order[1]] == numbers[: len(order[1])]
    assert not any(numbers[len(order[1]) :])
