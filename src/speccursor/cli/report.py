"""``speccursor report``: a stored run in any of its forms."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from speccursor.cli.arguments import add_colour, add_state
from speccursor.cli.publish import FORMS, show_whole
from speccursor.cli.stored import add_run, run_folder
from speccursor.qualify.pipeline import judged

EXAMPLES = """\
  speccursor report                                   the newest run, with all that the end of a run leaves out
  speccursor report --form markdown > comment.md
  speccursor report 20261122 --form html --output report.html"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_run(parser)
    parser.add_argument("--form", choices=["screen", *FORMS], default="screen", help="default: screen")
    parser.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")
    add_state(parser)
    add_colour(parser)


def run(arguments: Namespace) -> int:
    """Print or write the report. The exit code is 0 whatever the verdict: it was only shown."""
    folder = run_folder(arguments.run, Path.cwd(), arguments.state)
    material = judged(folder, folder.plan(), folder.record())
    if arguments.form == "screen":
        show_whole(material, folder, arguments)
        return 0
    content = FORMS[arguments.form][1](material)
    if arguments.output is not None:
        arguments.output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    return 0
