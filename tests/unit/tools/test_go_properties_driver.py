"""Properties of Go by the driver in this process: how each test is called alone, and what becomes of what it said."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.standins import GOLDEN, StandIn
from tests.unit.tools.bench import NONCE
from tests.unit.tools.go_machine import FILES, GoMachine, codes

import speccursor_go_quick as quick  # isort: skip  (go_machine says where it is)

KNOWN = "".join(text * count for text, _, count in quick.RETURNS)
LAW, SKIPPED = (f"p/p_test.go:{line}" for line in (11, 18))
COMPILES = """\
after("-o").write_text("#!/bin/sh\\nexec {binary} \\"$@\\"\\n")
after("-o").chmod(0o755)
"""
TELLS = 'Path({notes!r}).write_text(json.dumps([{file!r}, 11, {count}, {failed}, {text!r}]) + "\\n")'


class Machine(GoMachine):
    """The module again, with a test binary of the package p that plays back."""

    def __init__(self, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(base, monkeypatch)
        source = self.goroot / "src/testing/quick/quick.go"
        source.parent.mkdir(parents=True)
        source.write_text(KNOWN)
        self.binary = StandIn(base / "binary")
        self.go.answers("test -c *", does=COMPILES.format(binary=self.binary.path))
        self.go.answers("list -e -test -deps *", self.of("go-1.26.8/module-imports.txt"))
        self.go.answers("test *-fuzz=*", self.of("go-1.26.8/fuzz-holds.txt"))
        self.tells(50)
        self.binary.answers("*TestSkipped*", self.of("go-1.26.8/test-skipped.txt"))

    def tells(self, count: int, *, failed: bool = False, text: str = "", code: int = 0, file: str = "") -> None:
        """Let the test of the law tell what testing/quick did."""
        notes, file = str(self.out / "quick.txt"), file or f"{self.root}/p/p_test.go"
        does = TELLS.format(notes=notes, file=file, count=count, failed=failed, text=text)
        self.binary.answers("*TestLaw*", "said by the test\n", code=code, does=does)

    def scans(self, *checks: dict[str, Any], path: str = "p/p_test.go", fuzz: str = "") -> None:
        """Let goscan tell of these properties in one file, and of no other."""
        tests = [{"name": fuzz, "kind": "fuzz", "line": 23}] if fuzz else []
        line = {"path": path, "error": "", "package": "p", "statements": [], "functions": []}
        self.goscan.answers("*", json.dumps({**line, "tests": tests, "checks": checks}) + "\n")

    def lines(self, *arguments: str, path: str = ".") -> dict[str, dict[str, Any]]:
        """Run the driver and return the record of each property by its place, once the marks around them are right."""
        self.drive("properties", *arguments, path=path)
        first, *lines, last = map(json.loads, self.left("properties.jsonl").splitlines())
        assert (first["event"], last["event"]) == ("ready", "end")
        assert {(one["schema"], one["nonce"]) for one in (first, *lines, last)} == {
            ("speccursor.go-properties/1", NONCE)
        }
        assert all(one["event"] == "property" for one in lines)
        return {f"{one['file']}:{one['line']}": one for one in lines}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def check(framework: str = "quick", **told: Any) -> dict[str, Any]:
    return {"framework": framework, "name": "", "line": 11, "end": 11, "tests": ["p:TestLaw"], **told}


def test_each_test_that_leads_to_a_property_runs_alone_with_the_examples_that_are_asked_for(machine: Machine) -> None:
    found = machine.lines("-tags=a")
    assert (found[LAW]["outcome"], found[LAW]["executed"], found[LAW]["asked"]) == ("held", 50, 50)
    assert (found[LAW]["test"], found[LAW]["framework"]) == ("TestLaw", "quick")
    assert found[SKIPPED]["outcome"] == "skipped"
    assert found[SKIPPED]["message"].startswith("its test was skipped: TestSkipped ended with 0: === RUN")
    options = ("-test.v", "-test.timeout=90s", "-test.fullpath", "-quickchecks=50")
    assert [(call.argv, call.cwd) for call in machine.binary.calls] == [
        (("-test.run=^TestLaw$", *options), machine.root / "p"),
        (("-test.run=^TestSkipped$", *options), machine.root / "p"),
    ]
    overlay = f"-overlay={machine.out}/quick/overlay.json"
    built = machine.go.called("test -c *")
    assert built.argv == (
        *("test", "-c", "-vet=off", "-tags=a", overlay),
        *("-o", f"{machine.out}/binaries/p.test", "./p"),
    )
    assert machine.go.called("list -e -test *").argv == ("list", "-e", "-test", "-deps", "-tags=a", "./p")


def test_testing_quick_is_replaced_by_itself_with_lines_that_tell(machine: Machine) -> None:
    machine.lines()
    original = machine.goroot / "src/testing/quick/quick.go"
    replaced = json.loads((machine.out / "quick/overlay.json").read_text())["Replace"]
    assert set(replaced) == {str(original), str(original.with_name("speccursor_told.go"))}
    assert Path(replaced[str(original)]).read_text() == quick.better(KNOWN)
    tells = Path(replaced[str(original.with_name("speccursor_told.go"))]).read_text()
    assert f'os.OpenFile("{machine.out}/quick.txt", os.O_APPEND' in tells
    assert original.read_text() == KNOWN


@pytest.mark.parametrize(
    ("code", "expected"), [(0, ("held", None, "")), (1, ("errored", None, "nothing was told of it: TestLaw ended"))]
)
@pytest.mark.parametrize("source", ["another quick.go", None])
def test_where_testing_quick_is_not_the_known_one_its_count_stays_unknown(
    code: int, expected: tuple[str, None, str], source: str | None, machine: Machine
) -> None:
    original = machine.goroot / "src/testing/quick/quick.go"
    original.unlink()
    if source is not None:
        original.write_text(source)
    machine.binary.answers("*TestLaw*", "said\n", code=code)
    outcome, executed, message = expected
    told = machine.lines()[LAW]
    assert (told["outcome"], told["executed"]) == (outcome, executed)
    assert told["message"].startswith(message)
    assert "overlay" not in machine.go.called("test -c *").words


def test_a_property_that_does_not_hold_shows_what_quick_tried(machine: Machine) -> None:
    machine.tells(7, failed=True, text="#7: failed on input -128", code=1)
    told = machine.lines()[LAW]
    assert (told["outcome"], told["executed"], told["counterexample"]) == ("falsified", 7, "-128")


def test_what_one_test_told_is_not_taken_for_the_next_ones(machine: Machine) -> None:
    machine.tells(50, file="/elsewhere/called_by_both.go")
    machine.binary.answers("*TestSkipped*", "PASS\n")
    found = machine.lines()
    assert (found[LAW]["outcome"], found[SKIPPED]["outcome"]) == ("held", "errored")


def test_tests_that_do_not_build_leave_their_properties_errored_in_the_compilers_words(machine: Machine) -> None:
    said = machine.of("go-1.26.8/test-broken.log")
    machine.go.answers("test -c *", err=said, code=1)
    told = machine.lines()[LAW]
    assert (told["outcome"], told["executed"]) == ("errored", None)
    assert "undefined: x" in told["message"]
    assert machine.binary.calls == []


def test_a_folder_without_a_test_builds_no_binary_and_says_so(machine: Machine) -> None:
    machine.go.answers("test -c *", "?   \texample.com/m/p\t[no test files]\n")
    assert machine.lines()[LAW]["message"] == "nothing was told of it: it has no test here"


@pytest.mark.parametrize(
    ("said", "framework", "expected"),
    [
        ("rapid-1.2.0/TestRapidHolds.txt", "rapid", ("held", 1000, "")),
        ("rapid-1.2.0/TestRapidDiscards.txt", "rapid", ("errored", 68, "")),
        ("rapid-1.2.0/TestRapidPanics.txt", "rapid", ("falsified", None, "x: 700")),
    ],
)
def test_rapid_is_asked_for_examples_by_a_seed_of_this_run(
    said: str, framework: str, expected: tuple[str, int | None, str], machine: Machine
) -> None:
    machine.scans(check(framework, line=1, end=99), path="p/p_test.go")
    machine.go.answers("list -e -test *", "testing\npgregory.net/rapid\n")
    text = (GOLDEN / said).read_text().replace("/candidate/p_test.go", f"{machine.root}/p/p_test.go")
    machine.binary.answers("*TestLaw*", text)
    (told,) = machine.lines().values()
    outcome, executed, counterexample = expected
    assert (told["outcome"], told["counterexample"]) == (outcome, counterexample)
    assert executed is None or told["executed"] == executed
    options = machine.binary.called("*").argv[4:]
    assert options == ("-rapid.checks=50", f"-rapid.seed={int(NONCE[:15], 16)}", "-rapid.nofailfile")


def test_gopter_is_asked_for_nothing_and_its_properties_are_known_by_their_names(machine: Machine) -> None:
    machine.scans(check("gopter", name="small"), check("gopter", name="panics", line=30, end=40))
    machine.go.answers("list -e -test *", "testing\ngithub.com/leanovate/gopter\n")
    machine.binary.answers("*TestLaw*", (GOLDEN / "gopter-0.2.11/TestGopter.txt").read_text(), code=1)
    found = machine.lines()
    assert {one["test"]: (one["outcome"], one["asked"]) for one in found.values()} == {
        "TestLaw > small": ("falsified", None),
        "TestLaw > panics": ("falsified", None),
    }
    assert machine.binary.called("*").argv == ("-test.run=^TestLaw$", "-test.v", "-test.timeout=90s", "-test.fullpath")


def test_a_property_that_gopter_proves_has_no_count(machine: Machine) -> None:
    machine.scans(check("gopter", name="law"))
    machine.binary.answers("*TestLaw*", "+ law: OK, proved property.\nElapsed time: 1µs\n")
    (told,) = machine.lines().values()
    assert (told["outcome"], told["executed"]) == ("held", None)


def test_a_go_that_has_no_full_paths_is_not_asked_for_them(machine: Machine) -> None:
    machine.go.answers("env GOVERSION", "go1.20.14\n")
    machine.lines()
    assert "-test.fullpath" not in machine.binary.calls[0].argv
    assert machine.binary.calls[0].argv[-1] == "-quickchecks=50"


def test_a_property_that_no_test_leads_to_was_not_run(machine: Machine) -> None:
    machine.scans(check(tests=[]))
    (told,) = machine.lines().values()
    assert (told["outcome"], told["message"]) == ("skipped", "it is declared, and no test here leads to it")
    assert told["test"] == "line 11"
    assert list(machine.go.calls_of("test *")) == []


def test_files_that_are_not_built_here_have_no_property(machine: Machine) -> None:
    machine.scans(check(), path="abs_windows.go", fuzz="FuzzWin")
    assert machine.lines() == {}
    assert list(machine.go.calls_of("test *")) == []


# fuzz targets


def test_a_fuzz_target_runs_alone_for_so_many_inputs_and_its_own_count_is_told(machine: Machine) -> None:
    told = machine.lines("-tags=a")["p/p_test.go:23"]
    assert (told["outcome"], told["executed"], told["asked"], told["framework"]) == ("held", 400, 50, "fuzz")
    assert machine.go.called("*-fuzz=*").argv == (
        *("test", "-vet=off", "-tags=a", "-run=^$", "-fuzz=^FuzzAbs$", "-fuzztime=50x"),
        *("-fuzzminimizetime=10s", "-timeout=90s", "./p"),
    )


def test_the_input_that_a_fuzz_target_fails_for_is_told_and_does_not_stay(machine: Machine) -> None:
    place = machine.root / "p/testdata/fuzz/FuzzAbs/8cfb0b89333b0d80"
    does = f"Path({str(place)!r}).parent.mkdir(parents=True); Path({str(place)!r}).write_text({INPUT!r})"
    said = machine.of("go-1.26.8/fuzz-fails.txt").replace("FuzzFails", "FuzzAbs")
    machine.go.answers("test *-fuzz=*", said, code=1, does=does)
    told = machine.lines()["p/p_test.go:23"]
    assert (told["outcome"], told["executed"], told["counterexample"]) == ("falsified", 2, "int(166)")
    assert "too large" in told["message"]
    assert not place.parent.exists()


INPUT = "go test fuzz v1\nint(166)\n"


def test_an_input_that_is_gone_is_told_by_its_name(machine: Machine) -> None:
    machine.go.answers("test *-fuzz=*", machine.of("go-1.26.8/fuzz-fails.txt"), code=1)
    told = machine.lines()["p/p_test.go:23"]
    assert told["counterexample"] == "testdata/fuzz/FuzzFails/8cfb0b89333b0d80"
    assert told["outcome"] == "falsified"


def test_a_fuzz_target_that_ends_without_an_input_is_no_counterexample(machine: Machine) -> None:
    machine.go.answers("test *-fuzz=*", "FAIL\n", err=machine.of("go-1.26.8/test-broken.log"), code=1)
    told = machine.lines()["p/p_test.go:23"]
    assert (told["outcome"], told["executed"], told["counterexample"]) == ("errored", None, "")
    assert told["message"].startswith("FAIL\n")
    assert "undefined: x" in told["message"]


def test_a_fuzz_target_of_a_module_below_the_root_is_named_from_its_module(machine: Machine) -> None:
    (machine.root / "p/in").mkdir()
    machine.scans(path="p/in/a_test.go", fuzz="FuzzIn")
    package = {"Dir": f"{machine.root}/p/in", "ImportPath": "m/in", "TestGoFiles": ["a_test.go"]}
    machine.go.answers("list -e -json=*", json.dumps(package) + "\n")
    assert set(machine.lines(path="p")) == {"p/in/a_test.go:23"}
    call = machine.go.called("*-fuzz=*")
    assert (call.argv[-1], call.cwd) == ("./in", machine.root / "p")


def test_every_step_is_in_the_account(machine: Machine) -> None:
    steps = codes(machine.drive("properties"))
    assert steps == dict.fromkeys(("list", "goscan", "build p", "imports of p", "fuzz p/p_test.go FuzzAbs"), 0)
    assert machine.account()["files"] == list(FILES)
