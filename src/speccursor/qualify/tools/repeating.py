"""The command lines by which a person repeats a tool's work, where one line is not right for everything asked of it."""

from collections.abc import Callable
from posixpath import relpath
from shlex import quote

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.evidence import Kind


def tests_apart(tests: str, coverage: str) -> Callable[[Component, Kind], str]:
    """Return what repeats a test run: the runner alone for the tests, the runner under its measurer for coverage."""
    return lambda _, kind: tests if kind is Kind.TESTS else coverage


def on_files(program: str, component: Component, *paths: str) -> str:
    """Return the command line that has `program` look at these files of the candidate, from the component's folder."""
    named = (relpath(path, component.path) for path in paths)
    return " ".join((program, *(quote(f"./{name}" if name.startswith("-") else name) for name in named)))
