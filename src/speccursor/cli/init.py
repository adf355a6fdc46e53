"""``speccursor init``: a commented qualification.toml for what is found here."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from platform import freedesktop_os_release, python_version_tuple

from speccursor.cli.asking import FILE
from speccursor.qualify.configuration.init import commented
from speccursor.qualify.gates import GATES
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.store.files import write_atomically
from speccursor.qualify.survey.candidate import survey

EXAMPLES = """\
  speccursor init             write qualification.toml here
  speccursor init --print     only show it"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: .")
    parser.add_argument("--print", action="store_true", help="print the file instead of writing it")
    parser.add_argument("--force", action="store_true", help="replace the file that is there")


def run(arguments: Namespace) -> int:
    """Write or print the file."""
    folder = arguments.folder.resolve()
    text = commented(survey(folder), gates=GATES, versions=_versions())
    if arguments.print:
        print(text, end="")
        return 0
    path = folder / FILE
    if path.exists() and not arguments.force:
        raise Misuse(f"{path} is there already", hint="--force replaces it, --print only shows the new one")
    write_atomically(path, text.encode())
    print(f"wrote {path}; take the '#' away from what you want to set, then run `speccursor plan`")
    return 0


def _versions() -> dict[str, tuple[str, ...]]:
    """Return the matrix's dimensions as this machine has them."""
    system = freedesktop_os_release()
    return {
        "os": (f"{system['ID']}-{system['VERSION_ID']}",) if "VERSION_ID" in system else (),
        "python": (".".join(python_version_tuple()[:2]),),
    }
