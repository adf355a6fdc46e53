import pytest

from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.tools.tombi import TOOL
from tests.unit.tools.bench import Lint

pytest_plugins = ("tests.unit.tools.linters",)
pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

CLEAN = "a = 1\n\n[b]\nc = 2\n"


@pytest.mark.parametrize("settings", [".config/tombi.toml", "tombi.toml", ".taplo.toml"])
def test_the_seeded_fault_is_found_and_the_clean_control_is_not(lint: Lint, settings: str) -> None:
    assert lint(TOOL, {settings: "", "ok.toml": CLEAN}) == Findings((), 2)
    files = {"faulty.toml": "a = 1\na = 2\n", "loose.toml": "[z]\n[a]\n[z.y]\n", "broken.toml": "a = \n"}
    found = lint(TOOL, files)
    assert found.examined == 5
    assert {(one.path, one.line, one.rule, one.severity) for one in found.findings} >= {
        ("broken.toml", 1, "expected-value", Severity.MEDIUM),
        ("faulty.toml", 2, "duplicate-key", Severity.MEDIUM),
        ("loose.toml", 1, "tables-out-of-order", Severity.LOW),
    }


@pytest.mark.parametrize("content", [b"\xff\x00", "a = 1\n".encode("utf-16")])
def test_what_is_not_utf_8_is_no_toml(lint: Lint, content: bytes) -> None:
    found = lint(TOOL, {"sub/tombi.toml": "", "sub/odd.toml": content})
    assert [(one.path, one.rule) for one in found.findings] == [("sub/odd.toml", "io-error")]


def test_what_the_project_switches_off_is_obeyed_and_never_counts_as_examined(lint: Lint) -> None:
    faulty = "a = 1\na = 2\n"
    assert lint(TOOL, {"tombi.toml": "", "a.toml": "#:tombi lint.disabled = true\n" + faulty}) == Findings((), 1)
    excluded = '[files]\nexclude = ["*.toml"]\n'
    assert lint(TOOL, {"tombi.toml": excluded, "a.toml": faulty}) == Findings((), 0)


def test_a_configuration_that_does_not_parse_is_not_done_without(lint: Lint) -> None:
    with pytest.raises(UnreadableEvidence, match="did without the project's configuration"):
        lint(TOOL, {"tombi.toml": "[x", "a.toml": CLEAN})
