"""A command line without network: every tool is a program of any system, and nothing is isolated."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec.structs import replace

from speccursor.cli.entry import main
from speccursor.qualify.execute import preparing, workbench
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.evidence import Evidence, Finding, Findings, Function, Functions, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Provision, Pypi, Tool
from speccursor.qualify.provision.installed import Installed, Origin, Status
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.workspaces.isolation import Isolation

WORD = "BAD"
STAGE_ONE = ("--stage", "1")
MANIFEST = '[project]\nname = "pkg"\nversion = "1"\n\n[tool.hatch.build.targets.wheel]\npackages = ["src/pkg"]\n'


def grep(component: Component, _options: Options) -> Invocation:
    """Look for the bad word; grep's exit code 1 is that there is none."""
    return Invocation(
        argv=("grep", "-rn", WORD, *sorted(component.files)), cwd="{root}", ok_exit_codes=frozenset({0, 1})
    )


def mend(component: Component, _options: Options) -> Invocation:
    """Replace the bad word."""
    return Invocation(argv=("sed", "-i", f"s/{WORD}/good/", *sorted(component.files)), cwd="{root}")


def found(outputs: Outputs) -> tuple[Evidence, ...]:
    lines = outputs.read("stdout").decode().splitlines()
    places = [line.split(":", 2) for line in lines]
    return (Findings(tuple(Finding(path, int(line), None, "W1", text) for path, line, text in places), examined=1),)


def one_function(outputs: Outputs) -> tuple[Evidence, ...]:
    outputs.names()
    return (Functions((Function("src/pkg/__init__.py", 1, 2, "f", 1, 2, 0),)),)


def word_tool(name: str, kind: Kind = Kind.FINDINGS) -> Tool:
    return Tool(
        id=name,
        title=f"{name}, a fake",
        languages=frozenset({Language.PYTHON}),
        kinds=(kind,),
        provision=Pypi("ruff", "0"),
        invoke=grep,
        read=found if kind is Kind.FINDINGS else one_function,
        reproduce=f"grep -rn {WORD} .",
        fix=mend if name == "ruff-check" else None,
    )


@dataclass
class Offline:
    """A candidate's folder and the command line in it."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    installed: list[Provision] = field(default_factory=list)

    def write(self, path: str, text: str) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command in this process; return its exit code and what it printed."""
        self.capsys.readouterr()
        code = main(arguments)
        out, err = self.capsys.readouterr()
        return code, out, err

    def change(self, name: str, **changes: object) -> None:
        """Replace parts of one tool."""
        changed = replace(TOOLS[name], **changes)
        self.monkeypatch.setitem(TOOLS.loaded, name, changed)

    def shield(self) -> None:
        """Say that commands are isolated, as only bubblewrap can make them."""
        self.monkeypatch.setattr(Isolation, "describe", lambda *_, **__: "isolated, a fake")


def offline(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Offline:
    """Make a candidate in a folder of its own and put the fakes in place."""
    project = folder / "project"
    made = Offline(project, monkeypatch, capsys)
    made.write("pyproject.toml", MANIFEST)
    made.write("src/pkg/__init__.py", "A = 1\nB = 2\n")
    (folder / "tool").mkdir()

    async def no_isolation() -> Isolation:
        return Isolation(bubblewrap=None, reason="a test")

    async def install(tools: Iterable[Provision], **_: object) -> dict[Provision, Status]:
        made.installed += tools
        place = str(folder / "tool")
        ready = Installed(path=place, version="0.1", digest=digest_of("tool"), source=Origin.PYPI)
        return dict.fromkeys(made.installed, ready)

    monkeypatch.setattr(preparing, "find_isolation", no_isolation)
    monkeypatch.setattr(preparing, "install", install)
    monkeypatch.setattr(workbench, "which", lambda _: None)
    monkeypatch.setenv("SPECCURSOR_CACHE", str(folder / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "states"))
    monkeypatch.chdir(project)
    tools = [word_tool(name) for name in ("ruff-check", "ruff-format", "mypy")]
    for tool in (*tools, word_tool("lizard", Kind.FUNCTIONS)):
        monkeypatch.setitem(TOOLS.loaded, tool.id, tool)
    return made
