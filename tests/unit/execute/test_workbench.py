"""The laboratory of this machine, with programs of any system for tools and nothing isolated unless it is said."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from platform import python_version

import msgspec
import pytest

from speccursor.qualify.execute import cells, environments, preparing, workbench
from speccursor.qualify.execute.laboratory import Measurement, Turn
from speccursor.qualify.execute.workbench import Workbench
from speccursor.qualify.model.candidate import Candidate, Component, Language, Role
from speccursor.qualify.model.digests import Digest, digest_of
from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.outcome import Crashed, Finished, Unavailable
from speccursor.qualify.model.plan import Cell, Owed, Plan
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.stage import Profile, StageId
from speccursor.qualify.model.tool import (
    FromEnvironment,
    Invocation,
    Npm,
    Options,
    Provision,
    Pypi,
    Tool,
    Unprovided,
)
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.model.verdict import CandidateId
from speccursor.qualify.provision.installed import Installed, Missing, Origin, Status
from speccursor.qualify.provision.node import NODE, Node
from speccursor.qualify.store.objects import Objects
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.workspaces import go, go_facts, identity, interpreters, javascript, python
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.interpreters import Interpreter
from speccursor.qualify.workspaces.isolation import Isolation

HOST = Cell()
LOOK = "cat {in}/told > {out}/seen; pwd; echo $WHO $HOW; echo {nonce} {tool} >&2; ls"


def shell(line: str, **changes: object) -> Callable[[Component, Options], Invocation]:
    invocation = Invocation(argv=("/bin/sh", "-c", line))
    return lambda *_: msgspec.structs.replace(invocation, **changes)


def tool(name: str = "look", provision: Provision | None = None, **changes: object) -> Tool:
    return Tool(
        **{
            "id": name,
            "title": name,
            "languages": frozenset({Language.PYTHON, Language.JAVASCRIPT}),
            "kinds": (Kind.FINDINGS,),
            "provision": provision or Pypi("ruff", "1"),
            "invoke": shell(
                LOOK,
                inputs={"told": "told\n"},
                outputs={"seen": "seen", "absent": "absent"},
                environment={"HOW": "{root}"},
            ),
            "read": lambda _: (),
            "reproduce": name,
            **changes,
        }  # type: ignore[arg-type]  # keyword pass-through
    )


def owed(name: str = "look", component: Component | None = None, cell: Cell = HOST, stage: int = 0) -> Owed:
    return Owed(
        stage=list(StageId)[stage],
        component=(component or PYTHON).id,
        cell=cell,
        tool=name,
        kinds=(Kind.FINDINGS,),
    )


PYTHON = Component(
    language=Language.PYTHON, path=".", manifest="pyproject.toml", files={"a.py": Role.SOURCE, "b.py": Role.SOURCE}
)
JAVASCRIPT = Component(
    language=Language.JAVASCRIPT, path="js", manifest="js/package.json", files={"js/a.js": Role.SOURCE}
)
GO = Component(language=Language.GO, path="go", manifest="go/go.mod", files={"go/a.go": Role.SOURCE})
RUST = Component(language=Language.RUST, path="rs", manifest="rs/Cargo.toml", files={"rs/a.rs": Role.SOURCE})


@dataclass
class Place:
    """A candidate's folder with everything beside it, and what the fakes were asked for."""

    folder: Path
    source: Path
    installed: list[Provision] = field(default_factory=list)
    prepared: list[str] = field(default_factory=list)
    status: Status = field(default_factory=lambda: Missing(reason="nobody set it", hint=""))
    outcome: Finished | Crashed = field(default_factory=lambda: Finished(0, 0.5))

    def bench(
        self, *tools: Tool, recipe: Recipe | None = None, owed: tuple[Owed, ...] = (), component: Component = PYTHON
    ) -> Workbench:
        recipe = recipe or Recipe()
        candidate = survey(self.source)
        return Workbench(
            plan_of(candidate, recipe, owed, component),
            candidate,
            self.source,
            {one.id: one for one in tools or (tool(),)},
            cache=self.folder / "cache",
            objects=Objects(self.folder / "objects"),
            environment={"PATH": "/usr/bin:/bin"},
        )

    def measured(self, bench: Workbench, what: Owed, turn: Turn = nullcontext) -> Measurement:
        async def both() -> Measurement:
            failed = await bench.prepare(what)
            assert failed is None or isinstance(failed.outcome, Finished), failed
            (self.folder / "scratch").mkdir(exist_ok=True)
            return await bench.measure(what, nonce="5eed", scratch=self.folder / "scratch", turn=turn)

        with bench:
            return asyncio.run(both())


