"""Lines that switch findings off are obeyed by the linters, and told here."""

from pathlib import Path

import pytest

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.components import FINDERS
from speccursor.qualify.survey.switched_off import _COMMENTS
from tests.unit.survey.trees import only, write

CASES = {
    "dockerfile": (
        {".hadolint.yaml": "trustedRegistries: [x]\nignored:\n  - DL3006\n"},
        {"svc/Dockerfile": "FROM a\n# hadolint ignore=DL3008\nRUN b\n"},
        "2 lines: .hadolint.yaml:2, svc/Dockerfile:2",
    ),
    "workflow": (
        {".github/zizmor.yml": "rules:\n  x:\n    disable: true\n", ".github/actionlint.yaml": "paths: {}\n"},
        {".github/workflows/a.yml": "on: push # zizmor: ignore[x]\n"},
        "2 lines: .github/zizmor.yml:3, .github/workflows/a.yml:1",
    ),
    "shell": (
        {".shellcheckrc": "disable=SC2086\n"},
        {"a.sh": "# shellcheck disable=SC1 # why\n# shellcheck shell=sh\n# shellcheck source=/dev/null disable=all\n"},
        "3 lines: .shellcheckrc:1, a.sh:1, a.sh:3",
    ),
    "sql": ({".sqlfluff": ""}, {"a.sql": "SELECT 1 -- noqa\n"}, "1 lines: a.sql:1"),
    "yaml": ({".yamllint": ""}, {"a.yml": "# yamllint disable rule:colons\na :  1\n"}, "1 lines: a.yml:1"),
    "toml": (
        {"tombi.toml": ""},
        {"a.toml": "#:tombi lint.disabled = true\n# tombi: lint.rules.x.disabled = true\n# tombi: a = 1\n"},
        "2 lines: a.toml:1, a.toml:2",
    ),
    "markdown": (
        {".markdownlint.json": "{}"},
        {"a.md": "<!-- markdownlint-disable MD001 -->\n<!-- markdownlint-enable -->\n" * 7},
        "7 lines: a.md:1, a.md:3, a.md:5, a.md:7, a.md:9 and 2 more",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_switches_findings_off_is_told_by_its_lines(name: str, tmp_path: Path) -> None:
    configuration, files, said = CASES[name]
    candidate = survey(write(tmp_path, {**configuration, **files}))
    found = next(one for one in candidate.components if one.language == name)
    assert found.facts["switched_off"] == said
    assert f"{found.id}: findings are switched off by {said}" in candidate.unjudged


@pytest.mark.parametrize(
    ("files", "configuration", "said"),
    [
        ({".shellcheckrc": ""}, ".shellcheckrc", None),
        ({"shellcheckrc": "disable=SC1\n"}, "shellcheckrc", "1 lines: shellcheckrc:1"),
        ({".shellcheckrc": "", "lib/.shellcheckrc": "disable=SC1\n"}, None, "1 lines: lib/.shellcheckrc:1"),
        ({".shellcheckrc": "", "other/.shellcheckrc": "disable=SC1\n"}, ".shellcheckrc", None),
        ({"lib/.shellcheckrc": ""}, None, None),
    ],
)
def test_only_a_configuration_of_shellcheck_that_holds_for_every_script_is_named(
    files: dict[str, str], configuration: str | None, said: str | None, tmp_path: Path
) -> None:
    found = only(survey(write(tmp_path, {"a.sh": "", "lib/b.sh": "", **files})), "shell:.")
    assert (found.facts.get("configuration"), found.facts.get("switched_off")) == (configuration, said)


def test_the_nearest_configuration_of_hadolint_is_the_one(tmp_path: Path) -> None:
    files = {".hadolint.yml": "", "a/.hadolint.yaml": "", "a/b/Dockerfile": "FROM x\n", "c/Dockerfile": "FROM x\n"}
    candidate = survey(write(tmp_path, files))
    assert only(candidate, "dockerfile:a/b").facts == {"configuration": "a/.hadolint.yaml"}
    assert only(candidate, "dockerfile:c").facts == {"configuration": ".hadolint.yml"}


def test_every_language_that_only_linters_judge_has_its_comments() -> None:
    measured = {Language.PYTHON, Language.JAVASCRIPT, Language.RUST, Language.GO, Language.LEAN}
    assert set(_COMMENTS) == set(FINDERS) - measured
