"""What the terminal can show."""

import os
import shutil
import sys
from argparse import Namespace

from speccursor.qualify.report.terminal import wants_colour


def colour(arguments: Namespace) -> bool:
    """Whether standard output is coloured."""
    if arguments.color != "auto":
        return bool(arguments.color == "always")
    return wants_colour(os.environ, tty=sys.stdout.isatty())


def width() -> int:
    """Return the terminal's width in columns, 100 where there is none."""
    return shutil.get_terminal_size((100, 40)).columns
