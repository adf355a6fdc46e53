import pytest

from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.tools.markdownlint import TOOL
from tests.unit.tools.bench import Lint
from tests.unit.tools.javascript_bench import needs_node

pytest_plugins = ("tests.unit.tools.linters",)
pytestmark = [pytest.mark.network, pytest.mark.enable_socket, needs_node]

CLEAN = "# Title\n\nText.\n"
FAULTY = "# Title\n\n### Deep\n"
RULES = {"docs/.markdownlint.json": "{}\n"}


def test_the_seeded_fault_is_found_and_the_clean_control_is_not(lint: Lint) -> None:
    assert lint(TOOL, {**RULES, "docs/ok.md": CLEAN}) == Findings((), 1)
    found = lint(TOOL, {"docs/faulty.md": FAULTY, "docs/sub/tabs.markdown": "# T\n\n\ttext\n"})
    assert found.examined == 3
    assert [(one.path, one.line, one.rule, one.severity) for one in found.findings] == [
        ("docs/faulty.md", 3, "MD001", Severity.MEDIUM),
        ("docs/sub/tabs.markdown", 3, "MD010", Severity.MEDIUM),
    ]


def test_what_the_project_switches_off_is_obeyed_and_never_counts_as_examined(lint: Lint) -> None:
    comment = "<!-- markdownlint-disable MD001 -->\n" + FAULTY
    assert lint(TOOL, {".markdownlint.yaml": "MD041: false\n", "a.md": comment, "b.md": CLEAN}) == Findings((), 2)
    ignoring = '{"ignores": ["b.md"], "noProgress": true, "noBanner": true}'
    assert lint(TOOL, {".markdownlint-cli2.jsonc": ignoring}) == Findings((), 1)
    assert lint(TOOL, {".markdownlint-cli2.jsonc": '{"ignores": ["**"]}'}) == Findings((), 0)


def test_a_configuration_without_a_rule_passes_nothing(lint: Lint) -> None:
    with pytest.raises(UnreadableEvidence, match="its rules are disabled"):
        lint(TOOL, {".markdownlint.json": '{"default": false}', "a.md": CLEAN})


def test_a_warning_is_told_and_fixing_is_never_done(lint: Lint) -> None:
    settings = '{"fix": true, "outputFormatters": [["no-such-formatter"]], "config": {"MD001": "warning"}}'
    found = lint(TOOL, {".markdownlint-cli2.jsonc": settings, "a.md": FAULTY + "text  \n \nmore\n"})
    assert {(one.rule, one.severity) for one in found.findings} >= {("MD001", Severity.LOW)}
    assert any(one.fixable for one in found.findings)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (".markdownlint.json", '{"default": ', "Unable to parse"),
        (".markdownlint-cli2.jsonc", '{"customRules": ["no-such-package"]}', "no-such-package"),
        (".markdownlint-cli2.mjs", "throw new Error('it is broken');", "it is broken|Unable to import"),
    ],
)
def test_a_configuration_that_does_not_load_is_told(lint: Lint, name: str, text: str, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=f"markdownlint ended abnormally: .*({words})"):
        lint(TOOL, {name: text, "a.md": CLEAN})


def test_names_with_magic_in_them_are_files(lint: Lint) -> None:
    names = ["-a.md", "[b].md", "{c,d}.md", "!e.md", "#f.md", "g*.md"]
    found = lint(TOOL, {".markdownlint.json": "{}\n", **dict.fromkeys(names, FAULTY)})
    assert {one.path for one in found.findings} == set(names)
    assert found.examined == len(names)
