"""The stream of ``go list -e -json`` -> packages, with the files that are built here and those that are left out.

Format: one JSON object a package, behind one another (https://pkg.go.dev/cmd/go, "List packages or modules"). Which
files are built is decided by build constraints (https://pkg.go.dev/cmd/go#hdr-Build_constraints).
"""

import posixpath
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import from_json
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import UnreadableEvidence

_END = b"\n}\n"
_LONGEST = 4096
"""The longest path that Linux takes (PATH_MAX)."""


class _Problem(Struct, rename="pascal"):
    err: str = ""


class _Listed(Struct, rename="pascal"):
    dir: str
    import_path: str
    name: str = ""
    go_files: list[str] = []
    cgo_files: list[str] = []
    ignored_go_files: list[str] = []
    test_go_files: list[str] = []
    x_test_go_files: list[str] = msgspec.field(default_factory=list, name="XTestGoFiles")
    error: _Problem | None = None


class Package(Struct, frozen=True, kw_only=True):
    """A package. Paths are relative to the candidate's root; `ignored` are files that are not built here.

    `shipped` are what other packages import, `tests` its own tests, `outside` its tests in a package of their own.
    """

    path: str
    folder: str
    shipped: tuple[str, ...]
    cgo: bool
    tests: tuple[str, ...]
    outside: tuple[str, ...]
    ignored: tuple[str, ...]
    error: str

    @property
    def built(self) -> tuple[str, ...]:
        """Every file that is built here, its tests included."""
        return (*self.shipped, *self.tests, *self.outside)

    @property
    def units(self) -> int:
        """How many times a checker that takes tests along is called for it."""
        return bool(self.shipped or self.tests) + bool(self.outside)


_LISTED = msgspec.json.Decoder(_Listed)


def read_packages(content: bytes, *, root: str) -> tuple[Package, ...]:
    """Read the packages. Raises UnreadableEvidence."""
    place = Root(root)
    return tuple(_package(one, place) for one in _stream(content))


def _stream(content: bytes) -> Iterator[_Listed]:
    body = content.removeprefix(b"\xef\xbb\xbf")
    if body.strip() and not body.endswith(_END):
        raise UnreadableEvidence("the list of packages has no end")
    for one in body.split(_END)[:-1]:
        yield from_json(_LISTED, one + b"}", "a list of packages")


def _package(listed: _Listed, place: Root) -> Package:
    if len(listed.dir) > _LONGEST:
        raise UnreadableEvidence(f"the folder of a package is longer than a path can be: {listed.dir[:200]!r}")
    folder = place.relative(listed.dir) if place.relative(listed.dir) != listed.dir else "."

    def paths(*lists: list[str]) -> tuple[str, ...]:
        return tuple(posixpath.normpath(posixpath.join(folder, name)) for names in lists for name in names)

    return Package(
        path=listed.import_path,
        folder=folder,
        shipped=paths(listed.go_files, listed.cgo_files),
        cgo=bool(listed.cgo_files),
        tests=paths(listed.test_go_files),
        outside=paths(listed.x_test_go_files),
        ignored=paths(listed.ignored_go_files),
        error=listed.error.err if listed.error is not None else "",
    )
