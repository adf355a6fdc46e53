"""What a Python project's tests need, found in the project's own files.

The places, in this order; the first that names test requirements decides: the recipe; dependency groups
(PEP 735) and extras called test, tests or testing; requirements files for tests; groups and extras called
dev; requirements files for developers; ``[testenv]`` of tox; Poetry's groups. Groups named for tests come
before anything named for developers because the latter often hold linters only. Beside that, the plugins
that the pytest configuration cannot do without. Nothing is executed: the files are only read.
"""

import configparser
import re
import shlex
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from speccursor.qualify.model.recipe import Recipe

_TEST_NAMES = ("test", "tests", "testing")
_DEVELOPER_NAMES = ("dev", "develop", "development")
_TEST_FILES = (
    "requirements-test.txt",
    "requirements-tests.txt",
    "requirements-testing.txt",
    "requirements_test.txt",
    "requirements_tests.txt",
    "test-requirements.txt",
    "test_requirements.txt",
    "tests-requirements.txt",
    "requirements/test.txt",
    "requirements/tests.txt",
    "requirements/testing.txt",
    "tests/requirements.txt",
    "test/requirements.txt",
)
_DEVELOPER_FILES = (
    "requirements-dev.txt",
    "requirements_dev.txt",
    "dev-requirements.txt",
    "dev_requirements.txt",
    "requirements/dev.txt",
    "requirements/development.txt",
)
_LARGEST_FILE = 1024 * 1024
_PLUGIN_OF_OPTION = {
    "--cov": "pytest-cov",
    "--no-cov": "pytest-cov",
    "-n": "pytest-xdist",
    "--numprocesses": "pytest-xdist",
    "--dist": "pytest-xdist",
    "--maxprocesses": "pytest-xdist",
    "--timeout": "pytest-timeout",
    "--reruns": "pytest-rerunfailures",
    "--benchmark": "pytest-benchmark",
    "--asyncio-mode": "pytest-asyncio",
    "--randomly": "pytest-randomly",
    "--random-order": "pytest-random-order",
    "--html": "pytest-html",
    "--mypy": "pytest-mypy",
    "--ruff": "pytest-ruff",
    "--flake8": "pytest-flake8",
    "--black": "pytest-black",
    "--disable-socket": "pytest-socket",
    "--allow-hosts": "pytest-socket",
    "--doctest-plus": "pytest-doctestplus",
    "--doctest-rst": "pytest-doctestplus",
    "--snapshot": "syrupy",
    "--ds": "pytest-django",
    "--nomigrations": "pytest-django",
    "--reuse-db": "pytest-django",
    "--picked": "pytest-picked",
    "--forked": "pytest-forked",
    "--mpl": "pytest-mpl",
    "--sugar": "pytest-sugar",
    "--hypothesis": "hypothesis",
}
_PLUGIN_OF_SETTING = {
    "timeout": "pytest-timeout",
    "timeout_method": "pytest-timeout",
    "asyncio_mode": "pytest-asyncio",
    "asyncio_default_fixture_loop_scope": "pytest-asyncio",
    "trio_mode": "pytest-trio",
    "anyio_mode": "anyio",
    "reruns": "pytest-rerunfailures",
    "django_settings_module": "pytest-django",
    "env": "pytest-env",
    "mock_use_standalone_module": "pytest-mock",
    "qt_api": "pytest-qt",
    "mypy_plugins": "pytest-mypy-plugins",
    "doctest_plus": "pytest-doctestplus",
    "remote_data_strict": "pytest-remotedata",
    "bdd_features_base_dir": "pytest-bdd",
}
_TOX_LINE = re.compile(r"^(?P<factors>[\w.{},!-]+(?:\s*,\s*[\w.{},!-]+)*)\s*:\s+(?P<rest>.*)$")


class Wanted(Struct, frozen=True, kw_only=True):
    """What is to be installed for a component's tests, and how each part was decided.

    `files` are requirements files and `groups` dependency groups of its ``pyproject.toml``, relative to the
    component's folder. `plugins` are wanted only where nothing else brings them.
    """

    packages: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    installable: bool = False
    requires_python: str | None = None
    notes: tuple[str, ...] = ()


