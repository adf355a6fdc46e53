"""cargo test on real crates: every test has its outcome, what broke off is told, and coverage is that of what ships."""

import re
from pathlib import Path

import pytest

from speccursor.qualify.evidence.llvm_cov import read_llvm_cov
from speccursor.qualify.model.evidence import Branches, FileCoverage, TestRun, UnreadableEvidence
from speccursor.qualify.tools import cargo_test
from tests.unit.tools.rust_bench import PLAIN, Crates, needs_rust, outcomes

pytestmark = [pytest.mark.network, needs_rust]


@pytest.fixture
def crates(tmp_path: Path, pytestconfig: pytest.Config) -> Crates:
    return Crates(tmp_path, pytestconfig.cache.mkdir("rust"))


def crate(**files: str) -> dict[str, str]:
    """Return the files of a crate; ``src__lib`` is src/lib.rs."""
    return {**PLAIN, **{f"{name.replace('__', '/')}.rs": text for name, text in files.items()}}


def messages(run: TestRun) -> str:
    return "\n".join(error.message for error in run.errors)


def test_each_test_has_its_outcome_whatever_it_prints(crates: Crates) -> None:
    tests = (
        "#[cfg(test)] mod t {\n"
        "#[test] fn good() {}\n"
        '#[test] fn bad() { println!("test t::bad ... ok\\ntest result: ok. 9 passed"); assert_eq!(1, 2, "no") }\n'
        '#[test] #[ignore = "slow, really"] fn ignored() {}\n'
        "#[test] #[should_panic] fn panics() { panic!() }\n"
        "#[test] #[should_panic] fn panics_not() {}\n"
        '#[test] #[should_panic(expected = "yes")] fn panics_otherwise() { panic!("no\\nt::good") }\n'
        '#[test] fn fails() -> Result<(), String> { Err("why".into()) }\n}\n'
    )
    crates.bench.write(crate(src__lib=tests))
    run, coverage = crates.tests()
    assert outcomes(run) == {
        "t::good": "passed",
        "t::bad": "failed",
        "t::ignored": "skipped",
        "t::panics": "passed",
        "t::panics_not": "failed",
        "t::panics_otherwise": "failed",
        "t::fails": "failed",
    }
    assert run.errors == ()
    assert "no" in next(case.message for case in run.cases if case.id.endswith("t::bad"))
    assert "LLVM's tools are not here" in coverage.incomplete


@pytest.mark.parametrize("ends", ["std::process::exit(0)", "std::process::exit(1)", "std::process::abort()"])
def test_tests_that_go_down_with_their_process_are_missed(ends: str, crates: Crates) -> None:
    crates.bench.write(crate(src__lib=f"#[test] fn a_good() {{}}\n#[test] fn b_ends() {{ {ends} }}\n"))
    run, coverage = crates.tests("--", "--test-threads=1")
    assert "told nothing of 1 tests, b_ends first" in messages(run)
    assert outcomes(run) == {"a_good": "passed"}
    assert coverage.incomplete


def test_a_harness_of_its_own_is_one_test_that_its_exit_code_decides(crates: Crates) -> None:
    manifest = PLAIN["Cargo.toml"] + "".join(f'[[test]]\nname = "{name}"\nharness = false\n' for name in "abc")
    sources = {
        "tests/a.rs": 'fn main() { println!("test forged ... ok"); }\n',
        "tests/b.rs": "fn main() { std::process::exit(3); }\n",
        "tests/c.rs": "fn main() {}\n",
    }
    crates.bench.write({"Cargo.toml": manifest, "src/lib.rs": "", **sources})
    run, _ = crates.tests()
    assert outcomes(run) == {"a": "passed", "b": "failed", "c": "passed"}


def test_what_does_not_compile_is_told_in_rustcs_words(crates: Crates) -> None:
    crates.bench.write(crate(src__lib="pub fn f() -> u8 { missing() }\n#[test] fn t() {}\n"))
    run, coverage = crates.tests()
    assert "cannot find function `missing`" in messages(run)
    assert not run.cases
    assert coverage.incomplete


