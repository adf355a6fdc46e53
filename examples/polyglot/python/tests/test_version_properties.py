"""The laws of the order of versions."""

from hypothesis import given
from strategies import near_versions, versions

from lockstep import Version


@given(versions)
def test_print_and_read_is_the_identity(version: Version) -> None:
    read = Version.parse(str(version))
    assert read == version
    assert read.build == version.build


@given(versions, versions)
def test_the_order_is_total(a: Version, b: Version) -> None:
    assert [a < b, a == b, a > b].count(True) == 1


@given(near_versions, near_versions)
def test_the_order_is_antisymmetric(a: Version, b: Version) -> None:
    assert (a <= b <= a) == (a == b)
    assert (a == b) == (str(a) == str(b))


@given(near_versions, near_versions, near_versions)
def test_the_order_is_transitive(a: Version, b: Version, c: Version) -> None:
    low, middle, high = sorted([a, b, c])
    assert low <= middle <= high
    assert low <= high


@given(near_versions, near_versions)
def test_bounds_leave_no_gap(a: Version, b: Version) -> None:
    assert a < a.successor()
    assert b <= a or a.successor() <= b
    assert (b < a.first_prerelease()) == (b.core < a.core)
