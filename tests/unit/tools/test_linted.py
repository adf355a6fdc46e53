"""What the adapters of linters share, and the small programs that start them."""

import json
import locale
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools import TOOLS, asset
from speccursor.qualify.tools.linted import LIST, heard, judged, last_words, listing
from tests.unit.tools.bench import NONCE, Kept

ASSETS = Path(asset.__file__).parent / "assets" / "python"
LINTERS = ("hadolint", "actionlint", "zizmor", "shellcheck", "sqlfluff", "yamllint", "tombi", "markdownlint")


@pytest.fixture
def assets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(ASSETS))
    yield
    for name in [one for one in sys.modules if one.startswith("speccursor_")]:
        del sys.modules[name]


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """Note what a process was to become, and stay."""
    seen: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(os, "execv", lambda program, words: seen.append((program, words)))
    return seen


def kept(folder: Path, **texts: str) -> Kept:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Kept("/candidate", ".", NONCE, {name: folder / name for name in texts})


FILES = {"a.sql": Role.SOURCE, "t/b.sql": Role.TEST, "s/c.txt": Role.SUPPORT, "d.sql": Role.DATA}
WHAT = Component(language=Language.SQL, path=".", manifest=None, files=FILES)


def test_every_judged_file_with_an_ending_is_given_and_data_is_not() -> None:
    assert judged(WHAT) == ("a.sql", "s/c.txt", "t/b.sql")
    assert judged(WHAT, ".sql") == ("a.sql", "t/b.sql")
    assert judged(WHAT, ".md", ".txt") == ("s/c.txt",)


def test_a_leading_dash_alone_changes_a_name() -> None:
    assert json.loads(listing("-a.sh", "b -c.sh", ".ci/run")[LIST]) == ["./-a.sh", "b -c.sh", ".ci/run"]


@pytest.mark.parametrize("name", LINTERS)
def test_no_name_of_a_file_is_taken_for_a_placeholder(name: str) -> None:
    tool = TOOLS[name]
    hostile = ".github/workflows/{root}{node}.yml"
    for path in (hostile, "{root}.sql", "{tool}.md", "{in}.toml", "{python}.yml"):
        what = Component(
            language=next(iter(tool.languages)),
            path=".",
            manifest=path,
            files={path: Role.SOURCE, hostile: Role.SOURCE},
        )
        assert not any(path in word for word in tool.invoke(what, Options()).argv)


@pytest.mark.parametrize("name", LINTERS)
def test_silence_is_told_in_the_linters_own_words(name: str, tmp_path: Path) -> None:
    said = " INFO starting\nfatal: \x1b[1mno audit\x1b[0m was performed\n    at File.read (x.js:1)\n"
    with pytest.raises(UnreadableEvidence, match=r"ended abnormally: fatal: no audit was performed$"):
        TOOLS[name].read(kept(tmp_path, stdout=" \n", stderr=said))


def test_sqlfluffs_errors_on_standard_output_are_no_report(tmp_path: Path) -> None:
    said = "Please install it.\nError loading config: no such templater\n"
    with pytest.raises(UnreadableEvidence, match="SQLFluff ended abnormally: Error loading config: no such templater"):
        TOOLS["sqlfluff"].read(kept(tmp_path, stdout=said, stderr=""))


@pytest.mark.parametrize(
    ("said", "heard_as"),
    [
        ("", "it said nothing"),
        ("one\ntwo\nthree\nfour\nfive\n", "two / three / four / five"),
        ("begin\nKeyError: 'x'\n", "KeyError: 'x'"),
        ('Traceback (most recent call last):\n  File "a", line 1\nUser Error: no\n', "User Error: no"),
        ("x" * 900, "x" * 500),
    ],
)
def test_the_telling_line_comes_first_and_no_trace(said: str, heard_as: str, tmp_path: Path) -> None:
    assert last_words(kept(tmp_path, stdout="", stderr=said)) == heard_as


def test_an_output_that_is_not_there_is_silence_as_well(tmp_path: Path) -> None:
    with pytest.raises(UnreadableEvidence, match="tombi ended abnormally: it said nothing"):
        heard(kept(tmp_path, stdout="x", stderr=""), "tombi", name="tombi")
    assert heard(kept(tmp_path, stdout="x", stderr="error"), "tombi") == b"x"


