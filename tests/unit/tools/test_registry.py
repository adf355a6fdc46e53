import pytest

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.tool import Options, Unprovided
from speccursor.qualify.stages import STAGES
from speccursor.qualify.tools import TOOLS
from speccursor.qualify.tools.unprovided import UNPROVIDED
from tests.unit.tools.bench import NONCE, Bench, Kept


def test_each_tool_stands_under_its_own_id() -> None:
    assert all(name == tool.id for name, tool in TOOLS.items())


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


@pytest.mark.parametrize("tool", UNPROVIDED, ids=lambda tool: tool.id)
def test_a_tool_that_is_not_provided_says_why_and_is_never_called(tool: object, bench: Bench) -> None:
    found = TOOLS[getattr(tool, "id", "")]
    assert isinstance(found.provision, Unprovided)
    assert found.provision.reason
    assert found.reproduce in found.provision.hint
    with pytest.raises(AssertionError, match="not provided"):
        found.invoke(bench.component(), Options())
    with pytest.raises(AssertionError, match="not provided"):
        found.read(Kept(str(bench.root), ".", NONCE, {}))
