"""Go's adapters on real modules: each seeded fault is found, each clean control is not, and what is lost is missed."""

from pathlib import Path

import pytest

from speccursor.qualify.model.evidence import (
    Branches,
    FileCoverage,
    Property,
    PropertyOutcome,
    Severity,
    TestOutcome,
    UnreadableEvidence,
)
from speccursor.qualify.tools import go_vet, gocyclo, gofmt, staticcheck
from tests.unit.tools.go_bench import MODULE, Modules, messages, needs_go, outcomes

pytestmark = [pytest.mark.network, needs_go, pytest.mark.timeout(1800)]

ABS = (
    "package m\n\n// Abs is x without its sign.\nfunc Abs(x int) int {\n"
    "\tif x < 0 {\n\t\treturn -x\n\t}\n\treturn x\n}\n"
)
TESTS = (
    'package m\n\nimport "testing"\n\nfunc TestAbs(t *testing.T) {\n\tif Abs(-2) != 2 || Abs(2) != 2 {\n'
    '\t\tt.Error("no")\n\t}\n}\n'
)


@pytest.fixture
def modules(tmp_path: Path, pytestconfig: pytest.Config) -> Modules:
    return Modules(tmp_path, pytestconfig.cache.mkdir("go"))


def several(*names: str, body: str = "", imports: str = '"testing"') -> str:
    """Return a file of tests with the same body."""
    functions = "".join(f"func {name}(t *testing.T) {{ {body} }}\n" for name in names)
    return f"package m\n\nimport ({imports})\n\n{functions}"


# checkers


def test_go_vet_finds_what_is_wrong_and_nothing_where_nothing_is(modules: Modules) -> None:
    modules.write(abs=ABS, abs_test=TESTS)
    assert modules.findings(go_vet.TOOL).findings == ()
    assert modules.findings(go_vet.TOOL).examined == 2
    modules.write(abs_test=TESTS.replace('t.Error("no")', 't.Errorf("%d", "no")'))
    assert [(one.path, one.rule) for one in modules.findings(go_vet.TOOL).findings] == [("abs_test.go", "printf")]


def test_a_file_for_another_platform_is_told_not_to_have_been_examined(modules: Modules) -> None:
    modules.write(abs=ABS, abs_windows="package m\n\nfunc Win() {}\n", gen="//go:build ignore\n\npackage main\n")
    for tool in (go_vet.TOOL, staticcheck.TOOL):
        found = modules.findings(tool)
        assert [(one.path, one.rule, one.severity) for one in found.findings] == [
            ("abs_windows.go", "not-examined", Severity.NOTE),
            ("gen.go", "not-examined", Severity.NOTE),
        ]
        assert found.examined == 1


def test_what_does_not_compile_is_a_finding_of_both(modules: Modules) -> None:
    modules.write(abs=ABS.replace("return -x", 'return "x"'))
    for tool in (go_vet.TOOL, staticcheck.TOOL):
        assert [(one.path, one.line, one.rule) for one in modules.findings(tool).findings] == [("abs.go", 6, "compile")]


def test_constraints_that_leave_every_file_out_leave_nothing_to_judge(modules: Modules) -> None:
    modules.write(abs=f"//go:build never\n\n{ABS}")
    for tool in (go_vet.TOOL, staticcheck.TOOL):
        with pytest.raises(UnreadableEvidence, match="no package that is built here"):
            modules.findings(tool)


def test_staticcheck_finds_a_defect_and_obeys_a_reason(modules: Modules) -> None:
    modules.write(abs=ABS + "\nconst limit = 3\n")
    assert [one.rule for one in modules.findings(staticcheck.TOOL).findings] == ["U1000"]
    modules.write(abs=ABS + "\n//lint:ignore U1000 it is wanted\nconst limit = 3\n")
    assert modules.findings(staticcheck.TOOL).findings == ()


def test_a_configuration_that_disables_every_check_of_staticcheck_passes_nothing(modules: Modules) -> None:
    modules.write(abs=ABS + "\nconst limit = 3\n")
    modules.bench.write({"staticcheck.conf": 'checks = ["-all"]\n'})
    with pytest.raises(UnreadableEvidence):
        modules.findings(staticcheck.TOOL)


