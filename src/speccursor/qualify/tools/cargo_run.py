"""What the adapters that run cargo have in common: the driver, what it is told, and its account of a run.

The driver (``assets/rust/speccursor_cargo.py``) ends with 0 where it did its work; ``account.json`` says how each of
its steps ended. Any other exit code is a crash of its own.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json
from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.model.tool import Crate, Invocation, Options, Outputs
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.rust_layout import judged_files, shipped_files

RUSTSCAN = Crate(name="rustscan", version="1.0.0")
"""Our own program over syn: uses of unsafe code, lines of tests, properties that are declared."""

DRIVER = (
    "speccursor_cargo.py",
    "speccursor_arguments.py",
    "speccursor_binary.py",
    "speccursor_coverage.py",
    "speccursor_properties.py",
    "speccursor_tests.py",
)
"""The driver and its parts, which stand side by side."""

_LONGEST = 800


class Step(Struct, frozen=True):
    """How one program of a run ended, and the end of what it said on its standard error."""

    exit: int
    seconds: float
    said: str


class Undeclared(Struct, frozen=True):
    """A property that is declared and was not built, so that nothing of it could be shown."""

    name: str
    line: Annotated[int, Meta(ge=1, le=LARGEST)]
    file: str


class Account(Struct, frozen=True, kw_only=True):
    """A driver's account: how each step ended, the shipped sources, and the properties that no binary holds.

    `branches` says that the compiler was asked to count branches.
    """

    schema: Literal["speccursor.cargo/1"]
    nonce: str
    steps: dict[str, Step]
    sources: list[str]
    branches: bool = False
    unshown: list[Undeclared] = []

    def succeeded(self, name: str) -> bool:
        """Whether a step was reached and ended with 0."""
        return name in self.steps and self.steps[name].exit == 0

    def said_last(self, *names: str) -> str:
        """Return the end of what the last of these steps that was reached complained of."""
        reached = [self.steps[name] for name in names if name in self.steps]
        return reached[-1].said[-_LONGEST:] if reached else "nothing was said"


_ACCOUNT = msgspec.json.Decoder(Account)


def cargo_run(what: str, component: Component, options: Options, outputs: Sequence[str]) -> Invocation:
    """Return the invocation of the driver. `outputs` may all be missing: then the account says why."""
    settings = {
        "what": what,
        "files": judged_files(component),
        "sources": shipped_files(component),
        "arguments": options.test_arguments,
        "examples": options.examples,
    }
    names = {name.partition(".")[0]: name for name in outputs}
    return Invocation(
        argv=(
            "{python}",
            "-s",
            "-E",
            f"{{in}}/{DRIVER[0]}",
            "{in}/settings.json",
            "{out}",
            "{root}",
            "{tool}",
            "{nonce}",
        ),
        outputs={"account": "account.json", **names},
        optional=frozenset(names),
        inputs={
            "settings.json": canonical_json(settings).decode(),
            **{name: read_asset(f"rust/{name}") for name in DRIVER},
        },
        timeout_s=options.timeout_s,
    )


def read_account(outputs: Outputs) -> Account:
    """Read the driver's account. Raises UnreadableEvidence, also where cargo could not even begin."""
    account = from_json(_ACCOUNT, outputs.read("account"), "the account of a run of cargo")
    if not account.succeeded("metadata"):
        raise UnreadableEvidence(f"cargo cannot read the package: {account.said_last('metadata')}")
    return account
