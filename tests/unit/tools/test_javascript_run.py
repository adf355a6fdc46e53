import json
from pathlib import Path

import pytest

from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, TestRun, UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.tools.javascript_run import last_words, read_account, read_tests_and_coverage
from tests.unit.tools.javascript_bench import GOLDEN, account, component, kept

TESTS = GOLDEN / "jest-30.5.2" / "tests.json"
COVERAGE = GOLDEN / "jest-30.5.2" / "coverage-final.json"
RUNNERS = ("jest", "vitest", "node-test", "mocha", "tape")


@pytest.mark.parametrize("name", RUNNERS)
def test_a_run_is_one_command_of_node_with_all_that_it_needs_beside_it(name: str) -> None:
    what = component(source=("src/a.js",), tests=("test/a.test.js",), runner=name.partition("-")[0])
    invocation = TOOLS[name].invoke(what, Options(test_arguments=("--x",), timeout_s=7.0))
    assert invocation.argv == ("{node}", "{in}/run-suite.cjs")
    assert invocation.timeout_s == 7.0
    assert invocation.cwd == "{component}"
    assert invocation.optional == {"tests", "coverage"}
    assert json.loads(invocation.inputs["speccursor.json"]) == {
        "runner": name.partition("-")[0],
        "source": ["src/a.js"],
        "tests": ["test/a.test.js"],
        "arguments": ["--x"],
        "properties": False,
    }
    assert ("SPECCURSOR_TOOL" in invocation.environment) == (name in ("node-test", "mocha", "tape"))
    assert all(text.strip() for text in invocation.inputs.values())


@pytest.mark.parametrize("runner", ["jest", "vitest", "node", "mocha"])
def test_a_run_for_properties_asks_for_the_gates_number_of_runs(runner: str) -> None:
    invocation = TOOLS["fast-check"].invoke(component(runner=runner), Options(examples=1234))
    assert invocation.environment["SPECCURSOR_NUM_RUNS"] == "1234"
    assert json.loads(invocation.inputs["speccursor.json"])["properties"] is True
    assert invocation.optional == {"tests", "properties"}


def test_tests_and_the_coverage_of_the_components_own_files_are_read(tmp_path: Path) -> None:
    told = account(source=["src/area.js", "src/types.ts"], ignored={"src/area.js": [2]}, empty=["src/types.ts"])
    run, coverage = read_tests_and_coverage(kept(tmp_path, run=told, tests=TESTS, coverage=COVERAGE))
    assert isinstance(run, TestRun)
    assert isinstance(coverage, Coverage)
    assert len(run.cases) == 11
    area, types = coverage.files
    assert (area.path, area.excluded, area.branches) == ("src/area.js", (2,), Branches(3, 4, (5,)))
    assert types == FileCoverage(path="src/types.ts", executed=(), missing=())


def test_a_run_without_coverage_brings_tests_alone(tmp_path: Path) -> None:
    (run,) = read_tests_and_coverage(kept(tmp_path, run=account(), tests=TESTS))
    assert isinstance(run, TestRun)


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        ("", "the account of the run"),
        ("{}", "the account of the run"),
        (account(schema="speccursor.run/2"), "the account of the run"),
        (account(failed="jest is not installed"), "^jest is not installed$"),
    ],
)
def test_an_account_that_tells_of_no_run_is_not_read_as_one(tmp_path: Path, run: str, reason: str) -> None:
    with pytest.raises(UnreadableEvidence, match=reason):
        read_account(kept(tmp_path, run=run))


def test_a_run_that_left_no_record_says_what_the_runner_said(tmp_path: Path) -> None:
    said = "Error: Cannot find module './gone'\n    at Module.load (node:internal)\n\nNode.js v20.20.2\n"
    with pytest.raises(UnreadableEvidence, match=r"left no record of its tests: Error: Cannot find module './gone'$"):
        read_tests_and_coverage(kept(tmp_path, run=account(), stderr=said))
    with pytest.raises(UnreadableEvidence, match=r"left no record of its tests: it said nothing$"):
        read_tests_and_coverage(kept(tmp_path, run=account()))
    assert last_words(kept(tmp_path, stdout="last\n")) == "last"


def test_a_record_that_was_never_finished_shows_nothing(tmp_path: Path) -> None:
    cut = TESTS.read_text(encoding="utf-8").rpartition("]")[0]
    with pytest.raises(UnreadableEvidence, match="did not come to its end"):
        read_tests_and_coverage(kept(tmp_path, run=account(), tests=cut))
    killed = GOLDEN / "mocha-11.8.0" / "tests-exit-0.json"
    with pytest.raises(UnreadableEvidence, match=r"did not come to its end, .*: the last of it$"):
        read_tests_and_coverage(kept(tmp_path, run=account(), tests=killed, stderr="the last of it"))


def test_a_record_of_another_run_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableEvidence, match="marks of different runs"):
        read_tests_and_coverage(kept(tmp_path, run=account(nonce="another"), tests=TESTS))
