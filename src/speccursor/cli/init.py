"""``speccursor init``: a commented qualification.toml for what is found here."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from platform import freedesktop_os_release, python_version_tuple

from speccursor.cli.arguments import add_state
from speccursor.cli.asking import FILE
from speccursor.qualify.configuration.debt import written
from speccursor.qualify.configuration.init import commented
from speccursor.qualify.gates import GATES
from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.debt import FILE as BASELINE
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.store.files import write_atomically
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.tools import TOOLS

EXAMPLES = """\
  speccursor init             write qualification.toml here
  speccursor init --print     only show it
  speccursor init --baseline  record what fails today, so that only what is new fails"""


_TOLD = 10
"""How many places are named of those that are left out."""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: .")
    parser.add_argument("--print", action="store_true", help="print the file instead of writing it")
    parser.add_argument("--force", action="store_true", help="replace the file that is there")
    parser.add_argument(
        "--baseline", action="store_true", help=f"measure stages 1 and 2, and write what fails into {BASELINE}"
    )
    add_state(parser)


def run(arguments: Namespace) -> int:
    """Write or print the file."""
    folder = arguments.folder.resolve()
    if arguments.baseline:
        return _record(folder, arguments)
    text = commented(survey(folder), gates=GATES, versions=_versions(), tools=_tools())
    if arguments.print:
        print(text, end="")
        return 0
    path = folder / FILE
    if path.exists() and not arguments.force:
        raise Misuse(f"{path} is there already", hint="--force replaces it, --print only shows the new one")
    write_atomically(path, text.encode())
    print(f"wrote {path}; take the '#' away from what you want to set, then run `speccursor plan`")
    return 0


def _record(folder: Path, arguments: Namespace) -> int:
    from speccursor.cli.indebted import measured, write  # noqa: PLC0415  (it needs the whole engine)

    path = folder / BASELINE
    if not arguments.print and not arguments.force and (path.exists() or path.is_symlink()):
        raise Misuse(f"{path} is there already", hint="`speccursor baseline prune` frees it of what is paid")
    found = measured(folder, arguments, day=datetime.now(UTC).date().isoformat())
    for question in found.unanswered:
        print(f"speccursor: note: {question} is inconclusive, so nothing of it is recorded", file=sys.stderr)
    for place in found.refused[:_TOLD]:
        print(f"speccursor: note: {place} is not recorded: a file that its checker refuses is no debt", file=sys.stderr)
    if len(found.refused) > _TOLD:
        print(f"speccursor: note: nor are {len(found.refused) - _TOLD} more such findings", file=sys.stderr)
    debt = found.debt
    if arguments.print:
        print(written(debt).decode(), end="")
        return 0
    write(folder, debt)
    print(f"wrote {path}: {debt.size} findings and {len(debt.coverage)} figures of coverage; commit it with the code")
    return 0


def _tools() -> dict[Language, list[str]]:
    """Return what measures each language, in the order in which the tools are told everywhere."""
    return {language: [name for name, tool in TOOLS.items() if language in tool.languages] for language in Language}


def _versions() -> dict[str, tuple[str, ...]]:
    """Return the matrix's dimensions as this machine has them."""
    system = freedesktop_os_release()
    return {
        "os": (f"{system['ID']}-{system['VERSION_ID']}",) if "VERSION_ID" in system else (),
        "python": (".".join(python_version_tuple()[:2]),),
    }
