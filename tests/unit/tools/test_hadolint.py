import pytest

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools.hadolint import TOOL
from tests.unit.tools.bench import Lint

pytest_plugins = ("tests.unit.tools.linters",)
pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

CLEAN = "FROM debian:12\nCOPY made /srv/made\nUSER 1000\n"


def test_the_seeded_fault_is_found_and_the_clean_control_is_not(lint: Lint) -> None:
    assert lint(TOOL, {"svc/Dockerfile": CLEAN}) == Findings((), 1)
    found = lint(TOOL, {"svc/Dockerfile": "FROM debian\nRUN cd /srv && echo $HOME\n", "svc/b.Dockerfile": CLEAN})
    assert found.examined == 2
    assert {(one.path, one.line, one.rule) for one in found.findings} >= {
        ("svc/Dockerfile", 1, "DL3006"),
        ("svc/Dockerfile", 2, "DL3003"),
        ("svc/Dockerfile", 2, "SC2086"),
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "ARG x=1\n"])
def test_a_dockerfile_without_a_build_stage_is_not_examined(lint: Lint, text: str) -> None:
    with pytest.raises(UnreadableEvidence, match=r"no build stage in empty\.Dockerfile"):
        lint(TOOL, {"Dockerfile": CLEAN, "empty.Dockerfile": text})


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\xfe" * 100, "FROM debian:12\n".encode("utf-16-be"), b"FROM debian:12\nRUNN \x03\x1b\n", b"FROM\n"],
)
def test_what_is_no_dockerfile_passes_nothing_and_hides_nothing(lint: Lint, content: bytes) -> None:
    with pytest.raises(UnreadableEvidence, match="could not parse Dockerfile:"):
        lint(TOOL, {"Dockerfile": content})
    found = lint(TOOL, {"b.Dockerfile": "FROM debian\nUSER 1000\n"})
    assert {(one.path, one.rule) for one in found.findings} == {("Dockerfile", "DL1000"), ("b.Dockerfile", "DL3006")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_hides_nothing(lint: Lint, encoding: str) -> None:
    found = lint(TOOL, {"Dockerfile": "FROM debian\nUSER 1000\n".encode(encoding)})
    assert [one.rule for one in found.findings] == ["DL3006"]


@pytest.mark.parametrize("after", ["", "\nUSER 1000\n"])
def test_a_heredoc_is_looked_into(lint: Lint, after: str) -> None:
    found = lint(TOOL, {"Dockerfile": f"FROM debian:12\nRUN <<EOF\ncd /srv\nEOF\n{after}"})
    assert {one.rule for one in found.findings} == {"DL3003", "SC2164"}


def test_a_heredoc_that_hadolint_does_not_parse_fails_nothing_and_passes_nothing(lint: Lint) -> None:
    with pytest.raises(UnreadableEvidence, match="an empty line behind it helps"):
        lint(TOOL, {"Dockerfile": "FROM debian:12\nRUN <<EOF\nmake\nEOF\nUSER 1000\n"})


def test_the_projects_configuration_and_comments_are_obeyed_and_its_threshold_decides_nothing(lint: Lint) -> None:
    files = {
        ".hadolint.yaml": "ignored: [DL3003]\nfailure-threshold: error\nno-fail: true\noverride: {style: [DL3059]}\n",
        "svc/Dockerfile": "# hadolint ignore=DL3006\nFROM debian\nRUN cd /srv || exit\nRUN a\nRUN b\nUSER nobody\n",
    }
    found = lint(TOOL, files)
    assert {(one.rule, one.severity) for one in found.findings} == {
        ("DL3059", Severity.LOW),
        ("DL3066", Severity.MEDIUM),
    }


def test_a_configuration_that_does_not_parse_is_not_done_without(lint: Lint) -> None:
    with pytest.raises(UnreadableEvidence, match=r"did without the project's configuration: .*Error parsing"):
        lint(TOOL, {".hadolint.yaml": "ignored: [\n", "Dockerfile": CLEAN})


def test_a_configuration_that_hides_hadolints_mark_leaves_nothing_to_show(lint: Lint) -> None:
    with pytest.raises(UnreadableEvidence, match="DL3049, which would tell, is switched off"):
        lint(TOOL, {".hadolint.yaml": "ignored: [DL3049]\n", "Dockerfile": CLEAN})


def test_only_a_configuration_that_is_there_is_named() -> None:
    def words(**facts: str) -> tuple[str, ...]:
        files = {"svc/Dockerfile": Role.SOURCE}
        what = Component(language=Language.DOCKERFILE, path="svc", manifest="svc/Dockerfile", files=files, facts=facts)
        return TOOL.invoke(what, Options()).argv

    assert "--config" not in words()
    assert "{root}/svc/.hadolint.yml" in words(configuration="svc/.hadolint.yml")
