"""What measurements need before they can start: their tools, their components' environments, a place for copies.

Each is brought once, however many measurements wait for it. Interpreters are found without starting
anything where the engine's own will do.
"""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from speccursor.qualify.execute.surroundings import own_program, pins_of
from speccursor.qualify.model.candidate import Candidate, Component, File, Language
from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.plan import Owed, Plan
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.record import Output, Preparation
from speccursor.qualify.model.tool import FromEnvironment, Npm, Pypi, Tool
from speccursor.qualify.provision.installed import Installed, Missing, Status
from speccursor.qualify.provision.installing import find_node, install
from speccursor.qualify.provision.node import Node
from speccursor.qualify.store.objects import Objects
from speccursor.qualify.workspaces import javascript, python
from speccursor.qualify.workspaces.copies import copy_files
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.identity import manager_of
from speccursor.qualify.workspaces.interpreters import find_interpreter
from speccursor.qualify.workspaces.isolation import Isolation, find_isolation
from speccursor.qualify.workspaces.places import Place, another_copy, folder_for_copy, sweep_memory, take_place

_MANAGERS = {"pnpm": Npm("pnpm", "10.34.8"), "yarn": Npm("yarn", "1.22.22")}
_PROGRAMS = {"pnpm": "pnpm/bin/pnpm.cjs", "yarn": "yarn/bin/yarn.js"}


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What one measurement has been given. `values` are for the invocation's placeholders."""

    isolation: Isolation
    version: str
    values: dict[str, str]
    reads: tuple[str, ...]
    environment: Environment | None


