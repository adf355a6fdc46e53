"""What ``speccursor qualify`` does where no verdict stands already."""

import os
import secrets
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from speccursor.cli.arguments import default_jobs
from speccursor.cli.asking import asked_of, tell_notes
from speccursor.cli.exits import exit_of
from speccursor.cli.publish import load, publish, show
from speccursor.cli.sealing import seal
from speccursor.cli.target import Place
from speccursor.cli.watch import watching
from speccursor.qualify.execute import Run
from speccursor.qualify.execute.beside import Beside
from speccursor.qualify.execute.workbench import Workbench
from speccursor.qualify.model.baseline import Released, Unreached
from speccursor.qualify.model.candidate import Candidate
from speccursor.qualify.model.cells import cells_of, chosen
from speccursor.qualify.model.machine import describe_machine
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.record import Observation
from speccursor.qualify.model.toolchains import with_programs
from speccursor.qualify.pipeline import Asked, answer
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.store.runs import RunFolder, Start
from speccursor.qualify.tools import TOOLS


def qualify(place: Place, arguments: Namespace) -> int:
    """Survey, plan, execute, judge, report; return the verdict's exit code."""
    if arguments.fix:
        from speccursor.cli.fixing import fix  # noqa: PLC0415  (a rare path, and it needs an event loop)

        for path in fix(place, asked_of(place, arguments)):
            print(f"fixed {path}", file=sys.stderr)
    asked = asked_of(place, arguments)
    tell_notes(asked.candidate)
    cells = chosen(asked.plan, arguments.cell) if arguments.cell else cells_of(asked.plan)
    environment = with_programs(os.environ, arguments.toolchain)
    folder, start, observed = begun(place, asked, arguments.resume)
    with laboratory(place, asked, environment) as bench, watching(arguments) as watch:
        material = answer(
            Run(
                plan=asked.plan,
                state=place.state,
                folder=folder,
                start=start,
                laboratory=bench,
                jobs=arguments.jobs or default_jobs(),
                use_cache=not arguments.no_cache,
                observed=observed,
                durations=place.state.durations(),
                watch=watch,
                meanwhile=load,
                takes=lambda owed: owed.cell.name in cells,
                audit=lambda _: secrets.randbelow(10**6) < arguments.audit_cache * 10**6,
            )
        )
    place.state.keep_durations(material.record)
    publish(material, folder)
    if not isinstance(asked.before, Unreached):  # what cannot be had today may be there next time
        seal(place, asked.candidate, material, folder, arguments)
    show(material, folder, arguments)
    if arguments.cell:
        from speccursor.qualify.store.bundles import write_bundle  # noqa: PLC0415  (only cells are bundled)

        _tell_bundle(write_bundle(folder, cells), arguments)
    return exit_of(material.verdict.status)


def _tell_bundle(bundle: Path, arguments: Namespace) -> None:
    stream = sys.stderr if arguments.json else sys.stdout
    print(f"{bundle}\n  judge it with those of the other cells: `speccursor judge BUNDLE...`", file=stream)


@contextmanager
def laboratory(place: Place, asked: Asked, environment: Mapping[str, str] = os.environ) -> Iterator[Beside]:
    """Yield what measures the candidate and, beside it, the release that it is compared with."""
    trees: dict[str | None, tuple[Candidate, Path]] = {None: (asked.candidate, place.folder)}
    if isinstance(asked.before, Released) and asked.before.tree is not None and asked.plan.baseline is not None:
        trees[asked.before.tag] = asked.before.tree
    tools = TOOLS.of({component.language for component in asked.plan.components})
    with ExitStack() as stack:
        benches = {
            release: stack.enter_context(
                Workbench(
                    asked.plan.part(release),
                    candidate,
                    folder,
                    tools,
                    cache=cache_root(environment),
                    objects=place.state.objects,
                    environment=environment,
                )
            )
            for release, (candidate, folder) in trees.items()
        }
        yield Beside(benches)


def begun(place: Place, asked: Asked, resume: str | None) -> tuple[RunFolder, Start, list[Observation]]:
    """Begin a new run, or take up an interrupted one of the very same plan."""
    if resume is not None:
        folder = place.state.find(resume)
        start, observed = folder.journal()
        if folder.finished:
            raise UnusableRun(f"{folder.id} is finished", hint="leave --resume away for a new run")
        if folder.plan().digest != asked.plan.digest:
            raise UnusableRun(
                f"{folder.id} was planned for other files or settings",
                hint="give it that run's options, or leave --resume away: what did not change comes from the cache",
            )
        return folder, start, observed
    now = datetime.now(UTC)
    folder = place.state.new_run(now)
    start = Start(
        run=folder.id,
        nonce=secrets.token_hex(16),
        plan=asked.plan.digest,
        machine=describe_machine(),
        started=now.isoformat(),
    )
    folder.begin(asked.plan, start)
    return folder, start, []
