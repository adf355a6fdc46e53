"""A run's folder: plan first, one journal line per observation as it is made, the record at the end.

The folder is complete in itself: `judge` needs nothing else, so it can be moved or handed over. A run
that was killed half-way keeps every observation whose journal line was written whole, and is resumed
from there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec

from speccursor.qualify.model.digests import canonical_json, digest_of_bytes
from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.plan import OwedId, Plan, folder_of
from speccursor.qualify.model.record import Envelope, Observation, Output, Preparation, Record
from speccursor.qualify.store.files import append_line, naming, write_atomically
from speccursor.qualify.store.objects import Objects, hash_stream
from speccursor.qualify.store.outputs import StoredOutputs

Value = TypeVar("Value", Plan, Record)

FILES = frozenset({"plan.json", "record.json", "report.json"})
"""Files of a run's folder that stand for the run where a user names one."""

_HINT = "`speccursor runs` lists the runs that are stored here"


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """The journal's first line: which run this is."""

    run: str
    nonce: str
    plan: str
    machine: str
    started: str


def path_parts(owed: OwedId) -> tuple[str, ...]:
    """Return the folders that the outputs of one piece of evidence stand in: stage, component, cell, tool, release."""
    return tuple(quote(word, safe=":,=@+") for word in owed.split(" "))


class RunFolder:
    """One run on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def id(self) -> str:
        """The run's id, which is its folder's name."""
        return self.path.name

    # writing

    def begin(self, plan: Plan, start: Start) -> None:
        """Write the plan and open the journal."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_atomically(self.path / "plan.json", canonical_json(plan))
        self._append(canonical_json(start))

    def observe(self, observation: Observation, objects: Objects) -> None:
        """Keep an observation: its outputs first, then its line in the journal, synced."""
        if observation.envelope is not None:
            folder = self.raw(observation.owed)
            folder.mkdir(parents=True, exist_ok=True)
            for output in observation.envelope.outputs:
                keep_file(objects.path(output.digest), folder / output.name)
        self._append(canonical_json(observation))

    def keep_log(self, preparation: Preparation, objects: Objects) -> None:
        """Keep the log of a preparation, where it left one."""
        if preparation.log is not None:
            target = self.log_of(preparation, preparation.log)
            target.parent.mkdir(parents=True, exist_ok=True)
            keep_file(objects.path(preparation.log.digest), target)

    def finish(self, record: Record) -> None:
        """Write the finished record."""
        write_atomically(self.path / "record.json", canonical_json(record))

    def write(self, name: str, content: bytes) -> Path:
        """Write one of the run's reports."""
        write_atomically(self.path / name, content)
        return self.path / name

    def _append(self, line: bytes) -> None:
        append_line(self.path / "journal.jsonl", line)

    # reading

    @property
    def finished(self) -> bool:
        """Whether the run came to its end."""
        return (self.path / "record.json").is_file()

    def plan(self) -> Plan:
        """Read the plan. Its digest is that of the bytes that are stored. Raises UnusableRun."""
        plan, content = decoded(self.path / "plan.json", Plan)
        return msgspec.structs.replace(plan, kept=digest_of_bytes(content))

    def record(self) -> Record:
        """Read the finished record. Raises UnusableRun."""
        return decoded(self.path / "record.json", Record)[0]

    def journal(self) -> tuple[Start, list[Observation]]:
        """Read what an unfinished run has observed; a last line cut short is left out. Raises UnusableRun."""
        try:
            lines = (self.path / "journal.jsonl").read_bytes().split(b"\n")[:-1]
        except OSError as error:
            raise UnusableRun(f"{self.id} has no journal", hint=_HINT) from error
        if not lines:
            raise UnusableRun(
                f"the journal of {self.id} cannot be read: it was broken off before its first line", hint=_HINT
            )
        try:
            start = msgspec.json.decode(lines[0], type=Start)
            return start, [msgspec.json.decode(line, type=Observation) for line in lines[1:]]
        except msgspec.MsgspecError as error:
            raise UnusableRun(f"the journal of {self.id} cannot be read: {error}", hint=_HINT) from error

    def raw(self, owed: OwedId) -> Path:
        """Return the folder of one observation's raw outputs."""
        return self.path.joinpath("raw", *path_parts(owed))

    def verify_log(self, preparation: Preparation) -> None:
        """Hash the log of a preparation again. Raises UnreadableEvidence when it is gone or changed."""
        if preparation.log is not None:
            changed = _changed(self.log_of(preparation, preparation.log), preparation.log)
            if changed:
                raise UnreadableEvidence(f"the stored log of preparing {preparation.component} {changed}")

    def places(self, record: Record) -> Iterator[tuple[Output, Path]]:
        """Yield every raw output and log that a record names, with its place here, whether or not it is there."""
        for observation in record.observations:
            for output in observation.envelope.outputs if observation.envelope is not None else ():
                yield output, self.raw(observation.owed) / output.name
        for preparation in record.preparations:
            if preparation.log is not None:
                yield preparation.log, self.log_of(preparation, preparation.log)

    def log_of(self, preparation: Preparation, log: Output) -> Path:
        """Return the place of a log. Where two machines made one environment, a second stands below the first."""
        first, second = self._log_places(preparation, log)
        return second if second.is_file() else first

    def new_log(self, preparation: Preparation, log: Output) -> Path:
        """Return the place for a log that is written now: the second where one stands at the first."""
        first, second = self._log_places(preparation, log)
        return second if first.is_file() else first

    def _log_places(self, preparation: Preparation, log: Output) -> tuple[Path, Path]:
        folder = self.path / "raw" / "preparation" / preparation.digest.removeprefix("sha256:")[:16]
        return folder / log.name, folder / log.digest.removeprefix("sha256:")[:16] / log.name

    def outputs(self, owed: OwedId, envelope: Envelope) -> StoredOutputs:
        """Return one observation's raw outputs."""
        return StoredOutputs(self.raw(owed), envelope, folder_of(owed))


def _changed(path: Path, output: Output) -> str:
    """Say how a stored file is not the one that was recorded, or ""."""
    try:
        with path.open("rb") as stream:
            same = hash_stream(stream) == (output.digest, output.size)
    except OSError as error:
        return f"is gone ({error.strerror})"
    return "" if same else "is not the one that was recorded"


def keep_file(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, or a copy where the file system has no links."""
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        with naming(target):
            target.write_bytes(source.read_bytes())


def decoded(path: Path, kind: type[Value]) -> tuple[Value, bytes]:
    """Read a stored value, and the bytes that it stands in. Raises UnusableRun."""
    try:
        content = path.read_bytes()
        return msgspec.json.decode(content, type=kind), content
    except OSError as error:
        raise UnusableRun(f"{path.parent.name} has no {path.name} ({error.strerror})", hint=_HINT) from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableRun(f"{path} cannot be read: {error}", hint=_HINT) from error
