"""The record of a run: one observation for every piece of evidence owed, none dropped.

A record says what became of each command and which raw outputs it left, by digest. What those
outputs mean is read from them again whenever the record is judged.
"""

from msgspec import Struct

from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.outcome import Outcome
from speccursor.qualify.model.plan import OwedId


class Output(Struct, frozen=True):
    """One raw output as it was stored: its name in the run, its digest and its size in bytes."""

    name: str
    digest: Digest
    size: int


class Origin(Struct, frozen=True, kw_only=True):
    """Where a reused observation was first made. It is reused only where `inputs` is the same."""

    run: str
    nonce: str
    revision: str | None
    tree: Digest


class Toolchain(Struct, frozen=True, order=True):
    """A toolchain that something ran in: its name as a cell has it (``python``) and the version that it told."""

    name: str
    version: str


class Envelope(Struct, frozen=True, kw_only=True):
    """Where an observation comes from: what was run, on what, by which tool, when, and how isolated.

    `nonce` marks this run's own observation (see `nonce_of`); a tool's report that can carry a mark
    carries it, or `origin`'s where the observation is reused. `root` is the folder that the candidate
    stood in, to make the paths in the outputs relative. `inputs` is the digest of everything that the
    result may depend on, `toolchains` what it ran in. Times are UTC, ISO 8601.
    """

    revision: str | None
    tree: Digest
    plan: Digest
    nonce: str
    tool: str
    version: str
    argv: tuple[str, ...]
    root: str
    isolation: str
    inputs: Digest
    started: str
    finished: str
    outputs: tuple[Output, ...]
    toolchains: tuple[Toolchain, ...] = ()
    origin: Origin | None = None


class Observation(Struct, frozen=True, kw_only=True):
    """What became of one owed piece of evidence. `envelope` is None where nothing was started."""

    owed: OwedId
    outcome: Outcome
    envelope: Envelope | None


class Preparation(Struct, frozen=True, kw_only=True):
    """How one component's environment was made: the commands, what became of them and what it holds.

    `component` is the `subject` of what is owed, or ``tool:<id>`` for a tool that could not be brought.
    """

    component: str
    cell: str
    outcome: Outcome
    seconds: float
    cached: bool
    digest: Digest
    log: Output | None
    notes: tuple[str, ...] = ()


class Part(Struct, frozen=True, kw_only=True, order=True):
    """One of the runs whose observations stand together in a record: what tells them from those of the others."""

    run: str
    nonce: str
    plan: Digest
    machine: str
    started: str
    finished: str


class Record(Struct, frozen=True, kw_only=True):
    """A whole run. `nonce` is drawn at its start; `finished` is when the last observation was made.

    A record that was put together of several (`model.merging`) has no nonce of its own: its observations carry
    those of its `parts`.
    """

    schema: str = "speccursor.record/1"
    run: str
    nonce: str
    plan: Digest
    machine: str
    started: str
    finished: str
    observations: tuple[Observation, ...]
    preparations: tuple[Preparation, ...] = ()
    weakened: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def runs(self) -> tuple[Part, ...]:
        """Return the runs that its observations were made in: its parts, or itself."""
        if self.parts:
            return self.parts
        own = Part(
            run=self.run,
            nonce=self.nonce,
            plan=self.plan,
            machine=self.machine,
            started=self.started,
            finished=self.finished,
        )
        return (own,)


def nonce_of(run_nonce: str, owed: OwedId) -> str:
    """Return the mark of one observation of one run: 32 hexadecimal digits."""
    return digest_of((run_nonce, owed)).removeprefix("sha256:")[:32]