def test_gofmt_names_every_file_that_it_would_lay_out_otherwise(modules: Modules) -> None:
    modules.write(abs=ABS, a__b="package b\n\nfunc  B() {}\n", c_windows="package  m\n")
    found = modules.findings(gofmt.TOOL)
    assert [one.path for one in found.findings] == ["a/b.go", "c_windows.go"]
    assert found.examined == 3
    modules.write(abs="package m\n\nfunc {\n")
    with pytest.raises(UnreadableEvidence, match="could not read everything"):
        modules.findings(gofmt.TOOL)


@pytest.mark.parametrize("comment", ["", "//gocyclo:ignore\n"])
def test_a_comment_does_not_take_a_function_out_of_gocyclos_count(modules: Modules, comment: str) -> None:
    branches = "".join(f"\tif x == {number} {{\n\t\treturn {number}\n\t}}\n" for number in range(17))
    modules.write(abs=f"package m\n\n{comment}func f(x int) int {{\n{branches}\treturn -1\n}}\n")
    assert [(one.name, one.complexity) for one in modules.functions(gocyclo.TOOL).functions] == [("f", 18)]


# tests and coverage


def test_lines_and_conditions_are_counted_and_data_races_found(modules: Modules) -> None:
    modules.write(abs=ABS, abs_test=TESTS)
    run, coverage = modules.tests()
    assert (outcomes(run), run.errors, run.weaker) == ({"TestAbs": "passed"}, (), "")
    assert coverage.files == (FileCoverage(path="abs.go", executed=(5, 6, 8), missing=(), branches=Branches(2, 2)),)
    racy = "d := make(chan bool); x := 0; go func() { x++; d <- true }(); x++; <-d; _ = x"
    modules.write(abs=ABS, abs_test=several("TestRace", body=racy))
    run, _ = modules.tests()
    assert run.cases[0].outcome is TestOutcome.FAILED
    assert run.cases[0].message.startswith("WARNING: DATA RACE")


def test_an_untested_package_and_one_tested_from_outside_are_counted(modules: Modules) -> None:
    modules.write(
        abs=ABS.replace("package m", "// Package m is one.\npackage m"),
        b__b='package b\n\nimport "example.com/m"\n\nfunc B(x int) int {\n'
        "\tif x > 1 {\n\t\treturn m.Abs(x)\n\t}\n\treturn 0\n}\n",
        b__b_test='package b_test\n\nimport (\n\t"testing"\n\n\t"example.com/m/b"\n)\n\n'
        "func TestB(t *testing.T) {\n\t_ = b.B(3)\n}\n",
        c__c="package c\n\nfunc C(x int) int {\n\tif x > 1 {\n\t\treturn 1\n\t}\n\treturn 0\n}\n",
    )
    found = {file.path: file for file in modules.tests()[1].files}
    assert (found["abs.go"].executed, found["abs.go"].missing, found["abs.go"].branches) == (
        (6, 9),
        (7,),
        Branches(1, 2, (6,)),
    )
    assert (found["b/b.go"].missing, found["b/b.go"].branches) == ((9,), Branches(1, 2, (6,)))
    assert (found["c/c.go"].executed, found["c/c.go"].branches) == ((), Branches(0, 2, (4,)))


def test_files_that_are_not_built_here_are_kept_out_of_the_count_and_told(modules: Modules) -> None:
    modules.write(abs=ABS, abs_test=TESTS, abs_windows="package m\n\nfunc Win() int {\n\treturn 1\n}\n")
    found = {file.path: file for file in modules.tests()[1].files}
    assert found["abs_windows.go"] == FileCoverage(path="abs_windows.go", executed=(), missing=(), excluded=(4,))


def test_build_constraints_external_tests_and_named_booleans_do_not_keep_gobco_from_counting(modules: Modules) -> None:
    modules.write(
        abs=ABS + "\ntype yes bool\n\nfunc word(y yes) string {\n\tif y {\n\t\treturn `yes`\n\t}\n\treturn `no`\n}\n",
        abs_linux="package m\n\nconst system = 1\n",
        abs_other="//go:build !linux\n\npackage m\n\nconst system = 2\n",
        export_test="package m\n\nvar Word = word\n\nconst System = system\n",
        abs_test='package m_test\n\nimport (\n\t"testing"\n\n\t. "example.com/m"\n)\n\nfunc TestAll(t *testing.T) {\n'
        "\t_, _, _, _ = Abs(1), Abs(-1), Word(true), System\n}\n",
    )
    found = {file.path: file for file in modules.tests()[1].files}
    assert found["abs.go"].branches == Branches(3, 4, (14,))


