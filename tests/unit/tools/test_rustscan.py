"""What rustscan sees, by the real program: lines of tests, uses of unsafe code, properties, and who brings in whom."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.unit.tools.rust_bench import needs_rust, rustscan

pytestmark = [pytest.mark.network, needs_rust]


class Scan:
    """Runs rustscan on the files of one package."""

    def __init__(self, folder: Path, program: str) -> None:
        self.folder, self.program = folder, program

    def of(self, files: dict[str, str]) -> dict[str, dict[str, Any]]:
        """Return what it says of each file."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (self.folder / "list").write_text("".join(f"{name}\n" for name in files))
        argv = (self.program, "list")
        ran = subprocess.run(argv, cwd=self.folder, capture_output=True, text=True, check=True, timeout=60)
        return {line["path"]: line for line in map(json.loads, ran.stdout.splitlines())}

    def of_one(self, text: str) -> dict[str, Any]:
        """Return what it says of one file."""
        return self.of({"src/lib.rs": text})["src/lib.rs"]


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    return Scan(tmp_path, f"{rustscan()}/bin/rustscan")


@pytest.mark.parametrize(
    ("attribute", "is_test"),
    [
        ("#[cfg(test)]", True),
        ('#[cfg(all(test, feature = "x"))]', True),
        ("#[cfg(any(test, doctest))]", True),
        ('#[cfg(any(test, feature = "x"))]', False),
        ("#[cfg(not(test))]", False),
        ('#[cfg(feature = "test")]', False),
        ("#[cfg_attr(test, allow(dead_code))]", False),
    ],
)
def test_what_is_built_in_tests_only_is_a_test(attribute: str, is_test: bool, scan: Scan) -> None:
    for item in ("fn f() {}", "mod m { fn f() {} }", "impl S { fn f() {} }", "static S: u8 = 3;", "use a::b;"):
        assert scan.of_one(f"{attribute}\n{item}\n")["test_lines"] == ([[1, 2]] if is_test else []), item


@pytest.mark.parametrize(
    "attribute", ["test", "tokio::test", 'tokio::test(flavor = "x")', "rstest", "test_case(1)", "bench", "quickcheck"]
)
def test_a_function_that_an_attribute_makes_a_test_is_one(attribute: str, scan: Scan) -> None:
    assert scan.of_one(f"fn shipped() {{}}\n#[{attribute}]\nfn f() {{\n}}\n")["test_lines"] == [[2, 4]]


def test_parts_of_functions_and_of_implementations_may_be_tests(scan: Scan) -> None:
    text = "fn f(x: u8) {\n#[cfg(test)]\n{ g(); }\nmatch x {\n#[cfg(test)]\n1 => (),\n_ => (),\n}\n}\n"
    assert scan.of_one(text)["test_lines"] == [[2, 3], [5, 6]]
    assert scan.of_one("impl S {\n#[cfg(test)]\nfn g() {}\nfn h() {}\n}\n")["test_lines"] == [[2, 3]]
    assert scan.of_one("trait T {\n#[cfg(test)]\nfn g() {}\nfn h() {}\n}\n")["test_lines"] == [[2, 3]]


def test_what_stands_within_a_test_is_not_told_again(scan: Scan) -> None:
    nested = "#[cfg(test)]\nmod a {\nmod b {\n#[test]\nfn f() {}\n}\n}\n"
    assert scan.of_one(nested)["test_lines"] == [[1, 7]]


def test_a_file_that_says_itself_that_it_is_for_tests_is_one_as_a_whole(scan: Scan) -> None:
    seen = scan.of_one("#![cfg(test)]\nfn f() { unsafe { g() } }\n")
    assert (seen["test_lines"], seen["unsafe_lines"], seen["functions"]) == ([[1, 2]], [], 0)


@pytest.mark.parametrize(
    ("root", "brings", "path"),
    [
        ("src/lib.rs", "#[cfg(test)] mod checks;", "src/checks.rs"),
        ("src/lib.rs", "#[cfg(test)] mod checks;", "src/checks/mod.rs"),
        ("src/shape.rs", "#[cfg(test)] mod checks;", "src/shape/checks.rs"),
        ("src/lib.rs", "mod inner { #[cfg(test)] mod checks; }", "src/inner/checks.rs"),
        ("src/lib.rs", "#[cfg(test)] mod inner { mod checks; }", "src/inner/checks.rs"),
        ("src/lib.rs", '#[cfg(test)] #[path = "../odd/checks.rs"] mod any;', "odd/checks.rs"),
        ("src/lib.rs", '#[cfg(test)] mod any { include!("checks.rs"); }', "src/checks.rs"),
    ],
)
def test_a_file_that_only_tests_bring_in_is_a_test(root: str, brings: str, path: str, scan: Scan) -> None:
    seen = scan.of({root: brings + "\n", path: "mod deeper;\nfn f() { unsafe { g() } }\n"})[path]
    assert (seen["test_lines"], seen["unsafe_lines"], seen["functions"]) == ([[1, 2]], [], 0)


