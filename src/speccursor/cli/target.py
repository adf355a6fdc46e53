"""The thing that is to be qualified, as a folder on this machine, and where its runs are kept."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from speccursor.qualify.model.misuse import Misuse, UnusableCandidate
from speccursor.qualify.survey.recognise import Target, recognise

if TYPE_CHECKING:
    from speccursor.qualify.store.state import State

FOLDER = ".speccursor"


class Place(Struct, frozen=True):
    """A candidate's folder and the state folder of its runs.

    `own`: the folder is the user's, not a copy. `packed`: it was unpacked from an archive.
    """

    folder: Path
    kept: Path
    own: bool
    notice: str = ""
    packed: bool = False

    @property
    def state(self) -> "State":
        """What is kept of this candidate's runs."""
        from speccursor.qualify.store.state import State  # noqa: PLC0415  (a verdict that stands needs none: 10 ms)

        return State(self.kept)


@contextmanager
def placed(target: str, *, state: Path | None = None) -> Iterator[Place]:
    """Bring the target to a folder: as it is, unpacked, or cloned. Copies are gone afterwards.

    The state folder stands in the candidate's own folder, for an archive or URL in the current one; where
    that cannot be written, in the user's state folder, which `notice` then tells.
    """
    kind = recognise(target)
    if kind is Target.FOLDER:
        folder = Path(target).resolve()
        with _state(folder, state) as (kept, notice):
            yield Place(folder, kept, own=True, notice=notice)
        return
    import tempfile  # noqa: PLC0415  (only a copy needs it)

    with (
        _state(Path.cwd(), state) as (kept, notice),
        tempfile.TemporaryDirectory(prefix="speccursor-candidate-") as scratch,
    ):
        folder = Path(scratch) / "candidate"
        if kind is Target.ARCHIVE:
            from speccursor.qualify.survey.unpack import unpack  # noqa: PLC0415  (only an archive needs it)

            folder = unpack(Path(target), folder)
        else:
            from speccursor.qualify.survey.clone import clone  # noqa: PLC0415  (only a URL needs it)

            folder = clone(target, folder, revision=None)
        yield Place(folder, kept, own=False, notice=notice, packed=kind is Target.ARCHIVE)


def state_of(folder: Path, given: Path | None) -> "State":
    """Return the state folder to read runs from, without making it: the one that `placed` would write to."""
    return Place(folder, given or _found(folder), own=True).state


def _found(folder: Path) -> Path:
    own = folder / FOLDER
    if own.is_dir() and os.access(own, os.W_OK):
        return own
    elsewhere = _elsewhere(folder)
    return own if own.is_dir() and not elsewhere.is_dir() else elsewhere


@contextmanager
def _state(folder: Path, given: Path | None) -> Iterator[tuple[Path, str]]:
    """Yield the folder that runs are kept in and what there is to say of it; nothing is left of what is refused."""
    kept, notice = _opened(folder, given)
    try:
        yield kept, notice
    except UnusableCandidate:
        if [path.name for path in kept.iterdir()] == [".gitignore"]:
            (kept / ".gitignore").unlink()
            kept.rmdir()
        raise


def _opened(folder: Path, given: Path | None) -> tuple[Path, str]:
    """Return the folder that runs are kept in, made and writable, and what there is to say of it."""
    kept = given if given is not None else folder / FOLDER
    if os.access(kept, os.W_OK) and (kept / ".gitignore").is_file():
        return kept, ""
    try:
        Place(folder, kept, own=True).state.open()
        if not os.access(kept, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(kept))
    except OSError as error:
        if given is not None:
            raise
        with suppress(OSError):
            kept.rmdir()  # a full disk took the folder and nothing in it
        kept = _elsewhere(folder)
        Place(folder, kept, own=True).state.open()
        return kept, f"{folder} cannot be written ({error.strerror}); its runs are kept in {kept}"
    return kept, ""


def _elsewhere(folder: Path) -> Path:
    stated = Path(os.environ.get("XDG_STATE_HOME", ""))
    try:
        base = stated if stated.is_absolute() else Path.home() / ".local" / "state"
    except RuntimeError as error:
        raise Misuse(f"there is no folder to keep runs in: {error}", hint="name one with --state") from error
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return base / "speccursor" / f"{folder.name or 'root'}-{name}"
