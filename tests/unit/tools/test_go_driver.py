"""Go's driver in this process, over stand-ins that play back what the real programs said: every way through it."""

import json
from pathlib import Path

import pytest

from tests.unit.standins import UNPREPARED
from tests.unit.tools.go_machine import FILES, GOBCO, NOTES, GoMachine, codes


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GoMachine:
    return GoMachine(tmp_path, monkeypatch)


# checkers


def test_gofmt_is_shown_a_file_that_it_must_name_and_every_file_of_the_component(machine: GoMachine) -> None:
    machine.gofmt.answers("-l *", machine.of("go-1.26.8/gofmt.txt"), err="a.go:3:9: expected ')'\n")
    account = machine.drive("format")
    call = machine.gofmt.called("-l *")
    canary = machine.out / "speccursor-canary.go"
    assert call.argv == ("-l", str(canary), *(f"./{name}" for name in FILES))
    assert call.cwd == machine.root
    assert "package   canary" in canary.read_text()
    assert machine.left("gofmt.txt") == machine.of("go-1.26.8/gofmt.txt")
    assert machine.left("gofmt.log") == "a.go:3:9: expected ')'\n"
    assert account["steps"]["gofmt 0"]["said"] == "a.go:3:9: expected ')'\n"
    assert account["files"] == list(FILES)


def test_more_files_than_fit_one_command_line_are_given_in_parts_until_one_fails(machine: GoMachine) -> None:
    many = tuple(f"{number}.go" for number in range(1001))
    machine.gofmt.answers("*").answers("*./500.go*", code=2)
    assert codes(machine.drive("format", files=many)) == {"gofmt 0": 0, "gofmt 1": 2}
    assert [len(call.argv) for call in machine.gofmt.calls] == [502, 502]


def test_gocyclo_counts_every_function_and_the_ones_that_hide_as_well(machine: GoMachine) -> None:
    (machine.root / "abs.go").write_text("//gocyclo:ignore\nfunc Abs() {}\n")
    machine.gocyclo.answers("-over 0 *", (GOBCO.parent / "gocyclo-0.6.0/functions.txt").read_text(), code=1)
    assert codes(machine.drive("complexity")) == {"gocyclo 0": 1}
    call = machine.gocyclo.called("*")
    assert (call.argv, call.cwd) == (("-over", "0", *(f"./{name}" for name in FILES)), machine.root)
    assert machine.left("gocyclo.txt") == (GOBCO.parent / "gocyclo-0.6.0/functions.txt").read_text()
    assert (machine.root / "abs.go").read_text() == "//gocyclo_ignore\nfunc Abs() {}\n"


def test_go_vet_looks_at_every_package_with_the_tags_of_the_project(machine: GoMachine) -> None:
    machine.go.answers("vet *", machine.of("go-1.26.8/vet-findings.json"), err=machine.of("go-1.26.8/vet-broken.log"))
    machine.drive("vet", "-tags=a,b", "-v")
    assert machine.go.called("vet *").argv == ("vet", "-json", "-tags=a,b", "./...")
    assert machine.go.called("list *").argv[3:] == ("-tags=a,b", "./...")
    assert machine.left("vet.json") == machine.of("go-1.26.8/vet-findings.json")
    assert machine.left("vet.log") == machine.of("go-1.26.8/vet-broken.log")
    assert machine.left("packages.json") == machine.of("go-1.26.8/module-packages.json")


@pytest.mark.parametrize("what", ["vet", "staticcheck", "tests", "properties"])
def test_where_go_cannot_list_the_packages_nothing_else_is_run(what: str, machine: GoMachine) -> None:
    machine.go.answers("list *", err="go: errors parsing go.mod\n", code=1)
    account = machine.drive(what)
    assert codes(account) == {"list": 1}
    assert account["steps"]["list"]["said"] == "go: errors parsing go.mod\n"


def test_staticcheck_is_shown_a_package_of_ours_with_defects_that_is_gone_afterwards(machine: GoMachine) -> None:
    seen = machine.base / "seen"
    does = f"shutil.copytree('.', {str(seen)!r})"
    said = machine.of("staticcheck-0.8.2/clean.jsonl")
    machine.staticcheck.answers("*", said, err="-: an error\n", code=1, does=does)
    assert codes(machine.drive("staticcheck", "--tags", "a"))["staticcheck"] == 1
    call = machine.staticcheck.called("*")
    assert (call.argv, call.cwd) == (("-f", "json", "--tags", "a", "./..."), machine.root)
    assert "x == x" in (seen / "speccursorcanary/canary.go").read_text()
    assert not (machine.root / "speccursorcanary").exists()
    assert (machine.left("staticcheck.jsonl"), machine.left("staticcheck.log")) == (said, "-: an error\n")


