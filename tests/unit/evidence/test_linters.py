"""hadolint, ShellCheck, actionlint, zizmor, SQLFluff, yamllint, tombi and markdownlint on what they really printed."""

import json
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speccursor.qualify.evidence.actionlint import read_actionlint
from speccursor.qualify.evidence.checkstyle import read_checkstyle
from speccursor.qualify.evidence.hadolint import read_hadolint
from speccursor.qualify.evidence.markdownlint import read_markdownlint
from speccursor.qualify.evidence.shellcheck import read_shellcheck
from speccursor.qualify.evidence.sqlfluff import read_sqlfluff
from speccursor.qualify.evidence.tombi import read_tombi
from speccursor.qualify.evidence.yamllint import read_yamllint
from speccursor.qualify.evidence.zizmor import read_zizmor
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence
from tests.unit.evidence.readers import GOLDEN, ROOT

HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW


def golden(path: str) -> bytes:
    return (GOLDEN / path).read_bytes()


def refused(findings: Findings) -> set[str]:
    return {one.rule for one in findings.findings if one.refused}


def told(findings: Findings) -> list[tuple[str, int | None, str, Severity]]:
    return [(one.path, one.line, one.rule, one.severity) for one in findings.findings]


def hadolint(name: str) -> Findings:
    return read_hadolint(golden(f"hadolint-2.15.1/{name}.xml"), root=ROOT)


def shellcheck(name: str) -> Findings:
    return read_shellcheck(golden(f"shellcheck-0.11.0/{name}.xml"), root=ROOT)


def actionlint(name: str, log: str = "") -> Findings:
    place = "actionlint-1.7.12"
    return read_actionlint(golden(f"{place}/{name}.json"), root=ROOT, log=golden(f"{place}/{log or name}.log"))


def zizmor(name: str, log: str = "") -> Findings:
    place = "zizmor-1.32.0"
    return read_zizmor(golden(f"{place}/{name}.sarif"), root=ROOT, log=golden(f"{place}/{log or name}.log"))


def tombi(name: str, log: str = "") -> Findings:
    place = "tombi-1.9.6"
    return read_tombi(golden(f"{place}/{name}.json"), root=ROOT, log=golden(f"{place}/{log or name}.log"))


def sqlfluff(name: str, log: bytes = b"") -> Findings:
    return read_sqlfluff(golden(f"sqlfluff-4.5.0/{name}.json"), root=ROOT, log=log)


def yamllint(name: str) -> Findings:
    return read_yamllint(golden(f"yamllint-1.38.0/{name}.json"), root=ROOT, cwd="sub")


def markdownlint(name: str) -> Findings:
    return read_markdownlint(golden(f"markdownlint-cli2-0.22.1/{name}.json"), root=ROOT)


CLEAN: dict[str, Callable[[str], Findings]] = {
    "hadolint": hadolint,
    "shellcheck": shellcheck,
    "actionlint": actionlint,
    "zizmor": zizmor,
    "tombi": tombi,
    "sqlfluff": sqlfluff,
    "yamllint": yamllint,
    "markdownlint": markdownlint,
}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_run_tells_that_it_examined_one_file(name: str) -> None:
    assert CLEAN[name]("clean") == Findings((), 1)


def test_hadolint_gives_its_own_and_shellchecks_findings_and_a_file_that_does_not_parse() -> None:
    read = hadolint("findings")
    assert read.examined == 3
    odd = 'svc/odd "name", \u00e9.Dockerfile'
    assert told(read) == [
        ("Dockerfile", 1, "DL3006", MEDIUM),
        ("Dockerfile", 2, "DL3003", MEDIUM),
        ("Dockerfile", 2, "SC2164", MEDIUM),
        ("Dockerfile", 3, "DL3059", MEDIUM),
        ("Dockerfile", 3, "SC2086", MEDIUM),
        ("Dockerfile", 4, "DL4000", HIGH),
        (odd, 2, "DL1000", HIGH),
    ]
    assert read.findings[-1].message.endswith("missing whitespace")


def test_a_dockerfile_of_which_hadolint_says_nothing_was_not_examined() -> None:
    with pytest.raises(UnreadableEvidence, match=r"no build stage in svc/empty\.Dockerfile"):
        hadolint("empty")


def test_a_control_character_that_hadolint_copies_is_read() -> None:
    assert b"\x03" in golden("hadolint-2.15.1/control.xml")
    with pytest.raises(UnreadableEvidence, match=r"could not parse svc/control\.Dockerfile:2:4: .* missing whitespace"):
        hadolint("control")


