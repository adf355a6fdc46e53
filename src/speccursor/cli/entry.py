"""The program's entry: which command, and what becomes of the exceptions that reach it.

A user's mistake is told in a line with what to do, exit code 2. Anything else that escapes is a bug of
ours: exit code 70, with the traceback, because whoever mends it needs that.
"""

import gc
import sys
from collections.abc import Sequence

from speccursor import __version__

_COLLECT_AFTER = 50_000
"""Containers made before the cyclic garbage collector looks for cycles (gc.set_threshold(); Python's own value is 700).
Values here are immutable and hold none: looking for them cost a twentieth of all the time that the program takes."""

_COMMON = """\
exit codes:
  0 may ship   1 failed   2 usage   3 inconclusive   70 a bug of SpecCursor

`speccursor COMMAND --help` explains a command with examples.
The environment variable NO_COLOR turns colours off; SPECCURSOR_CACHE moves the cache of tools."""


def help_text() -> str:
    """Return the text of ``speccursor --help``: made from the table of commands, importing none of them."""
    from speccursor.cli.commands import COMMANDS  # noqa: PLC0415  (`--version` needs none)

    width = max(map(len, COMMANDS))
    lines = (f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS.values())
    return (
        "usage: speccursor COMMAND [ARGUMENTS]\n\n"
        "Shows that a release candidate is deployable, from evidence, or says what is missing.\n\n"
        "commands:\n" + "\n".join(lines) + "\n\n" + _COMMON + "\n"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    if argv is None:
        gc.set_threshold(_COLLECT_AFTER)
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(help_text(), end="")
        return 0 if arguments else 2
    if arguments[0] in {"-V", "--version"}:
        print(f"speccursor {__version__}")
        return 0
    return _command(arguments[0], arguments[1:])


def _command(name: str, rest: Sequence[str]) -> int:
    from speccursor.cli.commands import COMMANDS, parser_of  # noqa: PLC0415  (`--version` needs none)

    command = COMMANDS.get(name)
    if command is None:
        return _unknown(name, list(COMMANDS))
    from speccursor.cli.edge import guarded  # noqa: PLC0415  (only a command can go wrong)

    module = command.module
    return guarded(lambda: module.run(parser_of(command).parse_args(rest)))


def _unknown(name: str, known: Sequence[str]) -> int:
    from difflib import get_close_matches  # noqa: PLC0415  (only for a mistake)

    near = get_close_matches(name, known, n=1)
    hint = f"did you mean `speccursor {near[0]}`?" if near else "`speccursor --help` lists the commands"
    print(f"speccursor: there is no command {name!r}\n  {hint}", file=sys.stderr)
    return 2
