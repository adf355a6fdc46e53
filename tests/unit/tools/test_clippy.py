"""Clippy on real crates: what it finds and what it examined; what nobody compiled is no clean file."""

from pathlib import Path

import pytest

from speccursor.qualify.model.evidence import Findings, UnreadableEvidence
from speccursor.qualify.tools import clippy, geiger, rustfmt
from tests.unit.tools.rust_bench import PLAIN, Crates, needs_rust

pytestmark = [pytest.mark.network, needs_rust]


@pytest.fixture
def crates(tmp_path: Path, pytestconfig: pytest.Config) -> Crates:
    return Crates(tmp_path, pytestconfig.cache.mkdir("rust"))


def found(crates: Crates, *arguments: str) -> Findings:
    (read,) = crates.measure(clippy.TOOL, *arguments)
    assert isinstance(read, Findings)
    return read


def test_every_target_is_checked_and_a_finding_has_its_line(crates: Crates) -> None:
    needless = "pub fn f(x: u8) -> u8 {\n    return x;\n}\n"
    crates.bench.write({**PLAIN, "src/lib.rs": needless, "tests/t.rs": "#[test]\nfn t() {\n    let unused = 3;\n}\n"})
    read = found(crates)
    assert [(one.path, one.line, one.rule) for one in read.findings] == [
        ("src/lib.rs", 2, "clippy::needless_return"),
        ("tests/t.rs", 3, "unused_variables"),
    ]
    assert read.examined == 2


def test_a_clean_crate_has_no_finding_in_the_files_that_it_has(crates: Crates) -> None:
    crates.bench.write({**PLAIN, "src/lib.rs": "mod a;\npub use a::f;\n", "src/a.rs": "pub fn f() {}\n"})
    assert found(crates) == Findings((), 2)


def test_what_does_not_compile_is_a_finding(crates: Crates) -> None:
    crates.bench.write({**PLAIN, "src/lib.rs": "pub fn f() -> u8 {\n    missing()\n}\n"})
    assert [(one.line, one.rule) for one in found(crates).findings] == [(2, "E0425")]


def test_a_shipped_file_that_nothing_compiles_shows_nothing_until_its_feature_is_on(crates: Crates) -> None:
    manifest = PLAIN["Cargo.toml"] + "[features]\nmore = []\n"
    sources = {"src/lib.rs": '#[cfg(feature = "more")]\npub mod more;\n', "src/more.rs": "pub fn f() {}\n"}
    crates.bench.write({"Cargo.toml": manifest, **sources})
    with pytest.raises(UnreadableEvidence, match=r"1 shipped files were not compiled.*src/more\.rs first"):
        found(crates)
    assert found(crates, "--features", "more", "--", "--nocapture") == Findings((), 2)


def test_an_alias_of_the_projects_does_not_take_clippys_place(crates: Crates) -> None:
    needless = {"src/lib.rs": "pub fn f(x: u8) -> u8 {\n    return x;\n}\n"}
    crates.bench.write({**PLAIN, **needless, ".cargo/config.toml": '[alias]\nclippy = "version"\n'})
    assert len(found(crates).findings) == 1


def test_a_package_that_needs_a_newer_compiler_says_so(crates: Crates) -> None:
    manifest = PLAIN["Cargo.toml"] + 'rust-version = "9.9"\n'
    crates.bench.write({"Cargo.toml": manifest, "src/lib.rs": ""})
    with pytest.raises(UnreadableEvidence, match=r"9\.9"):
        found(crates)


def test_a_manifest_that_cargo_cannot_read_says_why(crates: Crates) -> None:
    crates.bench.write({"Cargo.toml": PLAIN["Cargo.toml"] + "edition = 3\n", "src/lib.rs": ""})
    with pytest.raises(UnreadableEvidence, match="cargo cannot read the package"):
        found(crates)


def test_rustfmt_finds_what_differs_and_mends_it(crates: Crates) -> None:
    crates.bench.write({**PLAIN, "src/lib.rs": "pub fn f( ) {}\n", "src/main.rs": "fn main() {}\n"})
    (read,) = crates.measure(rustfmt.TOOL)
    assert isinstance(read, Findings)
    assert [one.path for one in read.findings] == ["src/lib.rs"]
    assert read.examined == 2


def test_rustfmt_follows_the_projects_own_configuration(crates: Crates) -> None:
    crates.bench.write({**PLAIN, "src/lib.rs": "pub fn f() {\n\tg();\n}\n", "rustfmt.toml": "hard_tabs = true\n"})
    assert crates.measure(rustfmt.TOOL) == (Findings((), 1),)


def test_a_file_that_does_not_parse_leaves_the_format_and_the_unsafe_code_undecided(crates: Crates) -> None:
    crates.bench.write({**PLAIN, "src/lib.rs": "pub fn f( {\n"})
    for tool in (rustfmt.TOOL, geiger.TOOL):
        with pytest.raises(UnreadableEvidence):
            crates.measure(tool)


def test_uses_of_unsafe_code_are_those_of_what_ships(crates: Crates) -> None:
    crates.bench.write(
        {
            **PLAIN,
            "src/lib.rs": "#[cfg(test)]\nmod helper;\npub fn f() -> u8 {\n    unsafe { g() }\n}\n",
            "src/helper.rs": "pub unsafe fn h() {}\n",
            "tests/t.rs": "#[test]\nfn t() { unsafe {} }\n",
        }
    )
    (read,) = crates.measure(geiger.TOOL)
    assert isinstance(read, Findings)
    assert [(one.path, one.line, one.rule) for one in read.findings] == [("src/lib.rs", 4, "unsafe-block")]
