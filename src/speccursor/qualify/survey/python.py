"""Python components: pyproject.toml, setup.py, setup.cfg, requirements.txt, or sources alone.

Follows the Python packaging specifications (pyproject.toml: PEP 517, 518, 621, 735) and the build
backends' own tables for what they ship (see `python_packages`). setup.py is parsed, never run.

Facts: ``name``, ``requires_python``, ``backend``; ``packages`` (folders and single modules relative to
the component, quoted like a shell's words where they hold spaces) and ``imports`` (their dotted names);
``tests`` (where tests are), ``runner`` (pytest, unittest, django or none), ``hypothesis`` (yes),
``extras``, ``groups`` and ``requirements`` (what could be installed for the tests), ``manifest_error``.
"""

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.survey.ground import Ground, component, has_code, shared_out, ships
from speccursor.qualify.survey.manifest import Table, read_ini, read_text, read_toml
from speccursor.qualify.survey.python_packages import Packages, find_packages
from speccursor.qualify.survey.roles import Roles
from speccursor.qualify.survey.setup_script import read_setup_script

SUFFIXES = ("py", "pyi")
MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt")

_CONFIGURATION = (*MANIFESTS, "tox.ini", "pytest.ini", "pytest.toml", "mypy.ini", "ruff.toml", ".coveragerc")
_LOOKED_AT = 40
_REQUIREMENTS = re.compile(
    r"(?:(?<![^/])requirements/[^/]+|(?<![^/])(?:[^/]*[-_.])?requirements?(?:[-_.][^/]*)?)\.(?:txt|in)$"
)


def find_python(ground: Ground) -> list[Component]:
    """Return the candidate's Python components, a nested one's files not counted to the outer one."""
    hosting = ground.hosting(*MANIFESTS)
    manifests = {folder: path for folder, path in hosting.items() if _is_own(ground, folder, path, hosting)}
    shares = shared_out(ground.of_suffix(SUFFIXES), manifests)
    left_over = shares.pop("/", [])
    listed = _requirement_files(ground)
    found = [
        _component(ground, folder, manifests[folder], listed.get(folder, []), paths) for folder, paths in shares.items()
    ]
    found = [one for one in found if has_code(one) or "name" in one.facts or "manifest_error" in one.facts]
    alone = [_component(ground, "", None, listed.get("", []), left_over)] if left_over else []
    return [*found, *filter(ships, alone)]


def _is_own(ground: Ground, folder: str, path: str, hosting: Mapping[str, str]) -> bool:
    """Whether a manifest makes a component of its own, and does not just configure a part of an outer one."""
    if not any(other != folder and folder.startswith(other) for other in hosting):
        return True
    if path.endswith(("requirements.txt", "setup.cfg")):
        return False
    if path.endswith("pyproject.toml"):
        table = ground.read(path, read_toml)
        return bool(table.error) or any(key in table.table for key in ("project", "build-system"))
    return bool(read_setup_script(path, ground.read(path, read_text).text).calls_setup)


class _Reading:
    """The manifests of one component, each read once."""

    def __init__(self, ground: Ground, folder: str, requirements: Sequence[str]) -> None:
        self.requirements = requirements
        self.pyproject = ground.read(f"{folder}pyproject.toml", read_toml)
        self.setup_cfg = ground.read(f"{folder}setup.cfg", read_ini)
        self.setup_script = read_setup_script(f"{folder}setup.py", ground.read(f"{folder}setup.py", read_text).text)
        self.others = [
            ground.read(f"{folder}{name}", read_ini)
            for name in ("tox.ini", "pytest.ini")
            if ground.holds(folder + name)
        ]
        self.ground = ground
        self.folder = folder

    @property
    def error(self) -> str:
        """What is wrong with the first manifest that cannot be read."""
        manifests = (self.pyproject, self.setup_cfg, self.setup_script)
        return next((one.error for one in manifests if one.error), "")

    @property
    def project(self) -> Table:
        """The [project] table."""
        return self.pyproject.table.table("project")

    @property
    def poetry(self) -> Table:
        """The [tool.poetry] table."""
        return self.pyproject.table.table("tool", "poetry")


def _component(
    ground: Ground, folder: str, manifest: str | None, requirements: Sequence[str], paths: Sequence[str]
) -> Component:
    reading = _Reading(ground, folder, requirements)
    own = [path[len(folder) :] for path in paths]
    name = _name(reading)
    packages = find_packages(own, reading.pyproject, reading.setup_cfg, reading.setup_script, name)
    if packages.absent:
        where = manifest or folder
        ground.notes.append(f"{where}: names packages that are not there: {', '.join(packages.absent)}")
    made = component(
        ground,
        Language.PYTHON,
        folder,
        manifest,
        paths,
        packages=packages.folders,
        support=[folder + name for name in _CONFIGURATION],
        facts=_facts(reading, name, packages),
    )
    if reading.error:
        ground.notes.append(reading.error)
    tests = [path[len(folder) :] for path in made.paths(Role.TEST)]
    return _with_tests(made, reading, tests)