def test_what_gobco_cannot_read_is_not_measured_and_not_zero(modules: Modules) -> None:
    modules.write(
        abs=ABS,
        abs_test=TESTS,
        c__c='package c\n\nimport "C"\n\nfunc C(x int) int {\n\tif x > 1 {\n\t\treturn 1\n\t}\n\treturn 0\n}\n',
    )
    found = {file.path: file for file in modules.tests()[1].files}
    assert found["c/c.go"].branches is None
    assert found["c/c.go"].missing == (6, 7, 9)
    assert found["abs.go"].branches == Branches(2, 2)


def test_a_subtest_a_skip_and_an_example_are_told_apart(modules: Modules) -> None:
    modules.write(
        abs=ABS,
        abs_test='package m\n\nimport (\n\t"fmt"\n\t"testing"\n)\n\n'
        'func TestSub(t *testing.T) { t.Run("one", func(t *testing.T) { t.Error("why") }) }\n'
        'func TestSkip(t *testing.T) { t.Skip("later") }\n'
        "func ExampleAbs() {\n\tfmt.Println(Abs(-3))\n\t// Output: 3\n}\n"
        "func FuzzNothing(f *testing.F) { f.Fuzz(func(*testing.T, int) {}) }\n",
    )
    run, _ = modules.tests()
    assert outcomes(run) == {
        "TestSub": "failed",
        "TestSub/one": "failed",
        "TestSkip": "skipped",
        "ExampleAbs": "passed",
        "FuzzNothing": "skipped",
    }
    assert next(case for case in run.cases if case.id.endswith("/one")).line == 8
    assert run.errors == ()


@pytest.mark.parametrize(
    ("main", "words"),
    [
        ("", "ended before 2 of its tests, TestA first"),
        ("os.Exit(0)", "ended before 2 of its tests, TestA first"),
        ("m.Run(); os.Exit(3)", "failed, and none of its tests did"),
    ],
)
def test_a_test_main_that_skips_its_tests_or_hides_their_end_is_told(modules: Modules, main: str, words: str) -> None:
    text = several("TestA", "TestB", imports='"os"; "testing"').replace(
        "(t *testing.T) {  }", "(t *testing.T) { _ = os.Args }"
    )
    modules.write(abs=ABS, abs_test=f"{text}func TestMain(m *testing.M) {{ _ = os.Args; {main} }}\n")
    run, coverage = modules.tests()
    assert words in messages(run)
    assert coverage.incomplete


@pytest.mark.parametrize("ends", ["os.Exit(0)", "os.Exit(1)", 'panic("oh")'])
def test_tests_that_go_down_with_their_process_are_missed(modules: Modules, ends: str) -> None:
    text = several("TestA", "TestB", imports='"os"; "testing"', body="_ = os.Args")
    modules.write(
        abs=ABS,
        abs_test=text.replace("TestA(t *testing.T) { _ = os.Args", f"TestA(t *testing.T) {{ _ = os.Args; {ends}"),
    )
    run, coverage = modules.tests()
    assert "TestB" in messages(run) or "TestA" in messages(run)
    assert "TestB" not in outcomes(run)
    assert coverage.incomplete


@pytest.mark.parametrize("mark", ["", "\\x16"])
def test_results_that_a_test_prints_pass_nothing(modules: Modules, mark: str) -> None:
    forged = (
        f'print("{mark}=== RUN   TestGhost\\n{mark}--- PASS: TestGhost (0.00s)\\n'
        '{\\"Action\\":\\"pass\\"}\\n"); t.Fail()'
    )
    modules.write(abs=ABS, abs_test=several("TestA", body=forged))
    run, _ = modules.tests()
    assert outcomes(run)["TestA"] == "failed"
    assert ("tells of TestGhost" in messages(run)) == ("TestGhost" in outcomes(run))


def test_a_package_that_does_not_build_is_told_with_the_compilers_words(modules: Modules) -> None:
    modules.write(abs=ABS, abs_test=TESTS, b__b_test='package b\n\nimport "testing"\n\nfunc TestB(*testing.T) { x }\n')
    run, coverage = modules.tests()
    assert "undefined: x" in messages(run)
    assert outcomes(run) == {"TestAbs": "passed"}
    assert coverage.incomplete == "1 files could not be collected"


