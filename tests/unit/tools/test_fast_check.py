import json
from pathlib import Path

import pytest

from speccursor.qualify.gates.properties import PROPERTY_HOLDS
from speccursor.qualify.model.evidence import Properties, Property, PropertyOutcome, UnreadableEvidence
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.model.verdict import Cause, Status
from speccursor.qualify.tools.fast_check import TOOL
from tests.unit.tools.bench import NONCE, Bench
from tests.unit.tools.javascript_bench import GOLDEN, GOLDEN_NONCE, account, component, kept, measure

pytest_plugins = ("tests.unit.tools.javascript_packages",)

HEAD = {"schema": "speccursor.properties/1", "nonce": GOLDEN_NONCE}
READY = json.dumps({**HEAD, "event": "ready", "hook": "plugin"})


def line(**more: object) -> str:
    told = {"event": "property", "kind": "property", "test": "holds", "file": "test/p.test.js", "line": 3}
    return json.dumps({**HEAD, **told, "numRuns": 1000, "asked": 1000, "skips": 0, "failed": False, **more})


def record(*cases: tuple[str, str], errors: tuple[tuple[str | None, str], ...] = (), finished: bool = True) -> str:
    run = {
        "schema": "speccursor.tests/1",
        "nonce": GOLDEN_NONCE,
        "runner": "jest",
        "tests": [
            {"file": file, "line": 1, "name": "a", "outcome": outcome, "seconds": 0.1, "message": "why", "retries": 0}
            for file, outcome in cases
        ],
        "errors": [{"file": file, "message": message} for file, message in errors],
        "finished": finished,
    }
    return json.dumps(run)


PASSED = record(("test/p.test.js", "passed"))


def read(folder: Path, *lines: str, run: str = PASSED, declaring: tuple[str, ...] = ("test/p.test.js",)) -> Properties:
    outputs = kept(folder, run=account(declaring=list(declaring)), tests=run, properties="\n".join((READY, *lines)))
    (told,) = TOOL.read(outputs)
    assert isinstance(told, Properties)
    assert told.nonce == GOLDEN_NONCE
    return told


def ask(told: Properties) -> tuple[Status, Cause | None]:
    assert PROPERTY_HOLDS.ask is not None
    answer = PROPERTY_HOLDS.ask([told], parse_requirement(PROPERTY_HOLDS.required), [])
    return answer.status, answer.cause


def test_a_property_that_ran_often_enough_passes(tmp_path: Path) -> None:
    told = read(tmp_path, line(), line(kind="single", numRuns=1, asked=1))
    assert [item.executed for item in told.properties] == [1000]
    assert ask(told) == (Status.PASSED, None)


@pytest.mark.parametrize(
    ("more", "status", "cause"),
    [
        ({"numRuns": 25, "interrupted": True}, Status.INCONCLUSIVE, Cause.UNDERPOWERED),
        ({"numRuns": 50, "asked": 50}, Status.INCONCLUSIVE, Cause.UNDERPOWERED),
        ({"numRuns": 0, "skips": 100001, "failed": True}, Status.INCONCLUSIVE, Cause.ERRORED),
        ({"numRuns": 1, "failed": True, "counterexample": "[10]"}, Status.FAILED, None),
    ],
)
def test_a_property_cut_short_or_broken_does_not_pass(
    tmp_path: Path, more: dict[str, object], status: Status, cause: Cause | None
) -> None:
    assert ask(read(tmp_path, line(**more))) == (status, cause)


def test_a_file_that_declares_properties_and_brought_none_is_told(tmp_path: Path) -> None:
    told = read(tmp_path, line(), declaring=("test/p.test.js", "test/vm.test.js"))
    assert told.properties[1:] == (
        Property(
            id="test/vm.test.js",
            outcome=PropertyOutcome.SKIPPED,
            executed=None,
            path="test/vm.test.js",
            message="it declares properties, and none was observed to run",
        ),
    )
    assert ask(told) == (Status.INCONCLUSIVE, Cause.SKIPPED)


def test_a_property_that_is_called_in_a_shared_file_belongs_to_its_test(tmp_path: Path) -> None:
    assert len(read(tmp_path, line(file="test/shared.js", testFile="test/p.test.js")).properties) == 1


@pytest.mark.parametrize(
    ("run", "name"),
    [
        (record(("test/p.test.js", "passed"), ("test/p.test.js", "failed")), "test/p.test.js"),
        (record(errors=(("test/p.test.js", "does not load"),)), "test/p.test.js"),
        (record(errors=((None, "nobody waits"),)), "the run"),
    ],
)
def test_what_broke_beside_the_properties_leaves_them_undecided(tmp_path: Path, run: str, name: str) -> None:
    told = read(tmp_path, line(), run=run)
    assert [(item.id, item.outcome) for item in told.properties[1:]] == [(name, PropertyOutcome.ERRORED)]
    assert ask(told) == (Status.INCONCLUSIVE, Cause.ERRORED)


