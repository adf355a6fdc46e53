"""What measurements need before they can start: their tools, their components' environments, a place for copies.

Each is brought once, however many measurements wait for it. Interpreters are found without starting
anything where the engine's own will do.
"""

import asyncio
import contextlib
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, field

from speccursor.qualify.execute.cells import is_brought
from speccursor.qualify.execute.environments import Wanted, make
from speccursor.qualify.execute.surroundings import c_compiler, wishes_of
from speccursor.qualify.model.candidate import Candidate, Component, File, Language
from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.machine import own_program
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.plan import Owed, Plan
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.record import Output, Preparation
from speccursor.qualify.model.tool import FromEnvironment, FromToolchain, Npm, Registered, Tool
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.installed import Installed, Missing, Status
from speccursor.qualify.provision.installing import bring_toolchain, find_node, install
from speccursor.qualify.provision.node import NODE, Node, node_of
from speccursor.qualify.provision.nodes import node_of_version
from speccursor.qualify.provision.toolchains import without
from speccursor.qualify.store.objects import Objects
from speccursor.qualify.workspaces.command import SYSTEM_PATH
from speccursor.qualify.workspaces.copies import copy_files
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.isolation import Isolation, find_isolation
from speccursor.qualify.workspaces.making import Ground
from speccursor.qualify.workspaces.places import Place, another_copy, folder_for_copy, sweep_memory, take_place

_OWN_READS = () if sys.base_prefix.startswith("/usr") else (sys.base_prefix,)


class Ready(Struct, frozen=True, kw_only=True):
    """What one measurement has been given. `values` are for the placeholders, `variables` for its environment.

    `toolchains` are the versions of those that it runs in, by name.
    """

    isolation: Isolation
    version: str
    values: dict[str, str]
    variables: dict[str, str]
    reads: tuple[str, ...]
    environment: Environment | None
    toolchains: dict[str, str]