def test_tests_that_the_project_selects_leave_the_others_deselected(modules: Modules) -> None:
    modules.write(abs=ABS, abs_test=TESTS + "\nfunc TestOther(t *testing.T) {}\n")
    run, _ = modules.tests("-run=Abs")
    assert (outcomes(run), run.errors, run.deselected) == ({"TestAbs": "passed"}, (), 1)


def test_tests_behind_a_tag_are_run_where_the_project_asks_for_it(modules: Modules) -> None:
    modules.write(abs=ABS, abs_test=TESTS, more_test=f"//go:build more\n\n{several('TestMore')}")
    assert set(outcomes(modules.tests()[0])) == {"TestAbs"}
    assert set(outcomes(modules.tests("-tags=more")[0])) == {"TestAbs", "TestMore"}
    assert set(outcomes(modules.tests("-tags", "more")[0])) == {"TestAbs", "TestMore"}


def test_without_a_c_compiler_the_tests_run_and_say_what_they_cannot_see(modules: Modules) -> None:
    modules.write(abs=ABS, abs_test=TESTS)
    modules.variables["CGO_ENABLED"] = "0"
    run, coverage = modules.tests()
    assert "the race detector cannot be used here" in run.weaker
    assert outcomes(run) == {"TestAbs": "passed"}
    assert coverage.incomplete == ""


def test_a_module_of_a_workspace_is_tested_with_its_neighbour(modules: Modules) -> None:
    modules.bench.write(
        {
            "go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n",
            "a/go.mod": "module example.com/a\n\ngo 1.21\n",
            "a/a.go": ABS.replace("package m", "package a"),
            "b/go.mod": "module example.com/b\n\ngo 1.21\n",
            "b/b.go": 'package b\n\nimport "example.com/a"\n\nfunc B() int {\n\treturn a.Abs(-1)\n}\n',
            "b/b_test.go": 'package b\n\nimport "testing"\n\nfunc TestB(t *testing.T) {\n'
            "\tif B() != 1 {\n\t\tt.Fail()\n\t}\n}\n",
        }
    )
    run, coverage = modules.tests(path="b")
    assert (outcomes(run), run.errors) == ({"TestB": "passed"}, ())
    assert [(file.path, file.executed, file.branches) for file in coverage.files] == [("b/b.go", (6,), Branches(0, 0))]


def test_vendored_code_is_used_and_not_counted(modules: Modules) -> None:
    modules.bench.write(
        {
            **MODULE,
            "go.mod": "module example.com/m\n\ngo 1.21\n\nrequire example.com/v v1.0.0\n",
            "vendor/modules.txt": "# example.com/v v1.0.0\n## explicit; go 1.21\nexample.com/v\n",
            "vendor/example.com/v/v.go": "package v\n\nfunc V() int { return 1 }\n",
            "m.go": 'package m\n\nimport "example.com/v"\n\nfunc M() int {\n\treturn v.V()\n}\n',
            "m_test.go": 'package m\n\nimport "testing"\n\nfunc TestM(t *testing.T) { _ = M() }\n',
        }
    )
    run, coverage = modules.tests()
    assert (outcomes(run), run.errors) == ({"TestM": "passed"}, ())
    assert [file.path for file in coverage.files] == ["m.go"]


# properties


def law(name: str, call: str, *, more: str = "") -> str:
    """Return a file with one test of a property of testing/quick."""
    return (
        'package m\n\nimport (\n\t"testing"\n\t"testing/quick"\n)\n\n'
        f"func {name}(t *testing.T) {{\n\tif err := {call}; err != nil {{\n\t\tt.Error(err)\n\t}}\n}}\n{more}"
    )


def only(modules: Modules, *, examples: int = 50) -> Property:
    (found,) = modules.properties(examples=examples).properties
    return found


def test_a_property_that_holds_is_told_with_the_examples_it_was_tried_on(modules: Modules) -> None:
    modules.write(abs=ABS, law_test=law("TestLaw", "quick.Check(func(x int8) bool { return Abs(int(x)) >= 0 }, nil)"))
    found = only(modules, examples=1234)
    assert (found.id, found.outcome, found.executed, found.asked) == (
        "law_test.go > TestLaw",
        PropertyOutcome.HELD,
        1234,
        1234,
    )
    assert (found.path, found.line) == ("law_test.go", 9)


