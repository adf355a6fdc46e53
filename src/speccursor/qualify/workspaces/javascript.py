"""Prepares a JavaScript component: its ``node_modules``, made by the package manager that its lock file names.

No package's install script runs unless the recipe allows it. The folders are made in a copy, kept in the
user's cache under the digest of the manifests and the lock, and mounted read-only into later copies. The
coverage provider of Vitest is put beside the project's own Vitest where the project brings none, because
nothing else measures its branches (istanbul for Vitest 2 and 3, v8 from 4 on).

Usage::

    toolchain = Toolchain(node=node.program, version=node.version, managers={"npm": node.npm}, reads=node.reads)
    prepared = await prepare(
        component, candidate=candidate, source=repository, place=place, recipe=Recipe(), toolchain=toolchain,
        tools=(), cache=cache, isolation=isolation, scratch=scratch / "prepare", environment=os.environ,
    )
    mounts = attach(prepared.environment, place=place, beside={f"{component.path}/node_modules/.speccursor": assets})
    argv = (toolchain.node, place.seen_at(component.path) + "/node_modules/vitest/vitest.mjs", "run")
"""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from speccursor.qualify.model.candidate import Candidate, Component
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Crashed, Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment
from speccursor.qualify.workspaces.command import SYSTEM_PATH, Limits, mount_as_is
from speccursor.qualify.workspaces.environment import (
    WRITABLE_BELOW,
    Environment,
    Prepared,
    done,
    failed_preparation,
    locked,
    read_stamp,
    write_stamp,
)
from speccursor.qualify.workspaces.identity import MANAGER_OF, digest_of_javascript, manager_of
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.places import Place
from speccursor.qualify.workspaces.preparation import (
    PREPARATION_LIMITS,
    PreparationFailed,
    Preparing,
    begin,
    downloads_of,
    environment_folder,
    fill,
    seen_already,
)

_MODULES = "node_modules"
_LARGEST_MANIFEST = 1024 * 1024
_FROZEN = {
    "npm": ("ci", "--no-audit", "--no-fund", "--loglevel=error"),
    "pnpm": ("install", "--frozen-lockfile"),
    "yarn": ("install", "--frozen-lockfile", "--non-interactive", "--ignore-engines"),
}
_FREE = {
    "npm": ("install", "--no-audit", "--no-fund", "--loglevel=error", "--no-package-lock"),
    "pnpm": ("install", "--no-frozen-lockfile"),
    "yarn": ("install", "--no-lockfile", "--non-interactive", "--ignore-engines"),
}
_ADD = {
    "npm": ("install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--legacy-peer-deps"),
    "pnpm": ("add", "--save-dev", "--ignore-workspace-root-check"),
    "yarn": ("add", "--dev", "--non-interactive", "--ignore-engines", "--ignore-workspace-root-check"),
}
_FIRST_VITEST_WITH_EXACT_V8 = 4
_SCRIPTS_BEFORE_TESTS = ("prepare", "pretest")


class Toolchain(Struct, frozen=True, kw_only=True):
    """Node.js and the package managers there are: ``managers`` maps npm, pnpm and yarn to how each is called.

    `reads` are the folders of this machine that these need to be seen.
    """

    node: str
    version: str
    managers: Mapping[str, tuple[str, ...]]
    reads: tuple[str, ...] = ()


class _Manifest(msgspec.Struct):
    name: str = ""
    version: str = ""
    scripts: dict[str, object] = {}


