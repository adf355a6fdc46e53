"""A Cargo workspace is prepared by the real cargo; a crate without a dependency needs no registry."""

import asyncio
import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import pytest

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.outcome import Crashed, Finished, Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.toolchain import Llvm, Toolchain
from speccursor.qualify.provision.toolchains import find_toolchain
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.making import Ground
from speccursor.qualify.workspaces.places import Place
from speccursor.qualify.workspaces.rust import prepare
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


TOKEN = "a-token-that-nobody-else-may-see"
TINY = {
    "Cargo.toml": CRATE.replace("area", "tiny").replace("0.1.0", "1.0.0"),
    "build.rs": """\
fn main() {
    let seen: Vec<String> = std::env::vars().map(|(name, value)| format!("{name}={value}")).collect();
    std::fs::write(format!("{}/seen", std::env::var("OUT_DIR").unwrap()), seen.join("\\n")).unwrap();
}
""",
    "src/lib.rs": "pub fn two() -> u8 { 2 }\n",
}
PRIVATE = f'{CRATE}[dependencies]\ntiny = {{ version = "1", registry = "private" }}\n'


class Registry:
    """A registry on this machine that serves one crate to whoever has the token."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            for name, text in TINY.items():
                member = tarfile.TarInfo(f"tiny-1.0.0/{name}")
                member.size = len(text)
                archive.addfile(member, io.BytesIO(text.encode()))
        crate = packed.getvalue()
        entry = {"name": "tiny", "vers": "1.0.0", "deps": [], "features": {}, "yanked": False}
        self.served = {
            "/index/config.json": json.dumps({"dl": f"{self.address}/crates", "auth-required": True}).encode(),
            "/index/ti/ny/tiny": json.dumps({**entry, "cksum": hashlib.sha256(crate).hexdigest()}).encode(),
            "/crates/tiny/1.0.0/download": crate,
        }
        self.tokens: list[str] = []

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = self.headers.get("Authorization", "")
                registry.tokens.append(token)
                content = registry.served.get(self.path, b"")
                self.send_response(401 if token != TOKEN else 200 if content else 404)
                self.send_header("WWW-Authenticate", "Cargo")
                self.send_header("Content-Length", str(len(content) if token == TOKEN else 0))
                self.end_headers()
                self.wfile.write(content if token == TOKEN else b"")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler

    @property
    def configuration(self) -> str:
        return f'[registries.private]\nindex = "sparse+{self.address}/index/"\n'


@pytest.fixture
def registry() -> Iterator[Registry]:
    made = Registry()
    serving = threading.Thread(target=made.server.serve_forever)
    serving.start()
    yield made
    made.server.shutdown()
    serving.join()
    made.server.server_close()


def users_home(maker: Maker, config: str) -> dict[str, str]:
    """Make the home of a user's cargo, with a token for the private registry."""
    home = maker.base / "users-cargo"
    write(home, {"config.toml": config, "credentials.toml": f'[registries.private]\ntoken = "{TOKEN}"\n'})
    return {"CARGO_HOME": str(home)}


@needs_rust
def test_a_users_registry_and_token_serve_to_fetch_and_the_token_goes_nowhere_else(
    maker: Maker, registry: Registry
) -> None:
    (maker.source / "Cargo.lock").unlink()
    maker.write({"Cargo.toml": PRIVATE})
    environment = environment_of(maker.prepare(environment=users_home(maker, registry.configuration)))
    assert TOKEN in registry.tokens
    folder = Path(environment.folder)
    kept = [path for path in folder.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
    assert kept == []
    (seen,) = folder.glob("target/debug/build/tiny-*/out/seen")
    assert "CARGO_HOME=" in seen.read_text()
    assert TOKEN not in repr(environment)
    assert (folder / "cargo/config.toml").read_text().strip() == registry.configuration.replace(
        "private", '"private"'
    ).strip()
    assert any("user's own cargo" in note for note in environment.notes)
    assert any("there is no Cargo.lock" in note for note in environment.notes)


@needs_rust
def test_a_registry_that_only_the_candidate_names_gets_no_token(maker: Maker, registry: Registry) -> None:
    (maker.source / "Cargo.lock").unlink()
    maker.write({"Cargo.toml": PRIVATE, ".cargo/config.toml": registry.configuration})
    other = '[registries.private]\nindex = "sparse+http://127.0.0.1:9/index/"\n'
    for config in ("", other):
        outcome = maker.prepare(environment=users_home(maker, config)).outcome
        assert isinstance(outcome, Unavailable), outcome
        assert "below [registries] in the config.toml of your own CARGO_HOME" in outcome.hint
    assert set(registry.tokens) == {""}


@needs_rust
def test_a_program_that_the_candidate_names_for_tokens_is_given_none(maker: Maker, registry: Registry) -> None:
    (maker.source / "Cargo.lock").unlink()
    steals = maker.base / "steals"
    steals.write_text(f'#!/bin/sh\nenv > "{maker.base}/stolen"\nexit 1\n')
    steals.chmod(0o755)
    providers = f'[registry]\nglobal-credential-providers = ["cargo:token-from-stdout {steals}"]\n'
    maker.write({"Cargo.toml": PRIVATE, ".cargo/config.toml": providers})
    assert isinstance(maker.prepare(environment=users_home(maker, registry.configuration)).outcome, Finished)
    stolen = maker.base / "stolen"
    assert not stolen.is_file() or TOKEN not in stolen.read_text()


@needs_rust
def test_a_registry_that_nothing_names_says_where_to_name_it(maker: Maker) -> None:
    maker.write({"Cargo.toml": PRIVATE})
    outcome = maker.prepare(environment={"CARGO_HOME": str(maker.base / "nowhere")}).outcome
    assert isinstance(outcome, Unavailable), outcome
    assert "`private`" in outcome.reason
    assert "credentials.toml" in outcome.hint


@needs_rust
def test_a_mirror_in_the_users_configuration_serves_and_is_part_of_the_environments_name(maker: Maker) -> None:
    mirror = maker.base / "mirror"
    write(mirror / "tiny", {**TINY, ".cargo-checksum.json": '{"files":{}}'})
    config = f'[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\ndirectory = "{mirror}"\n'
    (maker.source / "Cargo.lock").unlink()
    maker.write({"Cargo.toml": f'{CRATE}[dependencies]\ntiny = "1"\n'})
    environment = environment_of(maker.prepare(environment=users_home(maker, config)))
    assert str(mirror) in environment.reads
    assert not any("could not be built ahead" in note for note in environment.notes)
    elsewhere = maker.prepare(environment=users_home(maker, config.replace("mirror", "other")))
    assert elsewhere.digest != environment.digest


VENDORED = {
    "Cargo.toml": f'{CRATE}[dependencies]\ntiny = "1"\n',
    ".cargo/config.toml": '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n',
    **{f"vendor/tiny/{name}": text for name, text in TINY.items()},
    "vendor/tiny/.cargo-checksum.json": '{"files":{}}',
}


@needs_rust
def test_vendored_dependencies_are_built_ahead_and_belong_to_the_environment(maker: Maker) -> None:
    (maker.source / "Cargo.lock").unlink()
    maker.write(VENDORED)
    environment = environment_of(maker.prepare())
    assert not any("could not be built ahead" in note for note in environment.notes)
    assert list(Path(environment.folder).glob("target/debug/deps/libtiny-*.rlib"))
    assert (maker.source / "vendor/tiny/src/lib.rs").read_text() == TINY["src/lib.rs"]
    maker.write({"vendor/tiny/.cargo-checksum.json": '{"files":{ }}'})
    assert maker.prepare().digest != environment.digest