def test_what_hadolint_does_not_parse_decides_nothing_beside_style_alone() -> None:
    report = "<checkstyle><file name='a'><error line='1' severity='error' message='a:1:1: no'/></file>{}</checkstyle>"
    other = "<file name='b'><error line='2' severity='{}' source='DL9' message='m'/></file>"
    with pytest.raises(UnreadableEvidence, match="could not parse a:1:1: no"):
        read_hadolint(report.format(other.format("style")).encode(), root=ROOT)
    read = read_hadolint(report.format(other.format("info")).encode(), root=ROOT)
    assert told(read) == [("a", 1, "DL1000", HIGH), ("b", 2, "DL9", MEDIUM)]


def test_shellcheck_gives_every_level_and_nothing_of_our_own_script() -> None:
    read = shellcheck("findings")
    odd = 'lib/odd "name", \u00e9.sh'
    assert read.examined == 3
    assert told(read)[:4] == [
        ("lib/broken.sh", 3, "SC1009", MEDIUM),
        ("lib/broken.sh", 3, "SC1073", HIGH),
        ("lib/broken.sh", 4, "SC1072", HIGH),
        (odd, 2, "SC2045", HIGH),
    ]
    assert refused(read) == {"SC1072", "SC1073"}
    assert (odd, 5, "SC2006", MEDIUM) in told(read)


def test_checks_that_are_disabled_show_nothing() -> None:
    with pytest.raises(UnreadableEvidence, match="its checks are disabled"):
        shellcheck("disabled")


def test_a_script_that_was_not_read_is_named() -> None:
    with pytest.raises(UnreadableEvidence, match=r"could not read missing\.sh"):
        shellcheck("missing")


def test_a_report_without_our_own_script_is_not_of_a_run_of_ours() -> None:
    foreign = golden("shellcheck-0.11.0/clean.xml").replace(b"/speccursor/in/speccursor&#45;canary", b"other")
    with pytest.raises(UnreadableEvidence, match="not of a run of ours"):
        read_shellcheck(foreign, root=ROOT)
    inside = golden("shellcheck-0.11.0/clean.xml").replace(b"/speccursor/in/", b"/candidate/lib/")
    with pytest.raises(UnreadableEvidence, match="not of a run of ours"):
        read_shellcheck(inside, root=ROOT)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (b"<checkstyle/>", ""),
        (b"<results/>", "no place for"),
        (b"<checkstyle><checkstyle/></checkstyle>", "no place for"),
        (b"<checkstyle><file/></checkstyle>", "no place for"),
        (b"<checkstyle><error severity='error'/></checkstyle>", "no place for"),
        (b"<checkstyle><file name='a'><exception/></file></checkstyle>", "no place for"),
        (b"<checkstyle><file name='a'><error severity='loud'/></file></checkstyle>", "severity 'loud'"),
        (b"<checkstyle><file name='a'><error/></file></checkstyle>", "severity ''"),
        (b"<checkstyle><file name='a'>", "not a report"),
        (b"", "not a report"),
    ],
)
def test_a_report_in_checkstyles_xml_is_whole_or_refused(report: bytes, words: str) -> None:
    if not words:
        assert read_checkstyle(report, root=ROOT, severities={}) == {}
        return
    with pytest.raises(UnreadableEvidence, match=words):
        read_checkstyle(report, root=ROOT, severities={"error": HIGH})


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20).filter(
    lambda name: not name.startswith("/") and name.strip("./") == name
)


@settings(max_examples=1000)
@given(st.dictionaries(NAMES.filter(lambda name: "/" not in name), st.integers(0, 3), max_size=5))
def test_every_file_of_a_report_is_told_with_as_many_findings_as_it_has(files: dict[str, int]) -> None:
    error = '<error line="3" severity="x" source="a.B1"/>'
    rows = "".join(f"<file name={quoteattr(name)}>{error * count}</file>" for name, count in files.items())
    read = read_checkstyle(f"<checkstyle>{rows}</checkstyle>".encode(), root=ROOT, severities={"x": LOW})
    assert {name: len(found) for name, found in read.items()} == files
    assert {one for found in read.values() for one in found} <= {
        Finding(name, 3, None, "B1", "", LOW) for name in files
    }


def test_actionlint_gives_each_error_and_takes_local_actions_into_account() -> None:
    read = actionlint("findings")
    assert read.examined == 3
    bad = ".github/workflows/bad.yml"
    assert told(read) == [
        (bad, 4, "syntax-check", HIGH),
        (bad, 10, "expression", MEDIUM),
        (bad, 11, "expression", MEDIUM),
        (bad, 13, "action", MEDIUM),
        (".github/workflows/broken.yml", 1, "syntax-check", HIGH),
    ]
    assert refused(read) == {"syntax-check"}
    assert 'not defined in action "greet"' in read.findings[3].message


