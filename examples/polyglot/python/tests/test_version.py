"""Versions, by the shared vectors."""

from itertools import combinations

import pytest
from vectors import VERSIONS, ValidVersion

from lockstep import MalformedError, Version


@pytest.mark.parametrize("vector", VERSIONS["valid"], ids=lambda v: v["text"])
def test_a_version_is_read_into_its_parts(vector: ValidVersion) -> None:
    version = Version.parse(vector["text"])
    assert version.core == tuple(vector["core"])
    assert version.prerelease == tuple(vector["prerelease"])
    assert version.build == tuple(vector["build"])
    assert str(version) == vector["text"]


@pytest.mark.parametrize("text", VERSIONS["invalid"])
def test_what_is_not_a_version_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        Version.parse(text)


def test_a_refusal_quotes_the_text() -> None:
    with pytest.raises(MalformedError, match=r"^not a version: '1\.2'$"):
        Version.parse("1.2")
    with pytest.raises(MalformedError, match=r"^number above 9007199254740991: 9{16}$"):
        Version.parse("9999999999999999.0.0")


def test_versions_stand_in_the_order_of_precedence() -> None:
    ascending = [Version.parse(text) for text in VERSIONS["ascending"]]
    for lower, higher in combinations(ascending, 2):
        assert lower < higher
        assert higher > lower
        assert lower != higher


@pytest.mark.parametrize(("left", "right"), VERSIONS["equal"])
def test_build_metadata_does_not_count(left: str, right: str) -> None:
    assert Version.parse(left) == Version.parse(right)
    assert hash(Version.parse(left)) == hash(Version.parse(right))
    assert Version.parse(left) <= Version.parse(right) <= Version.parse(left)


@pytest.mark.parametrize(("version", "successor"), VERSIONS["successors"])
def test_every_version_has_a_next_one(version: str, successor: str) -> None:
    assert str(Version.parse(version).successor()) == successor