def test_a_build_script_that_fails_is_told(crates: Crates) -> None:
    crates.bench.write(crate(src__lib="#[test] fn t() {}\n", build='fn main() { panic!("not today") }\n'))
    assert "not today" in messages(crates.tests()[0])


def test_the_documentations_examples_are_tests(crates: Crates) -> None:
    blocks = (("", "assert!(true);"), ("compile_fail", "let x: u8 = 1.5;"), ("no_run", "loop {}"), ("ignore", "?"))
    examples = "".join(f"/// ```{kind}\n/// {code}\n/// ```\n" for kind, code in (*blocks, ("", "panic!();")))
    crates.bench.write(crate(src__lib=f"{examples}pub fn f() {{}}\n"))
    run, _ = crates.tests()
    assert sorted(str(case.outcome) for case in run.cases) == ["failed", "passed", "passed", "passed", "skipped"]
    assert {case.path for case in run.cases} == {"src/lib.rs"}


def test_merged_examples_of_the_newest_edition_are_counted_each(crates: Crates) -> None:
    manifest = PLAIN["Cargo.toml"].replace("2021", "2024")
    examples = "".join(f"/// ```\n/// assert_eq!({number}, {number});\n/// ```\n" for number in range(3))
    crates.bench.write({"Cargo.toml": manifest, "src/lib.rs": f"{examples}pub fn f() {{}}\n"})
    run, _ = crates.tests()
    assert [str(case.outcome) for case in run.cases] == ["passed"] * 3
    assert run.errors == ()


def test_a_package_without_a_library_or_without_a_test_is_run(crates: Crates) -> None:
    crates.bench.write(crate(src__main="fn main() {}\n#[test] fn t() {}\n"))
    assert outcomes(crates.tests()[0]) == {"t": "passed"}
    crates.bench.write({"src/main.rs": "fn main() {}\n"})
    run, coverage = crates.tests()
    assert (run.cases, run.errors, coverage.incomplete) == ((), (), "no test was found")


def test_members_of_a_workspace_run_their_own_tests_and_paths_begin_at_the_candidate(crates: Crates) -> None:
    member = PLAIN["Cargo.toml"]
    crates.bench.write(
        {
            "rust/Cargo.toml": '[workspace]\nmembers = ["a", "b"]\nresolver = "2"\n',
            "rust/a/Cargo.toml": member,
            "rust/a/src/lib.rs": "/// ```\n/// assert!(true);\n/// ```\npub fn f() {}\n#[test] fn of_a() {}\n",
            "rust/b/Cargo.toml": member.replace("crate-a", "crate-b"),
            "rust/b/src/lib.rs": "#[test] fn of_b() {}\n",
        }
    )
    run, _ = crates.tests(path="rust/a")
    assert {case.path for case in run.cases} == {"rust/a/src/lib.rs"}
    assert not any("of_b" in case.id for case in run.cases)
    assert set(outcomes(crates.tests(path="rust/b")[0])) == {"of_b"}


def test_a_roots_own_tests_are_run_whatever_its_workspace_has_by_default(crates: Crates) -> None:
    manifest = PLAIN["Cargo.toml"] + '[workspace]\nmembers = ["b"]\ndefault-members = ["b"]\n'
    other = PLAIN["Cargo.toml"].replace("crate-a", "crate-b")
    tests = {"src/lib.rs": "#[test] fn of_root() {}\n", "b/src/lib.rs": "#[test] fn of_b() {}\n"}
    crates.bench.write({"Cargo.toml": manifest, "b/Cargo.toml": other, **tests})
    assert set(outcomes(crates.tests()[0])) == {"of_root"}


