"""Which files of a Go component a tool is given, and what there must be for go to work on it."""

from speccursor.qualify.model.candidate import Component, Role

SUFFIX = ".go"


def judged_files(component: Component) -> tuple[str, ...]:
    """Return every Go file that a checker is given, relative to the candidate's root: all but data."""
    return _go(component, Role.SOURCE, Role.TEST, Role.SUPPORT)


def shipped_files(component: Component) -> tuple[str, ...]:
    """Return the Go files that are shipped."""
    return _go(component, Role.SOURCE)


def without_go(component: Component) -> str:
    """Return the proof that there is no Go file to judge, or nothing."""
    return "" if judged_files(component) else f"no file of {component.id} is Go, data aside"


def _go(component: Component, *roles: Role) -> tuple[str, ...]:
    return tuple(path for path in component.paths(*roles) if path.endswith(SUFFIX))
