"""The commands: name, module and one line each. A command's module is imported only when it is called."""

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


class CommandModule(Protocol):
    """What a command's file defines."""

    EXAMPLES: str

    def configure(self, parser: "ArgumentParser") -> None:
        """Add the command's arguments."""
        ...

    def run(self, arguments: "Namespace") -> int:
        """Do it; return the exit code."""
        ...


class Command(NamedTuple):
    """One command of the program."""

    name: str
    summary: str

    @property
    def module(self) -> CommandModule:
        """Import the command's file."""
        return cast("CommandModule", import_module(f"speccursor.cli.{self.name}"))


COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("qualify", "judge a release candidate: run what its plan owes, from evidence to a verdict"),
        Command("plan", "print what evidence a candidate owes; nothing is run"),
        Command("judge", "give the verdict of a stored run again, from its raw outputs; nothing is run"),
        Command("report", "show a stored run again: screen, html, markdown, json, junit or sarif"),
        Command("explain", "explain a gate, or a finding's rule as a stored run shows it"),
        Command("init", "write a commented qualification.toml for what is found here"),
        Command("baseline", "show the debt of old code that is recorded, or free it of what is paid"),
        Command("tools", "list the tools that gates need, or install them"),
        Command("doctor", "say what this machine has, and what each missing thing costs in gates"),
        Command("runs", "list the stored runs, or compare two"),
        Command("completion", "print a completion script for your shell"),
    )
}


def parser_of(command: Command, *, prog: str = "speccursor") -> "ArgumentParser":
    """Return a command's own parser."""
    from argparse import ArgumentParser, RawDescriptionHelpFormatter  # noqa: PLC0415  (top-level help needs no parser)

    module = command.module
    parser = ArgumentParser(
        prog=f"{prog} {command.name}",
        description=(command.summary[0].upper() + command.summary[1:] + "."),
        epilog=f"examples:\n{module.EXAMPLES}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.configure(parser)
    return parser
