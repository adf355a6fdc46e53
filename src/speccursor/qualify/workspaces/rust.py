"""Prepares a Rust component: its dependencies, fetched and built ahead, for cargo to work offline.

An environment belongs to a whole Cargo workspace. It is made from manifests and locks alone: every target of the
workspace's own packages is an empty one while the dependencies are built, so that the same environment serves every
later change of the sources. What was built of these empty packages is removed again.

Measuring gets a copy of the build folder for each command, since rustc writes there: commands run side by side and
none can spoil what the next one starts from.
"""

import posixpath
import shutil
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Crashed, Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.toolchain import Llvm, Toolchain
from speccursor.qualify.workspaces.cargo_home import CargoHome, read_cargo_home
from speccursor.qualify.workspaces.command import SYSTEM_PATH
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.identity import digest_of_rust, workspace_of
from speccursor.qualify.workspaces.making import Ground, make_or_take, without_toolchain
from speccursor.qualify.workspaces.preparation import PreparationFailed, Preparing

TARGET = "CARGO_TARGET_DIR"
_SILENT = "#![allow(warnings, missing_docs)]\n"
_METADATA = ("metadata", "--offline", "--format-version=1")
_PRIVATE = (
    *("registry index was not found in any configuration", "no token found for", "authenticated registries require"),
    *("token rejected for", "failed to query replaced source registry"),
)
_PRIVATE_HINT = (
    "name the registry with its index below [registries] in the config.toml of your own CARGO_HOME, and its token in "
    "credentials.toml beside it; what the project's own configuration says of it gets no token"
)


class _Target(Struct):
    kind: list[str]
    src_path: str


class _Package(Struct):
    id: str
    source: str | None
    targets: list[_Target]


class _Metadata(Struct):
    packages: list[_Package]


async def prepare(
    component: Component,
    *,
    ground: Ground,
    recipe: Recipe,
    toolchain: Toolchain | Unavailable,
    llvm: Llvm | Unavailable,
) -> Prepared:
    """Make the environment of a component's workspace, or take it from the cache.

    Without LLVM's tools it is made all the same, and says so: tests run, and their coverage is not measured.
    """
    identity = toolchain.reason if isinstance(toolchain, Unavailable) else toolchain.identity
    home = read_cargo_home(ground.environment)
    digest = digest_of_rust(
        component,
        candidate=ground.candidate,
        seen=ground.place.seen,
        recipe=recipe,
        toolchain=identity,
        llvm=llvm.reason if isinstance(llvm, Unavailable) else llvm.identity,
        home=home,
    )
    if isinstance(toolchain, Unavailable):
        return without_toolchain(toolchain.reason, toolchain.hint, digest)

    async def make(preparing: Preparing) -> Environment:
        return await _make(
            preparing, component, recipe=recipe, toolchain=toolchain, llvm=llvm, home=home, digest=digest
        )

    reads = (*toolchain.reads, *home.reads)
    return await make_or_take(ground, "rust", workspace_of(component), digest=digest, reads=reads, make=make)


async def _make(
    preparing: Preparing,
    component: Component,
    *,
    recipe: Recipe,
    toolchain: Toolchain,
    llvm: Llvm | Unavailable,
    home: CargoHome,
    digest: Digest,
) -> Environment:
    root = workspace_of(component)
    cwd = preparing.place.seen_at(root)
    target, own = preparing.folder / "target", preparing.folder / "cargo"
    target.mkdir()
    own.mkdir()
    (own / "config.toml").write_text(home.config)
    preparing.notes += home.notes
    variables = {
        **home.variables,
        "PATH": f"{toolchain.programs}:{SYSTEM_PATH}",
        "CARGO_HOME": str(own),
        TARGET: str(target),
        "CARGO_INCREMENTAL": "0",
        "CARGO_TERM_COLOR": "never",
        "CARGO_PROFILE_DEV_DEBUG": "0",
        **recipe.environment,
    }
    preparing.environment |= variables
    cargo = toolchain.program("cargo")
    await _fetch(preparing, cargo, root, cwd, home)
    for command in recipe.prepare:
        words = " ".join(command)
        await preparing.run(command, cwd=preparing.place.seen_at(component.path), what=f"running {words}")
    preparing.keep_built()
    await _build_dependencies(preparing, cargo, cwd)
    if isinstance(llvm, Unavailable):
        preparing.notes.append(f"coverage is not measured: {llvm.reason}; {llvm.hint}")
        tools: dict[str, str] = {}
    else:
        tools = llvm.variables
    return Environment(
        folder=str(preparing.folder),
        digest=digest,
        programs=toolchain.programs,
        reads=(*toolchain.reads, *home.reads, *(() if isinstance(llvm, Unavailable) else llvm.reads)),
        variables={**variables, **tools, "CARGO_NET_OFFLINE": "true"},
        copies={TARGET: str(target)},
        versions={"rust": toolchain.version},
        notes=tuple(preparing.notes),
    )


