"""A verdict that stands: nothing that it depends on has changed, so it is given again without asking anything.

After a run in which every tool finished, a seal is left: what was asked, the candidate's identity, the digests of
the run's raw outputs and of its report, what stands beneath (engine, interpreter, node, bubblewrap) and the day.
The next call lists the candidate's files again, hashes every one of them and every raw output again, and gives
the sealed report only where all of that is the same. What the candidate is made of follows from its files, so it
is not found out again. Everything else goes the long way.
"""

import hashlib
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

import speccursor
from speccursor.cli.target import Place
from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.digests import Digest, digest_of_bytes
from speccursor.qualify.survey.holding import Holding, hold

_REPORT = "report.json"
_PROGRAMS = ("node", "bwrap", "go", "cargo", "rustc", "lean", "cc")


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that must be the same for a verdict to stand. `screen` is its screen, without colours."""

    question: Digest
    candidate: Digest
    beneath: Digest
    evidence: Digest
    day: str
    run: str
    code: int
    screen: str


def standing_verdict(place: Place, arguments: Namespace) -> int | None:
    """Give the sealed verdict again and return its exit code, or None where none stands."""
    if not place.own or _asks_anew(arguments):
        return None
    seal = _read(_path(place, arguments))
    if seal is None or seal.day != _today() or seal.question != _question(place, arguments):
        return None
    folder = place.kept / "runs" / seal.run
    if seal.beneath != _beneath() or seal.evidence != _evidence(folder):
        return None
    if seal.candidate != identity(hold(place.folder)):
        return None
    if arguments.json:
        sys.stdout.write((folder / _REPORT).read_text())
    else:
        print(f"Nothing changed since run {seal.run}: its verdict stands.\n")
        print(seal.screen, end="")
        print(f"\n{folder / 'report.html'}")
    return seal.code


def _asks_anew(arguments: Namespace) -> bool:
    """Whether something is asked that no seal answers."""
    measured = arguments.no_cache or arguments.fix or arguments.resume or arguments.audit_cache
    return bool(measured or arguments.cell or arguments.toolchain or arguments.since)


def leave_seal(
    place: Place,
    candidate: Candidate,
    arguments: Namespace,
    *,
    run: str,
    day: str,
    code: int,
    screen: str,
) -> None:
    """Leave a seal for a run whose every observation would be reused. `day` is the one that it was judged on."""
    seal = Seal(
        question=_question(place, arguments),
        candidate=identity(candidate),
        beneath=_beneath(),
        evidence=_evidence(place.kept / "runs" / run),
        day=day,
        run=run,
        code=code,
        screen=screen,
    )
    path = _path(place, arguments)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(msgspec.json.encode(seal))
    draft.replace(path)


def identity(candidate: Candidate | Holding) -> Digest:
    """Return the digest of what a candidate is: where it comes from, and every file's content."""
    claims = (candidate.source, candidate.revision, candidate.tree, candidate.dirty, candidate.released)
    return digest_of_bytes(msgspec.json.encode(claims, order="deterministic"))


def _path(place: Place, arguments: Namespace) -> Path:
    return place.kept / "seals" / f"{_question(place, arguments).removeprefix('sha256:')[:32]}.json"


def _read(path: Path) -> Seal | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Seal)
    except (OSError, msgspec.MsgspecError):
        return None


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _question(place: Place, arguments: Namespace) -> Digest:
    """Return the digest of what is asked: the folder, the scope, and a configuration from elsewhere."""
    config = arguments.config.read_bytes() if arguments.config is not None and arguments.config.is_file() else b""
    asked = (str(place.folder), arguments.profile, arguments.stage, arguments.component, digest_of_bytes(config))
    return digest_of_bytes(msgspec.json.encode(asked))


def _beneath() -> Digest:
    """Return the digest of the engine's own files and of the programs beneath it, by path, size and time of change."""
    package = Path(speccursor.__file__).parent
    kept = (*_kept("RUSTUP_HOME", ".rustup", "rustc"), *_kept("ELAN_HOME", ".elan", "lean"))
    programs = (sys.executable, *_on_path(*_PROGRAMS), *kept)
    stamps = [_stamp(os.path.realpath(program)) for program in programs]
    for folder, folders, names in os.walk(package):
        folders[:] = [name for name in folders if name != "__pycache__"]
        stamps += [_stamp(f"{folder}/{name}") for name in names]
    return digest_of_bytes(msgspec.json.encode(sorted(stamps)))


def _kept(variable: str, folder: str, program: str) -> Iterator[str]:
    """Yield what says which Rust or Lean there is: rustup's or elan's settings, and the program of each toolchain."""
    home = os.environ.get(variable) or os.path.join(os.environ.get("HOME", "/"), folder)  # noqa: PTH118  (text)
    toolchains = f"{home}/toolchains"
    names = sorted(os.listdir(toolchains)) if os.path.isdir(toolchains) else ()  # noqa: PTH112, PTH208  (the same)
    places = (f"{home}/settings.toml", *(f"{toolchains}/{name}/bin/{program}" for name in names))
    yield from (place for place in places if os.path.exists(place))  # noqa: PTH110  (the same)


def _on_path(*names: str) -> Iterator[str]:
    """Yield where each program is found first. (`shutil.which`, without the 3 ms of importing `shutil`.)"""
    for name in names:
        places = (f"{folder}/{name}" for folder in os.get_exec_path())
        found = next((place for place in places if os.access(place, os.X_OK)), None)
        if found is not None:
            yield found


def _stamp(path: str) -> tuple[str, int, int]:
    state = os.stat(path)  # noqa: PTH116  (hundreds of files, and a path costs more than the answer)
    return path, state.st_size, state.st_mtime_ns


def _evidence(folder: Path) -> Digest:
    """Return the digest over the run's report, record and every raw output, all hashed again."""
    hasher = hashlib.sha256()
    paths = [folder / _REPORT, folder / "record.json"]
    paths += (Path(place) / name for place, _, names in os.walk(folder / "raw") for name in names)
    for path in sorted(paths):
        try:
            with path.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            content = "gone"
        hasher.update(f"{path.relative_to(folder)}\0{content}\n".encode(errors="surrogateescape"))
    return Digest(f"sha256:{hasher.hexdigest()}")
