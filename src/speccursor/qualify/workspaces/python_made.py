"""Makes the environment of a Python component with uv; `python` takes it from the cache where it stands already.

uv's own part, and all that reads requirements, is loaded here: a run whose environments stand pays for none of it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import FromEnvironment
from speccursor.qualify.workspaces.command import SYSTEM_PATH
from speccursor.qualify.workspaces.environment import Environment
from speccursor.qualify.workspaces.installing import Installing
from speccursor.qualify.workspaces.interpreters import Interpreter
from speccursor.qualify.workspaces.preparation import PreparationFailed, Preparing, seen_already
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


async def make(
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
    """Make it in the folder of `preparing`. Raises PreparationFailed where something cannot be installed."""
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
