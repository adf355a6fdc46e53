"""Toolchains are found where they really are, and believed for what they say of themselves."""

from pathlib import Path

import pytest

from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.toolchains import every_toolchain, find_toolchain, without

HOST = "x86_64-unknown-linux-gnu"


def rustc(folder: Path, version: str, *, host: str = HOST) -> Path:
    """Write a compiler that says this version of itself."""
    program = folder / "bin" / "rustc"
    program.parent.mkdir(parents=True)
    said = f"rustc {version}\\nhost: {host}\\nrelease: {version}\\n"
    program.write_text(f"#!/bin/sh\nprintf '{said}'\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def rustup(tmp_path: Path) -> Path:
    """Make a home of rustup's with three toolchains, one of which is not what its folder says."""
    for name, version in (("1.80.0", "1.80.0"), ("stable", "1.95.0"), ("nightly", "1.97.0-nightly")):
        rustc(tmp_path / "rustup" / "toolchains" / f"{name}-{HOST}", version)
    rustc(tmp_path / "rustup" / "toolchains" / f"1.70.0-{HOST}", "1.95.1")
    return tmp_path / "rustup"


def find(rustup: Path, version: str | None = None, *, path: str = "", **more: str) -> Toolchain | Missing:
    return find_toolchain("rust", version, environment={"RUSTUP_HOME": str(rustup), "PATH": path}, **more)


def version_of(found: Toolchain | Missing) -> str:
    assert isinstance(found, Toolchain), found
    return found.version


@pytest.mark.parametrize(
    ("asked", "version"),
    [("1.80", "1.80.0"), ("1.80.0", "1.80.0"), ("stable", "1.95.0"), ("nightly", "1.97.0-nightly")],
)
def test_a_version_or_a_channel_is_found_by_what_the_compiler_says(rustup: Path, asked: str, version: str) -> None:
    assert version_of(find(rustup, asked)) == version
    assert version_of(find(rustup, asked=asked)) == version


def test_a_toolchain_that_is_not_what_its_folder_says_is_not_taken_for_it(rustup: Path) -> None:
    missing = find(rustup, "1.70.0")
    assert isinstance(missing, Missing)
    assert missing.reason == "Rust 1.70.0 is not on this machine"
    assert "rustup toolchain install 1.70.0" in missing.hint


def test_a_version_does_not_stand_for_another_that_begins_like_it(rustup: Path) -> None:
    assert isinstance(find(rustup, "1.8"), Missing)


def test_what_a_cell_names_goes_before_what_the_project_asks_for(rustup: Path) -> None:
    assert version_of(find(rustup, "1.80", asked="stable")) == "1.80.0"


def test_a_project_that_needs_a_newer_one_gets_it_or_says_which(rustup: Path) -> None:
    (rustup / "settings.toml").write_text(f'version = "12"\ndefault_toolchain = "1.80.0-{HOST}"\n')
    assert version_of(find(rustup, least="1.80")) == "1.80.0"
    assert version_of(find(rustup, least="1.90")) == "1.95.0"
    missing = find(rustup, least="1.999")
    assert isinstance(missing, Missing)
    assert missing.reason == "Rust 1.999 or newer is not on this machine"
    assert "rustup toolchain install 1.999 " in missing.hint
    older = find(rustup, "1.80", least="1.90")
    assert isinstance(older, Missing)
    assert older.reason == "Rust 1.80 is not on this machine (the project admits 1.90 or newer)"


def test_rustups_own_default_comes_first(rustup: Path) -> None:
    (rustup / "settings.toml").write_text(f'version = "12"\ndefault_toolchain = "1.80.0-{HOST}"\n')
    assert version_of(find(rustup)) == "1.80.0"
    found = every_toolchain("rust", environment={"RUSTUP_HOME": str(rustup)})
    assert found[0].version == "1.80.0"
    assert len(found) == 4


def test_without_a_default_a_release_goes_before_a_nightly(tmp_path: Path) -> None:
    rustc(tmp_path / "toolchains" / f"nightly-{HOST}", "1.97.0-nightly")
    rustc(tmp_path / "toolchains" / f"1.80.0-{HOST}", "1.80.0")
    assert version_of(find(tmp_path)) == "1.80.0"


def test_rustups_proxies_are_passed_over_and_a_compiler_on_path_is_not(tmp_path: Path) -> None:
    proxy = rustc(tmp_path / "proxies", "1.99.0")
    proxy.with_name("rustup").write_text("")
    own = rustc(tmp_path / "own", "1.90.0")
    path = f"{proxy.parent}:{own.parent}"
    assert version_of(find(tmp_path / "nowhere", path=path)) == "1.90.0"
    assert isinstance(find(tmp_path / "nowhere", path=str(proxy.parent)), Missing)


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "echo release: 1.95.0"])
def test_a_compiler_that_does_not_say_what_it_is_is_not_one(script: str, tmp_path: Path) -> None:
    program = rustc(tmp_path / "own", "1.90.0")
    program.write_text(f"#!/bin/sh\n{script}\n")
    assert isinstance(find(tmp_path / "nowhere", path=str(program.parent)), Missing)