@pytest.mark.usefixtures("assets")
def test_the_launcher_becomes_the_program_with_the_files_behind_its_words(
    became: list[tuple[str, list[str]]], tmp_path: Path
) -> None:
    (tmp_path / "files.json").write_text('["a b.sh", "é\\n.sh"]', encoding="utf-8")
    launcher: Any = import_module("speccursor_listed")
    launcher.main(str(tmp_path / "files.json"), ["/tool/bin/x", "--y"])
    assert became == [("/tool/bin/x", ["/tool/bin/x", "--y", "a b.sh", "é\n.sh"])]


@pytest.mark.usefixtures("assets")
def test_actionlint_is_started_in_a_project_with_a_workflow_of_ours(
    became: list[tuple[str, list[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    driver: Any = import_module("speccursor_actionlint")
    driver.main(["/tool/bin/actionlint", "-verbose", "a.yml"])
    canary = ".github/workflows/speccursor-canary.yml"
    assert became == [("/tool/bin/actionlint", ["/tool/bin/actionlint", "-verbose", "a.yml", canary])]
    assert (tmp_path / ".git").is_dir()
    assert "matrix.speccursor" in (tmp_path / canary).read_text()
    with pytest.raises(FileExistsError):
        driver.main(["/tool/bin/actionlint"])


class Rules:
    """yamllint's configuration, as far as the driver asks it."""

    locale: str | None = None

    def __init__(self, file: str) -> None:
        if file == "broken":
            raise ValueError("invalid config: no")
        self.locale = "C" if file == "with-locale" else None

    def is_file_ignored(self, path: str) -> bool:
        return path.startswith("ignored")

    def enabled_rules(self, path: str) -> list[str]:
        return [] if path.startswith("free") else ["colons", "commas"]


@pytest.fixture
def yamllint(assets: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:  # noqa: ARG001  (asked for)
    """Return the driver beside a stand-in of yamllint, which finds one problem for each colon."""
    package, config = ModuleType("yamllint"), ModuleType("yamllint.config")
    problem = SimpleNamespace(line=1, column=2, level="error", rule="colons", desc="a colon")

    def run(file: Any, rules: Rules, path: str) -> list[SimpleNamespace]:
        assert isinstance(rules, Rules)
        assert path
        return [problem] * file.read().decode().count(":")

    package.__dict__.update(APP_VERSION="9", linter=SimpleNamespace(run=run))
    config.__dict__.update(YamlLintConfig=Rules, YamlLintConfigError=ValueError)
    monkeypatch.setitem(sys.modules, "yamllint", package)
    monkeypatch.setitem(sys.modules, "yamllint.config", config)
    monkeypatch.chdir(tmp_path)
    return import_module("speccursor_yamllint")


def asked(folder: Path, configuration: str, *files: str) -> str:
    place = folder / "settings.json"
    place.write_text(json.dumps({"configuration": configuration, "files": files}))
    return str(place)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which locales are asked for, and keep this process's own."""
    names: list[str] = []
    monkeypatch.setattr(locale, "setlocale", lambda _, name: names.append(name))
    return names


@pytest.mark.parametrize("configuration", ["plain", "with-locale"])
def test_yamllints_driver_tells_of_every_file(
    yamllint: Any, configuration: str, chosen: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yml").write_text("a: b: c\n")
    (tmp_path / "ignored.yml").write_text("a\n")
    (tmp_path / "free.yml").write_text("")
    (tmp_path / "binary.yml").write_bytes(b"\xff")
    names = ("a.yml", "ignored.yml", "free.yml", "binary.yml", "missing.yml")
    assert yamllint.main(asked(tmp_path, configuration, *names)) == 0
    assert chosen == (["C"] if configuration == "with-locale" else [])
    report = json.loads(capsys.readouterr().out)
    assert report["version"] == "9"
    assert [(one["path"], one["ignored"], one["rules"], len(one["problems"])) for one in report["files"]] == [
        ("a.yml", False, 2, 2),
        ("ignored.yml", True, 2, 0),
        ("free.yml", False, 0, 0),
        ("binary.yml", False, 0, 0),
        ("missing.yml", False, 0, 0),
    ]
    assert [one["failed"].partition(":")[0] for one in report["files"]] == [
        *("", "", ""),
        "UnicodeDecodeError",
        "FileNotFoundError",
    ]


def test_a_configuration_that_yamllint_refuses_ends_its_driver(
    yamllint: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert yamllint.main(asked(tmp_path, "broken")) == 1
    assert capsys.readouterr() == ("", "invalid config: no\n")


@settings(max_examples=1000)
@given(st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_any_name_comes_through_the_list_as_it_is(names: list[str]) -> None:
    told = json.loads(listing(*names)[LIST])
    assert [name.removeprefix("./") if name.startswith("./-") else name for name in told] == names
