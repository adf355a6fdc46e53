"""What each file of a component is for: shipped, a test, support, or somebody's data.

The rules, in order:

1. copied, bundled, generated and excluded files are DATA;
2. a test folder makes TEST, and a data folder inside it (``tests/data``, ``tests/fixtures``,
   ``__snapshots__``, ``testdata``) makes DATA, since deliberately bad code stands there; a data folder
   that is an importable Python package is TEST again;
3. folders of documents, examples and benchmarks make SUPPORT; those of scripts and tools too, at the
   component's root;
4. then the file's name decides: tests by their runner's default patterns (pytest ``test_*.py``,
   ``*_test.py``; Jest and Vitest ``*.test.*``, ``*.spec.*``; Go ``*_test.go``), configuration and build
   files are SUPPORT, as is what only declares types (``.pyi``, ``.d.ts``);
5. what is left is SOURCE; in a Python component whose packages are known, only what stands in them is.

Inside a Python package a folder called ``test`` or ``tests`` must hold a test to count as one:
``django/test`` is shipped.
"""

import re
from collections.abc import Iterable, Sequence

from speccursor.qualify.model.candidate import Language, Role
from speccursor.qualify.survey.vendored import is_minified, is_vendored

TEST_FOLDERS = frozenset(
    "test tests __tests__ e2e cypress unittests unit_tests unit-tests integration_tests "  # noqa: SIM905  (words read best as words)
    "integration-tests functional_tests functional-tests e2e-tests e2e_tests testsuite test_suite "
    "__mocks__ __mock__ regression-tests regression_tests tests-py".split()
)
DATA_FOLDERS = frozenset(
    "data fixtures fixture testdata test_data test-data golden goldens cases snapshots samples "  # noqa: SIM905  (words read best as words)
    "__snapshots__ __fixtures__ corpus corpora inputs expected mocks broken resources".split()
)
ALWAYS_DATA = frozenset({"testdata", "test_data", "test-data", "__snapshots__", "__fixtures__"})
DOCUMENTS = frozenset(
    "docs doc documentation examples example samples sample demo demos benchmarks benchmark bench benches "  # noqa: SIM905  (words read best as words)
    "asv_bench tutorials tutorial notebooks playground playgrounds website".split()
)
WORKSHOP = frozenset(
    "scripts script tools tool ci contrib packaging perf misc etc hack dev build_tools".split()  # noqa: SIM905  (words read best as words)
)
"""Folders of support, but only at a component's root: ``src/tools`` is shipped."""

_SPECS = frozenset({"spec", "specs"})
"""Test folders in JavaScript; elsewhere the word may mean a specification."""

_NOT_HOSTING = TEST_FOLDERS | DOCUMENTS | ALWAYS_DATA | {"fixtures"}
_TEMPLATES = frozenset({"template", "templates"})
_SOURCE_ROOTS = frozenset({"src", "lib", "app", "pkg", "cmd", "internal"})

_TEST_NAMES = {
    Language.PYTHON: re.compile(r"(?:test_.*|.*_tests?|tests?|conftest)\.pyi?$"),
    Language.JAVASCRIPT: re.compile(
        r"(?:.*[._-](?:test|tests|spec|test-d|cy|e2e)|tests?|spec|setup-?tests?|(?:jest|vitest|mocha|test)[.-]setup)"
        r"\.[cm]?[jt]sx?$",
        re.IGNORECASE,
    ),
    Language.RUST: re.compile(r"(?:tests?|.*_tests?)\.rs$"),
    Language.GO: re.compile(r".*_test\.go$"),
    Language.LEAN: re.compile(r"Tests?\.lean$"),
    Language.SHELL: re.compile(r"(?:test[_-].*|.*[_-]tests?|tests?)\.(?:ba)?sh$"),
}
_SUPPORT_NAMES = {
    Language.PYTHON: re.compile(
        r"(?:setup|noxfile|toxfile|tasks|fabfile|dodo|pavement|hatch_build|build|versioneer|conf|wscript|release"
        r"|benchmarks?|bench|examples?|make|bootstrap|ez_setup|get_version)\.py$"
    ),
    Language.JAVASCRIPT: re.compile(
        r"(?:.*\.(?:stories|bench|benchmark)|\..*|gulpfile.*|gruntfile|jakefile|webpack\..*"
        r"|benchmarks?|bench|examples?|karma.*|rollup.*|protractor.*)\.[cm]?[jt]sx?$",
        re.IGNORECASE,
    ),
    Language.RUST: re.compile(r"build\.rs$"),
    Language.GO: re.compile(r"(?:magefile|tools)\.go$"),
    Language.LEAN: re.compile(r"lakefile\.lean$"),
}
_NONE = re.compile(r"(?!)")
"""Matches no name: in documents and scripts, folders alone tell."""