def test_what_a_test_brings_in_is_a_test_through_all_files(scan: Scan) -> None:
    files = {"src/lib.rs": "#[cfg(test)] mod a;", "src/a.rs": "mod b;", "src/a/b.rs": "fn f() {}\n"}
    assert scan.of(files)["src/a/b.rs"]["test_lines"] == [[1, 1]]


def test_a_file_that_is_brought_in_for_more_than_tests_is_none(scan: Scan) -> None:
    files = {"src/lib.rs": "mod a;", "src/main.rs": "#[cfg(test)] mod a;", "src/a.rs": "fn f() {}\n"}
    assert scan.of(files)["src/a.rs"]["test_lines"] == []
    macro = {"src/lib.rs": "cfg_if! { if #[cfg(unix)] { mod a; } }\n#[cfg(test)] mod a;", "src/a.rs": "fn f() {}\n"}
    assert scan.of(macro)["src/a.rs"]["test_lines"] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("unsafe fn f() {}", "function"),
        ("fn f() { unsafe { g() } }", "block"),
        ("impl S { unsafe fn f() {} }", "method"),
        ("trait T { unsafe fn f(); }", "method"),
        ("unsafe impl T for S {}", "implementation"),
        ("unsafe trait T {}", "trait"),
        ('extern "C" { fn f(); }', "extern block"),
        ('unsafe extern "C" { fn f(); }', "extern block"),
        ("#[no_mangle] fn f() {}", "attribute"),
        ("#[unsafe(no_mangle)] fn f() {}", "attribute"),
        ('#[export_name = "x"] static S: u8 = 1;', "attribute"),
        ('#[cfg_attr(unix, link_section = "x")] static S: u8 = 1;', "attribute"),
        ("macro_rules! m { () => { unsafe { g() } } }", "macro"),
        ("fn f() { assert!(unsafe { g() }); }", "macro"),
    ],
)
def test_each_use_of_unsafe_code_is_seen_and_none_of_a_test(text: str, what: str, scan: Scan) -> None:
    assert scan.of_one(f"\n{text}\n")["unsafe_lines"] == [[2, what]]
    assert scan.of_one(f"#[cfg(test)]\nmod tests {{\n{text}\n}}\n")["unsafe_lines"] == []


@pytest.mark.parametrize(
    "text",
    [
        "#![forbid(unsafe_code)]",
        "/// Unlike `no_mangle` and unsafe code, this is safe.\nfn f() {}",
        'fn f() { let x = "unsafe { }"; }',
        "type F = unsafe fn();",
    ],
)
def test_what_only_speaks_of_unsafe_code_uses_none(text: str, scan: Scan) -> None:
    assert scan.of_one(text)["unsafe_lines"] == []


def named(seen: dict[str, Any]) -> dict[str, tuple[str, bool, bool]]:
    """Return the properties by name: their framework, whether they must fail, whether something else runs them."""
    return {one["name"]: (one["framework"], one["expected"], one["indirect"]) for one in seen["properties"]}


def test_every_function_of_the_frameworks_macros_is_a_property(scan: Scan) -> None:
    text = (
        "mod t { proptest! {\n#![proptest_config(c())]\n#[test]\nfn a(x in 0..9) { fn inner() {} }\n"
        "#[test]\n#[should_panic]\nfn b(x in 0..9) {}\n} }\n"
        "quickcheck! { fn c(x: u8) -> bool { true } fn d(x: u8) -> bool { true } }\n"
    )
    assert named(scan.of_one(text)) == {
        "t::a": ("proptest", False, False),
        "t::b": ("proptest", True, False),
        "c": ("quickcheck", False, False),
        "d": ("quickcheck", False, False),
    }


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        ("#[quickcheck] fn p(x: u8) -> bool { true }", "quickcheck"),
        ("#[quickcheck_macros::quickcheck] fn p(x: u8) -> bool { true }", "quickcheck"),
        ("#[property_test] fn p(x: u8) {}", "proptest"),
        ("#[test_strategy::proptest] fn p(x: u8) {}", "proptest"),
        ("#[test] fn p() { TestRunner::default().run(&s, |x| Ok(())).unwrap(); }", "proptest"),
        ("#[test] fn p() { proptest!(|(x in 0..9)| {}); }", "proptest"),
        ("#[test] fn p() { quickcheck(q as fn(u8) -> bool); }", "quickcheck"),
        ("#[test] fn p() { QuickCheck::new().quickcheck(q as fn(u8) -> bool); }", "quickcheck"),
    ],
)
def test_attributes_and_calls_make_properties_too(text: str, framework: str, scan: Scan) -> None:
    assert named(scan.of_one(text)) == {"p": (framework, False, False)}


