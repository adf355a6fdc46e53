"""Which files of a Rust component a tool is given, and what cargo must be there for."""

from speccursor.qualify.model.candidate import Component, Role

SUFFIX = ".rs"


def judged_files(component: Component) -> tuple[str, ...]:
    """Return every Rust file that a checker is given, relative to the candidate's root: all but data."""
    return _rust(component, Role.SOURCE, Role.TEST, Role.SUPPORT)


def shipped_files(component: Component) -> tuple[str, ...]:
    """Return the Rust files that are shipped."""
    return _rust(component, Role.SOURCE)


def without_rust(component: Component) -> str:
    """Return the proof that there is no Rust file to judge, or nothing."""
    return "" if judged_files(component) else f"no file of {component.id} is Rust, data aside"


def without_package(component: Component) -> str:
    """Return the proof that cargo has nothing to work on, or nothing."""
    if not component.manifest:
        return f"{component.id} has no Cargo.toml"
    if not component.facts.get("name") and not component.facts.get("manifest_error"):
        return f"the Cargo.toml of {component.id} is that of a workspace without a package"
    return without_rust(component)


def _rust(component: Component, *roles: Role) -> tuple[str, ...]:
    return tuple(path for path in component.paths(*roles) if path.endswith(SUFFIX))
