"""The laboratory of this machine: tools from the cache, environments by uv and npm, commands in the sandbox.

What is measured is always a copy. Under bubblewrap each command gets a copy of its own with exactly the
files that its result may depend on, seen at one fixed path; without, all commands share one copy of
everything, one after another, and every result depends on the whole tree.
"""

import contextlib
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from speccursor.qualify.execute.filling import fill
from speccursor.qualify.execute.laboratory import Measurement, Turn
from speccursor.qualify.execute.surroundings import digest_of_surroundings, identity_of, toolchain_of
from speccursor.qualify.model.candidate import Candidate, Component, ComponentId, File
from speccursor.qualify.model.cells import HOST, how_to_bring
from speccursor.qualify.model.digests import Digest, digest_of, digest_of_bytes
from speccursor.qualify.model.machine import python_version
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.outcome import Crashed, Finished, Unavailable
from speccursor.qualify.model.pathnames import on_disk
from speccursor.qualify.model.plan import Cell, Owed, Plan
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.record import Preparation
from speccursor.qualify.model.sight import visible_files
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.tool import Invocation, Registered, Tool, Unprovided
from speccursor.qualify.provision.pins import lock_of
from speccursor.qualify.store.objects import Objects

if TYPE_CHECKING:
    from speccursor.qualify.execute.preparing import Preparer, Ready
    from speccursor.qualify.workspaces.command import Command
    from speccursor.qualify.workspaces.places import Place

LIVE = frozenset(
    {
        StageId.INTEGRATION_E2E,
        StageId.LOAD_TESTS,
        StageId.CHAOS_TESTS,
        StageId.OBSERVABILITY,
        StageId.PERFORMANCE,
        StageId.DEPLOYMENT_DRILL,
    }
)
"""Stages whose evidence depends on the moment, and is never reused."""

_IN, _OUT = "/speccursor/in", "/speccursor/out"