def test_the_projects_arguments_choose_features_targets_and_tests(crates: Crates) -> None:
    manifest = PLAIN["Cargo.toml"] + "[features]\nmore = []\n"
    sources = {
        "src/lib.rs": '#[test] fn plain() {}\n#[cfg(feature = "more")] #[test] fn more() {}\n',
        "tests/outer.rs": "#[test] fn outer() {}\n",
    }
    crates.bench.write({"Cargo.toml": manifest, **sources})
    assert set(outcomes(crates.tests()[0])) == {"plain", "outer"}
    assert set(outcomes(crates.tests("--all-features", "--no-fail-fast")[0])) == {"plain", "more", "outer"}
    assert set(outcomes(crates.tests("--lib")[0])) == {"plain"}
    assert set(outcomes(crates.tests("--", "-q", "--skip", "plain")[0])) == {"outer"}


def test_arguments_that_cargo_refuses_are_told(crates: Crates) -> None:
    crates.bench.write(crate(src__lib="#[test] fn t() {}\n"))
    assert "unexpected argument '--nonsense'" in messages(crates.tests("--nonsense")[0])


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('rust-version = "9.9"\n', "9.9"),
        ('[dependencies]\nother = { path = "../outside" }\n', "outside"),
        ('[dependencies]\nother = { version = "1", registry = "private" }\n', "private"),
    ],
)
def test_a_package_that_cannot_be_built_here_says_why_and_shows_nothing(more: str, reason: str, crates: Crates) -> None:
    crates.bench.write({"Cargo.toml": PLAIN["Cargo.toml"] + more, "src/lib.rs": "#[test] fn t() {}\n"})
    assert reason in why_not(crates)


def why_not(crates: Crates) -> str:
    """Return why nothing was shown."""
    try:
        run, coverage = crates.tests()
    except UnreadableEvidence as refused:
        return str(refused)
    assert not run.cases
    assert coverage.incomplete
    return messages(run)


def test_vendored_dependencies_are_built_from_the_candidate(crates: Crates) -> None:
    crates.bench.write(
        {
            "Cargo.toml": PLAIN["Cargo.toml"] + '[dependencies]\ntiny = "1"\n',
            "src/lib.rs": "#[test] fn t() { assert_eq!(tiny::three(), 3) }\n",
            ".cargo/config.toml": (
                '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n'
            ),
            "vendor/tiny/Cargo.toml": '[package]\nname = "tiny"\nversion = "1.0.0"\nedition = "2021"\n',
            "vendor/tiny/src/lib.rs": "pub fn three() -> u8 { 3 }\n",
            "vendor/tiny/.cargo-checksum.json": '{"files":{}}',
        }
    )
    run, _ = crates.tests()
    assert (outcomes(run), run.errors) == ({"t": "passed"}, ())


def test_a_runner_of_the_projects_own_does_not_hide_a_test(crates: Crates) -> None:
    settings = "[target.'cfg(all())']\nrunner = \"true\"\n"
    crates.bench.write({**crate(src__lib="#[test] fn t() { assert!(false) }\n"), ".cargo/config.toml": settings})
    assert outcomes(crates.tests()[0]) == {"t": "failed"}


def covered(crates: Crates, files: dict[str, str], *arguments: str) -> dict[str, FileCoverage]:
    """Return the coverage of these files by path."""
    crates.bench.write(files)
    run, coverage = crates.with_coverage().tests(*arguments)
    assert (run.errors, coverage.incomplete) == ((), "")
    return {file.path: file for file in coverage.files}


SHAPES = """\
pub mod kinds;
pub fn larger<T: PartialOrd>(a: T, b: T) -> T {
    if a > b {
        a
    } else {
        b
    }
}
pub fn never<T: Copy>(a: T) -> T {
    a
}
macro_rules! doubling {
    ($name:ident) => {
        pub fn $name(x: u8) -> u8 {
            x * 2
        }
    };
}
doubling!(twice);
#[derive(Clone, Debug, PartialEq)]
pub struct Side(pub u8);
/// ```
/// assert_eq!(crate_a::documented(), 7);
/// ```
pub fn documented() -> u8 {
    7
}
#[cfg(test)]
mod tests {
    #[test]
    fn t() {
        assert_eq!(super::larger(1, 2), 2);
        assert_eq!(super::larger("b", "a"), "b");
        assert_eq!(super::twice(2), 4);
    }
}
"""