async def _fetch(preparing: Preparing, cargo: str, root: str, cwd: str, home: CargoHome) -> None:
    """Fetch what the lock has; without one, or with one that no longer fits, what the manifests ask for.

    Raises PreparationFailed, with what to do about a registry that is not known here or wants a token.
    """
    locked = ("--locked",) if (preparing.place.folder / root / "Cargo.lock").is_file() else ()
    if not locked:
        preparing.notes.append("there is no Cargo.lock: versions are the newest that the manifests admit")
    if home.tokens and await _fetch_with_tokens(preparing, (cargo, "fetch", *locked), cwd, home):
        return
    if locked:
        try:
            await preparing.run((cargo, "fetch", *locked), cwd=cwd, what="fetching what Cargo.lock has")
        except PreparationFailed as failed:
            preparing.notes.append(f"Cargo.lock is not followed to the letter: {failed}")
        else:
            return
    try:
        await preparing.run((cargo, "fetch"), cwd=cwd, what="fetching the dependencies")
    except PreparationFailed as failed:
        reason = failed.outcome.reason if isinstance(failed.outcome, Crashed) else ""
        if any(words in reason for words in _PRIVATE):
            raise PreparationFailed(Unavailable(reason, _PRIVATE_HINT)) from None
        raise


async def _fetch_with_tokens(preparing: Preparing, argv: tuple[str, ...], cwd: str, home: CargoHome) -> bool:
    """Fetch with the user's tokens, and return whether that did it.

    It begins in a folder of ours, where cargo does not see the candidate's own configuration: that could name another
    address for a registry, or a program to be given its token. Fetching runs no code of a package.
    """
    what = "fetching with the user's tokens"
    whole = (*argv, "--manifest-path", f"{cwd}/Cargo.toml")
    variables = {"CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS": "cargo:token", **home.tokens}
    try:
        await preparing.run(whole, cwd=str(preparing.folder), what=what, variables=variables)
    except PreparationFailed as failed:
        preparing.notes.append(f"the user's tokens did not help: {failed}")
        return False
    return True


async def _build_dependencies(preparing: Preparing, cargo: str, cwd: str) -> None:
    """Build the dependencies for checking and for testing. Where that fails each command does it for itself."""
    said = await preparing.run((cargo, *_METADATA), cwd=cwd, what="asking cargo what there is")
    own = [package for package in msgspec.json.decode(said, type=_Metadata).packages if package.source is None]
    for path, text in _stubs(own):
        inside = posixpath.relpath(path, preparing.place.seen)
        if not inside.startswith("../"):
            (preparing.place.folder / inside).write_text(text)
    steps = (
        ((cargo, "test", "--offline", "--quiet", "--workspace", "--no-run"), "building the dependencies for tests"),
        ((cargo, "check", "--offline", "--quiet", "--workspace", "--all-targets"), "checking the dependencies"),
    )
    try:
        for argv, what in steps:
            await preparing.run(argv, cwd=cwd, what=what)
        specs = [word for package in own for word in ("--package", package.id)]
        await preparing.run((cargo, "clean", "--offline", *specs), cwd=cwd, what="removing the empty packages")
    except PreparationFailed as failed:
        preparing.notes.append(f"dependencies could not be built ahead: {failed}")
        shutil.rmtree(preparing.folder / "target")
        (preparing.folder / "target").mkdir()


def _stubs(packages: Iterable[_Package]) -> Iterable[tuple[str, str]]:
    """Yield every target's main file, and the text of an empty target of its kind."""
    for package in packages:
        for target in package.targets:
            library = any("lib" in kind or kind == "proc-macro" for kind in target.kind)
            yield target.src_path, _SILENT if library else f"{_SILENT}fn main() {{}}\n"
