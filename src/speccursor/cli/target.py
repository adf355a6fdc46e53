"""The thing that is to be qualified, as a folder on this machine, and where its runs are kept."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from speccursor.qualify.survey.recognise import Target, recognise

if TYPE_CHECKING:
    from speccursor.qualify.store.state import State

FOLDER = ".speccursor"


@dataclass(frozen=True)
class Place:
    """A candidate's folder and the state folder of its runs. `own`: the folder is the user's, not a copy."""

    folder: Path
    kept: Path
    own: bool
    notice: str = ""

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
        kept, notice = _state(folder, state)
        yield Place(folder, kept, own=True, notice=notice)
        return
    kept, notice = _state(Path.cwd(), state)
    import tempfile  # noqa: PLC0415  (only a copy needs it)

    with tempfile.TemporaryDirectory(prefix="speccursor-candidate-") as scratch:
        folder = Path(scratch) / "candidate"
        if kind is Target.ARCHIVE:
            from speccursor.qualify.survey.unpack import unpack  # noqa: PLC0415  (only an archive needs it)

            folder = unpack(Path(target), folder)
        else:
            from speccursor.qualify.survey.clone import clone  # noqa: PLC0415  (only a URL needs it)

            folder = clone(target, folder, revision=None)
        yield Place(folder, kept, own=False, notice=notice)


def state_of(folder: Path, given: Path | None) -> "State":
    """Return the state folder to read runs from, without making it."""
    own = folder / FOLDER
    return Place(folder, given or (own if own.is_dir() else _elsewhere(folder)), own=True).state


def _state(folder: Path, given: Path | None) -> tuple[Path, str]:
    """Return the folder that runs are kept in, made and writable, and what there is to say of it."""
    kept = given if given is not None else folder / FOLDER
    if os.access(kept, os.W_OK) and (kept / ".gitignore").is_file():
        return kept, ""
    try:
        Place(folder, kept, own=True).state.open()
    except OSError as error:
        if given is not None:
            raise
        kept = _elsewhere(folder)
        Place(folder, kept, own=True).state.open()
        return kept, f"{folder} cannot be written ({error.strerror}); its runs are kept in {kept}"
    return kept, ""


def _elsewhere(folder: Path) -> Path:
    base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return base / "speccursor" / f"{folder.name or 'root'}-{name}"
