"""Go modules that cannot be built, fetched or believed, through the whole program: never a pass, always a cause."""

import shutil
from pathlib import Path

import pytest

from tests.e2e.program import SOURCES_ONLY, Ran, speccursor

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.network,
    pytest.mark.skipif(shutil.which("go") is None, reason="there is no go on this machine"),
]

MODULE = "module example.com/double\n\ngo 1.21\n"
SOURCE = """\
// Package double doubles.
package double

// Double returns twice a number, and nothing below nothing.
func Double(number int) int {
	if number < 0 {
		return 0
	}
	return 2 * number
}
"""
TEST = """\
package double

import (
	"testing"
	"testing/quick"
)

func TestDouble(t *testing.T) {
	if Double(2) != 4 || Double(-1) != 0 {
		t.Error("two makes four, and less than nothing makes nothing")
	}
}

func TestADoubleIsEven(t *testing.T) {
	if err := quick.Check(func(x int16) bool { return Double(int(x))%2 == 0 }, nil); err != nil {
		t.Error(err)
	}
}
"""


def module(folder: Path, **files: str) -> Path:
    """Write a module; ``go_mod`` is go.mod, ``double_test`` is double_test.go. An empty text writes no file."""
    named = {"go_mod": MODULE, "double": SOURCE, "double_test": TEST, **files}
    folder.mkdir(parents=True)
    for name, text in named.items():
        place = folder / (name.replace("_", ".") if name.startswith("go_") else f"{name}.go")
        if text:
            place.write_text(text)
    return folder


def qualify(folder: Path) -> Ran:
    return speccursor("qualify", *SOURCES_ONLY, "--json", str(folder))


def causes(ran: Ran, gate: str) -> set[tuple[str, str | None]]:
    return {(ruling["status"], ruling["cause"]) for ruling in ran.rulings() if ruling["id"] == gate}


def reasons(ran: Ran, gate: str) -> str:
    return "\n".join(ruling["reason"] for ruling in ran.rulings() if ruling["id"] == gate)


def test_the_clean_control_passes_and_so_does_the_same_code_from_before_modules(tmp_path: Path) -> None:
    for name, manifest in (("modern", MODULE), ("before-modules", "")):
        ran = qualify(module(tmp_path / name, go_mod=manifest))
        assert ran.code == 0, ran.err
        assert causes(ran, "tests-pass") == {("passed", None)}
        assert causes(ran, "branch-coverage") == {("passed", None)}


def test_a_module_that_does_not_build_fails_lint_and_leaves_its_tests_undecided(tmp_path: Path) -> None:
    ran = qualify(module(tmp_path / "m", double=SOURCE.replace("return 0", 'return "nothing"')))
    assert ran.code == 1
    assert causes(ran, "lint-errors") == {("failed", None)}
    assert causes(ran, "tests-pass") == {("inconclusive", "errored")}
    assert "does not build" in reasons(ran, "tests-pass")
    assert causes(ran, "line-coverage") == {("inconclusive", "errored")}


def test_a_module_for_a_newer_go_says_which_one_is_missing(tmp_path: Path) -> None:
    ran = qualify(module(tmp_path / "m", go_mod=MODULE.replace("1.21", "1.999")))
    assert ran.code == 3
    assert causes(ran, "tests-pass") == {("inconclusive", "unavailable")}
    assert "1.999 or newer is not on this machine" in reasons(ran, "tests-pass")


def test_a_dependency_that_nobody_serves_leaves_everything_that_needs_it_undecided(tmp_path: Path) -> None:
    manifest = f"{MODULE}\nrequire private.invalid/secret v1.0.0\n"
    ran = qualify(module(tmp_path / "m", go_mod=manifest))
    assert ran.code == 3
    assert causes(ran, "tests-pass") <= {("inconclusive", "unavailable"), ("inconclusive", "errored")}
    assert "private.invalid/secret" in reasons(ran, "tests-pass")


def test_a_dependency_whose_bytes_are_not_those_of_go_sum_is_not_used(tmp_path: Path) -> None:
    wrong = "h1:keKAYRcjm+e1F0oAuU5F5+YPAWcyxNNRK2wud503Gnx="
    ran = qualify(
        module(
            tmp_path / "m",
            go_mod=f"{MODULE}\nrequire pgregory.net/rapid v1.2.0\n",
            go_sum=f"pgregory.net/rapid v1.2.0 {wrong}\n",
        )
    )
    assert ran.code == 3
    assert causes(ran, "tests-pass") == {("inconclusive", "errored")}
    assert "checksum mismatch" in reasons(ran, "tests-pass")


def test_tests_that_write_outside_their_copy_change_nothing_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    text = TEST.replace("import (\n", 'import (\n\t"os"\n').replace(
        "func TestDouble(t *testing.T) {\n",
        "func TestDouble(t *testing.T) {\n"
        f'\tfor _, place := range []string{{"double.go", "{folder}/double.go", "/etc/hostname"}} {{\n'
        "\t\t_ = os.WriteFile(place, nil, 0o644)\n\t}\n",
    )
    before = Path("/etc/hostname").read_bytes() if Path("/etc/hostname").is_file() else b""
    ran = qualify(module(folder, double_test=text))
    assert (folder / "double.go").read_text() == SOURCE
    assert (Path("/etc/hostname").read_bytes() if Path("/etc/hostname").is_file() else b"") == before
    assert causes(ran, "tests-pass") == {("passed", None)}
