import pytest

from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.tools.shellcheck import TOOL
from tests.unit.tools.bench import Lint

pytest_plugins = ("tests.unit.tools.linters",)
pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

CLEAN = '#!/bin/sh\nset -eu\nprintf "%s\\n" "$1"\n'
FAULTY = "#!/bin/sh\necho $1\n"


def test_the_seeded_fault_is_found_and_the_clean_control_is_not(lint: Lint) -> None:
    assert lint(TOOL, {"ok.sh": CLEAN}) == Findings((), 1)
    found = lint(TOOL, {"ok.sh": CLEAN, "bin/faulty.sh": FAULTY, "tests/data/bad.sh": FAULTY})
    assert found.examined == 2
    assert [(one.path, one.line, one.rule) for one in found.findings] == [("bin/faulty.sh", 2, "SC2086")]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (CLEAN.replace("\n", "\r\n"), "SC1017"),
        ('echo "$1"\n', "SC2148"),
        ("", "SC2148"),
        ("#!/bin/sh\nif true; then\n", "SC1073"),
        (b"\xef\xbb\xbf" + CLEAN.encode(), "SC1082"),
        (CLEAN.encode("utf-16"), "SC2148"),
    ],
)
def test_line_ends_of_windows_no_interpreter_and_other_encodings_are_findings(
    lint: Lint, content: str | bytes, rule: str
) -> None:
    found = lint(TOOL, {"odd.sh": content})
    assert (rule, Severity.HIGH) in {(one.rule, one.severity) for one in found.findings}


def test_a_script_of_five_megabytes_is_examined(lint: Lint) -> None:
    found = lint(TOOL, {"long.sh": "#!/bin/sh\n" + "# data\n" * 750_000 + "echo $1\n"})
    assert [(one.line, one.rule) for one in found.findings] == [(750_002, "SC2086")]


def test_a_script_that_sources_another_is_followed_into_it(lint: Lint) -> None:
    files = {"a.sh": '#!/bin/sh\n. ./lib.sh\necho "$known"\n', "lib.sh": "#!/bin/sh\nknown=1\nexport known\n"}
    assert lint(TOOL, files) == Findings((), 2)


def test_comments_and_the_projects_configuration_are_obeyed(lint: Lint) -> None:
    files = {
        ".shellcheckrc": "disable=SC2086\n",
        "a.sh": FAULTY,
        "b.sh": "#!/bin/sh\n# shellcheck disable=SC2164\ncd /srv\n",
        "c.sh": "#!/bin/sh\ncd /srv\n",
    }
    found = lint(TOOL, files)
    assert [(one.path, one.rule) for one in found.findings] == [("c.sh", "SC2164")]
    assert found.examined == 3


@pytest.mark.parametrize("settings", ["disable=all\n", "disable=SC1000-SC9999\n"])
def test_a_configuration_that_disables_every_check_passes_nothing(lint: Lint, settings: str) -> None:
    with pytest.raises(UnreadableEvidence, match="its checks are disabled"):
        lint(TOOL, {".shellcheckrc": settings, "a.sh": CLEAN})


def test_configurations_of_folders_hold_for_these_folders(lint: Lint) -> None:
    files = {".shellcheckrc": "", "a/.shellcheckrc": "disable=SC2086\n", "a/x.sh": FAULTY, "b/x.sh": FAULTY}
    assert [one.path for one in lint(TOOL, files).findings] == ["b/x.sh"]


def test_names_that_look_like_options_or_placeholders_are_files(lint: Lint) -> None:
    names = ["-a b.sh", "{root}.sh", "x&<'\">\u00e9.sh"]
    found = lint(TOOL, dict.fromkeys(names, FAULTY))
    assert {one.path for one in found.findings} == set(names)
    assert found.examined == 3
