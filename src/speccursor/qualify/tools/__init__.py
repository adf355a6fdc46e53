"""One adapter for each external tool: how it is provided, called and read. `TOOLS` holds them by id.

An adapter never judges. Nothing registers on import: a tool that is not named here does not exist.
"""

from collections.abc import Collection, Iterator, Mapping
from importlib import import_module

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.tool import Tool

_OF_LANGUAGE: Mapping[Language, tuple[str, ...]] = {
    Language.PYTHON: ("ruff-check", "ruff-format", "mypy", "pytest", "hypothesis"),
    Language.JAVASCRIPT: (
        *("eslint", "tsc", "jest", "vitest", "node-test", "mocha", "tape", "fast-check"),
        *("ava", "tap", "jasmine"),
    ),
    Language.RUST: ("clippy", "rustfmt", "geiger", "cargo-test", "proptest"),
    Language.GO: ("go-vet", "staticcheck", "gofmt", "gocyclo", "go-test", "go-properties"),
    Language.LEAN: ("lean",),
    Language.DOCKERFILE: ("hadolint",),
    Language.WORKFLOW: ("actionlint", "zizmor"),
    Language.SHELL: ("shellcheck",),
    Language.SQL: ("sqlfluff",),
    Language.YAML: ("yamllint",),
    Language.TOML: ("tombi",),
    Language.MARKDOWN: ("markdownlint",),
}
_OF_SEVERAL = ("line-marks", "lizard")
_ELSEWHERE = {
    "proptest": ("rust_properties", "TOOL"),
    **{runner: ("unprovided", runner.upper()) for runner in ("ava", "tap", "jasmine")},
}
"""Where an adapter stands that is not `TOOL` in the module of its name."""


class Tools(Mapping[str, Tool]):
    """Tools by id, each loaded when it is first asked for: loading all is a fifth of what comes before a run."""

    def __init__(self) -> None:
        self.loaded: dict[str, Tool] = {}
        self._names = tuple(name for names in (*_OF_LANGUAGE.values(), _OF_SEVERAL) for name in names)

    def __getitem__(self, name: str) -> Tool:
        """Return a tool. Raises KeyError where there is none of this name."""
        if name not in self.loaded:
            if name not in self._names:
                raise KeyError(name)
            module, constant = _ELSEWHERE.get(name, (name.replace("-", "_"), "TOOL"))
            self.loaded[name] = getattr(import_module(f"{__name__}.{module}"), constant)
        return self.loaded[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is a tool of this name; none is loaded for that."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Yield the tools' ids, by language."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._names)

    def of(self, languages: Collection[Language]) -> dict[str, Tool]:
        """Return every tool for any of these languages, by id."""
        several = {name: self[name] for name in _OF_SEVERAL if not self[name].languages.isdisjoint(languages)}
        return {name: self[name] for one in languages for name in _OF_LANGUAGE[one]} | several


TOOLS = Tools()
