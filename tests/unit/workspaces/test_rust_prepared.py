"""A Rust environment is made by the right calls in order; a stand-in cargo plays back what the real one said."""

import asyncio
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.outcome import Crashed, Finished, Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.toolchain import Llvm, Toolchain
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.rust import prepare
from tests.unit.standins import GOLDEN, StandIn
from tests.unit.workspaces.making import ground_of, write

NO_LLVM = Unavailable("LLVM is not here", "bring it")
CARGO = GOLDEN / "cargo-1.95.0"
CRATE = {
    "Cargo.toml": '[package]\nname = "area"\nversion = "0.1.0"\nedition = "2021"\n',
    "Cargo.lock": 'version = 4\n\n[[package]]\nname = "area"\nversion = "0.1.0"\n',
    "src/lib.rs": "pub fn f() {}\n",
    "tests/double.rs": "fn main() {}\n",
}
BUILDS = "Path(os.environ['CARGO_TARGET_DIR'], argv[0]).write_text(Path('src/lib.rs').read_text())"
TEST = "test --offline --quiet --workspace --no-run"
CHECK = "check --offline --quiet --workspace --all-targets"
CLEAN = "clean --offline --package path+file:///candidate#area@0.1.0"
TOKEN = "a-token-that-nobody-else-may-see"


class Machine:
    """A candidate in a folder, prepared without isolation by a stand-in cargo into a cache of its own."""

    def __init__(self, base: Path) -> None:
        self.base, self.source, self.copy, self.number = base, base / "source", base / "copy", 0
        self.cargo = StandIn(base / "rust/bin/cargo")
        self.toolchain = Toolchain(
            language="rust",
            version="1.95.0",
            home=str(base / "rust"),
            programs=str(base / "rust/bin"),
            identity="rust 1",
            host="x86_64-unknown-linux-gnu",
        )
        self.llvm = Llvm(
            profdata="/l/profdata", cov="/l/cov", identity="19", reads=(str(base / "llvm"),), libraries=("/l/lib",)
        )
        (base / "llvm").mkdir()
        metadata = (CARGO / "metadata.json").read_text().replace('"/candidate', f'"{self.copy}')
        self.cargo.answers("metadata --offline --format-version=1", metadata)
        self.cargo.answers("fetch*").answers("clean *")
        self.cargo.answers("test *", does=BUILDS).answers("check *", does=BUILDS)
        write(self.source, CRATE)

    def prepare(
        self,
        *,
        recipe: Recipe | None = None,
        llvm: Llvm | Unavailable | None = None,
        toolchain: Toolchain | Unavailable | None = None,
        home: dict[str, str] | None = None,
    ) -> Prepared:
        """Prepare the component; `home` are the files of the user's own CARGO_HOME."""
        self.number += 1
        users = self.base / "users-cargo"
        write(users, home or {})
        environment = {"CARGO_HOME": str(users), "CARGO_HTTP_PROXY": "proxy:1", "RUSTFLAGS": "-Cx"}
        ground = ground_of(self.base, f"scratch-{self.number}", language=Language.RUST, **environment)
        (component,) = ground.candidate.components
        return asyncio.run(
            prepare(
                component,
                ground=ground,
                recipe=recipe or Recipe(),
                toolchain=toolchain or self.toolchain,
                llvm=llvm or self.llvm,
            )
        )

    def words(self) -> list[str]:
        """Return the calls so far."""
        return [call.words for call in self.cargo.calls]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def environment_of(prepared: Prepared) -> Environment:
    assert prepared.environment is not None, prepared.outcome
    return prepared.environment


def said(name: str) -> str:
    return (CARGO / name).read_text()


def test_dependencies_are_fetched_as_the_lock_says_and_built_beside_empty_packages(machine: Machine) -> None:
    environment = environment_of(machine.prepare())
    assert machine.words() == [
        "fetch --locked",
        "metadata --offline --format-version=1",
        TEST,
        CHECK,
        CLEAN,
    ]
    assert {call.cwd for call in machine.cargo.calls} == {machine.copy}
    target = Path(environment.copies["CARGO_TARGET_DIR"])
    empty = "#![allow(warnings, missing_docs)]\n"
    assert ((target / "test").read_text(), (target / "check").read_text()) == (empty, empty)
    assert (machine.source / "src/lib.rs").read_text() == "pub fn f() {}\n"
    assert (machine.copy / "src/lib.rs").read_text() == "pub fn f() {}\n"
    assert environment.versions == {"rust": "1.95.0"}
    assert environment.notes == ()
    assert environment.reads == (machine.toolchain.home, f"{machine.base}/llvm")


