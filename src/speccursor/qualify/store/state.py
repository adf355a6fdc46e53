"""The state folder of one repository: where its runs, its raw outputs and its cache are."""

import contextlib
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.outcome import Finished
from speccursor.qualify.model.record import Record
from speccursor.qualify.store.cache import Cache
from speccursor.qualify.store.files import write_atomically
from speccursor.qualify.store.objects import Objects
from speccursor.qualify.store.runs import RunFolder

_NAME = "%Y%m%dT%H%M%SZ"


def _named(run: str) -> datetime | None:
    """Return the time that a run is named after, or None for a folder that was named by somebody else."""
    text = run.partition("-")[0]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if f"{moment:{_NAME}}" == text else None  # there are many other ways to write a time


class State:
    """A `.speccursor/` folder. It ignores itself in Git, so that it is never part of a candidate."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.objects = Objects(folder / "objects")
        self.cache = Cache(folder / "cache", self.objects)

    def open(self) -> None:
        """Make the folder. Raises OSError where it cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            write_atomically(ignore, b"*\n")

    def new_run(self, now: datetime) -> RunFolder:
        """Make the folder of a new run, named after the time (UTC) and four random digits, so that two at once differ.

        A clock that was set back, or two runs within one second, change nothing of their order: where runs are
        stored that are not older, the new one is named for the second after theirs.
        """
        moment = now.astimezone(UTC).replace(microsecond=0)
        stored = [_named(run.id) for run in self.runs()]
        moment = max([moment, *(at + timedelta(seconds=1) for at in stored if at is not None)])
        while True:
            run = RunFolder(self.folder / "runs" / f"{moment:{_NAME}}-{secrets.token_hex(2)}")
            run.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                run.path.mkdir()
                return run

    def durations(self) -> dict[str, float]:
        """Return how long each observation took when it was last measured here, in seconds, by owed id."""
        try:
            return msgspec.json.decode((self.folder / "durations.json").read_bytes(), type=dict[str, float])
        except (OSError, msgspec.MsgspecError):
            return {}

    def keep_durations(self, record: Record) -> None:
        """Remember how long what was measured took, so that the next run can start the longest first."""
        measured: dict[str, float] = {
            item.owed: item.outcome.seconds
            for item in record.observations
            if isinstance(item.outcome, Finished) and item.envelope is not None and item.envelope.origin is None
        }
        if measured:
            write_atomically(self.folder / "durations.json", canonical_json({**self.durations(), **measured}))

    def runs(self) -> list[RunFolder]:
        """Return every stored run, the oldest first."""
        folder = self.folder / "runs"
        if not folder.is_dir():
            return []
        named = (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))
        return [RunFolder(path) for path in named if (path / "plan.json").is_file()]

    def find(self, name: str) -> RunFolder:
        """Return the run with this id, unique beginning of an id, or ``latest``. Raises UnusableRun."""
        runs = self.runs()
        if name == "latest" and runs:
            return runs[-1]
        matches = [run for run in runs if run.id.startswith(name)]
        if len(matches) == 1:
            return matches[0]
        found = "no run" if not matches else f"{len(matches)} runs"
        match = "match" if matches else "matches"
        raise UnusableRun(f"{found} in {self.folder} {match} {name!r}", hint="`speccursor runs` lists them")