def test_a_property_that_does_not_hold_shows_its_counterexample(modules: Modules) -> None:
    modules.write(abs=ABS, law_test=law("TestLaw", "quick.Check(func(x int8) bool { return Abs(int(x)) > 90 }, nil)"))
    found = only(modules)
    assert found.outcome is PropertyOutcome.FALSIFIED
    assert abs(int(found.counterexample)) <= 90


def test_a_property_that_narrows_itself_is_told_by_what_it_executed(modules: Modules) -> None:
    call = "quick.Check(func(x int8) bool { return true }, &quick.Config{MaxCount: 7})"
    modules.write(abs=ABS, law_test=law("TestLaw", call))
    assert (only(modules).executed, only(modules).outcome) == (7, PropertyOutcome.HELD)


def test_a_property_behind_a_function_of_its_own_is_found_at_its_place(modules: Modules) -> None:
    helper = (
        "func holds(t *testing.T, law any) {\n"
        "\tif err := quick.Check(law, nil); err != nil {\n\t\tt.Error(err)\n\t}\n}\n"
    )
    text = (
        'package m\n\nimport (\n\t"testing"\n\t"testing/quick"\n)\n\n'
        f"{helper}func TestLaw(t *testing.T) {{ holds(t, func(x int8) bool {{ return true }}) }}\n"
        "func TestPlain(t *testing.T) {}\n"
    )
    modules.write(abs=ABS, law_test=text)
    assert (only(modules).id, only(modules).line, only(modules).executed) == ("law_test.go > TestLaw", 9, 50)


@pytest.mark.parametrize(
    ("begins", "outcome", "words"),
    [
        ('t.Skip("later");', PropertyOutcome.SKIPPED, "its test was skipped"),
        ("return;", PropertyOutcome.ERRORED, "nothing was told of it"),
        ('panic("oh");', PropertyOutcome.ERRORED, "nothing was told of it"),
    ],
)
def test_a_property_that_is_declared_and_not_tried_is_told(
    modules: Modules, begins: str, outcome: PropertyOutcome, words: str
) -> None:
    text = law("TestLaw", "quick.Check(func(x int8) bool { return true }, nil)").replace(
        "T) {\n", f"T) {{\n\tif t.Name() != `` {{ {begins} }}\n"
    )
    modules.write(abs=ABS, law_test=text)
    assert (only(modules).outcome, only(modules).executed) == (outcome, None)
    assert words in only(modules).message


def test_a_property_in_code_that_no_test_leads_to_is_told(modules: Modules) -> None:
    text = (
        'package m\n\nimport "testing/quick"\n\n'
        "func Unused() error {\n\treturn quick.Check(func(int) bool { return true }, nil)\n}\n"
    )
    modules.write(abs=text)
    assert (only(modules).outcome, only(modules).message) == (
        PropertyOutcome.SKIPPED,
        "it is declared, and no test here leads to it",
    )


def test_a_module_without_a_property_has_none(modules: Modules) -> None:
    modules.write(abs=ABS, abs_test=TESTS)
    assert modules.properties().properties == ()


FUZZ = (
    'package m\n\nimport "testing"\n\nfunc FuzzAbs(f *testing.F) {\n\tf.Add(int8(3))\n'
    "\tf.Fuzz(func(t *testing.T, x int8) {\n\t\tif Abs(int(x)) < 0 {\n\t\t\tt.Fail()\n\t\t}\n\t})\n}\n"
)


def test_a_fuzz_target_counts_by_the_inputs_that_were_generated(modules: Modules) -> None:
    modules.write(abs=ABS, fuzz_test=FUZZ)
    found = only(modules, examples=400)
    assert (found.id, found.outcome, found.line) == ("fuzz_test.go > FuzzAbs", PropertyOutcome.HELD, 5)
    assert found.executed is not None
    assert found.executed >= 400
    modules.write(abs=ABS, fuzz_test=FUZZ.replace("< 0", "> 20"))
    falsified = only(modules, examples=4000)
    assert falsified.outcome is PropertyOutcome.FALSIFIED
    assert falsified.counterexample.startswith("int8(")
