"""Which version is meant, and which program the user names for one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.toolchains import VARIABLE, admits, named_program, named_programs, with_programs

NUMBERS = st.integers(0, 400)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("3.12", "3.12.1"),
        ("3.12.1", "3.12.1"),
        ("20", "20.19.5"),
        ("20.19", "20.19.5"),
        ("1.22", "1.22"),
        ("3.13.0rc1", "3.13.0rc1"),
        ("4.20.0-rc2", "4.20.0-rc2"),
        ("3.12", "3.12.1+local"),
        ("stable", "1.95.0"),
        ("nightly", "1.97.0-nightly"),
        ("nightly-2026-11-01", "1.97.0-nightly"),
        ("beta", "1.96.0-beta.3"),
    ],
)
def test_what_a_cell_asks_for_is_admitted(asked: str, found: str) -> None:
    assert admits(asked, found)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("3.12", "3.120.1"),
        ("3.1", "3.12.1"),
        ("3.12.1", "3.12.10"),
        ("3.12.1", "3.12"),
        ("3.12", "3.11.7"),
        ("3.13", "3.13.0rc1"),
        ("3.13.0", "3.13.0rc1"),
        ("3.13.0rc1", "3.13.0"),
        ("1.97", "1.97.0-nightly"),
        ("stable", "1.97.0-nightly"),
        ("nightly", "1.95.0"),
        ("beta", "1.97.0-nightly"),
        ("3.12", ""),
        ("stable", "unknown"),
    ],
)
def test_what_a_cell_does_not_ask_for_is_not_admitted(asked: str, found: str) -> None:
    assert not admits(asked, found)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS, NUMBERS))
@example((3, 1, 2), (3, 1, 2))
@example((3, 1, 2), (3, 12, 2))
def test_a_version_admits_exactly_what_begins_with_all_of_its_numbers(
    asked: tuple[int, ...], found: tuple[int, ...]
) -> None:
    for length in (1, 2, 3):
        told = ".".join(map(str, asked[:length]))
        assert admits(told, ".".join(map(str, found))) == (found[:length] == asked[:length])


def test_programs_are_named_by_the_environment_and_more_by_whoever_calls() -> None:
    environment = {VARIABLE: "python-3.12=/opt/a b/python3:node-20=/opt/node=20/bin/node:", "HOME": "/h"}
    assert named_programs(environment) == {"python-3.12": "/opt/a b/python3", "node-20": "/opt/node=20/bin/node"}
    more = with_programs(environment, [named_program("python-3.12=/mine"), named_program("node-22.1=/n")])
    assert named_programs(more) == {"python-3.12": "/mine", "node-20": "/opt/node=20/bin/node", "node-22.1": "/n"}
    assert more["HOME"] == "/h"
    assert named_programs({}) == {}
    assert with_programs({"HOME": "/h"}, []) == {"HOME": "/h"}


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("python-3.12", "names no program"),
        ("python=/p", "names no program"),
        ("ruby-3=/p", "names no program"),
        ("=/p", "names no program"),
        ("python-3.12=bin/python3", "no absolute path"),
        ("python-3.12=", "no absolute path"),
        ("python-3.12=/a:python-3.12=/b", "twice"),
    ],
)
def test_what_names_no_program_is_a_mistake(entry: str, says: str) -> None:
    with pytest.raises(Misuse, match=says):
        named_programs({VARIABLE: entry})


def test_a_path_that_the_variable_could_not_carry_is_refused() -> None:
    with pytest.raises(Misuse, match="without ':'"):
        named_program("python-3.12=/opt/a:b/python3")
