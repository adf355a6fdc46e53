"""Prepares a Go component: its dependencies downloaded, and what it is built of compiled ahead, for go to work offline.

An environment belongs to a module, or to a whole workspace (go.work), and is made from their manifests. Each command
of a measurement gets go's build cache as it was made (kept.py). What is in that cache changes no result, only the time
that it takes: go finds an entry by the digest of all that went into it
(https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching). So it is filled with what the sources of this day import, and
serves later ones with what they still import.

The standard library comes from one cache that all environments of a toolchain begin with, since compiling it, plain
and for the race detector, takes longer than most suites. No candidate's code is built into that one.

Code from before modules gets a go.mod of its own, laid into each copy. Its language is that of Go 1.16, as it is for
everybody who requires it as a module (https://go.dev/ref/mod#go-mod-file-go).
"""

import shutil
from pathlib import Path

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.workspaces.command import SYSTEM_PATH
from speccursor.qualify.workspaces.copies import copy_tree
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.gopath import import_path_of
from speccursor.qualify.workspaces.identity import digest_of_go, workspace_of
from speccursor.qualify.workspaces.making import Ground, make_or_take, make_or_take_apart
from speccursor.qualify.workspaces.preparation import PreparationFailed, Preparing

CACHE = "GOCACHE"
BUILT_CACHE = "cache"
"""Below an environment: go's build cache."""

STANDARD = (
    *("bufio", "bytes", "context", "encoding/binary", "encoding/json", "errors", "flag", "fmt", "io", "log", "maps"),
    *("math", "math/bits", "math/rand", "math/rand/v2", "os", "os/exec", "path/filepath", "reflect"),
    *("regexp", "runtime/coverage", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "testing"),
    *("testing/iotest", "testing/quick", "text/tabwriter", "text/template", "time", "unicode", "unicode/utf8"),
    *("internal/coverage/cfile", "testing/internal/testdeps"),
)
"""What most modules and every test binary are built of. A package that a toolchain has not is passed over (``-e``)."""

_IMPORTABLE = tuple(name for name in STANDARD if "internal" not in name.split("/"))
_KNOWN = "{{if not .Error}}{{.ImportPath}}{{end}}"
_IMPORTING = "module importing\n\ngo 1.18\n"
_LANGUAGE = "1.16"


async def prepare(
    component: Component, *, ground: Ground, recipe: Recipe, toolchain: Toolchain, compiler: str
) -> Prepared:
    """Make the environment of a component's module or workspace, or take it from the cache.

    `compiler` identifies the C compiler, "" where there is none: then nothing is compiled for the race detector.
    """
    digest = digest_of_go(
        component,
        candidate=ground.candidate,
        seen=ground.place.seen,
        recipe=recipe,
        toolchain=toolchain.identity,
        compiler=compiler,
    )
    standard = await standard_library(ground, toolchain, compiler)
    if standard.environment is None:
        return standard
    begin = Path(standard.environment.folder) / BUILT_CACHE

    async def make(preparing: Preparing) -> Environment:
        made = Making(preparing, toolchain, recipe, begin)
        return await made.environment(component, race=bool(compiler), digest=digest)

    name = workspace_of(component)
    return await make_or_take(ground, "go", name, digest=digest, reads=toolchain.reads, make=make)


async def standard_library(ground: Ground, toolchain: Toolchain, compiler: str) -> Prepared:
    """Make the cache of the standard library, or take it. It depends on the toolchain and the C compiler alone."""
    digest = digest_of(("go-standard-library", 2, toolchain.identity, compiler, STANDARD))

    async def make(preparing: Preparing) -> Environment:
        making = Making(preparing, toolchain, Recipe(), None)
        empty = preparing.folder / "empty"
        empty.mkdir()
        await making.compile(STANDARD, cwd=str(empty), race=bool(compiler))
        importing = await making.importing()
        # What go keeps of a vet without -json is nothing to one with it.
        vet = (making.go, "vet", "-json", "./...")
        await preparing.run(vet, cwd=importing, what="vetting the standard library", ok=frozenset({0, 1}))
        return Environment(
            folder=str(preparing.folder), digest=digest, programs=toolchain.programs, reads=toolchain.reads
        )

    return await make_or_take_apart(ground, "go", "standard-library", digest=digest, reads=toolchain.reads, make=make)


