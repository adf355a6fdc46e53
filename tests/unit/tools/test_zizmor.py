import pytest

from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.tools.zizmor import TOOL
from tests.unit.tools.bench import Lint
from tests.unit.tools.test_actionlint import BOMB

pytest_plugins = ("tests.unit.tools.linters",)
pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

PLACE = ".github/workflows"
CLEAN = "on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n"
FAULTY = CLEAN.replace("run: make", 'run: echo "${{ github.head_ref }}"')
ACTION = "name: a\ndescription: d\ninputs: {x: {description: d}}\nruns:\n  using: composite\n  steps:\n"
RULE = "zizmor/template-injection"


def test_the_seeded_fault_is_found_and_the_clean_control_is_not(lint: Lint) -> None:
    assert lint(TOOL, {f"{PLACE}/ok.yml": CLEAN}) == Findings((), 1)
    action = ACTION + '    - run: echo "${{ inputs.x }}"\n      shell: bash\n'
    found = lint(TOOL, {f"{PLACE}/ok.yml": CLEAN, f"{PLACE}/bad.yml": FAULTY, "action.yml": action})
    assert found.examined == 3
    assert {(one.path, one.line, one.rule, one.severity) for one in found.findings} == {
        (f"{PLACE}/bad.yml", 7, RULE, Severity.HIGH),
        ("action.yml", 7, RULE, Severity.HIGH),
    }


@pytest.mark.parametrize("content", ["on:\tpush\n\tjobs: x\n", "- a\n", "", b"\xff\xfe\x00", "on: [push\n", "a: b\n"])
def test_what_is_no_workflow_is_told_and_hides_nothing(lint: Lint, content: str | bytes) -> None:
    with pytest.raises(UnreadableEvidence, match=r"zizmor ended abnormally: .*odd\.yml"):
        lint(TOOL, {f"{PLACE}/ok.yml": CLEAN, f"{PLACE}/odd.yml": content})


def test_aliases_of_aliases_are_survived(lint: Lint) -> None:
    assert lint(TOOL, {f"{PLACE}/bomb.yml": BOMB}).examined == 1


@pytest.mark.parametrize("place", [".github/zizmor.yml", "zizmor.yml"])
@pytest.mark.parametrize("setting", ["disable: true", "ignore: [bad.yml]"])
def test_the_projects_configuration_is_obeyed(lint: Lint, place: str, setting: str) -> None:
    files = {place: f"rules:\n  template-injection:\n    {setting}\n", f"{PLACE}/bad.yml": FAULTY}
    assert lint(TOOL, files) == Findings((), 1)


def test_a_comment_is_obeyed_and_a_configuration_that_does_not_parse_is_told(lint: Lint) -> None:
    comment = FAULTY.replace('}}"', '}}" # zizmor: ignore[template-injection]')
    assert lint(TOOL, {f"{PLACE}/bad.yml": comment}) == Findings((), 1)
    with pytest.raises(UnreadableEvidence, match="configuration error"):
        lint(TOOL, {"zizmor.yml": "rules: [\n"})
