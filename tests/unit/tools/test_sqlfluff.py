import pytest

from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.tools.sqlfluff import TOOL
from tests.unit.tools.bench import Lint

pytest_plugins = ("tests.unit.tools.linters",)
pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

ANSI = "[sqlfluff]\ndialect = ansi\n"
CLEAN = "SELECT a\nFROM t;\n"


def test_the_seeded_fault_is_found_and_the_clean_control_is_not(lint: Lint) -> None:
    assert lint(TOOL, {".sqlfluff": ANSI, "q/ok.sql": CLEAN}) == Findings((), 1)
    found = lint(TOOL, {"q/faulty.sql": "SELECT a\nfrom t;\n", "q/broken.sql": "SELEKT;\n", "q/empty.sql": ""})
    assert found.examined == 4
    assert [(one.path, one.line, one.rule, one.severity) for one in found.findings] == [
        ("q/broken.sql", 1, "PRS", Severity.HIGH),
        ("q/faulty.sql", 2, "CP01", Severity.MEDIUM),
    ]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("[sqlfluff]\nrules = LT01\n", "No dialect was specified"),
        ("[sqlfluff]\ndialect = klingon\n", "Unknown dialect"),
        (ANSI + "templater = dbt\n", "'dbt' which is not currently available"),
    ],
)
def test_a_configuration_that_sqlfluff_cannot_use_is_told(lint: Lint, settings: str, words: str) -> None:
    with pytest.raises(UnreadableEvidence, match=f"SQLFluff ended abnormally: .*{words}"):
        lint(TOOL, {".sqlfluff": settings, "a.sql": CLEAN})


def test_what_the_project_switches_off_is_obeyed_and_never_counts_as_examined(lint: Lint) -> None:
    files = {".sqlfluff": ANSI, "a.sql": CLEAN.replace("FROM", "from") + "-- noqa: disable=all\n", "b.sql": CLEAN}
    noqa = {"a.sql": "-- noqa: disable=all\nSELECT a\nfrom t;\n"}
    assert lint(TOOL, {**files, **noqa}) == Findings((), 2)
    assert lint(TOOL, {".sqlfluffignore": "a.sql\n"}) == Findings((), 1)
    assert lint(TOOL, {".sqlfluffignore": "*.sql\n"}) == Findings((), 0)
    assert lint(TOOL, {".sqlfluffignore": "", ".sqlfluff": ANSI + "exclude_rules = all\n"}) == Findings((), 0)


def test_a_file_above_the_limit_is_told(lint: Lint) -> None:
    with pytest.raises(UnreadableEvidence, match="skipped 1 files"):
        lint(TOOL, {".sqlfluff": ANSI, "a.sql": CLEAN, "b.sql": "SELECT 1;\n" * 2001})


def test_configurations_of_folders_above_hold_below(lint: Lint) -> None:
    found = lint(
        TOOL,
        {"db/.sqlfluff": ANSI + "[sqlfluff:rules:capitalisation.keywords]\ncapitalisation_policy = lower\n"}
        | {"db/q/a.sql": CLEAN},
    )
    assert {(one.path, one.rule) for one in found.findings} == {("db/q/a.sql", "CP01")}