def _facts(reading: _Reading, name: str, packages: Packages) -> dict[str, str]:
    project = reading.project
    groups = reading.pyproject.table.table("dependency-groups")
    poetry_groups = reading.poetry.table("group")
    extras = [*project.table("optional-dependencies"), *reading.poetry.table("extras")]
    extras += [*reading.setup_cfg.table.table("options.extras_require"), *reading.setup_script.extras]
    return {
        "name": name,
        "requires_python": _requires_python(reading),
        "backend": _backend(reading),
        "packages": shlex.join(packages.folders),
        "imports": " ".join(packages.imports),
        "extras": " ".join(dict.fromkeys(extras)),
        "groups": " ".join(dict.fromkeys([*groups, *poetry_groups])),
        "requirements": shlex.join(path[len(reading.folder) :] for path in reading.requirements),
        "manifest_error": reading.error,
    }


def _name(reading: _Reading) -> str:
    table = reading.pyproject.table
    return (
        reading.project.text("name")
        or reading.poetry.text("name")
        or table.table("tool", "flit", "metadata").text("dist-name")
        or reading.setup_cfg.table.table("metadata").text("name")
        or reading.setup_script.name
        or table.table("tool", "flit", "metadata").text("module")
        or ""
    )


def _requires_python(reading: _Reading) -> str:
    return (
        reading.project.text("requires-python")
        or reading.poetry.table("dependencies").text("python")
        or reading.setup_cfg.table.table("options").text("python_requires")
        or reading.setup_script.requires_python
        or ""
    )


def _backend(reading: _Reading) -> str:
    system = reading.pyproject.table.table("build-system")
    scripted = reading.setup_script.calls_setup or bool(reading.setup_cfg.table.table("metadata"))
    if "build-backend" in system or "requires" in system or scripted or reading.project:
        return system.text("build-backend") or "setuptools.build_meta:__legacy__"
    return ""


def _requirement_files(ground: Ground) -> dict[str, list[str]]:
    """Return folder -> its requirement files, which stand in it or in its folder ``requirements``."""
    found: dict[str, list[str]] = {}
    for path in sorted(ground.of_suffix(("txt", "in"))):
        listed = _REQUIREMENTS.search(path)
        if listed is not None:
            found.setdefault(path[: listed.start()], []).append(path)
    return found


def _with_tests(made: Component, reading: _Reading, tests: list[str]) -> Component:
    import msgspec  # noqa: PLC0415  (the struct is frozen; this is its copy with more facts)

    text = _told(reading)
    facts = {
        "tests": shlex.join(_test_places(reading, tests)),
        "runner": _runner(reading, tests, text),
        "hypothesis": "yes" if "hypothesis" in text else "",
    }
    return msgspec.structs.replace(made, facts={**made.facts, **{key: one for key, one in facts.items() if one}})


def _told(reading: _Reading) -> str:
    """Everything that the manifests and requirement files say, to look for a tool's name in."""
    ground = reading.ground
    files = list(reading.requirements)
    files += [f"{reading.folder}{name}" for name in ("noxfile.py", "tasks.py", "Makefile")]
    texts = [reading.pyproject.text, reading.setup_cfg.text, reading.setup_script.text]
    texts += [one.text for one in reading.others]
    return "\n".join(texts + [ground.read(path, read_text).text for path in files])


def _test_places(reading: _Reading, tests: Sequence[str]) -> list[str]:
    """Return where pytest is told to look, else the outermost test folders and files that there are."""
    told = _pytest_tables(reading)
    for table in told:
        places = [one for text in table.texts("testpaths") for one in shlex.split(text, posix=True)]
        present = [one for one in places if any(path == one or path.startswith(f"{one}/") for path in tests)]
        if present:
            return present
    return _outermost(tests)


def _pytest_tables(reading: _Reading) -> list[Table]:
    tool = reading.pyproject.table.table("tool", "pytest")
    tables = [one.table.table("pytest") for one in reading.others]
    tables += [tool.table("ini_options"), tool, reading.setup_cfg.table.table("tool:pytest")]
    return [table for table in tables if table]


def _outermost(tests: Iterable[str]) -> list[str]:
    """Return the outermost folders that hold tests and nothing else than tests, or the test files."""
    places: set[str] = set()
    roles = Roles(Language.PYTHON, tests)
    for path in tests:
        segments = path.split("/")
        folders = ["/".join(segments[:count]) for count in range(1, len(segments))]
        places.add(next((one for one in folders if roles.role(f"{one}/x.py") is Role.TEST), path))
    return sorted(places)


def _runner(reading: _Reading, tests: Sequence[str], text: str) -> str:
    if not tests:
        return "none"
    conftest = any(path.rpartition("/")[2] == "conftest.py" for path in tests)
    if conftest or _pytest_tables(reading) or "pytest" in text:
        return "pytest"
    if reading.ground.holds(f"{reading.folder}manage.py"):
        return "django"
    looked_at = (reading.ground.read(reading.folder + path, read_text).text for path in tests[:_LOOKED_AT])
    return "pytest" if any("import pytest" in one or "from pytest" in one for one in looked_at) else "unittest"
