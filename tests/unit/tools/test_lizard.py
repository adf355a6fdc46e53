import os
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.evidence import Function, Functions, UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools import lizard
from tests.unit.tools.bench import NONCE, Bench, Kept

PLACE = Path(os.environ.get("SPECCURSOR_TEST_LIZARD", sys.prefix))
INSTALLED = find_spec("lizard") is not None or "SPECCURSOR_TEST_LIZARD" in os.environ
real = pytest.mark.skipif(not INSTALLED, reason="lizard is not installed; SPECCURSOR_TEST_LIZARD names its folder")

BRANCHY = "def f(x):\n" + "".join(f"    if x == {n}:\n        return {n}\n" for n in range(17)) + "    return -1\n"


def functions_of(bench: Bench) -> tuple[Function, ...]:
    bench.tools = PLACE
    (found,) = bench.measure(lizard.TOOL)
    assert isinstance(found, Functions)
    return found.functions


@real
def test_a_function_of_18_paths_is_counted_and_data_is_not(bench: Bench) -> None:
    bench.write({"src/a b.py": BRANCHY, "tests/test_a.py": "def test():\n    pass\n", "tests/data/bad.py": BRANCHY})
    assert [(one.path, one.line, one.name, one.complexity) for one in functions_of(bench)] == [
        ("src/a b.py", 1, "f", 18),
        ("tests/test_a.py", 1, "test", 1),
    ]


@real
@pytest.mark.parametrize(
    "comment",
    ["#lizard forgives", "# lizard forgive global", "#lizard forgives(cyclomatic_complexity)", "# GENERATED CODE"],
)
def test_a_comment_does_not_take_a_function_out(bench: Bench, comment: str) -> None:
    bench.write({"a.py": f"{comment}\n{BRANCHY.replace(':', f':  {comment}', 1)}"})
    assert [(one.line, one.complexity) for one in functions_of(bench)] == [(2, 18)]


@real
def test_a_gitignore_hides_nothing_and_other_bytes_are_read(bench: Bench) -> None:
    bench.write({".gitignore": "*.py\n"})
    (bench.root / "a.py").write_bytes("# \xe9\n".encode("latin-1") + BRANCHY.encode())
    assert [one.complexity for one in functions_of(bench)] == [18]


@real
@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        (
            Language.JAVASCRIPT,
            "a.ts",
            "// #lizard forgives\nfunction f(x: number) { if (x) { return 1; } return 2; }\n",
        ),
        (Language.RUST, "a.rs", "// GENERATED CODE\nfn f(x: i32) -> i32 { if x > 0 { 1 } else { 2 } }\n"),
        (
            Language.GO,
            "a.go",
            "package a\n/* GENERATED CODE */\nfunc f(x int) int { if x > 0 { return 1 }; return 2 }\n",
        ),
    ],
)
def test_other_languages_are_counted(bench: Bench, language: Language, name: str, text: str) -> None:
    bench.language = language
    bench.write({name: text})
    assert [(one.path, one.complexity) for one in functions_of(bench)] == [(name, 2)]


def test_a_file_that_lizard_gives_up_spoils_the_rest(bench: Bench) -> None:
    kept = Kept(str(bench.root), ".", NONCE, {name: bench.base / name for name in ("stdout", "stderr")})
    (bench.base / "stdout").write_text("")
    (bench.base / "stderr").write_text("[skip] fail to process 'a.py' with RecursionError - deep\n")
    with pytest.raises(UnreadableEvidence, match="did not read 1 files"):
        lizard.TOOL.read(kept)


def test_a_component_that_lizard_cannot_read_is_proved(bench: Bench) -> None:
    bench.write({"a.txt": "", "tests/data/a.py": ""})
    assert "python:." in lizard.TOOL.applies(bench.component())
    bench.write({"a.py": ""})
    assert lizard.TOOL.applies(bench.component()) == ""


@pytest.fixture
def driver() -> ModuleType:
    place = Path(lizard.__file__).parent / "assets" / "lizard" / "speccursor_lizard.py"
    spec = spec_from_file_location("speccursor_lizard", place)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Hashes:
    """A language in which a comment begins with a hash."""

    def get_comment_from_token(self, token: str) -> str | None:
        return token[1:] if token.startswith("#") else None


def test_the_extension_changes_comments_alone(driver: ModuleType) -> None:
    tokens = ["lizard forgive", "#lizard forgives", "# GENERATED CODE\nx", "# else"]
    assert list(driver.LizardExtension()(tokens, Hashes())) == ["lizard forgive", "#s", "# \nx", "# else"]


def test_the_driver_runs_lizard_with_the_extension(driver: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    fake = ModuleType("lizard")

    def remember(arguments: list[str]) -> int:
        seen.append(arguments)
        return 0

    fake.__dict__["main"] = remember
    monkeypatch.setitem(sys.modules, "lizard", fake)
    monkeypatch.delitem(sys.modules, "lizard_ext.lizardspeccursor", raising=False)
    assert driver.main(["--csv"]) == 0
    assert seen == [["lizard", "-Especcursor", "--csv"]]
    assert sys.modules.pop("lizard_ext.lizardspeccursor").__dict__["LizardExtension"] is driver.LizardExtension


def test_the_command_brings_its_driver_and_the_files_by_name(bench: Bench) -> None:
    bench.write({"a.py": "", "b.txt": "", "tests/data/c.py": ""})
    invocation = lizard.TOOL.invoke(bench.component(), Options())
    assert invocation.inputs["files.txt"] == "./a.py\n"
    assert "LizardExtension" in invocation.inputs["speccursor_lizard.py"]


def test_nothing_printed_is_no_function(bench: Bench) -> None:
    kept = Kept(str(bench.root), ".", NONCE, {name: bench.base / name for name in ("stdout", "stderr")})
    for place in kept.contents.values():
        place.write_text("")
    assert lizard.TOOL.read(kept) == (Functions(()),)
