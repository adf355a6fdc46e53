"""A Go environment is made by the right calls in the right order; a stand-in go plays back what the real one said."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.outcome import Crashed, Finished, Unavailable
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.go import prepare
from speccursor.qualify.workspaces.go_facts import FACTS, facts_of_standard_library
from speccursor.qualify.workspaces.making import Ground
from tests.unit.standins import GOLDEN, StandIn
from tests.unit.workspaces.making import ground_of, write

GO = GOLDEN / "go-1.26.8"
MODULE = {"go.mod": "module example.com/m\n\ngo 1.21\n", "a.go": "package m\n"}
AHEAD = "list -e -export -deps "
OWN = f"{AHEAD}-test *"
# What go compiles stands in its cache; here one entry tells what it was compiled of.
COMPILES = "Path(os.environ['GOCACHE'], f'entry-{argv[-1].count(chr(47))}{len(argv)}').write_text(' '.join(argv))"


class Machine:
    """A candidate in a folder, prepared without isolation by a stand-in go into a cache of its own."""

    def __init__(self, base: Path) -> None:
        self.base, self.source, self.copy, self.number = base, base / "source", base / "copy", 0
        self.go = StandIn(base / "sdk/bin/go")
        self.toolchain = Toolchain(
            language="go",
            version="1.26.8",
            home=str(base / "sdk"),
            programs=str(base / "sdk/bin"),
            identity="go 1",
            host="linux/amd64",
        )
        self.go.answers(f"{AHEAD}*", does=COMPILES).answers("vet *", err="# errors\n", code=1)
        self.go.answers("list -e -f *", "bufio\n\ntesting\n")
        self.go.answers("mod download").answers("list -m -f *", f"{self.copy}\n")
        write(self.source, MODULE)

    def gather(self, checker: StandIn, *, version: str = "0.8.2") -> Prepared:
        """Have a checker look at the standard library."""
        ground = self.ground()
        return asyncio.run(
            facts_of_standard_library(
                ground, toolchain=self.toolchain, compiler="gcc 1", program=checker.path, version=version
            )
        )

    def ground(self, path: str = ".") -> Ground:
        """Return where environments of the candidate are made, with a scratch folder of their own."""
        self.number += 1
        environment = {**os.environ, "GOPROXY": "http://127.0.0.1:9", "GOFLAGS": "-mod=mod"}
        return ground_of(self.base, f"scratch-{self.number}", language=Language.GO, path=path, **environment)

    def prepare(
        self,
        *,
        recipe: Recipe | None = None,
        compiler: str = "gcc 1",
        path: str = ".",
        toolchain: Toolchain | None = None,
        **facts: str,
    ) -> Prepared:
        """Prepare the component in a folder; the engine's environment names a proxy and this test's own variables."""
        ground = self.ground(path)
        return asyncio.run(
            prepare(
                replace(ground.candidate.components[0], facts=facts),
                ground=ground,
                recipe=recipe or Recipe(),
                toolchain=toolchain or self.toolchain,
                compiler=compiler,
            )
        )

    def words(self) -> list[str]:
        """Return the calls so far, those for the standard library aside."""
        return [call.words for call in self.go.calls if call.cwd.name not in {"empty", "importing"}]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def environment_of(prepared: Prepared) -> Environment:
    assert prepared.environment is not None, prepared.outcome
    return prepared.environment


def test_an_environment_begins_with_the_standard_library_and_compiles_what_the_module_imports(machine: Machine) -> None:
    environment = environment_of(machine.prepare())
    own = f"-test {machine.copy}/..."
    assert machine.words() == [
        "mod download",
        "list -m -f {{.Dir}}",
        f"{AHEAD}{own}",
        f"{AHEAD}-race {own}",
    ]
    standard = [call for call in machine.go.calls if call.cwd.name in {"empty", "importing"}]
    assert [call.argv[:5] for call in standard] == [
        ("list", "-e", "-export", "-deps", "bufio"),
        ("list", "-e", "-export", "-deps", "-race"),
        ("list", "-e", "-f", "{{if not .Error}}{{.ImportPath}}{{end}}", "bufio"),
        ("vet", "-json", "./..."),
    ]
    assert {"testing/quick", "internal/coverage/cfile"} <= set(standard[1].argv)
    cache = Path(environment.links["GOCACHE"])
    kept = sorted(path.read_text() for path in cache.iterdir())
    assert [text.split()[4] for text in kept] == ["-race", "-race", "-test", "bufio"]
    assert environment.versions == {"go": "1.26.8"}
    assert (environment.programs, environment.reads) == (machine.toolchain.programs, machine.toolchain.reads)
    assert environment.notes == ()


def test_an_environment_that_stands_is_taken_and_another_one_begins_with_the_same_standard_library(
    machine: Machine,
) -> None:
    first = machine.prepare()
    assert isinstance(first.outcome, Finished)
    assert not first.cached
    before = len(machine.go.calls)
    assert machine.prepare().cached
    write(machine.source, {"a.go": "package other\n"})
    assert machine.prepare().cached
    assert len(machine.go.calls) == before
    write(machine.source, {"go.mod": MODULE["go.mod"] + "\n"})
    assert not machine.prepare().cached
    assert {call.cwd.name for call in machine.go.calls[before:]} == {"copy"}
    other = replace(machine.toolchain, identity="go 2")
    assert not machine.prepare(toolchain=other).cached
    assert len([call for call in machine.go.calls if call.words.startswith("vet ")]) == 2


def test_an_environment_without_its_cache_is_made_again(machine: Machine) -> None:
    cache = Path(environment_of(machine.prepare()).links["GOCACHE"])
    shutil.rmtree(cache)
    again = machine.prepare()
    assert not again.cached
    assert environment_of(again).links == {"GOCACHE": str(cache)}
    assert cache.is_dir()


def test_only_what_belongs_to_the_environment_reaches_go_and_measuring_has_no_proxy(machine: Machine) -> None:
    recipe = Recipe(environment={"GOFLAGS": "-mod=readonly", "CGO_CFLAGS": "-O1"})
    environment = environment_of(machine.prepare(recipe=recipe))
    told = machine.go.called("mod download").environment
    folder = environment.folder
    assert {name: told.get(name) for name in ("GOTOOLCHAIN", "GOENV", "GOMODCACHE", "GOCACHE", "CGO_CFLAGS")} == {
        "GOTOOLCHAIN": "local",
        "GOENV": "off",
        "GOMODCACHE": f"{folder}/modules",
        "GOCACHE": f"{folder}/cache",
        "CGO_CFLAGS": "-O1",
    }
    assert (told["GOFLAGS"], told["GOPROXY"]) == ("-mod=readonly -modcacherw", "http://127.0.0.1:9")
    assert told["PATH"].startswith(f"{machine.toolchain.programs}:/usr/local/sbin:")
    kept = environment.variables
    assert (kept["GOFLAGS"], kept["GOPROXY"], kept["GOTOOLCHAIN"]) == ("-mod=readonly", "off", "local")
    plain = next(call for call in machine.go.calls if call.words.startswith(AHEAD))
    assert plain.environment["GOFLAGS"] == "-modcacherw"
    assert "CGO_CFLAGS" not in plain.environment


def test_without_a_c_compiler_nothing_is_compiled_for_the_race_detector_and_that_is_told(machine: Machine) -> None:
    environment = environment_of(machine.prepare(compiler=""))
    assert environment.notes == ("there is no C compiler here, which the race detector needs",)
    assert [call.words for call in machine.go.calls if "-race" in call.argv] == []


@pytest.mark.parametrize(("pattern", "code"), [(f"{AHEAD}*", 1), ("vet *", 2)])
def test_where_the_standard_library_cannot_be_compiled_nothing_of_the_candidate_is_touched(
    pattern: str, code: int, machine: Machine
) -> None:
    machine.go.answers(pattern, err="compile: no space left on device\n", code=code)
    prepared = machine.prepare()
    assert isinstance(prepared.outcome, Crashed)
    assert prepared.outcome.reason.endswith(": compile: no space left on device")
    assert prepared.environment is None
    assert machine.words() == []


# dependencies


def test_dependencies_that_cannot_be_had_are_told_in_gos_words(machine: Machine) -> None:
    said = "go: example.com/x@v1.0.0: dial tcp: lookup proxy on 127.0.0.1:53: no such host\n"
    machine.go.answers("mod download", err=said, code=1)
    outcome = machine.prepare().outcome
    assert isinstance(outcome, Unavailable)
    assert outcome.reason == f"downloading the dependencies: {said.strip()}"
    machine.go.answers("mod download", err="go: errors parsing go.mod:\n", code=1)
    outcome = machine.prepare().outcome
    assert isinstance(outcome, Crashed)
    assert outcome.reason == "downloading the dependencies: go: errors parsing go.mod:"


def test_dependencies_without_sums_are_noted_and_the_sums_are_kept(machine: Machine) -> None:
    required = f"{MODULE['go.mod']}require example.com/x v1.0.0\n"
    write(machine.source, {"go.mod": required})
    machine.go.answers("list -e -mod=mod *", does="Path('go.sum').write_text('example.com/x v1.0.0 h1:x=\\n')")
    environment = environment_of(machine.prepare())
    assert "there is no go.sum: nothing says which bytes its dependencies are to be" in environment.notes
    assert machine.go.called("list -e -mod=mod *").words == "list -e -mod=mod -deps -test ./..."
    assert (Path(environment.folder) / "built/go.sum").read_text() == "example.com/x v1.0.0 h1:x=\n"
    write(machine.source, {"go.sum": "example.com/x v1.0.0 h1:x=\n"})
    assert environment_of(machine.prepare()).notes == ()
    assert len(list(machine.go.calls_of("list -e -mod=mod *"))) == 1


def test_vendored_dependencies_are_not_downloaded(machine: Machine) -> None:
    write(machine.source, {"vendor/modules.txt": "# example.com/x v1.0.0\n"})
    environment = environment_of(machine.prepare())
    assert environment.notes == ("dependencies are those in its folder vendor",)
    assert machine.words()[0] == "list -m -f {{.Dir}}"
    assert (Path(environment.folder) / "modules").is_dir()


def test_what_is_at_the_root_of_a_workspace_is_prepared_for_each_of_its_modules(machine: Machine) -> None:
    write(machine.source, {"go.work": "go 1.21\n\nuse ./b\n", "b/go.mod": "module b\n"})
    machine.go.answers("list -m -f *", (GO / "workspace-modules.txt").read_text())
    environment_of(machine.prepare(path="b", workspace="."))
    assert {call.cwd for call in machine.go.calls if call.cwd.name not in {"empty", "importing"}} == {machine.copy}
    assert machine.words()[0] == "mod download"
    assert machine.go.calls[-1].words == f"{AHEAD}-race -test /candidate/a/... /candidate/b/..."


def test_a_workspace_whose_members_require_one_another_unreleased_downloads_what_is_imported(machine: Machine) -> None:
    write(machine.source, {"go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n"})
    machine.go.answers("mod download", err=(GO / "download-unreleased.log").read_text(), code=1)
    machine.go.answers("list -m -f *", (GO / "workspace-modules.txt").read_text()).answers("list -deps -test *")
    environment_of(machine.prepare())
    assert machine.words()[:3] == [
        "mod download",
        "list -m -f {{.Dir}}",
        "list -deps -test /candidate/a/... /candidate/b/...",
    ]
    write(machine.source, {"go.work": "go 1.22\n"})
    machine.go.answers("list -deps -test *", err="a/a.go:3:8: no required module provides package x\n", code=1)
    outcome = machine.prepare().outcome
    assert isinstance(outcome, Crashed)
    assert outcome.reason.startswith("downloading what the workspace imports: a/a.go:3:8: no required module")


def test_code_from_before_modules_is_made_one_in_the_language_of_its_time(machine: Machine) -> None:
    (machine.source / "go.mod").unlink()
    write(machine.source, {"a.go": 'package m // import "example.org/old"\n'})
    machine.go.answers("mod init *", does="Path('go.mod').write_text(f'module {argv[2]}\\n')")
    machine.go.answers("mod edit *").answers("mod tidy -e", does="Path('go.sum').write_text('')")
    environment = environment_of(machine.prepare(gopath="yes"))
    assert machine.words()[:4] == ["mod init example.org/old", "mod edit -go=1.16", "mod tidy -e", "mod download"]
    taken = "there is no go.mod: it is taken for the module example.org/old, in the language of Go 1.16"
    assert [note.startswith(taken) for note in environment.notes] == [True, False]
    assert (Path(environment.folder) / "built/go.mod").read_text() == "module example.org/old\n"


# what the recipe prepares, and what is compiled ahead


def test_what_the_recipe_prepares_is_run_in_the_component_before_anything_is_compiled(machine: Machine) -> None:
    write(machine.source, {"in/b.go": "package b\n"})
    recipe = Recipe(prepare=(("go", "generate", "./..."),))
    machine.go.answers("generate ./...", does="Path('made.go').write_text('package b\\n')")
    environment = environment_of(machine.prepare(path="in", recipe=recipe, workspace="."))
    assert machine.go.called("generate *").cwd == machine.copy / "in"
    assert machine.words().index("generate ./...") == 1
    assert (Path(environment.folder) / "built/in/made.go").is_file()
    machine.go.answers("generate ./...", err="stringer: not found\n", code=1)
    write(machine.source, {"go.mod": MODULE["go.mod"] + "\n"})
    outcome = machine.prepare(path="in", recipe=recipe, workspace=".").outcome
    assert isinstance(outcome, Crashed)
    assert outcome.reason == "running go generate ./...: stringer: not found"


def test_what_cannot_be_compiled_ahead_is_compiled_by_each_command_and_leaves_no_half(machine: Machine) -> None:
    half = f"Path(os.environ['GOCACHE'], 'tmp').mkdir(); {COMPILES}"
    machine.go.answers(OWN, err="signal: killed\n", code=1, does=half)
    environment = environment_of(machine.prepare())
    (note,) = environment.notes
    assert note.startswith("dependencies could not be compiled ahead: ")
    assert "signal: killed" in note
    cache = Path(environment.links["GOCACHE"])
    assert not (cache / "tmp").exists()
    assert len(list(cache.iterdir())) == 3
    assert [words for words in machine.words() if "-race" in words] == []


# what staticcheck knows beforehand

LOOKS = f"Path(os.environ['{FACTS}'], 'fact').write_text(Path('importing.go').read_text())"


@pytest.fixture
def checker(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path / "checker/bin/staticcheck").answers("./...", code=1, does=LOOKS)


def test_a_checker_looks_at_the_packages_of_the_standard_library_that_there_are(
    machine: Machine, checker: StandIn
) -> None:
    environment = environment_of(machine.gather(checker))
    asked = next(call.argv for call in machine.go.calls if call.words.startswith("list -e -f"))
    assert {"bufio", "testing/quick"} <= set(asked)
    assert [name for name in asked if "internal" in name] == []
    (call,) = checker.calls
    assert call.environment["PATH"].startswith(f"{machine.toolchain.programs}:")
    facts = Path(environment.links[FACTS])
    assert (facts / "fact").read_text() == 'package importing\n\nimport (\n\t_ "bufio"\n\t_ "testing"\n)\n'
    assert environment.links.keys() == {FACTS}
    assert not (Path(environment.folder) / "cache").exists()


def test_a_checker_looks_once_for_each_version_of_itself_and_of_the_toolchain(
    machine: Machine, checker: StandIn
) -> None:
    first = environment_of(machine.gather(checker))
    assert environment_of(machine.gather(checker)) == first
    assert len(checker.calls) == 1
    assert environment_of(machine.gather(checker, version="0.9")).folder != first.folder
    machine.toolchain = replace(machine.toolchain, identity="go 2")
    environment_of(machine.gather(checker))
    assert len(checker.calls) == 3


def test_a_checker_that_cannot_look_leaves_nothing(machine: Machine, checker: StandIn) -> None:
    checker.answers("./...", err="panic\n", code=2)
    assert machine.gather(checker).environment is None
    machine.go.answers(f"{AHEAD}*", err="compile: no space left on device\n", code=1)
    machine.toolchain = replace(machine.toolchain, identity="go 2")
    assert machine.gather(checker).environment is None
    assert len(checker.calls) == 1
