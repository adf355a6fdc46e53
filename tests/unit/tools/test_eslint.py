import json
from pathlib import Path

import pytest

from speccursor.qualify.gates.findings import LINT_ERRORS
from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.tool import Options
from speccursor.qualify.model.verdict import Status
from speccursor.qualify.tools.eslint import TOOL
from tests.unit.tools.bench import Bench
from tests.unit.tools.javascript_bench import GOLDEN, account, component, drive, kept, measure, needs_node, package

pytest_plugins = ("tests.unit.tools.javascript_packages",)
WHAT = component(source=("src/a.js",), tests=("test/a.test.js",), support=("tool.config.js", "types.ts"))
# A stand-in that reports each file that it is given, and what it was called with.
REPORTS = """
const words = process.argv.slice(2);
const files = words.filter((word) => word.endsWith('.js') || word.endsWith('.ts'));
const out = words[words.indexOf('--output-file') + 1];
const told = { filePath: '', messages: [], errorCount: 0, warningCount: 0 };
if (words.includes('--output-file')) {
  require('fs').writeFileSync(out, JSON.stringify(files.map((filePath) => ({ ...told, filePath }))));
}
require('fs').writeFileSync('called.json', JSON.stringify([words, process.env.ESLINT_USE_FLAT_CONFIG]));
"""


def read(folder: Path, name: str) -> Findings:
    (found,) = TOOL.read(kept(folder, run=account(tool="eslint"), eslint=GOLDEN / "eslint-9.39.5" / name))
    assert isinstance(found, Findings)
    return found


def test_findings_and_the_files_examined_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, "findings.json").findings
    clean = read(tmp_path, "clean.json")
    assert clean.findings == ()
    assert clean.examined
    assert LINT_ERRORS.ask is not None
    answer = LINT_ERRORS.ask([Findings((), 0)], parse_requirement(LINT_ERRORS.required), [])
    assert answer.status is Status.INCONCLUSIVE


@pytest.mark.parametrize("status", [0, 2])
def test_a_crash_is_told_in_eslints_words_and_brings_no_findings(tmp_path: Path, status: int) -> None:
    said = "Oops! Something went wrong! :(\n\nTypeError: Key 'rules' is wrong\n    at Array.map (<anonymous>)\n"
    told = account(tool="eslint", version="10.15.0", status=status)
    outputs = kept(tmp_path, run=told, stderr=said, **({"eslint": "[]"} if status else {}))
    with pytest.raises(UnreadableEvidence, match=r"ESLint 10.15.0 ended abnormally: .*Key 'rules' is wrong$"):
        TOOL.read(outputs)


def test_the_driver_is_told_the_files_and_what_to_do_with_them() -> None:
    invocation = TOOL.invoke(WHAT, Options())
    assert json.loads(invocation.inputs["speccursor.json"]) == {
        "source": ["src/a.js"],
        "other": ["test/a.test.js", "tool.config.js", "types.ts"],
        "module": "",
        "fix": False,
    }
    assert invocation.ok_exit_codes == {0, 1, 2}
    assert TOOL.fix is not None
    mending = TOOL.fix(WHAT, Options())
    assert json.loads(mending.inputs["speccursor.json"])["fix"] is True
    assert set(mending.outputs) == {"run"}


def lint(bench: Bench, *, fix: bool = False) -> tuple[str, list[str], list[str], str | None]:
    """Return whose ESLint ran, its options, the files that it was given, and its mode of configuration."""
    bench.tools = bench.base / "tool"
    if not bench.tools.exists():
        package(bench, "eslint", version="10.15.0", program=REPORTS, folder="tool")
    _, outputs = drive(bench, TOOL, WHAT, fix=fix)
    words, flat = json.loads((bench.root / "called.json").read_text())
    options = [word for word in words if not word.startswith("/") or word.endswith(".mjs")]
    files = [word.removeprefix(f"{bench.root}/") for word in words if word not in options and "/out/" not in word]
    return json.loads(outputs.read("run"))["whose"], options, files, flat


OURS = "built-in-eslint.mjs"
ALL = ["src/a.js", "test/a.test.js", "tool.config.js", "types.ts"]


