"""What may stand in the matrix: versions that stay what they are, each once, and cells that are called apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.configuration.names import VERSIONS
from speccursor.qualify.configuration.values import Matrix
from speccursor.qualify.model.toolchains import TITLE
from tests.unit.configuration.samples import document, read, refused

GOOD = {
    "node": ["20", "20.19", "20.19.1", "0.12"],
    "python": ["3.12", "3.12.1", "3.13.0rc1", "3.14.0a2", "2.7"],
    "rust": ["1.78", "1.78.0", "stable", "beta", "nightly", "nightly-2026-11-01"],
    "go": ["1.22", "1.22.3", "1.23rc1"],
    "lean": ["4.20.0", "4.20", "4.21.0-rc1", "nightly-2026-11-01"],
}
BAD = [
    "latest",
    "",
    " ",
    "../x",
    "v20",
    "03.12",
    "3.12.",
    ".3",
    "3.12.1.4",
    "3,12",
    "3.12 ",
    "3.x",
    "*",
    "3.12\n",
    "x" * 99,
]


def test_every_toolchain_has_versions() -> None:
    assert VERSIONS.keys() == TITLE.keys() == GOOD.keys()


@pytest.mark.parametrize("name", GOOD)
def test_a_version_is_kept_as_it_is_written(name: str) -> None:
    matrix = read(document({"matrix": {name: GOOD[name]}})).matrix
    assert list(getattr(matrix, name)) == GOOD[name]
    assert [cell.name for cell in matrix.cells()] == [f"{name}-{version}" for version in GOOD[name]]


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("version", BAD)
def test_what_is_no_version_is_refused_with_its_line_and_key(name: str, version: str) -> None:
    good = GOOD[name][0]
    refusal = refused(f"[matrix]\n{name} = [\n  {_toml(good)},\n  {_toml(version)},\n]\n")
    assert (refusal.line, refusal.key) == (4, f"matrix.{name}[1]")
    assert TITLE[name] in str(refusal) or "is empty" in str(refusal) or "cannot be printed" in str(refusal)


def _toml(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'


@pytest.mark.parametrize("name", [*GOOD, "os"])
def test_two_cells_of_one_name_are_refused_with_their_line_and_key(name: str) -> None:
    value = GOOD[name][0] if name in GOOD else "debian-12"
    refusal = refused(f'[matrix]\n{name} = [\n  "{value}",\n  "{value}",\n]\n')
    assert (refusal.line, refusal.key) == (4, f"matrix.{name}[1]")
    assert "stands in the list twice" in str(refusal)


@pytest.mark.parametrize(
    ("system", "says"),
    [
        ("host", "what the cell of a matrix without systems is called"),
        ("python-3.12", "is a toolchain, not a system"),
        ("node-20", "is a toolchain, not a system"),
    ],
)
def test_a_system_that_would_be_called_like_another_cell_is_refused(system: str, says: str) -> None:
    refusal = refused(f'[matrix]\nos = ["{system}"]\n')
    assert says in str(refusal)
    assert refusal.hint


def test_a_system_may_begin_like_a_toolchain() -> None:
    assert read('[matrix]\nos = ["go-os", "node-red", "lean-linux"]\n').matrix.os == ("go-os", "node-red", "lean-linux")


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "os": st.lists(st.sampled_from(["debian-12", "ubuntu-24.04", "linux", "go"]), min_size=1, unique=True),
            **{name: st.lists(st.sampled_from(values), min_size=1, unique=True) for name, values in GOOD.items()},
        },
    )
)
def test_no_two_cells_of_a_matrix_have_one_name(dimensions: dict[str, list[str]]) -> None:
    cells = Matrix(**{name: tuple(values) for name, values in dimensions.items()}).cells()
    assert len({cell.name for cell in cells}) == len(cells)
