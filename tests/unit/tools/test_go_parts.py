"""The driver's parts by themselves, on what rapid, gopter and go's fuzzer really printed."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.tools.go_bench import ASSETS, GOLDEN

sys.path.insert(0, str(ASSETS))  # where the driver stands, its parts stand beside it

import speccursor_go
import speccursor_go_branches as branches
import speccursor_go_files as files
import speccursor_go_properties as properties
import speccursor_go_quick as quick
from speccursor_go_properties import Report

ROOT = Path("/candidate")


def rapid(name: str) -> list[Report]:
    return list(properties.told_by_rapid((GOLDEN / f"rapid-1.2.0/{name}.txt").read_text(), ROOT))


def test_rapid_says_how_many_examples_it_passed_and_where() -> None:
    (held,) = rapid("TestRapidHolds")
    assert (held.outcome, held.executed, held.file, held.line) == ("held", 1000, "p_test.go", 13)


def test_a_property_that_rapid_makes_into_a_subtest_is_told_too() -> None:
    (held,) = rapid("TestRapidMade")
    assert (held.outcome, held.executed) == ("held", 1000)


def test_rapid_shows_the_smallest_counterexample() -> None:
    (falsified,) = rapid("TestRapidFails")
    assert falsified.outcome == "falsified"
    drawn = [int(one.partition(": ")[2]) for one in falsified.counterexample.split("; ")]
    assert sum(drawn) == 701
    (panicked,) = rapid("TestRapidPanics")
    assert (panicked.outcome, panicked.counterexample) == ("falsified", "x: 700")


def test_too_few_valid_examples_are_no_counterexample() -> None:
    (few,) = rapid("TestRapidDiscards")
    assert (few.outcome, few.executed, few.discarded) == ("errored", 68, 10_000)


def test_gopter_tells_each_property_by_its_name_however_it_breaks_lines() -> None:
    said = (GOLDEN / "gopter-0.2.11/TestGopter.txt").read_text()
    told = {one.name: one for one in properties.told_by_gopter(said)}
    long = "a sum of two numbers is more than either of them, which is said at some length"
    assert (told[long].outcome, told[long].executed) == ("held", 100)
    assert told["small"].outcome == "falsified"
    assert told["small"].counterexample.startswith("ARG_0: ")
    assert told["rare"].outcome == "errored"
    assert told["rare"].discarded > 0
    assert told["panics"].outcome == "falsified"


def test_a_report_of_gopters_that_was_cut_off_shows_the_arguments_that_are_there() -> None:
    said = (GOLDEN / "gopter-0.2.11/TestGopter.txt").read_text()
    cut = said[: said.index("\nElapsed time: ", said.index("! small: "))]
    *_, small = properties.told_by_gopter(cut)
    assert (small.name, small.outcome, small.counterexample) == ("small", "falsified", cut.rpartition("tests.\n")[2])


@settings(max_examples=1000)
@given(st.text(max_size=300))
def test_any_output_gives_reports_that_know_their_outcome(text: str) -> None:
    for report in (*properties.told_by_rapid(text, ROOT), *properties.told_by_gopter(text)):
        assert report.outcome in {"held", "falsified", "errored"}


def site(**told: Any) -> dict[str, Any]:
    common = {"framework": "rapid", "name": "", "file": "a_test.go", "line": 3, "end": 5, "tests": [".:TestA"]}
    return {**common, **told, "reports": []}


def test_a_report_is_given_to_the_property_at_its_place_by_its_name_or_alone() -> None:
    sites = [site(), site(line=9, end=9), site(framework="gopter", name="law"), site(framework="quick")]
    properties.assign(Report("rapid", "held", 7, file="a_test.go", line=4), ".:TestA", sites)
    properties.assign(Report("gopter", "held", 8, name="law"), ".:TestA", sites)
    properties.assign(Report("quick", "held", 9), ".:TestA", sites)
    assert [[report.executed for report in one["reports"]] for one in sites] == [[7], [], [8], [9]]


def test_a_report_that_fits_several_is_proof_for_none_and_a_failure_for_each() -> None:
    sites = [site(), site(line=9, end=9)]
    properties.assign(Report("rapid", "held", 7), ".:TestA", sites)
    told = [properties.line_of(one, {".:TestA": "TestA ended with 0: "}, 10) for one in sites]
    assert [one["outcome"] for one in told] == ["errored", "errored"]
    properties.assign(Report("rapid", "falsified", 7, counterexample="x: 1"), ".:TestA", sites)
    told = [properties.line_of(one, {".:TestA": "TestA ended with 1: "}, 10) for one in sites]
    assert [one["outcome"] for one in told] == ["falsified", "falsified"]


def test_of_several_runs_the_worst_and_the_fewest_count() -> None:
    one = site()
    one["reports"] = [Report("rapid", "held", 9), Report("rapid", "held", 4)]
    assert properties.line_of(one, {}, 10)["executed"] == 4
    one["reports"].append(Report("rapid", "held", None))
    assert properties.line_of(one, {}, 10)["executed"] is None
    one["reports"].append(Report("rapid", "errored", 3))
    assert properties.line_of(one, {}, 10)["outcome"] == "errored"


def test_the_fuzzers_own_count_and_the_input_that_failed_are_read() -> None:
    holds = (GOLDEN / "go-1.26.8/fuzz-holds.txt").read_text()
    assert properties.executed_by_fuzzer(holds) is not None
    assert properties.executed_by_fuzzer("PASS\n") is None
    assert properties.failing_input((GOLDEN / "go-1.26.8/fuzz-fails.txt").read_text()).startswith(
        "testdata/fuzz/FuzzFails/"
    )
    assert properties.failing_input(holds) == ""


def test_the_conditions_that_gobco_lists_get_their_outcomes(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.write_text("1\n2\n3\n1")
    package = branches.Package("p", {}, [("/a.go:1:1", "x"), ("/a.go:2:1", "y"), ("/a.go:3:1", "z")], notes)
    made = branches.Instrumented(rewritten=[package])
    assert [(one["TrueCount"], one["FalseCount"]) for one in branches.conditions(made)] == [(1, 0), (1, 1), (0, 0)]
    notes.unlink()
    assert [(one["TrueCount"], one["FalseCount"]) for one in branches.conditions(made)] == [(0, 0)] * 3


def test_gobcos_list_is_read_with_every_escape_that_go_writes() -> None:
    text = '\t\t{"a b.go:1:2", "x == \\"\\\\n\\u00e9\\"", 0, 0},\n\t\t{"c.go:3:4", "y", 0, 0},\n'
    assert branches.listed(text) == [("a b.go:1:2", 'x == "\\n\u00e9"'), ("c.go:3:4", "y")]


def test_files_are_given_in_parts_and_none_is_taken_for_an_option() -> None:
    parts = list(files.in_parts([f"-{number}.go" for number in range(1001)]))
    assert [len(part) for part in parts] == [500, 500, 1]
    assert parts[0][0] == "./-0.go"
    assert list(files.in_parts([])) == [[]]


def test_a_comment_that_hides_a_function_is_spoilt_in_place(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_bytes(b"//gocyclo:ignore\nfunc f() {} // gocyclo:ignored\n")
    files.counted_after_all(tmp_path, ["a.go"])
    assert (tmp_path / "a.go").read_bytes() == b"//gocyclo_ignore\nfunc f() {} // gocyclo:ignored\n"


@pytest.mark.parametrize(
    ("arguments", "tags", "selected"),
    [
        ([], (), False),
        (["-short", "-tags=a,b"], ("-tags=a,b",), False),
        (["--tags", "a", "-v"], ("--tags", "a"), False),
        (["-run", "X"], (), True),
        (["-test.skip=X"], (), True),
        (["-runner"], (), False),
    ],
)
def test_tags_and_selections_of_the_project_are_seen(
    arguments: list[str], tags: tuple[str, ...], selected: bool, tmp_path: Path
) -> None:
    settings_file = tmp_path / "settings.json"
    settings_file.write_text(json.dumps({"arguments": arguments, "files": []}))
    run = speccursor_go.Run(settings_file, str(tmp_path), "/candidate", "-", "n")
    assert run.tags == tags
    assert run.account["selected"] is selected


def test_what_quick_told_is_read_by_its_place(tmp_path: Path) -> None:
    notes = tmp_path / "quick.txt"
    notes.write_text('["/candidate/a_test.go",4,7,false,""]\n["/x.go",5,2,true,"#2: failed on input 1, 2"]\n')
    held, falsified = quick.told_by_quick(notes, ROOT)
    assert (held["outcome"], held["executed"], held["file"], held["line"]) == ("held", 7, "a_test.go", 4)
    assert (falsified["outcome"], falsified["counterexample"], falsified["file"]) == ("falsified", "1, 2", "/x.go")


def test_a_source_of_quick_that_is_not_the_known_one_is_left_alone() -> None:
    known = "".join(text * count for text, _, count in quick.RETURNS)
    assert quick.better(known) is not None
    assert quick.better(known + known) is None
    assert quick.better("") is None
