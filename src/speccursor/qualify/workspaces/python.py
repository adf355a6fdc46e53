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
        uv=Path(uv.find_uv_bin()),
        scratch=scratch / "prepare",
        environment=os.environ,
    )
    if prepared.environment is not None:
        mounts = attach(prepared.environment, place=place)
        argv = (prepared.environment.program("python"), "-m", "pytest")
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from speccursor.qualify.model.candidate import Candidate, Component
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment
from speccursor.qualify.workspaces.command import SYSTEM_PATH, Limits, Mount, mount_as_is
from speccursor.qualify.workspaces.environment import (
    Environment,
    Prepared,
    done,
    failed_preparation,
    locked,
    read_stamp,
    write_stamp,
)
from speccursor.qualify.workspaces.identity import digest_of_python, version_of
from speccursor.qualify.workspaces.installing import Installing
from speccursor.qualify.workspaces.interpreters import Interpreter
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.places import Place
from speccursor.qualify.workspaces.preparation import (
    PREPARATION_LIMITS,
    PreparationFailed,
    Preparing,
    begin,
    downloads_of,
    environment_folder,
    fill,
    seen_already,
)
from speccursor.qualify.workspaces.requirements import Wanted, read_wanted

_LARGEST_MANIFEST = 1024 * 1024
_VERSION_VARIABLES = {
    "setuptools[-_]scm": "SETUPTOOLS_SCM_PRETEND_VERSION",
    "hatch-vcs": "SETUPTOOLS_SCM_PRETEND_VERSION",
    "vcs-versioning": "SETUPTOOLS_SCM_PRETEND_VERSION",
    "flit[-_]scm": "SETUPTOOLS_SCM_PRETEND_VERSION",
    "pdm-backend": "PDM_BUILD_SCM_VERSION",
    "pbr": "PBR_VERSION",
    "poetry-dynamic-versioning": "POETRY_DYNAMIC_VERSIONING_BYPASS",
    "uv-dynamic-versioning": "UV_DYNAMIC_VERSIONING_BYPASS",
}
_NAMED_VARIABLES = frozenset({"setuptools[-_]scm", "hatch-vcs", "vcs-versioning", "flit[-_]scm"})


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
    uv: Path,
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
        preparing = begin(
            candidate=candidate,
            source=source,
            folder=folder,
            place=place,
            scratch=scratch,
            isolation=isolation,
            limits=limits,
            mounts=_mounts(interpreter, uv),
            downloads=downloads_of(source, cache=cache),
            environment=environment,
            say=say,
        )
        try:
            made = await _make(
                preparing,
                component,
                version=version_of(candidate, recipe),
                recipe=recipe,
                interpreter=interpreter,
                tools=tools,
                uv=uv,
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


async def _make(
    preparing: Preparing,
    component: Component,
    *,
    version: str,
    recipe: Recipe,
    interpreter: Interpreter,
    tools: Sequence[FromEnvironment],
    uv: Path,
    digest: Digest,
) -> Environment:
    cwd = preparing.place.seen_at(component.path)
    folder = preparing.place.folder / component.path
    wanted = read_wanted(folder, recipe)
    preparing.notes += wanted.notes
    programs = preparing.folder / "venv" / "bin"
    variables = {"VIRTUAL_ENV": str(programs.parent), "PATH": f"{programs}:{SYSTEM_PATH}"}
    preparing.environment |= {
        **variables,
        "UV_CACHE_DIR": str(preparing.downloads / "uv"),
        "UV_LINK_MODE": "copy",
        "UV_NO_PROGRESS": "1",
        **_versions_for_builds(folder, version, preparing.notes),
        **recipe.environment,
    }
    installing = Installing(preparing=preparing, uv=str(uv), programs=programs, cwd=cwd)
    await preparing.run(
        (str(uv), "venv", "--quiet", "--no-project", "--python", str(interpreter.path), str(programs.parent)),
        cwd=cwd,
        what=f"making an environment with Python {interpreter.version}",
    )
    _require_version(programs.parent, interpreter)
    await installing.follow_lock(component.path, python=interpreter.version)
    if arguments := install_arguments(wanted):
        await installing.install(arguments, what="installing the component and what its tests need")
    await installing.bring(wanted.plugins, tools)
    for command in recipe.prepare:
        await preparing.run(command, cwd=cwd, what=f"running {' '.join(command)}")
    preparing.keep_built()
    return Environment(
        folder=str(preparing.folder),
        digest=digest,
        programs=str(programs),
        reads=() if seen_already(interpreter.prefix) else (str(interpreter.prefix),),
        variables=variables | recipe.environment,
        versions=await installing.versions(),
        notes=tuple(preparing.notes),
    )


def _require_version(venv: Path, interpreter: Interpreter) -> None:
    """Let uv's own look at the interpreter confirm what that said of itself; ``pyvenv.cfg`` holds what uv found.

    Raises PreparationFailed where they differ: a program that lies about its version runs in no cell.
    """
    found = re.search(r"^version_info = (\S+)$", _text(venv / "pyvenv.cfg"), re.MULTILINE)
    version = found[1] if found else "nothing that uv could tell"
    if version != interpreter.version:
        reason = f"{interpreter.path} says that it is Python {interpreter.version}, and uv finds {version}"
        raise PreparationFailed(Unavailable(reason, "name the interpreter itself, not a program that starts others"))


def install_arguments(wanted: Wanted) -> tuple[str, ...]:
    """Return the arguments of ``uv pip install`` for what is wanted; empty when that is nothing."""
    arguments: list[str] = []
    if wanted.installable:
        arguments += ("--editable", f".[{','.join(wanted.extras)}]" if wanted.extras else ".")
    arguments += (word for group in wanted.groups for word in ("--group", group))
    arguments += (word for file in wanted.files for word in ("--requirement", file))
    return (*arguments, *wanted.packages)


def _versions_for_builds(folder: Path, version: str, notes: list[str]) -> dict[str, str]:
    """Return the variables that tell a build its version, for the build tool that this component uses only:
    its dependencies may be built here too, and they have versions of their own.
    """
    text = "\n".join(_text(folder / name) for name in ("pyproject.toml", "setup.py", "setup.cfg"))
    name = re.search(r"""^\s*name\s*=\s*["']?([\w.-]+)""", text, re.MULTILINE)
    said = re.search(r"^Version: (\S+)$", _text(folder / "PKG-INFO"), re.MULTILINE)
    version = said[1] if said else version
    variables = {}
    for tool, variable in _VERSION_VARIABLES.items():
        if re.search(rf"\b{tool}\b", text):
            own = f"_FOR_{re.sub('[-_.]+', '_', name[1]).upper()}" if name and tool in _NAMED_VARIABLES else ""
            variables[variable + own] = version
    if variables:
        notes.append(f"built as version {version}: its version comes from version control, which a copy has not got")
    return variables


def _text(path: Path) -> str:
    try:
        with path.open(errors="replace") as file:
            return file.read(_LARGEST_MANIFEST)
    except OSError:
        return ""
