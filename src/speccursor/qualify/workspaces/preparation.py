"""One preparation while it runs: its commands in the sandbox, its log, and what it left in the tree.

Preparing runs a project's build and may reach a registry, so it gets what that takes (proxies, certificates,
index addresses) and nothing else of the engine's environment. It works on a copy of its own.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.outcome import Crashed, Outcome, Unavailable
from speccursor.qualify.workspaces.command import Access, Command, Ended, Limits, Mount, mount_as_is
from speccursor.qualify.workspaces.copies import copy_files
from speccursor.qualify.workspaces.environment import BUILT
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.places import Place
from speccursor.qualify.workspaces.sandbox import run

PREPARATION_LIMITS = Limits(wall_s=1200.0)

_PASSED_ON = (
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"),
    *("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_NATIVE_TLS"),
    *("UV_SYSTEM_CERTS", "UV_INSECURE_HOST", "UV_HTTP_TIMEOUT", "npm_config_registry", "NPM_CONFIG_REGISTRY"),
    *("npm_config_cafile", "NPM_CONFIG_CAFILE", "YARN_NPM_REGISTRY_SERVER"),
    *("CARGO_HTTP_CAINFO", "CARGO_HTTP_PROXY", "GOPROXY", "GONOPROXY", "GOSUMDB", "GONOSUMDB", "GOPRIVATE"),
)
_NAMING_FILES = (
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"),
    *("UV_FIND_LINKS", "npm_config_cafile", "NPM_CONFIG_CAFILE", "CARGO_HTTP_CAINFO"),
)
_ALWAYS_SEEN = ("/usr", "/etc", "/opt", "/bin", "/lib")
_UNREACHABLE = (
    *("dns error", "error sending request", "Connection refused", "Network is unreachable", "ENOTFOUND"),
    *("EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH", "tunnel error", "client error (Connect)"),
    *("Temporary failure in name resolution", "Could not resolve host", "no such host", "connection refused"),
    *("failed to resolve address", "Could not connect to server", "Couldn't connect to server"),
)
_NOT_KEPT = frozenset({"__pycache__", ".git", "node_modules", ".pytest_cache", ".mypy_cache"})
_LARGEST_BUILT = 512 * 1024 * 1024
_REASON_LINES = 8
_REASON_LENGTH = 1200


class PreparationFailed(Exception):  # noqa: N818  (named for what it is)
    """A command of a preparation did not do its work; `outcome` says which and why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


class Preparing(Struct, kw_only=True):
    """A preparation that is under way in `folder`, the environment's own, on a copy that is seen at `place`."""

    folder: Path
    place: Place
    scratch: Path
    isolation: Isolation
    limits: Limits
    mounts: tuple[Mount, ...]
    downloads: Path
    environment: dict[str, str]
    say: Callable[[str], None]
    notes: list[str] = field(default_factory=list)
    _before: dict[str, tuple[int, int]] = field(default_factory=dict)
    _steps: int = 0

    @property
    def log(self) -> Path:
        """Everything that the commands said, in order."""
        return self.folder / "log.txt"

    def remember_tree(self) -> None:
        """Note what is in the copy now, so that `keep_built` can tell what came after."""
        self._before = _listing(self.place.folder)

    async def run(
        self,
        argv: Sequence[str],
        *,
        cwd: str,
        what: str,
        ok: frozenset[int] = frozenset({0}),
        variables: Mapping[str, str] = MappingProxyType({}),
    ) -> bytes:
        """Run one command and return its standard output. Raises PreparationFailed when it does not succeed.

        `variables` are for this command alone.
        """
        self.say(what)
        self._steps += 1
        command = Command(
            argv=tuple(argv),
            cwd=cwd,
            scratch=self.scratch / f"step-{self._steps}",
            mounts=(
                self.place.mount(Access.WRITE),
                mount_as_is(self.folder, Access.WRITE),
                mount_as_is(self.downloads, Access.WRITE),
                *self.mounts,
            ),
            environment={**self.environment, **variables},
            network=True,
        )
        ended = await run(command, limits=self.limits, isolation=self.isolation)
        said, warned = command.stdout.read_bytes(), command.stderr.read_bytes()
        with self.log.open("ab") as log:
            log.write(f"$ {' '.join(argv)}\n".encode() + said + warned + b"\n")
        if ended.exit_code not in ok:
            raise PreparationFailed(_failure(what, ended, self.limits, warned or said))
        return said

    def keep_built(self) -> None:
        """Keep the files that the commands made in the copy: later copies of the component need them too."""
        after = _listing(self.place.folder)
        made = sorted(path for path in after if path not in self._before)
        rewritten = sorted(path for path, state in self._before.items() if after.get(path) != state)
        size = sum(after[path][1] for path in made)
        if size > _LARGEST_BUILT:
            self.notes.append(f"the preparation made {size} bytes of files in the tree; they are not kept")
            made = []
        for path in made:
            target = self.folder / BUILT / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.place.folder / path, target, follow_symlinks=False)
        if made:
            shown = ", ".join(made[:5]) + (", ..." if len(made) > 5 else "")  # noqa: PLR2004  (five are shown)
            self.notes.append(f"the preparation made {len(made)} files in the tree, laid into each copy: {shown}")
        if rewritten:
            self.notes.append(
                f"the preparation rewrote or removed {', '.join(rewritten[:5])}; copies keep the original"
            )