@needs_node
@pytest.mark.parametrize(
    ("version", "files", "whose", "flat"),
    [
        ("10.0.0", {"eslint.config.mjs": ""}, "project", None),
        ("8.57.0", {"eslint.config.ts": ""}, "project", None),
        ("10.0.0", {".eslintrc.json": "{}"}, "ours", "true"),
        ("9.39.5", {".eslintrc.json": "{}"}, "project", "false"),
        ("8.56.0", {".eslintrc.yml": ""}, "project", None),
        ("8.56.0", {"eslint.config.js": ""}, "ours", "true"),
        ("7.32.0", {"package.json": '{"eslintConfig": {}}'}, "project", None),
        ("9.0.0", {}, "ours", "true"),
        (None, {"eslint.config.mjs": ""}, "ours", "true"),
    ],
)
def test_the_projects_own_eslint_is_used_where_its_configuration_fits_it(
    bench: Bench, version: str | None, files: dict[str, str], whose: str, flat: str | None
) -> None:
    bench.write({"src/a.js": "", **files})
    if version:
        package(bench, "eslint", version=version, program=REPORTS)
    found = lint(bench)
    assert (found[0], found[3]) == (whose, flat)
    assert any(option.endswith(OURS) for option in found[1]) is (whose == "ours")
    legacy = whose == "project" and flat != "true" and not any(name.startswith("eslint.config") for name in files)
    assert found[2] == [name for name in ALL if not (legacy and name.endswith(".ts"))]


@needs_node
@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("eslint .", ALL),
        ("npm run lint:js -- --fix", ["src/a.js", "test/a.test.js"]),
        ("eslint --config other.config.mjs --max-warnings 0 'test/**/*.js' && tsc", ["src/a.js", "test/a.test.js"]),
        ("eslint lib", ["src/a.js"]),
    ],
)
def test_what_is_shipped_is_always_linted_and_the_rest_where_the_project_lints_it(
    bench: Bench, script: str, files: list[str]
) -> None:
    scripts = {"lint": script, "lint:js": "eslint src test"}
    bench.write({"src/a.js": "", "eslint.config.mjs": "", "package.json": json.dumps({"scripts": scripts})})
    package(bench, "eslint", version="10.0.0", program=REPORTS)
    whose, options, found, _ = lint(bench)
    assert (whose, found) == ("project", files)
    assert ("--config" in options) is ("--config" in script)


@needs_node
def test_mending_asks_for_no_report(bench: Bench) -> None:
    bench.write({"src/a.js": ""})
    _, options, _, _ = lint(bench, fix=True)
    assert "--fix" in options
    assert "--format" not in options


@pytest.mark.network
def test_the_built_in_configuration_finds_what_is_wrong_in_each_kind_of_file(bench: Bench, eslint: Path) -> None:
    bench.tools = eslint
    bench.write(
        {
            "src/a.js": "#!/usr/bin/env node\nvar x = exports;\nif (x) return;\nmissing();\n",
            "src/b.js": "import fs from 'node:fs';\nexport const a = fs; // eslint-disable-line react/prop-types\n",
            "src/c.ts": "let unused: any;\nexport const d = (e: string): string => e;\n",
            "src/d.jsx": "export const el = <div>{window.x}</div>;\n",
            "src/e.js": "const = 1;\n",
            "test/a.test.js": "describe('a', () => { it('b', () => {}); });\n",
        }
    )
    what = component(source=tuple(f"src/{name}" for name in ("a.js", "b.js", "c.ts", "d.jsx", "e.js")), module="cjs")
    (found,) = measure(bench, TOOL, what)
    assert isinstance(found, Findings)
    assert found.examined == 5
    assert sorted((one.path, one.line, one.rule, one.severity) for one in found.findings) == [
        ("src/a.js", 4, "no-undef", Severity.MEDIUM),
        ("src/c.ts", 1, "@typescript-eslint/no-explicit-any", Severity.MEDIUM),
        ("src/c.ts", 1, "@typescript-eslint/no-unused-vars", Severity.MEDIUM),
        ("src/e.js", 1, "parsing-error", Severity.HIGH),
    ]


@pytest.mark.network
@pytest.mark.parametrize(
    ("configuration", "reason"),
    [
        ("export default [{ rules: { 'no-such-rule': 'error' } }];", "no-such-rule"),
        ("throw new Error('it is broken');", "it is broken"),
    ],
)
def test_a_configuration_that_does_not_load_is_told(
    bench: Bench, eslint: Path, configuration: str, reason: str
) -> None:
    bench.tools = eslint
    bench.write({"src/a.js": "", "eslint.config.mjs": configuration})
    (bench.root / "node_modules").symlink_to(eslint / "node_modules")
    with pytest.raises(UnreadableEvidence, match=f"ended abnormally: .*{reason}"):
        measure(bench, TOOL, component(source=("src/a.js",)))


@pytest.mark.network
def test_a_configuration_that_ignores_every_file_examined_none(bench: Bench, eslint: Path) -> None:
    bench.tools = eslint
    bench.write({"src/a.js": "var = 1", "eslint.config.mjs": "export default [{ ignores: ['src/**'] }];"})
    (bench.root / "node_modules").symlink_to(eslint / "node_modules")
    assert measure(bench, TOOL, component(source=("src/a.js",))) == (Findings((), 0),)
