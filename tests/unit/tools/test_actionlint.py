import pytest

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.tools.actionlint import TOOL
from tests.unit.tools.bench import Lint

pytest_plugins = ("tests.unit.tools.linters",)
pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

PLACE = ".github/workflows"
CLEAN = "on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04-arm\n    steps:\n      - run: make\n"
FAULTY = CLEAN.replace("run: make", "run: echo ${{ matrix.os }}")
BOMB = "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: make}]}}\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def test_the_seeded_fault_is_found_and_the_clean_control_is_not(lint: Lint) -> None:
    assert lint(TOOL, {f"{PLACE}/ok.yml": CLEAN}) == Findings((), 1)
    found = lint(TOOL, {f"{PLACE}/ok.yml": CLEAN, f"{PLACE}/bad.yaml": FAULTY, "action.yml": "name: none\n"})
    assert found.examined == 2
    assert [(one.path, one.line, one.rule) for one in found.findings] == [(f"{PLACE}/bad.yaml", 7, "expression")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("on:\tpush\n\tjobs: x\n", "could not parse as YAML"),
        ("- a\n", "sequence node"),
        ("", "workflow is empty"),
        (BOMB, "unexpected key"),
        (b"\xff\xfe\x00", "could not parse as YAML"),
        ("on: [push\n", "could not parse as YAML"),
    ],
)
def test_what_is_no_workflow_is_a_finding(lint: Lint, content: str | bytes, words: str) -> None:
    found = lint(TOOL, {f"{PLACE}/odd.yml": content})
    assert found.examined == 1
    assert any(words in one.message and one.severity is Severity.HIGH for one in found.findings)


def test_the_projects_configuration_and_its_own_actions_count(lint: Lint) -> None:
    workflow = CLEAN.replace("ubuntu-24.04-arm", "big-machine").replace("run: make", "uses: ./greet")
    files = {
        ".github/actionlint.yaml": "self-hosted-runner: {labels: [big-machine]}\n",
        f"{PLACE}/a.yml": workflow + "        with: {whom: you}\n",
        "greet/action.yml": "name: greet\ndescription: d\nruns: {using: composite, steps: []}\n",
    }
    found = lint(TOOL, files)
    assert [one.rule for one in found.findings] == ["action"]
    assert '"whom" is not defined' in found.findings[0].message


@pytest.mark.parametrize("pattern", [f"{PLACE}/**/*.yml", "**/*"])
def test_a_configuration_that_ignores_every_finding_passes_nothing(lint: Lint, pattern: str) -> None:
    settings = f'paths:\n  "{pattern}":\n    ignore: [".*"]\n'
    with pytest.raises(UnreadableEvidence, match="findings are all ignored"):
        lint(TOOL, {".github/actionlint.yaml": settings, f"{PLACE}/a.yml": CLEAN})


def test_a_configuration_that_ignores_one_finding_is_obeyed(lint: Lint) -> None:
    settings = "paths:\n  .github/workflows/bad.yml:\n    ignore: ['property .os.']\n"
    files = {".github/actionlint.yml": settings, f"{PLACE}/bad.yml": FAULTY, f"{PLACE}/worse.yml": FAULTY}
    assert [one.path for one in lint(TOOL, files).findings] == [f"{PLACE}/worse.yml"]


def test_a_configuration_that_does_not_parse_is_told(lint: Lint) -> None:
    with pytest.raises(UnreadableEvidence, match="actionlint ended abnormally: could not parse config file"):
        lint(TOOL, {".github/actionlint.yaml": "paths: [\n", f"{PLACE}/a.yml": CLEAN})


def test_a_workflow_by_the_name_of_ours_is_not_written_over(lint: Lint) -> None:
    with pytest.raises(UnreadableEvidence, match="FileExistsError"):
        lint(TOOL, {f"{PLACE}/speccursor-canary.yml": CLEAN})


def test_actions_alone_are_not_for_actionlint() -> None:
    files = {"action.yml": Role.SOURCE, ".github/actionlint.yaml": Role.SUPPORT}
    what = Component(language=Language.WORKFLOW, path=".", manifest="action.yml", files=files)
    assert TOOL.applies(what) == "workflow:. holds actions and no workflow"
