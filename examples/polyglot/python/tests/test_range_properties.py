"""The laws of ranges."""

from hypothesis import given
from strategies import alternatives, near_versions, range_texts, releases

from lockstep import Range, Version


def allows(text: str, version: Version) -> bool:
    return version in Range.parse(text)


@given(range_texts, range_texts, near_versions)
def test_bars_unite(left: str, right: str, version: Version) -> None:
    either = allows(left, version) or allows(right, version)
    assert allows(f"{left} || {right}", version) == either


@given(near_versions, near_versions, releases)
def test_a_space_intersects(low: Version, high: Version, version: Version) -> None:
    both = allows(f">={low}", version) and allows(f"<{high}", version)
    assert allows(f">={low} <{high}", version) == both


@given(near_versions, releases)
def test_comparators_split_the_releases(bound: Version, version: Version) -> None:
    sides = [allows(f"{operator}{bound}", version) for operator in ("<", "=", ">")]
    assert sides.count(True) == 1
    assert allows(f"<={bound}", version) == (sides[0] or sides[1])
    assert allows(f">={bound}", version) == (sides[1] or sides[2])


def keeps(count: int, base: Version, version: Version) -> bool:
    is_open = not version.prerelease or (base.prerelease and version.core == base.core)
    is_same = version.core[:count] == base.core[:count]
    return bool(is_open and is_same and version >= base)


@given(near_versions, near_versions)
def test_a_caret_keeps_the_leftmost_number_that_is_not_zero(
    base: Version, version: Version
) -> None:
    leftmost = next((i for i, number in enumerate(base.core) if number), 2)
    assert allows(f"^{base}", base)
    assert allows(f"^{base}", version) == keeps(leftmost + 1, base, version)


@given(near_versions, near_versions)
def test_a_tilde_keeps_major_and_minor(base: Version, version: Version) -> None:
    assert allows(f"~{base}", base)
    assert allows(f"~{base}", version) == keeps(2, base, version)


@given(near_versions, near_versions, near_versions)
def test_a_hyphen_is_short_for_two_comparators(
    low: Version, high: Version, version: Version
) -> None:
    spelled_out = allows(f">={low} <={high}", version)
    assert allows(f"{low} - {high}", version) == spelled_out


@given(alternatives, near_versions)
def test_a_prerelease_is_allowed_only_if_one_of_its_core_is_named(
    text: str, version: Version
) -> None:
    core = ".".join(map(str, version.core))
    if version.prerelease and f"{core}-" not in text:
        assert not allows(text, version)
