"""uv, installing into an environment: as the project's lock has it, and what our tools need beside that.

See uv's manual, "The pip interface" (https://docs.astral.sh/uv/pip/). A lock is followed as constraints. Where these
cannot be met (a version that does not build on this interpreter, say), they are left and that is noted: an
environment with other versions can show more than none.
"""

import posixpath
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, field
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from speccursor.qualify.model.outcome import Crashed, Outcome
from speccursor.qualify.model.tool import FromEnvironment
from speccursor.qualify.workspaces.locks import EXPORT, UV, Locked, find_lock, read_export, read_lock
from speccursor.qualify.workspaces.preparation import PreparationFailed, Preparing


class _Installed(msgspec.Struct):
    name: str
    version: str


class Installing(Struct, kw_only=True):
    """uv, installing into the environment whose programs stand in `programs`; `cwd` is the component's folder.

    `locked` is what constrains it, for as long as that can be met.
    """

    preparing: Preparing
    uv: str
    programs: Path
    cwd: str
    locked: Locked = field(default_factory=Locked)

    @property
    def _constraints(self) -> Path:
        return self.preparing.folder / "constraints.txt"

    async def follow_lock(self, path: str, *, python: str) -> None:
        """Take the versions that the component in the folder `path` has locked, for the version `python`.

        A lock that cannot be read is noted and not followed.
        """
        lock = find_lock(self.preparing.place.folder, path)
        if lock is None:
            return
        try:
            self.locked = await self._read_lock(lock, python)
        except (PreparationFailed, OSError, ValueError) as error:
            reason = _reason_of(error.outcome) if isinstance(error, PreparationFailed) else str(error)
            self._leave_lock(lock, reason)
            return
        if not self.locked.versions:
            self._leave_lock(lock, "it pins no package of an index")
            return
        self._constraints.write_text(self.locked.constraints())
        self.preparing.notes.append(f"versions are those that {lock} has: it pins {len(self.locked.versions)} packages")

    async def _read_lock(self, lock: str, python: str) -> Locked:
        if posixpath.basename(lock) != UV:
            return read_lock(self.preparing.place.folder / lock, lock=lock, python=python)
        argv = (self.uv, *EXPORT, "--python", str(self.programs / "python"))
        said = await self.preparing.run(argv, cwd=self.cwd, what="exporting the lock")
        return read_export(said.decode(errors="replace"), lock=lock, python=python)

    def _leave_lock(self, lock: str, reason: str) -> None:
        self.locked = Locked()
        self.preparing.notes.append(f"{lock} is not followed, so versions may be newer than the project's: {reason}")

    async def install(self, arguments: Sequence[str], *, what: str) -> None:
        """Install what the arguments of ``uv pip install`` name, together: as locked, or free where that fails.

        It is compiled too: where it is used nobody can write, and every start would compile it again.
        Raises PreparationFailed when it cannot be installed either way; `what` says what it was.
        """
        python = str(self.programs / "python")
        argv = (self.uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python, *arguments)
        if self.locked.versions:
            try:
                await self.preparing.run((*argv, "--constraint", str(self._constraints)), cwd=self.cwd, what=what)
            except PreparationFailed as failed:
                if not isinstance(failed.outcome, Crashed):
                    raise
                lock, reason = self.locked.lock, _reason_of(failed.outcome)
            else:
                return
            await self.preparing.run(argv, cwd=self.cwd, what=what)
            self._leave_lock(lock, reason)
            return
        await self.preparing.run(argv, cwd=self.cwd, what=what)

    async def versions(self) -> dict[str, str]:
        """Return the installed distributions by normalized name."""
        said = await self.preparing.run(
            (self.uv, "pip", "list", "--quiet", "--python", str(self.programs / "python"), "--format", "json"),
            cwd=self.cwd,
            what="listing what is installed",
        )
        installed = msgspec.json.decode(said or b"[]", type=list[_Installed])
        return {canonicalize_name(one.name): one.version for one in installed}

    async def bring(self, plugins: Sequence[str], tools: Sequence[FromEnvironment]) -> None:
        """Install the plugins and tools that the project did not bring itself."""
        there = await self.versions()
        missing = [plugin for plugin in plugins if canonicalize_name(Requirement(plugin).name) not in there]
        if missing:
            await self.install(missing, what=f"installing {', '.join(missing)}")
        pins = {package: version for tool in tools for package, version in _pins(tool)}
        ours = {package: version for package, version in pins.items() if canonicalize_name(package) not in there}
        if not ours:
            return
        named = ", ".join(ours)
        self.preparing.notes.append(f"the project brings no {named}; installed as pinned by the engine or its lock")
        try:
            await self.install(list(map(self._as_locked, ours.items())), what=f"installing {named}")
        except PreparationFailed as failed:
            if not isinstance(failed.outcome, Crashed):
                raise
            await self.install(list(ours), what=f"installing any {named}")
            self.preparing.notes.append(f"the pinned versions of {named} do not fit here; others were taken")

    def _as_locked(self, pin: tuple[str, str]) -> str:
        """Return the requirement of one of our tools, whose pin gives way to the lock's."""
        package, version = pin
        return package if canonicalize_name(package) in self.locked.versions else f"{package}=={version}"


def _reason_of(outcome: Outcome) -> str:
    """Return why a command failed, in one line."""
    return " ".join(getattr(outcome, "reason", "it took too long").split())


def _pins(tool: FromEnvironment) -> tuple[tuple[str, str], ...]:
    return ((tool.package, tool.version), *tool.beside.items())
