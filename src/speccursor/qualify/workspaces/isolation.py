"""Isolation: what keeps a command away from this machine, and the bubblewrap command line that does it.

With bubblewrap (bwrap(1)) a command has its own user, process, network, host and IPC namespaces, no
capability, the system's folders read-only, nothing of ``/home``, ``/root``, ``/var`` or ``/run``, and a
home of its own. The root is an allow-list: what is not named here or mounted does not exist. Inside it
runs as the ordinary user 1000, also when the engine is root, because suites written for ordinary users
fail for root and a result should not depend on who asked.
"""

import asyncio
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from shutil import which

from msgspec import Struct

from speccursor.qualify.workspaces.command import Access, Command, Mount

HOME = "/home/candidate"
"""The command's home, as it sees it under bubblewrap."""

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix", "/gnu", "/etc")
_USER_ID = "1000"
_SHARED_MEMORY_BYTES = 1024 * 1024 * 1024
_TRIAL_TIMEOUT_S = 10.0
_PASSWD = f"candidate:x:{_USER_ID}:{_USER_ID}::{HOME}:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n"
_GROUP = f"candidate:x:{_USER_ID}:\nnogroup:x:65534:\n"
_HOSTS = Path("/etc/hosts")
_DIRECTORY_CAN_BE_LISTED = stat.S_IROTH | stat.S_IXOTH


class Isolation(Struct, frozen=True, kw_only=True):
    """What isolation commands get here. `bubblewrap` is None where there is none, and `reason` says why."""

    bubblewrap: str | None
    version: str = ""
    reason: str = ""

    def describe(self, *, network: bool = False) -> str:
        """Return the sentence for the envelope."""
        if self.bubblewrap is None:
            return f"none: {self.reason}"
        reach = "network" if network else "no network"
        return f"bubblewrap {self.version}: {reach}, read-only root, private home"


async def find_isolation(program: str | None = None) -> Isolation:
    """Find bubblewrap (or take `program`) and try it: that it is installed does not mean that it works.

    Takes some 20 ms; ask once. Containers and some distributions forbid unprivileged user namespaces.
    """
    found = program or which("bwrap")
    if found is None:
        return Isolation(bubblewrap=None, reason="bubblewrap is not installed")
    trial = (found, *_namespaces(network=False), *_system(), "--", "/bin/true")
    (started, said), (worked, answer) = await asyncio.gather(_trial((found, "--version")), _trial(trial))
    if started != 0:
        return Isolation(bubblewrap=None, reason=f"bubblewrap does not start: {said}")
    version = said.removeprefix("bubblewrap ")
    if worked != 0:
        return Isolation(bubblewrap=None, reason=f"bubblewrap {version} does not work here: {answer}")
    return Isolation(bubblewrap=found, version=version)


async def _trial(argv: Sequence[str]) -> tuple[int, str]:
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        return 1, error.strerror or str(error)
    try:
        async with asyncio.timeout(_TRIAL_TIMEOUT_S):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return 1, f"no answer within {_TRIAL_TIMEOUT_S:g} s"
    return process.returncode or 0, said.decode(errors="replace").strip().partition("\n")[0]


def wrap(isolation: Isolation, command: Command, *, status_fd: int) -> tuple[str, ...]:
    """Return the bubblewrap command line for a command, which reports on `status_fd` what it did.

    Raises ValueError without bubblewrap.
    """
    if isolation.bubblewrap is None:
        raise ValueError("there is no bubblewrap to wrap a command in")
    identity = command.scratch / "identity"
    own = (
        Mount(source=command.scratch / "home", target=HOME, access=Access.WRITE),
        Mount(source=command.scratch / "tmp", target="/tmp", access=Access.WRITE),  # noqa: S108  (its own)
        Mount(source=identity / "passwd", target="/etc/passwd"),
        Mount(source=identity / "group", target="/etc/group"),
        Mount(source=identity / "hosts", target="/etc/hosts"),
    )
    return (
        isolation.bubblewrap,
        "--json-status-fd",
        str(status_fd),
        *_namespaces(network=command.network),
        *_system(),
        *_hidden_configuration(),
        *(_name_resolution() if command.network else ()),
        *(word for mount in (*own, *command.mounts) for word in _mounted(mount)),
        *("--remount-ro", "/", "--chdir", command.cwd, "--"),
        *command.argv,
    )


def write_identity(scratch: Path) -> None:
    """Write the files that name the sandbox's one user, and its host so that it can be looked up."""
    folder = scratch / "identity"
    folder.mkdir(exist_ok=True)
    (folder / "passwd").write_text(_PASSWD)
    (folder / "group").write_text(_GROUP)
    known = _HOSTS.read_text(errors="replace") if _HOSTS.is_file() else ""
    (folder / "hosts").write_text(f"127.0.0.1 localhost candidate\n::1 localhost\n{known}")


def _namespaces(*, network: bool) -> tuple[str, ...]:
    return (
        *("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"),
        *(() if network else ("--unshare-net",)),
        *("--uid", _USER_ID, "--gid", _USER_ID, "--hostname", "candidate"),
        *("--die-with-parent", "--new-session", "--cap-drop", "ALL"),
    )


def _system() -> Iterator[str]:
    for name in _SYSTEM:
        path = Path(name)
        if path.is_symlink():
            yield from ("--symlink", os.readlink(path), name)  # noqa: PTH115  (the text, as bwrap wants it)
        elif path.is_dir():
            yield from ("--ro-bind", name, name)
    yield from ("--ro-bind-try", "/sys/devices/system", "/sys/devices/system")
    yield from ("--proc", "/proc", "--dev", "/dev")
    yield from ("--size", str(_SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm")  # noqa: S108  (the sandbox's own)
    yield from ("--tmpfs", "/run", "--dir", "/var", "--symlink", "../tmp", "/var/tmp")  # noqa: S108  (the same)


@lru_cache(maxsize=1)
def _hidden_configuration() -> tuple[str, ...]:
    return tuple(_masked(Path("/etc")))


def _masked(folder: Path) -> Iterator[str]:
    """Hide what only root may read: as root, the sandbox's user would own it."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_symlink():
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        if entry.is_dir(follow_symlinks=False):
            if mode & _DIRECTORY_CAN_BE_LISTED == _DIRECTORY_CAN_BE_LISTED:
                yield from _masked(Path(entry.path))
            else:
                yield from ("--tmpfs", entry.path)
        elif not mode & stat.S_IROTH:
            yield from ("--ro-bind", "/dev/null", entry.path)


def _name_resolution() -> Iterable[str]:
    """Show the resolver's file where ``/etc/resolv.conf`` is a link into the hidden ``/run``."""
    path = Path("/etc/resolv.conf")
    if path.is_symlink():
        real = str(path.resolve())
        return ("--ro-bind-try", real, real)
    return ()


def _mounted(mount: Mount) -> tuple[str, ...]:
    match mount.access:
        case Access.READ:
            return ("--ro-bind", str(mount.source), mount.target)
        case Access.WRITE:
            return ("--bind", str(mount.source), mount.target)
        case Access.MEMORY:
            return ("--tmpfs", mount.target)
