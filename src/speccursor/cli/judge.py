"""``speccursor judge``: the verdict again, from stored evidence, anywhere. Nothing is run."""

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from speccursor.cli.arguments import add_colour, add_json, add_state
from speccursor.cli.exits import exit_of
from speccursor.cli.publish import show
from speccursor.cli.stored import add_run, run_folder
from speccursor.qualify.pipeline import judged

EXAMPLES = """\
  speccursor judge                                 the newest run of this folder
  speccursor judge .speccursor/runs/<id> --json    byte for byte its report.json
  speccursor judge latest --date 2027-02-01        would its waivers still hold then?"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_run(parser)
    parser.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="default: the day of the run")
    add_state(parser)
    add_json(parser)
    add_colour(parser)


def run(arguments: Namespace) -> int:
    """Judge the stored run again and return the verdict's exit code."""
    folder = run_folder(arguments.run, Path.cwd(), arguments.state)
    material = judged(folder, folder.plan(), folder.record(), today=arguments.date)
    show(material, folder, arguments)
    return exit_of(material.verdict.status)
