"""Which stored run is meant: a folder, an id, the beginning of one, or ``latest``."""

from argparse import ArgumentParser
from pathlib import Path

from speccursor.cli.target import state_of
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.store.runs import FILES, RunFolder

_HINT = "`speccursor runs` lists the runs; a bundle is what `qualify --cell` leaves"


def add_run(parser: ArgumentParser, *, name: str = "run") -> None:
    """Add the run as a positional argument."""
    parser.add_argument(
        name,
        nargs="?",
        default="latest",
        metavar=name.upper(),
        help="a run's folder, id or beginning of one (default: latest)",
    )


def run_folder(name: str, here: Path, state: Path | None) -> RunFolder:
    """Return the run that `name` means. Raises UnusableRun."""
    path = Path(name)
    if path.is_file() and path.name in FILES:
        path = path.parent
    if (path / "plan.json").is_file():
        return RunFolder(path)
    if not path.exists() and _is_path(name):
        raise UnusableRun(f"there is no file or folder {name!r}", hint=_HINT)
    return state_of(here, state).find(name)


def _is_path(name: str) -> bool:
    """Whether a name can only be meant as a path: no run's id has a separator or a suffix."""
    return bool(len(Path(name).parts) > 1 or Path(name).suffix or name.startswith("."))
