"""Which import packages a Python distribution ships: what its backend is told, else what stands there.

Backends' settings, in this order: setuptools (``tool.setuptools``, setup.cfg, setup.py), hatch, flit,
poetry, uv_build, pdm, maturin, scikit-build-core. Without settings, or where they name what is not
there: the src layout, then the flat layout (folders with ``__init__.py``; inside one without, namespace
packages of PEP 420), then single modules. See
https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from speccursor.qualify.model.candidate import Language, Role
from speccursor.qualify.survey.manifest import Manifest, Table
from speccursor.qualify.survey.roles import DOCUMENTS, TEST_FOLDERS, WORKSHOP, Roles
from speccursor.qualify.survey.setup_script import SetupScript
from speccursor.qualify.survey.vendored import BUNDLES, FOLDERS

_NO_PACKAGES = TEST_FOLDERS | DOCUMENTS | WORKSHOP | FOLDERS | BUNDLES
_NAMESPACE_DEPTH = 4


class Packages(Struct, frozen=True):
    """Package folders and single modules relative to the component, and their dotted names.

    `absent` are those that the settings name and nobody finds.
    """

    folders: tuple[str, ...]
    imports: tuple[str, ...]
    absent: tuple[str, ...] = ()


def find_packages(
    paths: Sequence[str], pyproject: Manifest, setup_cfg: Manifest, script: SetupScript, name: str
) -> Packages:
    """Find the packages among a component's Python files (`paths`, relative to it)."""
    present = _Present(paths)
    told = list(dict.fromkeys(_told(pyproject.table, setup_cfg.table, script, present)))
    found = _outermost(path for path in told if present.has(path))
    absent = tuple(path for path in told if not present.has(path))
    folders = found or _outermost(_guessed(present, name, *_roots(pyproject.table, setup_cfg.table, script)))
    return Packages(folders, tuple(_dotted(path, present) for path in folders), absent)


