from pathlib import Path

import pytest

from speccursor.qualify.gates.tests import TESTS_PASS
from speccursor.qualify.model.evidence import Branches, Coverage, TestOutcome, TestRun
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Status
from speccursor.qualify.tools import jest
from tests.unit.tools.bench import Bench
from tests.unit.tools.javascript_bench import GOLDEN, account, component, kept, measure

pytest_plugins = ("tests.unit.tools.javascript_packages",)


@pytest.mark.parametrize(("version", "failing"), [("29.7.0", TestOutcome.PASSED), ("30.5.2", TestOutcome.XFAILED)])
def test_every_outcome_of_a_real_run_is_told(tmp_path: Path, version: str, failing: TestOutcome) -> None:
    folder = GOLDEN / f"jest-{version}"
    outputs = kept(tmp_path, run=account(), tests=folder / "tests.json", coverage=folder / "coverage-final.json")
    run, coverage = jest.TOOL.read(outputs)
    assert isinstance(run, TestRun)
    assert isinstance(coverage, Coverage)
    found = {case.id.rpartition("> ")[2]: case for case in run.cases}
    assert found["is told"].outcome is TestOutcome.FAILED
    assert (found["is told"].path, found["is told"].line) == ("test/area.test.js", 8)
    assert found["known bug"].outcome is failing
    assert found["passes the second time"].attempts == 2
    assert {error.path for error in run.errors} == {"test/empty.test.js", "test/broken.test.js"}
    assert {file.path: file.branches and (file.branches.covered, file.branches.total) for file in coverage.files} == {
        "src/area.js": (3, 4),
        "src/never.js": (0, 2),
    }
    assert TESTS_PASS.ask is not None
    assert TESTS_PASS.ask([run], parse_requirement(TESTS_PASS.required), []).status is Status.FAILED


CONFIGURATION = """
module.exports = {
  rootDir: 'src', bail: 1, coverageProvider: 'v8', coverageThreshold: { global: { lines: 100 } },
  collectCoverageFrom: ['nothing/**'], coveragePathIgnorePatterns: ['never'], reporters: ['default'],
};
"""


@pytest.mark.network
def test_the_projects_configuration_hides_no_file_and_its_tests_see_nothing_of_ours(
    bench: Bench, project_modules: Path
) -> None:
    bench.write(
        {
            "package.json": '{"scripts": {"test": "jest -c jest.cjs --coverage=false --silent -i"}}',
            "jest.cjs": CONFIGURATION,
            "src/a.js": "exports.f = (x) => {\n  if (x) {\n    return 1;\n  }\n  return 2;\n};\n",
            "src/never.js": "exports.g = (x) => (x ? 1 : 2);\n",
            "src/a.test.js": "const { f } = require('./a');\ntest('good', () => { expect(f(1)).toBe(1); });\n"
            "test('sees no option', () => { expect(process.argv.length).toBe(2); });\n"
            "test('bad', () => { expect(1).toBe(2); });\n",
            "src/exits.test.js": "test('works', () => {});\n",
        }
    )
    (bench.root / "node_modules").symlink_to(project_modules)
    what = component(source=("src/a.js", "src/never.js"), tests=("src/a.test.js",), runner="jest")
    run, coverage = measure(bench, jest.TOOL, what)
    assert isinstance(run, TestRun)
    assert isinstance(coverage, Coverage)
    assert {case.id: str(case.outcome) for case in run.cases} == {
        "src/a.test.js > good": "passed",
        "src/a.test.js > sees no option": "passed",
        "src/a.test.js > bad": "failed",
        "src/exits.test.js > works": "passed",
    }
    assert {file.path: (file.missing, file.branches) for file in coverage.files} == {
        "src/a.js": ((5,), Branches(1, 2, (2,))),
        "src/never.js": ((1,), Branches(0, 2, (1,))),
    }
