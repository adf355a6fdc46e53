"""SQL, YAML, TOML and Markdown are components only where a linter's configuration stands."""

from pathlib import Path

import pytest

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.survey.asked_for import LINTERS
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.survey.components import absent
from tests.unit.survey.trees import only, roles, write

FILES = {
    "q/a.sql": "SELECT 1;\n",
    "tests/data/b.sql": "",
    "c.yml": "a: 1\n",
    "docs/d.yaml": "",
    "e.toml": "",
    "vendor/x/f.toml": "",
    "README.md": "# A\n",
    "node_modules/.bin/x": "",
    "third_party/LICENSE.md": "",
}
ASKED = [Language.SQL, Language.YAML, Language.TOML, Language.MARKDOWN]
BY = [
    (Language.SQL, {".sqlfluff": "[sqlfluff]\n"}),
    (Language.SQL, {"pyproject.toml": "[tool.sqlfluff.core]\ndialect = 'ansi'\n"}),
    (Language.SQL, {"setup.cfg": "[sqlfluff]\ndialect = ansi\n"}),
    (Language.SQL, {"tox.ini": "[sqlfluff:rules]\nx = 1\n"}),
    (Language.YAML, {".yamllint": "extends: default\n"}),
    (Language.YAML, {".yamllint.yml": "extends: default\n"}),
    (Language.TOML, {"tombi.toml": ""}),
    (Language.TOML, {".config/tombi.toml": ""}),
    (Language.TOML, {".taplo.toml": ""}),
    (Language.TOML, {"pyproject.toml": "[tool.tombi]\ntoml-version = 'v1.0.0'\n"}),
    (Language.MARKDOWN, {".markdownlint.json": "{}\n"}),
    (Language.MARKDOWN, {".markdownlint-cli2.jsonc": "{}\n"}),
    (Language.MARKDOWN, {".markdownlint-cli2.mjs": "export default {};\n"}),
]


@pytest.mark.parametrize(("language", "configuration"), BY, ids=[f"{one} {next(iter(by))}" for one, by in BY])
def test_a_linters_configuration_asks_for_its_language_alone(
    language: Language, configuration: dict[str, str], tmp_path: Path
) -> None:
    candidate = survey(write(tmp_path, {**FILES, **configuration}))
    found = only(candidate, f"{language}:.")
    assert [one.id for one in candidate.components if one.language in ASKED] == [found.id]
    assert found.manifest in configuration
    judged = {path for path, role in roles(found).items() if role != "data"}
    assert (
        judged & FILES.keys()
        == {
            Language.SQL: {"q/a.sql"},
            Language.YAML: {"c.yml", "docs/d.yaml"},
            Language.TOML: {"e.toml"},
            Language.MARKDOWN: {"README.md"},
        }[language]
    )
    assert found.manifest in judged


@pytest.mark.parametrize("language", ASKED)
def test_files_that_nothing_asks_for_are_no_component_and_the_proof_says_what_would(
    language: Language, tmp_path: Path
) -> None:
    others = {"pyproject.toml": "[tool.other]\n", "setup.cfg": "[metadata]\n", "examples/.yamllint": "", "tox.ini": "["}
    candidate = survey(write(tmp_path, {**FILES, **others, "tests/.sqlfluff": ""}))
    assert candidate.components == ()
    proof = absent(candidate)[language]
    assert f"no configuration of {LINTERS[language].title} asks for them to be linted" in proof
    assert proof.endswith(f"that would be {LINTERS[language].signs}")
    assert "files are" in proof


def test_without_a_file_the_proof_says_so(tmp_path: Path) -> None:
    proofs = absent(survey(write(tmp_path, {"a.txt": ""})))
    assert proofs[Language.SQL] == "none of 1 files is SQL: no .sql"
    assert proofs[Language.YAML] == "none of 1 files is YAML: no .yaml, no .yml"


def test_each_folder_that_asks_is_a_component_with_what_no_deeper_one_takes(tmp_path: Path) -> None:
    tree = {
        ".sqlfluff": "",
        "a.sql": "",
        "db/a/b.sql": "",
        "db/.sqlfluff": "",
        "empty/.sqlfluff": "",
        "tests/.sqlfluff": "",
    }
    candidate = survey(write(tmp_path, tree))
    assert [one.id for one in candidate.components] == ["sql:.", "sql:db"]
    assert roles(only(candidate, "sql:.")) == {".sqlfluff": "support", "a.sql": "source"}
    assert only(candidate, "sql:db").manifest == "db/.sqlfluff"


def test_a_folder_of_documents_may_ask_for_its_own(tmp_path: Path) -> None:
    tree = {"docs/.markdownlint.json": "{}", "docs/a.md": "", "README.md": "", "docs/examples/.markdownlint.json": "{}"}
    candidate = survey(write(tmp_path, tree))
    assert roles(only(candidate, "markdown:docs")) == {"docs/.markdownlint.json": "support", "docs/a.md": "source"}
    assert len(candidate.components) == 1


def test_a_configuration_without_a_file_to_judge_is_no_component(tmp_path: Path) -> None:
    assert survey(write(tmp_path, {".sqlfluff": "", "tests/data/a.sql": "", "docs/x.txt": ""})).components == ()