async def prepare(
    component: Component,
    *,
    candidate: Candidate,
    source: Path,
    place: Place,
    recipe: Recipe,
    toolchain: Toolchain | str,
    tools: Sequence[FromEnvironment],
    cache: Path,
    isolation: Isolation,
    scratch: Path,
    environment: Mapping[str, str],
    limits: Limits = PREPARATION_LIMITS,
    say: Callable[[str], None] = lambda _: None,
) -> Prepared:
    """Make a component's ``node_modules``, or take them from the cache.

    `toolchain` may be the reason why there is none. Components of one workspace share an environment. For
    the other arguments see `python.prepare`.
    """
    start = time.monotonic()
    manager, folder = manager_of(component, candidate)
    digest = digest_of_javascript(
        component,
        candidate=candidate,
        seen=place.seen,
        recipe=recipe,
        node=toolchain.version if isinstance(toolchain, Toolchain) else toolchain,
        tools=tools,
    )
    if isinstance(toolchain, str):
        return failed_preparation(Unavailable(toolchain, "install Node.js and npm"), digest, start, log=None)
    if manager not in toolchain.managers:
        reason = f"the lock file is {manager}'s, and {manager} is not on this machine"
        return failed_preparation(Unavailable(reason, "run `speccursor tools install`"), digest, start, log=None)
    made_in = environment_folder(cache, "javascript", folder, digest)
    async with locked(made_in):
        made = read_stamp(made_in, digest)
        if made is not None:
            return done(made, start, cached=True)
        preparing = begin(
            candidate=candidate,
            source=source,
            folder=made_in,
            place=place,
            scratch=scratch,
            isolation=isolation,
            limits=limits,
            mounts=tuple(mount_as_is(Path(path)) for path in _needed(toolchain)),
            downloads=downloads_of(source, cache=cache),
            environment=environment,
            say=say,
        )
        making = _Making(
            preparing=preparing, component=component, manager=manager, where=folder, recipe=recipe, toolchain=toolchain
        )
        try:
            made = await making.make(tools, digest)
        except PreparationFailed as failed:
            return failed_preparation(failed.outcome, digest, start, log=preparing.log, notes=preparing.notes)
        finally:
            if not place.mounted:
                fill(place, candidate=candidate, source=source)
        write_stamp(made)
        return done(made, start, cached=False)


def _needed(toolchain: Toolchain) -> tuple[str, ...]:
    return tuple(path for path in toolchain.reads if not seen_already(Path(path)))


