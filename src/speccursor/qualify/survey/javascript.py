"""JavaScript and TypeScript components: package.json, workspaces of npm, yarn and pnpm, or sources alone.

See npm's documentation ("package.json", "workspaces"), https://nodejs.org/api/packages.html for
"type", https://pnpm.io/pnpm-workspace_yaml. A package.json that holds no more than a module type is a
mark for Node and makes no component.

Facts: ``name``, ``runner`` (jest, vitest, node, mocha, tape, ava, tap, jasmine, none; from scripts.test,
then from what is installed for development), ``typescript`` (yes, no), ``tsconfig``, ``module`` (esm, cjs),
``package_manager`` (npm, pnpm, yarn, bun), ``lock``, ``scripts_test``, ``pretest``, ``posttest``, ``build``,
``prepare`` (the scripts as written), ``test_command`` (the runner's own command in them),
``tests`` (where tests are), ``workspace`` (the root that the component is a member of, or "."),
``fast_check`` (yes), ``eslint`` (its configuration), ``manifest_error``.
"""

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.survey.ground import Ground, component, has_code, shared_out, ships
from speccursor.qualify.survey.manifest import Manifest, Table, read_json, read_text

SUFFIXES = ("js", "mjs", "cjs", "jsx", "ts", "tsx", "mts", "cts")
_TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts")
_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_MARKS_ONLY = frozenset({"type", "sideEffects", "main", "module", "types", "typings", "private", "exports", "browser"})

_LOCKS = {
    "package-lock.json": "npm",
    "npm-shrinkwrap.json": "npm",
    "pnpm-lock.yaml": "pnpm",
    "yarn.lock": "yarn",
    "bun.lock": "bun",
    "bun.lockb": "bun",
}
_RUNNERS = ("vitest", "jest", "ava", "mocha", "tape", "tap", "jasmine")
_WORD = {
    "vitest": re.compile(r"(?<![\w@/-])vitest(?![\w-])"),
    "jest": re.compile(r"(?<![\w@-])(?:jest|react-scripts\s+test|jest-cli|tsdx\s+test)(?![\w-])"),
    "ava": re.compile(r"(?<![\w@/-])ava(?![\w-])"),
    "mocha": re.compile(r"(?<![\w@-])_?mocha(?![\w-])"),
    "tape": re.compile(r"(?<![\w@/-])tape(?![\w-])"),
    "tap": re.compile(r"(?<![\w@/-])tap(?![\w-])"),
    "jasmine": re.compile(r"(?<![\w@-])jasmine(?![\w-])"),
    "node": re.compile(
        r"(?<![\w-])(?:node|tsx)\s(?:[^&|;]*\s)?--test(?![\w-])|(?<![\w@/-])(?:c8|borp)\s+[^&|;]*--test"
    ),
}
_PACKAGES_OF = {
    "vitest": ("vitest",),
    "jest": ("jest", "react-scripts", "ts-jest", "jest-cli", "tsdx"),
    "ava": ("ava",),
    "mocha": ("mocha",),
    "tape": ("tape",),
    "tap": ("tap",),
    "jasmine": ("jasmine", "jasmine-core"),
}
_CONFIGURED = {
    runner: re.compile(rf"(?:{runner}\.config\.[cm]?[jt]s|\.{runner}rc(?:\.\w+)?|{runner}\.config\.json)$")
    for runner in _RUNNERS
}
_COMMANDS = re.compile(r"&&|\|\||[;|&]")
_COMMAND_LIMIT = 10_000
_SCRIPT_LIMIT = 50
_NPM_RUN = re.compile(
    r"(?:npm|pnpm|yarn)\s+(?:run(?:-script)?\s+)?([\w:.-]+)|(?:run-s|run-p|npm-run-all)((?:\s+[\w:.*-]+)+)"
)
_ESLINT = re.compile(r"(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.(?:[cm]?js|json|ya?ml))?)$")
_TSCONFIG = re.compile(r"tsconfig(?:\.[\w.-]+)?\.json$")


def find_javascript(ground: Ground) -> list[Component]:
    """Return the candidate's JavaScript and TypeScript components."""
    manifests = {folder: ground.read(path, read_json) for folder, path in ground.hosting("package.json").items()}
    manifests = {folder: one for folder, one in manifests.items() if not _is_mark(one)}
    shares = shared_out(ground.of_suffix(SUFFIXES), manifests)
    left_over = shares.pop("/", [])
    configured = _configuration(ground)
    found = [_component(ground, folder, manifests, configured, paths) for folder, paths in shares.items()]
    found = [one for one in found if has_code(one) or "manifest_error" in one.facts]
    alone = [_component(ground, "", {}, configured, left_over)] if left_over else []
    return [*found, *filter(ships, alone)]


