from pathlib import Path

import pytest

from speccursor.qualify.model.evidence import Branches, Coverage, TestOutcome, TestRun, UnreadableEvidence
from speccursor.qualify.tools import tape
from tests.unit.tools.bench import Bench
from tests.unit.tools.javascript_bench import GOLDEN, account, component, kept, measure

pytest_plugins = ("tests.unit.tools.javascript_packages",)
FOLDER = GOLDEN / "tape-5.10.2"
SOURCE = "exports.f = (x) => {\n  if (x) {\n    return 1;\n  }\n  return 2;\n};\n"
HEAD = "const test = require('tape');\nconst { f } = require('../src/a.js');\n"
GOOD = f"{HEAD}test('good', (t) => {{\n  t.equal(f(1), 1);\n  t.end();\n}});\n"


def test_every_outcome_of_a_real_run_is_told(tmp_path: Path) -> None:
    run, *_ = tape.TOOL.read(kept(tmp_path, run=account(status=1), tests=FOLDER / "tests.json"))
    assert isinstance(run, TestRun)
    assert {case.id.partition(" > ")[2]: case.outcome for case in run.cases} == {
        "adds": TestOutcome.PASSED,
        "is told": TestOutcome.FAILED,
        "to do": TestOutcome.SKIPPED,
        "outer > inner": TestOutcome.PASSED,
        "outer": TestOutcome.PASSED,
    }


def test_a_run_that_dies_after_its_last_test_is_not_believed(tmp_path: Path) -> None:
    passed = (FOLDER / "tests.json").read_text(encoding="utf-8").replace('"failed"', '"passed"')
    run, *_ = tape.TOOL.read(kept(tmp_path, run=account(), tests=passed))
    assert isinstance(run, TestRun)
    with pytest.raises(UnreadableEvidence, match="ended with 1 after tests that all passed: Error: too late"):
        tape.TOOL.read(kept(tmp_path, run=account(status=1), tests=passed, stderr="Error: too late\n"))


def project(bench: Bench, modules: Path, c8: Path, script: str, **tests: str) -> tuple[TestRun, Coverage]:
    bench.tools = c8
    (bench.root / "node_modules").symlink_to(modules)
    bench.write({"package.json": f'{{"scripts": {{"test": "{script}"}}}}', "src/a.js": SOURCE})
    bench.write({f"test/{name}.js": text for name, text in tests.items()})
    what = component(source=("src/a.js",), tests=tuple(f"test/{name}.js" for name in tests), runner="tape")
    run, coverage = measure(bench, tape.TOOL, what)
    assert isinstance(run, TestRun)
    assert isinstance(coverage, Coverage)
    return run, coverage


@pytest.mark.network
@pytest.mark.parametrize("script", ["nyc tape 'test/**/*.js'", "tape test/*.js | tap-spec", "c8 node test/a.js"])
def test_the_projects_tape_is_run_and_measured(bench: Bench, project_modules: Path, c8: Path, script: str) -> None:
    skipped = "test('left', { skip: true }, () => {});\ntest('to do', { todo: true }, (t) => t.end());\n"
    run, coverage = project(bench, project_modules, c8, script, a=GOOD + skipped)
    place = "test/a.js > " if "node" in script else ""  # tape's own command runs several files in one process
    assert {case.id: str(case.outcome) for case in run.cases} == {
        f"{place}good": "passed",
        f"{place}left": "skipped",
        f"{place}to do": "skipped",
    }
    (file,) = coverage.files
    assert (file.missing, file.branches) == ((5,), Branches(1, 2, (2,)))


@pytest.mark.network
@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("setTimeout(() => { throw new Error('too late'); }, 100);\n", "after tests that all passed: Error: too late"),
        ("test('dies', () => { throw new Error('at once'); });\n", "did not come to its end, .*: Error: at once"),
        ("test('leaves', () => { process.exit(0); });\n", "did not come to its end"),
        ("test.only('alone', (t) => t.end());\n", "`only` tests are prohibited"),
    ],
)
def test_what_dies_or_leaves_or_picks_one_is_told(
    bench: Bench, project_modules: Path, c8: Path, last: str, said: str
) -> None:
    with pytest.raises(UnreadableEvidence, match=said):
        project(bench, project_modules, c8, "tape test/*.js", a=GOOD + last)


@pytest.mark.network
def test_no_test_is_no_evidence(bench: Bench, project_modules: Path, c8: Path) -> None:
    with pytest.raises(UnreadableEvidence, match="left no record of its tests"):
        project(bench, project_modules, c8, "tape test/*.js", a="")


@pytest.mark.network
def test_two_scripts_are_not_one_suite(bench: Bench, project_modules: Path, c8: Path) -> None:
    with pytest.raises(UnreadableEvidence, match="left no record of its tests"):
        project(bench, project_modules, c8, "node test/a.js && node test/b.js", a=GOOD, b=GOOD)
