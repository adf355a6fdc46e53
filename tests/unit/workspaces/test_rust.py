"""A Cargo workspace is prepared by the real cargo; a crate without a dependency needs no registry."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.outcome import Crashed, Finished, Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.toolchain import Llvm, Toolchain
from speccursor.qualify.provision.toolchains import find_toolchain
from speccursor.qualify.workspaces.environment import Environment, Prepared, hand_out
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.making import Ground
from speccursor.qualify.workspaces.places import Place
from speccursor.qualify.workspaces.rust import TARGET, prepare
from tests.unit.workspaces.making import candidate_of, write

FOUND = find_toolchain("rust", None, environment=os.environ)
NONE = Isolation(bubblewrap=None, reason="the test asks for none")
NO_LLVM = Unavailable("LLVM is not here", "bring it")
NO_RUST = Unavailable("Rust is not on this machine", "install it")
SOME_LLVM = Llvm(profdata="/l/profdata", cov="/l/cov", identity="19", reads=(), libraries=("/l/lib",))
CRATE = '[package]\nname = "area"\nversion = "0.1.0"\nedition = "2021"\n'
LOCK = 'version = 4\n\n[[package]]\nname = "area"\nversion = "0.1.0"\n'
needs_rust = pytest.mark.skipif(not isinstance(FOUND, Toolchain), reason="Rust is not on this machine")


class Maker:
    """A candidate in a folder, prepared without isolation into a cache of its own."""

    def __init__(self, base: Path) -> None:
        self.base, self.source, self.number = base, base / "source", 0

    def write(self, files: dict[str, str]) -> None:
        write(self.source, files)

    def prepare(
        self,
        *,
        recipe: Recipe | None = None,
        toolchain: Toolchain | Unavailable | None = None,
        llvm: Llvm | Unavailable = NO_LLVM,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> Prepared:
        self.number += 1
        scratch = self.base / f"scratch-{self.number}"
        scratch.mkdir()
        candidate = candidate_of(self.source, language=Language.RUST)
        ground = Ground(
            candidate=candidate,
            source=self.source,
            place=self.place,
            cache=self.base / "cache",
            isolation=NONE,
            scratch=scratch,
            environment={**os.environ, **environment},
        )
        chosen = toolchain or FOUND
        assert isinstance(chosen, Toolchain | Unavailable)
        (component,) = candidate.components
        made = prepare(component, ground=ground, recipe=recipe or Recipe(), toolchain=chosen, llvm=llvm)
        return asyncio.run(made)

    @property
    def place(self) -> Place:
        folder = self.base / "copy"
        return Place(folder=folder, seen=str(folder), lane=0)


def environment_of(prepared: Prepared) -> Environment:
    assert prepared.environment is not None, prepared.outcome
    return prepared.environment


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    made = Maker(tmp_path)
    made.write({"Cargo.toml": CRATE, "Cargo.lock": LOCK, "src/lib.rs": "pub fn f() {}\n"})
    return made


@needs_rust
def test_an_environment_is_made_once_and_serves_every_later_source(maker: Maker) -> None:
    first = maker.prepare()
    assert isinstance(first.outcome, Finished)
    assert not first.cached
    maker.write({"src/lib.rs": "pub fn f() { does not even parse\n"})
    assert maker.prepare().cached
    maker.write({"Cargo.toml": CRATE + "[features]\nmore = []\n"})
    assert not maker.prepare().cached


@needs_rust
def test_a_source_that_does_not_parse_is_no_hindrance_and_nothing_of_it_stays(maker: Maker) -> None:
    maker.write({"src/lib.rs": "pub fn f( {\n", "build.rs": 'fn main() { panic!("ran") }\n'})
    environment = environment_of(maker.prepare())
    assert not any("could not be built ahead" in note for note in environment.notes)
    left = [path.name for path in Path(environment.folder, "target").rglob("*area*")]
    assert left == []
    assert (maker.source / "src/lib.rs").read_text() == "pub fn f( {\n"


@needs_rust
def test_lints_that_deny_do_not_keep_empty_targets_from_being_built(maker: Maker) -> None:
    denies = '[lints.rust]\nmissing_docs = "deny"\ndead_code = "deny"\n'
    maker.write({"Cargo.toml": CRATE + denies, "tests/t.rs": "", "examples/e.rs": ""})
    assert not any("could not be built ahead" in note for note in environment_of(maker.prepare()).notes)


@needs_rust
def test_a_command_gets_its_own_copy_of_the_build_folder(maker: Maker, tmp_path: Path) -> None:
    environment = environment_of(maker.prepare())
    (Path(environment.copies[TARGET]) / "kept").write_text("original")
    _, variables = hand_out(environment, place=maker.place, scratch=tmp_path / "one")
    own = Path(variables[TARGET])
    assert own != Path(environment.copies[TARGET])
    (own / "kept").write_text("changed")
    assert (Path(environment.copies[TARGET]) / "kept").read_text() == "original"


@needs_rust
def test_a_missing_lock_is_made_and_told_and_laid_into_each_copy(maker: Maker) -> None:
    (maker.source / "Cargo.lock").unlink()
    environment = environment_of(maker.prepare())
    assert any("there is no Cargo.lock" in note for note in environment.notes)
    assert (Path(environment.folder) / "built" / "Cargo.lock").is_file()


@needs_rust
def test_a_lock_that_no_longer_fits_is_told(maker: Maker) -> None:
    maker.write({"Cargo.lock": LOCK.replace("0.1.0", "0.0.9")})
    assert any("Cargo.lock is not followed" in note for note in environment_of(maker.prepare()).notes)


@needs_rust
def test_llvms_tools_are_named_where_they_are_and_missed_where_not(maker: Maker) -> None:
    without = environment_of(maker.prepare())
    assert any("coverage is not measured: LLVM is not here; bring it" in note for note in without.notes)
    assert "LLVM_COV" not in without.variables
    named = environment_of(maker.prepare(llvm=SOME_LLVM))
    assert named.variables["LLVM_LIBRARIES"] == "/l/lib"
    assert named.digest != without.digest


@needs_rust
def test_what_the_recipe_prepares_is_run_in_the_component(maker: Maker) -> None:
    environment = environment_of(maker.prepare(recipe=Recipe(prepare=(("touch", "src/made.rs"),))))
    assert (Path(environment.folder) / "built" / "src/made.rs").is_file()


@needs_rust
def test_a_build_script_cannot_write_into_the_users_tree_while_an_environment_is_made(maker: Maker) -> None:
    script = f'fn main() {{ std::fs::write("{maker.source}/written", "x").unwrap(); }}\n'
    maker.write({"build.rs": script})
    assert isinstance(maker.prepare().outcome, Finished)
    assert not (maker.source / "written").exists()


def test_without_rust_nothing_is_made_and_the_way_to_get_it_is_told(maker: Maker) -> None:
    assert maker.prepare(toolchain=NO_RUST).outcome == NO_RUST
    assert not (maker.base / "cache").exists()


@needs_rust
@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('[dependencies]\nother = { path = "../outside" }\n', "outside"),
        ('[dependencies]\nother = { version = "1", registry = "private" }\n', "private"),
        ("edition = 3\n", "duplicate key"),
    ],
)
def test_what_cargo_refuses_is_told_in_its_words(more: str, reason: str, maker: Maker) -> None:
    maker.write({"Cargo.toml": CRATE + more})
    outcome = maker.prepare().outcome
    assert isinstance(outcome, Crashed)
    assert reason in outcome.reason


@needs_rust
@pytest.mark.parametrize(
    "dependency", ['serde = "1"', 'serde = { git = "http://127.0.0.1:9/serde" }'], ids=["registry", "git"]
)
def test_a_registry_or_a_host_that_cannot_be_reached_is_no_fault_of_the_candidate(
    dependency: str, maker: Maker
) -> None:
    maker.write({"Cargo.toml": f"{CRATE}[dependencies]\n{dependency}\n"})
    proxies = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"), "http://127.0.0.1:9")
    nowhere = {**proxies, "CARGO_HTTP_PROXY": "127.0.0.1:9", "NO_PROXY": "", "no_proxy": ""}
    outcome = maker.prepare(environment=nowhere).outcome
    assert isinstance(outcome, Unavailable), outcome
    assert "could not be reached" in outcome.hint


@needs_rust
@pytest.mark.network
def test_dependencies_are_built_ahead_for_tests_and_checks(maker: Maker) -> None:
    maker.write({"Cargo.toml": CRATE + '[dev-dependencies]\nitoa = "1"\n'})
    (maker.source / "Cargo.lock").unlink()
    environment = environment_of(maker.prepare())
    built = {path.suffix for path in Path(environment.folder, "target").rglob("libitoa-*")}
    assert built == {".rlib", ".rmeta"}
    assert environment.variables["CARGO_NET_OFFLINE"] == "true"
