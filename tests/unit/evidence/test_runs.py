"""TAP, lizard, and what our own reporters for JavaScript write."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.lizard import read_lizard
from speccursor.qualify.evidence.speccursor_json import read_properties, read_tests
from speccursor.qualify.evidence.tap import read_tap
from speccursor.qualify.model.evidence import (
    CollectionError,
    Function,
    Functions,
    Property,
    PropertyOutcome,
    TestCase,
    TestOutcome,
    TestRun,
    UnreadableEvidence,
)
from tests.unit.evidence.readers import EXAMPLES, GOLDEN, ROOT


def golden(path: str) -> bytes:
    return (GOLDEN / path).read_bytes()


def tap(text: str | bytes) -> TestRun:
    return read_tap(text.encode() if isinstance(text, str) else text, root=ROOT)


def told(run: TestRun) -> dict[str, str]:
    return {case.id: case.outcome.value for case in run.cases}


def test_the_tap_of_node_gives_the_innermost_tests() -> None:
    run = tap(golden("node-20.20.2/tests.tap"))
    assert run.complete
    assert told(run) == {
        "passes": "passed",
        "fails <&>": "failed",
        "skipped": "skipped",
        "todo": "xfailed",
        "suite > inner": "passed",
        "suite > inner fails": "failed",
        "suite > deep > deeper": "passed",
        "parent > sub ok": "passed",
        "parent > sub bad": "failed",
    }
    failed = run.cases[1]
    assert (failed.path, failed.line, failed.seconds) == ("test/a.test.mjs", 3, 0.001398048)
    assert "1 !== 2" in failed.message


def test_the_tap_of_tape_names_tests_in_comments() -> None:
    run = tap(golden("tap-of-tape-5.10.2/tests.tap"))
    assert run.complete
    assert told(run)["bad # hash > not same"] == "failed"
    assert told(run)["TODO todo > later"] == "xfailed"
    assert told(run)["skip assertion > x"] == "skipped"
    assert (run.cases[2].path, run.cases[2].line) == ("tape.cjs", 3)
    assert told(tap(golden("tap-of-tape-5.10.2/exited.tap")))["a > test exited without ending: a"] == "failed"


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("1..1\nok 1\n", True),
        ("TAP version 14\nok\nok\n1..2\n", True),
        ("1..2\nok 2 - b\nok 1 - a\n", True),
        ("1..0 # SKIP nothing to do\n", True),
        ("1..2\nok 1\n", False),
        ("1..1\nok 1\nok 2\n", False),
        ("1..2\nok 1\nok 1\n", False),
        ("1..1\nok 5\n", False),
        ("ok 1\n", False),
        ("1..1\n1..1\nok 1\n", False),
        ("1..999999999\nok 1\n", False),
        ("1..1\nok 1\nBail out! no disk\n", False),
        ("1..1\nok 1\n  ---\n  a: b\n", False),
        ("    1..1\n    ok 1 - a\n1..0\n", False),
        ("    1..2\n    ok 1 - a\nok 1 - p\n1..1\n", False),
        ("        ok 1 - lost\n    ok 1 - a\n    1..1\nok 1 - p\n1..1\n", False),
        ("        ok 1 - lost\nok 1 - p\n1..1\n", False),
    ],
)
def test_a_run_is_complete_when_each_plan_was_met(text: str, complete: bool) -> None:
    assert tap(text).complete is complete


def test_a_bail_out_is_an_error() -> None:
    assert tap("1..1\nok 1\nBail out! no disk\n").errors == (CollectionError("", "Bail out! no disk"),)
    assert tap("Bail out!\n").errors == (CollectionError("", "Bail out!"),)


def test_directives_and_escapes_are_understood() -> None:
    text = "ok 1 - a \\# b\nnot ok 2 - c # skip\nok 3 - d # Todo later\nok 4 # SKIPPING is none\nok 5 - # todo\n1..5\n"
    assert [(case.id, case.outcome.value, case.message) for case in tap(text).cases] == [
        ("a # b", "passed", ""),
        ("c", "skipped", ""),
        ("d", "xpassed", "later"),
        ("# SKIPPING is none", "passed", ""),
        ("", "xpassed", ""),
    ]


def test_a_parent_that_failed_on_its_own_is_told() -> None:
    run = tap("    ok 1 - a\n    1..1\nnot ok 1 - p\n  ---\n  message: afterwards\n  ...\n1..1\n")
    assert told(run) == {"p > a": "passed", "p": "failed"}
    assert run.cases[1].message == "message: afterwards"


def test_an_empty_suite_is_no_test() -> None:
    assert tap("ok 1 - s\n  ---\n  type: 'suite'\n  ...\n1..1\n") == TestRun(())


BLOCKS = [
    ("at: 'file:///candidate/a.mjs:3:1'", ("a.mjs", 3, None)),
    ("at:\n    fileName: a.js\n    lineNumber: 7", ("a.js", 7, None)),
    ("file: ./a.js\n  line: 7\n  line: 8\n  file: b.js", ("a.js", 7, None)),
    ("at: nowhere\n  line: many\n  duration_ms: soon", (None, None, None)),
    ("duration_ms: 1500", (None, None, 1.5)),
    ("duration_ms: -1", (None, None, None)),
]


@pytest.mark.parametrize(("block", "expected"), BLOCKS)
def test_a_yaml_block_tells_the_place(block: str, expected: tuple[str | None, int | None, float | None]) -> None:
    (case,) = tap(f"1..1\nnot ok 1 - a\n  ---\n  {block}\n  ...\n").cases
    assert (case.path, case.line, case.seconds) == expected


def test_what_the_tests_print_is_passed_over() -> None:
    noise = "hello\n  ---\n# a comment\nok1\n   ok 1 - badly indented\n"
    assert told(tap(noise + "ok 1 - a\n1..1\n" + noise)) == {"a comment > a": "passed"}
    block = "\n".join(["x" * 9000] * 4)
    assert len(tap(f"1..1\nnot ok 1\n  ---\n{block}\n  ...\n").cases[0].message) == 4096


@pytest.mark.parametrize("text", ["", "hello\n", "TAP version 99\n1..1\nok 1\n", "1..1\nok 1 - \0\n"])
def test_what_is_no_tap_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableEvidence):
        tap(text)


@given(st.lists(st.booleans(), max_size=20), st.integers(0, 22))
def test_a_plan_is_met_by_its_number_of_points_alone(results: list[bool], plan: int) -> None:
    points = "".join(f"{'' if good else 'not '}ok {number} - t{number}\n" for number, good in enumerate(results, 1))
    run = tap(f"1..{plan}\n{points}")
    assert run.complete is (plan == len(results))
    assert [case.outcome is TestOutcome.PASSED for case in run.cases] == results


def test_lizard_gives_each_function_whatever_its_file_is_called() -> None:
    functions = read_lizard(golden("lizard-1.24.3/functions.csv"), root=ROOT).functions
    assert Function('pkg/odd "name", \u00e9.py', 4, 9, "m", 7, 6, 4) in functions
    assert Function("lz.py", 1, 4, "f", 1, 4, 0) in functions
    assert len(functions) == 8
    assert len(read_lizard(golden("lizard-1.24.3/header.csv"), root=ROOT, cwd="sub").functions) == 7


def test_a_file_without_functions_prints_nothing() -> None:
    assert read_lizard(b"", root=ROOT) == Functions(())


@pytest.mark.parametrize(
    "content",
    [
        b"hello\n",
        b'4,1,9,0,4,"f@1-4@a.py","a.py","f","f( )",1,5\n',
        b'4,1,9,0,4,"f@1-4@a.py","b.py","f","f( )",1,4\n',
        b'4,1,9,0,4,"f@1-4@a.py","a.py","g","f( )",1,4\n',
        b'4,1,9,0,4,"f@0-4@a.py","a.py","f","f( )",0,4\n',
        b'4,-1,9,0,4,"f@1-4@a.py","a.py","f","f( )",1,4\n',
        b'4,1,9,0,4,"f@1-4@' + b'x","' * 200 + b'",1,4\n',
        b'4,1,9,0,4,"f\n' + b'",1,4\n' * 100,
        b'hello",1,4\n',
    ],
)
def test_a_record_that_does_not_repeat_itself_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence, match="lizard"):
        read_lizard(content, root=ROOT)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\n\r/"), min_size=1, max_size=20).filter(
        lambda name: name.strip(".")
    )
)
def test_any_file_name_is_read_back(name: str) -> None:
    content = f'4,3,9,2,4,"f@1-4@{ROOT}/{name}","{ROOT}/{name}","f","f( a , b )",1,4\n'.encode()
    assert read_lizard(content, root=ROOT).functions == (Function(name, 1, 4, "f", 3, 4, 2),)


def run_record(*tests: dict[str, Any], **fields: Any) -> bytes:
    one = {"file": "a.js", "line": 1, "name": "a", "outcome": "passed", "seconds": 0.5, "message": None, "retries": 0}
    body = {"tests": [{**one, **test} for test in tests], "errors": [], "finished": True, **fields}
    return json.dumps(
        {"schema": "speccursor.tests/1", "nonce": "n", "runner": "jest", "runnerVersion": None, **body}
    ).encode()


def test_our_reporters_tests_are_read() -> None:
    run = read_tests(
        run_record(
            {},
            {"outcome": "failed", "message": "no", "retries": 2},
            {"outcome": "todo", "seconds": None, "line": None},
            {"outcome": "expected-failure", "file": None},
            {"outcome": "skipped", "seconds": -1},
            errors=[{"file": "b.js", "message": "boom"}, {"file": None, "message": "late"}],
        )
    )
    assert run.nonce == "n"
    assert run.cases[0] == TestCase(id="a.js > a", outcome=TestOutcome.PASSED, seconds=0.5, path="a.js", line=1)
    assert (run.cases[1].attempts, run.cases[1].message) == (3, "no")
    assert [case.outcome.value for case in run.cases[2:]] == ["skipped", "xfailed", "skipped"]
    assert (run.cases[3].id, run.cases[4].seconds) == ("a", None)
    assert run.errors == (CollectionError("b.js", "boom"), CollectionError("", "late"))


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in GOLDEN.glob("*/tests.json")))
def test_each_real_record_of_tests_is_read(folder: str) -> None:
    run = read_tests(golden(f"{folder}/tests.json"))
    assert run.cases
    assert run.nonce


@pytest.mark.parametrize(
    "content",
    [
        run_record(finished=False),
        run_record({"outcome": "ok"}),
        run_record({"retries": -1}),
        run_record({"name": None}),
        run_record({})[:-1],
        run_record(schema="speccursor.tests/2"),
        b"[]",
    ],
)
def test_a_record_of_tests_that_is_not_whole_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_tests(content)


def events(*lines: dict[str, Any]) -> bytes:
    mark = {"schema": "speccursor.properties/1", "nonce": "n"}
    return b"".join(json.dumps({**mark, **line}).encode() + b"\n" for line in lines)


READY = {"event": "ready", "fastCheck": "4.0.0", "hook": "plugin"}
RAN = {"event": "property", "kind": "property", "test": "t", "file": "a.js", "line": 3, "numRuns": 1000, "asked": 1000}


def test_the_properties_of_fast_check_are_read() -> None:
    read = read_properties(
        events(
            READY,
            {**RAN, "failed": False, "skips": 4},
            {**RAN, "failed": True, "counterexample": "[1]", "error": "no", "numRuns": 3},
            {**RAN, "failed": True, "test": None},
            {**RAN, "failed": False, "interrupted": True, "test": None, "file": None, "line": 9},
            {**RAN, "kind": "single", "numRuns": 1, "failed": False},
            {"event": "end"},
        )
    )
    held, falsified, errored, interrupted = read.properties
    assert held == Property(
        id="a.js > t", outcome=PropertyOutcome.HELD, executed=1000, asked=1000, invalid=4, path="a.js", line=3
    )
    assert (falsified.outcome, falsified.executed, falsified.counterexample, falsified.message) == (
        PropertyOutcome.FALSIFIED,
        3,
        "[1]",
        "no",
    )
    assert (errored.outcome, errored.id) == (PropertyOutcome.ERRORED, "a.js")
    assert (interrupted.message, interrupted.id) == ("interrupted", ":9")
    assert read.nonce == "n"


@pytest.mark.parametrize(
    "path", sorted(path.relative_to(GOLDEN).as_posix() for path in GOLDEN.glob("fast-check-*/*.jsonl"))
)
def test_each_real_record_of_fast_check_is_read(path: str) -> None:
    assert read_properties(golden(path)).properties


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not observed"),
        (events({**RAN, "failed": False}), "not observed"),
        (events(READY, {**READY, "nonce": "m"}), "several runs"),
        (events(READY, {"event": "property", "failed": False}), "does not tell"),
        (events(READY, {**RAN}), "does not tell"),
        (events(READY, {**RAN, "failed": False, "numRuns": -1}), "not a record"),
        (events(READY, {"event": "party"}), "not a record"),
        (EXAMPLES["speccursor-properties"][:-3], "not a record"),
    ],
)
def test_a_record_of_fast_check_that_shows_nothing_is_unreadable(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        read_properties(content)
