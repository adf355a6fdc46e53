"""The recipe: what a project's owner says about preparing a component, from ``qualification.toml``.

What is not said is found out from the project's own files.
"""

from msgspec import Struct


class Recipe(Struct, frozen=True, kw_only=True):
    """How to prepare one component; every part that is given replaces what would have been found.

    `extras`, `groups` and `requirements` (files relative to the component) name where its test
    requirements stand, `packages` adds requirements in PEP 508 form or npm's. `install` False leaves the
    component itself uninstalled. `commands` are argv lists that run in the component's folder after the
    installation, with the environment active and the network up. `environment` is added for all of this.
    `scripts` lets npm packages run their install scripts. `version` is what a component whose version
    comes from its repository is built as.
    """

    extras: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    requirements: tuple[str, ...] | None = None
    packages: tuple[str, ...] = ()
    install: bool = True
    commands: tuple[tuple[str, ...], ...] = ()
    environment: dict[str, str] = {}
    scripts: bool = False
    version: str | None = None

    @property
    def explicit(self) -> bool:
        """Whether it says where the test requirements stand."""
        return any(part is not None for part in (self.extras, self.groups, self.requirements))