def plan_of(candidate: Candidate, recipe: Recipe, owed: tuple[Owed, ...], component: Component) -> Plan:
    return Plan(
        engine="test",
        candidate=CandidateId(name="c", revision=None, tree=candidate.tree, dirty=False),
        components=(component,),
        profile=Profile.QUICK,
        partial=False,
        stages=(),
        owed=owed,
        questions=(),
        recipes={component.id: recipe},
        options={component.id: Options()},
    )


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    source = tmp_path / "source"
    (source / "js").mkdir(parents=True)
    (source / "a.py").write_text("A = 1\n")
    (source / "b.py").write_text("B = 1\n")
    (source / "js" / "a.js").write_text("1\n")
    (tmp_path / "tool").mkdir()
    made = Place(tmp_path, source)
    made.status = Installed(
        path=str(tmp_path / "tool"), version="1.2", digest=digest_of("t"), source=Origin.PYPI, reads=("/usr", "")
    )

    async def install(tools: Iterable[Provision], **_: object) -> dict[Provision, Status]:
        asked = list(tools)
        made.installed += asked
        return dict.fromkeys(asked, made.status)

    async def isolation() -> Isolation:
        return Isolation(bubblewrap=None, reason="a test")

    async def prepare(component: Component, **options: object) -> Prepared:
        made.prepared.append(component.id)
        log = tmp_path / "log"
        log.write_text("installed everything")
        environment = Environment(
            folder=str(tmp_path / "environment"),
            digest=digest_of("e"),
            programs=str(Path(sys.executable).parent),
            variables={"WHO": "environment"},
            versions={"pytest": "9.9"},
        )
        (tmp_path / "environment").mkdir(exist_ok=True)
        made.prepared += sorted(key for key in options if key in ("toolchain", "interpreter"))
        whole = isinstance(made.outcome, Finished)
        return Prepared(
            outcome=made.outcome,
            environment=environment if whole else None,
            digest=digest_of("e"),
            seconds=0.1234567,
            cached=False,
            log=str(log),
            notes=("made",),
        )

    async def interpreter(*_: object, **__: object) -> str:
        return "no interpreter is looked for here"

    async def node(**_: object) -> Node:
        return Node(program="/usr/bin/node", npm=("/usr/bin/npm",), version="20.20", reads=("/usr/lib/node",))

    monkeypatch.setattr(preparing, "install", install)
    monkeypatch.setattr(environments, "install", install)
    monkeypatch.setattr(preparing, "find_isolation", isolation)
    monkeypatch.setattr(interpreters, "find_interpreter", interpreter)
    monkeypatch.setattr(preparing, "find_node", node)
    monkeypatch.setattr(python, "prepare", prepare)
    monkeypatch.setattr(javascript, "prepare", prepare)
    monkeypatch.setattr(go, "prepare", prepare)
    monkeypatch.setattr(workbench, "which", lambda _: None)
    return made


# what is run


def test_a_tool_sees_a_copy_its_inputs_and_its_variables_and_what_it_left_is_kept(place: Place) -> None:
    recipe = Recipe(environment={"WHO": "recipe"})
    measured = place.measured(place.bench(recipe=recipe), owed())
    assert isinstance(measured.outcome, Finished)
    assert measured.version == "1.2"
    assert measured.isolation == "none: a test"
    said = measured.outputs["stdout"].read_text().splitlines()
    assert said[:2] == [measured.root, f"recipe {measured.root}"]
    assert {"a.py", "b.py", "js"} <= set(said[2:])
    assert measured.root != str(place.source)
    assert measured.outputs["stderr"].read_text() == f"5eed {place.folder / 'tool'}\n"
    assert measured.outputs["seen"].read_text() == "told\n"
    assert "absent" not in measured.outputs
    assert not Path(measured.root).exists()


