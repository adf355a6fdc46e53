"""What the adapters that run pytest have in common: the driver, its plugins and the list of the component's files."""

from collections.abc import Iterable
from posixpath import dirname, relpath

from speccursor.qualify.model.candidate import Component, Role
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.python_layout import below, import_roots, packages, python_files

_DRIVER = "speccursor_measure.py"
COMMAND = (
    "{python}",
    "{in}/" + _DRIVER,
    "--inputs={in}",
    "--out={out}",
    "--root={root}",
    "--nonce={nonce}",
)
# https://docs.pytest.org/en/stable/reference/exit-codes.html: passed, failed, interrupted (also when modules
# could not be collected, which the report tells), nothing collected. 3 and 4 are errors of use or of pytest.
ENDED = frozenset({0, 1, 2, 5})


def inputs_of(component: Component, *plugins: str) -> dict[str, str]:
    """Return the driver, the plugins and ``speccursor_files.json``, which says what the component holds.

    In it are, relative to the root: ``source`` (the files that are owed coverage), ``include`` (patterns that hold
    them), ``installed`` (the same below site-packages), ``roots`` (import roots) and ``folders``.
    """
    source = [path for path in python_files(component, Role.SOURCE) if path.endswith(".py")]
    folders = [place for place in packages(component) if place != "." and not place.endswith(".py")]
    trees = [place for place in folders if below(place, source)]
    loose = [path for path in source if not any(path.startswith(f"{tree}/") for tree in trees)]
    roots = import_roots(component)
    told = {
        "source": source,
        "include": [f"{tree}/*" for tree in trees] + loose,
        "installed": sorted(
            {_installed(place, roots) + "/*" for place in trees} | {_installed(p, roots) for p in loose}
        ),
        "roots": roots,
        "folders": sorted(_folders(component.files)),
    }
    names = (_DRIVER, *plugins)
    return {
        "speccursor_files.json": canonical_json(told).decode(),
        **{name: read_asset(f"python/{name}") for name in names},
    }


def _installed(path: str, roots: Iterable[str]) -> str:
    """Return a path below the innermost import root that it stands in."""
    best = max((root for root in roots if below(root, [path])), key=lambda root: 0 if root == "." else len(root))
    return relpath(path, best)


def _folders(paths: Iterable[str]) -> set[str]:
    found: set[str] = {"."}
    for path in paths:
        folder = dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = dirname(folder)
    return found
