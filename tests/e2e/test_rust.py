"""Cargo packages that cannot be built, fetched or trusted, through the whole program: never a pass, always a cause."""

import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.program import Ran, speccursor

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.network,
    pytest.mark.skipif(shutil.which("cargo") is None, reason="there is no cargo on this machine"),
]

MANIFEST = '[package]\nname = "double"\nversion = "0.1.0"\nedition = "2021"\n'
LOCK = 'version = 4\n\n[[package]]\nname = "double"\nversion = "0.1.0"\n'
SOURCE = """\
//! Doubles.

/// Twice a number, and nothing below nothing.
pub fn double(number: i32) -> i32 {
    if number < 0 {
        0
    } else {
        2 * number
    }
}

#[cfg(test)]
mod tests {
    use super::double;

    #[test]
    fn two_makes_four_and_less_than_nothing_makes_nothing() {
        assert_eq!(double(2), 4);
        assert_eq!(double(-1), 0);
    }
}
"""


def package(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write a package; an empty text writes no file."""
    for name, text in {"Cargo.toml": MANIFEST, "Cargo.lock": LOCK, "src/lib.rs": SOURCE, **(files or {})}.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return folder


def qualify(folder: Path, **environment: str) -> Ran:
    return speccursor("qualify", "--stage", "1-2", "--json", str(folder), environment=environment)


def causes(ran: Ran, gate: str, subject: str = "") -> set[tuple[str, str | None]]:
    found = (one for one in ran.rulings() if one["id"] == gate and subject in one["component"])
    return {(one["status"], one["cause"]) for one in found if not one["tool"].startswith("geiger")}


def reasons(ran: Ran, gate: str) -> str:
    return "\n".join(ruling["reason"] for ruling in ran.rulings() if ruling["id"] == gate)


def test_the_clean_control_passes(tmp_path: Path) -> None:
    ran = qualify(package(tmp_path / "p"))
    assert ran.code == 0, ran.err
    assert causes(ran, "tests-pass") == {("passed", None)}
    assert causes(ran, "branch-coverage") == {("passed", None)}


def test_a_workspace_of_which_one_member_does_not_build_fails_and_shows_nothing_of_it(tmp_path: Path) -> None:
    broken = SOURCE.replace("2 * number", '"twice"')
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["whole", "broken"]\nresolver = "2"\n',
        "Cargo.lock": LOCK.replace("double", "broken") + LOCK.partition("\n\n")[2].replace("double", "whole"),
        "src/lib.rs": "",
    }
    for name, source in (("whole", SOURCE), ("broken", broken)):
        files |= {f"{name}/Cargo.toml": MANIFEST.replace("double", name), f"{name}/src/lib.rs": source}
    ran = qualify(package(tmp_path / "p", files))
    assert ran.code == 1
    assert causes(ran, "tests-pass", "whole") == {("passed", None)}
    assert causes(ran, "lint-errors", "broken") == {("failed", None)}
    assert causes(ran, "tests-pass", "broken") == {("inconclusive", "errored")}
    assert "do not build" in reasons(ran, "tests-pass")
    assert "mismatched types" in reasons(ran, "tests-pass")


def test_a_package_for_a_newer_rust_says_which_one_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    ran = qualify(package(tmp_path / "p", {"Cargo.toml": f'{MANIFEST}rust-version = "1.999"\n'}))
    assert ran.code == 3
    assert causes(ran, "tests-pass") == causes(ran, "lint-errors") == {("inconclusive", "unavailable")}
    assert "Rust 1.999 or newer is not on this machine" in reasons(ran, "tests-pass")
    assert {"rustup toolchain install 1.999 " in one["remedy"] for one in ran.rulings("inconclusive")} == {True}


def test_a_package_of_an_edition_that_this_rust_does_not_know_says_so(tmp_path: Path) -> None:
    ran = qualify(package(tmp_path / "p", {"Cargo.toml": MANIFEST.replace("2021", "2099")}))
    assert ran.code == 3
    assert causes(ran, "tests-pass") == {("inconclusive", "errored")}
    assert "2099" in reasons(ran, "tests-pass")


WRITES = """\
//! Writes wherever it can.

fn main() {
    let home = std::env::var("HOME").expect("a home");
    for folder in [home.as_str(), "USER_HOME", "TREE", "TREE/src", "/etc", "/usr"] {
        let _ = std::fs::write(format!("{folder}/written-by-build"), "x");
    }
    let _ = std::fs::write("TREE/src/lib.rs", "");
    println!("cargo::rustc-env=TRIED=yes");
}
"""


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not on this machine")
def test_a_build_script_that_writes_outside_reaches_neither_the_tree_nor_the_home(tmp_path: Path) -> None:
    folder, home, real = tmp_path / "p", tmp_path / "home", Path.home()
    home.mkdir()
    source = SOURCE.replace("double(-1), 0);", 'double(-1), 0);\n        assert_eq!(env!("TRIED"), "yes");')
    script = WRITES.replace("USER_HOME", str(home)).replace("TREE", str(folder))
    homes = {"HOME": str(home), "RUSTUP_HOME": str(real / ".rustup")}
    cache = {"SPECCURSOR_CACHE": os.environ.get("SPECCURSOR_CACHE", str(real / ".cache/speccursor"))}
    ran = qualify(package(folder, {"build.rs": script, "src/lib.rs": source}), **{**homes, **cache})
    assert causes(ran, "tests-pass") == {("passed", None)}, ran.err
    assert (folder / "src/lib.rs").read_text() == source
    for place in (folder, folder / "src", home, real, Path("/etc"), Path("/usr")):
        assert not (place / "written-by-build").exists()


CHECKSUM = "vendor/tiny/.cargo-checksum.json"
VENDORED = {
    "Cargo.toml": f'{MANIFEST}[dependencies]\ntiny = "1"\n',
    "Cargo.lock": "",
    "src/lib.rs": SOURCE.replace("2 * number", "tiny::two() * number"),
    ".cargo/config.toml": '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n',
    "vendor/tiny/Cargo.toml": MANIFEST.replace("double", "tiny").replace("0.1.0", "1.0.0"),
    "vendor/tiny/src/lib.rs": "pub fn two() -> i32 { 2 }\n#[test]\nfn fails() { panic!() }\n",
    CHECKSUM: '{"files":{}}',
}


def test_vendored_dependencies_are_taken_from_the_candidate_and_are_nobodys_to_judge(tmp_path: Path) -> None:
    nowhere = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"), "http://127.0.0.1:9")
    ran = qualify(package(tmp_path / "p", VENDORED), **nowhere)
    assert ran.code == 0, ran.err
    assert causes(ran, "tests-pass") == {("passed", None)}
    assert {one["component"] for one in ran.rulings() if one["tool"] == "cargo-test"} == {"rust:."}


def test_a_vendored_file_that_was_changed_is_noticed_also_after_it_was_built(tmp_path: Path) -> None:
    folder = package(tmp_path / "p", VENDORED)
    assert qualify(folder).code == 0
    (folder / CHECKSUM).write_text('{"files":{"src/lib.rs":"' + "0" * 64 + '"}}')
    ran = qualify(folder)
    assert causes(ran, "tests-pass") == {("inconclusive", "errored")}
    assert "the listed checksum" in reasons(ran, "tests-pass")


@pytest.mark.parametrize(
    ("dependency", "told", "remedy"),
    [
        ('{ version = "1", registry = "private" }', "`private`", "in the config.toml of your own CARGO_HOME"),
        ('{ git = "http://127.0.0.1:9/secret" }', "http://127.0.0.1:9/secret", "could not be reached; connect"),
    ],
    ids=["registry", "git"],
)
def test_a_private_dependency_leaves_everything_that_needs_it_undecided(
    dependency: str, told: str, remedy: str, tmp_path: Path
) -> None:
    files = {"Cargo.toml": f"{MANIFEST}[dependencies]\nsecret = {dependency}\n", "Cargo.lock": ""}
    ran = qualify(package(tmp_path / "p", files))
    assert ran.code == 3
    assert causes(ran, "tests-pass") == causes(ran, "lint-errors") == {("inconclusive", "unavailable")}
    (ruling,) = [one for one in ran.rulings() if one["id"] == "tests-pass"]
    assert told in ruling["reason"]
    assert remedy in ruling["remedy"]