def test_what_a_tool_writes_stays_in_the_copy(place: Place) -> None:
    spoils = tool(invoke=shell("echo spoilt > a.py; echo new > c.py"))
    place.measured(place.bench(spoils), owed())
    assert (place.source / "a.py").read_text() == "A = 1\n"
    assert not (place.source / "c.py").exists()


def test_an_undocumented_exit_code_is_a_crash_and_a_documented_one_is_an_end(place: Place) -> None:
    invoke = shell("exit 3")
    assert isinstance(place.measured(place.bench(tool(invoke=invoke)), owed()).outcome, Crashed)


def test_a_file_that_is_no_longer_what_was_surveyed_spoils_the_measurement(place: Place) -> None:
    bench = place.bench()
    (place.source / "a.py").write_text("A = 2\n")
    outcome = place.measured(bench, owed()).outcome
    assert isinstance(outcome, Crashed)
    assert outcome.reason.startswith("a.py changed while")


def test_a_tool_of_the_environment_runs_in_it(place: Place) -> None:
    own = tool(provision=FromEnvironment("pytest", "9"), environment=True, invoke=shell("echo {python} $WHO"))
    measured = place.measured(place.bench(own), owed())
    assert measured.version == "9.9"
    assert measured.outputs["stdout"].read_text() == f"{Path(sys.executable).parent}/python environment\n"
    assert place.prepared == [PYTHON.id, "interpreter"]
    assert place.installed == []