def test_a_test_that_only_names_a_framework_is_no_property(scan: Scan) -> None:
    plain = "#[test] fn plain() { use proptest::prelude::*; assert!(1 < 2); }\n"
    assert named(scan.of_one(plain + "fn not_a_test() { proptest!(|(x in 0..9)| {}); }\n")) == {}


def test_a_test_that_calls_what_runs_a_framework_may_be_a_property(scan: Scan) -> None:
    files = {
        "tests/common/mod.rs": (
            "pub fn check(top: u8) { deeper(top); }\nfn deeper(top: u8) { proptest!(|(x in 0..9)| {}); }\n"
        ),
        "tests/a.rs": "mod common;\n#[test]\nfn p() { common::check(3); }\n#[test]\nfn plain() {}\n",
    }
    assert named(scan.of(files)["tests/a.rs"]) == {"p": ("proptest", False, True)}


def test_a_macro_of_the_package_that_makes_properties_is_told_with_the_names_it_may_give(scan: Scan) -> None:
    text = (
        "macro_rules! laws { ($name:ident, $t:ty) => "
        "{ mod $name { proptest! { #[test] fn total(x in any::<$t>()) {} } } } }\n"
        "mod t { laws!(of_u8, u8); }\n"
    )
    (made,) = scan.of_one(text)["properties"]
    assert (made["name"], made["line"], made["indirect"]) == ("t::laws!", 2, True)
    assert {"of_u8", "total"} <= set(made["makes"])
    assert made["places"] == [["src/lib.rs", "t"]]


def test_a_property_has_its_place_below_every_root_that_brings_its_file_in(scan: Scan) -> None:
    files = {
        "src/lib.rs": "mod a;",
        "src/main.rs": "mod a;",
        "src/a.rs": "mod b;",
        "src/a/b.rs": "#[quickcheck] fn p(x: u8) -> bool { true }",
        "tests/x.rs": "#[quickcheck] fn p(x: u8) -> bool { true }",
    }
    seen = scan.of(files)
    assert seen["src/a/b.rs"]["properties"][0]["places"] == [["src/lib.rs", "a::b::p"], ["src/main.rs", "a::b::p"]]
    assert seen["tests/x.rs"]["properties"][0]["places"] == [["tests/x.rs", "p"]]


def test_files_that_bring_in_one_another_are_survived(scan: Scan) -> None:
    files = {"a/mod.rs": '#[path = "../b/mod.rs"] mod b;', "b/mod.rs": '#[path = "../a/mod.rs"] mod a;'}
    assert scan.of(files)["a/mod.rs"]["error"] == ""


def test_a_file_that_cannot_be_read_or_parsed_says_so_and_the_others_are_read(scan: Scan) -> None:
    seen = scan.of({"src/lib.rs": "fn f( {", "src/a.rs": "fn g() {}"})
    assert "lib.rs" not in seen["src/a.rs"]["error"]
    assert seen["src/lib.rs"]["error"]
    assert seen["src/a.rs"]["functions"] == 1


def test_only_functions_with_a_body_that_are_shipped_are_counted(scan: Scan) -> None:
    text = "fn a() {}\ntrait T { fn b(); fn c() {} }\nimpl S { fn d() {} }\n#[test] fn e() {}\nconst N: u8 = 3;\n"
    assert scan.of_one(text)["functions"] == 3


def test_a_source_that_is_nested_without_end_ends_the_program_and_not_the_count(tmp_path: Path, scan: Scan) -> None:
    (tmp_path / "deep.rs").write_text("fn f() {" + "(" * 200_000 + ")" * 200_000 + "}\n")
    (tmp_path / "list").write_text("deep.rs\n")
    ran = subprocess.run((scan.program, "list"), cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode != 0 or json.loads(ran.stdout)["error"]
