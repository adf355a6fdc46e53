import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from speccursor.qualify.model.verdict import Status
from speccursor.qualify.report.gap import bound_of, gap_of
from tests.unit.report import sample
from tests.unit.report.strategies import texts


def gap(measured: str | None, required: str, status: Status = Status.FAILED) -> str | None:
    ruling = replace(sample.ruling("complexity", status, measured=measured), required=required)
    found = gap_of(ruling)
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("measured", "required", "told"),
    [
        ("17", "<= 15", "2 over"),
        ("2409 in 318 files", "== 0", "2409 over"),
        ("93.41 % (8201 of 8780)", ">= 95 %", "1.59 % short"),
        ("0.5 %/h", "< 0.5 %/h", "at the limit"),
        ("-2", ">= 0", "2 short"),
        (None, "<= 15", None),
        ("nothing", "<= 15", None),
        ("17", "few", None),
        ("2 of 14 falsified", ">= 1000 examples", None),
        ("1,234", "<= 15", None),
        ("12", "<= 15", None),
    ],
)
def test_the_gap_of_a_failure(measured: str | None, required: str, told: str | None) -> None:
    assert gap(measured, required) == told


def test_what_passed_has_something_to_spare_or_no_gap() -> None:
    assert gap("12", "<= 15", Status.PASSED) == "3 to spare"
    assert gap("17", "<= 15", Status.PASSED) is None


@given(texts | st.text("0123456789.,-+ %e\u0661"), texts | st.text("<>=0123456789. %"))
def test_a_gap_is_finite_and_never_contradicts_its_ruling(measured: str, required: str) -> None:
    ruling = replace(sample.ruling("complexity", Status.FAILED, measured=measured), required=required)
    found = gap_of(ruling)
    assert found is None or (not found.holds and 0 <= found.distance < float("inf"))


def test_the_bound_of_a_requirement() -> None:
    assert bound_of(">= 95 %") == 95
    assert bound_of("many") is None