class _Found(Struct, kw_only=True):
    packages: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.packages or self.extras or self.groups or self.files)


def read_wanted(folder: Path, recipe: Recipe) -> Wanted:
    """Read a component's files and say what its tests need. A file that cannot be read is noted."""
    notes: list[str] = []
    pyproject = _toml(folder / "pyproject.toml", notes)
    setup = _ini(folder / "setup.cfg", notes)
    found = _explicit(recipe) if recipe.explicit else _first(folder, pyproject, setup, notes)
    if not found.anything and not recipe.explicit:
        notes.append("no test requirements are named anywhere; the tests get the component's own")
    plain = [name for name in ("requirements.txt",) if (folder / name).is_file()]
    installable = recipe.install and _installable(folder, pyproject)
    if not installable and not recipe.explicit and plain:
        found.files += plain
        notes.append("no manifest to install; its requirements.txt alone is installed")
    return Wanted(
        packages=(*found.packages, *recipe.packages),
        extras=tuple(found.extras),
        groups=tuple(found.groups),
        files=tuple(dict.fromkeys(found.files)),
        plugins=_plugins(folder, pyproject, setup, notes),
        installable=installable,
        requires_python=_requires_python(pyproject, setup),
        notes=(*notes, *found.notes),
    )


def _explicit(recipe: Recipe) -> _Found:
    return _Found(
        extras=list(recipe.extras or ()),
        groups=list(recipe.groups or ()),
        files=list(recipe.requirements or ()),
        notes=["test requirements as qualification.toml says"],
    )


def _first(
    folder: Path,
    pyproject: Mapping[str, object],
    setup: configparser.ConfigParser,
    notes: list[str],
) -> _Found:
    extras = _extras(pyproject, setup)
    groups = list(_table(pyproject, "dependency-groups"))
    steps: tuple[Callable[[], _Found], ...] = (
        lambda: _named(_TEST_NAMES, groups, extras),
        lambda: _files(folder, _TEST_FILES),
        lambda: _named(_DEVELOPER_NAMES, groups, extras),
        lambda: _files(folder, _DEVELOPER_FILES),
        lambda: _tox(folder, pyproject, setup, notes),
        lambda: _poetry(pyproject),
    )
    for step in steps:
        found = step()
        if found.anything:
            return found
    return _Found()


def _named(names: Sequence[str], groups: Iterable[str], extras: Iterable[str]) -> _Found:
    """Take the dependency groups of these names, and where there are none, the extras."""
    for kind, known in (("group", groups), ("extra", extras)):
        taken = [name for name in known if canonicalize_name(name) in names]
        if taken:
            note = f"test requirements from the {kind} {', '.join(taken)}"
            return _Found(groups=taken, notes=[note]) if kind == "group" else _Found(extras=taken, notes=[note])
    return _Found()


def _files(folder: Path, names: Iterable[str]) -> _Found:
    taken = [name for name in names if (folder / name).is_file()]
    return _Found(files=taken, notes=[f"test requirements from {', '.join(taken)}"] if taken else [])


def _extras(pyproject: Mapping[str, object], setup: configparser.ConfigParser) -> list[str]:
    names = list(_table(pyproject, "project", "optional-dependencies"))
    names += list(_table(pyproject, "tool", "poetry", "extras"))
    if setup.has_section("options.extras_require"):
        names += setup.options("options.extras_require")
    return list(dict.fromkeys(names))


def _installable(folder: Path, pyproject: Mapping[str, object]) -> bool:
    built = any(_table(pyproject, *path) for path in (("project",), ("build-system",), ("tool", "poetry")))
    package = _table(pyproject, "tool", "uv").get("package") is not False
    return (built and package) or (folder / "setup.py").is_file() or _setup_names(folder)


def _setup_names(folder: Path) -> bool:
    setup = _ini(folder / "setup.cfg", [])
    return setup.has_section("metadata") or setup.has_section("options")


