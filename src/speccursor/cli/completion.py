"""``speccursor completion``: a script that completes commands and options in a shell."""

from argparse import ArgumentParser, Namespace

import shtab

EXAMPLES = """\
  speccursor completion bash > ~/.local/share/bash-completion/completions/speccursor
  speccursor completion zsh > ~/.zfunc/_speccursor"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("shell", choices=shtab.SUPPORTED_SHELLS)


def run(arguments: Namespace) -> int:
    """Print the script."""
    print(shtab.complete(whole_parser(), shell=arguments.shell))
    return 0


def whole_parser() -> ArgumentParser:
    """Return one parser with every command as a subcommand, which is what completion is made from."""
    from speccursor.cli.commands import COMMANDS  # noqa: PLC0415  (the table names this module)

    parser = ArgumentParser(prog="speccursor")
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command")
    for command in COMMANDS.values():
        command.module.configure(commands.add_parser(command.name, help=command.summary, allow_abbrev=False))
    return parser