def test_a_folder_that_is_named_like_the_package_of_ours_breaks_the_run_off_and_is_left_alone(
    machine: GoMachine,
) -> None:
    (machine.root / "speccursorcanary").mkdir()
    with pytest.raises(FileExistsError):
        machine.drive("staticcheck")
    assert "staticcheck" not in machine.account()["steps"]
    assert (machine.root / "speccursorcanary").is_dir()


def test_go_is_kept_from_trimming_its_cache_where_there_is_one(
    machine: GoMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.gofmt.answers("*")
    for cache in ("", str(machine.base / "none")):
        monkeypatch.setenv("GOCACHE", cache)
        machine.drive("format")
    assert list(machine.base.rglob("trim.txt")) == []
    (machine.base / "cache").mkdir()
    monkeypatch.setenv("GOCACHE", str(machine.base / "cache"))
    machine.drive("format")
    assert int((machine.base / "cache/trim.txt").read_text()) > 1_700_000_000


# tests and coverage


def test_the_tests_run_under_the_race_detector_and_once_more_with_gobcos_counters(machine: GoMachine) -> None:
    account = machine.drive("tests", "-short")
    names = ("list", "goscan", "race", "test", "gobco")
    assert codes(account) == dict.fromkeys(names, 0)
    assert account["weaker"] == ""
    plain = machine.go.called("test -json *")
    assert plain.argv == (
        *("test", "-json", "-count=1", "-vet=off", "-race", "-covermode=atomic", "-coverpkg=./..."),
        *(f"-coverprofile={machine.out}/profile.txt", "-timeout=90s", "./...", "-short"),
    )
    counted = machine.go.called("test -count=1 *")
    overlay = machine.out / "gobco/overlay.json"
    assert counted.argv == (
        *("test", "-count=1", "-vet=off", f"-overlay={overlay}", "-timeout=90s", "./...", "-short"),
    )
    assert machine.left("tests.jsonl") == machine.of("go-1.26.8/race.jsonl")
    assert machine.left("profile.txt") == "mode: atomic\n"
    assert json.loads(machine.left("gobco.json")) == [
        {"Start": f"{machine.root}/abs.go:5:5", "Code": "x < 0", "TrueCount": 1, "FalseCount": 0},
        {"Start": f"{machine.root}/c/c.go:6:5", "Code": "y", "TrueCount": 1, "FalseCount": 0},
    ]


def test_goscan_reads_the_files_of_the_component_from_the_candidates_root(machine: GoMachine) -> None:
    (machine.root / "go").mkdir()
    machine.drive("tests", path="go", files=("go/a.go", "go/b c.go"))
    call = machine.goscan.called("*")
    assert (call.argv, call.cwd) == (("go", f"{machine.out}/files.txt"), machine.root)
    assert machine.left("files.txt") == "go/a.go\ngo/b c.go\n"


@pytest.mark.parametrize("what", ["tests", "properties"])
def test_where_the_sources_cannot_be_read_no_test_is_run(what: str, machine: GoMachine) -> None:
    machine.goscan.answers("*", err="goscan: no such file\n", code=1)
    assert codes(machine.drive(what)) == {"list": 0, "goscan": 1}
    assert not (machine.out / "tests.jsonl").exists()
    assert not (machine.out / "properties.jsonl").exists()


def test_without_the_race_detector_the_tests_run_and_the_account_says_what_is_weaker(machine: GoMachine) -> None:
    machine.go.answers("list -race unsafe", err=machine.of("go-1.26.8/no-race.log"), code=2)
    account = machine.drive("tests")
    assert "the race detector cannot be used here" in account["weaker"]
    assert "enable cgo" in account["steps"]["race"]["said"]
    assert "-race" not in machine.go.called("test -json *").argv


def test_gobco_is_given_what_is_shipped_alone_and_every_file_is_back_afterwards(machine: GoMachine) -> None:
    seen = machine.base / "seen.txt"
    machine.gobco.answers("*", does=f"open({str(seen)!r}, 'a').write(' '.join(sorted(os.listdir('.'))) + chr(10))")
    machine.drive("tests")
    assert sorted(seen.read_text().splitlines()) == ["abs.go c g p", "c.go"]
    assert {path.relative_to(machine.root).as_posix() for path in machine.root.rglob("*.go")} == set(FILES)
    for call in machine.gobco.calls:
        assert call.argv == ("-keep", "-test=-n", ".")
        told = call.environment
        assert (told["CGO_ENABLED"], told["GOROOT"]) == ("0", str(machine.goroot))
        assert Path(told["TMPDIR"]).is_relative_to(machine.out / "gobco")


def test_packages_that_gobco_cannot_read_are_told_with_its_first_words(machine: GoMachine) -> None:
    does = "if os.path.exists('c.go'): sys.stderr.write(golden('gobco-1.3.4/syntax.log').read_text()); sys.exit(2)"
    machine.gobco.answers("*", does=does)
    account = machine.drive("tests")
    assert account["unmeasured"] == {
        "example.com/m": "gobco ended with 0: it said nothing",
        "example.com/m/c": "gobco ended with 2: panic: d.go:3:9: expected ')', found '{'",
        "example.com/m/g": "gobco does not read cgo",
    }
    assert "gobco" not in account["steps"]
    assert machine.left("gobco.json") == "[]"
    assert list(machine.go.calls_of("build *")) == []


def test_a_package_without_conditions_is_measured_without_counters(machine: GoMachine) -> None:
    machine.gobco.answers(
        "*",
        does="place = Path(os.environ['TMPDIR'], 'gobco-1/module-2'); place.mkdir(parents=True); "
        "[(place / name).write_text('package m') for name in ('gobco_variable.go', 'abs.go', 'c.go')]",
    )
    account = machine.drive("tests")
    assert account["unmeasured"] == {"example.com/m/g": "gobco does not read cgo"}
    assert machine.left("gobco.json") == "[]"


def test_what_gobco_rewrote_stands_in_for_the_sources_with_counters_that_outlive_the_test(machine: GoMachine) -> None:
    machine.drive("tests")
    built = machine.go.called("build *")
    overlay = machine.out / "gobco/overlay.json"
    assert built.argv == ("build", f"-overlay={overlay}", "-o", "/dev/null", "example.com/m", "example.com/m/c")
    replaced = {Path(path): Path(source) for path, source in json.loads(overlay.read_text())["Replace"].items()}
    assert {path.relative_to(machine.root).as_posix() for path in replaced} == {
        *("abs.go", "speccursor_gobco.go", "c/c.go", "c/speccursor_gobco.go")
    }
    assert "if GobcoCover(0, x < 0) {" in replaced[machine.root / "abs.go"].read_text()
    assert "if yes(GobcoCover(0, bool(y))) {" in replaced[machine.root / "c/c.go"].read_text()
    counters = replaced[machine.root / "c/speccursor_gobco.go"].read_text()
    assert counters.startswith("package c\n")
    assert "var gobcoNoted [2]uint32" in counters
    assert "at%10" in counters


def test_a_package_that_does_not_build_with_counters_is_left_out_and_the_others_are_counted(machine: GoMachine) -> None:
    machine.go.answers("build *example.com/m/c", err=machine.of("go-1.26.8/overlay-broken.log"), code=1)
    account = machine.drive("tests")
    assert account["unmeasured"]["example.com/m/c"].startswith(
        "what gobco made of it does not build: # example.com/m/c"
    )
    assert "example.com/m" not in account["unmeasured"]
    assert [call.argv[4:] for call in machine.go.calls_of("build *")] == [
        ("example.com/m", "example.com/m/c"),
        ("example.com/m",),
    ]
    assert [one["Code"] for one in json.loads(machine.left("gobco.json"))] == ["x < 0"]
    replaced = json.loads((machine.out / "gobco/overlay.json").read_text())["Replace"]
    assert str(machine.root / "c/c.go") not in replaced


def test_where_go_does_not_say_which_package_is_at_fault_none_is_counted(machine: GoMachine) -> None:
    machine.go.answers("build *", err="go: no space left on device\n", code=1)
    account = machine.drive("tests")
    reason = "what gobco made of it does not build: go: no space left on device"
    assert account["unmeasured"] == {
        "example.com/m": reason,
        "example.com/m/c": reason,
        "example.com/m/g": "gobco does not read cgo",
    }
    assert len(list(machine.go.calls_of("build *"))) == 1
    assert "gobco" not in account["steps"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            "ok\n--- FAIL: TestAbs (0.00s)\nFAIL\texample.com/m\t0.1s\nFAIL\n",
            "--- FAIL: TestAbs (0.00s) / FAIL\texample",
        ),
        ("one\n\ntwo\nthree\nfour\n", "one / two / three"),
        ("panic: oh\n", "panic: oh"),
    ],
)
def test_tests_that_fail_with_counters_alone_leave_their_conditions_unmeasured(
    said: str, reason: str, machine: GoMachine
) -> None:
    machine.go.answers("test -count=1 *", said, code=1, does=NOTES)
    account = machine.drive("tests")
    told = account["unmeasured"]["example.com/m"]
    assert told.startswith(f"the tests pass, and fail with gobco's counters: {reason}")
    assert "four" not in told


def test_tests_that_fail_without_counters_as_well_are_counted(machine: GoMachine) -> None:
    machine.go.answers("test -json *", code=1).answers("test -count=1 *", code=1, does=NOTES)
    account = machine.drive("tests")
    assert (account["steps"]["test"]["exit"], account["steps"]["gobco"]["exit"]) == (1, 1)
    assert set(account["unmeasured"]) == {"example.com/m/g"}


def test_a_call_that_nobody_foresaw_is_no_success(machine: GoMachine) -> None:
    assert codes(machine.drive("complexity")) == {"gocyclo 0": UNPREPARED}
