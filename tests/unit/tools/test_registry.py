import re
import subprocess
import sys
from pathlib import Path

import pytest

from speccursor.qualify import tools
from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.tool import Options, Unprovided
from speccursor.qualify.stages import STAGES
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.tools.unprovided import AVA, JASMINE, TAP
from tests.unit.tools.bench import NONCE, Bench, Kept


def test_each_tool_stands_under_its_own_id() -> None:
    assert all(name == tool.id for name, tool in TOOLS.items())
    assert "nothing" not in TOOLS
    assert TOOLS.get("nothing") is None


def test_every_adapter_is_named() -> None:
    folder = Path(tools.__file__).parent
    written = {path.stem for path in folder.glob("*.py") if re.search(r"^TOOL = ", path.read_text(), re.MULTILINE)}
    assert written == {tool.invoke.__module__.rpartition(".")[2] for tool in TOOLS.values()} - {"unprovided"}


@pytest.mark.parametrize("language", Language)
def test_the_tools_of_a_language_are_those_that_say_so(language: Language) -> None:
    said = {name for name, tool in TOOLS.items() if language in tool.languages}
    assert set(TOOLS.of({language})) == said


def test_a_project_in_one_language_loads_no_adapter_of_another() -> None:
    asked = "from speccursor.qualify.tools import TOOLS; import sys; TOOLS.of({'python'}); print(*sys.modules)"
    ran = subprocess.run((sys.executable, "-c", asked), capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in ran.stdout.split() if name.startswith("speccursor.qualify.tools.")}
    assert {"pytest", "lizard"} <= loaded
    assert not loaded & {"eslint", "clippy", "go_test", "lean", "hadolint"}


def test_each_tool_that_a_stage_names_is_there_and_brings_what_the_stage_asks() -> None:
    named = {
        name: language
        for stage in STAGES.values()
        for ask in stage.asks
        for language, names in ask.tools.items()
        for name in names
        if language is not Language.JAVASCRIPT or name == "lizard"
    }
    assert set(named) <= set(TOOLS)
    assert all(language in TOOLS[name].languages for name, language in named.items())


@pytest.mark.parametrize("tool", [AVA, TAP, JASMINE], ids=lambda tool: tool.id)
def test_a_tool_that_is_not_provided_says_why_and_is_never_called(tool: object, bench: Bench) -> None:
    found = TOOLS[getattr(tool, "id", "")]
    assert isinstance(found.provision, Unprovided)
    assert found.provision.reason
    assert found.command(bench.component(), None) in found.provision.hint
    with pytest.raises(AssertionError, match="not provided"):
        found.invoke(bench.component(), Options())
    with pytest.raises(AssertionError, match="not provided"):
        found.read(Kept(str(bench.root), ".", NONCE, {}))
