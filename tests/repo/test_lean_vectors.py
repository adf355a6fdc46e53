"""The vectors that Lean proves are those that every other language reads."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def vectors() -> ModuleType:
    spec = spec_from_file_location("lean_vectors", ROOT / "scripts" / "lean_vectors.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_vectors_of_lean_are_in_step_with_those_of_the_other_languages(vectors: ModuleType) -> None:
    assert vectors.TARGET.read_text(encoding="utf-8") == vectors.generated()


def test_every_answer_of_the_vectors_is_a_theorem(vectors: ModuleType) -> None:
    read = vectors.read()
    ranges = sum(len(one["allows"]) + len(one["forbids"]) for one in read["ranges"]["valid"])
    neighbours = len(read["versions"]["ascending"]) - 1
    pairs = len(read["versions"]["equal"]) + len(read["versions"]["successors"])
    upgrades = 6 * len(read["upgrades"])
    theorems = re.findall(r"^theorem (\w+)", vectors.generated(), re.MULTILINE)
    assert len(set(theorems)) == len(theorems) == ranges + neighbours + pairs + upgrades
    assert min(ranges, neighbours, pairs, upgrades) > 0


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("^1.2", "(List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil)"),
        ("*", "(List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil)"),
        (
            "1 - 2.x",
            (
                "(List.cons (Comparator.mk Operator.atLeast (List.cons 1 List.nil) List.nil) "
                "(List.cons (Comparator.mk Operator.atMost (List.cons 2 List.nil) List.nil) List.nil))"
            ),
        ),
    ],
)
def test_a_range_is_only_taken_apart(vectors: ModuleType, text: str, written: str) -> None:
    assert vectors.alternative(text) == written


def test_what_the_generator_does_not_understand_is_refused(vectors: ModuleType) -> None:
    with pytest.raises(ValueError, match="is no comparator"):
        vectors.comparator("latest")
    with pytest.raises(ValueError, match="are not demands of the lock"):
        vectors.demands([{"name": "app", "version": "1.0.0"}], ["app 1.0.0 requires lib ^1"])