class Workbench:
    """Measures one candidate on this machine. Use it as a context manager: it holds a place for copies."""

    def __init__(
        self,
        plan: Plan,
        candidate: Candidate,
        source: Path,
        tools: Mapping[str, Tool],
        *,
        cache: Path,
        objects: Objects,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.plan = plan
        self.candidate = candidate
        self.source = source
        self.tools = tools
        self._digests: dict[tuple[str, str], Digest] = {}
        self._absent: dict[str, Unavailable | None] = {}
        self._seen: dict[tuple[str, str], tuple[File, ...]] = {}
        self._hermetic = which("bwrap") is not None
        self.components: dict[ComponentId, Component] = {item.id: item for item in plan.components}
        self._cache = cache
        self._objects = objects
        self._environment = environment
        self._preparer: Preparer | None = None

    def __enter__(self) -> "Workbench":
        """Begin; nothing is taken until something must be measured."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give the place for copies back."""
        if self._preparer is not None:
            self._preparer.close()

    @property
    def preparer(self) -> "Preparer":
        """Whatever brings what measurements need; made when something must be measured."""
        if self._preparer is None:
            from speccursor.qualify.execute.preparing import Preparer  # noqa: PLC0415  (it needs an event loop: 0.1 s)

            self._preparer = Preparer(
                plan=self.plan,
                candidate=self.candidate,
                source=self.source,
                tools=self.tools,
                cache=self._cache,
                objects=self._objects,
                environment=self._environment,
            )
        return self._preparer

    def live(self, owed: Owed) -> bool:
        """Whether the result must not be reused: it depends on the moment, or on more than what was digested."""
        return owed.stage in LIVE or (self._hermetic and self._preparer is not None and self._preparer.unshielded)

    def environment(self, owed: Owed) -> bool:
        """Whether the tool runs in its component's environment."""
        return self.tools[owed.tool].environment

    def inputs(self, owed: Owed) -> Digest | Unavailable:
        """Return the digest of the tool, its command line, what it sees, and the environment it runs in."""
        tool, component = self.tools[owed.tool], self.components[owed.component]
        if isinstance(tool.provision, Unprovided):
            return Unavailable(tool.provision.reason, tool.provision.hint)
        absent = self._cell_absent(owed.cell)
        if absent is not None:
            return absent
        recipe = self._recipe(owed)
        return digest_of(
            {
                "format": 1,
                "tool": (tool.id, tool.provision, _locked(tool)),
                "invocation": _canonical(tool.invoke(component, self.plan.options[component.id])),
                "environment": self._surroundings(owed) if tool.environment else None,
                "toolchain": self._toolchain(owed) if tool.toolchain else None,
                "variables": sorted(recipe.environment.items()),
                "network": recipe.network,
                "toolchains": sorted(owed.cell.toolchains.items()),
                "python": python_version(),
                "files": [(file.path, file.digest, file.executable, file.link) for file in self._visible(owed)],
            }
        )

    async def prepare(self, owed: Owed) -> Preparation | None:
        """Bring the tool and the component's environment; the preparation of a tool that failed comes first."""
        return await self.preparer.prepare(owed)

    async def measure(self, owed: Owed, *, nonce: str, scratch: Path, turn: Turn) -> Measurement:
        """Run the tool on a copy and leave its raw outputs below `scratch`."""
        from speccursor.qualify.workspaces.command import Limits  # noqa: PLC0415  (only when something is run)
        from speccursor.qualify.workspaces.sandbox import run  # noqa: PLC0415  (as above)

        tool, component = self.tools[owed.tool], self.components[owed.component]
        ready = self.preparer.ready(owed)
        invocation = tool.invoke(component, self.plan.options[component.id])
        async with (
            self.preparer.copy(self._visible(owed), scratch / "copy", read=bool(tool.suffixes)) as (place, changed),
            self._command(ready, component, invocation, place, nonce=nonce, scratch=scratch) as (command, values),
            turn(),
        ):
            ended = await run(command, limits=Limits(wall_s=invocation.timeout_s), isolation=ready.isolation)
        outcome = ended.outcome(ok_exit_codes=invocation.ok_exit_codes, limit_s=invocation.timeout_s)
        if changed and isinstance(outcome, Finished):
            reason = (
                f"{', '.join(changed[:3])} changed while the candidate was being qualified: let what writes there "
                "write elsewhere, or name it in .gitignore"
            )
            outcome = Crashed(reason, None, outcome.seconds)
        declared = {name: scratch / "out" / path for name, path in invocation.outputs.items()}
        left = {name: path for name, path in declared.items() if os.path.lexists(path)}
        return Measurement(
            outcome=outcome,
            version=ready.version,
            argv=command.argv,
            root=values["root"],
            isolation=ended.isolation,
            toolchains=ready.toolchains,
            outputs={"stdout": command.stdout, "stderr": command.stderr, **left},
        )

    async def fix(self, scratch: Path) -> dict[str, bytes]:
        """Run every tool's own safe fixes, one after another on one copy; return the files that they rewrote.

        Only files of the candidate count, by their new content; what a fix adds or removes stays in the copy.
        """
        from speccursor.qualify.workspaces.command import Limits  # noqa: PLC0415  (as above)
        from speccursor.qualify.workspaces.sandbox import run  # noqa: PLC0415  (as above)

        fixing = [
            (owed, fix)
            for owed in self.plan.owed
            if owed.cell == self.plan.owed[0].cell and (fix := self.tools[owed.tool].fix) is not None
        ]
        for owed, _ in fixing:
            failed = await self.preparer.prepare(owed)
            if failed is not None and not isinstance(failed.outcome, Finished):
                raise Misuse(f"{owed.tool} cannot fix anything: {failed.outcome}", hint="leave --fix away")
        if not fixing:
            return {}
        async with self.preparer.copy(self.candidate.files, scratch / "copy") as (place, _changed):
            for number, (owed, fix) in enumerate(fixing):
                component = self.components[owed.component]
                invocation = fix(component, self.plan.options[component.id])
                step = scratch / str(number)
                step.mkdir()
                ready = self.preparer.ready(owed)
                described = self._command(ready, component, invocation, place, nonce="", scratch=step)
                async with described as (command, _values):
                    await run(command, limits=Limits(wall_s=invocation.timeout_s), isolation=ready.isolation)
            return _rewritten(self.candidate, place.folder)

    @contextlib.asynccontextmanager
    async def _command(
        self,
        ready: "Ready",
        component: Component,
        invocation: Invocation,
        place: "Place",
        *,
        nonce: str,
        scratch: Path,
    ) -> "AsyncIterator[tuple[Command, dict[str, str]]]":
        """Yield a command of this machine, with the values of its placeholders; its own copies stand until it ended."""
        from speccursor.qualify.workspaces.command import Access, Command, Mount, mount_as_is  # noqa: PLC0415  (as above)
        from speccursor.qualify.workspaces.environment import attach  # noqa: PLC0415  (as above)
        from speccursor.qualify.workspaces.kept import hand_out  # noqa: PLC0415  (as above)

        folders = {"in": scratch / "in", "out": scratch / "out"}
        for folder in folders.values():
            folder.mkdir()
        seen = {"in": _IN, "out": _OUT} if place.mounted else {name: str(path) for name, path in folders.items()}
        values = {
            "root": place.seen,
            "component": place.seen_at(component.path),
            **seen,
            **ready.values,
            "nonce": nonce,
        }
        for name, text in invocation.inputs.items():
            path = folders["in"] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        environment = ready.environment
        attached = attach(environment, place=place) if environment is not None else ()
        recipe = self.plan.recipes.get(component.id, Recipe())
        async with hand_out(environment, place=place, scratch=scratch) as (copies, named):
            yield (
                Command(
                    argv=tuple(fill(word, values) for word in invocation.argv),
                    cwd=fill(invocation.cwd, values),
                    scratch=scratch,
                    mounts=(
                        place.mount(Access.WRITE),
                        *attached,
                        *copies,
                        *(mount_as_is(Path(path)) for path in ready.reads),
                        Mount(source=folders["in"], target=seen["in"]),
                        Mount(source=folders["out"], target=seen["out"], access=Access.WRITE),
                    ),
                    environment={
                        **ready.variables,
                        **named,
                        **recipe.environment,
                        **{name: fill(text, values) for name, text in invocation.environment.items()},
                    },
                    network=recipe.network,
                ),
                values,
            )

    def _surroundings(self, owed: Owed) -> Digest:
        key = (owed.component, owed.cell.name)
        if key not in self._digests:
            self._digests[key] = digest_of_surroundings(
                self.components[owed.component],
                owed.cell,
                candidate=self.candidate,
                recipe=self._recipe(owed),
                tools=self.tools,
                environment=self._environment,
            )
        return self._digests[key]

    def _toolchain(self, owed: Owed) -> str:
        component = self.components[owed.component]
        return identity_of(toolchain_of(component, owed.cell, self._environment), component.language)

    def _cell_absent(self, cell: Cell) -> Unavailable | None:
        """Say why this machine cannot run a cell and how its evidence is brought, or None where it can."""
        if cell.name == HOST:
            return None
        if cell.name not in self._absent:
            from speccursor.qualify.execute.cells import why_not_here  # noqa: PLC0415  (only a cell that names something)

            missing = why_not_here(cell, environment=self._environment)
            bring = how_to_bring(self.plan, cell.name)
            hint = f"{bring}; or here: {missing.hint}" if missing is not None and missing.hint else bring
            self._absent[cell.name] = None if missing is None else Unavailable(missing.reason, hint)
        return self._absent[cell.name]

    def _recipe(self, owed: Owed) -> Recipe:
        return self.plan.recipes.get(owed.component, Recipe())

    def _visible(self, owed: Owed) -> tuple[File, ...]:
        if not self._hermetic:
            return self.candidate.files
        key = (owed.tool, owed.component)
        if key not in self._seen:
            tool, component = self.tools[owed.tool], self.components[owed.component]
            self._seen[key] = visible_files(tool, component, self.candidate, self._recipe(owed))
        return self._seen[key]


def _rewritten(candidate: Candidate, copy: Path) -> dict[str, bytes]:
    """Return the plain files of a copy whose content is no longer the candidate's."""
    found: dict[str, bytes] = {}
    for file in candidate.files:
        path = copy / on_disk(file.path)
        if file.link is None and path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if digest_of_bytes(content) != file.digest:
                found[file.path] = content
    return found


def _locked(tool: Tool) -> Digest | None:
    """Return the digest of a tool's lock file, where it has one."""
    if not isinstance(tool.provision, Registered):
        return None
    lock = lock_of(tool.provision)
    return lock.digest if lock is not None else None


def _canonical(invocation: Invocation) -> dict[str, object]:
    """Return an invocation in one form: sets have no order, JSON needs one."""
    return {
        "argv": invocation.argv,
        "outputs": sorted(invocation.outputs.items()),
        "inputs": sorted(invocation.inputs.items()),
        "environment": sorted(invocation.environment.items()),
        "cwd": invocation.cwd,
        "ok": sorted(invocation.ok_exit_codes),
        "timeout_s": invocation.timeout_s,
    }
