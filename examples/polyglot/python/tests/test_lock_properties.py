"""The laws of locks; first of all the invariant that upgrades are made for."""

from hypothesis import given
from strategies import changes, histories, upgrades

from lockstep import Lock, is_compatible, is_upgrade, objections, unmet


@given(upgrades())
def test_an_upgrade_of_a_compatible_lock_is_compatible(
    upgrade: tuple[Lock, Lock],
) -> None:
    before, after = upgrade
    assert is_compatible(before)
    assert is_upgrade(before, after)
    assert is_compatible(after)


@given(changes())
def test_an_upgrade_is_objected_to_for_what_it_breaks(
    change: tuple[Lock, Lock],
) -> None:
    before, after = change
    assert objections(before, after) == unmet(after)


@given(histories())
def test_what_breaks_is_objected_to_whatever_was_broken_before(
    history: tuple[Lock, Lock, Lock],
) -> None:
    _, before, after = history
    assert set(unmet(after)) <= {*unmet(before), *objections(before, after)}


@given(histories())
def test_upgrades_compose(history: tuple[Lock, Lock, Lock]) -> None:
    first, second, third = history
    on_the_way = {*objections(first, second), *objections(second, third)}
    assert is_upgrade(second, second)
    assert set(objections(first, third)) <= on_the_way


@given(changes())
def test_a_demand_is_met_by_name_and_version(change: tuple[Lock, Lock]) -> None:
    _, lock = change
    asked = {(package, asks) for package in lock for asks in package.requirements}
    met = {
        (package, asks)
        for package, asks in asked
        for other in lock
        if other.name == asks.name and other.version in asks.range
    }
    assert {(demand.owner, demand.requirement) for demand in unmet(lock)} == asked - met
    assert is_compatible(lock) == (asked == met)
