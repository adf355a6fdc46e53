"""The drivers in this process, over programs that play back what the real ones said: every way through them."""

import json
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.tools import asset
from tests.unit.tools.bench import NONCE

ASSETS = Path(asset.__file__).parent / "assets" / "rust"
GOLDEN = Path(__file__).parents[2] / "golden"
LIBTEST = """\
case "$*" in
  *--list*) printf 't::good: test\\nt::bad: test\\n\\n2 tests, 0 benchmarks\\n';;
  *--logfile*) printf 'ok t::good\\nfailed: panic did not contain expected string\\n  expected "x" t::bad\\n' > "$2"
    printf -- '---- t::bad stdout ----\\nno\\n\\n'; exit 101;;
esac
"""


@pytest.fixture(autouse=True)
def assets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the drivers importable, and leave none of them behind."""
    monkeypatch.syspath_prepend(str(ASSETS))
    yield
    for name in [one for one in sys.modules if one.startswith("speccursor_")]:
        del sys.modules[name]


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


class Machine:
    """A package and programs that play back; each is a script, or nothing where it is not there."""

    def __init__(self, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.out, self.bin = base / "root", base / "out", base / "bin"
        for folder in (self.root, self.out, self.bin):
            folder.mkdir()
        (self.root / "Cargo.toml").write_text("")
        self.binary = program(base / "target/debug/deps/area-0123", LIBTEST)
        (base / "target/debug/deps/area-0123.d").write_text(f"area: src/lib.rs\n\n{self.root}/src/lib.rs:\n")
        self.metadata = {"packages": [self.package()], "workspace_root": str(self.root), "version": 1}
        self.built = [self.artifact(str(self.binary), test=True)]
        self.scripts = {
            "rustc": "echo host: here",
            "rustscan": f"cat {GOLDEN}/rustscan-1.0.0/scan.jsonl",
            "cargo-clippy": f"cat {base}/built",
            "llvm-profdata": "true",
            "llvm-cov": f"cat {GOLDEN}/llvm-cov-19.1.7/coverage.json",
        }
        self.cargo = {"metadata": f"cat {base}/metadata", "no-run": f"cat {base}/built", "doc": "true", "run": RUNS}
        self.base, self.monkeypatch = base, monkeypatch

    def package(self, **more: object) -> dict[str, Any]:
        target = {"doctest": True, "kind": ["lib"], "name": "area", "src_path": f"{self.root}/src/lib.rs"}
        return {"id": "area", "manifest_path": f"{self.root}/Cargo.toml", "targets": [target], **more}

    def artifact(self, binary: str, *, test: bool) -> dict[str, Any]:
        return {
            "reason": "compiler-artifact",
            "package_id": "area",
            "target": self.package()["targets"][0],
            "profile": {"test": test},
            "executable": binary,
            "filenames": [binary],
        }

    def drive(self, what: str, *arguments: str) -> dict[str, Any]:
        """Run the driver, and return its account."""
        (self.base / "metadata").write_text(json.dumps(self.metadata))
        (self.base / "built").write_text("noise\n" + "".join(json.dumps(one) + "\n" for one in self.built))
        branches = "".join(f"  *{words}*) {script};;\n" for words, script in self._cases())
        for name, script in {**self.scripts, "cargo": f'case "$*" in\n{branches}esac'}.items():
            program(self.bin / name, script)
        settings = {"what": what, "files": ["src/lib.rs"], "sources": ["src/lib.rs"], "arguments": arguments}
        (self.base / "settings").write_text(json.dumps({**settings, "examples": 20}))
        argv = [self.base / "settings", self.out, self.root, self.base, NONCE]
        self.monkeypatch.setattr(sys, "argv", ["driver", *map(str, argv)])
        self.monkeypatch.setenv("PATH", f"{self.bin}:/usr/bin:/bin")
        self.monkeypatch.setenv("LLVM_PROFDATA", f"{self.bin}/llvm-profdata")
        self.monkeypatch.setenv("LLVM_COV", f"{self.bin}/llvm-cov")
        self.monkeypatch.chdir(self.root)
        assert import_module("speccursor_cargo").main() == 0
        account: dict[str, Any] = json.loads((self.out / "account.json").read_text())
        assert account["nonce"] == NONCE
        return account

    def _cases(self) -> Iterator[tuple[str, str]]:
        for words in ("metadata", "no-run", "doc"):
            yield f"--{words}" if words != "metadata" else words, self.cargo[words]
        yield "runner", self.cargo["run"]

    def tests(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.out / "tests.json").read_text())
        return told


# Starts each binary through the runner that the configuration names, as cargo does.
RUNS = """
for word in "$@"; do case "$word" in --config=*) runner="${word#*runner=}";; esac; done
python=$(printf '%s' "$runner" | cut -d'"' -f2); script=$(printf '%s' "$runner" | cut -d'"' -f8)
out=$(printf '%s' "$runner" | cut -d'"' -f10)
printf x > "$out/profiles/1.profraw" 2>/dev/null
"$python" -s -E "$script" "$out" BINARY || exit 101
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path, monkeypatch)
    made.scripts["rustscan"] = f"cat {GOLDEN}/rustscan-1.0.0/scan.jsonl"
    made.cargo["run"] = RUNS.replace("BINARY", str(made.binary))
    program(tmp_path / "bin" / "rustscan", made.scripts["rustscan"])
    return made