_CONFIGURATION = re.compile(r".*\.(?:config|conf)(?:\.[\w-]+)*\.[cm]?[jt]sx?$")
_DECLARATIONS = re.compile(r"\.(?:pyi|d\.[cm]?ts)$")


class Roles:
    """The roles of one component's files, by their paths relative to the component.

    `packages` are the Python import packages (folders and single modules), empty where none are known.
    `data` are the files that are data for their own sake: generated or excluded.
    """

    def __init__(
        self,
        language: Language,
        paths: Iterable[str],
        packages: Sequence[str] = (),
        data: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        """Look once at which folders hold a test or are Python packages."""
        self.language = language
        self.packages = packages
        self.data = data
        self._folders: dict[str, Role | None] = {}
        self._holding_tests: set[str] = set()
        self._importable: set[str] = set()
        named = _TEST_NAMES.get(language, _NONE)
        for path in paths:
            folder, _, name = path.rpartition("/")
            if name == "__init__.py":
                self._importable.add(folder)
            if named.match(name):
                self._holding_tests.update(_folders_of(path))

    def role(self, path: str) -> Role:
        """Return the role of one of the component's files."""
        if path in self.data or is_minified(path):
            return Role.DATA
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = self._of_folder(folder)
        role = self._folders[folder]
        if role is not None:
            return role
        return self._of_name(path, name)

    def _of_folder(self, folder: str) -> Role | None:
        """Return the role that a folder gives to all it holds, or None."""
        segments = folder.split("/") if folder else []
        package = next((one for one in self.packages if f"{folder}/".startswith(f"{one}/")), None)
        if is_vendored(segments, packages=package is not None):
            return Role.DATA
        inside = 0 if package is None or package == "." else package.count("/") + 1
        return self._of_segments(segments, inside, packaged=package is not None)

    def _of_segments(self, segments: list[str], inside: int, *, packaged: bool) -> Role | None:
        support = not packaged
        for place in range(inside, len(segments)):
            segment = segments[place].lower()
            below = "/".join(segments[: place + 1])
            if segment in ALWAYS_DATA or (segment == "fixtures" and place == 0):
                return Role.DATA
            if self._is_test_folder(segment) and (not packaged or below in self._holding_tests):
                return self._of_test_folder(segments, place)
            if support and _supports(segment, place, self.language):
                return Role.SUPPORT
            support = support and segment not in _SOURCE_ROOTS
        return None

    def _is_test_folder(self, segment: str) -> bool:
        return segment in TEST_FOLDERS or (self.language is Language.JAVASCRIPT and segment in _SPECS)

    def _of_test_folder(self, segments: list[str], place: int) -> Role:
        for deeper in range(place + 1, len(segments)):
            folder = "/".join(segments[: deeper + 1])
            if segments[deeper].lower() in DATA_FOLDERS and not self._is_test_code(folder):
                return Role.DATA
        return Role.TEST

    def _is_test_code(self, folder: str) -> bool:
        if folder in self._importable:
            return True
        return folder.endswith("/cases") and folder in self._holding_tests

    def _of_name(self, path: str, name: str) -> Role:
        if _CONFIGURATION.match(name):
            return Role.SUPPORT
        if _TEST_NAMES.get(self.language, _NONE).match(name):
            return Role.TEST
        if _DECLARATIONS.search(name):
            return Role.SUPPORT
        if self.packages:
            return Role.SOURCE if self._is_packaged(path) else Role.SUPPORT
        return Role.SUPPORT if _SUPPORT_NAMES.get(self.language, _NONE).match(name) else Role.SOURCE

    def _is_packaged(self, path: str) -> bool:
        return any(one in (path, ".") or path.startswith(f"{one}/") for one in self.packages)


def hosts_components(folder: str) -> bool:
    """Whether a manifest in this folder (relative to the candidate) makes a component of the candidate.

    Not where it is a test's data, an example, a document's or somebody else's.
    """
    segments = folder.split("/") if folder else []
    if is_vendored(segments, packages=True):
        return False
    return _NOT_HOSTING.isdisjoint(segment.lower() for segment in segments) and not is_template(folder)


def is_template(folder: str) -> bool:
    """Whether a folder that holds a manifest is a template to be copied: ``templates/...``, ``template-x``."""
    return any(segment.startswith(("template-", "template_")) or segment in _TEMPLATES for segment in folder.split("/"))


def _supports(segment: str, place: int, language: Language) -> bool:
    if segment.startswith(".") or segment in DOCUMENTS:
        return True
    if language is Language.GO and segment.startswith("_"):
        return True
    return place == 0 and segment in WORKSHOP


def _folders_of(path: str) -> Iterable[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