@dataclass(kw_only=True)
class Preparer:
    """Brings what measurements of one plan need, each thing once."""

    plan: Plan
    candidate: Candidate
    source: Path
    tools: Mapping[str, Tool]
    cache: Path
    objects: Objects
    environment: Mapping[str, str]
    _tasks: dict[object, "asyncio.Task[object]"] = field(default_factory=dict)
    _statuses: dict[str, Status] = field(default_factory=dict)
    _environments: dict[tuple[str, str], Prepared] = field(default_factory=dict)
    _isolation: Isolation | None = None
    _place: Place | None = None
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    _node: Node | None = None

    def close(self) -> None:
        """Give the place for copies back."""
        self._stack.close()

    @property
    def unshielded(self) -> bool:
        """Whether it has turned out that commands run without isolation here."""
        return self._isolation is not None and self._isolation.bubblewrap is None

    @property
    def isolation(self) -> Isolation:
        """What isolation there is. It must have been looked for."""
        assert self._isolation is not None  # noqa: S101  (prepare() found it)
        return self._isolation

    @property
    def place(self) -> Place:
        """Where copies are seen. It must have been taken."""
        assert self._place is not None  # noqa: S101  (prepare() took it)
        return self._place

    # what was prepared

    def ready(self, owed: Owed) -> Ready:
        """Return what was prepared for a measurement. It must have been prepared."""
        tool, component = self.tools[owed.tool], self._component(owed)
        prepared = self._environments.get((component.id, owed.cell.name)) if tool.environment else None
        environment = prepared.environment if prepared is not None else None
        status = self._statuses.get(tool.id)
        values = {"node": self._node.program} if self._node is not None else {}
        reads = self._node.reads if self._node is not None else ()
        version = ""
        if isinstance(status, Installed):
            values["tool"], version = status.path, status.version
            reads = (status.path, *status.reads, *reads)
        if environment is not None:
            values["python"] = environment.program("python")
            if isinstance(tool.provision, FromEnvironment):
                version = environment.versions.get(tool.provision.package, "")
        return Ready(
            isolation=self.isolation,
            version=version,
            values=values,
            reads=tuple(dict.fromkeys(path for path in reads if path)),
            environment=environment,
        )

    # preparing

    async def prepare(self, owed: Owed) -> Preparation | None:
        """Bring everything that a measurement needs. What failed is returned first, else the environment's."""
        tool, component = self.tools[owed.tool], self._component(owed)
        await self._once("isolation", self._find_isolation)
        status = await self._once(("tool", tool.id), lambda: self._bring(tool))
        if isinstance(status, Missing):
            return _of_tool(tool, status)
        if component.language is Language.JAVASCRIPT:
            missing = await self._once("node", self._find_node)
            if isinstance(missing, Missing):
                return _of_tool(tool, missing)
        if not tool.environment:
            return None
        key = (component.id, owed.cell.name)
        prepared = await self._once(("environment", key), lambda: self._prepare_environment(owed, component))
        assert isinstance(prepared, Prepared)  # noqa: S101  (what the coroutine returns)
        return Preparation(
            component=owed.subject,
            cell=owed.cell.name,
            outcome=prepared.outcome,
            seconds=round(prepared.seconds, 3),
            cached=prepared.cached,
            digest=prepared.digest,
            log=self._log(prepared),
            notes=prepared.notes,
        )

    async def _once(self, key: object, make: Callable[[], Coroutine[object, object, object]]) -> object:
        """Do a thing once; everybody else waits for it. A waiter that is cancelled does not cancel the thing."""
        if key not in self._tasks:
            self._tasks[key] = asyncio.ensure_future(make())
        return await asyncio.shield(self._tasks[key])

    async def _find_isolation(self) -> None:
        self._isolation = await find_isolation()
        sweep_memory()
        scratch = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="speccursor-place-")))
        self._place = self._stack.enter_context(
            take_place(self._isolation, cache=self.cache, project=str(self.source), scratch=scratch)
        )

    async def _find_node(self) -> Missing | None:
        node = await find_node(cache=self.cache, environment=self.environment)
        if isinstance(node, Missing):
            return node
        self._node = node
        return None

    async def _bring(self, tool: Tool) -> Status | None:
        if not isinstance(tool.provision, Pypi | Npm):
            return None
        statuses = await install([tool.provision], cache=self.cache, environment=self.environment)
        self._statuses[tool.id] = statuses[tool.provision]
        return self._statuses[tool.id]

    async def _prepare_environment(self, owed: Owed, component: Component) -> Prepared:
        async with self._turn():
            prepared = await self._make_environment(owed, component)
        self._environments[component.id, owed.cell.name] = prepared
        return prepared

    async def _make_environment(self, owed: Owed, component: Component) -> Prepared:
        with tempfile.TemporaryDirectory(prefix="speccursor-prepare-") as scratch:
            if component.language is Language.PYTHON:
                return await self._prepare_python(owed, component, Path(scratch))
            return await self._prepare_javascript(component, Path(scratch))

    async def _prepare_python(self, owed: Owed, component: Component, scratch: Path) -> Prepared:
        import uv  # noqa: PLC0415  (only an environment needs it)

        interpreter = await find_interpreter(
            owed.cell.toolchains.get("python"),
            environment=self.environment,
            own=own_program(),
            requires=component.facts.get("requires_python"),
        )
        return await python.prepare(
            component,
            candidate=self.candidate,
            source=self.source,
            place=self.place,
            recipe=self.plan.recipes.get(component.id, Recipe()),
            interpreter=interpreter,
            tools=pins_of(component, self.tools),
            cache=self.cache,
            isolation=self.isolation,
            uv=Path(uv.find_uv_bin()),
            scratch=scratch,
            environment=self.environment,
        )

    async def _prepare_javascript(self, component: Component, scratch: Path) -> Prepared:
        assert self._node is not None  # noqa: S101  (found before)
        managers, reads = {"npm": self._node.npm}, self._node.reads
        manager, _ = manager_of(component, self.candidate)
        if manager in _MANAGERS:
            status = (await install([_MANAGERS[manager]], cache=self.cache, environment=self.environment)).popitem()[1]
            if isinstance(status, Installed):
                program = f"{status.path}/node_modules/{_PROGRAMS[manager]}"
                managers[manager] = (self._node.program, program)
                reads = (*reads, status.path, *status.reads)
        return await javascript.prepare(
            component,
            candidate=self.candidate,
            source=self.source,
            place=self.place,
            recipe=self.plan.recipes.get(component.id, Recipe()),
            toolchain=javascript.Toolchain(
                node=self._node.program, version=self._node.version, managers=managers, reads=reads
            ),
            tools=pins_of(component, self.tools),
            cache=self.cache,
            isolation=self.isolation,
            scratch=scratch,
            environment=self.environment,
        )

    # copies

    @contextlib.asynccontextmanager
    async def copy(
        self, files: Sequence[File], folder: Path, *, read: bool = False
    ) -> AsyncIterator[tuple[Place, list[str]]]:
        """Yield a place with a fresh copy, and the files that are no longer what was surveyed.

        Under bubblewrap it holds `files` alone and is in `folder`; without, there is one place for all
        measurements, which get it one after another, with every file.
        """
        if self.place.mounted:
            size = sum(file.size for file in files)
            with folder_for_copy(size, read=read, otherwise=folder) as chosen:
                place = another_copy(self.place, chosen)
                copied = await asyncio.to_thread(copy_files, files, source=self.source, target=place.folder)
                yield place, list(copied.changed)
            return
        place = self.place
        async with self._turn():
            shutil.rmtree(place.folder, ignore_errors=True)
            copied = await asyncio.to_thread(copy_files, self.candidate.files, source=self.source, target=place.folder)
            yield place, list(copied.changed)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for the one place that there is without bubblewrap; under it everything has a place of its own."""
        if self.place.mounted:
            yield
            return
        async with self._alone:
            yield

    # parts

    def _component(self, owed: Owed) -> Component:
        return next(component for component in self.plan.components if component.id == owed.component)

    def _log(self, prepared: Prepared) -> Output | None:
        path = Path(prepared.log) if prepared.log else None
        return self.objects.put("log.txt", path) if path is not None and path.is_file() else None


def _of_tool(tool: Tool, missing: Missing) -> Preparation:
    return Preparation(
        component=f"tool:{tool.id}",
        cell="*",
        outcome=Unavailable(missing.reason, missing.hint),
        seconds=0.0,
        cached=False,
        digest=digest_of(tool.id),
        log=None,
        notes=(missing.reason,),
    )
