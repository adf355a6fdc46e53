"""Prepares a Python component: an environment with the component (editable), what its tests need, and our tools.

uv makes it (`installing`), with the versions of the project's own lock file where it brings one, because newer
ones break tests that pass for the project. The environment stands in the user's cache under the digest of the
manifests, locks, the recipe, the interpreter and our tools' pins, and is made again only when these change:
the component is installed editable at the path where every copy of it is seen, so the same environment
serves a later tree.

Usage::

    prepared = await prepare(
        component,
        candidate=candidate,
        source=repository,
        place=place,
        recipe=Recipe(),
        interpreter=await find_interpreter("3.12", environment=os.environ, own=sys.executable),
        tools=(FromEnvironment("pytest", "9.0.2"), FromEnvironment("coverage", "7.12.0")),
        cache=cache,
        isolation=isolation,
        scratch=scratch / "prepare",
        environment=os.environ,
    )
    if prepared.environment is not None:
        mounts = attach(prepared.environment, place=place)
        argv = (prepared.environment.program("python"), "-m", "pytest")
"""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from speccursor.qualify.model.candidate import Candidate, Component
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment
from speccursor.qualify.workspaces.command import Limits, Mount, mount_as_is
from speccursor.qualify.workspaces.environment import (
    Prepared,
    done,
    failed_preparation,
    locked,
    read_stamp,
    write_stamp,
)
from speccursor.qualify.workspaces.identity import digest_of_python, version_of
from speccursor.qualify.workspaces.interpreters import Interpreter
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.places import Place
from speccursor.qualify.workspaces.preparation import (
    PREPARATION_LIMITS,
    PreparationFailed,
    begin,
    downloads_of,
    environment_folder,
    fill,
    seen_already,
)


async def prepare(
    component: Component,
    *,
    candidate: Candidate,
    source: Path,
    place: Place,
    recipe: Recipe,
    interpreter: Interpreter | str,
    tools: Sequence[FromEnvironment],
    cache: Path,
    isolation: Isolation,
    scratch: Path,
    environment: Mapping[str, str],
    limits: Limits = PREPARATION_LIMITS,
    say: Callable[[str], None] = lambda _: None,
) -> Prepared:
    """Make a component's environment, or take it from the cache.

    `interpreter` is what `find_interpreter` returned; a reason instead of one makes the component
    unavailable. `source` is the user's tree, from which a copy to work on is made below `scratch`; without
    bubblewrap that copy is `place` itself, which holds a fresh one afterwards. `environment` is the
    engine's own, of which only what reaches the registries is passed on.
    """
    start = time.monotonic()
    where = (str(interpreter.path), interpreter.version) if isinstance(interpreter, Interpreter) else interpreter
    digest = digest_of_python(
        component, candidate=candidate, seen=place.seen, recipe=recipe, interpreter=where, tools=tools
    )
    if isinstance(interpreter, str):
        hint = "install it, for example with `uv python install`, or leave it out of the matrix"
        return failed_preparation(Unavailable(interpreter, hint), digest, start, log=None)
    folder = environment_folder(cache, "python", component.path, digest)
    async with locked(folder):
        made = read_stamp(folder, digest)
        if made is not None:
            return done(made, start, cached=True)
        import uv  # noqa: PLC0415  (only what must be made)

        program = Path(uv.find_uv_bin())
        preparing = begin(
            candidate=candidate,
            source=source,
            folder=folder,
            place=place,
            scratch=scratch,
            isolation=isolation,
            limits=limits,
            mounts=_mounts(interpreter, program),
            downloads=downloads_of(source, cache=cache),
            environment=environment,
            say=say,
        )
        from speccursor.qualify.workspaces.python_made import make  # noqa: PLC0415  (only what must be made)

        try:
            made = await make(
                preparing,
                component,
                version=version_of(candidate, recipe),
                recipe=recipe,
                interpreter=interpreter,
                tools=tools,
                uv=program,
                digest=digest,
            )
        except PreparationFailed as failed:
            return failed_preparation(failed.outcome, digest, start, log=preparing.log, notes=preparing.notes)
        finally:
            if not place.mounted:
                fill(place, candidate=candidate, source=source)
        write_stamp(made)
        return done(made, start, cached=False)


def _mounts(interpreter: Interpreter, uv: Path) -> tuple[Mount, ...]:
    return tuple(mount_as_is(path) for path in (interpreter.prefix, uv) if not seen_already(path))