def begin(
    *,
    candidate: Candidate,
    source: Path,
    folder: Path,
    place: Place,
    scratch: Path,
    isolation: Isolation,
    limits: Limits,
    mounts: tuple[Mount, ...],
    downloads: Path,
    environment: Mapping[str, str],
    say: Callable[[str], None],
) -> Preparing:
    """Empty an environment's folder, make a copy of the candidate to work on, and return the preparation."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    downloads.mkdir(parents=True, exist_ok=True)
    here = Place(folder=scratch / "copy", seen=place.seen, lane=place.lane) if place.mounted else place
    fill(here, candidate=candidate, source=source)
    preparing = Preparing(
        folder=folder,
        place=here,
        scratch=scratch,
        isolation=isolation,
        limits=limits,
        mounts=(*mounts, *_files_named(environment)),
        downloads=downloads,
        environment={**passed_on(environment), "PYTHONDONTWRITEBYTECODE": "1"},
        say=say,
    )
    preparing.remember_tree()
    return preparing


def fill(place: Place, *, candidate: Candidate, source: Path) -> None:
    """Put a fresh copy of the candidate into a place, instead of what is there."""
    shutil.rmtree(place.folder, ignore_errors=True)
    copy_files(candidate.files, source=source, target=place.folder)


def passed_on(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what a preparation gets of the engine's environment: how to reach the registries."""
    return {name: environment[name] for name in _PASSED_ON if environment.get(name)}


def seen_already(path: Path) -> bool:
    """Whether a sandbox shows a path without a mount."""
    return any(path.is_relative_to(folder) for folder in _ALWAYS_SEEN)


def environment_folder(cache: Path, kind: str, name: str, digest: Digest) -> Path:
    """Return the folder of an environment: readable, and another one for every digest."""
    readable = "".join(letter if letter.isalnum() else "-" for letter in name)[:40].strip("-")
    return cache / "environments" / f"{kind}-{readable or 'root'}-{digest.removeprefix('sha256:')[:16]}"


def downloads_of(source: Path, *, cache: Path) -> Path:
    """Return the folder for a project's downloads. Builds can write there, so no two projects share one."""
    return cache / "downloads" / digest_of(str(source.resolve())).removeprefix("sha256:")[:16]


def _files_named(environment: Mapping[str, str]) -> Iterable[Mount]:
    for name in _NAMING_FILES:
        path = Path(environment.get(name, ""))
        if path.is_absolute() and path.exists() and not seen_already(path):
            yield mount_as_is(path)


def _failure(what: str, ended: Ended, limits: Limits, said: bytes) -> Outcome:
    if ended.killed is not None or ended.exit_code is None:
        return ended.outcome(ok_exit_codes=frozenset(), limit_s=limits.wall_s)
    lines = [line.rstrip() for line in said[-65536:].decode(errors="replace").splitlines() if line.strip()]
    reason = f"{what}: " + "\n".join(lines[-_REASON_LINES:])[-_REASON_LENGTH:]
    if any(word in line for line in lines for word in _UNREACHABLE):
        return Unavailable(reason, "the registry could not be reached; connect, or set the index that you use")
    return Crashed(reason, ended.exit_code, ended.seconds)


def _listing(root: Path) -> dict[str, tuple[int, int]]:
    """Return the change time and size of every file below a folder, without what nobody keeps."""
    found: dict[str, tuple[int, int]] = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in _NOT_KEPT]
        for name in names:
            path = Path(folder) / name
            state = path.lstat()
            found[path.relative_to(root).as_posix()] = (state.st_mtime_ns, state.st_size)
    return found
