"""Dockerfiles, workflows, scripts and documents through the whole program: a clean control and seeded faults."""

from pathlib import Path

import pytest

from tests.e2e.program import Ran, speccursor

pytestmark = [pytest.mark.e2e, pytest.mark.network]

WORKFLOW = ".github/workflows/test.yml"
SETTINGS = {
    ".sqlfluff": "[sqlfluff]\ndialect = ansi\n",
    ".yamllint": "extends: default\nrules: {truthy: disable}\n",
    "tombi.toml": 'toml-version = "v1.0.0"\n',
    ".markdownlint.json": '{ "default": true }\n',
}
CLEAN = {
    "Dockerfile": "FROM debian:12\nCOPY widths.sql /srv/widths.sql\nUSER 1000\n",
    WORKFLOW: "---\nname: test\non: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n"
    "    steps:\n      - run: make\n",
    "ci/run.sh": '#!/bin/sh\nset -eu\necho "$1"\n',
    "widths.sql": "SELECT high - low AS width\nFROM intervals;\n",
    "interval.yaml": "---\nlow: 1\nhigh: 2\n",
    "interval.toml": "high = 2\nlow = 1\n",
    "README.md": "# Intervals\n\nThey have a width.\n",
}
# By tool: the file, what is put into it where, and the line of the fault.
FAULTS = {
    "hadolint": ("Dockerfile", "FROM debian:12", "FROM debian", 1),
    "actionlint": (WORKFLOW, "run: make", 'run: make "${{ matrix.os }}"', 9),
    "zizmor": (WORKFLOW, "permissions: {}", "env: {}", 6),
    "shellcheck": ("ci/run.sh", '"$1"', "$1", 3),
    "sqlfluff": ("widths.sql", "FROM", "from", 2),
    "yamllint": ("interval.yaml", "high:", "low:", 3),
    "tombi": ("interval.toml", "low =", "high =", 2),
    "markdownlint": ("README.md", "# Intervals\n", "# Intervals\n\n### Width\n", 3),
}
SILENCED = {
    "Dockerfile": ("# hadolint ignore=DL3006\n", ""),
    WORKFLOW: ("", ""),
    "ci/run.sh": ("", "# shellcheck disable=SC2086\n"),
    "widths.sql": ("-- noqa: disable=all\n", ""),
    "interval.yaml": ("# yamllint disable\n", ""),
    "README.md": ("<!-- markdownlint-disable -->\n\n", ""),
}


def faulty(*tools: str) -> dict[str, str]:
    """Return the clean files with the faults of these tools in them."""
    files = dict(CLEAN)
    for tool in tools:
        path, old, new, _ = FAULTS[tool]
        assert files[path].count(old) == 1
        files[path] = files[path].replace(old, new)
    return files


def qualify(folder: Path, files: dict[str, str]) -> Ran:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return speccursor("qualify", "--stage", "1", "--json", str(folder))


def statuses(ran: Ran) -> dict[str, str]:
    return {ruling["tool"]: ruling["status"] for ruling in ran.rulings() if ruling["id"] == "lint-errors"}


def test_the_clean_control_passes_every_linter_and_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    ran = qualify(tmp_path, {**SETTINGS, **CLEAN})
    assert statuses(ran) == dict.fromkeys(FAULTS, "passed"), ran.err
    assert ran.code == 0
    measured = {ruling["tool"]: ruling["measured"] for ruling in ran.rulings("passed")}
    assert measured == {**dict.fromkeys(FAULTS, "0 in 1 file"), "yamllint": "0 in 2 files", "tombi": "0 in 2 files"}
    assert not [text for text in ran.verdict["weakened"] if "switched off" in text]

    (run,) = (tmp_path / ".speccursor" / "runs").iterdir()
    raw = [path for path in sorted(run.rglob("raw/**/*")) if path.is_file() and path.stat().st_size]
    assert len(raw) >= len(FAULTS)
    for path in raw:
        content = path.read_bytes()
        path.unlink()  # the cache may hold the same file
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        again = speccursor("judge", str(run), "--json")
        path.write_bytes(content)
        assert list(statuses(again).values()).count("inconclusive") == 1, path
        assert again.code == 3


def test_each_linter_fails_for_the_fault_that_is_planted_for_it(tmp_path: Path) -> None:
    ran = qualify(tmp_path, {**SETTINGS, **faulty(*FAULTS)})
    assert statuses(ran) == dict.fromkeys(FAULTS, "failed"), ran.err
    assert ran.code == 1
    for ruling in ran.rulings("failed"):
        path, _, _, line = FAULTS[ruling["tool"]]
        assert (path, line) in {(place["path"], place["line"]) for place in ruling["locations"]}, ruling


def test_what_comments_switch_off_is_obeyed_and_told(tmp_path: Path) -> None:
    quiet = ("hadolint", "shellcheck", "sqlfluff", "yamllint", "markdownlint")
    files = faulty(*quiet)
    for path, (top, above) in SILENCED.items():
        last = files[path].splitlines(keepends=True)
        files[path] = top + "".join([*last[:-1], above, last[-1]])
    ran = qualify(tmp_path, {**SETTINGS, **files})
    assert statuses(ran) == dict.fromkeys(FAULTS, "passed"), ran.err
    told = " ".join(text for text in ran.verdict["weakened"] if "switched off" in text)
    for place in ("Dockerfile:1", "ci/run.sh:3", "widths.sql:1", "interval.yaml:1", "README.md:1"):
        assert place in told


def test_documents_that_nobody_asks_for_are_not_linted_and_the_proof_says_so(tmp_path: Path) -> None:
    ran = qualify(tmp_path, faulty("sqlfluff", "yamllint", "tombi", "markdownlint"))
    assert set(statuses(ran)) == {"hadolint", "actionlint", "zizmor", "shellcheck"}
    assert ran.code == 0
    plan = speccursor("plan", "--stage", "1", "--json", str(tmp_path)).out
    for linter in ("SQLFluff", "yamllint", "tombi or Taplo", "markdownlint"):
        assert f"no configuration of {linter} asks for them to be linted" in plan


@pytest.mark.parametrize(
    ("files", "tools"),
    [
        ({"Dockerfile": "# nothing\n"}, {"hadolint"}),
        ({WORKFLOW: "on:\tpush\n\tjobs: x\n"}, {"actionlint", "zizmor", "yamllint"}),
        ({".shellcheckrc": "disable=all\n"}, {"shellcheck"}),
        ({".github/actionlint.yaml": 'paths: {"**/*": {ignore: [".*"]}}\n'}, {"actionlint"}),
        ({".sqlfluff": "[sqlfluff]\ndialect = ansi\nexclude_rules = all\n"}, {"sqlfluff"}),
        ({".yamllint": "rules: {}\n"}, {"yamllint"}),
        ({"tombi.toml": '[files]\nexclude = ["*.toml"]\n'}, {"tombi"}),
        ({".markdownlint.json": '{ "default": false }\n'}, {"markdownlint"}),
    ],
    ids=min,
)
def test_what_leaves_a_linter_nothing_to_look_at_never_passes(
    files: dict[str, str], tools: set[str], tmp_path: Path
) -> None:
    ran = qualify(tmp_path, {**SETTINGS, **CLEAN, **files})
    assert {tool for tool, status in statuses(ran).items() if status != "passed"} == tools, ran.err
    assert ran.code in {1, 3}