def _is_mark(manifest: Manifest) -> bool:
    return not manifest.error and _MARKS_ONLY.issuperset(manifest.table)


def _component(
    ground: Ground,
    folder: str,
    manifests: Mapping[str, Manifest],
    configured: Mapping[str, Sequence[str]],
    paths: Sequence[str],
) -> Component:
    manifest = manifests.get(folder, Manifest(f"{folder}package.json", Table({})))
    workspace = _workspace(ground, folder, manifests)
    above = manifests.get(workspace, manifest) if workspace is not None else manifest
    configuration = configured.get(folder, [])
    made = component(
        ground,
        Language.JAVASCRIPT,
        folder,
        manifest.path if folder in manifests else None,
        paths,
        support=configuration,
        facts=_facts(ground, folder, manifest, above, configuration),
    )
    if manifest.error:
        ground.notes.append(manifest.error)
    return _with_tests(made, folder, manifest.table, above.table, workspace)


def _facts(
    ground: Ground, folder: str, manifest: Manifest, above: Manifest, configuration: Sequence[str]
) -> dict[str, str]:
    table = manifest.table
    scripts = table.table("scripts")
    outer = above.path.removesuffix("package.json")
    lock = _lock(ground, folder) or _lock(ground, outer)
    names = [path[len(folder) :] for path in configuration]
    dependencies = {*_dependencies(table), *_dependencies(above.table)}
    return {
        "name": _text(table, "name"),
        "version": _text(table, "version"),
        "module": "esm" if table.text("type") == "module" else "cjs",
        "lock": lock,
        "package_manager": _package_manager(table, lock) or _package_manager(above.table, lock) or "npm",
        "scripts_test": _text(scripts, "test"),
        "pretest": _text(scripts, "pretest"),
        "posttest": _text(scripts, "posttest"),
        "build": _text(scripts, "build"),
        "prepare": _text(scripts, "prepare"),
        "tsconfig": next((one for one in sorted(names, key=len) if _TSCONFIG.match(one)), ""),
        "eslint": next((one for one in names if _ESLINT.match(one)), ""),
        "fast_check": "yes" if any("fast-check" in one for one in dependencies) else "",
        "manifest_error": manifest.error,
    }


def _text(table: Table, key: str) -> str:
    return table.text(key) or ""


def _with_tests(made: Component, folder: str, table: Table, above: Table, workspace: str | None) -> Component:
    import msgspec  # noqa: PLC0415  (the struct is frozen; this is its copy with more facts)

    tests = made.paths(Role.TEST)
    sources = made.paths(Role.SOURCE, Role.TEST)
    typescript = any(path.endswith(_TYPESCRIPT) for path in sources)
    configured = [path.rpartition("/")[2] for path in made.paths(Role.SUPPORT) if path.count("/") == folder.count("/")]
    runner, command = _runner(table, tests, configured)
    if runner == "none" and tests:
        runner, command = _runner(above, tests, ())
    more = {
        "runner": runner,
        "test_command": command,
        "typescript": "yes" if typescript else "no",
        "tests": shlex.join(_places(path[len(folder) :] for path in tests)),
        "workspace": "" if workspace is None else workspace.rstrip("/") or ".",
    }
    return msgspec.structs.replace(made, facts={**made.facts, **{key: one for key, one in more.items() if one}})


def _runner(table: Table, tests: Sequence[str], configured: Sequence[str]) -> tuple[str, str]:
    """Return the test runner and its command.

    They are those of the first command of scripts.test, followed through the scripts that it runs, that
    is a runner; else a runner that is installed, else one that is configured, without a command.
    """
    for command in _COMMANDS.split(_followed(table.table("scripts"), "test", set())):
        found = [runner for runner in (*_RUNNERS, "node") if _WORD[runner].search(command)]
        if found:
            return found[0], command.strip()
    dependencies = _dependencies(table)
    installed = [one for one in _RUNNERS if not dependencies.isdisjoint(_PACKAGES_OF[one])]
    installed += ["jest"] if "jest" in table else []
    installed += [one for one in _RUNNERS if any(_CONFIGURED[one].match(name) for name in configured)]
    return (installed[0] if installed and tests else "none"), ""


