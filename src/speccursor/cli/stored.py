"""Which stored run is meant: a folder, an id, the beginning of one, or ``latest``."""

from argparse import ArgumentParser
from pathlib import Path

from speccursor.cli.target import state_of
from speccursor.qualify.store.runs import FILES, RunFolder


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
    return state_of(here, state).find(name)