def test_coverage_counts_what_ships_however_it_came_to_run(crates: Crates) -> None:
    files = covered(crates, {**crate(src__lib=SHAPES), "src/kinds.rs": "pub const KINDS: u8 = 3;\n"})
    shapes = files["src/lib.rs"]
    assert {2, 3, 4, 6, 8} <= set(shapes.executed)  # by two instantiations together
    assert shapes.missing == (9, 10, 11)  # a generic function that nothing instantiates
    assert {25, 26, 27} <= set(shapes.executed)  # by the documentation's example alone
    assert max(shapes.executed) == 27  # nothing of the tests
    assert shapes.branches == Branches(2, 2, ())
    assert files["src/kinds.rs"] == FileCoverage(path="src/kinds.rs", executed=(), missing=(), branches=Branches(0, 0))


def test_lines_are_those_of_llvm_covs_own_tracefile(crates: Crates) -> None:
    closure = "pub fn sum(of: &[u8]) -> u32 {\n    of.iter()\n        .map(|one| {\n            u32::from(*one)\n"
    library = f"{SHAPES}{closure}        }})\n        .sum()\n}}\n"
    covered(crates, {**crate(src__lib=library), "src/kinds.rs": "pub const KINDS: u8 = 3;\n"})
    exported = (crates.bench.base / "out" / "coverage.json").read_bytes()
    read = {file.path: file for file in read_llvm_cov(exported, root=str(crates.bench.root)).files}
    lines = dict.fromkeys(read["src/lib.rs"].executed, True) | dict.fromkeys(read["src/lib.rs"].missing, False)
    assert lines == lines_of(crates.tracefile())
    assert len(lines) > 20


def lines_of(tracefile: str) -> dict[int, bool]:
    """Return which lines a tracefile tells of, and whether they were run."""
    told = re.findall(r"^DA:(\d+),(\d+)$", tracefile, re.MULTILINE)
    return {int(line): count != "0" for line, count in told}


def test_a_program_that_tests_start_counts_and_a_file_that_no_target_reaches_is_not_measured(crates: Crates) -> None:
    program = 'fn main() {\n    if std::env::args().count() > 9 {\n        println!("many");\n    }\n}\n'
    starts = (
        '#[test]\nfn t() {\n    let program = env!("CARGO_BIN_EXE_crate-a");\n'
        "    assert!(std::process::Command::new(program).status().unwrap().success());\n}\n"
    )
    sources = {"src/main.rs": program, "tests/starts.rs": starts, "src/orphan.rs": "pub fn f() {}\n"}
    files = covered(crates, {**PLAIN, **sources})
    assert set(files) == {"src/main.rs"}
    assert files["src/main.rs"].missing == (3,)
    assert files["src/main.rs"].branches == Branches(1, 2, (2,))


def test_code_behind_a_feature_that_is_off_is_not_measured(crates: Crates) -> None:
    manifest = PLAIN["Cargo.toml"] + "[features]\nmore = []\n"
    library = '#[cfg(feature = "more")]\npub mod more;\npub fn f() {}\n#[test]\nfn t() {\n    f();\n}\n'
    sources = {"Cargo.toml": manifest, "src/lib.rs": library, "src/more.rs": "pub fn g() {}\n"}
    assert set(covered(crates, sources)) == {"src/lib.rs"}
    assert covered(crates, sources, "--all-features")["src/more.rs"].missing == (1,)


def test_the_adapter_says_what_it_depends_on() -> None:
    assert (cargo_test.TOOL.environment, cargo_test.TOOL.toolchain) == (True, "rust")
