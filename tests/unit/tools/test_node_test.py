from pathlib import Path

import pytest

from speccursor.qualify.model.evidence import Branches, Coverage, TestOutcome, TestRun
from speccursor.qualify.tools import node_test
from tests.unit.tools.bench import Bench
from tests.unit.tools.javascript_bench import GOLDEN, account, component, kept, measure

pytest_plugins = ("tests.unit.tools.javascript_packages",)
FOLDER = GOLDEN / "node-test-20.20.2"


def read(folder: Path, tests: Path | str) -> TestRun:
    run, *_ = node_test.TOOL.read(kept(folder, run=account(), tests=tests))
    assert isinstance(run, TestRun)
    return run


def test_every_outcome_of_a_real_run_is_told(tmp_path: Path) -> None:
    run = read(tmp_path, FOLDER / "tests.json")
    found = {case.id.rpartition("> ")[2]: case.outcome for case in run.cases}
    assert found["is told"] is TestOutcome.FAILED
    assert found["needs it"] is TestOutcome.FAILED
    assert found["todo that fails"] is TestOutcome.SKIPPED
    assert {error.path for error in run.errors} >= {"test/broken.test.js", "test/empty.test.js"}


def test_a_test_that_ends_the_process_takes_the_rest_away_and_that_is_told(tmp_path: Path) -> None:
    run = read(tmp_path, FOLDER / "tests-exit-0.json")
    assert [case.outcome for case in run.cases] == [TestOutcome.PASSED, TestOutcome.PASSED]
    assert [error.message.partition('" ')[2] for error in run.errors] == ["was announced and never ended"] * 2


@pytest.mark.parametrize(
    ("name", "told"),
    [("empty.test", True), ("test", True), ("a.spec", True), ("test-a", True), ("shared", False), ("testing", False)],
)
def test_a_file_without_a_test_is_an_error_where_its_name_promises_one(tmp_path: Path, name: str, told: bool) -> None:
    text = (FOLDER / "tests.json").read_text(encoding="utf-8")
    run = read(tmp_path, text.replace("test/empty.test.js", f"test/{name}.js"))
    assert (f"test/{name}.js" in {error.path for error in run.errors}) is told


def test_coverage_by_monocart_names_its_files_below_the_component(tmp_path: Path) -> None:
    coverage = GOLDEN / "c8-10.1.3" / "coverage-final-monocart-2.13.0.json"
    outputs = kept(tmp_path, run=account(), tests=FOLDER / "tests.json", coverage=coverage)
    _, measured = node_test.TOOL.read(outputs)
    assert isinstance(measured, Coverage)
    assert {file.path: file.branches and (file.branches.covered, file.branches.total) for file in measured.files} == {
        "src/area.js": (3, 4),
        "src/never.js": (0, 2),
    }


@pytest.mark.network
def test_a_file_that_no_test_loads_is_measured_too(bench: Bench, c8: Path) -> None:
    bench.tools = c8
    bench.write(
        {
            "package.json": '{"type": "module", "scripts": {"test": "c8 --check-coverage node --test"}}',
            ".c8rc.json": '{"exclude": ["src/**"], "lines": 100}',
            "src/a.js": "export const f = (x) => {\n  if (x) {\n    return 1;\n  }\n  return 2;\n};\n",
            "src/never.js": "export const g = (x) => (x ? 1 : 2);\n",
            "test/a.test.js": "import { test } from 'node:test';\nimport { f } from '../src/a.js';\n"
            "test('good', () => { f(1); });\n",
        }
    )
    what = component(source=("src/a.js", "src/never.js"), tests=("test/a.test.js",), runner="node")
    run, coverage = measure(bench, node_test.TOOL, what)
    assert isinstance(run, TestRun)
    assert isinstance(coverage, Coverage)
    assert [(case.id, case.line) for case in run.cases] == [("test/a.test.js > good", 3)]
    assert {file.path: (file.missing, file.branches) for file in coverage.files} == {
        "src/a.js": ((5,), Branches(1, 2, (2,))),
        "src/never.js": ((1,), Branches(0, 2, (1,))),
    }
