"""What the adapters that run go have in common: the driver, what it is told, and its account of a run.

The driver (``assets/go/speccursor_go.py``) ends with 0 where it did its work; ``account.json`` says how each of its
steps ended. Any other exit code is a crash of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from speccursor.qualify.evidence.documents import from_json
from speccursor.qualify.evidence.go_packages import Package, read_packages
from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.evidence import Finding, Severity, UnreadableEvidence
from speccursor.qualify.model.tool import GoModule, Invocation, Options, Outputs
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.go_layout import judged_files

GOBCO = GoModule(name="gobco", version="1.3.4")
"""gobco, and under the same lock our own goscan: statements, tests and properties of Go sources."""

_DRIVER = "speccursor_go.py"
_PARTS = (
    "speccursor_go_branches.py",
    "speccursor_go_canary.py",
    "speccursor_go_files.py",
    "speccursor_go_properties.py",
    "speccursor_go_quick.py",
)
_LONGEST = 800
_NOT_BUILT = "build constraints leave it out on this platform, so that it was not examined"


class Step(Struct, frozen=True):
    """How one program of a run ended, and the end of what it said on its standard error."""

    exit: int
    seconds: float
    said: str


class Account(Struct, frozen=True, kw_only=True):
    """A driver's account: how each step ended, the files that it was given, and what the run could not do.

    `weaker` says what it was to look for and could not, `selected` that the project names the tests to run,
    `unmeasured` why the conditions of a package were not counted.
    """

    schema: Literal["speccursor.go/1"]
    nonce: str
    steps: dict[str, Step]
    files: list[str]
    weaker: str
    selected: bool
    unmeasured: dict[str, str]

    def said(self, name: str) -> str:
        """Return the end of what a step complained of."""
        return self.steps[name].said[-_LONGEST:].strip() if name in self.steps else "it was not reached"


_ACCOUNT = msgspec.json.Decoder(Account)


def go_run(
    what: str,
    component: Component,
    options: Options,
    outputs: Mapping[str, str],
    *,
    tool: str = "{tool}",
    arguments: Sequence[str] = (),
) -> Invocation:
    """Return the invocation of the driver. `outputs` may all be missing: then the account says why."""
    settings = {
        "what": what,
        "component": component.path,
        "files": judged_files(component),
        "arguments": arguments,
        "examples": options.examples,
        "timeout_s": round(options.timeout_s),
    }
    return Invocation(
        argv=("{python}", "-s", "-E", "{in}/" + _DRIVER, "{in}/settings.json", "{out}", "{root}", tool, "{nonce}"),
        outputs={"account": "account.json", **outputs},
        optional=frozenset(outputs),
        inputs={
            "settings.json": canonical_json(settings).decode(),
            **{name: read_asset(f"go/{name}") for name in (_DRIVER, *_PARTS)},
        },
        timeout_s=options.timeout_s,
    )


def account_of(outputs: Outputs) -> Account:
    """Read the driver's account. Raises UnreadableEvidence."""
    return from_json(_ACCOUNT, outputs.read("account"), "the account of a run of go")


def read_account(outputs: Outputs) -> tuple[Account, tuple[Package, ...]]:
    """Read the driver's account and the packages. Raises UnreadableEvidence, also where go could not list any."""
    account = account_of(outputs)
    if "list" not in account.steps or account.steps["list"].exit != 0:
        raise UnreadableEvidence(f"go cannot list the packages: {account.said('list')}")
    packages = read_packages(outputs.read("packages"), root=outputs.root)
    if not packages:
        raise UnreadableEvidence(
            f"go finds no package that is built here: {account.said('list') or 'it gives no reason'}"
        )
    return account, packages


def not_examined(account: Account, packages: Sequence[Package]) -> tuple[Finding, ...]:
    """Return a note for each file that no package builds here, so that no checker of packages has looked at it."""
    built = {path for one in packages for path in one.built}
    return tuple(
        Finding(path, None, None, "not-examined", _NOT_BUILT, Severity.NOTE)
        for path in account.files
        if path not in built
    )


def cwd_of(outputs: Outputs) -> str:
    """Return the folder that the driver ran in, relative to the candidate's root, for relative paths."""
    return "" if outputs.component == "." else outputs.component
