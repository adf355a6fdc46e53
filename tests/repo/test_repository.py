"""The repository tests itself: what its documents name exists, and what its style forbids is absent."""

import re
from pathlib import Path

import pytest

from speccursor.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
# Named, not asked of git: in the copy that a qualification measures there is no repository.
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = [path for path in sorted((ROOT / "tests").rglob("*.py")) if "golden" not in path.parts]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("*/*.md"), *(ROOT / "docs").rglob("*.md")})


def test_there_is_something_to_look_at() -> None:
    assert len(SOURCES) > 100
    assert len(DOCUMENTS) > 5


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_and_link_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text()
    links = {link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link}
    assert [link for link in links if not (document.parent / link).exists()] == []
    named = re.findall(r"`((?:src|tests|docs|examples|bench|scripts)/[\w./-]+\w)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_make_target_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text()
    commands = set(re.findall(r"(?:^|`|\$ |bin/)speccursor ([a-z]+)", text, re.MULTILINE))
    assert commands <= COMMANDS.keys()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets


def test_no_source_uses_a_shell_or_hides_a_failure() -> None:
    forbidden = re.compile(r"shell\s*=\s*True|os\.system\(|\|\| *true|create_subprocess_shell")
    assert [path.name for path in SOURCES if forbidden.search(path.read_text())] == []


def test_every_suppression_gives_its_reason_on_the_line() -> None:
    bare = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+|type: ignore\[[\w, -]+\])\s*$", re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path in [*SOURCES, *TESTS]
        for text in [path.read_text()]
        for match in bare.finditer(text)
    ]
    assert found == []


def test_no_package_is_called_after_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}
    assert [path for path in SOURCES if nothing & {part.removesuffix(".py") for part in path.parts[-2:]}] == []
