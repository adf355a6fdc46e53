import pytest

from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.tools.yamllint import TOOL
from tests.unit.tools.bench import Lint
from tests.unit.tools.test_actionlint import BOMB

pytest_plugins = ("tests.unit.tools.linters",)
pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

DEFAULT = "extends: default\n"
CLEAN = "---\na: 1\n"


def test_the_seeded_fault_is_found_and_the_clean_control_is_not(lint: Lint) -> None:
    assert lint(TOOL, {"conf/.yamllint": DEFAULT, "conf/ok.yml": CLEAN}) == Findings((), 1)
    found = lint(TOOL, {"conf/faulty.yaml": "a:  1\na: 2\n", "conf/broken.yml": "---\na: [\n"})
    assert found.examined == 3
    assert [(one.path, one.line, one.rule, one.severity) for one in found.findings] == [
        ("conf/broken.yml", 3, "syntax", Severity.HIGH),
        ("conf/faulty.yaml", 1, "document-start", Severity.LOW),
        ("conf/faulty.yaml", 1, "colons", Severity.MEDIUM),
        ("conf/faulty.yaml", 2, "key-duplicates", Severity.MEDIUM),
    ]


def test_what_is_hardly_yaml_is_examined_all_the_same(lint: Lint) -> None:
    files: dict[str, str | bytes] = {
        "bomb.yml": BOMB,
        "wide.yml": CLEAN.encode("utf-16"),
        "null.yml": b"\x00a: 1\n",
        "tab.yml": "a:\tb\n\tc\n",
    }
    found = lint(TOOL, {".yamllint": DEFAULT, **files})
    assert found.examined == 4
    assert {one.path for one in found.findings if one.severity is not Severity.LOW} == {
        "bomb.yml",
        "null.yml",
        "tab.yml",
    }


def test_what_the_project_switches_off_is_obeyed_and_never_counts_as_examined(lint: Lint) -> None:
    files = {"a.yml": "# yamllint disable\na:  1\n", "b.yml": "a:  1\n"}
    found = lint(TOOL, {".yamllint": DEFAULT, **files})
    assert {one.path for one in found.findings} == {"b.yml"}
    assert lint(TOOL, {".yamllint": DEFAULT + "ignore: [b.yml]\n"}) == Findings((), 1)
    assert lint(TOOL, {".yamllint": DEFAULT + "ignore: ['*.yml']\n"}) == Findings((), 0)
    assert lint(TOOL, {".yamllint": "rules: {}\n"}) == Findings((), 0)


@pytest.mark.parametrize("settings", ["extends: [\n", "rules: {no-such-rule: enable}\n"])
def test_a_configuration_that_yamllint_refuses_is_told(lint: Lint, settings: str) -> None:
    with pytest.raises(UnreadableEvidence, match="yamllint ended abnormally: invalid config"):
        lint(TOOL, {".yamllint": settings, "a.yml": CLEAN})
