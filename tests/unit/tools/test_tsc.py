import json
from pathlib import Path

import pytest

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.evidence import Findings, UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools.tsc import TOOL
from tests.unit.tools.bench import Bench
from tests.unit.tools.javascript_bench import GOLDEN, account, component, kept, measure

pytest_plugins = ("tests.unit.tools.javascript_packages",)
FOLDER = GOLDEN / "typescript-5.9.3"


def test_diagnostics_and_the_programs_own_files_are_read(tmp_path: Path) -> None:
    (clean,) = TOOL.read(kept(tmp_path, run=account(tool="tsc"), tsc=FOLDER / "clean.txt"))
    (wrong,) = TOOL.read(kept(tmp_path, run=account(tool="tsc"), tsc=FOLDER / "errors.txt"))
    assert isinstance(clean, Findings)
    assert isinstance(wrong, Findings)
    assert clean.findings == ()
    assert clean.examined
    assert {finding.rule[:2] for finding in wrong.findings} == {"TS"}


@pytest.mark.parametrize(
    ("tsc", "reason"),
    [
        (FOLDER / "no-inputs.txt", "tsc could not check the project: TS18003"),
        ("", "tsc 6.0.3 printed nothing: the end of it"),
        ("src/a.ts(1,1): error TS2322: no file follows\n", "did not list the files"),
    ],
)
def test_a_compiler_that_checked_nothing_is_not_believed(tmp_path: Path, tsc: Path | str, reason: str) -> None:
    outputs = kept(tmp_path, run=account(tool="tsc", version="6.0.3"), tsc=tsc, stderr="the end of it")
    with pytest.raises(UnreadableEvidence, match=reason):
        TOOL.read(outputs)


def test_shipped_files_that_the_configuration_leaves_out_count_too(tmp_path: Path) -> None:
    told = account(tool="tsc", left_out=1)
    error = "lib/b.ts(1,14): error TS2322: Type 'number' is not assignable to type 'string'.\n"
    first = "/candidate/src/a.ts\n/candidate/node_modules/x/index.d.ts\n"
    outputs = kept(tmp_path, run=told, tsc=first, left_out=f"{error}/candidate/lib/b.ts\n/candidate/src/a.ts\n")
    (found,) = TOOL.read(outputs)
    assert isinstance(found, Findings)
    assert found.examined == 2
    assert [finding.path for finding in found.findings] == ["lib/b.ts"]
    with pytest.raises(UnreadableEvidence, match="left-out"):
        TOOL.read(kept(tmp_path, run=told, tsc=first))


def test_the_driver_is_told_what_is_shipped_in_typescript() -> None:
    what = component(source=("a.ts", "b.js"), tests=("test/a.ts",), tsconfig="tsconfig.build.json")
    invocation = TOOL.invoke(what, Options())
    assert json.loads(invocation.inputs["speccursor.json"]) == {"source": ["a.ts"], "tsconfig": "tsconfig.build.json"}
    assert invocation.ok_exit_codes == {0, 1, 2}


def check(bench: Bench, what: Component) -> tuple[list[tuple[str, int | None, str]], int | None]:
    (found,) = measure(bench, TOOL, what)
    assert isinstance(found, Findings)
    assert not list(bench.root.rglob("tsconfig.speccursor*"))
    return [(one.path, one.line, one.rule) for one in found.findings], found.examined


@pytest.mark.network
def test_without_a_configuration_what_is_shipped_is_checked_strictly(bench: Bench, typescript: Path) -> None:
    bench.tools = typescript
    bench.write({"src/a.ts": "export const f = (x) => x;\n", "test/a.ts": "const wrong: string = 1;\n"})
    what = component(source=("src/a.ts",), tests=("test/a.ts",))
    assert check(bench, what) == ([("src/a.ts", 1, "TS7006")], 1)


OPTIONS = {
    "strict": False,
    "declaration": True,
    "emitDeclarationOnly": True,
    "incremental": True,
    "tsBuildInfoFile": "build.tsbuildinfo",
    "rootDir": "src",
    "outDir": "dist",
    "types": [],
}


@pytest.mark.network
def test_the_projects_configuration_counts_and_hides_no_shipped_file(bench: Bench, typescript: Path) -> None:
    bench.tools = typescript
    bench.write(
        {
            "tsconfig.json": json.dumps({"compilerOptions": OPTIONS, "include": ["src"]}),
            "src/a.ts": "export const f = (x) => x;\n",
            "lib/b.ts": "export const b: string = 1;\nexport const g = (x) => x;\n",
        }
    )
    what = component(source=("lib/b.ts", "src/a.ts"), tsconfig="tsconfig.json")
    assert check(bench, what) == ([("lib/b.ts", 1, "TS2322")], 2)


@pytest.mark.network
def test_references_between_projects_are_followed(bench: Bench, typescript: Path) -> None:
    bench.tools = typescript
    composite = {"composite": True, "strict": True, "outDir": "dist", "rootDir": "src", "types": []}
    bench.write(
        {
            "tsconfig.json": '{"files": [], /* solution */ "references": [{"path": "a"}, {"path": "b"}]}',
            "a/tsconfig.json": json.dumps({"compilerOptions": composite, "include": ["src"]}),
            "b/tsconfig.json": json.dumps(
                {"compilerOptions": composite, "include": ["src"], "references": [{"path": "../a"}]}
            ),
            "a/src/a.ts": "export const a = { b: { c: 1 } };\nexport const d: string = 1;\n",
            "b/src/b.ts": "import { a } from '../../a/src/a';\nexport const e: { b: { c: string } } = a;\n",
        }
    )
    what = component(source=("a/src/a.ts", "b/src/b.ts"), tsconfig="tsconfig.json")
    findings, examined = check(bench, what)
    assert findings == [("a/src/a.ts", 2, "TS2322"), ("b/src/b.ts", 2, "TS2322")]
    assert (examined or 0) >= 2
