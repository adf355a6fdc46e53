from pathlib import Path

import pytest

from speccursor.qualify.model.evidence import Branches, Coverage, TestOutcome, TestRun, UnreadableEvidence
from speccursor.qualify.tools import mocha
from tests.unit.tools.bench import Bench
from tests.unit.tools.javascript_bench import GOLDEN, account, component, kept, measure

pytest_plugins = ("tests.unit.tools.javascript_packages",)


@pytest.mark.parametrize("version", ["8.4.0", "11.8.0"])
def test_a_rejection_that_mocha_drops_and_a_hook_that_fails_are_errors(tmp_path: Path, version: str) -> None:
    (run,) = mocha.TOOL.read(kept(tmp_path, run=account(), tests=GOLDEN / f"mocha-{version}" / "tests.json"))
    assert isinstance(run, TestRun)
    assert {error.path for error in run.errors} == {"test/hook.test.js", "test/late.test.js"}
    found = {case.id.rpartition("> ")[2]: case for case in run.cases}
    assert found["rejects later"].outcome is TestOutcome.PASSED
    assert found["passes the second time"].attempts == 2
    assert found["is told"].outcome is TestOutcome.FAILED


TEST = "const { f } = require('../src/a');\nconst assert = require('assert');\n"


@pytest.fixture
def tree(bench: Bench, project_modules: Path, c8: Path) -> Bench:
    bench.tools = c8
    bench.write(
        {
            "package.json": '{"scripts": {"test": "nyc mocha --reporter dot --bail \'test/**/*.spec.js\'"}}',
            ".mocharc.json": '{"parallel": true, "reporter": "dot", "bail": true}',
            ".c8rc.json": '{"exclude": ["src/**"], "check-coverage": true, "lines": 100}',
            "src/a.js": "exports.f = (x) => {\n  if (x) {\n    return 1;\n  }\n  return 2;\n};\n",
            "src/never.js": "exports.g = (x) => (x ? 1 : 2);\n",
        }
    )
    (bench.root / "node_modules").symlink_to(project_modules)
    return bench


WHAT = component(source=("src/a.js", "src/never.js"), tests=("test/a.spec.js",), runner="mocha")


@pytest.mark.network
def test_the_projects_configuration_hides_no_file_and_stops_nothing_early(tree: Bench) -> None:
    tree.write({"test/a.spec.js": TEST + "it('bad', () => assert(0));\nit('good', () => assert(f(1) === 1));\n"})
    run, coverage = measure(tree, mocha.TOOL, WHAT)
    assert isinstance(run, TestRun)
    assert isinstance(coverage, Coverage)
    assert {case.id: str(case.outcome) for case in run.cases} == {
        "test/a.spec.js > bad": "failed",
        "test/a.spec.js > good": "passed",
    }
    assert {file.path: (file.missing, file.branches) for file in coverage.files} == {
        "src/a.js": ((5,), Branches(1, 2, (2,))),
        "src/never.js": ((1,), Branches(0, 2, (1,))),
    }


@pytest.mark.network
@pytest.mark.parametrize(
    ("test", "reason"),
    [
        ("require('./gone');\n", "left no record of its tests: .*Cannot find module './gone'"),
        ("it('x', () => {});\nit.only('y', () => {});\n", "left no record of its tests: .*only"),
        ("it('x', () => {});\nit('y', () => process.exit(0));\n", "did not come to its end"),
    ],
)
def test_a_run_that_broke_off_shows_nothing(tree: Bench, test: str, reason: str) -> None:
    tree.write({"test/a.spec.js": TEST + "it('good', () => {});\n", "test/b.spec.js": test})
    with pytest.raises(UnreadableEvidence, match=reason):
        measure(tree, mocha.TOOL, WHAT)
