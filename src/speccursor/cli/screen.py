"""What the terminal can show."""

import os
import shutil
import sys
from argparse import Namespace

from speccursor.qualify.report.terminal import wants_colour

ROWS = 38
"""How many rows the end of a run may take: with the report's address below it, one screen."""


def colour(arguments: Namespace) -> bool:
    """Whether standard output is coloured."""
    if arguments.color != "auto":
        return bool(arguments.color == "always")
    return wants_colour(os.environ, tty=sys.stdout.isatty())


def width() -> int:
    """Return the terminal's width in columns, 100 where there is none."""
    return shutil.get_terminal_size((100, 40)).columns