def test_what_broke_elsewhere_is_the_business_of_the_unit_tests(tmp_path: Path) -> None:
    run = record(("test/other.test.js", "failed"), errors=(("test/else.test.js", "does not load"),))
    assert ask(read(tmp_path, line(), run=run)) == (Status.PASSED, None)


def test_a_falsified_property_is_not_told_twice(tmp_path: Path) -> None:
    told = read(tmp_path, line(failed=True, counterexample="[1]"), run=record(("test/p.test.js", "failed")))
    assert len(told.properties) == 1


@pytest.mark.parametrize(
    ("properties", "run", "reason"),
    [
        (line(), PASSED, "fast-check was not observed"),
        ("", PASSED, "fast-check was not observed"),
        (f"{READY}\n{line()}", record(finished=False), "did not come to its end"),
        (f"{READY}\n{line()}".replace(GOLDEN_NONCE, "another"), PASSED, "marks of different runs"),
    ],
)
def test_a_record_that_proves_nothing_is_refused(tmp_path: Path, properties: str, run: str, reason: str) -> None:
    with pytest.raises(UnreadableEvidence, match=reason):
        TOOL.read(kept(tmp_path, run=account(), tests=run, properties=properties))


@pytest.mark.parametrize("version", ["3.23.2", "4.10.2"])
def test_real_records_are_read_and_never_pass_with_a_property_that_does_not_hold(tmp_path: Path, version: str) -> None:
    folder = GOLDEN / f"fast-check-{version}"
    (told,) = TOOL.read(
        kept(tmp_path, run=account(), tests=folder / "tests.json", properties=folder / "properties.jsonl")
    )
    assert isinstance(told, Properties)
    outcomes = {
        item.id.rpartition("properties")[2].strip(" >"): (item.outcome, item.executed) for item in told.properties
    }
    assert outcomes["commutes"] == (PropertyOutcome.HELD, 1000)
    assert outcomes["only fifty"] == (PropertyOutcome.HELD, 50)
    assert outcomes["is false"][0] is PropertyOutcome.FALSIFIED
    assert outcomes["skips all"] == (PropertyOutcome.ERRORED, 0)
    assert (outcomes["has no time"][1] or 0) < 100
    assert ask(told)[0] is Status.FAILED


TEST_FILE = """
CONFIGURED
describe('laws', () => {
  it('commutes', () => { fc.assert(fc.property(fc.nat(), fc.nat(), (a, b) => a + b === b + a)); });
  it('is asked less', () => { fc.assert(fc.property(fc.nat(), (a) => a >= 0), { numRuns: 7 }); });
  it('is false', () => { fc.assert(fc.property(fc.nat(), (a) => a < 10)); });
  it('is plain', () => {});
});
"""
IMPORTS = {
    "vitest": "import fc from 'fast-check'; import { describe, it } from 'vitest';",
    "jest": "const fc = require('fast-check');",
    "mocha": "const fc = require('fast-check');",
    "node": "const fc = require('fast-check'); const { describe, it } = require('node:test');",
    "tape": (
        "const fc = require('fast-check'); const test = require('tape'); "
        "const describe = (name, act) => act(); const it = (name, act) => test(name, async () => act());"
    ),
}


@pytest.mark.network
@pytest.mark.parametrize("runner", IMPORTS)
def test_each_runner_brings_what_fast_check_really_ran(bench: Bench, project_modules: Path, runner: str) -> None:
    end = "mjs" if runner == "vitest" else "js"
    file = f"test/laws.test.{end}"
    configured = "fc.configureGlobal({ numRuns: 3 });"
    script = '{"scripts": {"test": "tape test/*.js"}}' if runner == "tape" else "{}"
    bench.write({"package.json": script, file: IMPORTS[runner] + TEST_FILE.replace("CONFIGURED", configured)})
    (bench.root / "node_modules").symlink_to(project_modules)
    (told,) = measure(bench, TOOL, component(tests=(file,), runner=runner, fast_check="yes"))
    assert isinstance(told, Properties)
    assert told.nonce == NONCE
    seen = {item.line: (item.path, item.outcome, item.executed, item.asked) for item in told.properties}
    assert seen[4] == (file, PropertyOutcome.HELD, 1000, 1000)
    assert seen[5] == (file, PropertyOutcome.HELD, 7, 7)
    assert seen[6][:2] == (file, PropertyOutcome.FALSIFIED)
    assert len(seen) == len(told.properties) == 3