def test_nothing_of_the_environment_reaches_a_compiler_that_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "1.2.3")
    program = rustc(tmp_path / "own", "1.90.0")
    program.write_text(f'#!/bin/sh\necho "host: {HOST}"\necho "release: 1.90.0$SECRET"\n')
    assert version_of(find(tmp_path / "nowhere", path=str(program.parent))) == "1.90.0"


def test_where_there_is_no_rust_the_way_to_get_it_is_told() -> None:
    missing = find_toolchain("rust", None, environment={})
    assert isinstance(missing, Missing)
    assert missing.reason == "Rust is not on this machine"
    assert "rustup toolchain install stable" in missing.hint


def test_a_toolchain_has_the_folders_that_a_sandbox_must_show(rustup: Path) -> None:
    found = find(rustup, "1.80")
    assert isinstance(found, Toolchain)
    assert found.home == str(rustup / "toolchains" / f"1.80.0-{HOST}")
    assert found.reads == (found.home,)
    assert found.program("cargo") == f"{found.home}/bin/cargo"
    assert found.host == HOST


def test_a_compiler_that_was_replaced_is_another_toolchain(rustup: Path) -> None:
    before = find(rustup, "1.80")
    program = rustup / "toolchains" / f"1.80.0-{HOST}" / "bin" / "rustc"
    program.write_text(program.read_text() + "# changed\n")
    after = find(rustup, "1.80")
    assert isinstance(before, Toolchain)
    assert isinstance(after, Toolchain)
    assert before.identity != after.identity


def test_a_toolchain_that_lacks_a_program_says_which_and_how_to_get_it(rustup: Path) -> None:
    found = find(rustup, "1.80")
    assert isinstance(found, Toolchain)
    assert without(found, ("rustc",)) is None
    missing = without(found, ("rustc", "rustfmt"))
    assert isinstance(missing, Missing)
    assert missing.reason == "Rust 1.80.0 is here without rustfmt"
    assert "--component rustfmt" in missing.hint


def go(folder: Path, version: str) -> Path:
    """Write a go that says this version of itself."""
    program = folder / "bin" / "go"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'go version go{version} linux/amd64'\n")
    program.chmod(0o755)
    return program


def find_go(version: str | None = None, *, least: str = "", **environment: str) -> Toolchain | Missing:
    return find_toolchain("go", version, environment=environment, least=least)


def test_a_go_is_found_on_path_in_goroot_and_where_its_installers_put_it(tmp_path: Path) -> None:
    on_path, root = go(tmp_path / "path", "1.20.1"), go(tmp_path / "root", "1.21.2")
    go(tmp_path / "sdk/go1.22.3", "1.22.3")
    go(tmp_path / "own/pkg/mod/golang.org/toolchain@v0.0.1-go1.23.4.linux-amd64", "1.23.4")
    where = {"PATH": str(on_path.parent), "GOROOT": str(root.parent.parent), "HOME": str(tmp_path)}
    own = {**where, "GOPATH": str(tmp_path / "own")}
    for asked, version in ((None, "1.20.1"), ("1.21", "1.21.2"), ("1.22.3", "1.22.3"), ("1.23", "1.23.4")):
        assert version_of(find_go(asked, **own)) == version
    assert version_of(find_go(least="1.21", **own)) == "1.21.2"
    found = find_go("1.21", **where)
    assert isinstance(found, Toolchain)
    assert (found.home, found.host) == (str(root.parent.parent), "linux/amd64")


def test_of_several_gos_of_its_installers_the_newest_number_comes_first(tmp_path: Path) -> None:
    for version in ("1.99.9", "1.99.10"):
        go(tmp_path / f"sdk/go{version}", version)
    assert version_of(find_go("1.99", HOME=str(tmp_path))) == "1.99.10"


def test_a_go_that_is_too_old_or_lies_is_not_taken(tmp_path: Path) -> None:
    go(tmp_path / "sdk/go1.998.0", "1.20.0")
    missing = find_go("1.998", HOME=str(tmp_path))
    assert isinstance(missing, Missing)
    older = find_go(least="1.999", HOME=str(tmp_path))
    assert isinstance(older, Missing)
    assert older.reason == "Go 1.999 or newer is not on this machine"
    assert "`go1.999` or newer" in older.hint


def test_a_machine_without_rustups_or_gos_folders_has_none_of_them(tmp_path: Path) -> None:
    (tmp_path / ".rustup").write_text("no folder")
    assert every_toolchain("rust", environment={"HOME": str(tmp_path)}) == ()


def test_a_compiler_that_cannot_be_started_is_not_one(tmp_path: Path) -> None:
    program = rustc(tmp_path / "own", "1.90.0")
    program.write_bytes(b"\x7fELF no program at all")
    assert isinstance(find(tmp_path / "nowhere", path=str(program.parent)), Missing)
