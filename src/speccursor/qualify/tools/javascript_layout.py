"""Which files of a JavaScript or TypeScript component a tool is given, and what the survey says runs its tests."""

from collections.abc import Callable
from posixpath import join

from speccursor.qualify.model.candidate import Component, Role

SUFFIXES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
TYPESCRIPT = (".ts", ".mts", ".cts", ".tsx")
_SEVERAL = "jest|vitest|mocha|node:test|tape"
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")


def sources(component: Component) -> tuple[str, ...]:
    """Return what is shipped and can be run, relative to the candidate's root: no declarations."""
    return tuple(
        path for path in component.paths(Role.SOURCE) if path.endswith(SUFFIXES) and not path.endswith(_DECLARATIONS)
    )


def others(component: Component) -> tuple[str, ...]:
    """Return the files in JavaScript and TypeScript that are not shipped, data aside, and no declarations."""
    return tuple(
        path
        for path in component.paths(Role.TEST, Role.SUPPORT)
        if path.endswith(SUFFIXES) and not path.endswith(_DECLARATIONS)
    )


def files_of_tests(component: Component) -> tuple[str, ...]:
    """Return the test files in JavaScript and TypeScript."""
    return tuple(path for path in component.paths(Role.TEST) if path.endswith(SUFFIXES))


def typed_sources(component: Component) -> tuple[str, ...]:
    """Return what is shipped in TypeScript."""
    return tuple(path for path in sources(component) if path.endswith(TYPESCRIPT))


def without_files(component: Component) -> str:
    """Return the proof that there is no file to lint, or nothing."""
    return "" if sources(component) or others(component) else f"no file of {component.id} is JavaScript, data aside"


def without_types(component: Component) -> str:
    """Return the proof that there are no types to check, or nothing."""
    if component.facts.get("tsconfig") or typed_sources(component):
        return ""
    return f"no file that {component.id} ships is TypeScript, and it has no tsconfig.json"


def runner_of(component: Component) -> str:
    """Return the component's test runner as the survey names it; "none" where it names none."""
    return component.facts.get("runner") or "none"


def not_run_by(runner: str) -> Callable[[Component], str]:
    """Return what says, for a component, why this runner does not run its tests, or nothing where it does."""

    def proof(component: Component) -> str:
        named = runner_of(component)
        if named == runner:
            return ""
        manifest = component.manifest or join(component.path, "package.json")
        if named != "none":
            return f"{manifest} names the test runner {named}"
        remedy = f'set runner = "{_SEVERAL}" under [components."{component.id}"] in qualification.toml'
        return f"{manifest} names no test runner: name it in its test script, or {remedy}"

    return proof