class _Present:
    """The folders and files that there are."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.files = frozenset(paths)
        self.children: dict[str, set[str]] = {}
        self.packages = {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2] == "__init__.py"}
        for path in paths:
            while path:
                folder, _, below = path.rpartition("/")
                names = self.children.setdefault(folder, set())
                if below in names:
                    break
                names.add(below)
                path = folder  # noqa: PLW2901  (upwards until a known folder)

    def has(self, path: str) -> bool:
        """Whether a folder that holds Python files, or a single module, is there."""
        return path in self.children or path in self.files or path == "."

    def folders(self, below: str) -> Iterator[str]:
        """Go over the folders in one."""
        for name in sorted(self.children.get(below, ())):
            path = f"{below}/{name}" if below else name
            if path in self.children:
                yield path

    def modules(self, below: str) -> Iterator[str]:
        """Go over the Python files in a folder."""
        for name in sorted(self.children.get(below, ())):
            path = f"{below}/{name}" if below else name
            if path in self.files and name.endswith(".py"):
                yield path


def _told(table: Table, cfg: Table, script: SetupScript, present: _Present) -> Iterator[str]:
    tool = table.table("tool")
    yield from _setuptools(tool.table("setuptools"), cfg, script)
    for target in (tool.table("hatch", "build", "targets", "wheel"), tool.table("hatch", "build")):
        yield from (_clean(path) for path in target.texts("packages"))
        yield from (_clean(path) for path in target.texts("only-include"))
    flit = tool.table("flit", "module").text("name") or tool.table("flit", "metadata").text("module")
    if flit:
        yield _first(present, flit, ("src", ""))
    for one in tool.table("poetry").tables("packages"):
        yield _clean(f"{one.text('from') or ''}/{one.text('include') or ''}")
    yield from _uv(tool.table("uv", "build-backend"), present)
    yield from (_clean(path) for path in tool.table("pdm", "build").texts("includes"))
    maturin = tool.table("maturin")
    if maturin.text("python-source"):
        module = (maturin.text("module-name") or "").split(".")[0]
        yield _clean(f"{maturin.text('python-source')}/{module}")
    yield from (_clean(path) for path in tool.table("scikit-build", "wheel").texts("packages"))


def _setuptools(table: Table, cfg: Table, script: SetupScript) -> Iterator[str]:
    options = cfg.table("options")
    folders = {key: table.table("package-dir").text(key) or "" for key in table.table("package-dir")}
    folders |= _mapping(options.text("package_dir") or "") | script.package_dir
    named = (*table.texts("packages"), *_lines(options.text("packages") or ""), *script.packages)
    for package in named:
        if not package.startswith("find"):
            yield _placed(package, folders)
    modules = (*table.texts("py-modules"), *_lines(options.text("py_modules") or ""), *script.modules)
    for module in modules:
        yield _placed(module, folders) + ".py"


def _uv(table: Table, present: _Present) -> Iterator[str]:
    root = table.text("module-root")
    root = "src" if "module-root" not in table else _clean(root or "")
    for module in table.texts("module-name"):
        yield _first(present, module, ("" if root == "." else root,))


def _roots(table: Table, cfg: Table, script: SetupScript) -> tuple[tuple[str, ...], bool]:
    """Return the folders to look in (the settings', then src, then the root), and whether all is taken."""
    find = table.table("tool", "setuptools", "packages", "find")
    where = [*find.texts("where"), *_lines(cfg.table("options.packages.find").text("where") or "")]
    mapped = _mapping(cfg.table("options").text("package_dir") or "").get("") or script.package_dir.get("", "")
    told = [*where, mapped, script.where or ""]
    takes_all = bool(find) or script.where is not None or "find" in (cfg.table("options").text("packages") or "")
    return tuple(dict.fromkeys([_clean(one) for one in told if one and one != "."] + ["src", ""])), takes_all


def _guessed(present: _Present, name: str, roots: Sequence[str], takes_all: bool) -> list[str]:  # noqa: FBT001  (from _roots)
    wanted = re.sub(r"[-.]+", "_", name).lower()
    for root in roots:
        found = [*_packages_in(present, root, wanted), *_modules_in(present, root, wanted)]
        named = [path for path in found if path.lower().removesuffix(".py") == wanted]
        if named and not root and not takes_all:
            return named
        if found:
            return found
    return []


def _packages_in(present: _Present, root: str, wanted: str) -> Iterator[str]:
    for folder in present.folders(root):
        name = folder.rpartition("/")[2]
        if not name.isidentifier() or (name in _NO_PACKAGES and name.lower() != wanted):
            continue
        if folder in present.packages or name.lower() == wanted:
            yield folder
        else:
            yield from _namespace(present, folder, _NAMESPACE_DEPTH)


def _namespace(present: _Present, folder: str, depth: int) -> Iterator[str]:
    """Go over the packages inside a folder that is none itself (PEP 420)."""
    for inner in present.folders(folder):
        if inner in present.packages:
            yield inner
        elif depth and inner.rpartition("/")[2] not in _NO_PACKAGES:
            yield from _namespace(present, inner, depth - 1)


def _modules_in(present: _Present, root: str, wanted: str) -> Iterator[str]:
    roles = Roles(Language.PYTHON, ())
    for path in present.modules(root):
        module = path.rpartition("/")[2].removesuffix(".py")
        if module.lower() == wanted or (wanted and root and roles.role(path) is Role.SOURCE):
            yield path


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(set(paths), key=lambda one: (one.count("/"), one)):
        if not any(path.startswith(f"{outer}/") or outer == "." for outer in kept):
            kept.append(path)
    return tuple(sorted(kept))


def _dotted(path: str, present: _Present) -> str:
    """Return the dotted name of a package folder or module: as far up as folders can be packages."""
    segments = path.removesuffix(".py").split("/")
    for start in range(len(segments) - 1, 0, -1):
        above = "/".join(segments[:start])
        holder = segments[start - 1]
        if above not in present.packages and (holder in ("src", "lib", "py", "python") or not holder.isidentifier()):
            return ".".join(segments[start:])
    return ".".join(segments)


def _placed(package: str, folders: dict[str, str]) -> str:
    """Return the folder of a dotted package under setuptools' package_dir."""
    parts = package.split(".")
    for count in range(len(parts), 0, -1):
        head = ".".join(parts[:count])
        if head in folders:
            return _clean("/".join([folders[head], *parts[count:]]))
    return _clean("/".join([folders.get("", ""), *parts]))


def _first(present: _Present, dotted: str, roots: Sequence[str]) -> str:
    path = dotted.replace(".", "/")
    places = [_clean(f"{root}/{path}{end}") for root in roots for end in ("", ".py")]
    return next((place for place in places if present.has(place)), places[0])


def _clean(path: str) -> str:
    """Return a path relative to the component, without dots, slashes at its ends or glob tails."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    while parts and "*" in parts[-1]:
        parts.pop()
    return "/".join(parts) or "."


def _lines(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[\n,]", text) if one.strip()]


def _mapping(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in _lines(text))
    return {key.strip(): value.strip() for key, mark, value in pairs if mark}
