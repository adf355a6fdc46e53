"""Arguments that several commands share, and what people may write for them."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path

from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.toolchains import named_program


def stages(text: str) -> tuple[StageId, ...]:
    """Read a stage: its id, its number, or a range of numbers (``1-3``)."""
    order = list(StageId)
    if text in order:
        return (StageId(text),)
    first, dash, last = text.partition("-")
    if first.isdecimal() and (last.isdecimal() if dash else True):
        low, high = int(first), int(last or first)
        if 1 <= low <= high <= len(order):
            return tuple(order[low - 1 : high])
    known = ", ".join(f"{stage.number} {stage}" for stage in order)
    raise ArgumentTypeError(f"{text!r} is no stage; the stages are {known}")


def positive(text: str) -> int:
    """Read a number above zero."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number above zero")
    return int(text)


def share(text: str) -> float:
    """Read a share, from 0 to 1 or in percent."""
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a share, like 0.1 or 10%") from None
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} is not between 0 and 1")
    return value


def toolchain(text: str) -> tuple[str, str]:
    """Read a toolchain that is named by path: ``python-3.12=/path/to/python3``; a relative path is one from here."""
    name, given, path = text.partition("=")
    try:
        return named_program(f"{name}={Path(path).absolute()}" if given and path else text)
    except Misuse as error:
        raise ArgumentTypeError(f"{error}; {error.hint}" if error.hint else str(error)) from error


def day(text: str) -> date:
    """Read a date as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date, like 2027-02-01") from None


def add_scope(parser: ArgumentParser) -> None:
    """Add what is asked: the target, the profile, stages, components, the configuration."""
    shown = "PATH|GIT-URL|SDIST"
    parser.add_argument("target", nargs="?", default=".", metavar=shown, help="the candidate (default: .)")
    parser.add_argument("--profile", choices=[*Profile], type=str, help="how long live stages run (default: quick)")
    parser.add_argument(
        "--stage",
        action="append",
        type=stages,
        default=[],
        metavar="ID|N|N-M",
        help="ask only this stage; may be repeated. The verdict is then partial",
    )
    parser.add_argument(
        "--component",
        action="append",
        default=[],
        metavar="LANGUAGE:PATH",
        help="ask only of this component (patterns allowed); may be repeated. The verdict is then partial",
    )
    parser.add_argument(
        "--since",
        metavar="REV",
        help="ask only of the components that a change since this commit can reach. The verdict is then partial",
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="default: qualification.toml of the candidate")


def add_cells(parser: ArgumentParser) -> None:
    """Add which cells of the matrix are run here, and what with."""
    parser.add_argument(
        "--cell",
        action="append",
        default=[],
        metavar="NAME",
        help="make only this cell's observations, and a bundle of them to be judged with the others' (patterns "
        "allowed); may be repeated. The plan stays the whole one",
    )
    parser.add_argument(
        "--toolchain",
        action="append",
        type=toolchain,
        default=[],
        metavar="NAME=PATH",
        help="the program of a toolchain, like python-3.12=/path/to/python3; may be repeated",
    )


def add_state(parser: ArgumentParser) -> None:
    """Add where runs are kept."""
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="where runs are kept (default: .speccursor)")


def add_json(parser: ArgumentParser) -> None:
    """Add machine-readable output."""
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else on standard output")


def add_colour(parser: ArgumentParser) -> None:
    """Add the choice of colours."""
    parser.add_argument("--color", choices=["auto", "always", "never"], default="auto", help="default: auto")


def default_jobs() -> int:
    """Return how many measurements run at once unless told otherwise: one for each usable core."""
    return len(os.sched_getaffinity(0))