def _followed(scripts: Table, name: str, seen: set[str]) -> str:
    """Return a script's command, the scripts that it runs put in their places, each of them once."""
    seen.add(name)

    def inner(found: re.Match[str]) -> str:
        called = [found[1]] if found[1] else found[2].split()
        names = [one for pattern in called for one in _matching(scripts, pattern)]
        return " && ".join(_followed(scripts, one, seen) for one in names if _is_new(one, seen)) or found[0]

    return _NPM_RUN.sub(inner, (scripts.text(name) or "")[:_COMMAND_LIMIT])


def _is_new(name: str, seen: set[str]) -> bool:
    return name not in seen and len(seen) < _SCRIPT_LIMIT


def _matching(scripts: Table, pattern: str) -> list[str]:
    if "*" not in pattern:
        return [pattern] if pattern in scripts else []
    start = pattern.partition("*")[0]
    return [name for name in scripts if name.startswith(start)]


def _dependencies(table: Table) -> set[str]:
    return {name for kind in _DEPENDENCIES for name in table.table(kind)}


def _workspace(ground: Ground, folder: str, manifests: Mapping[str, Manifest]) -> str | None:
    """Return the root folder of the workspace that a folder is a member of, or the root of."""
    for outer in sorted(manifests, key=len, reverse=True):
        if folder.startswith(outer):
            patterns = _members(ground, outer, manifests[outer])
            if patterns and (outer == folder or _is_member(folder[len(outer) : -1], patterns)):
                return outer
    return None


def _members(ground: Ground, folder: str, manifest: Manifest) -> tuple[str, ...]:
    table = manifest.table
    told = table.texts("workspaces") or table.table("workspaces").texts("packages")
    if told or not ground.holds(f"{folder}pnpm-workspace.yaml"):
        return told
    text = ground.read(f"{folder}pnpm-workspace.yaml", read_text).text
    return tuple(re.findall(r"^\s*-\s*['\"]?([^'\"#\n]+?)['\"]?\s*(?:#.*)?$", text, re.MULTILINE))


def _is_member(folder: str, patterns: Iterable[str]) -> bool:
    member = False
    for pattern in patterns:
        if _matches(folder, pattern.lstrip("!").removeprefix("./").rstrip("/")):
            member = not pattern.startswith("!")
    return member


def _matches(folder: str, pattern: str) -> bool:
    """Whether a workspace pattern (``packages/*``, ``apps/**``) names a folder, segment by segment."""
    wanted = pattern.split("/")
    segments = folder.split("/")
    if "**" in wanted:
        place = wanted.index("**")
        return len(segments) > place and _same(segments[:place], wanted[:place])
    return len(segments) == len(wanted) and _same(segments, wanted)


def _same(segments: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(_fits(one, pattern) for one, pattern in zip(segments, wanted, strict=True))


def _fits(segment: str, pattern: str) -> bool:
    start, star, end = pattern.partition("*")
    if not star:
        return segment == pattern
    return len(segment) >= len(start) + len(end) and segment.startswith(start) and segment.endswith(end)


def _lock(ground: Ground, folder: str) -> str:
    return next((folder + name for name in _LOCKS if ground.holds(folder + name)), "")


def _package_manager(table: Table, lock: str) -> str:
    told = (table.text("packageManager") or "").partition("@")[0]
    return told if told in _LOCKS.values() else _LOCKS.get(lock.rpartition("/")[2], "")


def _configuration(ground: Ground) -> dict[str, list[str]]:
    """Return folder -> the manifest, locks and tools' configuration that stand in it."""
    fixed = {"package.json", "pnpm-workspace.yaml", *_LOCKS}
    found: dict[str, list[str]] = {}
    for name, paths in ground.named.items():
        if name in fixed or any(pattern.match(name) for pattern in (_TSCONFIG, _ESLINT, *_CONFIGURED.values())):
            for path in paths:
                found.setdefault(path[: len(path) - len(name)], []).append(path)
    return {folder: sorted(paths) for folder, paths in found.items()}


def _places(tests: Iterable[str]) -> list[str]:
    """Return the outermost folders that tests stand in: their first segment, or the file itself."""
    return sorted({path.partition("/")[0] for path in tests})