def test_the_main_file_of_each_target_is_an_empty_one_of_its_kind_and_none_outside_of_the_copy(
    machine: Machine,
) -> None:
    outside = machine.base / "outside.rs"
    outside.write_text("fn kept() {}\n")
    told = json.loads(said("metadata.json").replace('"/candidate', f'"{machine.copy}'))
    own = told["packages"][0]
    own["targets"] += [
        {"kind": ["proc-macro"], "src_path": f"{machine.copy}/macro.rs"},
        {"kind": ["cdylib", "rlib"], "src_path": f"{machine.copy}/rlib.rs"},
        {"kind": ["custom-build"], "src_path": f"{machine.copy}/build.rs"},
        {"kind": ["bin"], "src_path": str(outside)},
    ]
    foreign = {**own, "id": "foreign", "source": "registry", "targets": [{"kind": ["lib"], "src_path": "/x/lib.rs"}]}
    machine.cargo.answers("metadata *", json.dumps({**told, "packages": [own, foreign]}))
    shown = "[Path(os.environ['CARGO_TARGET_DIR'], p.name).write_text(p.read_text()) for p in Path().rglob('*.rs')]"
    machine.cargo.answers("check *", does=shown)
    target = Path(environment_of(machine.prepare()).copies["CARGO_TARGET_DIR"])
    endings = {path.name: path.read_text().endswith("fn main() {}\n") for path in target.glob("*.rs")}
    assert endings == {"lib.rs": False, "macro.rs": False, "rlib.rs": False, "build.rs": True, "double.rs": True}
    assert all("allow(warnings" in path.read_text() for path in target.glob("*.rs"))
    assert outside.read_text() == "fn kept() {}\n"
    assert machine.words()[-1] == CLEAN


def test_cargo_gets_a_home_of_the_environment_and_measuring_no_network(machine: Machine) -> None:
    environment = environment_of(machine.prepare(recipe=Recipe(environment={"RUST_BACKTRACE": "1"})))
    told = machine.cargo.calls[0].environment
    folder = environment.folder
    expected = {
        "CARGO_HOME": f"{folder}/cargo",
        "CARGO_TARGET_DIR": f"{folder}/target",
        "CARGO_INCREMENTAL": "0",
        "CARGO_TERM_COLOR": "never",
        "CARGO_PROFILE_DEV_DEBUG": "0",
        "RUST_BACKTRACE": "1",
    }
    assert {name: told.get(name) for name in expected} == expected
    assert told["PATH"].startswith(f"{machine.toolchain.programs}:/usr/local/sbin:")
    assert (told["CARGO_HTTP_PROXY"], told.get("RUSTFLAGS"), told.get("CARGO_NET_OFFLINE")) == ("proxy:1", None, None)
    assert {name: environment.variables.get(name) for name in expected} == expected
    assert environment.variables["CARGO_NET_OFFLINE"] == "true"
    assert environment.variables["LLVM_LIBRARIES"] == "/l/lib"


def test_an_environment_serves_every_later_source_and_no_later_manifest(machine: Machine) -> None:
    assert isinstance(machine.prepare().outcome, Finished)
    before = len(machine.cargo.calls)
    write(machine.source, {"src/lib.rs": "pub fn f( {\n"})
    assert machine.prepare().cached
    assert len(machine.cargo.calls) == before
    write(machine.source, {"Cargo.toml": CRATE["Cargo.toml"] + "[features]\nmore = []\n"})
    assert not machine.prepare().cached
    assert not machine.prepare(toolchain=replace(machine.toolchain, identity="rust 2")).cached


def test_without_llvm_coverage_is_not_measured_and_without_rust_nothing_is_made(machine: Machine) -> None:
    environment = environment_of(machine.prepare(llvm=NO_LLVM))
    assert environment.notes == ("coverage is not measured: LLVM is not here; bring it",)
    assert "LLVM_COV" not in environment.variables
    assert environment.reads == (machine.toolchain.home,)
    before = machine.words()
    missing = Unavailable("Rust is not on this machine", "install it")
    assert machine.prepare(toolchain=missing).outcome == missing
    assert machine.words() == before


# fetching


def test_without_a_lock_the_newest_are_fetched_and_the_lock_is_kept_and_told(machine: Machine) -> None:
    (machine.source / "Cargo.lock").unlink()
    machine.cargo.answers("fetch", does="Path('Cargo.lock').write_text('version = 4\\n')")
    environment = environment_of(machine.prepare())
    assert machine.words()[0] == "fetch"
    assert environment.notes[0] == "there is no Cargo.lock: versions are the newest that the manifests admit"
    assert (Path(environment.folder) / "built/Cargo.lock").read_text() == "version = 4\n"


def test_a_lock_that_no_longer_fits_is_told_and_the_manifests_are_followed(machine: Machine) -> None:
    machine.cargo.answers("fetch --locked", err=said("lock-differs.log"), code=101)
    environment = environment_of(machine.prepare())
    assert machine.words()[:2] == ["fetch --locked", "fetch"]
    (note,) = environment.notes
    assert note.startswith("Cargo.lock is not followed to the letter: ")
    assert "because --locked was passed" in note


