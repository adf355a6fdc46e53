"""``speccursor judge``: the verdict again, from stored evidence, anywhere. Nothing is run."""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from speccursor.cli.arguments import add_colour, add_json, add_state, day
from speccursor.cli.exits import exit_of
from speccursor.cli.publish import publish, show
from speccursor.cli.stored import run_folder
from speccursor.cli.target import placed
from speccursor.qualify.pipeline import judged
from speccursor.qualify.store.bundles import is_bundle, read_bundle
from speccursor.qualify.store.gathering import Given, gather
from speccursor.qualify.store.runs import FILES, RunFolder

EXAMPLES = """\
  speccursor judge                                 the newest run of this folder
  speccursor judge .speccursor/runs/<id> --json    byte for byte its report.json
  speccursor judge latest --date 2027-02-01        would its waivers still hold then?
  speccursor judge evidence-*.tar                  the cells of one candidate, each run where it could be
  speccursor judge latest evidence-python-3.14.tar --out judged"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "runs",
        nargs="*",
        default=["latest"],
        metavar="RUN|BUNDLE",
        help="a run's folder, id or beginning of one (default: latest), or a bundle of evidence; several are judged "
        "together, as one run of one plan",
    )
    parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="default: the day of the run")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where what is judged together is kept (default: with the runs)"
    )
    add_state(parser)
    add_json(parser)
    add_colour(parser)


def run(arguments: Namespace) -> int:
    """Judge stored runs again, several as one, and return the verdict's exit code."""
    together = len(arguments.runs) > 1 or arguments.out is not None or _is_bundle(arguments.runs[0])
    folder = _gathered(arguments) if together else _stored(arguments.runs[0], arguments)
    material = judged(folder, folder.plan(), folder.record(), today=arguments.date)
    if together:
        publish(material, folder)
    show(material, folder, arguments)
    return exit_of(material.verdict.status)


def _gathered(arguments: Namespace) -> RunFolder:
    """Put runs and bundles together in a folder of their own, which is kept."""
    with tempfile.TemporaryDirectory(prefix="speccursor-judge-") as scratch:
        given = [
            Given(name, read_bundle(Path(name), Path(scratch) / str(number)))
            if _is_bundle(name)
            else Given(name, _stored(name, arguments))
            for number, name in enumerate(arguments.runs)
        ]
        if arguments.out is not None:
            return gather(given, arguments.out, below=Path())
        with placed(".", state=arguments.state) as place:
            if place.notice:
                print(f"speccursor: {place.notice}", file=sys.stderr)
            return gather(given, None, below=place.kept / "runs")


def _is_bundle(name: str) -> bool:
    return Path(name).name not in FILES and is_bundle(Path(name))


def _stored(name: str, arguments: Namespace) -> RunFolder:
    return run_folder(name, Path.cwd(), arguments.state)
