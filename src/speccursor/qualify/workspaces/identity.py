"""What an environment is made from, as one digest: the name that it is kept and found again under.

Pure, and light to import: a run in which nothing changed asks for the digest and for nothing else.
"""

import posixpath
import re
from collections.abc import Callable, Sequence

from packaging.version import InvalidVersion, Version

from speccursor.qualify.model.candidate import Candidate, Component
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment
from speccursor.qualify.workspaces.cargo_home import CargoHome

_PYTHON_MANIFESTS = frozenset(
    (
        *("pyproject.toml", "setup.py", "setup.cfg", "MANIFEST.in", "tox.ini", "pytest.ini", ".pytest.ini"),
        *("poetry.lock", "pdm.lock", "uv.lock", "uv.toml", "Pipfile", "Pipfile.lock", "hatch.toml", "PKG-INFO"),
        *("hatch_build.py", "build.py", "meson.build", "CMakeLists.txt", "Cargo.toml", "Cargo.lock"),
    )
)
_REQUIREMENTS = re.compile(r".*requirement.*\.(?:txt|in)|.*constraint.*\.txt|pylock\.(?:.*\.)?toml", re.DOTALL)
_BUILT_FROM = (".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".pyx", ".pxd", ".pxi", ".rs", ".f", ".f90", ".proto")
_TAG_VERSION = re.compile(r"(\d+(?:\.\d+)*(?:[-_.]?(?:a|b|c|rc|alpha|beta|dev|post)[-_.]?\d*)*)$", re.IGNORECASE)
_UNKNOWN_VERSION = "0.0.0"
MANAGER_OF = {
    "pnpm-lock.yaml": "pnpm",
    "pnpm-workspace.yaml": "pnpm",
    "yarn.lock": "yarn",
    "npm-shrinkwrap.json": "npm",
    "package-lock.json": "npm",
}
"""The package manager that a lock file belongs to."""

_JAVASCRIPT_MANIFESTS = frozenset((*MANAGER_OF, "package.json", ".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs"))


def digest_of_python(
    component: Component,
    *,
    candidate: Candidate,
    seen: str,
    recipe: Recipe,
    interpreter: tuple[str, str] | str,
    tools: Sequence[FromEnvironment],
) -> Digest:
    """Return the digest of everything that a Python environment is made from; reads no file.

    `seen` is where copies are seen, `interpreter` a program and its version, or why there is none.
    """
    pins = sorted((tool.package, tool.version, sorted(tool.beside.items())) for tool in tools)
    prefix = "" if component.path == "." else f"{component.path}/"
    modules = sorted({_top(path.removeprefix(prefix)) for path in component.files if path.endswith(".py")})
    version = version_of(candidate, recipe)
    beside = ("python", component.path, seen, _of_preparation(recipe), interpreter, pins, version, modules)

    def matters(path: str) -> bool:
        name = path.rpartition("/")[2]
        return (
            name in _PYTHON_MANIFESTS
            or _REQUIREMENTS.fullmatch(name) is not None
            or (name.endswith(".txt") and posixpath.basename(posixpath.dirname(path)) == "requirements")
            or (path.startswith(prefix) and path.endswith(_BUILT_FROM))
        )

    return digest_of_inputs(candidate, matters=matters, beside=beside)


def _top(path: str) -> str:
    """Return what an editable installation may list by name: a top-level module or package, below src too."""
    parts = path.split("/")
    return "/".join(parts[: 2 if parts[0] in ("src", "lib") else 1])


def version_of(candidate: Candidate, recipe: Recipe) -> str:
    """Return the version that a build gets which would ask version control, which copies have not got.

    The recipe's; else the next patch after the newest release that the history shows; else 0.0.0.
    """
    if recipe.version is not None:
        return recipe.version
    found = _TAG_VERSION.search(candidate.released[0]) if candidate.released else None
    if found is None:
        return _UNKNOWN_VERSION
    try:
        release = Version(found[1]).release
    except InvalidVersion:
        return _UNKNOWN_VERSION
    return ".".join(map(str, (*release[:-1], release[-1] + 1)))


def digest_of_javascript(
    component: Component,
    *,
    candidate: Candidate,
    seen: str,
    recipe: Recipe,
    node: str,
    tools: Sequence[FromEnvironment],
) -> Digest:
    """Return the digest of everything that a ``node_modules`` is made from; `node` is the version of Node.js."""
    manager, folder = manager_of(component, candidate)
    pins = sorted((tool.package, tool.version, sorted(tool.beside.items())) for tool in tools)
    return digest_of_inputs(
        candidate,
        matters=lambda path: posixpath.basename(path) in _JAVASCRIPT_MANIFESTS,
        beside=("javascript", folder, seen, _of_preparation(recipe), manager, node, pins),
    )


_RUST_MANIFESTS = frozenset(
    ("Cargo.toml", "Cargo.lock", "rust-toolchain", "rust-toolchain.toml", ".cargo-checksum.json")
)


def digest_of_rust(
    component: Component, *, candidate: Candidate, seen: str, recipe: Recipe, toolchain: str, llvm: str, home: CargoHome
) -> Digest:
    """Return the digest of everything that a Cargo workspace's dependencies are built from.

    `toolchain` and `llvm` are their identities, or why there are none; `home` says where packages come from.
    """

    def matters(path: str) -> bool:
        return posixpath.basename(path) in _RUST_MANIFESTS or posixpath.basename(posixpath.dirname(path)) == ".cargo"

    places = home.config, sorted(home.variables.items())
    beside = ("rust", workspace_of(component), seen, _of_preparation(recipe), toolchain, llvm, places)
    return digest_of_inputs(candidate, matters=matters, beside=beside)


_GO_MANIFESTS = frozenset(("go.mod", "go.sum", "go.work", "go.work.sum"))


def digest_of_go(
    component: Component, *, candidate: Candidate, seen: str, recipe: Recipe, toolchain: str, compiler: str
) -> Digest:
    """Return the digest of everything that a Go module or workspace is prepared from.

    `toolchain` is its identity, or why there is none; `compiler` that of the C compiler, "" where there is none. Code
    from before modules has no manifest: what it imports, and so every source, stands for one.
    """
    gopath = "gopath" in component.facts

    def matters(path: str) -> bool:
        folder, _, name = path.rpartition("/")
        vendored = name == "modules.txt" and posixpath.basename(folder) == "vendor"
        return name in _GO_MANIFESTS or vendored or (gopath and path in component.files)

    beside = ("go", 3, workspace_of(component), gopath, seen, _of_preparation(recipe), toolchain, compiler)
    return digest_of_inputs(candidate, matters=matters, beside=beside)


def workspace_of(component: Component) -> str:
    """Return the folder of the workspace that a Cargo package or a Go module belongs to, else its own."""
    return component.facts.get("workspace") or component.path


def manager_of(component: Component, candidate: Candidate) -> tuple[str, str]:
    """Return the package manager that a component needs and the folder to call it in (a workspace's root).

    The nearest lock file at or above the component decides; without one it is npm, in its own folder.
    """
    paths = {file.path for file in candidate.files}
    folder = component.path
    while True:
        for name, manager in MANAGER_OF.items():
            if posixpath.normpath(posixpath.join(folder, name)) in paths:
                return manager, folder
        if folder in (".", ""):
            return "npm", component.path
        folder = posixpath.dirname(folder) or "."


def _of_preparation(recipe: Recipe) -> tuple[object, ...]:
    """Return the parts of a recipe that an environment depends on."""
    return (
        (recipe.extras, recipe.groups, recipe.requirements, recipe.packages),
        (recipe.install, recipe.prepare, recipe.scripts, recipe.version, sorted(recipe.environment.items())),
    )


def digest_of_inputs(candidate: Candidate, *, matters: Callable[[str], bool], beside: object) -> Digest:
    """Return the digest of the candidate's files that matter to a preparation and of all else that goes in."""
    files = sorted((file.path, file.digest) for file in candidate.files if matters(file.path))
    return digest_of({"format": 2, "files": files, "beside": beside})
