from pathlib import Path

import pytest

from speccursor.qualify.gates.tests import TESTS_PASS
from speccursor.qualify.model.evidence import Branches, Coverage, TestOutcome, TestRun
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Status
from speccursor.qualify.tools import vitest
from tests.unit.tools.bench import Bench
from tests.unit.tools.javascript_bench import GOLDEN, account, component, kept, measure

pytest_plugins = ("tests.unit.tools.javascript_packages",)


@pytest.mark.parametrize("version", ["2.1.9", "3.2.7", "4.1.12"])
def test_every_outcome_of_a_real_run_is_told(tmp_path: Path, version: str) -> None:
    folder = GOLDEN / f"vitest-{version}"
    outputs = kept(tmp_path, run=account(), tests=folder / "tests.json", coverage=folder / "coverage-final.json")
    run, coverage = vitest.TOOL.read(outputs)
    assert isinstance(run, TestRun)
    assert isinstance(coverage, Coverage)
    found = {case.id.rpartition("> ")[2]: case for case in run.cases}
    assert found["is told"].outcome is TestOutcome.FAILED
    assert found["known bug"].outcome is TestOutcome.XFAILED
    assert found["passes the second time"].attempts == 2
    assert {file.path: file.branches and (file.branches.covered, file.branches.total) for file in coverage.files} == {
        "src/area.js": (3, 4),
        "src/never.js": (0, 2),
    }


def test_a_hook_that_fails_and_a_rejection_that_nobody_handles_do_not_pass(tmp_path: Path) -> None:
    tests = GOLDEN / "vitest-4.1.12" / "tests.json"
    (run,) = vitest.TOOL.read(kept(tmp_path, run=account(), tests=tests))
    assert isinstance(run, TestRun)
    assert {"test/hook.test.js", "test/late.test.js"} <= {error.path for error in run.errors}
    outcomes = {case.path: case.outcome for case in run.cases}
    assert outcomes["test/hook.test.js"] is TestOutcome.SKIPPED
    assert outcomes["test/late.test.js"] is TestOutcome.PASSED
    quiet = TestRun(tuple(case for case in run.cases if case.path != "test/area.test.js"), run.errors, run.nonce)
    assert TESTS_PASS.ask is not None
    answer = TESTS_PASS.ask([quiet], parse_requirement(TESTS_PASS.required), [])
    assert (answer.status, answer.cause) == (Status.INCONCLUSIVE, Cause.ERRORED)


CONFIGURATION = """
export default { test: { bail: 1, coverage: {
  include: ['src/a.js'], exclude: ['**/never.js'], thresholds: { lines: 100, autoUpdate: true }, reporter: ['text'],
} } };
"""


@pytest.mark.network
def test_the_projects_configuration_hides_no_file_and_is_left_as_it_was(bench: Bench, project_modules: Path) -> None:
    bench.write(
        {
            "package.json": '{"scripts": {"test": "vitest"}}',
            "vitest.config.mjs": CONFIGURATION,
            "src/index.js": "export { f } from './a.js';\n",
            "src/a.js": "export const f = (x) => {\n  if (x) {\n    return 1;\n  }\n  return 2;\n};\n",
            "src/never.js": "/* v8 ignore next */\nexport const g = 1;\nexport const h = (x) => (x ? 1 : 2);\n",
            "test/a.test.js": "import { expect, test } from 'vitest';\nimport { f } from '../src/index.js';\n"
            "test('good', () => { expect(f(1)).toBe(1); });\ntest('exits', () => { process.exit(0); });\n"
            "test('bad', () => { expect(1).toBe(2); });\n",
        }
    )
    (bench.root / "node_modules").symlink_to(project_modules)
    what = component(source=("src/a.js", "src/index.js", "src/never.js"), tests=("test/a.test.js",), runner="vitest")
    run, coverage = measure(bench, vitest.TOOL, what)
    assert isinstance(run, TestRun)
    assert isinstance(coverage, Coverage)
    assert {case.id: (str(case.outcome), case.line) for case in run.cases} == {
        "test/a.test.js > good": ("passed", 3),
        "test/a.test.js > exits": ("failed", 4),
        "test/a.test.js > bad": ("failed", 5),
    }
    files = {file.path: file for file in coverage.files}
    assert files["src/a.js"].missing == (5,)
    assert files["src/a.js"].branches == Branches(1, 2, (2,))
    assert (files["src/never.js"].executed, files["src/never.js"].excluded) == ((), (1, 2))
    assert (files["src/index.js"].executed, files["src/index.js"].missing) == ((), ())
    assert (bench.root / "vitest.config.mjs").read_text() == CONFIGURATION