def codes(account: Mapping[str, Any]) -> dict[str, int]:
    return {name: step["exit"] for name, step in account["steps"].items()}


def test_the_tests_are_run_through_our_runner_and_their_coverage_is_exported(machine: Machine) -> None:
    account = machine.drive("tests")
    steps = dict.fromkeys(("metadata", "build", "doc", "rustscan", "merge", "export"), 0)
    assert codes(account) == {**steps, "run": 101}
    assert account["branches"]
    assert (machine.out / "coverage.json").read_bytes() == (GOLDEN / "llvm-cov-19.1.7/coverage.json").read_bytes()
    told = machine.tests()
    assert [(one["name"], one["outcome"], one["message"]) for one in told["tests"]] == [
        ("lib area: t::good", "passed", None),
        ("lib area: t::bad", "failed", "no"),
    ]
    assert (told["errors"], told["nonce"]) == ([], NONCE)
    assert (machine.out / "examined.txt").read_text() == f"{machine.root}/src/lib.rs\n"


def test_a_compiler_that_cannot_count_branches_counts_lines(machine: Machine) -> None:
    machine.scripts["rustc"] = 'case "$*" in *branch*) exit 1;; esac; echo host: here'
    machine.cargo["no-run"] += f'; echo "$SPECCURSOR_RUSTC_OPTIONS" > {machine.base}/options'
    assert not machine.drive("tests")["branches"]
    assert (machine.base / "options").read_text() == "-C instrument-coverage\n"


def test_without_llvm_nothing_is_exported(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    driver: Any = import_module("speccursor_coverage")
    monkeypatch.delenv("LLVM_PROFDATA", raising=False)
    (machine.out / "profiles").mkdir()
    assert list(driver.export(machine.out, machine.built)) == []


@pytest.mark.parametrize("failing", ["llvm-profdata", "llvm-cov"])
def test_the_first_step_of_the_coverage_that_fails_is_the_last(failing: str, machine: Machine) -> None:
    machine.scripts[failing] = "echo unsupported >&2; exit 1"
    account = machine.drive("tests")
    last = "merge" if failing == "llvm-profdata" else "export"
    assert list(account["steps"])[-1] == last
    assert account["steps"][last]["said"] == "unsupported\n"


def test_a_binary_that_was_built_and_not_run_is_told(machine: Machine) -> None:
    machine.cargo["run"] = "true"
    machine.drive("tests")
    assert [error["message"] for error in machine.tests()["errors"]] == ["lib area was built and not run"]


def test_a_cargo_that_fails_without_a_failing_test_is_told(machine: Machine) -> None:
    machine.built = []
    machine.cargo["run"] = "echo 'error: no' >&2; exit 101"
    machine.drive("tests")
    assert machine.tests()["errors"][0]["message"] == "cargo test ended with 101: error: no\n"


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (LIBTEST.replace("ok t::good\\n", ""), "told nothing of 1 tests, t::good first"),
        (LIBTEST.replace("exit 101", "exit 0"), "ended with 0, against its own log"),
        (LIBTEST.replace("exit 101", "kill -9 $$"), ""),
    ],
)
def test_a_binary_that_contradicts_its_log_is_told(script: str, error: str, machine: Machine) -> None:
    program(machine.binary, script)
    machine.drive("tests")
    found = [one["message"] for one in machine.tests()["errors"]]
    assert [error in message for message in found] == ([True] if error else [])