def _requires_python(pyproject: Mapping[str, object], setup: configparser.ConfigParser) -> str | None:
    asked = _table(pyproject, "project").get("requires-python")
    if isinstance(asked, str):
        return asked
    return setup.get("options", "python_requires", fallback=None)


def _tox(
    folder: Path,
    pyproject: Mapping[str, object],
    setup: configparser.ConfigParser,
    notes: list[str],
) -> _Found:
    native = _table(pyproject, "tool", "tox", "env_run_base")
    if native:
        return _tox_native(native)
    legacy = _table(pyproject, "tool", "tox").get("legacy_tox_ini")
    tox = _ini(folder / "tox.ini", notes)
    if isinstance(legacy, str):
        tox = _ini_text(legacy, "pyproject.toml: tool.tox.legacy_tox_ini", notes)
    section = "testenv"
    if not tox.has_section(section):
        tox, section = setup, "tox:testenv"
    found = _Found()
    for line in tox.get(section, "deps", fallback="").splitlines():
        _tox_line(line.strip(), found)
    found.extras += tox.get(section, "extras", fallback="").replace(",", " ").split()
    found.groups += tox.get(section, "dependency_groups", fallback="").replace(",", " ").split()
    if found.anything:
        found.notes.insert(0, "test requirements from [testenv] of tox")
    return found


def _tox_line(line: str, found: _Found) -> None:
    conditional = _TOX_LINE.match(line)
    if conditional is not None:
        found.notes.append(f"tox: {line!r} is for some environments only and is left out")
    elif "{" in line:
        found.notes.append(f"tox: {line!r} has a substitution and is left out")
    elif line.startswith(("-r", "--requirement")):
        found.files.append(line.removeprefix("--requirement").removeprefix("-r").strip(" ="))
    elif _is_requirement(line):
        found.packages.append(line)
    elif line and not line.startswith("#"):
        found.notes.append(f"tox: {line!r} is not a requirement and is left out")


def _tox_native(table: Mapping[str, object]) -> _Found:
    found = _Found(notes=["test requirements from tool.tox.env_run_base"])
    for line in _strings(table.get("deps")):
        _tox_line(line, found)
    found.extras += _strings(table.get("extras"))
    found.groups += _strings(table.get("dependency_groups"))
    return found


def _poetry(pyproject: Mapping[str, object]) -> _Found:
    poetry = _table(pyproject, "tool", "poetry")
    tables = {"dev-dependencies": _table(poetry, "dev-dependencies")}
    for name in _table(poetry, "group"):
        if canonicalize_name(name) in (*_TEST_NAMES, *_DEVELOPER_NAMES):
            tables[f"group {name}"] = _table(poetry, "group", name, "dependencies")
    found = _Found()
    for where, table in tables.items():
        for name, constraint in table.items():
            requirement = poetry_requirement(name, constraint)
            if requirement is None:
                found.notes.append(f"Poetry: {name} in {where} is not from the registry and is left out")
            elif name != "python":
                found.packages.append(requirement)
    if found.packages:
        found.notes.insert(0, f"test requirements from Poetry's {', '.join(key for key in tables if tables[key])}")
    return found


def poetry_requirement(name: str, constraint: object) -> str | None:
    """Translate one of Poetry's dependencies into PEP 508; None when it is not from the registry.

    Carets and tildes become the ranges that they mean (Poetry's manual, "Dependency specification").
    """
    extras: list[str] = []
    marker = ""
    version = constraint
    if isinstance(constraint, Mapping):
        if not isinstance(constraint.get("version"), str):
            return None
        version = constraint["version"]
        extras = _strings(constraint.get("extras"))
        markers = constraint.get("markers")
        marker = f" ; {markers}" if isinstance(markers, str) else ""
    if isinstance(version, list):
        return name
    if not isinstance(version, str):
        return None
    bounds = ",".join(_poetry_bound(part.strip()) for part in version.split("||")[0].split(",") if part.strip())
    requirement = f"{name}{'[' + ','.join(extras) + ']' if extras else ''}{bounds}{marker}"
    return requirement if _is_requirement(requirement) else name


