"""Real releases get the verdict that running the tools by hand gives them; docs/real-repositories.md compares."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import SOURCES_ONLY, Ran, speccursor
from tests.e2e.real import Real, fetch, read_table

PERCENT = re.compile(r"(\d+\.\d+) %")
TOLERANCE = 0.5
CLIENTS = {"npm": "npm", "go": "go", "crates": "cargo"}


def marks_of(real: Real) -> list[pytest.MarkDecorator]:
    """Return a release's marks. Where the engine is known to be wrong, being right is no failure."""
    slow = [pytest.mark.slow, pytest.mark.timeout(3600)] if real.slow else []
    return slow + ([pytest.mark.xfail(reason=real.disagrees, strict=False)] if real.disagrees else [])


RELEASES = [pytest.param(real, id=str(real), marks=marks_of(real)) for real in read_table()]

pytestmark = [pytest.mark.e2e, pytest.mark.network]


def said(ruling: dict[str, Any]) -> str:
    """Say what a gate came to, as the table does."""
    measured = f": {ruling['measured']}" if ruling["measured"] is not None else ""
    return f"{ruling['status']}{' ' + ruling['cause'] if ruling['cause'] else ''}{measured}"


def answers(rulings: list[dict[str, Any]]) -> dict[str, str]:
    """Say what each gate came to of each tool; where components differ in it, of each component."""
    heard: dict[str, dict[str, str]] = {}
    for ruling in rulings:
        heard.setdefault(f"{ruling['id']} {ruling['tool']}", {})[ruling["component"]] = said(ruling)
    found: dict[str, str] = {}
    for gate, several in heard.items():
        if len(set(several.values())) == 1:
            found[gate] = next(iter(several.values()))
        else:
            found |= {f"{gate} {component}": answer for component, answer in several.items()}
    return found


def agree(measured: str, expected: str) -> bool:
    """Whether two gates say the same; coverage may move a little with the versions of what a project does not pin."""
    found, known = PERCENT.search(measured), PERCENT.search(expected)
    if found is None or known is None:
        return measured == expected
    same_words = measured[: found.start()] == expected[: known.start()]
    return same_words and abs(float(found[1]) - float(known[1])) <= TOLERANCE


def differing(ran: Ran, real: Real) -> dict[str, tuple[str | None, str | None]]:
    """What a run says of each gate beside what is known of it, where the two are not the same."""
    found = answers(ran.rulings())
    return {
        gate: (found.get(gate), real.gates.get(gate))
        for gate in sorted(found.keys() | real.gates.keys())
        if not agree(found.get(gate, "not asked"), real.gates.get(gate, "not expected"))
    }


@pytest.mark.parametrize("real", RELEASES)
def test_a_real_release_gets_the_verdict_that_the_tools_give_by_hand(
    real: Real, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    client = CLIENTS.get(real.registry)
    if client is not None and shutil.which(client) is None:
        pytest.skip(f"there is no {client} on this machine to fetch it with")
    archive = fetch(real, pytestconfig.cache.mkdir("real-releases"))
    kept = shutil.copy(archive, tmp_path)
    asked = ("qualify", *SOURCES_ONLY, "--json", str(kept))
    ran = speccursor(*asked, cwd=tmp_path, timeout_s=3000)
    if real.flaky and {gate.split()[1] for gate in differing(ran, real)} == {real.flaky}:
        ran = speccursor(*asked, "--no-cache", cwd=tmp_path, timeout_s=3000)

    assert differing(ran, real) == {}, ran.err[-2000:]
    assert ran.code == real.code
    assert ran.verdict["partial"]


def test_the_table_holds_eight_python_releases_four_of_npm_three_go_modules_and_three_crates() -> None:
    registries = [real.registry for real in read_table()]

    assert registries.count("pypi") >= 8
    assert registries.count("npm") >= 4
    assert registries.count("go") >= 3
    assert registries.count("crates") >= 3


def test_the_table_holds_three_releases_of_several_languages_and_one_with_dockerfiles_and_workflows() -> None:
    told = {"ruff-check": "Python", "eslint": "JavaScript", "clippy": "Rust", "go-vet": "Go"}
    tools = [{gate.split()[1] for gate in real.gates if gate.startswith("lint-errors ")} for real in read_table()]

    assert sum(len(linters & told.keys()) > 1 for linters in tools) >= 3
    assert any({"hadolint", "actionlint", "zizmor"} <= linters for linters in tools)


def test_components_are_told_apart_where_they_differ() -> None:
    def ruling(component: str, measured: str) -> dict[str, Any]:
        told = {"id": "lint-errors", "tool": "hadolint", "status": "failed", "cause": None}
        return {**told, "component": component, "measured": measured}

    same = answers([ruling("dockerfile:.", "2"), ruling("dockerfile:scripts", "2")])
    assert same == {"lint-errors hadolint": "failed: 2"}
    other = answers([ruling("dockerfile:.", "5"), ruling("dockerfile:scripts", "2")])
    assert other == {
        "lint-errors hadolint dockerfile:.": "failed: 5",
        "lint-errors hadolint dockerfile:scripts": "failed: 2",
    }


@pytest.mark.parametrize(
    ("measured", "expected", "same"),
    [
        ("failed: 52 in 29 files", "failed: 52 in 29 files", True),
        ("failed: 52 in 29 files", "failed: 51 in 29 files", False),
        ("passed: 95.80 % (4 of 5)", "passed: 96.00 % (5 of 6)", True),
        ("passed: 95.80 % (4 of 5)", "failed: 95.80 % (4 of 5)", False),
        ("passed: 95.80 % (4 of 5)", "passed: 96.40 % (5 of 6)", False),
        ("inconclusive missing", "passed: 96.40 % (5 of 6)", False),
    ],
)
def test_verdicts_agree_to_the_letter_and_coverage_to_half_a_point(measured: str, expected: str, same: bool) -> None:
    assert agree(measured, expected) is same