@pytest.mark.parametrize("whole", [True, False])
def test_a_checker_of_go_has_what_it_knows_of_the_standard_library_beforehand(
    place: Place, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    (place.source / "go").mkdir()
    (place.source / "go/a.go").write_text("package a\n")
    known = place.folder / "known"
    known.mkdir()
    (known / "fact").write_text("known\n")
    toolchain = Toolchain(
        language="go", version="1.26", home="/go", programs="/go/bin", identity="go 1", host="linux/amd64"
    )
    asked: list[tuple[object, ...]] = []

    async def bring(*_: object, **__: object) -> Toolchain:
        return toolchain

    async def gather(_: object, **given: object) -> Prepared:
        asked.append((given["toolchain"], given["program"], given["version"]))
        links = {"CHECKER": str(known)}
        made = Environment(folder=str(place.folder), digest=digest_of("f"), programs="/go/bin", links=links)
        return Prepared(
            outcome=Finished(0, 0.1),
            environment=made if whole else None,
            digest=digest_of("f"),
            seconds=0.1,
            cached=False,
            log=None,
        )

    monkeypatch.setattr(preparing, "bring_toolchain", bring)
    monkeypatch.setattr(go_facts, "facts_of_standard_library", gather)
    languages = frozenset({Language.GO})
    said = shell("echo $WHO; cat ${CHECKER:-/dev/null}/fact", ok_exit_codes=frozenset({0, 1}))
    checker, plain = (
        tool(name, invoke=said, languages=languages, toolchain="go", environment=True, facts=name == "checker")
        for name in ("checker", "plain")
    )
    told = {}
    for name in ("checker", "plain"):
        measured = place.measured(place.bench(checker, plain, component=GO), owed(name, GO))
        told[name] = measured.outputs["stdout"].read_text()
        shutil.rmtree(place.folder / "scratch")
    assert told == {"checker": "environment\nknown\n" if whole else "environment\n", "plain": "environment\n"}
    assert asked == [(toolchain, place.folder / "tool/bin/checker", "1.2")]


def test_a_javascript_tool_gets_node(place: Place) -> None:
    own = tool(provision=FromEnvironment("jest", "9"), environment=True, invoke=shell("echo {node}; pwd"))
    measured = place.measured(place.bench(own, component=JAVASCRIPT), owed(component=JAVASCRIPT))
    assert measured.version == ""
    assert measured.outputs["stdout"].read_text() == f"/usr/bin/node\n{measured.root}/js\n"
    assert place.prepared == [JAVASCRIPT.id, "toolchain"]


@pytest.mark.parametrize("whole", [True, False])
def test_the_package_manager_that_a_component_asks_for_is_brought(
    place: Place, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    monkeypatch.setattr(identity, "manager_of", lambda *_: ("pnpm", "its lock"))
    if not whole:
        place.status = Missing(reason="gone", hint="")
    own = tool(provision=FromEnvironment("jest", "9"), environment=True, invoke=shell("true"))
    place.measured(place.bench(own, component=JAVASCRIPT), owed(component=JAVASCRIPT))
    assert place.installed == [environments._MANAGERS["pnpm"]]


# what is prepared


def test_a_command_begins_and_ends_within_its_turn(place: Place) -> None:
    said = place.folder / "scratch" / "stdout"
    seen: list[str | None] = []

    def look() -> None:
        seen.append(said.read_text() if said.exists() else None)

    @asynccontextmanager
    async def turn() -> AsyncIterator[None]:
        look()
        yield
        look()

    bench = place.bench(tool(invoke=shell("sleep 0.1; echo done")))
    assert isinstance(place.measured(bench, owed(), turn).outcome, Finished)
    assert seen == [None, "done\n"]


def test_each_thing_is_brought_once_however_many_wait_for_it(place: Place) -> None:
    own = tool("own", FromEnvironment("pytest", "9"), environment=True)
    bench = place.bench(tool(), own)

    async def crowd() -> list[object]:
        return list(await asyncio.gather(*(bench.prepare(owed(name)) for name in ("look", "own") * 4)))

    with bench:
        told = asyncio.run(crowd())
    assert place.installed == [Pypi("ruff", "1")]
    assert place.prepared.count(PYTHON.id) == 1
    assert told[0] is None
    assert len({id(one) for one in told[::2]}) == 1


def test_a_preparation_is_told_with_its_log(place: Place) -> None:
    bench = place.bench(tool("own", FromEnvironment("pytest", "9"), environment=True))
    with bench:
        told = asyncio.run(bench.prepare(owed("own")))
    assert told is not None
    assert (told.component, told.cell, told.seconds, told.notes) == (PYTHON.id, "host", 0.123, ("made",))
    assert told.log is not None
    assert Objects(place.folder / "objects").path(told.log.digest).read_text() == "installed everything"


def test_a_preparation_for_the_release_says_whose_it_is(place: Place) -> None:
    bench = place.bench(tool("own", FromEnvironment("pytest", "9"), environment=True))
    with bench:
        told = asyncio.run(bench.prepare(msgspec.structs.replace(owed("own"), release="v1.2.0")))
    assert told is not None
    assert told.component == f"{PYTHON.id} @v1.2.0"


def test_what_cannot_be_brought_is_told_first(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tool("own", FromEnvironment("pytest", "9"), environment=True)
    place.outcome = Crashed("does not build", 1, 0.1)
    bench = place.bench(own)
    with bench:
        told = asyncio.run(bench.prepare(owed("own")))
    assert told is not None
    assert told.outcome == place.outcome

    place.status = Missing(reason="the registry is gone", hint="wait")
    bench = place.bench()
    with bench:
        told = asyncio.run(bench.prepare(owed()))
    assert told is not None
    assert told.component == "tool:look"
    assert told.outcome == Unavailable("the registry is gone", "wait")

    async def no_node(**_: object) -> Missing:
        return Missing(reason="no node", hint="install it")

    monkeypatch.setattr(preparing, "find_node", no_node)
    bench = place.bench(tool("own", FromEnvironment("jest", "9")), component=JAVASCRIPT)
    with bench:
        told = asyncio.run(bench.prepare(owed("own", JAVASCRIPT)))
    assert told is not None
    assert told.outcome == Unavailable("no node", "install it")


# what a result depends on


def digest(bench: Workbench, what: Owed | None = None) -> Digest:
    found = bench.inputs(what or owed())
    assert not isinstance(found, Unavailable), found
    return found


def test_the_same_question_has_the_same_inputs_and_any_difference_others(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = digest(place.bench())
    assert digest(place.bench()) == first
    others = [
        digest(place.bench(tool(provision=Pypi("ruff", "2")))),
        digest(place.bench(tool(provision=Npm("eslint", "9")))),
        digest(place.bench(tool(provision=Npm("nothing", "9")))),
        digest(place.bench(tool(invoke=shell("true")))),
        digest(place.bench(tool(environment=True))),
        digest(place.bench(recipe=Recipe(environment={"A": "1"}))),
        digest(place.bench(recipe=Recipe(network=True))),
        digest(place.bench(), owed(cell=Cell(toolchains={"python": python_version()}))),
    ]
    (place.source / "a.py").write_text("A = 2\n")
    others.append(digest(place.bench()))
    (place.source / "a.py").chmod(0o755)
    others.append(digest(place.bench()))
    monkeypatch.setattr(workbench, "python_version", lambda: "3.99.0")
    others.append(digest(place.bench()))
    assert len({first, *others}) == 1 + len(others)


def test_only_under_bubblewrap_does_a_result_depend_on_what_its_tool_sees_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    python_only = tool(suffixes=(".py",))
    everything = digest(place.bench(python_only))
    monkeypatch.setattr(workbench, "which", lambda _: "/usr/bin/bwrap")
    seen = digest(place.bench(python_only))
    (place.source / "js" / "a.js").write_text("2\n")
    assert digest(place.bench(python_only)) == seen
    monkeypatch.setattr(workbench, "which", lambda _: None)
    assert digest(place.bench(python_only)) not in {everything, seen}


def test_a_tool_that_nothing_brings_and_a_cell_of_another_system_are_unavailable(place: Place) -> None:
    bench = place.bench(tool(provision=Unprovided("no build", "wait")))
    assert bench.inputs(owed()) == Unavailable("no build", "wait")
    elsewhere = place.bench().inputs(owed(cell=Cell(os="plan-9")))
    assert isinstance(elsewhere, Unavailable)
    assert "asks for plan-9" in elsewhere.reason
    assert not isinstance(place.bench().inputs(owed(cell=Cell(os="linux"))), Unavailable)


def test_a_live_stage_is_never_reused_nor_what_turned_out_to_be_unshielded(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = place.bench()
    assert bench.live(owed(stage=list(StageId).index(StageId.LOAD_TESTS)))
    assert not bench.live(owed())
    assert not bench.environment(owed())
    monkeypatch.setattr(workbench, "which", lambda _: "/usr/bin/bwrap")
    with place.bench() as promised:
        assert not promised.live(owed())
        asyncio.run(promised.prepare(owed()))
        assert promised.live(owed())  # bubblewrap is there and does not work


# cells


def cell(**toolchains: str) -> Cell:
    return Cell(toolchains=toolchains)


def test_a_cell_that_is_not_here_is_unavailable_to_every_tool_with_the_command_that_brings_it(place: Place) -> None:
    bench = place.bench(tool(), tool("own", FromEnvironment("pytest", "9"), environment=True))
    told = {bench.inputs(owed(name, cell=cell(python="2.3"))) for name in ("look", "own")}
    (absent,) = told
    assert isinstance(absent, Unavailable)
    assert absent.reason == "Python 2.3 is not on this machine"
    assert "`speccursor qualify --profile quick --cell python-2.3`" in absent.hint
    assert "or here: install it" in absent.hint
    elsewhere = bench.inputs(owed(cell=Cell(os="plan-9")))
    assert isinstance(elsewhere, Unavailable)
    assert "--cell plan-9`" in elsewhere.hint
    assert "here:" not in elsewhere.hint


def test_a_cell_is_looked_for_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Cell] = []

    def look(what: Cell, **_: object) -> None:
        asked.append(what)

    monkeypatch.setattr(cells, "why_not_here", look)
    bench = place.bench(tool(), tool("other"))
    for name in ("look", "other", "look"):
        digest(bench, owed(name, cell=cell(python="3.99")))
    digest(bench)
    assert asked == [cell(python="3.99")]


def test_what_ran_in_a_cell_tells_in_which_python(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    async def interpreter(version: str | None, **_: object) -> Interpreter:
        return Interpreter(path=Path(sys.executable), version=f"{version}.1", prefix=Path(sys.prefix))

    monkeypatch.setattr(interpreters, "find_interpreter", interpreter)
    own = tool("own", FromEnvironment("pytest", "9"), environment=True, invoke=shell("true"))
    ran = place.measured(place.bench(own, tool()), owed("own", cell=cell(python="3.99")))
    assert ran.toolchains == {"python": "3.99.1"}


def test_what_ran_beside_the_environment_tells_of_no_toolchain(place: Place) -> None:
    assert place.measured(place.bench(tool(invoke=shell("true"))), owed(cell=cell(python="3.99"))).toolchains == {}


def test_each_cell_has_the_node_that_it_names_and_no_other(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def node_of(version: str, **_: object) -> Node | Missing:
        if version == "17":
            return Missing(reason="no 17", hint="install it")
        return Node(program=f"/opt/node-{version}/bin/node", npm=("npm",), version=f"{version}.1.0")

    monkeypatch.setattr(preparing, "node_of_version", node_of)
    own = tool("own", FromEnvironment("jest", "9"), environment=True, invoke=shell("echo {node}"))
    bench = place.bench(own, component=JAVASCRIPT)
    said = []

    async def both() -> None:
        for number, version in enumerate(("18", "22")):
            what = owed("own", JAVASCRIPT, cell(node=version))
            assert await bench.prepare(what) is not None
            scratch = place.folder / str(number)
            scratch.mkdir()
            ran = await bench.measure(what, nonce="5eed", scratch=scratch, turn=nullcontext)
            said.append((ran.outputs["stdout"].read_text(), ran.toolchains))
        told = await bench.prepare(owed("own", JAVASCRIPT, cell(node="17")))
        assert told is not None
        assert told.outcome == Unavailable("no 17", "install it")

    with bench:
        asyncio.run(both())
    assert said == [
        ("/opt/node-18/bin/node\n", {"node": "18.1.0"}),
        ("/opt/node-22/bin/node\n", {"node": "22.1.0"}),
    ]


def test_the_node_that_the_engine_brings_serves_the_cell_of_its_version(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = Node(program="/wheel/bin/node", npm=("npm",), version=NODE.version)
    monkeypatch.setattr(preparing, "node_of_version", lambda *_, **__: Missing(reason="none", hint=""))
    monkeypatch.setattr(preparing, "node_of", lambda _: brought)
    own = tool("own", FromEnvironment("jest", "9"), environment=True, invoke=shell("echo {node}"))
    version = NODE.version.partition(".")[0]
    ran = place.measured(place.bench(own, component=JAVASCRIPT), owed("own", JAVASCRIPT, cell(node=version)))
    assert (ran.outputs["stdout"].read_text(), ran.toolchains) == ("/wheel/bin/node\n", {"node": NODE.version})
    assert place.installed == [NODE]


# fixing


def test_fixes_follow_one_another_on_one_copy_and_only_files_that_changed_count(place: Place) -> None:
    first = tool("first", fix=shell("echo one > a.py; echo new > c.py; rm b.py"))
    second = tool("second", fix=shell("cat a.py a.py > t && cat t > a.py; rm t"))
    bench = place.bench(first, second, tool("none"), owed=(owed("first"), owed("none"), owed("second")))
    (place.folder / "scratch").mkdir()
    with bench:
        assert asyncio.run(bench.fix(place.folder / "scratch")) == {"a.py": b"one\none\n"}
    assert (place.source / "a.py").read_text() == "A = 1\n"


def test_without_a_fix_nothing_is_prepared_and_a_fixer_that_is_missing_is_told(place: Place) -> None:
    bench = place.bench(owed=(owed(),))
    with bench:
        assert asyncio.run(bench.fix(place.folder)) == {}
    assert place.installed == []
    place.status = Missing(reason="the registry is gone", hint="wait")
    bench = place.bench(tool(fix=shell("true")), owed=(owed(),))
    with bench, pytest.raises(Misuse, match="look cannot fix anything"):
        asyncio.run(bench.fix(place.folder))
