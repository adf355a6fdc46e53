"""What an adapter to an external tool is: how the tool is provided, called and read. It never judges.

An adapter describes a command with placeholders and never runs one: ``{root}`` the candidate's copy,
``{component}`` the component's folder in it, ``{in}`` the folder of the invocation's own input files,
``{out}`` the folder for its outputs, ``{tool}`` the folder that the tool is installed in, ``{toolchain}``
the folder of the language's toolchain, ``{python}`` and ``{node}`` interpreters (``{python}`` is the engine's
own where the component has none), ``{nonce}`` the observation's mark.
"""

from collections.abc import Callable
from typing import BinaryIO, Protocol

from msgspec import Struct

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.stage import Profile


class Invocation(Struct, frozen=True, kw_only=True):
    """A command, described but not run.

    `outputs` maps an output's name to its file below ``{out}``; ``stdout`` and ``stderr`` are always kept.
    `inputs` are files written below ``{in}`` first. `optional` names outputs that need not be there.
    """

    argv: tuple[str, ...]
    outputs: dict[str, str] = {}
    optional: frozenset[str] = frozenset()
    inputs: dict[str, str] = {}
    environment: dict[str, str] = {}
    cwd: str = "{component}"
    ok_exit_codes: frozenset[int] = frozenset({0})
    timeout_s: float = 600.0


class Pypi(Struct, frozen=True, tag="pypi"):
    """A tool from PyPI, in an environment of its own, pinned with hashes by the lock file of its name."""

    name: str
    version: str


class Npm(Struct, frozen=True, tag="npm"):
    """A tool from npm, in a folder of its own, pinned with integrity hashes by the lock file of its name."""

    name: str
    version: str


class FromEnvironment(Struct, frozen=True, tag="environment"):
    """A tool that must stand in the component's own environment, beside its dependencies.

    `package` is its name there; `version` the one that is installed where the component brings none.
    `beside` are further packages that the adapter needs there, name -> version on the same terms.
    """

    package: str
    version: str
    beside: dict[str, str] = {}


class Crate(Struct, frozen=True, tag="crate"):
    """A tool built from crates.io by Rust's toolchain, pinned with checksums by the ``Cargo.lock`` of its name."""

    name: str
    version: str


class GoModule(Struct, frozen=True, tag="go-module"):
    """A tool built from the Go module proxy by Go's toolchain, pinned with hashes by the ``go.sum`` of its name."""

    name: str
    version: str


class FromToolchain(Struct, frozen=True, tag="toolchain"):
    """A tool that a language's toolchain brings itself; `programs` are what must stand in its ``bin``."""

    programs: tuple[str, ...]


class BuiltIn(Struct, frozen=True, tag="built-in"):
    """A program of the engine's own, which comes with it and is run by its interpreter."""


class Unprovided(Struct, frozen=True, tag="unprovided"):
    """A tool that is known to be needed and that this release cannot bring yet."""

    reason: str
    hint: str


Provision = Pypi | Npm | Crate | GoModule | FromEnvironment | FromToolchain | BuiltIn | Unprovided
Registered = Pypi | Npm | Crate | GoModule
"""A tool that comes from a registry by its lock file."""


class Options(Struct, frozen=True, kw_only=True):
    """What a component's tools are told: the profile, and the component's table of qualification.toml."""

    profile: Profile = Profile.QUICK
    examples: int = 1000
    timeout_s: float = 600.0
    test_arguments: tuple[str, ...] = ()
    axioms: tuple[str, ...] | None = None


class Outputs(Protocol):
    """The raw outputs of one observation, as stored and re-hashed, and where they came from."""

    root: str
    component: str
    nonce: str

    def names(self) -> frozenset[str]:
        """Return the names of the outputs that are there."""
        ...

    def read(self, name: str) -> bytes:
        """Return one output whole. Raises UnreadableEvidence when it is not there."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Open one output for streaming. Raises UnreadableEvidence when it is not there."""
        ...


def _always(component: Component) -> str:  # noqa: ARG001  (the default of a callable field)
    return ""


Reproduce = str | Callable[[Component, Kind], str]
"""The command line that a person repeats a tool's work with, in the component's folder; by what is asked of it."""


class Tool(Struct, frozen=True, kw_only=True):
    """An adapter. `invoke` describes the command, `read` turns its outputs into evidence or raises.

    `suffixes` are the endings of the files that the result depends on; with `whole` the component's own judged files
    are among them whatever their ending, with `imports` the files of the components that it needs. A tool with
    neither suffixes nor `whole` depends on everything that the component can see. `environment` says that the
    component's dependencies must stand; `applies` whether the tool has anything to look at in a component, "" or the
    proof that it has not. `toolchain` names the language whose toolchain it runs with ("rust", "go", "lean"), in the
    version that the cell asks for. `facts` says that it keeps what it found out of Go's standard library.
    """

    id: str
    title: str
    languages: frozenset[Language]
    kinds: tuple[Kind, ...]
    provision: Provision
    invoke: Callable[[Component, Options], Invocation]
    read: Callable[[Outputs], tuple[Evidence, ...]]
    reproduce: Reproduce
    applies: Callable[[Component], str] = _always
    suffixes: tuple[str, ...] = ()
    whole: bool = False
    imports: bool = False
    environment: bool = False
    toolchain: str = ""
    facts: bool = False
    fix: Callable[[Component, Options], Invocation] | None = None

    def command(self, component: Component, kind: Kind | None) -> str:
        """Return the command line that repeats this tool's work; the first of its kinds where none is asked for."""
        if isinstance(self.reproduce, str):
            return self.reproduce
        return self.reproduce(component, kind or self.kinds[0])
