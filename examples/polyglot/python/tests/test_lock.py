"""Locks and upgrades, by the shared vectors."""

import pytest
from vectors import UPGRADES, Upgrade, lock

from lockstep import is_compatible, is_upgrade, objections, unmet


@pytest.mark.parametrize("vector", UPGRADES, ids=lambda v: v["title"])
def test_an_upgrade_is_judged_by_what_it_touches(vector: Upgrade) -> None:
    before, after = lock(vector["before"]), lock(vector["after"])
    assert [str(demand) for demand in unmet(before)] == vector["unmet_before"]
    assert [str(demand) for demand in unmet(after)] == vector["unmet_after"]
    assert [str(demand) for demand in objections(before, after)] == vector["objections"]
    assert is_compatible(before) == (not vector["unmet_before"])
    assert is_upgrade(before, after) == (not vector["objections"])