def test_findings_that_are_all_ignored_show_nothing() -> None:
    with pytest.raises(UnreadableEvidence, match="findings are all ignored"):
        actionlint("ignored")


@pytest.mark.parametrize(("errors", "log"), [("findings", "clean"), ("clean", "findings"), ("ignored", "clean")])
def test_errors_and_a_log_of_different_runs_of_actionlint_are_refused(errors: str, log: str) -> None:
    with pytest.raises(UnreadableEvidence, match="same run"):
        actionlint(errors, log)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b" ms for .github/workflows/bad.yml\nverbose: Linting", b" ms for other.yml\nverbose: Linting"),
        (b"7 errors in 4", b"7 in 4"),
    ],
)
def test_a_log_of_actionlint_that_names_other_files_or_has_no_end_is_refused(old: bytes, new: bytes) -> None:
    log = golden("actionlint-1.7.12/findings.log")
    assert old in log
    with pytest.raises(UnreadableEvidence, match="same run"):
        read_actionlint(golden("actionlint-1.7.12/findings.json"), root=ROOT, log=log.replace(old, new))


def test_two_files_that_actionlint_looks_at_at_once_may_share_a_line_of_its_log() -> None:
    log = golden("actionlint-1.7.12/findings.log")
    first, second = b"verbose: Found total 1 errors in", b"verbose: Found total 4 errors in"
    assert log.count(first) == log.count(second) == 1
    mixed = log.replace(first, b"verbose: " + first).replace(second, second.removeprefix(b"verbose: "))
    read = read_actionlint(golden("actionlint-1.7.12/findings.json"), root=ROOT, log=mixed)
    assert read == actionlint("findings")


def test_zizmor_gives_what_it_found_in_workflows_and_actions() -> None:
    read = zizmor("findings")
    assert read.examined == 3
    assert (".github/actions/greet/action.yml", 8, "zizmor/template-injection", HIGH) in told(read)
    assert (".github/workflows/bad.yml", 12, "zizmor/self-repository", MEDIUM) in told(read)
    assert {one.severity for one in read.findings} == {HIGH, MEDIUM}


def test_a_log_that_does_not_name_what_zizmor_audited_is_refused() -> None:
    for findings, log in (("findings", "clean"), ("clean", "broken")):
        with pytest.raises(UnreadableEvidence, match="does not name the files"):
            zizmor(findings, log)


def test_sqlfluff_gives_violations_warnings_and_sql_that_does_not_parse() -> None:
    read = sqlfluff("findings")
    assert read.examined == 3
    assert ("q/bad.sql", 1, "CP02", MEDIUM) in told(read)
    assert ("q/bad.sql", 2, "LT01", LOW) in told(read)
    assert ("q/broken.sql", 1, "PRS", HIGH) in told(read)
    assert refused(read) == {"PRS"}
    assert [one.fixable for one in read.findings] == [True] * 7 + [False]


def test_what_sqlfluff_ignores_or_has_no_rule_for_is_not_examined() -> None:
    assert sqlfluff("ignored").examined == 1
    assert sqlfluff("everything-ignored") == Findings((), 0)
    assert sqlfluff("no-rules") == Findings((), 0)


def test_a_file_that_is_too_large_for_sqlfluff_is_no_file_without_findings() -> None:
    assert sqlfluff("large").examined == 1
    with pytest.raises(UnreadableEvidence, match=r"skipped 1 files: .*q/bad\.sql"):
        sqlfluff("large", golden("sqlfluff-4.5.0/large.log"))


def test_yamllint_gives_errors_warnings_and_yaml_that_does_not_parse() -> None:
    read = yamllint("findings")
    assert read.examined == 3
    assert told(read) == [
        ("sub/docs/bad.yaml", 1, "document-start", LOW),
        ("sub/docs/bad.yaml", 1, "colons", MEDIUM),
        ("sub/docs/bad.yaml", 2, "commas", MEDIUM),
        ("sub/docs/bad.yaml", 3, "key-duplicates", MEDIUM),
        ("sub/docs/broken.yml", 1, "document-start", LOW),
        ("sub/docs/broken.yml", 2, "syntax", HIGH),
    ]
    assert refused(read) == {"syntax"}