def test_a_binary_that_lists_nothing_has_a_harness_of_its_own(machine: Machine) -> None:
    program(machine.binary, "echo odd; exit 0")
    machine.drive("tests")
    assert [(one["name"], one["outcome"]) for one in machine.tests()["tests"]] == [("lib area", "passed")]
    program(machine.binary, "echo 1 test, 0 benchmarks; exit 3")
    for run in (machine.out / "runs").iterdir():
        for path in run.iterdir():
            path.unlink()
        run.rmdir()
    (machine.out / "runs").rmdir()
    for left in ("profiles/1.profraw",):
        (machine.out / left).unlink()
    (machine.out / "profiles").rmdir()
    machine.drive("tests")
    assert [(one["name"], one["outcome"]) for one in machine.tests()["tests"]] == [("lib area", "failed")]


def test_a_binary_that_was_ended_before_it_was_done_is_named(tmp_path: Path) -> None:
    driver: Any = import_module("speccursor_tests")
    (tmp_path / "runs/0000").mkdir(parents=True)
    (tmp_path / "runs/0000/binary").write_text("/target/area")
    steps = {"build": {"exit": 0}, "run": {"exit": 101, "said": ""}}
    told = driver.record(tmp_path, {}, steps, workspace="/r", root="/r")
    assert told["errors"] == [{"file": None, "message": "area was ended before it was done"}]


def test_tests_that_do_not_build_are_told_in_rustcs_words(machine: Machine) -> None:
    diagnostic = {"level": "error", "rendered": "error[E0425]: cannot find value"}
    machine.built = [{"reason": "compiler-message", "message": diagnostic}]
    machine.cargo["no-run"] += "; exit 101"
    account = machine.drive("tests")
    assert codes(account) == {"metadata": 0, "build": 101}
    assert machine.tests()["errors"][0]["message"] == "the tests do not build: error[E0425]: cannot find value"


def test_tests_that_cannot_be_linked_are_told_in_cargos_words(machine: Machine) -> None:
    machine.built = [{"reason": "compiler-message", "message": {"level": "warning", "rendered": "unused"}}]
    machine.cargo["no-run"] += "; echo 'error: linking with `cc` failed' >&2; exit 101"
    machine.drive("tests")
    assert [one["message"] for one in machine.tests()["errors"]] == [
        "the tests do not build: error: linking with `cc` failed\n"
    ]


def test_a_package_without_a_library_has_no_examples_in_its_documentation(machine: Machine) -> None:
    machine.metadata["packages"] = [machine.package(targets=[{**machine.package()["targets"][0], "doctest": False}])]
    account = machine.drive("tests")
    assert "doc" not in account["steps"]
    assert not (machine.out / "doc.txt").exists()


def test_what_a_failed_test_printed_ends_where_the_harness_lists_the_failures(machine: Machine) -> None:
    said = "\n\nfailures:\n\n---- t::bad stdout ----\nno\n\n\nfailures:\n    t::bad\n\ntest result: FAILED.\n"
    ends = LIBTEST[LIBTEST.index("    printf -- ") :]
    program(machine.binary, LIBTEST.replace(ends, f"    printf -- {said!r}; exit 101;;\nesac\n"))
    machine.drive("tests")
    assert [one["message"] for one in machine.tests()["tests"]] == [None, "no"]


@pytest.mark.parametrize(
    ("said", "code", "error"),
    [
        ("test a - f (line 3) ... ok\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured", 0, ""),
        (
            "test a - f (line 3) ... ok\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured",
            0,
            "2 told",
        ),
        ("test a - f (line 3) ... FAILED\ntest result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured", 0, "1 told"),
        ("", 101, "0 examples of the documentation seen, 0 told, exit code 101"),
    ],
)
def test_the_documentations_examples_are_held_against_their_summary(
    said: str, code: int, error: str, machine: Machine
) -> None:
    machine.cargo["doc"] = f"printf '{said}\n'; exit {code}"
    machine.drive("tests")
    found = [one["message"] for one in machine.tests()["errors"]]
    assert [error in message for message in found] == ([True] if error else [])


