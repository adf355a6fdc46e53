"""The drivers themselves, run by Node with small stand-ins for the runners: no registry is needed."""

import json
import shutil
import subprocess

import pytest

from speccursor.qualify.model.evidence import TestRun, UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools import mocha, node_test, vitest
from speccursor.qualify.tools.asset import read_asset
from tests.unit.tools.bench import Bench
from tests.unit.tools.javascript_bench import NODE, component, drive, measure, needs_node, package

pytestmark = needs_node

RECORDS = """
const { Results } = require(process.env.SPECCURSOR_IN + '/results.cjs');
require('fs').writeFileSync('called.json', JSON.stringify([process.argv.slice(2), process.env.MODE, process.execArgv]));
const results = new Results('stand-in', '1.0.0');
results.test({ file: 'test/a.test.js', name: 'a', outcome: 'passed' });
results.finish();
"""
FINDS_OUT = "process.exitCode = Number(process.env.CODE || 0);"
# The command that c8 is given begins with Node itself; without one there is nothing to run, least of all this again.
PASSES_ON = """
const words = process.argv.slice(2);
const at = words.indexOf(process.execPath);
if (at < 0) throw new Error('no command');
const done = require('child_process').spawnSync(process.execPath, words.slice(at + 1), { stdio: 'inherit' });
process.exitCode = done.status;
"""


def project(bench: Bench, test: str, **scripts: str) -> None:
    bench.write({"package.json": json.dumps({"scripts": {"test": test, **scripts}})})


def called(bench: Bench) -> tuple[list[str], str | None, list[str]]:
    words, mode, flags = json.loads((bench.root / "called.json").read_text())
    return words, mode, flags


def of_vitest(bench: Bench, test: str, *arguments: str, **scripts: str) -> list[str]:
    project(bench, test, **scripts)
    package(bench, "vitest", version="4.1.12", program=RECORDS)
    (run,) = measure(bench, vitest.TOOL, component(), Options(test_arguments=arguments))
    assert isinstance(run, TestRun)
    words = called(bench)[0]
    return words[words.index("--bail=0") + 2 :]


@pytest.mark.parametrize(
    ("test", "scripts", "words"),
    [
        ("vitest", {}, []),
        (
            "vitest run --coverage --reporter verbose --project unit 'src/**/*.ts'",
            {},
            ["--project", "unit", "src/**/*.ts"],
        ),
        ("npm run lint && npm run unit -- --dir src", {"lint": "x", "unit": "npx vitest --ui"}, ["--dir", "src"]),
        ("run-s lint unit:*", {"lint": "eslint vitest", "unit:a": "c8 -r lcov vitest watch x"}, ["x"]),
        ("nyc --silent npm run unit", {"unit": "vitest run --project a"}, ["--project", "a"]),
        ("cross-env CI=1 npm run unit", {"unit": "vitest run --project b"}, ["--project", "b"]),
        ("echo none", {}, []),
    ],
)
def test_the_runner_gets_its_own_words_of_the_projects_script(
    bench: Bench, test: str, scripts: dict[str, str], words: list[str]
) -> None:
    assert of_vitest(bench, test, "--added", **scripts) == [*words, "--added"]


def test_settings_and_flags_before_the_runner_are_kept(bench: Bench) -> None:
    project(bench, "cross-env MODE='of tests' node --no-warnings ./node_modules/vitest/vitest.mjs")
    package(bench, "vitest", version="4.1.12", program=RECORDS)
    measure(bench, vitest.TOOL, component())
    assert called(bench)[1:] == ("of tests", ["--no-warnings"])


def test_what_the_script_builds_first_is_built_and_what_it_lints_is_left_out(bench: Bench) -> None:
    made = "node -e \"require('fs').appendFileSync('made','NAME')\""
    of_vitest(
        bench,
        "npm run lint && npm run build && vitest run && npm run after",
        pretest=made.replace("NAME", "pretest,"),
        prebuild=made.replace("NAME", "prebuild,"),
        build=f"{made.replace('NAME', 'build')} || absent-program",
        lint="eslint . && absent-program --noEmit",
        after="absent-program",
    )
    assert (bench.root / "made").read_text() == "pretest,prebuild,build"


def test_a_build_that_fails_is_told_and_no_test_is_run(bench: Bench) -> None:
    project(bench, "tsc -p . && vitest")
    package(bench, "vitest", version="4.1.12", program=RECORDS)
    with pytest.raises(UnreadableEvidence, match=r"what the test script builds first failed: tsc -p \. \(.*ENOENT\)"):
        measure(bench, vitest.TOOL, component())
    assert not (bench.root / "called.json").exists()


def test_a_runner_that_is_not_installed_is_told(bench: Bench) -> None:
    project(bench, "vitest")
    with pytest.raises(UnreadableEvidence, match=r"vitest is not installed in .*root$"):
        measure(bench, vitest.TOOL, component())


def test_two_records_are_as_good_as_none(bench: Bench) -> None:
    project(bench, "vitest")
    package(bench, "vitest", version="4.1.12", program=f"{{{RECORDS}}}{{{RECORDS}}}")
    with pytest.raises(UnreadableEvidence, match="2 runs of tests left a record"):
        measure(bench, vitest.TOOL, component())