@pytest.mark.parametrize(
    ("log", "hint"),
    [
        ("registry-unknown.log", "below [registries] in the config.toml of your own CARGO_HOME"),
        ("registry-unreachable.log", "the registry could not be reached"),
    ],
)
def test_packages_that_cannot_be_had_are_no_fault_of_the_candidate(log: str, hint: str, machine: Machine) -> None:
    machine.cargo.answers("fetch*", err=said(log), code=101)
    outcome = machine.prepare().outcome
    assert isinstance(outcome, Unavailable)
    assert hint in outcome.hint
    assert said(log).splitlines()[-1].strip() in outcome.reason
    assert machine.words() == ["fetch --locked", "fetch"]


def test_a_manifest_that_cargo_refuses_is_told_in_its_words(machine: Machine) -> None:
    machine.cargo.answers("fetch*", err="error: failed to parse manifest: duplicate key\n", code=101)
    outcome = machine.prepare().outcome
    assert isinstance(outcome, Crashed)
    assert outcome.reason == "fetching the dependencies: error: failed to parse manifest: duplicate key"


HOME = {
    "config.toml": '[registries.private]\nindex = "sparse+http://127.0.0.1:9/index/"\n',
    "credentials.toml": f'[registries.private]\ntoken = "{TOKEN}"\n',
}


def test_a_users_token_is_for_one_call_that_does_not_see_the_candidates_configuration(machine: Machine) -> None:
    environment = environment_of(machine.prepare(home=HOME))
    fetch, *others = machine.cargo.calls
    assert fetch.argv == ("fetch", "--locked", "--manifest-path", f"{machine.copy}/Cargo.toml")
    assert fetch.cwd == Path(environment.folder)
    assert fetch.environment["CARGO_REGISTRIES_PRIVATE_TOKEN"] == TOKEN
    assert fetch.environment["CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS"] == "cargo:token"
    assert others[0].words == "metadata --offline --format-version=1"
    assert all(TOKEN not in repr(call.environment) for call in others)
    assert TOKEN not in repr(environment)
    assert 'index = "sparse+http://127.0.0.1:9/index/"' in (Path(environment.folder) / "cargo/config.toml").read_text()
    assert any("registries private" in note for note in environment.notes)


def test_where_the_users_token_does_not_help_cargo_is_asked_without_it(machine: Machine) -> None:
    machine.cargo.answers("fetch *--manifest-path *", err="error: token rejected for `private`\n", code=101)
    environment = environment_of(machine.prepare(home=HOME))
    assert [call.argv[:2] for call in machine.cargo.calls[:2]] == [("fetch", "--locked"), ("fetch", "--locked")]
    assert machine.cargo.calls[1].cwd == machine.copy
    assert TOKEN not in repr(machine.cargo.calls[1].environment)
    (note,) = [note for note in environment.notes if "tokens" in note]
    assert note.startswith("the user's tokens did not help: ")


# building ahead


@pytest.mark.parametrize("step", ["test *", "check *", "clean *"])
def test_what_cannot_be_built_ahead_is_built_by_each_command_and_leaves_no_half(step: str, machine: Machine) -> None:
    machine.cargo.answers(step, err="error: linker `cc` not found\n", code=101, does=BUILDS)
    environment = environment_of(machine.prepare())
    (note,) = environment.notes
    assert note.startswith("dependencies could not be built ahead: ")
    assert "linker `cc` not found" in note
    assert list(Path(environment.copies["CARGO_TARGET_DIR"]).iterdir()) == []


def test_a_workspace_that_cargo_cannot_tell_of_is_not_prepared(machine: Machine) -> None:
    machine.cargo.answers("metadata *", err="error: no matching package named `x` found\n", code=101)
    outcome = machine.prepare().outcome
    assert isinstance(outcome, Crashed)
    assert outcome.reason == "asking cargo what there is: error: no matching package named `x` found"


def test_what_the_recipe_prepares_is_run_in_the_component_and_stays(machine: Machine) -> None:
    recipe = Recipe(prepare=(("cargo", "xtask", "codegen"),))
    machine.cargo.answers("xtask codegen", does="Path('src/made.rs').write_text('// made\\n')")
    environment = environment_of(machine.prepare(recipe=recipe))
    assert machine.words()[:3] == ["fetch --locked", "xtask codegen", "metadata --offline --format-version=1"]
    assert (Path(environment.folder) / "built/src/made.rs").read_text() == "// made\n"
    machine.cargo.answers("xtask codegen", err="error: no such command: `xtask`\n", code=101)
    write(machine.source, {"Cargo.toml": CRATE["Cargo.toml"] + "\n"})
    outcome = machine.prepare(recipe=recipe).outcome
    assert isinstance(outcome, Crashed)
    assert outcome.reason == "running cargo xtask codegen: error: no such command: `xtask`"