@pytest.mark.parametrize("what", ["clippy", "tests", "properties"])
def test_a_workspace_without_a_package_and_a_manifest_that_cannot_be_read_end_at_once(
    what: str, machine: Machine
) -> None:
    machine.metadata["packages"] = []
    account = machine.drive(what)
    assert codes(account) == {"metadata": 1}
    assert "workspace without a package" in account["steps"]["metadata"]["said"]
    machine.cargo["metadata"] = "echo 'error: no manifest' >&2; exit 101"
    assert codes(machine.drive(what)) == {"metadata": 101}


def test_clippy_is_asked_of_this_package_with_the_features_that_are_chosen(machine: Machine) -> None:
    machine.scripts["cargo-clippy"] = f'echo "$@" > {machine.base}/argv'
    machine.drive("clippy", "--features", "a", "--lib", "-Fb", "--", "--all-features")
    argv = (machine.base / "argv").read_text().split()
    assert argv[:3] == ["clippy", "--package", "area"]
    assert argv[-3:] == ["--features", "a", "-Fb"]
    assert "--lib" not in argv


def test_a_toolchain_without_clippy_says_so(machine: Machine) -> None:
    del machine.scripts["cargo-clippy"]
    account = machine.drive("clippy")
    assert account["steps"]["build"]["exit"] == 127
    assert account["steps"]["build"]["said"] == "cargo-clippy: No such file or directory"


@given(st.lists(st.sampled_from(["--lib", "--", "-F", "x", "--offline", "--all-features", "--features=y", "-Fz"])))
def test_what_stands_behind_two_dashes_is_for_the_binaries(words: list[str]) -> None:
    sys.path.insert(0, str(ASSETS))
    try:
        driver: Any = import_module("speccursor_arguments")
    finally:
        sys.path.remove(str(ASSETS))
    before = words[: words.index("--")] if "--" in words else words
    behind = words[len(before) :]
    kept = list(driver.of_tests(words))
    assert kept[len(kept) - len(behind) :] == behind
    assert "--offline" not in kept[: len(kept) - len(behind)]
    assert driver.chooses_targets(words) is ("--lib" in before)
    assert set(driver.of_features(words)) <= {*before}


def archive(*members: bytes) -> bytes:
    """Return an archive of these members, as ar writes it."""
    told = b"!<arch>\n"
    for content in members:
        told += (
            b"name/".ljust(48) + str(len(content)).encode().ljust(10) + b"`\n" + content + b"\n" * (len(content) % 2)
        )
    return told


@given(st.lists(st.binary(max_size=30)))
def test_every_member_of_an_archive_is_found(members: list[bytes]) -> None:
    sys.path.insert(0, str(ASSETS))
    try:
        driver: Any = import_module("speccursor_coverage")
    finally:
        sys.path.remove(str(ASSETS))
    assert list(driver._members(archive(*members))) == members
    assert list(driver._members(b"no archive" + archive(*members))) == []


def test_only_members_with_counters_and_what_is_loaded_are_looked_at(tmp_path: Path) -> None:
    driver: Any = import_module("speccursor_coverage")
    library = tmp_path / "libarea.rlib"
    library.write_bytes(archive(b"lib.rmeta", b"..__llvm_covfun..", b"none"))
    built = {"executable": None, "filenames": [str(library), f"{tmp_path}/libarea.rmeta", f"{tmp_path}/libm.so"]}
    found = list(driver._objects(built, tmp_path))
    assert found == [f"{tmp_path}/objects/libarea-1.o", f"{tmp_path}/libm.so"]
    assert Path(found[0]).read_bytes() == b"..__llvm_covfun.."


def counted(*lines: str) -> Any:
    """Return what is counted of a property that said these lines."""
    counter = import_module("speccursor_properties")._Counter()
    for line in lines:
        counter.take(line)
    return counter