class _Making(Struct, frozen=True, kw_only=True):
    preparing: Preparing
    component: Component
    manager: str
    where: str
    recipe: Recipe
    toolchain: Toolchain

    @property
    def _root(self) -> Path:
        return self.preparing.place.folder / self.where

    @property
    def _own(self) -> Path:
        return self.preparing.place.folder / self.component.path

    async def make(self, tools: Sequence[FromEnvironment], digest: Digest) -> Environment:
        seen = self.preparing.place.seen_at(self.where)
        variables = {"PATH": f"{Path(self.toolchain.node).parent}:{SYSTEM_PATH}", "CI": "1"}
        self.preparing.environment |= {**variables, **self._settings(), **self.recipe.environment}
        await self._install()
        missing = [*self._missing(tools), *self._missing_coverage(), *self.recipe.packages]
        if missing:
            await self._call(_ADD, what=f"adding {', '.join(missing)}", words=missing)
        for command in self.recipe.prepare:
            await self.preparing.run(
                command, cwd=self.preparing.place.seen_at(self.component.path), what=f"running {' '.join(command)}"
            )
        self._note_scripts()
        self.preparing.keep_built()
        versions = dict(self._versions())
        overlays = self._keep_modules()
        return Environment(
            folder=str(self.preparing.folder),
            digest=digest,
            programs=f"{seen}/{_MODULES}/.bin",
            reads=_needed(self.toolchain),
            overlays=overlays,
            variables=variables | self.recipe.environment,
            versions=versions,
            notes=tuple(self.preparing.notes),
        )

    def _settings(self) -> dict[str, str]:
        downloads = self.preparing.downloads
        return {
            "npm_config_cache": str(downloads / "npm"),
            "npm_config_update_notifier": "false",
            "npm_config_store_dir": str(downloads / "pnpm"),
            "npm_config_package_import_method": "copy",
            "npm_config_manage_package_manager_versions": "false",
            "YARN_CACHE_FOLDER": str(downloads / "yarn"),
            "COREPACK_ENABLE_DOWNLOAD_PROMPT": "0",
        }

    async def _install(self) -> None:
        """Install what the lock says; where it does not fit its manifest, what the manifest says."""
        locks = [name for name, manager in MANAGER_OF.items() if manager == self.manager and name.count("lock")]
        locks += ["npm-shrinkwrap.json"] if self.manager == "npm" else []
        lock = next((name for name in locks if (self._root / name).is_file()), None)
        if lock is None:
            self.preparing.notes.append("no lock file: the versions are those of the day of the preparation")
            await self._call(_FREE, what=f"installing with {self.manager}")
            return
        try:
            await self._call(_FROZEN, what=f"installing what {lock} says")
        except PreparationFailed as failed:
            if not isinstance(failed.outcome, Crashed):
                raise
            await self._call(_FREE, what=f"installing with {self.manager}, without {lock}")
            said = failed.outcome.reason.splitlines()[-1]
            self.preparing.notes.append(f"{lock} could not be followed ({said}); versions of the day were taken")

    async def _call(self, verbs: Mapping[str, tuple[str, ...]], *, what: str, words: Sequence[str] = ()) -> None:
        scripts = () if self.recipe.scripts else ("--ignore-scripts",)
        await self.preparing.run(
            (*self.toolchain.managers[self.manager], *verbs[self.manager], *scripts, *words),
            cwd=self.preparing.place.seen_at(self.where),
            what=what,
        )

    def _missing(self, tools: Sequence[FromEnvironment]) -> Iterator[str]:
        for tool in tools:
            for package, version in ((tool.package, tool.version), *tool.beside.items()):
                if self._version(package) is None:
                    self.preparing.notes.append(f"the project brings no {package}; {version} is put beside it")
                    yield f"{package}@{version}"

    def _missing_coverage(self) -> Iterator[str]:
        vitest = self._version("vitest")
        providers = ("@vitest/coverage-istanbul", "@vitest/coverage-v8")
        if vitest is None or any(self._version(provider) for provider in providers):
            return
        exact = int(vitest.partition(".")[0]) >= _FIRST_VITEST_WITH_EXACT_V8
        provider = providers[1] if exact else providers[0]
        self.preparing.notes.append(f"the project measures no coverage; {provider} {vitest} is put beside its Vitest")
        yield f"{provider}@{vitest}"

    def _note_scripts(self) -> None:
        scripts = _manifest(self._own / "package.json").scripts
        left = [name for name in _SCRIPTS_BEFORE_TESTS if name in scripts]
        if left and not self.recipe.prepare:
            self.preparing.notes.append(
                f"its script {' and '.join(left)} did not run; if the tests need it, name it in qualification.toml"
            )

    def _version(self, package: str) -> str | None:
        for folder in (self._own, self._root):
            version = _manifest(folder / _MODULES / package / "package.json").version
            if version:
                return version
        return None

    def _versions(self) -> Iterator[tuple[str, str]]:
        for folder in (self._root / _MODULES, self._own / _MODULES):
            for path in sorted((*folder.glob("[!.@]*/package.json"), *folder.glob("@*/*/package.json"))):
                manifest = _manifest(path)
                if manifest.name and manifest.version:
                    yield manifest.name, manifest.version

    def _keep_modules(self) -> dict[str, str]:
        """Move every ``node_modules`` of the copy into the environment's folder."""
        kept: dict[str, str] = {}
        for number, path in enumerate(sorted(_module_folders(self._root))):
            target = self.preparing.folder / "modules" / str(number)
            target.parent.mkdir(exist_ok=True)
            shutil.move(path, target)
            for name in (".speccursor", *WRITABLE_BELOW):
                (target / name).mkdir(exist_ok=True)
            kept[path.relative_to(self.preparing.place.folder).as_posix()] = str(target)
        return kept


def _module_folders(root: Path) -> Iterator[Path]:
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        for path in folder.iterdir():
            if path.is_symlink() or not path.is_dir():
                continue
            if path.name == _MODULES:
                yield path
            elif path.name != ".git":
                waiting.append(path)


def _manifest(path: Path) -> _Manifest:
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_LARGEST_MANIFEST), type=_Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return _Manifest()
