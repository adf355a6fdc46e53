import pytest

from speccursor.qualify.model.evidence import Findings, Severity, UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools import ruff_check, ruff_format
from speccursor.qualify.tools.python_layout import without_python
from speccursor.qualify.tools.ruff_failure import refuse_failure
from tests.unit.tools.bench import Bench

CLEAN = "x = 1\n"


def findings_of(bench: Bench, *, formatted: bool = False) -> Findings:
    (found,) = bench.measure(ruff_format.TOOL if formatted else ruff_check.TOOL)
    assert isinstance(found, Findings)
    return found


def test_an_unused_import_is_found_where_it_stands(bench: Bench) -> None:
    bench.write({"src/pkg/a.py": "import os\n", "src/pkg/b.py": CLEAN})
    found = findings_of(bench)
    assert [(one.path, one.line, one.rule, one.fixable) for one in found.findings if one.rule == "F401"] == [
        ("src/pkg/a.py", 1, "F401", True)
    ]
    assert found.examined == 2


def test_clean_files_are_examined_and_nothing_is_found(bench: Bench) -> None:
    bench.write({"a.py": CLEAN, "tests/test_a.py": CLEAN})
    assert findings_of(bench) == Findings((), examined=2)
    assert findings_of(bench, formatted=True) == Findings((), examined=2)


def test_an_unformatted_file_is_found_and_left_as_it_is(bench: Bench) -> None:
    bench.write({"a.py": "x  =  1\n", "b.py": CLEAN})
    found = findings_of(bench, formatted=True)
    assert [one.path for one in found.findings] == ["a.py"]
    assert (bench.root / "a.py").read_text() == "x  =  1\n"


def test_a_file_that_does_not_parse_is_a_finding_of_both(bench: Bench) -> None:
    bench.write({"a.py": "def f(:\n", "b.py": CLEAN})
    for formatted in (False, True):
        found = findings_of(bench, formatted=formatted)
        assert (found.findings[0].rule, found.findings[0].severity) == ("invalid-syntax", Severity.HIGH)
        assert found.examined == 2


@pytest.mark.parametrize("setting", ["fix = true", "unsafe-fixes = true\nfix = true", "fix-only = true"])
def test_a_configuration_that_would_edit_edits_nothing(bench: Bench, setting: str) -> None:
    bench.write({"ruff.toml": setting + "\n", "a.py": "import os\n"})
    assert "F401" in {one.rule for one in findings_of(bench).findings}
    assert (bench.root / "a.py").read_text() == "import os\n"


def test_what_the_project_excludes_is_not_examined(bench: Bench) -> None:
    bench.write({"ruff.toml": 'extend-exclude = ["gen"]\n', "gen/a.py": "import os\n", "b.py": CLEAN})
    assert findings_of(bench) == Findings((), examined=1)


def test_a_project_that_excludes_everything_has_shown_nothing(bench: Bench) -> None:
    bench.write({"ruff.toml": 'extend-exclude = ["*.py"]\n', "a.py": "import os\n"})
    assert findings_of(bench).examined == 0


def test_data_and_ignored_names_do_not_decide_what_is_examined(bench: Bench) -> None:
    bench.write({"tests/data/bad.py": "import os\n", ".gitignore": "a.py\n", "a.py": "import os\n", "n.ipynb": "{"})
    assert {one.path for one in findings_of(bench).findings} == {"a.py"}


def test_another_required_version_is_said_in_so_many_words(bench: Bench) -> None:
    bench.write({"ruff.toml": 'required-version = "==0.1.0"\n', "a.py": CLEAN})
    for formatted in (False, True):
        with pytest.raises(UnreadableEvidence, match="Required version"):
            findings_of(bench, formatted=formatted)


def test_names_with_spaces_and_a_leading_dash_are_files(bench: Bench) -> None:
    bench.write({"-a b.py": "import os\n", "@c.py": "import os\n"})
    assert {one.path for one in findings_of(bench).findings} == {"-a b.py", "@c.py"}


def test_the_fix_makes_safe_changes_only_and_the_gate_passes_after(bench: Bench) -> None:
    bench.write({"a.py": "import os\nx  = 1\n"})
    for tool in (ruff_check.TOOL, ruff_format.TOOL):
        assert tool.fix is not None
        invocation = tool.fix(bench.component(), Options())
        code, _ = bench.run(invocation)
        assert code in invocation.ok_exit_codes
    assert findings_of(bench) == findings_of(bench, formatted=True) == Findings((), examined=1)


def test_silence_is_refused_with_what_the_log_says() -> None:
    with pytest.raises(UnreadableEvidence, match="it printed nothing"):
        refuse_failure(b"", b"")
    with pytest.raises(UnreadableEvidence, match="error: unexpected"):
        refuse_failure(b" \n", b"error: unexpected argument\n")
    refuse_failure(b"[]", b"")


def test_a_component_without_python_is_proved_to_have_none(bench: Bench) -> None:
    bench.write({"README": "x", "tests/data/bad.py": ""})
    assert "python:." in without_python(bench.component())
    bench.write({"a.py": ""})
    assert without_python(bench.component()) == ""


def test_a_package_below_the_root_is_its_own_folder_s_first_party(bench: Bench) -> None:
    sorted_as_ruff_sorts_it_there = "from hypothesis import given\n\nfrom tariff import price\n\nprint(given, price)\n"
    bench.path = "py"
    bench.write({"py/src/tariff/__init__.py": "price = 1\n", "py/tests/test_a.py": sorted_as_ruff_sorts_it_there})
    assert findings_of(bench) == Findings((), examined=2)


def test_a_configuration_above_the_component_holds_for_it(bench: Bench) -> None:
    bench.path = "py"
    bench.write({"ruff.toml": 'lint.ignore = ["F401"]\n', "py/a.py": "import os\n"})
    assert findings_of(bench) == Findings((), examined=1)
