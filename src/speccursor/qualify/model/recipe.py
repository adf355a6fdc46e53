"""How one component is prepared and measured, as its project says in `qualification.toml`."""

from msgspec import Struct

LEAN_AXIOMS = ("propext", "Classical.choice", "Quot.sound")
"""The axioms of Lean's own library: what theorems may rest on where nothing else is said.

https://lean-lang.org/doc/reference/latest/Axioms/. Neither `sorryAx` nor native_decide's `Lean.ofReduceBool`.
"""


class Skip(Struct, frozen=True, kw_only=True):
    """A tool that a component is not to be measured by, and why; its evidence is then SKIPPED, never good."""

    tool: str
    reason: str


class Recipe(Struct, frozen=True, kw_only=True):
    """How a component is prepared and measured.

    None leaves the matter to the survey; for `extras`, `groups` and `requirements` an empty tuple means
    none at all. Paths and patterns are relative to the component's folder and stay in the candidate.
    `packages` are further requirements (PEP 508 or npm's form), `version` is what a component whose version
    comes from its repository is built as. `prepare` are commands (argv lists) run before measuring;
    `scripts` allows npm's install scripts; `network` lets the tests reach the network; `inputs` are further
    files that the tests read. `axioms` are what Lean's theorems may rest on.
    """

    extras: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    requirements: tuple[str, ...] | None = None
    packages: tuple[str, ...] = ()
    install: bool = True
    version: str | None = None
    prepare: tuple[tuple[str, ...], ...] = ()
    scripts: bool = False
    network: bool = False
    environment: dict[str, str] = {}
    sources: tuple[str, ...] | None = None
    tests: tuple[str, ...] | None = None
    test_arguments: tuple[str, ...] = ()
    timeout_s: float | None = None
    runner: str | None = None
    inputs: tuple[str, ...] = ()
    axioms: tuple[str, ...] | None = None
    skip: tuple[Skip, ...] = ()

    @property
    def explicit(self) -> bool:
        """Whether it says where the test requirements stand."""
        return any(part is not None for part in (self.extras, self.groups, self.requirements))
