"""The run as it goes on, on standard error: a live table on a terminal, lines in a log."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from speccursor.qualify.model.event import Event
from speccursor.qualify.report.terminal import wants_colour


@contextmanager
def watching(arguments: Namespace) -> Iterator[Callable[[Event], None]]:
    """Yield what to call with each event. Without a terminal, and with ``--json``, it is a log."""
    from speccursor.qualify.report.live import watch  # noqa: PLC0415  (only a run is watched)

    redraws = sys.stderr.isatty() and not arguments.json and wants_colour({**os.environ, "NO_COLOR": ""}, tty=True)
    with watch(sys.stderr, tty=redraws) as watcher:
        yield watcher.show
