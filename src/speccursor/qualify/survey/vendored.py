"""Code that is in the tree and was not written there: vendored, bundled or generated.

It is nobody's here to test or lint, and counts as data. By folder (the names that Go, Rust, npm, pip
and Bower give to copies of others' code), by name (``*.min.js``), and by the marks that generators
leave at the top of a file: "Code generated ... DO NOT EDIT" (golang.org/s/generatedcode) and the
``generated`` tag with an at sign before it. What is judged so is told by number and name.
"""

import re

FOLDERS = frozenset(
    {
        "vendor",
        "vendors",
        "vendored",
        "_vendor",
        "_vendored",
        "third_party",
        "third-party",
        "thirdparty",
        "3rdparty",
        "extern",
        "externals",
        "node_modules",
        "bower_components",
        "jspm_packages",
        "site-packages",
    }
)
"""Folders of other projects' code, wherever they stand."""

BUNDLES = frozenset({"dist", "build", "out", "bundle", "_build", "coverage", "htmlcov", ".next", ".yarn"})
"""Folders that builds write, when they stand at a component's root."""

SCRIPTS = frozenset(
    "compile config.guess config.rpath config.status config.sub configure depcomp gradlew install-sh libtool "  # noqa: SIM905  (words read best as words)
    "ltmain.sh mdate-sh missing mkinstalldirs mvnw py-compile test-driver ylwrap".split()
)
"""Scripts that Autoconf, Automake, Libtool, Gradle and Maven put into a tree."""

_MINIFIED = re.compile(r"[.-](?:min|bundle|umd\.min|prod\.min)\.(?:c|m)?js$")
_CODE = frozenset({"py", "pyi", "js", "mjs", "cjs", "jsx", "ts", "tsx", "mts", "cts", "rs", "go", "lean", "sh", "bash"})
_SCRIPT = frozenset({"js", "mjs", "cjs"})
_MARK = re.compile(
    rb"^[ \t]*(?:#|//|/\*+|\*|--)[^\n]*?(?:@" + rb"generated\b|\bgenerated\b[^\n]*\bDO NOT EDIT\b)",
    re.MULTILINE | re.IGNORECASE,
)
_HEAD_BYTES = 2048
_LINE_BYTES = 1000


def is_vendored(segments: list[str], *, packages: bool = False) -> bool:
    """Whether folders (relative to a component) hold copied code or, outside packages, what builds write."""
    if not segments:
        return False
    return not FOLDERS.isdisjoint(segments) or (not packages and segments[0] in BUNDLES)


def is_minified(name: str) -> bool:
    """Whether a file's name says that it is a minified bundle."""
    return _MINIFIED.search(name) is not None


def looks_generated(name: str, head: bytes) -> bool:
    """Whether a file says at its top that it is generated, or is a script in lines that nobody writes."""
    suffix = name.rpartition(".")[2]
    if suffix not in _CODE:
        return False
    if suffix in _SCRIPT and len(head) > _LINE_BYTES * (head.count(b"\n") + 4):
        return True
    top = head[:_HEAD_BYTES]
    return (b"enerated" in top or b"ENERATED" in top) and _MARK.search(top) is not None