def test_without_a_rule_yamllint_examines_nothing_and_what_it_could_not_read_is_named() -> None:
    assert yamllint("no-rules") == Findings((), 0)
    with pytest.raises(UnreadableEvidence, match=r"docs/missing\.yaml: FileNotFoundError"):
        yamllint("missing")


def test_tombi_gives_errors_and_warnings_and_counts_what_it_did_not_skip() -> None:
    read = tombi("findings")
    assert read.examined == 4
    assert told(read) == [
        ("docs/bad.toml", 2, "duplicate-key", MEDIUM),
        ("docs/broken.toml", 1, "expected-value", MEDIUM),
        ("docs/warned.toml", 2, "tables-out-of-order", LOW),
        ("docs/warned.toml", 4, "tables-out-of-order", LOW),
    ]
    assert tombi("skipped") == Findings((), 0)


def test_a_configuration_that_tombi_did_without_is_told() -> None:
    with pytest.raises(UnreadableEvidence, match="did without the project's configuration"):
        tombi("broken")


def test_a_log_of_tombi_that_does_not_add_up_is_refused() -> None:
    whole = golden("tombi-1.9.6/findings.log")
    for log in (whole.replace(b"3 files", b"9 files"), whole.replace(b'linting... "docs/ok.toml"', b"..."), b"\n"):
        with pytest.raises(UnreadableEvidence, match="how many files"):
            read_tombi(b"[]", root=ROOT, log=log)


def test_colours_in_tombis_log_and_a_finding_without_a_place_change_nothing() -> None:
    log = b'\x1b[34m  Debug\x1b[0m: linting... "a.toml"\n1 file failed to be linted\n'
    content = b'[{"path":"a.toml","level":"error","code":"io-error","message":"no UTF-8","range":null}]'
    expected = Finding("x/a.toml", None, None, "io-error", "no UTF-8", MEDIUM)
    assert read_tombi(content, root=ROOT, log=log, cwd="x") == Findings((expected,), 1)


def test_markdownlint_gives_errors_with_what_is_wrong() -> None:
    read = markdownlint("findings")
    assert read.examined == 2
    assert told(read) == [
        ("docs/bad.md", 3, "MD001", MEDIUM),
        ("docs/bad.md", 5, "MD030", MEDIUM),
        ("docs/bad.md", 9, "MD033", MEDIUM),
    ]
    assert read.findings[0].message.endswith("one level at a time: Expected: h2; Actual: h3")
    assert [one.fixable for one in read.findings] == [False, True, False]


def test_what_markdownlint_ignores_is_not_examined_and_no_rule_shows_nothing() -> None:
    assert markdownlint("ignored").examined == 1
    with pytest.raises(UnreadableEvidence, match="its rules are disabled"):
        markdownlint("disabled")
    nothing = {"schema": "speccursor.markdownlint/1", "canary": 0, "read": [], "results": []}
    assert read_markdownlint(json.dumps(nothing).encode(), root=ROOT) == Findings((), 0)


def test_a_warning_of_markdownlint_and_a_rule_without_a_name_are_read() -> None:
    one = {"fileName": "a.md", "lineNumber": 2, "ruleNames": [], "ruleDescription": "d", "severity": "warning"}
    report = {"schema": "speccursor.markdownlint/1", "canary": 9, "read": ["a.md", "a.md"], "results": [one]}
    expected = Finding("x/a.md", 2, None, "markdownlint", "d", LOW)
    assert read_markdownlint(json.dumps(report).encode(), root=ROOT, cwd="x") == Findings((expected,), 1)


SEVERAL = st.lists(st.booleans(), min_size=1, max_size=8)


@settings(max_examples=1000)
@given(SEVERAL)
def test_yamllint_counts_exactly_the_files_that_are_not_ignored(ignored: list[bool]) -> None:
    files = [
        {"path": f"{number}.yml", "ignored": one, "rules": 5, "problems": [], "failed": ""}
        for number, one in enumerate(ignored)
    ]
    report = {"schema": "speccursor.yamllint/1", "version": "1", "files": files}
    assert read_yamllint(json.dumps(report).encode(), root=ROOT).examined == ignored.count(False)


@settings(max_examples=1000)
@given(SEVERAL)
def test_tombi_counts_exactly_the_files_that_it_did_not_skip(skipped: list[bool]) -> None:
    lines = [f'  Debug: linting... "{number}.toml"' for number in range(len(skipped))]
    lines += [f'   Info: skip linting for "{number}.toml" due to `x`' for number, one in enumerate(skipped) if one]
    log = "\n".join([*lines, f"{len(skipped)} files linted successfully"]).encode()
    assert read_tombi(b"[]", root=ROOT, log=log).examined == skipped.count(False)