class Making:
    """One environment while it is made. `begin` is the cache that it begins with."""

    def __init__(self, preparing: Preparing, toolchain: Toolchain, recipe: Recipe, begin: Path | None) -> None:
        self.preparing, self.toolchain, self.recipe = preparing, toolchain, recipe
        self.go = toolchain.program("go")
        self.cache = preparing.folder / BUILT_CACHE
        if begin is None:
            self.cache.mkdir()
        else:
            copy_tree(begin, self.cache)
        self.variables = {
            "PATH": f"{toolchain.programs}:{SYSTEM_PATH}",
            "GOTOOLCHAIN": "local",
            "GOENV": "off",
            "GOMODCACHE": str(preparing.folder / "modules"),
            CACHE: str(self.cache),
            **recipe.environment,
        }
        options = self.variables.get("GOFLAGS", "")
        preparing.environment |= {**self.variables, "GOFLAGS": f"{options} -modcacherw".strip()}

    async def environment(self, component: Component, *, race: bool, digest: Digest) -> Environment:
        """Make the whole of it."""
        preparing = self.preparing
        root = workspace_of(component)
        cwd = preparing.place.seen_at(root)
        if component.facts.get("gopath"):
            await self._make_module(component, cwd)
        await self._download(root, cwd)
        for command in self.recipe.prepare:
            words = " ".join(command)
            await preparing.run(command, cwd=preparing.place.seen_at(component.path), what=f"running {words}")
        preparing.keep_built()
        await self._compile_dependencies(cwd, race=race)
        if not race:
            preparing.notes.append("there is no C compiler here, which the race detector needs")
        return Environment(
            folder=str(preparing.folder),
            digest=digest,
            programs=self.toolchain.programs,
            reads=self.toolchain.reads,
            variables={**self.variables, "GOPROXY": "off"},
            links={CACHE: str(self.cache)},
            versions={"go": self.toolchain.version},
            notes=tuple(preparing.notes),
        )

    async def compile(self, words: tuple[str, ...], *, cwd: str, race: bool) -> None:
        """Compile packages and what they import into the cache, plain and for the race detector."""
        listing = (self.go, "list", "-e", "-export", "-deps")
        await self.preparing.run((*listing, *words), cwd=cwd, what="compiling ahead")
        if race:
            what = "compiling ahead for the race detector"
            await self.preparing.run((*listing, "-race", *words), cwd=cwd, what=what)

    async def importing(self) -> str:
        """Make a module that imports what there is of the standard library, for checkers to look at; return its folder.

        A checker that is given the packages themselves would look at their tests too.
        """
        folder = self.preparing.folder / "importing"
        folder.mkdir()
        (folder / "go.mod").write_text(_IMPORTING)
        listing = (self.go, "list", "-e", "-f", _KNOWN, *_IMPORTABLE)
        told = await self.preparing.run(listing, cwd=str(folder), what="listing the standard library")
        imports = "".join(f'\t_ "{name}"\n' for name in told.decode().split())
        (folder / "importing.go").write_text(f"package importing\n\nimport (\n{imports})\n")
        return str(folder)

    async def _make_module(self, component: Component, cwd: str) -> None:
        """Make code from before modules one: its name from its own imports, its dependencies as they are today."""
        preparing = self.preparing
        path = import_path_of(preparing.place.folder, component)
        argv = (self.go, "mod", "init", path)
        await preparing.run(argv, cwd=cwd, what="making a go.mod")
        await preparing.run((self.go, "mod", "edit", f"-go={_LANGUAGE}"), cwd=cwd, what="making a go.mod")
        await preparing.run((self.go, "mod", "tidy", "-e"), cwd=cwd, what="finding what is imported")
        preparing.notes.append(
            f"there is no go.mod: it is taken for the module {path}, in the language of Go {_LANGUAGE}, with the "
            "newest versions of what it imports"
        )

    async def _download(self, root: str, cwd: str) -> None:
        """Download what the manifests name; where nothing says which bytes that is, say so."""
        preparing = self.preparing
        folder = preparing.place.folder / root
        (preparing.folder / "modules").mkdir(exist_ok=True)
        if (folder / "vendor" / "modules.txt").is_file():
            preparing.notes.append("dependencies are those in its folder vendor")
            return
        if (folder / "go.work").is_file():
            await self._download_of_workspace(cwd)
            return
        await preparing.run((self.go, "mod", "download"), cwd=cwd, what="downloading the dependencies")
        if not (folder / "go.sum").is_file() and b"require" in (folder / "go.mod").read_bytes():
            preparing.notes.append("there is no go.sum: nothing says which bytes its dependencies are to be")
            argv = (self.go, "list", "-e", "-mod=mod", "-deps", "-test", "./...")
            await preparing.run(argv, cwd=cwd, what="noting what the dependencies are")

    async def _download_of_workspace(self, cwd: str) -> None:
        """Download what a workspace needs.

        ``go mod download`` asks the proxy for members that others require at a version which was never released,
        though a build takes them from their folders. What is imported is downloaded by whoever lists it.
        """
        preparing = self.preparing
        try:
            await preparing.run((self.go, "mod", "download"), cwd=cwd, what="downloading the dependencies")
        except PreparationFailed:
            own = await self._own_packages(cwd)
            argv = (self.go, "list", "-deps", "-test", *own)
            await preparing.run(argv, cwd=cwd, what="downloading what the workspace imports")

    async def _own_packages(self, cwd: str) -> tuple[str, ...]:
        """Return patterns for the packages of every module that is built here."""
        argv = (self.go, "list", "-m", "-f", "{{.Dir}}")
        told = await self.preparing.run(argv, cwd=cwd, what="listing the modules")
        return tuple(f"{folder}/..." for folder in told.decode().split("\n") if folder)

    async def _compile_dependencies(self, cwd: str, *, race: bool) -> None:
        """Compile what the modules here import. Where that fails each command does it for itself."""
        preparing = self.preparing
        try:
            own = await self._own_packages(cwd)
            await self.compile(("-test", *own), cwd=cwd, race=race)
        except PreparationFailed as failed:
            preparing.notes.append(f"dependencies could not be compiled ahead: {failed}")
            shutil.rmtree(self.cache / "tmp", ignore_errors=True)
