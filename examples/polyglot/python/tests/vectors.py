"""The test vectors that every language of the library reads."""

import json
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from lockstep import Lock, Package, Range, Requirement, Version

_FOLDER = Path(__file__).parents[2] / "vectors"


class ValidVersion(TypedDict):
    """A version and the parts it is made of."""

    text: str
    core: list[int]
    prerelease: list[int | str]
    build: list[str]


class Versions(TypedDict):
    """versions.json."""

    valid: list[ValidVersion]
    invalid: list[str]
    ascending: list[str]
    equal: list[list[str]]
    successors: list[list[str]]


class ValidRange(TypedDict):
    """A range, some versions in it and some that are not."""

    range: str
    allows: list[str]
    forbids: list[str]


class Ranges(TypedDict):
    """ranges.json."""

    valid: list[ValidRange]
    invalid: list[str]


class LockedPackage(TypedDict):
    """A package of a lock; ``requires`` maps names to ranges."""

    name: str
    version: str
    requires: NotRequired[dict[str, str]]


class Upgrade(TypedDict):
    """Two locks, and what is wrong with each and with the way between them."""

    title: str
    before: list[LockedPackage]
    after: list[LockedPackage]
    unmet_before: list[str]
    unmet_after: list[str]
    objections: list[str]


def _read(name: str) -> object:
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


VERSIONS = cast("Versions", _read("versions.json"))
RANGES = cast("Ranges", _read("ranges.json"))
UPGRADES = cast("list[Upgrade]", _read("upgrades.json"))


def lock(packages: list[LockedPackage]) -> Lock:
    """Make a lock of what a vector says."""
    return frozenset(
        Package(
            package["name"],
            Version.parse(package["version"]),
            tuple(
                Requirement(name, Range.parse(text))
                for name, text in package.get("requires", {}).items()
            ),
        )
        for package in packages
    )
