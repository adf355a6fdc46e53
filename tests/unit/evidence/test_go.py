"""What go, staticcheck, gocyclo, gobco and our own goscan really printed."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speccursor.qualify.evidence.go_cover import lines_run, read_profile
from speccursor.qualify.evidence.go_packages import Package, read_packages
from speccursor.qualify.evidence.go_properties import read_go_properties
from speccursor.qualify.evidence.go_test import Declared, TestedPackage, read_go_test
from speccursor.qualify.evidence.go_vet import read_go_vet
from speccursor.qualify.evidence.gobco import read_gobco
from speccursor.qualify.evidence.gocyclo import read_gocyclo
from speccursor.qualify.evidence.gofmt import read_gofmt
from speccursor.qualify.evidence.goscan import DeclaredTest, read_goscan
from speccursor.qualify.evidence.staticcheck import read_staticcheck
from speccursor.qualify.model.evidence import (
    Branches,
    Findings,
    PropertyOutcome,
    Severity,
    TestOutcome,
    TestRun,
    UnreadableEvidence,
)
from tests.unit.evidence.readers import GOLDEN, ROOT

GO = GOLDEN / "go-1.26.8"
INTERVAL = "example.com/interval"
MANY = settings(max_examples=1000)


def golden(name: str) -> bytes:
    return (GO / name).read_bytes()


def declared(*names: str, path: str = "a_test.go", kind: str = "test") -> dict[str, Declared]:
    return {name: Declared("fuzz" if kind == "fuzz" else "test", path, number) for number, name in enumerate(names, 1)}


def package(*names: str, folder: str = ".", kind: str = "test", error: str = "") -> TestedPackage:
    return TestedPackage(folder=folder, tests=declared(*names, kind=kind), error=error)


def outcomes(run: TestRun) -> dict[str, str]:
    return {case.id.partition(" > ")[2]: str(case.outcome) for case in run.cases}


def events(*given_events: tuple[str, str, str], package_name: str = "p") -> bytes:
    """Write events as (action, test, output)."""
    made = (
        {"Action": action, "Package": package_name, **({"Test": test} if test else {}), "Output": output}
        for action, test, output in given_events
    )
    return "".join(json.dumps(event) + "\n" for event in made).encode()


# packages


def test_packages_tell_what_is_built_and_what_is_left_out() -> None:
    text = golden("odd-packages.json").replace(b"/tmp/gowork/exp/s", ROOT.encode())
    found = {one.path: one for one in read_packages(text, root=ROOT)}
    assert found["example.com/s/a"] == Package(
        path="example.com/s/a",
        folder="a",
        shipped=("a/a.go",),
        cgo=False,
        tests=("a/export_test.go",),
        outside=("a/a_test.go",),
        ignored=("a/a_windows.go", "a/gen.go"),
        error="",
    )
    assert found["example.com/s/a"].units == 2
    assert found["example.com/s/race"].units == 1
    assert found["example.com/s/b"].built == ("b/b.go",)
    assert "example.com/s/onlyw" not in found


def test_a_package_at_the_root_stands_in_the_folder_that_is_called_so() -> None:
    (found,) = read_packages(golden("packages.json"), root=ROOT)
    assert (found.folder, found.shipped) == (".", ("interval.go", "text.go"))


@pytest.mark.parametrize("text", [b"{", b'{"Dir": "/candidate"\n}\n', b"{}\n{}\n", b'[{"Dir": "", "ImportPath": ""}]'])
def test_a_list_of_packages_that_is_none_is_refused(text: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_packages(text, root=ROOT)


def test_a_folder_longer_than_a_path_can_be_is_refused() -> None:
    """It would be copied for each file of the package."""
    told = {"Dir": ROOT + "/a" * 200_000, "ImportPath": "p", "GoFiles": ["a.go"] * 200_000}
    with pytest.raises(UnreadableEvidence, match="longer than a path can be"):
        read_packages(json.dumps(told, indent="\t").encode() + b"\n", root=ROOT)


# go vet


def vetted(content: bytes, log: bytes = b"", *, units: int = 1) -> Findings:
    return read_go_vet(content, log, units=units, examined=4, root=ROOT)


def test_a_finding_of_go_vet_has_its_place_and_its_analyzer() -> None:
    (found,) = vetted(golden("vet-findings.json")).findings
    assert (found.path, found.line, found.column, found.rule) == ("text.go", 7, 27, "printf")
    assert found.message == "fmt.Sprintf format %d reads arg #2, but call has 1 arg"


def test_a_package_without_findings_is_told_of_all_the_same() -> None:
    assert vetted(golden("vet-clean.json")) == Findings((), 4)


def test_older_releases_print_the_same_behind_the_packages_name() -> None:
    said = b"# example.com/interval\n" + golden("vet-findings.json")
    assert vetted(b"", said) == vetted(golden("vet-findings.json"))


def test_a_package_that_go_vet_does_not_tell_of_was_not_examined() -> None:
    with pytest.raises(UnreadableEvidence, match="tells of 1 of 2 packages: nothing says why"):
        vetted(golden("vet-clean.json"), units=2)


def test_what_does_not_compile_is_a_finding() -> None:
    log = golden("vet-broken.log")
    found = read_go_vet(golden("vet-broken.json"), log, units=9, examined=9, root=ROOT, cwd="go")
    assert [(one.path, one.line, one.rule, one.severity) for one in found.findings] == [
        ("go/bad/b.go", 2, "compile", Severity.HIGH)
    ]
    assert found.findings[0].refused


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{\n"p": {"printf": {"error": "it broke"}}\n}\n', "printf failed on p: it broke"),
        (b'{\n"p": {"printf": [{"posn": "nowhere", "message": "m"}]}\n}\n', "stands nowhere"),
        (b'{\n"p": {}\n', "has no end"),
        (b'{\n"p": {"printf": [{"posn": "a.go:1:2"}]}\n}\n', "not what go vet found"),
    ],
)
def test_an_analysis_that_failed_and_a_broken_document_are_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        vetted(content)


# staticcheck, gofmt, gocyclo


def staticcheck(name: str) -> bytes:
    return (GOLDEN / "staticcheck-0.8.2" / name).read_bytes()


def test_staticcheck_gives_findings_and_nothing_of_our_own_package() -> None:
    found = read_staticcheck(staticcheck("findings.jsonl"), examined=3, root=ROOT)
    assert [(one.path, one.line, one.column, one.rule) for one in found.findings] == [("interval.go", 7, 7, "U1000")]
    assert found.examined == 3
    assert read_staticcheck(staticcheck("clean.jsonl"), examined=3, root=ROOT) == Findings((), 3)


def test_checks_that_are_disabled_show_nothing() -> None:
    lines = [line for line in staticcheck("findings.jsonl").splitlines() if b"speccursorcanary" not in line]
    with pytest.raises(UnreadableEvidence, match="its checks are disabled"):
        read_staticcheck(b"\n".join(lines), examined=3, root=ROOT)


def test_what_does_not_compile_is_a_finding_of_staticcheck_too() -> None:
    problem = {
        "code": "compile",
        "severity": "error",
        "location": {"file": "", "line": 0, "column": 0},
        "message": "cannot find module",
    }
    (found,) = read_staticcheck(json.dumps(problem).encode(), examined=1, root=ROOT, cwd="go").findings
    assert (found.path, found.line, found.rule, found.severity) == ("go", None, "compile", Severity.HIGH)
    assert found.refused
    problem["message"] = '# example.com/m\n./abs.go:4:9: cannot use "x" (untyped string constant) as int value'
    (found,) = read_staticcheck(json.dumps(problem).encode(), examined=1, root=ROOT, cwd="go").findings
    assert (found.path, found.line, found.column) == ("go/abs.go", 4, 9)


def test_gofmt_names_what_it_would_lay_out_otherwise() -> None:
    found = read_gofmt(golden("gofmt.txt"), b"", examined=3, root=ROOT)
    assert [(one.path, one.line, one.fixable) for one in found.findings] == [("interval.go", None, True)]
    assert found.examined == 3


@pytest.mark.parametrize(
    ("content", "log", "words"),
    [
        (b"", b"", "looked at nothing"),
        (b"./speccursor-canary.go\n", b"", "looked at nothing"),
        (b"/speccursor/out/speccursor-canary.go\n", b"a.go:1:1: expected 'package', found x\n", "could not read"),
    ],
)
def test_silence_of_gofmt_is_not_agreement(content: bytes, log: bytes, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        read_gofmt(content, log, examined=3, root=ROOT)


MANY_LINES = 100_000
"""So many that a reader which looks at all of them for each of them comes to no end here."""


def test_any_number_of_findings_in_our_own_package_is_left_out() -> None:
    line = next(line for line in staticcheck("findings.jsonl").splitlines(keepends=True) if b"speccursorcanary" in line)
    told = b"".join(line.replace(b'"line":', b'"line":%d' % number) for number in range(1, MANY_LINES))
    assert read_staticcheck(told, examined=3, root=ROOT) == Findings((), 3)


def test_any_number_of_files_that_are_called_as_our_own_is_left_out() -> None:
    told = "".join(f"/{number}/speccursor-canary.go\n" for number in range(MANY_LINES))
    assert read_gofmt(told.encode() + b"a.go\n", b"", examined=3, root=ROOT).findings[0].path == "a.go"


def test_a_line_of_gocyclo_that_could_be_divided_everywhere_is_refused() -> None:
    with pytest.raises(UnreadableEvidence, match="not a function of gocyclo's"):
        read_gocyclo(b"1 p (" + b").a " * 300_000 + b"\n", b"", root=ROOT)


def gocyclo(log: bytes = b"") -> Sequence[tuple[str, int, str, int]]:
    content = (GOLDEN / "gocyclo-0.6.0/functions.txt").read_bytes()
    functions = read_gocyclo(content, log, root=ROOT, cwd=ROOT).functions
    return [(one.path, one.line, one.name, one.complexity) for one in functions]


def test_gocyclo_gives_every_function_and_no_end_that_it_does_not_tell() -> None:
    assert len(gocyclo()) == 10
    assert gocyclo()[0] == ("relation.go", 6, "Relation", 16)
    assert gocyclo()[6] == ("interval.go", 16, "(Interval).Contains", 2)
    told = read_gocyclo(b"2 p (*T[K, V]).M a b.go:3:1\n", b"", root=ROOT).functions[0]
    assert (told.name, told.path, told.end_line, told.lines, told.parameters) == (
        "(*T[K, V]).M",
        "a b.go",
        None,
        None,
        None,
    )


@pytest.mark.parametrize("content", [b"", b"1 p f a.go:1:1", b"f is complex\n", b"1 p f a.go:0:1\n"])
def test_gocyclo_without_functions_or_in_other_words_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_gocyclo(content, b"", root=ROOT)


def test_a_file_that_gocyclo_cannot_parse_is_told() -> None:
    with pytest.raises(UnreadableEvidence, match="could not read everything: 2026"):
        gocyclo(b"2026/11/23 06:00:00 a.go:1:1: expected 'package'\n")


# go test

ALL = (
    "TestWidthCountsBothEnds",
    "TestAnIntervalContainsItsEndsAndNothingOutside",
    "TestIntervalsIntersectWhereTheyShareAnInteger",
    "TestIntervalsIntersectExactlyIfTheyShareAnInteger",
)


def test_a_failing_subtest_fails_its_test_at_the_line_that_complains() -> None:
    tests = {name: Declared("test", "interval_test.go", 5) for name in ALL}
    run = read_go_test(
        golden("subtest-fails.jsonl"),
        packages={INTERVAL: TestedPackage(folder=".", tests=tests)},
        nonce="n",
    )
    assert run.errors == ()
    assert run.nonce == "n"
    failed = [case for case in run.cases if case.outcome is TestOutcome.FAILED]
    assert [case.id.rpartition("/")[2] for case in failed[-1:]] == ["4"]
    assert failed[-1].path == "interval_test.go"
    assert "whether 1 to 3 contains 4" in failed[-1].message
    assert failed[-1].line != 5
    assert sum(case.outcome is TestOutcome.PASSED for case in run.cases) == 7


def test_a_data_race_fails_the_test_that_has_it() -> None:
    tests = declared(*ALL, "TestAWatchIsToldOfEachIntervalThatIsWidened", path="watch_test.go")
    run = read_go_test(golden("race.jsonl"), packages={INTERVAL: TestedPackage(folder=".", tests=tests)})
    (failed,) = (case for case in run.cases if case.outcome is TestOutcome.FAILED)
    assert failed.message.splitlines()[0] == "WARNING: DATA RACE"
    assert (failed.path, failed.line) == ("watch_test.go", 5)
    assert run.errors == ()


def test_a_main_that_runs_nothing_passes_nothing() -> None:
    run = read_go_test(golden("never-run.jsonl"), packages={INTERVAL: package(*ALL)})
    assert run.cases == ()
    (error,) = run.errors
    assert "ended before 4 of its tests, TestAnIntervalContainsItsEndsAndNothingOutside first" in error.message


def test_tests_that_the_project_itself_leaves_out_are_deselected() -> None:
    run = read_go_test(golden("never-run.jsonl"), packages={INTERVAL: package(*ALL)}, selected=True, weaker="no race")
    assert (run.errors, run.deselected, run.weaker) == ((), 4, "no race")


def odd() -> TestRun:
    names = {
        "a": ("TestAbs", "TestSkip", "TestSw", "TestFail", "TestPanic", "TestLater", "ExampleAbs"),
        "bad": ("TestX",),
        "race": ("TestRace", "TestPrint"),
        "badmain": ("TestOk",),
        "onlyw": (),
        "c": ("TestNever",),
    }
    packages = {f"example.com/s/{name}": package(*tests, folder=name) for name, tests in names.items()}
    fuzzed = declared("FuzzAbs", "FuzzSeeds", kind="fuzz")
    packages["example.com/s/a"] = TestedPackage(folder="a", tests={**packages["example.com/s/a"].tests, **fuzzed})
    return read_go_test(golden("odd.jsonl"), packages=packages)


def test_what_a_test_prints_is_not_what_happened_to_it() -> None:
    seen = outcomes(odd())
    assert (seen["TestAbs"], seen["TestAbs/1"], seen["TestSkip"], seen["ExampleAbs"]) == (
        "passed",
        "passed",
        "skipped",
        "passed",
    )
    assert "TestForged" not in seen


def test_a_fuzz_target_passes_by_its_seeds_and_by_nothing_else() -> None:
    run = odd()
    assert outcomes(run)["FuzzSeeds"] == "passed"
    (target,) = (case for case in run.cases if case.id.endswith("> FuzzAbs"))
    assert (target.outcome, target.message) == (
        TestOutcome.SKIPPED,
        "it has no input to begin with, so that nothing was run",
    )


def test_any_number_of_fuzz_targets_is_held_against_its_seeds() -> None:
    names = [f"Fuzz{number}" for number in range(30_000)]
    told = [("pass", name, "") for name in names] + [("pass", f"{names[-1]}/seed#0", ""), ("pass", "", "")]
    run = read_go_test(events(*told), packages={"p": package(*names, kind="fuzz")})
    assert [name for name, outcome in outcomes(run).items() if outcome == "passed"] == [
        names[-1],
        f"{names[-1]}/seed#0",
    ]


def test_everything_outside_tests_is_told_by_its_folder() -> None:
    told = {error.path: error.message for error in odd().errors}
    assert "does not build" in told["bad"]
    assert 'bad/b.go:2:23: cannot use "a"' in told["bad"]
    assert "build constraints exclude all Go files" in told["onlyw"]
    assert "failed, and none of its tests did" in told["badmain"]
    assert "ended before 1 of its tests, TestNever first" in told["c"]
    assert "tells of TestEvil, which no file of it declares" in told["race"]
    assert "a" not in told


def test_a_panic_takes_the_tests_after_it_along() -> None:
    names = (
        "TestAbs",
        "TestSkip",
        "TestSw",
        "TestFail",
        "TestPanic",
        "TestLater",
        "ExampleAbs",
        "FuzzAbs",
        "FuzzSeeds",
    )
    run = read_go_test(golden("panic.jsonl"), packages={"example.com/s/a": package(*names, folder="a")})
    assert outcomes(run)["TestPanic"] == "failed"
    (error,) = run.errors
    assert "ended before 4 of its tests, ExampleAbs first" in error.message


def test_older_releases_say_build_failed_in_the_packages_own_words() -> None:
    content = events(("start", "", ""), ("output", "", "FAIL\tp [build failed]\n"), ("fail", "", ""))
    (error,) = read_go_test(content, packages={"p": package("TestX")}).errors
    assert error.message.startswith("p does not build")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ((("start", "", ""), ("run", "TestX", "")), "was not tested to its end"),
        ((("run", "TestX", ""), ("pass", "", "")), "ended before 1 of its tests, TestX first"),
        ((("run", "TestX", ""), ("pass", "TestX", ""), ("fail", "", "")), "failed, and none of its tests did"),
    ],
)
def test_a_package_whose_last_word_is_missing_or_other_is_an_error(
    told: tuple[tuple[str, str, str], ...], words: str
) -> None:
    run = read_go_test(events(*told), packages={"p": package("TestX")})
    assert [words in error.message for error in run.errors] == [True]


def test_a_package_that_is_never_mentioned_or_cannot_be_loaded_is_an_error() -> None:
    content = events(("run", "TestX", ""), ("pass", "TestX", ""), ("pass", "", ""))
    run = read_go_test(content, packages={"p": package("TestX"), "q": package(), "r": package(error="no such import")})
    assert [error.message for error in run.errors] == [
        "q was not tested to its end: ",
        "r cannot be loaded: no such import",
    ]


def test_a_test_that_is_repeated_keeps_its_worst_outcome() -> None:
    told = (("run", "TestX", ""), ("fail", "TestX", ""), ("run", "TestX", ""), ("pass", "TestX", ""), ("fail", "", ""))
    assert outcomes(read_go_test(events(*told), packages={"p": package("TestX")})) == {"TestX": "failed"}


def test_a_test_under_another_number_of_processors_is_the_same_test() -> None:
    told = (("run", "TestX-4", ""), ("pass", "TestX-4", ""), ("pass", "", ""))
    run = read_go_test(events(*told), packages={"p": package("TestX")})
    assert (outcomes(run), run.errors) == ({"TestX-4": "passed"}, ())


def test_no_event_at_all_is_no_run() -> None:
    with pytest.raises(UnreadableEvidence, match="told nothing"):
        read_go_test(b"", packages={"p": package("TestX")})


NAMES = ("TestA", "TestB", "TestC")


@MANY
@given(
    st.lists(st.sampled_from([("run", n) for n in NAMES] + [(a, n) for a in ("pass", "fail", "skip") for n in NAMES])),
    st.sampled_from(["pass", "fail", ""]),
)
def test_a_run_is_all_good_only_if_every_declared_test_was_told_to_have_ended_well(
    told: list[tuple[str, str]], last: str
) -> None:
    stream = [(action, name, "") for action, name in told] + ([(last, "", "")] if last else [])
    content = events(*stream) or events(("start", "", ""))
    run = read_go_test(content, packages={"p": package(*NAMES)})
    ended = {name for action, name in told if action in ("pass", "skip")}
    failed = {name for action, name in told if action == "fail"}
    good = not run.errors and all(case.outcome is not TestOutcome.FAILED for case in run.cases)
    assert good == (last == "pass" and ended == set(NAMES) and not failed)


# coverage


def test_lines_are_those_that_a_statement_begins_on() -> None:
    profile = read_profile(golden("profile.txt"))
    scanned = read_goscan((GOLDEN / "gobco-1.3.4/goscan.jsonl").read_bytes())
    blocks = profile["example.com/interval/interval.go"]
    assert lines_run(blocks, scanned["interval.go"].statements) == ((9, 10, 12, 17, 22), ())
    report = profile["example.com/interval/report/report.go"]
    assert lines_run(report, scanned["report/report.go"].statements) == ((), (12, 13, 14, 15))


def test_a_block_that_one_binary_ran_was_run() -> None:
    text = b"mode: atomic\np/a.go:1.1,2.2 1 0\np/a.go:1.1,2.2 1 3\np/a.go:1.1,2.2 1 0\n"
    assert read_profile(text) == {"p/a.go": {((1, 1), (2, 2)): True}}


def test_of_blocks_within_one_another_the_innermost_counts() -> None:
    blocks = {((1, 1), (9, 1)): True, ((3, 5), (5, 2)): False}
    assert lines_run(blocks, [(2, 1), (3, 5), (4, 1), (6, 1)]) == ((2, 6), (3, 4))


def test_where_blocks_overlap_the_last_to_begin_counts_and_one_that_ends_where_it_begins_holds_that_place() -> None:
    assert lines_run({((1, 1), (5, 1)): False, ((2, 1), (7, 1)): True}, [(1, 2), (4, 1), (6, 1)]) == ((4, 6), (1,))
    assert lines_run({((1, 1), (5, 1)): False, ((2, 1), (2, 1)): True}, [(2, 1), (2, 2), (3, 1)]) == ((2,), (3,))


def test_any_number_of_statements_is_held_against_any_number_of_blocks_before_them() -> None:
    blocks = {((1, 1), (1, 2)): True} | {((2, number), (2, number + 1)): True for number in range(1, 2 * MANY_LINES, 2)}
    statements = [(1, 1), *((line, 1) for line in range(3, MANY_LINES))]
    assert lines_run(blocks, statements) == ((1,), ())


def test_statements_that_fit_no_block_are_another_files() -> None:
    with pytest.raises(UnreadableEvidence, match="no statement stands in a block"):
        lines_run({((1, 1), (2, 1)): True}, [(5, 1)])
    assert lines_run({}, [(5, 1)]) == ((), ())
    assert lines_run({((1, 1), (2, 1)): True}, []) == ((), ())


@pytest.mark.parametrize(
    "text", [b"", b"atomic\n", b"mode: atomic\np/a.go:1.1,2.2 1 0", b"mode: set\np/a.go 1\n", b"mode: other\n"]
)
def test_a_profile_that_is_none_is_refused(text: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_profile(text)


@MANY
@given(
    st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 30)), st.booleans(), min_size=1),
    st.lists(st.integers(1, 40), max_size=20),
)
def test_each_line_is_run_or_not_and_never_both(raw: dict[tuple[int, int], bool], lines: list[int]) -> None:
    blocks = {((min(pair), 1), (max(pair) + 1, 1)): run for pair, run in raw.items()}
    try:
        executed, missing = lines_run(blocks, [(line, 2) for line in lines])
    except UnreadableEvidence:
        return
    around = {line: [block for block in blocks if block[0] <= (line, 2) < block[1]] for line in lines}
    run = {line: blocks[max(those)] for line, those in around.items() if those}
    assert executed == tuple(sorted(line for line in run if run[line]))
    assert missing == tuple(sorted(line for line in run if not run[line]))


def test_each_condition_has_two_outcomes() -> None:
    found = read_gobco((GOLDEN / "gobco-1.3.4/conditions.json").read_bytes(), root=ROOT)
    assert found == {"interval.go": Branches(8, 8), "touches.go": Branches(3, 4, (5,))}
    assert read_gobco(b"[]", root=ROOT) == {}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b'[{"Start": "a.go", "Code": "x", "TrueCount": 1, "FalseCount": 0}]',
        b'[{"Start": "a.go:0:1", "Code": "x", "TrueCount": 1, "FalseCount": 0}]',
        b'[{"Start": "a.go:1:1", "Code": "x", "TrueCount": -1, "FalseCount": 0}]',
    ],
)
def test_conditions_that_are_none_are_refused(text: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_gobco(text, root=ROOT)


# goscan and properties


def test_goscan_tells_tests_and_the_lines_of_statements() -> None:
    scanned = read_goscan((GOLDEN / "gobco-1.3.4/goscan.jsonl").read_bytes())
    assert scanned["law_test.go"].tests == [
        DeclaredTest("TestIntervalsIntersectExactlyIfTheyShareAnInteger", "test", 12)
    ]
    assert scanned["interval.go"].lines == (9, 10, 12, 17, 22)


def test_a_property_that_is_falsified_shows_its_counterexample() -> None:
    found = read_go_properties((GOLDEN / "gobco-1.3.4/properties.jsonl").read_bytes())
    (law,) = found.properties
    assert law.id == "law_test.go > TestIntervalsIntersectExactlyIfTheyShareAnInteger"
    assert (law.outcome, law.executed, law.asked, law.line) == (PropertyOutcome.FALSIFIED, 13, 1000, 21)
    assert law.counterexample == "-92, -50, -58, 38"


def record(*told: dict[str, object], nonce: str = "n", end: bool = True) -> bytes:
    lines: list[dict[str, object]] = [{"event": "ready"}, *({"event": "property", **one} for one in told)]
    if end:
        lines.append({"event": "end"})
    marks = {"schema": "speccursor.go-properties/1", "nonce": nonce}
    return "".join(json.dumps({**marks, **line}) + "\n" for line in lines).encode()


HELD: dict[str, object] = {"framework": "rapid", "test": "TestX", "file": "a_test.go", "line": 3, "outcome": "held"}


def test_what_a_framework_does_not_say_is_not_known() -> None:
    (found,) = read_go_properties(record({**HELD, "executed": None})).properties
    assert found.executed is None
    assert read_go_properties(record()).properties == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no beginning or no end"),
        (record(HELD, end=False), "no beginning or no end"),
        (record(HELD)[: -len(record()) // 2], "not a record of properties|no beginning or no end"),
        (record(HELD) + record(HELD), "no beginning or no end"),
        (record({**HELD, "outcome": ""}), "does not tell its place"),
        (record({**HELD, "executed": -1}), "not a record"),
        (record({**HELD, "line": 0}), "not a record"),
        (record(nonce="a").split(b"\n")[0] + b"\n" + record(nonce="b").split(b"\n")[1], "several runs"),
    ],
)
def test_a_record_that_is_not_whole_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=words):
        read_go_properties(content)
