"""From arguments to a plan: the configuration, the scope, the survey."""

import sys
from argparse import Namespace
from pathlib import Path

from msgspec.structs import replace

from speccursor.cli.target import Place
from speccursor.qualify.configuration.debt import read_debt
from speccursor.qualify.configuration.reading import defaults, load
from speccursor.qualify.configuration.values import Configuration
from speccursor.qualify.gates import GATES
from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.pipeline import Asked, ask
from speccursor.qualify.plan import Scope
from speccursor.qualify.report.text import visible
from speccursor.qualify.tools import TOOLS

FILE = "qualification.toml"


def configuration_of(folder: Path, given: Path | None) -> Configuration:
    """Read the configuration that was named, else the candidate's own, else take the defaults."""
    if given is not None:
        if not given.is_file():
            raise Misuse(f"there is no {given}", hint="`speccursor init` writes one")
        return load(given, gates=GATES, tools=TOOLS)
    own = folder / FILE
    return load(own, gates=GATES, tools=TOOLS) if own.is_file() or own.is_symlink() else defaults()


def scope_of(arguments: Namespace) -> Scope:
    """Read the scope off the arguments."""
    stages = {stage for several in arguments.stage for stage in several}
    return Scope(
        profile=Profile(arguments.profile) if arguments.profile else None,
        stages=tuple(stage for stage in StageId if stage in stages),
        components=tuple(arguments.component),
        since=arguments.since or "",
    )


def asked_of(place: Place, arguments: Namespace) -> Asked:
    """Survey the candidate and plan what the arguments ask for."""
    configuration = replace(configuration_of(place.folder, arguments.config), debt=read_debt(place.folder))
    return ask(place.folder, configuration, scope_of(arguments), kept=place.kept, packed=place.packed)


def tell_notes(candidate: Candidate) -> None:
    """Print what is unusual about a candidate and could be missed: what is not there, not read or not judged."""
    for note in candidate.notes:
        print(f"speccursor: note: {visible(note)}", file=sys.stderr)