def _poetry_bound(text: str) -> str:
    if text == "*":
        return ""
    if text[0] not in "^~" or text.startswith("~="):
        return text if text[0] in "<>=!~" else f"=={text}"
    numbers = [int(part) for part in re.findall(r"\d+", text)[:3]]
    if not numbers:
        return ""
    kept = min(len(numbers), 2) if text[0] == "~" else _leading_zeros(numbers) + 1
    upper = numbers[:kept]
    upper[-1] += 1
    return f">={text[1:].strip()},<{'.'.join(map(str, upper))}"


def _leading_zeros(numbers: Sequence[int]) -> int:
    return next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)


def _plugins(
    folder: Path,
    pyproject: Mapping[str, object],
    setup: configparser.ConfigParser,
    notes: list[str],
) -> tuple[str, ...]:
    settings = _pytest_settings(folder, pyproject, setup, notes)
    wanted: dict[str, str] = {}
    for option in _options(settings.get("addopts", "")):
        name = option.split("=")[0]
        plugin = _PLUGIN_OF_OPTION.get(name) or _PLUGIN_OF_OPTION.get("-".join(name.split("-")[:3]))
        if plugin is None and re.fullmatch(r"-n(\d+|auto|logical)", name):
            plugin = "pytest-xdist"
        if plugin is not None:
            wanted.setdefault(plugin, f"addopts has {name}")
    for setting in settings:
        plugin = _PLUGIN_OF_SETTING.get(setting.lower())
        if plugin is not None:
            wanted.setdefault(plugin, f"it sets {setting}")
    for line in _options(settings.get("required_plugins", "")):
        if _is_requirement(line):
            wanted.setdefault(line, "it is in required_plugins")
    notes += [f"the pytest configuration asks for {plugin}: {reason}" for plugin, reason in wanted.items()]
    return tuple(wanted)


def _pytest_settings(
    folder: Path,
    pyproject: Mapping[str, object],
    setup: configparser.ConfigParser,
    notes: list[str],
) -> dict[str, str]:
    """Return the settings that pytest will read, from the one file that it will take them from."""
    for name in ("pytest.ini", ".pytest.ini"):
        if (folder / name).is_file():
            return _section(_ini(folder / name, notes), "pytest")
    for table in (_table(pyproject, "tool", "pytest", "ini_options"), _table(pyproject, "tool", "pytest")):
        if table:
            return {
                key: shlex.join(_strings(value)) if isinstance(value, list) else str(value)
                for key, value in table.items()
            }
    tox = _section(_ini(folder / "tox.ini", notes), "pytest")
    return tox or _section(setup, "tool:pytest")


def _options(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError:
        return text.split()


def _is_requirement(text: str) -> bool:
    try:
        Requirement(text)
    except InvalidRequirement:
        return False
    return True


def _table(value: object, *path: str) -> Mapping[str, object]:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _section(parser: configparser.ConfigParser, name: str) -> dict[str, str]:
    return dict(parser.items(name)) if parser.has_section(name) else {}


def _text(path: Path, notes: list[str]) -> str:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            notes.append(f"{path.name} is larger than 1 MiB and is not read")
            return ""
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        notes.append(f"{path.name} cannot be read: {error}")
        return ""


def _toml(path: Path, notes: list[str]) -> Mapping[str, object]:
    try:
        return tomllib.loads(_text(path, notes))
    except tomllib.TOMLDecodeError as error:
        notes.append(f"{path.name} is not TOML: {error}")
        return {}
    except RecursionError:
        notes.append(f"{path.name} is nested too deeply")
        return {}


def _ini(path: Path, notes: list[str]) -> configparser.ConfigParser:
    return _ini_text(_text(path, notes), path.name, notes)


def _ini_text(text: str, name: str, notes: list[str]) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        notes.append(f"{name} is not an INI file: {str(error).splitlines()[0]}")
        return configparser.ConfigParser(interpolation=None)
    return parser