class Preparer(Struct, kw_only=True):
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
    _nodes: dict[str | None, Node] = field(default_factory=dict)
    _versions: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    _toolchains: dict[tuple[str, str], Toolchain] = field(default_factory=dict)
    _facts: dict[tuple[str, str], Environment] = field(default_factory=dict)

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
        environment = self._environment_of(tool, owed)
        status = self._statuses.get(tool.id)
        node = self._nodes.get(_node_version(owed)) if _needs_node(tool, component) else None
        values = {"python": own_program()} | ({"node": node.program} if node is not None else {})
        reads = (*_OWN_READS, *(node.reads if node is not None else ()))
        toolchains = dict(self._versions.get((component.id, owed.cell.name), {})) if environment is not None else {}
        variables: dict[str, str] = {}
        version = ""
        toolchain = self._toolchains.get((component.id, owed.cell.name)) if tool.toolchain else None
        if toolchain is not None:
            values["toolchain"], reads = toolchain.home, (*toolchain.reads, *reads)
            variables["PATH"] = f"{toolchain.programs}:{SYSTEM_PATH}"
            version = toolchains[tool.toolchain] = toolchain.version
        if isinstance(status, Installed):
            values["tool"], version = status.path, status.version
            reads = (status.path, *status.reads, *reads)
        if environment is not None:
            variables |= environment.variables
            if component.language is Language.PYTHON:
                values["python"] = environment.program("python")
            if isinstance(tool.provision, FromEnvironment):
                version = environment.versions.get(tool.provision.package, "")
        return Ready(
            isolation=self.isolation,
            version=version,
            values=values,
            variables=variables,
            reads=tuple(dict.fromkeys(path for path in reads if path)),
            environment=environment,
            toolchains=toolchains,
        )

    # preparing

    async def prepare(self, owed: Owed) -> Preparation | None:
        """Bring everything that a measurement needs. What failed is returned first, else the environment's."""
        tool, component = self.tools[owed.tool], self._component(owed)
        await self._once("isolation", self._find_isolation)
        status = await self._once(("tool", tool.id), lambda: self._bring(tool))
        if isinstance(status, Missing):
            return _of_tool(tool, status)
        if _needs_node(tool, component):
            version = _node_version(owed)
            missing = await self._once(("node", version), lambda: self._find_node(version))
            if isinstance(missing, Missing):
                return _of_tool(tool, missing)
        if tool.toolchain:
            found = await self._once(("toolchain", component.id, owed.cell.name), lambda: self._find_toolchain(owed))
            if isinstance(found, Missing):
                return _of_tool(tool, found, cell=owed.cell.name)
            absent = self._absent(tool, owed)
            if absent is not None:
                return _of_tool(tool, absent, cell=owed.cell.name)
        if not tool.environment:
            return None
        key = (component.id, owed.cell.name)
        prepared = await self._once(("environment", key), lambda: self._prepare_environment(owed, component))
        assert isinstance(prepared, Prepared)  # noqa: S101  (what the coroutine returns)
        if tool.facts and isinstance(status, Installed) and prepared.environment is not None:
            toolchain = self._toolchains[component.id, owed.cell.name]
            await self._once(("facts", tool.id, toolchain.identity), lambda: self._gather(tool, status, toolchain))
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

    async def _find_node(self, version: str | None) -> Missing | None:
        if version is None:
            node = await find_node(cache=self.cache, environment=self.environment)
        else:
            node = node_of_version(version, environment=self.environment)
            if isinstance(node, Missing) and is_brought(version, self.environment):
                wheel = (await install([NODE], cache=self.cache, environment=self.environment))[NODE]
                node = node_of(wheel) if isinstance(wheel, Installed) else wheel
        if isinstance(node, Missing):
            return node
        self._nodes[version] = node
        return None

    async def _find_toolchain(self, owed: Owed) -> Missing | None:
        component = self._component(owed)
        language = component.language
        found = await bring_toolchain(
            language,
            owed.cell.toolchains.get(language),
            cache=self.cache,
            environment=self.environment,
            **wishes_of(component),
        )
        if isinstance(found, Missing):
            return found
        self._toolchains[component.id, owed.cell.name] = found
        return None

    def _absent(self, tool: Tool, owed: Owed) -> Missing | None:
        """Say what a tool that comes with its toolchain is missing there."""
        if not isinstance(tool.provision, FromToolchain):
            return None
        return without(self._toolchains[self._component(owed).id, owed.cell.name], tool.provision.programs)

    async def _bring(self, tool: Tool) -> Status | None:
        if not isinstance(tool.provision, Registered):
            return None
        statuses = await install([tool.provision], cache=self.cache, environment=self.environment)
        self._statuses[tool.id] = statuses[tool.provision]
        return self._statuses[tool.id]

    async def _prepare_environment(self, owed: Owed, component: Component) -> Prepared:
        key = (component.id, owed.cell.name)
        async with self._turn():
            with tempfile.TemporaryDirectory(prefix="speccursor-prepare-") as scratch:
                made = await make(
                    Wanted(
                        component=component,
                        cell=owed.cell,
                        recipe=self.plan.recipes.get(component.id, Recipe()),
                        ground=self._ground(Path(scratch)),
                        tools=self.tools,
                        node=self._nodes.get(_node_version(owed)),
                        toolchain=self._toolchains.get(key),
                    )
                )
        self._environments[key] = made.prepared
        self._versions[key] = made.versions
        return made.prepared

    async def _gather(self, tool: Tool, status: Installed, toolchain: Toolchain) -> None:
        """Have a tool find out beforehand what it will want to know. Where it cannot, it finds out each time."""
        from speccursor.qualify.workspaces import go_facts  # noqa: PLC0415  (only Go's tools have facts)

        async with self._turn():
            with tempfile.TemporaryDirectory(prefix="speccursor-prepare-") as scratch:
                gathered = await go_facts.facts_of_standard_library(
                    self._ground(Path(scratch)),
                    toolchain=toolchain,
                    compiler=c_compiler(),
                    program=Path(status.path, "bin", tool.id),
                    version=status.version,
                )
        if gathered.environment is not None:
            self._facts[tool.id, toolchain.identity] = gathered.environment

    def _ground(self, scratch: Path) -> Ground:
        return Ground(
            candidate=self.candidate,
            source=self.source,
            place=self.place,
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

        Under bubblewrap it holds `files` alone and is in `folder`, or in memory where it is small (`read` says that it
        will not grow); without, there is one place for all measurements, one after another, with every file.
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

    def _environment_of(self, tool: Tool, owed: Owed) -> Environment | None:
        """Return the environment that a tool runs in, with what the tool knows beforehand beside it."""
        key = (owed.component, owed.cell.name)
        prepared = self._environments.get(key) if tool.environment else None
        environment = prepared.environment if prepared is not None else None
        facts = self._facts.get((tool.id, self._toolchains[key].identity)) if tool.facts else None
        if environment is None or facts is None:
            return environment
        return msgspec.structs.replace(environment, links={**environment.links, **facts.links})

    def _component(self, owed: Owed) -> Component:
        return next(component for component in self.plan.components if component.id == owed.component)

    def _log(self, prepared: Prepared) -> Output | None:
        path = Path(prepared.log) if prepared.log else None
        return self.objects.put("log.txt", path) if path is not None and path.is_file() else None


def _needs_node(tool: Tool, component: Component) -> bool:
    return component.language is Language.JAVASCRIPT or isinstance(tool.provision, Npm)


def _node_version(owed: Owed) -> str | None:
    return owed.cell.toolchains.get("node")


def _of_tool(tool: Tool, missing: Missing, *, cell: str = "*") -> Preparation:
    return Preparation(
        component=f"tool:{tool.id}",
        cell=cell,
        outcome=Unavailable(missing.reason, missing.hint),
        seconds=0.0,
        cached=False,
        digest=digest_of(tool.id),
        log=None,
        notes=(missing.reason,),
    )