def test_examples_are_counted_until_one_fails_and_the_smallest_is_kept() -> None:
    tried = ("proptest: Next test input: 9", "proptest: Test case passed")
    failed = ("proptest: Next test input: 7", "proptest: Test case failed: no")
    smaller = ("proptest: Next test input: 3", "proptest: Test case failed: no", *tried)
    rejected = ("proptest: Test case rejected: odd",)
    found = counted(*tried, *rejected, *tried, *failed, *smaller)
    assert (found.executed, found.discarded, found.smallest) == (2, 1, "3")


def test_words_of_the_property_itself_before_a_frameworks_are_no_hindrance_and_no_count() -> None:
    assert counted("oddproptest: Test case passed").executed == 1
    assert counted('proptest: Next test input: "proptest: Test case passed"').executed == 0
    assert counted("plain words").executed is None
    assert counted("[INFO] (Passed 7 QuickCheck tests.)", "(Passed 5 QuickCheck tests.)").executed == 12
    assert counted("test result: ok. 0 passed; 0 failed; 1 ignored; 0 measured").ignored
    assert not counted("test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured").ignored


def declared(name: str, *places: tuple[str, str], makes: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"name": name, "places": [list(place) for place in places], "makes": list(makes)}


@pytest.mark.parametrize(
    ("test", "binary", "found"),
    [
        ("t::p", "lib", "of lib"),
        ("t::p", "outer", "of outer"),
        ("a::lost", "lib", "lost"),
        ("t::of_u8", "lib", "laws!"),
        ("t::deep::of_u8::total", "lib", "laws!"),
        ("t::plain", "lib", None),
        ("x::t::p", "outer", None),
    ],
)
def test_a_test_is_the_property_that_its_crate_declares_by_that_name(test: str, binary: str, found: str | None) -> None:
    driver: Any = import_module("speccursor_properties")
    roots = {"lib": "src/lib.rs", "outer": "tests/outer.rs"}
    every = [
        declared("of lib", ("src/lib.rs", "t::p")),
        declared("of outer", ("tests/outer.rs", "t::p")),
        declared("lost", ("src/odd.rs", "lost")),
        declared("laws!", ("src/lib.rs", "t"), makes=("of_u8", "total")),
    ]
    one = driver.declaration(test, binary, every, roots)
    assert (one["name"] if one else None) == found


def test_properties_that_no_binary_holds_are_told_unless_they_only_may_be_some() -> None:
    driver: Any = import_module("speccursor_properties")
    plain = {"line": 1, "file": "a.rs", "makes": [], "indirect": False}
    every = [
        {**plain, "name": "shown"},
        {**plain, "name": "hidden", "line": 2},
        {**plain, "name": "maybe", "line": 3, "indirect": True},
        {**plain, "name": "laws!", "line": 4, "indirect": True, "makes": ["x"]},
    ]
    assert driver.unshown(every, [{"file": "a.rs", "line": 1}]) == [
        {"name": "hidden", "line": 2, "file": "a.rs"},
        {"name": "laws!", "line": 4, "file": "a.rs"},
    ]


def test_each_property_is_run_alone_with_the_examples_that_are_asked_for(machine: Machine) -> None:
    one = {"name": "t::good", "line": 3, "framework": "proptest", "expected": False, "indirect": False, "makes": []}
    scanned = {"path": "src/lib.rs", "properties": [{**one, "places": [["src/lib.rs", "t::good"]]}]}
    (machine.base / "scanned").write_text(json.dumps(scanned) + "\n")
    machine.scripts["rustscan"] = f"cat {machine.base}/scanned"
    program(machine.bin / "rustscan", machine.scripts["rustscan"])
    runs = 'case "$*" in *--exact*) for n in $(seq $PROPTEST_CASES); do echo "proptest: Test case passed" >&2; done;; '
    program(machine.binary, f"{runs} *)\n{LIBTEST}\n;; esac")
    account = machine.drive("properties")
    assert codes(account) == {"metadata": 0, "rustscan": 0, "build": 0, "run": 0}
    assert account["unshown"] == []
    lines = [json.loads(line) for line in (machine.out / "properties.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["ready", "property", "end"]
    assert (lines[1]["test"], lines[1]["numRuns"], lines[1]["asked"]) == ("t::good", 20, 20)