def test_coverage_that_would_flatter_is_not_measured(bench: Bench) -> None:
    package(bench, "@vitest/coverage-v8", version="3.1.0", program="")
    for version, exact in (("3.1.0", False), ("3.2.0", True), ("4.0.0", True)):
        project(bench, "vitest")
        package(bench, "vitest", version=version, program=RECORDS)
        drive(bench, vitest.TOOL, component(source=("src/a.js",)))
        words = called(bench)[0]
        assert ("--coverage.provider=v8" in words) is exact
        assert ("--coverage.experimentalAstAwareRemapping" in words) is (version == "3.2.0")
        assert ("--coverage.include=**/a.js" in words) is exact
        shutil.rmtree(bench.root / "node_modules" / "vitest")


def test_a_number_of_failures_is_one_exit_code_and_a_signal_another(bench: Bench) -> None:
    bench.tools = bench.base / "tool"
    package(bench, "c8", version="10.1.3", program=PASSES_ON, folder="tool")
    package(bench, "mocha", version="11.8.0", program=RECORDS + FINDS_OUT)
    for script, code in (("mocha", 0), ("CODE=1 mocha", 1), ("CODE=137 mocha", 1)):
        project(bench, script)
        assert drive(bench, mocha.TOOL, component())[0] == code
    project(bench, "mocha")
    (bench.root / "node_modules/mocha/program.js").write_text("process.kill(process.pid, 'SIGKILL')")
    (bench.tools / "node_modules/c8/program.js").write_text("process.kill(process.pid, 'SIGKILL')")
    assert drive(bench, mocha.TOOL, component())[0] == 128 + 9


def node_run(bench: Bench, files: dict[str, str], script: str = "node --test") -> TestRun:
    bench.tools = bench.base / "tool"
    package(bench, "c8", version="10.1.3", program=PASSES_ON, folder="tool")
    bench.write(files)
    project(bench, script)
    run, *_ = measure(bench, node_test.TOOL, component(tests=tuple(files)))
    assert isinstance(run, TestRun)
    return run


HEAD = "const { test } = require('node:test');\n"
SLOW = "await new Promise((done) => setTimeout(done, 200));"


def test_nodes_own_runner_is_given_the_tests_of_the_survey_and_tells_what_it_hides(bench: Bench) -> None:
    run = node_run(
        bench,
        {
            "test/good.test.js": f"{HEAD}test('good', () => {{}});\ntest.skip('left', () => {{}});\n",
            "test/exits.test.js": f"{HEAD}test('first', async () => {{ {SLOW} }});\n"
            f"test('exits', async () => {{ {SLOW} process.exit(0); }});\ntest('lost', () => {{ throw 1; }});\n",
            "test/empty.test.js": "",
            "test/shared.js": "",
            "lib/no.js": "throw 1",
        },
    )
    assert {case.id.rpartition("> ")[2]: str(case.outcome) for case in run.cases} == {
        "first": "passed",
        "good": "passed",
        "left": "skipped",
    }
    assert sorted((error.path, error.message) for error in run.errors) == [
        ("test/empty.test.js", "the file holds no test"),
        ("test/exits.test.js", '"exits" was announced and never ended'),
        ("test/exits.test.js", '"lost" was announced and never ended'),
    ]


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ("node --test 'test/**/*.spec.{js,cjs}'", ["a", "b"]),
        ("node --test --test-reporter spec test/*.spec.js", ["a"]),
        ("node --require ./setup.js --test test/a.spec.js", ["a"]),
    ],
)
def test_patterns_of_the_script_are_expanded_as_a_shell_or_node_would(
    bench: Bench, script: str, names: list[str]
) -> None:
    test = HEAD + "test('NAME', () => {});\n"
    files = {"test/a.spec.js": test.replace("NAME", "a"), "test/deep/b.spec.cjs": test.replace("NAME", "b")}
    run = node_run(bench, {**files, "test/other.test.js": "throw 1", "setup.js": ""}, script)
    assert [case.id.rpartition("> ")[2] for case in run.cases] == names
    assert run.errors == ()


@pytest.mark.parametrize(
    ("text", "typescript", "nothing"),
    [
        ("", False, True),
        ("#!/usr/bin/env node\n// x\n/* y */ 'use strict';\n", False, True),
        ("import './a';\nexport * from \"./b\"; export * as c from './c'\nexport { d as e } from './d';", False, True),
        ("import j from './a.json' with { type: 'json' };\nimport k, { l } from './k';", False, True),
        ("export type { A } from './a';\nexport interface B extends C { d: { e: string }; f(): void }", True, True),
        ("type F = (a: number) => void;\nexport type G = { h: 'i' } | F;\nexport {};\nexport type { F };", True, True),
        ("export const a = 1;", False, False),
        ("export { a };", False, False),
        ("module.exports = require('./a');", False, False),
        ("export * from './a'; run()", False, False),
        ("/'/.test('x') && run('')", False, False),
        ("`${run()}`", False, False),
        ("export enum A { B }", True, False),
        ("type A = { b: 1 }\nrun({ c: 2 });", True, False),
        ("type A = B\n  i++;", True, False),
        ("type A = B\n  x.y = 2;", True, False),
        ("interface A { b: 1 }\nif (c) { d() }", True, False),
        ("{ run() }", True, False),
    ],
)
def test_a_file_in_which_nothing_runs_is_told_from_one_in_which_something_does(
    text: str, typescript: bool, nothing: bool
) -> None:
    asks = "const [t, ts] = JSON.parse(process.argv[1]); console.log(module.exports.holdsNothing(t, ts));"
    script = read_asset("js/nothing-to-run.cjs") + asks
    argv = (NODE, "-e", script, json.dumps([text, typescript]))
    said = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said.strip() == str(nothing).lower()
