"""What a Go environment is made from, and how code from before modules finds its name."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Candidate, Component, Language
from speccursor.qualify.model.digests import Digest
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.workspaces.gopath import UNKNOWN, import_path_of
from speccursor.qualify.workspaces.identity import digest_of_go
from tests.unit.workspaces.making import candidate_of, write


def named(root: Path, files: dict[str, str], path: str = ".") -> str:
    write(root, files)
    (component,) = candidate_of(root, language=Language.GO, path=path).components
    return import_path_of(root, component)


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"a.go": 'package a // import "example.org/x/a"\n'}, "example.org/x/a"),
        ({"sub/b.go": 'package b /* import "example.org/a/sub" */\n', "a.go": "package a\n"}, "example.org/a"),
        ({"a.go": "package a\n", "a_test.go": 'package a_test\n\nimport "example.org/a"\n'}, "example.org/a"),
        (
            {"a.go": "package a\n", "a_test.go": 'package a_test\n\nimport (\n\t"fmt"\n\n\t. "example.org/go-a"\n)\n'},
            "example.org/go-a",
        ),
        (
            {"a.go": 'package a\n\nimport (\n\t"example.org/a/in"\n)\n', "in/b.go": "package in\n"},
            "example.org/a",
        ),
        (
            {
                "a/b.go": 'package b // import "example.org/elsewhere"\n',
                "z.go": 'package a // import "example.org/a"\n',
            },
            "example.org/a",
        ),
        ({"sub/b_test.go": 'package b_test\n\nimport "example.org/b"\n', "sub/b.go": "package b\n"}, UNKNOWN),
        ({"a.go": 'package a\n\nimport "example.org/other"\n', "in/b.go": "package in\n"}, UNKNOWN),
        ({"a.go": 'package a\n\nimport "in"\n', "in/b.go": "package in\n"}, UNKNOWN),
        ({"a.go": "nothing"}, UNKNOWN),
    ],
)
def test_code_without_a_manifest_is_named_by_its_comments_and_imports(
    files: dict[str, str], path: str, tmp_path: Path
) -> None:
    assert named(tmp_path, files) == path


def test_a_component_in_a_folder_is_named_for_that_folder(tmp_path: Path) -> None:
    files = {"go/a.go": "package a\n", "go/a_test.go": 'package a_test\n\nimport "example.org/a"\n'}
    assert named(tmp_path, files, path="go") == "example.org/a"


@settings(max_examples=1000)
@given(st.text(max_size=200))
def test_any_text_gives_a_path_or_the_one_that_is_nobodys(text: str) -> None:
    import tempfile  # noqa: PLC0415  (a folder for each example)

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.go").write_text(text)
        component = Component(
            language=Language.GO,
            path=".",
            manifest=None,
            files=dict(candidate_of(Path(folder), language=Language.GO).components[0].files),
        )
        assert import_path_of(Path(folder), component)


def digest(candidate: Candidate, component: Component | None = None, **changed: str) -> Digest:
    told = {"seen": "/candidate", "toolchain": "go 1", "compiler": "gcc 1", **changed}
    return digest_of_go(component or candidate.components[0], candidate=candidate, recipe=Recipe(), **told)


def test_an_environment_is_another_one_when_its_manifests_its_toolchain_or_its_compiler_are(tmp_path: Path) -> None:
    files = {"go.mod": "module a\n", "a.go": "package a\n", "vendor/modules.txt": "# v\n", "docs/modules.txt": "a\n"}
    write(tmp_path, files)
    before = candidate_of(tmp_path, language=Language.GO)
    known = digest(before)
    assert digest(before, compiler="") != known
    assert digest(before, toolchain="go 2") != known
    assert digest(before, seen="/elsewhere") != known
    for name, same in (("a.go", True), ("docs/modules.txt", True), ("go.mod", False), ("vendor/modules.txt", False)):
        write(tmp_path, {**files, name: "other\n"})
        assert (digest(candidate_of(tmp_path, language=Language.GO)) == known) is same
        write(tmp_path, files)


def test_without_a_manifest_every_source_of_it_stands_for_one(tmp_path: Path) -> None:
    write(tmp_path, {"a.go": "package a\n", "readme.md": "a\n"})

    def now() -> Digest:
        candidate = candidate_of(tmp_path, language=Language.GO)
        own = replace(candidate.components[0], facts={"gopath": "yes"})
        sources = {path: role for path, role in own.files.items() if path.endswith(".go")}
        return digest(candidate, replace(own, files=sources))

    known = now()
    write(tmp_path, {"readme.md": "b\n"})
    assert now() == known
    write(tmp_path, {"a.go": "package a\n\nimport `fmt`\n"})
    assert now() != known
