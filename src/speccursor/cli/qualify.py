"""``speccursor qualify``: the whole way from a target to a verdict."""

import sys
from argparse import ArgumentParser, Namespace

from speccursor.cli.arguments import add_cells, add_colour, add_json, add_scope, add_state, positive, share
from speccursor.cli.target import placed
from speccursor.cli.unchanged import standing_verdict

EXAMPLES = """\
  speccursor qualify                       this folder, every stage
  speccursor qualify --stage 1-3           only what its sources show; the verdict is partial
  speccursor qualify click-8.3.1.tar.gz    an sdist
  speccursor qualify --component 'python:*' --json | jq .status
  speccursor qualify --since origin/main   only the components that the change can reach
  speccursor qualify --cell python-3.12    one cell of the matrix, and a bundle of its evidence for `speccursor judge`
  speccursor qualify --resume              go on with the run that was interrupted"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_scope(parser)
    add_cells(parser)
    parser.add_argument("--fix", action="store_true", help="first apply the tools' own safe fixes to this folder")
    parser.add_argument("--resume", nargs="?", const="latest", metavar="RUN", help="go on with an interrupted run")
    parser.add_argument("--no-cache", action="store_true", help="measure everything again")
    parser.add_argument(
        "--audit-cache", type=share, default=0.0, metavar="SHARE", help="measure this share of what is kept again"
    )
    parser.add_argument("--jobs", type=positive, metavar="N", help="measurements at once (default: the cores)")
    add_state(parser)
    add_json(parser)
    add_colour(parser)


def run(arguments: Namespace) -> int:
    """Qualify, report, and return the verdict's exit code."""
    with placed(arguments.target, state=arguments.state) as place:
        if place.notice:
            print(f"speccursor: {place.notice}", file=sys.stderr)
        standing = standing_verdict(place, arguments)
        if standing is not None:
            return standing
        from speccursor.cli.qualifying import qualify  # noqa: PLC0415  (a verdict that stands needs none of it)

        return qualify(place, arguments)
